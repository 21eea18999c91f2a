"""A decision of a case goes into the register, under the next number of its year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import errors, store
from engine.decisions.about import about
from engine.decisions.numbers import reference
from engine.model import Value
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import decisions as rows
from engine.store import people as people_rows
from engine.store.rows import Locked
from engine.terms import local_day

HANDS = ("proposed_in", "reviewed_in", "decided_in")


def register(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Write the decision of a case in the register and return its `reference` and `decided_on`.

    `values`: `type`, `outcome`, `grounds`, `proposed_in`, `reviewed_in`, `decided_in` (ids of the
    user tasks in which people did so, text or list), optional `measure`, `scope` (list),
    `mandate`, `effective_from`, `effective_to`, `remedy` and those of `about`. In the case's own
    transaction, so that number and step stand or fall together. Raises ModelFault when a person is
    missing or the same person stands twice in the chain of proposal, review and decision.
    """
    proposer, reviewer, decider = _hands(tx, locked, values)
    if decider is None:
        raise errors.ModelFault("decision_without_decider", case_id=locked.case.id)
    if len({proposer, reviewer, decider}) < 3:
        raise errors.ModelFault("decision_without_four_eyes", case_id=locked.case.id)
    now = runtime.now()
    row = rows.register(
        tx,
        year=local_day(now).year,
        case_id=locked.case.id,
        dossier_id=locked.case.dossier_id,
        type=_text(values, "type", locked),
        outcome=_text(values, "outcome", locked),
        measure=_maybe_text(values, "measure"),
        scope=list(values.get("scope") or []),
        proposer=proposer,
        reviewer=reviewer,
        decider=decider,
        mandate=_maybe_text(values, "mandate"),
        grounds=_text(values, "grounds", locked),
        decided_on=local_day(now),
        effective_from=_maybe_date(values, "effective_from"),
        effective_to=_maybe_date(values, "effective_to"),
        remedy=_maybe_text(values, "remedy"),
        registered_at=now,
        **about(runtime, tx, locked, values),
    )
    return {
        "reference": reference(row),
        "decided_on": row.decided_on,
        "decider": people_rows.name_of(tx, decider),
    }


def _hands(tx: store.Tx, locked: Locked, values: Mapping[str, Value]) -> list[str | None]:
    """Return who proposed, who reviewed and who decided: each time who did so last."""
    wanted = [_elements(values.get(name)) for name in HANDS]
    done = case_rows.completed_by(tx, locked.case.id, {each for some in wanted for each in some})
    last = [[each.closed_by for each in done if each.element in some] for some in wanted]
    return [people[-1] if people else None for people in last]


def _elements(named: Value) -> list[str]:
    some = named if isinstance(named, list) else [named]
    return [each for each in some if isinstance(each, str)]


def _text(values: Mapping[str, Value], name: str, locked: Locked) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise errors.ModelFault("decision_incomplete", case_id=locked.case.id, missing=name)
    return value


def _maybe_text(values: Mapping[str, Value], name: str) -> str | None:
    value: Any = values.get(name)
    return value if isinstance(value, str) else None


def _maybe_date(values: Mapping[str, Value], name: str) -> date | None:
    value: Any = values.get(name)
    return value if isinstance(value, date) else None
