"""A decision of a case goes into the register, under the next number of its year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine import bpmn, errors, mandates, store
from engine.decisions.about import about
from engine.decisions.numbers import reference
from engine.model import Hand, Value
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import decisions as rows
from engine.store import hands as hand_rows
from engine.store import mandates as mandate_rows
from engine.store import people as people_rows
from engine.store.rows import HandRow, Locked, MandateRow
from engine.terms import is_day, local_day

BEFORE = (Hand.PROPOSER, Hand.REVIEWER)


def register(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Write the decision of a case in the register; who made it follows from the hands in it.

    `values`: `type` and `outcome` (together, as `type.outcome`, or `type` alone what the decider's
    task names), `grounds`, optional `amount` (euro), `measure`, `scope` (list), `effective_from`,
    `effective_to`, `remedy`, and those of `about`. Returns `reference`, `decided_on`, and of who
    decided `decider` (a name), `capacity` and `mandate` (the source), as a letter prints them,
    and the `remedy_term` whose clock starts when the decision is made known. In
    the case's own transaction, so that number and step stand or fall together. Raises ModelFault
    when nobody decided since the last proposal on a mandate that the gate established, when that
    was about something else, or when the same person stands twice in the chain of proposal, review
    and decision.
    """
    chain = _chain(runtime, tx, locked)
    mandate = _mandate(tx, locked, chain.decider, values)
    first, last = _period(values, locked)
    now = runtime.now()
    capacity = mandates.capacity(runtime, mandate)
    row = rows.register(
        tx,
        year=local_day(now).year,
        case_id=locked.case.id,
        dossier_id=locked.case.dossier_id,
        type=_text(values, "type", locked),
        outcome=_text(values, "outcome", locked),
        measure=_maybe_text(values, "measure"),
        scope=list(values.get("scope") or []),
        proposer=chain.proposer,
        reviewer=chain.reviewer,
        decider=chain.decider.person_id,
        mandate=f"{capacity}, {mandate.source}",
        grounds=_text(values, "grounds", locked),
        decided_on=local_day(now),
        effective_from=first,
        effective_to=last,
        remedy=_maybe_text(values, "remedy"),
        registered_at=now,
        **about(runtime, tx, locked, values),
    )
    return {
        "reference": reference(row),
        "decided_on": row.decided_on,
        "decider": people_rows.name_of(tx, row.decider),
        "capacity": capacity,
        "mandate": mandate.source,
        "remedy_term": row.remedy_term,
    }


@dataclass(frozen=True, slots=True)
class _Chain:
    """Who proposed, reviewed and decided, each time who did so last."""

    proposer: str | None
    reviewer: str | None
    decider: HandRow


def _chain(runtime: Runtime, tx: store.Tx, locked: Locked) -> _Chain:
    last = {each.role: each for each in hand_rows.of_case(tx, locked.case.id)}
    decider = last.get(Hand.DECIDER)
    before = [last.get(hand) for hand in BEFORE]
    if decider is None or any(each and each.number > decider.number for each in before):
        raise errors.ModelFault("decision_without_decider", case_id=locked.case.id)
    people = [
        (each.person_id, each.in_name_of) if each else _from_before(runtime, tx, locked, hand)
        for hand, each in zip(BEFORE, before, strict=True)
    ]
    if not any(person for person, _ in people):
        raise errors.ModelFault("decision_without_four_eyes", case_id=locked.case.id)
    seen: set[str] = set()
    for pair in (*people, (decider.person_id, decider.in_name_of)):
        known = set(filter(None, pair))
        if not seen.isdisjoint(known):
            raise errors.ModelFault("decision_without_four_eyes", case_id=locked.case.id)
        seen |= known
    return _Chain(people[0][0], people[1][0], decider)


def _from_before(
    runtime: Runtime, tx: store.Tx, locked: Locked, hand: Hand
) -> tuple[str | None, str | None]:
    """Return who last did a task that is this hand, before hands were kept."""
    deployed = runtime.deployed(tx, locked.case.deployment_id)
    named = bpmn.hand_elements(deployed.bundle).get(hand, frozenset())
    done = case_rows.completed_by(tx, locked.case.id, named) if named else ()
    return (done[-1].closed_by, done[-1].in_name_of) if done else (None, None)


def _mandate(
    tx: store.Tx, locked: Locked, decider: HandRow, values: Mapping[str, Value]
) -> MandateRow:
    """Return the mandate that the gate established; it was for this type and this amount."""
    found = mandate_rows.get(tx, decider.mandate_id) if decider.mandate_id else None
    if found is None or found.person_id != decider.person_id:
        raise errors.ModelFault("decision_without_mandate", case_id=locked.case.id)
    amount = values.get("amount")
    decided = None if decider.amount is None else Decimal(decider.amount)
    kind = values.get("type")
    if decider.decision_type not in {kind, f"{kind}.{values.get('outcome')}"} or amount != decided:
        facts = {"decided": decider.decision_type, "case_id": locked.case.id}
        raise errors.ModelFault("decision_of_another_type", **facts)
    return found


def _text(values: Mapping[str, Value], name: str, locked: Locked) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise errors.ModelFault("decision_incomplete", case_id=locked.case.id, missing=name)
    return value


def _maybe_text(values: Mapping[str, Value], name: str) -> str | None:
    value: Any = values.get(name)
    return value if isinstance(value, str) else None


def _period(values: Mapping[str, Value], locked: Locked) -> tuple[date | None, date | None]:
    """Return the first and last day of effect, each None when it is not told. Raises ModelFault."""
    found: list[date | None] = []
    for name in ("effective_from", "effective_to"):
        value = values.get(name) or None
        if value is not None and not is_day(value):
            raise errors.ModelFault("decision_incomplete", case_id=locked.case.id, missing=name)
        found.append(value)
    first, last = found
    if first and last and last < first:
        raise errors.ModelFault("decision_period", case_id=locked.case.id)
    return first, last
