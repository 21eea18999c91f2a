"""What becomes of a decision: made known, appealed, final, suspended, confirmed, put right, ended.

Each is a row beside the decision, written by the case that does so, which need not be the case that
decided. The decision itself never changes (legality A8).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import errors, store
from engine.decisions.finality import final_from
from engine.decisions.notifying import made_known
from engine.decisions.numbers import parsed, reference
from engine.model import DecisionEvent, Value
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import decision_events as event_rows
from engine.store import decisions as rows
from engine.store.rows import DecisionEventRow, DecisionRow, Locked
from engine.terms import is_day, local_day

NAMED = "decision"  # what names the decision that something is done to
DAYS = ("effective_from", "effective_to", "suspended_to", "sent_on", "presented_on")
ENDED = frozenset({DecisionEvent.WITHDRAWN, DecisionEvent.ANNULLED})


@dataclass(frozen=True, slots=True)
class Act:
    """A job that writes one kind of event: which day counts, what it must and may be told."""

    kind: DecisionEvent
    day: str
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


ACTS: Mapping[str, Act] = {
    "notify_decision": Act(
        DecisionEvent.NOTIFIED,
        "notified_on",
        ("notified_on",),
        (
            "recipients",
            "sent_on",
            "carrier",
            "evidence",
            "presented_on",
            "presumed_by",
            "decision",
        ),
    ),
    "appeal_decision": Act(
        DecisionEvent.APPEALED,
        "appealed_on",
        ("appealed_on",),
        ("lodged_with", "decision", "reason"),
    ),
    "suspend_decision": Act(
        DecisionEvent.SUSPENDED,
        "suspended_from",
        ("decision", "reason", "suspended_from"),
        ("suspended_to",),
    ),
    "confirm_decision": Act(
        DecisionEvent.CONFIRMED,
        "confirmed_on",
        ("decision", "reason", "effective_from"),
        ("confirmed_on", "effective_to", "by_decision"),
    ),
    "finalise_decision": Act(
        DecisionEvent.FINAL,
        "final_from",
        ("done_in",),
        ("decision", "reason"),
    ),
    "rectify_decision": Act(
        DecisionEvent.RECTIFIED,
        "rectified_on",
        ("decision", "reason", "correction", "done_in", "reviewed_in"),
        ("rectified_on", "by_decision"),
    ),
    "withdraw_decision": Act(
        DecisionEvent.WITHDRAWN,
        "withdrawn_from",
        ("decision", "reason", "done_in", "reviewed_in"),
        ("withdrawn_from", "by_decision"),
    ),
    "annul_decision": Act(
        DecisionEvent.ANNULLED,
        "annulled_on",
        ("decision", "reason", "annulled_by", "annulled_on"),
        ("by_decision",),
    ),
}
"""The jobs that write what became of a decision, with the values that each must and may have.

`decision` is its number (2026/00012); `done_in` and `reviewed_in` are ids of user tasks;
`by_decision` is the number of the decision that did so.
"""

TYPES: Mapping[str, str] = {
    **dict.fromkeys(("recipients", "done_in", "reviewed_in"), "list"),
    **dict.fromkeys((*DAYS, *(act.day for act in ACTS.values())), "date"),
}
"""The FEEL types of what the jobs are told; what is not named is a text."""

Inside = Callable[[Runtime, store.Tx, Locked, Mapping[str, Value]], Mapping[str, Value]]


def job(name: str) -> Inside:
    """Return the work of one of `ACTS`, in the transaction of the case that does it."""
    act = ACTS[name]

    def work(
        runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
    ) -> Mapping[str, Value]:
        return happen(runtime, tx, locked, act, values)

    return work


def happen(
    runtime: Runtime, tx: store.Tx, locked: Locked, act: Act, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Write down what a case does to a decision; return its `reference` and the `day` that counts.

    `values` are what the act must and may be told, of the types it asks. Raises ModelFault when the
    decision is unknown or of somebody else's dossier, it was withdrawn or annulled before, or one
    person did what two must do.
    """
    _check(locked, values)
    row = _decision(tx, locked, values)
    event_rows.hold(tx, row.id)
    done = event_rows.of_decisions(tx, [row.id])[row.id]
    if any(each.kind in ENDED for each in done):
        raise _fault(locked, "decision_ended", decision=reference(row))
    person = _person(tx, locked, act, values)
    day, more = _day(runtime, tx, locked, act, values, (row, done))
    for facts in _facts(act, values):
        event_rows.add(
            tx,
            row.id,
            act.kind,
            case_id=locked.case.id,
            day=day,
            at=runtime.now(),
            person_id=person,
            reason=_text(values.get("reason")),
            facts={**facts, **more},
        )
    return {"reference": reference(row), act.day: day}


