"""Decisions: legal acts in a register with numbers without gaps; fed by cases, never edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import errors, store
from engine.model import Actor, Happened, HistoryKind, Permission, Value
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import decisions as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store.rows import DecisionRow, Locked
from engine.terms import local_day

TAKEN = "taken"
NOTIFIED = "notified"
HANDS = ("proposed_in", "reviewed_in", "decided_in")


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision with the names of those who made it."""

    row: DecisionRow
    reference: str
    case_number: str
    case_title: str
    proposer: str | None
    reviewer: str | None
    decider: str


def register(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Write the decision of a case in the register and return its `reference` and `decided_on`.

    `values`: `type`, `outcome`, `grounds`, `proposed_in`, `reviewed_in`, `decided_in` (ids of the
    user tasks in which people did so, text or list), optional `measure`, `scope` (list),
    `mandate`, `effective_from`, `effective_to`, `remedy`. In the case's own transaction, so that
    number and step stand or fall together. Raises ModelFault when a person is missing or the same
    person stands twice in the chain of proposal, review and decision.
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
        status=TAKEN,
        registered_at=now,
    )
    return {
        "reference": reference(row),
        "decided_on": row.decided_on,
        "decider": people_rows.name_of(tx, decider),
    }


def notify(
    _runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Write down when and how the last decision of the case was made known.

    `values`: `notified_on` (the day that counts for the remedy) and optional `sent_on`, `carrier`,
    `evidence`. Raises ModelFault when there is no decision or no day.
    """
    found = rows.of_case(tx, locked.case.id).rows
    day = values.get("notified_on")
    if not found or not isinstance(day, date):
        raise errors.ModelFault("notification_incomplete", case_id=locked.case.id)
    evidence = {
        name: store.plain(values[name])
        for name in ("sent_on", "carrier", "evidence")
        if values.get(name) is not None
    }
    rows.notify(tx, found[0].id, day, evidence, NOTIFIED)
    return {"notified_on": day, "reference": reference(found[0])}


def reference(row: DecisionRow) -> str:
    """Return the number of a decision as people write it: year, slash, five digits."""
    return f"{row.year}/{row.number:05d}"


def listing(runtime: Runtime, *, by: Actor, q: str = "", page: int = 1) -> tuple[DecisionView, ...]:
    """Return the decisions that `by` may read, the newest first; the look is written down."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    with runtime.store.read() as tx:
        found = rows.search(tx, scope, query=q.strip()[:100], page=max(1, page))
        shown = _views(tx, found.rows)
    with runtime.store.write() as tx:
        trail.log(tx, [Happened(HistoryKind.LIST_READ, by, {"list": "decisions"})], runtime.now())
    return shown


def _views(tx: store.Tx, found: Sequence[DecisionRow]) -> tuple[DecisionView, ...]:
    hands = (person for row in found for person in (row.proposer, row.reviewer, row.decider))
    names = people_rows.names(tx, hands)
    heads = case_rows.heads(tx, sorted({row.case_id for row in found}))
    return tuple(
        DecisionView(
            row,
            reference(row),
            *heads[row.case_id],
            names.get(row.proposer or ""),
            names.get(row.reviewer or ""),
            names.get(row.decider, row.decider),
        )
        for row in found
    )


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
