"""Messages between cases: for whom, and once.

A message goes to the one case that waits for it with equal correlation keys, else it begins the one
process that starts with it, else it is kept until its time is up; it is never guessed (BPMN 2.0.2
§8.4.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import errors, store
from engine.advance import Move, again, move, write_incident
from engine.bpmn import timers
from engine.feel import tagged
from engine.model import (
    SYSTEM,
    Actor,
    Deliver,
    Happened,
    HistoryKind,
    Start,
    Tagged,
)
from engine.runtime import Runtime
from engine.starting import Beginning, begin, begun_by
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import jobs as job_rows
from engine.store import locking, whereabouts
from engine.store import messages as rows
from engine.store.hands import root as root_of
from engine.store.messages import MessageRow
from engine.store.rows import CaseRow, JobRow, SubscriptionRow

NOBODY = rows.NOBODY
SEVERAL, SEVERAL_BEGIN = "message.several_wait", "message.several_begin"
FAILED = "message.not_delivered"


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way; `id` is what makes it this one and no other."""

    id: str
    name: str
    keys: Mapping[str, Tagged]
    values: Mapping[str, Tagged]
    from_case: str | None = None


def deliver(runtime: Runtime, job: JobRow) -> None:
    """Bring the message of a job to whom it is for, or keep it; the job is done with it."""
    about = job.values
    message = Message(job.id, job.name, about["keys"], about["values"], job.case_id)

    with runtime.store.write("messages.deliver") as tx:
        job_rows.settle(tx, job.id, runtime.now())
        problem = _hand_over(runtime, tx, message)
        if problem is not None:
            _keep(runtime, tx, message, problem, about.get("keep"))


def deliver_kept(runtime: Runtime, *, limit: int = 50) -> int:
    """Bring kept messages to cases that wait for them by now; return how many were brought."""
    with runtime.store.read() as tx:
        found = rows.matched(tx, limit)
    return sum(_bring(runtime, kept) for kept in found)


def expire(runtime: Runtime) -> int:
    """Mark the kept messages whose time is up; a person still sees and may assign them."""
    now = runtime.now()
    with runtime.store.read() as tx:
        if not rows.any_over(tx, now):
            return 0
    with runtime.store.write("messages.expire") as tx:
        over = rows.expire(tx, now)
        for kept in over:
            fact = Happened(HistoryKind.MESSAGE_EXPIRED, SYSTEM, about(kept))
            trail.log(tx, [fact], now, case_id=kept.from_case)
    return len(over)


# --- for whom ------------------------------------------------------------------------------------


def _hand_over(runtime: Runtime, tx: store.Tx, message: Message) -> str | None:
    """Give the message to whom it is for; return why not, if nobody could be found."""
    waiting = rows.waiting_for(tx, message.name, message.keys) if message.keys else ()
    if len(waiting) > 1:
        return SEVERAL
    if waiting:
        return None if deliver_to(runtime, tx, message, waiting[0], SYSTEM) else NOBODY
    starts = list(begun_by(runtime, tx, "message", message.name))
    if len(starts) > 1:
        return SEVERAL_BEGIN
    if not starts:
        return NOBODY
    deployed, process_id, _event = starts[0]
    start = Start(tagged.decode_all(message.values), message=message.name)
    meta = {"message": message.name, "from": message.from_case}
    case = case_rows.find(tx, message.from_case) if message.from_case else None
    dossier, root = (case.dossier_id, root_of(case)) if case else (None, None)
    what = Beginning(process_id, start, SYSTEM, message.id, dossier, meta, root_id=root)
    begin(runtime, tx, deployed, what)
    return None