def _day(
    runtime: Runtime,
    tx: store.Tx,
    locked: Locked,
    act: Act,
    values: Mapping[str, Value],
    known: tuple[DecisionRow, Sequence[DecisionEventRow]],
) -> tuple[date, Mapping[str, Any]]:
    """Return the day that counts for the law, and what the product adds to the facts."""
    if act.kind is DecisionEvent.NOTIFIED:
        day, presumed = made_known(runtime, tx, locked, values)
        return day, {"presumed_on": store.plain(presumed)} if presumed else {}
    if act.kind is DecisionEvent.FINAL:
        return final_from(runtime, tx, locked, *known), {}
    given = values.get(act.day)
    return given if is_day(given) else local_day(runtime.now()), {}


def _check(locked: Locked, values: Mapping[str, Value]) -> None:
    """Raise ModelFault when a period ends before it begins."""
    for span in ("suspended", "effective"):
        first, last = values.get(f"{span}_from"), values.get(f"{span}_to")
        if is_day(first) and is_day(last) and last < first:
            raise _fault(locked, "decision_period")


def _facts(act: Act, values: Mapping[str, Value]) -> list[dict[str, Any]]:
    """Return the facts of each row: one for every recipient, or one."""
    told = [name for name in (*act.must, *act.may) if name not in {"decision", "reason"}]
    facts = {name: store.plain(values[name]) for name in told if not _blank(values.get(name))}
    known = facts.pop("recipients", None)
    some = known if isinstance(known, list) else [known] if known else []
    return [{**facts, "recipient": str(each)[:500]} for each in some] or [facts]


def _decision(tx: store.Tx, locked: Locked, values: Mapping[str, Value]) -> DecisionRow:
    """Return the decision that `values` name, or the newest of the case when they name none.

    A case reaches the decisions of its own dossier only; one without a dossier its own.
    """
    named = values.get("decision")
    if named is None:
        own = rows.of_case(tx, locked.case.id).rows
        if not own:
            raise _fault(locked, "decision_unknown", decision="")
        return own[0]
    place = parsed(str(named))
    row = rows.by_number(tx, *place) if place else None
    if row is None or not _of_same(locked, row):
        raise _fault(locked, "decision_unknown", decision=str(named)[:50])
    return row


def _of_same(locked: Locked, row: DecisionRow) -> bool:
    dossier = locked.case.dossier_id
    return row.case_id == locked.case.id or (dossier is not None and row.dossier_id == dossier)


def _person(tx: store.Tx, locked: Locked, act: Act, values: Mapping[str, Value]) -> str | None:
    """Return who did it; where two must have, they are two. Raises ModelFault otherwise."""
    if "done_in" not in act.must:
        return None
    doer = _last(tx, locked, values.get("done_in"))
    if "reviewed_in" not in act.must:
        if doer is None:
            raise _fault(locked, "decision_act_without_person")
        return doer
    reviewer = _last(tx, locked, values.get("reviewed_in"))
    if doer is None or reviewer is None or doer == reviewer:
        raise _fault(locked, "decision_act_without_four_eyes")
    return doer


def _last(tx: store.Tx, locked: Locked, named: Value) -> str | None:
    """Return who last completed one of these user tasks."""
    some: Sequence[Any] = named if isinstance(named, list) else [named]
    elements = {each for each in some if isinstance(each, str)}
    done = case_rows.completed_by(tx, locked.case.id, elements)
    return done[-1].closed_by if done else None


def _blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == []


def _text(value: Value) -> str | None:
    return value.strip()[:4000] if isinstance(value, str) and value.strip() else None


def _fault(locked: Locked, code: str, **facts: str) -> errors.ModelFault:
    return errors.ModelFault(code, case_id=locked.case.id, **facts)
