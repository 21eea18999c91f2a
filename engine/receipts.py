"""Post that is booked when the case no longer waits for it: the day of receipt rules (legality A1).

What was there in time takes the case back to where its diagram says (`pr:reopensAt` on the event
that waited), with its clocks as if it had been booked on that day. What came after the last day is
late; whether it changes anything is decided by a person, with a reason. Nothing changes silently:
the trail says both days and which letters went out since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import cases, errors, store
from engine.advance import Move, clocks_of, in_one_transaction, move
from engine.bpmn import Waited
from engine.errors import Problem
from engine.model import (
    ActivityState,
    Actor,
    Clock,
    ClockAction,
    ClockChange,
    Happened,
    HistoryKind,
    Permission,
    Reopen,
)
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import documents as document_rows
from engine.store import history as trail
from engine.store import post as rows
from engine.store import terms as term_rows
from engine.store.rows import ActivityRow, CaseRow
from engine.terms import Carrier, local_day

DELIVERED, NOTED = "delivered", "noted"  # what became of post: it moved its case, or did not
VARIABLE = "late_receipt"  # what the diagram reads of the post that took its case back


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that a case waited for until its term ran out.

    `end` is the last day of the term, None when no term of the applicant was about it.
    """

    element: str
    message: str
    name: str
    over_since: datetime
    day0: date | None
    end: date | None
    may_go_back: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of post: who booked it, when and how it was received, and its form as posted."""

    id: str
    by: str
    received_on: date
    channel: str
    posted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of the post: whether it was in time, and whether the case went back."""

    in_time: bool
    reopened: bool


def missed(runtime: Runtime, *, number: str, by: Actor) -> tuple[Missed, ...]:
    """Return what a case waited for and no longer does; the look is written down.

    Raises NotAllowed, NotFound.
    """
    _must(runtime, by)
    with runtime.store.read() as tx:
        case = cases.readable(runtime, tx, number, by)
        found = _missed(runtime, tx, case)
    fact = Happened(HistoryKind.CASE_READ, by, {"number": number})
    with runtime.store.write() as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return found


def book(  # noqa: PLR0913 - one argument per fact of a letter that came in
    runtime: Runtime,
    *,
    number: str,
    element: str,
    by: Actor,
    received_on: date,
    channel: str,
    posted: Mapping[str, Any],
    reason: str = "",
) -> Booked:
    """Book what a case no longer waits for; in time takes it back, late only with a `reason`.

    Raises InvalidInput for a day to come or before the term, AlreadyDone when the case did not wait
    for `element` or still does, NotAllowed, NotFound.
    """
    _must(runtime, by)

    piece = Piece(store.new_id(), by.person_id or "", received_on, channel, posted)

    def work(tx: store.Tx) -> Booked:
        case = cases.readable(runtime, tx, number, by)
        locked = case_rows.lock(tx, case.id)
        case = locked.case
        wait = next((m for m in _missed(runtime, tx, case) if m.element == element), None)
        if wait is None:
            raise errors.AlreadyDone(case=number)
        _check(runtime, wait, received_on)
        in_time = wait.end is None or received_on <= wait.end
        goes_back = in_time or bool(reason.strip())
        letters = [each.name for each in document_rows.letters_since(tx, case.id, wait.over_since)]
        meta = {
            "name": wait.name,
            "message": wait.message,
            "received_on": received_on,
            "booked_on": local_day(runtime.now()),
            "in_time": in_time,
            "letters": letters,
            "post": piece.id,
        }
        why = {"reason": reason.strip()} if reason.strip() else {}
        reopens = goes_back and case.ended_at is None and wait.may_go_back
        _keep(runtime, tx, case, wait, piece, state=DELIVERED if reopens else NOTED)
        if not reopens:
            meta["reopened"] = False
            happened = Happened(HistoryKind.POST_AFTERWARDS, by, meta, why)
            trail.append(tx, case.id, [happened], runtime.now())
            return Booked(in_time, reopened=False)
        deployed = runtime.deployed(tx, case.deployment_id)
        waited = _waited(deployed, case)[element]
        told = {name: meta[name] for name in ("message", "received_on", "booked_on", "in_time")}
        values = {VARIABLE: {**told, "channel": channel, "letters": letters}}
        command = Reopen(waited.reopens_at or "", values, _changes(waited, received_on))
        move(runtime, tx, locked, Move(command, HistoryKind.CASE_REOPENED, by, meta, why))
        return Booked(in_time, reopened=True)

    return in_one_transaction(runtime, work)