def deliver_to(
    runtime: Runtime, tx: store.Tx, message: Message, waits: SubscriptionRow, by: Actor
) -> bool:
    """Deliver to one waiting token; False when its case went on while we locked it."""
    locked = locking.lock(tx, waits.case_id)
    still = whereabouts.waiting_for(tx, message.name, waits.case_id)
    if not any(s.token == waits.token for s in still):
        return False
    command = Deliver(waits.token, message.name, tagged.decode_all(message.values))
    meta = {"name": message.name, "message": message.id, "from": message.from_case}
    what = Move(command, HistoryKind.MESSAGE_DELIVERED, by, meta, {})
    try:
        move(runtime, tx, locked, what)
    except (errors.AlreadyDone, errors.NotFound) as impossible:
        facts = {"element": waits.element, "case_id": waits.case_id, "detail": str(impossible)}
        raise errors.ModelFault("message_not_delivered", **facts) from impossible
    return True


def to_case(
    runtime: Runtime,
    tx: store.Tx,
    case: CaseRow,
    name: str,
    values: Mapping[str, Tagged],
    unique_key: str,
) -> None:
    """Bring a message to a case that the caller holds; keep it when the case does not wait."""
    message = Message(unique_key, name, {}, values, case.id)
    waiting = whereabouts.waiting_for(tx, name, case.id)
    if not waiting or not deliver_to(runtime, tx, message, waiting[0], SYSTEM):
        _keep(runtime, tx, message, NOBODY, None)


def _keep(runtime: Runtime, tx: store.Tx, message: Message, problem: str, keep: str | None) -> None:
    now = runtime.now()
    kept = rows.keep(
        tx,
        name=message.name,
        keys=message.keys,
        values=message.values,
        unique_key=message.id,
        problem=problem,
        received_at=now,
        expires_at=_until(keep or f"P{runtime.settings.message_days}D", now),
        from_case=message.from_case,
    )
    if kept:
        meta = {"name": message.name, "problem": problem}
        fact = Happened(HistoryKind.MESSAGE_KEPT, SYSTEM, meta)
        trail.log(tx, [fact], now, case_id=message.from_case)


def _until(length: str, now: datetime) -> datetime:
    return timers.after(now, timers.period(length))


def _bring(runtime: Runtime, kept: MessageRow) -> bool:
    """Bring one kept message to the case that waits for it; what fails waits for a person."""

    def work(tx: store.Tx) -> bool:
        waiting = rows.waiting_for(tx, kept.name, kept.keys)
        if len(waiting) > 1:
            rows.trouble(tx, kept.id, SEVERAL)
            return False
        if not waiting:
            return False
        end(tx, kept, rows.DELIVERED, SYSTEM, runtime.now(), case_id=waiting[0].case_id)
        if not deliver_to(runtime, tx, kept_message(kept), waiting[0], SYSTEM):
            raise errors.AlreadyDone(message=kept.id)  # rolled back; the next round looks again
        return True

    try:
        return again(runtime, work, transaction="messages.bring")
    except errors.AlreadyDone:
        return False
    except errors.ModelFault as fault:
        with runtime.store.write("messages.trouble") as tx:  # with its incident, or neither
            rows.trouble(tx, kept.id, FAILED)
            write_incident(tx, fault, runtime.now())
        return False


def kept_message(kept: MessageRow) -> Message:
    """Return a kept message as one on its way."""
    return Message(kept.id, kept.name, kept.keys, kept.values, kept.from_case)


def about(kept: MessageRow) -> dict[str, Any]:
    """Return what the audit trail says of a message in the clear."""
    return {"name": kept.name, "message": kept.id}


def end(  # noqa: PLR0913 - how it ended
    tx: store.Tx,
    kept: MessageRow,
    state: str,
    by: Actor,
    at: datetime,
    *,
    case_id: str | None = None,
    why: str | None = None,
) -> None:
    """Mark a kept message as delivered or dropped. Raises AlreadyDone when it was ended before."""
    whom = by.person_id
    if not rows.end(tx, kept.id, state, at=at, by=whom, case_id=case_id, why=why):
        raise errors.AlreadyDone(message=kept.id)
