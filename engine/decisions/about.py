"""What a decision is about besides its outcome: where, after which announcement, how long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import errors, store
from engine.decisions.measuring import duration_text, refuse_heavier
from engine.model import DecisionStage, Value
from engine.runtime import Runtime
from engine.store import records
from engine.store.rows import Locked

STAGES: Mapping[str, str] = {each.value: each for each in DecisionStage}


def about(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> dict[str, Any]:
    """Return what the register keeps of these optional values.

    `stage` (decision or intent), `follows` (the number of the announced measure), `duration` (ISO
    8601 or a FEEL duration), `remedy_term` (the key of the term to appeal) and `locations` (numbers
    of records). Raises ModelFault when one is not what it should be, or when the measure is heavier
    than the one that was announced.
    """
    stage = values.get("stage") or DecisionStage.DECISION
    if stage not in STAGES:
        raise _fault(locked, "stage")
    duration = values.get("duration")
    if duration is not None and duration_text(duration) is None:
        raise _fault(locked, "duration")
    term = values.get("remedy_term")
    if term is not None and not isinstance(term, str):
        raise _fault(locked, "remedy_term")
    return {
        "stage": stage,
        "follows": refuse_heavier(runtime, tx, locked.case, values),
        "duration": duration_text(duration),
        "remedy_term": term,
        "locations": _locations(tx, locked, values.get("locations")),
    }


def _locations(tx: store.Tx, locked: Locked, named: Value) -> list[str]:
    """Return the ids of the records with these numbers; merged records are those they became."""
    found = []
    for number in named if isinstance(named, list) else [named]:
        if number is None:
            continue
        row = records.get(tx, number) if isinstance(number, str) else None
        if row is None:
            raise errors.ModelFault(
                "decision_location_unknown", case_id=locked.case.id, number=str(number)[:50]
            )
        found.append(row.merged_into or row.id)
    return found


def _fault(locked: Locked, name: str) -> errors.ModelFault:
    return errors.ModelFault("decision_incomplete", case_id=locked.case.id, missing=name)