def _check(runtime: Runtime, wait: Missed, received_on: date) -> None:
    if received_on > local_day(runtime.now()):
        raise errors.InvalidInput([Problem("received_on", "in_future")])
    if wait.day0 is not None and received_on < wait.day0:
        raise errors.InvalidInput([Problem("received_on", "receipt.before")])


def _changes(waited: Waited, day: date) -> tuple[ClockChange, ...]:
    return tuple(
        ClockChange(term, ClockAction.RECEIVE, day, waited.element) for term in waited.terms
    )


def _waited(deployed: Deployed, case: CaseRow) -> Mapping[str, Waited]:
    """Return the events of a case that wait for a message, by their id."""
    return {each.element: each for each in deployed.bundle.waits(case.process_id)}


def _missed(runtime: Runtime, tx: store.Tx, case: CaseRow) -> tuple[Missed, ...]:
    """Return the waits of a case that something else ended, the last of each."""
    deployed = runtime.deployed(tx, case.deployment_id)
    waits = _waited(deployed, case)
    still = {each.element for each in case_rows.subscriptions(tx, case.id)}
    over = {
        element: since
        for element, since in _over(waits, case_rows.activities(tx, case.id)).items()
        if element not in still and not _answered(tx, case, waits[element], since)
    }
    if not over:
        return ()
    clocks = clocks_of(runtime, tx, deployed, case)
    terms = {row.id: row for row in term_rows.all_terms(tx)}
    found = []
    for element, since in over.items():
        known = [clocks.get(term) for term in waits[element].terms]
        theirs = [c for c in known if c and terms[c.term_id].carrier == Carrier.CITIZEN]
        found.append(_one(waits[element], since, theirs[-1] if theirs else None))
    return tuple(found)


def _answered(tx: store.Tx, case: CaseRow, waited: Waited, since: datetime) -> bool:
    """Say whether post for this wait has taken the case back since it was over."""
    return any(
        each.message == waited.message and each.state == DELIVERED and each.registered_at >= since
        for each in rows.of_case(tx, case.id)
    )


def _over(waits: Mapping[str, Waited], lived: Iterable[ActivityRow]) -> dict[str, datetime]:
    """Return since when something else ended each wait, by what the case lived through.

    What stands behind a gateway lives only when it happens: the gateway was left by another way.
    """
    over: dict[str, datetime] = {}
    for row in lived:
        for waited in waits.values():
            here = row.process == waited.process and row.left_at is not None
            if here and row.element == waited.element:
                over.pop(waited.element, None)
            if here and row.left_at and _ended_otherwise(waited, row):
                over[waited.element] = row.left_at
    return over


def _ended_otherwise(waited: Waited, row: ActivityRow) -> bool:
    if waited.gate is not None:
        return row.element == waited.gate
    return row.element == waited.element and row.state == ActivityState.CANCELLED


def _one(waited: Waited, over_since: datetime, clock: Clock | None) -> Missed:
    return Missed(
        element=waited.element,
        message=waited.message,
        name=waited.name,
        over_since=over_since,
        day0=clock.day0 if clock else None,
        end=clock.end if clock else None,
        may_go_back=waited.reopens_at is not None,
    )


def _keep(
    runtime: Runtime, tx: store.Tx, case: CaseRow, wait: Missed, piece: Piece, *, state: str
) -> None:
    rows.add(
        tx,
        id=piece.id,
        case_id=case.id,
        dossier_id=case.dossier_id,
        message=wait.message,
        subject=wait.name,
        received_on=piece.received_on,
        registered_at=runtime.now(),
        registered_by=piece.by,
        channel=piece.channel,
        values=store.plain(piece.posted),
        state=state,
    )


def _must(runtime: Runtime, by: Actor) -> None:
    if not runtime.policy.can(by, Permission.REGISTER_POST):
        raise errors.NotAllowed("permission", permission=str(Permission.REGISTER_POST))
