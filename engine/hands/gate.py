"""The gate before a task that is a hand in a decision: exclusions (legality A7), mandates (A6).

It looks from both sides: at hands that this task excludes, and at earlier hands that exclude this
one, so that the order in which people work does not matter. Somebody counts as the one who acts
and as the one in whose name is acted. A mandate counts for who acts, and for nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import bpmn, store
from engine.errors import NotAllowed
from engine.hands.covering import holder_of
from engine.model import Actor, Hand, HandAsked, Over, Value
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import decisions as decision_rows
from engine.store import hands as rows
from engine.store import mandates as mandate_rows
from engine.store import people as people_rows
from engine.store.rows import CaseRow, HandRow, MandateRow, TaskRow
from engine.terms import BRUSSELS, local_day

_REFERENCE = re.compile(r"(\d{4})/(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Gate:
    """What a task asks at a moment, and the hands that may stand in the way.

    `roots` are the cases with which the trees began that hang together with this one; `involved`
    the ids of those who are part of the facts.
    """

    asked: HandAsked
    case: CaseRow
    past: tuple[HandRow, ...]
    roots: frozenset[str]
    reach: Over
    involved: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True)
class Granted:
    """A gate that let somebody through, and the mandate on which, for a decider."""

    gate: Gate
    mandate: MandateRow | None


def at(  # noqa: PLR0913, PLR0917 - where a task stands
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    case: CaseRow,
    document: Mapping[str, Any] | None,
    token: str,
    values: Mapping[str, Value] | None = None,
) -> Gate | None:
    """Return the gate before the task on `token`; None when it is no hand in a decision.

    `values` are what is about to be written. A decision or procedure that nobody knows, named in
    what this is about, makes the reach the whole dossier: when in doubt more is excluded.
    """
    now = runtime.now()
    asked = bpmn.asked(deployed.bundle, document, token, now, values) if document else None
    if asked is None:
        return None
    about = [_root(tx, text) for text in asked.about]
    roots = frozenset(filter(None, about)) | {rows.root(case)}
    return Gate(
        asked=asked,
        case=case,
        past=rows.near(tx, case, roots - {rows.root(case)}),
        roots=roots,
        reach=Over.DOSSIER if None in about else asked.over,
        involved=rows.persons(tx, asked.involved) if asked.involved else frozenset(),
        today=local_day(now),
    )


def refusal(runtime: Runtime, tx: store.Tx, gate: Gate, by: Actor) -> NotAllowed | None:
    """Return why `by` may not have this hand; None when nothing is in the way."""
    return _refused(tx, gate, by) or _unmandated(runtime, gate, by, _mandate(runtime, tx, gate, by))


def grant(runtime: Runtime, tx: store.Tx, gate: Gate, by: Actor) -> Granted:
    """Let `by` through; Raises NotAllowed (`hand.…`) with the facts of why not."""
    refused = _refused(tx, gate, by)
    mandate = None if refused else _mandate(runtime, tx, gate, by)
    refused = refused or _unmandated(runtime, gate, by, mandate)
    if refused is not None:
        raise refused
    return Granted(gate, mandate)


def keep(runtime: Runtime, tx: store.Tx, granted: Granted, task: TaskRow, by: Actor) -> None:
    """Write down the hand that the completion of `task` is, in its own transaction."""
    gate, asked, case = granted.gate, granted.gate.asked, granted.gate.case
    assert by.person_id is not None, "nobody completes a task without signing in"
    kept_with = rows.keeper(case)
    rows.add(
        tx,
        HandRow(
            id=store.new_id(),
            kept_with=kept_with,
            number=1 + max((p.number for p in gate.past if p.kept_with == kept_with), default=0),
            dossier_id=case.dossier_id,
            case_id=case.id,
            root_id=rows.root(case),
            about=sorted(gate.roots - {rows.root(case)}),
            task_id=task.id,
            process=task.process,
            element=task.element,
            role=str(asked.hand),
            excludes=sorted(asked.excludes),
            reach=str(gate.reach),
            person_id=by.person_id,
            in_name_of=by.in_name_of,
            decision_type=asked.decision_type,
            amount=None if asked.amount is None else str(asked.amount),
            mandate_id=granted.mandate.id if granted.mandate else None,
            at=runtime.now(),
        ),
    )


# --- exclusions ----------------------------------------------------------------------------------


def _refused(tx: store.Tx, gate: Gate, by: Actor) -> NotAllowed | None:
    role = str(gate.asked.hand)
    if not gate.asked.readable:
        return NotAllowed("hand.unreadable", role=role)
    mine = _people(by.person_id, by.in_name_of)
    if mine & gate.involved:
        return NotAllowed("hand.involved", role=role)
    excluding = next((p for p in gate.past if excludes(gate, p) and mine & _of(p)), None)
    return None if excluding is None else _told(tx, role, excluding, by)


def excludes(gate: Gate, past: HandRow) -> bool:
    """Tell whether who had the hand `past` may not have the one before which the gate stands."""
    forward = past.role in gate.asked.excludes and _reaches(gate.reach, gate, past)
    back = str(gate.asked.hand) in past.excludes and _reaches(Over(past.reach), gate, past)
    return forward or back


def _reaches(reach: Over, gate: Gate, past: HandRow) -> bool:
    together = not gate.roots.isdisjoint({past.root_id, *past.about})
    return together or (reach is Over.DOSSIER and past.kept_with == rows.keeper(gate.case))


def _people(*some: str | None) -> frozenset[str]:
    return frozenset(filter(None, some))


def _of(past: HandRow) -> frozenset[str]:
    return _people(past.person_id, past.in_name_of)


def _told(tx: store.Tx, role: str, past: HandRow, by: Actor) -> NotAllowed:
    """Return the refusal with who had which hand when, and how `by` is the same person."""
    names = people_rows.names(tx, [past.person_id, past.in_name_of])
    ways = (
        ("self", past.person_id == by.person_id),
        ("for_you", past.in_name_of == by.person_id),
        ("of_theirs", past.person_id == by.in_name_of),
        ("in_that_name", past.in_name_of == by.in_name_of),
    )
    return NotAllowed(
        "hand.excluded",
        role=role,
        had=past.role,
        way=next(way for way, holds in ways if holds),
        who=names.get(past.person_id, ""),
        in_name_of=names.get(past.in_name_of or ""),
        at=past.at.astimezone(BRUSSELS),
    )


def _root(tx: store.Tx, text: str) -> str | None:
    """Return the root of the tree that a decision or a procedure is on, by its number."""
    found = _REFERENCE.fullmatch(text.strip())
    if found is not None:
        decision = decision_rows.by_number(tx, int(found[1]), int(found[2]))
        case = case_rows.find(tx, decision.case_id) if decision else None
    else:
        case = case_rows.by_number(tx, text.strip())
    return rows.root(case) if case else None


# --- mandates ------------------------------------------------------------------------------------


def _mandate(runtime: Runtime, tx: store.Tx, gate: Gate, by: Actor) -> MandateRow | None:
    """Return the mandate of who acts, never of the one in whose name: it is not carried over."""
    if gate.asked.hand is not Hand.DECIDER or by.person_id is None:
        return None
    mine = mandate_rows.of_person(tx, by.person_id, gate.today)
    return holder_of(mine, runtime.decision_types, gate.asked.decision_type, gate.asked.amount)


def _unmandated(
    runtime: Runtime, gate: Gate, by: Actor, mandate: MandateRow | None
) -> NotAllowed | None:
    asked = gate.asked
    if asked.hand is not Hand.DECIDER or mandate is not None:
        return None
    return NotAllowed(
        "hand.no_mandate",
        type=runtime.decision_types.title(asked.decision_type) or None,
        amount=asked.amount,
        substitute=True if by.in_name_of else None,
    )
