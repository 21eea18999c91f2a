"""A version that an analyst proposes in a house where a second one has to agree."""

from __future__ import annotations

from dataclasses import replace

from engine import deployments
from engine.deployments import ProposalLine
from tests.house import PROCESS, House

MAKER, SECOND = "pieter.claeys", "sofie.lemmens"


def proposed(house: House, name: str = "Onderzoek de aanvraag grondig") -> ProposalLine:
    """Propose another name for a task of the licence, and return the proposal."""
    runtime, by = house.runtime, house.actors[MAKER]
    asking = replace(runtime, settings=replace(runtime.settings, approve_deployments=True))
    xml = deployments.view(runtime, process_id=PROCESS, by=by).xml.decode()
    changed = xml.replace('name="Onderzoek de aanvraag"', f'name="{name}"')
    assert changed != xml
    line = deployments.hand_in(
        asking, name=PROCESS, by=by, reason="Een proef met een bron [S3]", content=changed.encode()
    )
    assert isinstance(line, ProposalLine)
    return line
