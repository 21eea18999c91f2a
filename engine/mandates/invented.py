"""Mandates of invented people, for the demo only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine import errors, store
from engine.model import Actor, MandateState
from engine.runtime import Runtime
from engine.store import mandates as rows
from engine.store.rows import MandateRow


def add_invented(
    runtime: Runtime, entries: Iterable[Mapping[str, Any]], actors: Mapping[str, Actor]
) -> None:
    """Add confirmed mandates of invented people, by login, as `demo.toml` lists them.

    Raises NotAllowed outside demo mode: nobody proposed or confirmed these.
    """
    if not runtime.settings.demo:
        raise errors.NotAllowed("demo_only")
    with runtime.store.write("mandates.invent") as tx:
        for entry in entries:
            for login in entry["people"]:
                rows.add(tx, _row(runtime, entry, str(actors[login].person_id)))


def _row(runtime: Runtime, entry: Mapping[str, Any], person_id: str) -> MandateRow:
    last = entry.get("to")
    return MandateRow(
        id=store.new_id(),
        person_id=person_id,
        types=sorted(entry.get("types", ())),
        max_amount=str(entry["max_amount"]) if "max_amount" in entry else None,
        office=entry["office"],
        acting=entry.get("acting", False),
        source=entry["source"],
        valid_from=date.fromisoformat(entry["from"]),
        valid_to=None if last is None else date.fromisoformat(last),
        state=str(MandateState.CONFIRMED),
        reason=entry["reason"],
        proposed_by=None,
        proposed_at=runtime.now(),
        decided_at=runtime.now(),
    )
