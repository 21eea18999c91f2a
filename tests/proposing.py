"""A version that an analyst proposes in a house where a second one has to agree."""

from __future__ import annotations

import re
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
    changed, times = re.subn('(id="onderzoek_aanvraag" name=)"[^"]*"', rf'\1"{name}"', xml)
    assert times == 1
    if changed == xml:
        changed = changed.replace(f'"{name}"', f'"{name}, en opnieuw"')
    line = deployments.hand_in(
        asking, name=PROCESS, by=by, reason="Een proef met een bron [S3]", content=changed.encode()
    )
    assert isinstance(line, ProposalLine)
    return line
