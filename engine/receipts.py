"""Post that is booked when the case no longer waits for it: the day of receipt rules (legality A1).

What was there in time takes the case back to where its diagram says (`pr:reopensAt` on the event
that waited), with its clocks as if it had been booked on that day. What came after the last day is
late; whether it changes anything is decided by a person, with a reason. Nothing changes silently:
the trail says both days and which letters went out since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
    Value,
)
from engine.post import Piece
from engine.runtime import Deployed, Runtime
from engine.store import documents as document_rows
from engine.store import history as trail
from engine.store import locking, whereabouts
from engine.store import post as rows
from engine.store import terms as term_rows
from engine.store.rows import ActivityRow, CaseRow
from engine.terms import Carrier, CaseClocks, local_day

LATE = "late:"  # before the id of an event, where the token of one that still waits would stand
NEVER = datetime.min.replace(tzinfo=UTC)
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
class Booked:
    """What became of the post: for which wait, whether it was in time, and took the case back."""

    message: str
    name: str
    in_time: bool
    reopened: bool


class RefusedDay(errors.InvalidInput):
    """The day of receipt cannot be: it has yet to come, or lies before the term."""


def missed(runtime: Runtime, *, number: str, by: Actor) -> tuple[Missed, ...]:
    """Return what a case waited for and no longer does; the look is written down.

    Raises NotAllowed, NotFound.
    """
    _must(runtime, by)
    with runtime.store.read() as tx:
        case = cases.readable(runtime, tx, number, by)
        found = _missed(runtime, tx, case)
    fact = Happened(HistoryKind.CASE_READ, by, {"number": number})
    with runtime.store.write("missed_post.look") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return found


def offered(runtime: Runtime, tx: store.Tx, case: CaseRow) -> tuple[Missed, ...]:
    """Return what a case waited for and no longer does, for a page that books post."""
    return _missed(runtime, tx, case)


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

    Raises what `deliver` raises, NotAllowed, NotFound.
    """
    _must(runtime, by)
    piece = Piece(store.new_id(), received_on, channel, posted)

    def work(tx: store.Tx) -> Booked:
        case = cases.readable(runtime, tx, number, by)
        booked = deliver(runtime, tx, case, element, piece, by, reason=reason)
        rows.add(
            tx,
            id=piece.id,
            case_id=case.id,
            dossier_id=case.dossier_id,
            message=booked.message,
            subject=booked.name,
            received_on=received_on,
            registered_at=runtime.now(),
            registered_by=by.person_id or "",
            channel=channel,
            values=store.plain(posted),
            state=rows.DELIVERED,
        )
        return booked

    return in_one_transaction(runtime, work, transaction="missed_post.book")


def deliver(  # noqa: PLR0913 - which post, to which wait of which case, by whom
    runtime: Runtime,
    tx: store.Tx,
    case: CaseRow,
    element: str,
    piece: Piece,
    by: Actor,
    *,
    reason: str = "",
) -> Booked:
    """Hand a piece of post to a wait that is over, in the caller's transaction, who keeps its row.

    Raises RefusedDay for a day to come or before the term, AlreadyDone when the case did not wait
    for `element`, still does, or went back for it already.
    """
    locked = locking.lock(tx, case.id)
    case = locked.case
    wait = next((m for m in _missed(runtime, tx, case) if m.element == element), None)
    if wait is None:
        raise errors.AlreadyDone(case=case.number)
    _check(runtime, wait, piece.received_on)
    in_time = wait.end is None or piece.received_on <= wait.end
    letters = [each.name for each in document_rows.letters_since(tx, case.id, wait.over_since)]
    said = {
        "message": wait.message,
        "received_on": piece.received_on,
        "booked_on": local_day(runtime.now()),
        "in_time": in_time,
        "letters": letters,
    }
    why = {"reason": reason.strip()} if reason.strip() else {}
    reopens = (in_time or bool(why)) and case.ended_at is None and wait.may_go_back
    meta = {**said, "name": wait.name, "element": element, "post": piece.id, "reopened": reopens}
    if reopens:
        deployed = runtime.deployed(tx, case.deployment_id)
        waited = _waited(deployed, case)[element]
        started = clocks_of(runtime, tx, deployed, case)
        values: Mapping[str, Value] = {VARIABLE: {**said, "channel": piece.channel}}
        command = Reopen(
            waited.reopens_at or "", values, _changes(waited, piece.received_on, started)
        )
        move(runtime, tx, locked, Move(command, HistoryKind.CASE_REOPENED, by, meta, why))
    else:
        happened = Happened(HistoryKind.POST_AFTERWARDS, by, meta, why)
        trail.append(tx, case.id, [happened], runtime.now())
    return Booked(wait.message, wait.name, in_time, reopens)


def _check(runtime: Runtime, wait: Missed, received_on: date) -> None:
    if received_on > local_day(runtime.now()):
        raise RefusedDay([Problem("received_on", "in_future")])
    if wait.day0 is not None and received_on < wait.day0:
        raise RefusedDay([Problem("received_on", "receipt.before")])


def _changes(waited: Waited, day: date, started: CaseClocks) -> tuple[ClockChange, ...]:
    """Return what happens to the clocks that the process of the wait moves, if they ever began."""
    return tuple(
        ClockChange(term, ClockAction.RECEIVE, day, waited.element)
        for term in waited.terms
        if started.get(term) is not None
    )


def _waited(deployed: Deployed, case: CaseRow) -> Mapping[str, Waited]:
    """Return the events of a case that wait for a message, by their id."""
    return {each.element: each for each in deployed.bundle.waits(case.process_id)}


def _missed(runtime: Runtime, tx: store.Tx, case: CaseRow) -> tuple[Missed, ...]:
    """Return the waits of a case that something else ended, the last of each."""
    deployed = runtime.deployed(tx, case.deployment_id)
    waits = _waited(deployed, case)
    still = {each.element for each in whereabouts.subscriptions(tx, case.id)}
    over = _over(waits, whereabouts.activities(tx, case.id))
    answered = _answered(tx, case) if over else {}
    gone = {e for e, since in over.items() if e in still or answered.get(e, NEVER) >= since}
    clocks = clocks_of(runtime, tx, deployed, case)
    terms = {row.id: row for row in term_rows.all_terms(tx)}
    found = []
    for element, since in over.items():
        if element in gone:
            continue
        known = [clocks.get(term) for term in waits[element].terms]
        theirs = [c for c in known if c and terms[c.term_id].carrier == Carrier.CITIZEN]
        found.append(_one(waits[element], since, theirs[-1] if theirs else None))
    return tuple(found)


def _answered(tx: store.Tx, case: CaseRow) -> Mapping[str, datetime]:
    """Return when post took the case back for each of its waits, the last time."""
    lines = trail.of_case(tx, case.id)
    return {
        str(line.meta.get("element")): line.at
        for line in lines
        if line.kind == HistoryKind.CASE_REOPENED
    }


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


def _must(runtime: Runtime, by: Actor) -> None:
    if not runtime.policy.can(by, Permission.REGISTER_POST):
        raise errors.NotAllowed("permission", permission=str(Permission.REGISTER_POST))
