"""What could not be sent, under an operator's hands: seen, tried again, put aside with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import errors, store
from engine.errors import Permanent, Problem
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.sending.delivering import read_error, tell
from engine.sending.messages import Message, Sort, sort_of, unpacked
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import jobs as rows
from engine.store import outbox
from engine.store.rows import JobRow, Page

SHORTEST_REASON, LONGEST_REASON = 3, 500
MOST_AT_ONCE = 100
HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that could not be sent. `again` is when it is tried next, None for a dead letter.

    `to` and `name` are veiled for who may not read the case; `code` and `facts` say why.
    """

    id: str
    sort: Sort
    to: str
    name: str
    number: str | None
    code: str
    facts: dict[str, Any]
    attempts: int
    since: datetime
    last: datetime | None
    again: datetime | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """A page of messages, and how many dead letters and waiting ones there are."""

    letters: Page[Letter]
    counts: outbox.Counts


def listing(runtime: Runtime, *, by: Actor, waiting: bool = False, page: int = 1) -> Stuck:
    """Return the dead letters, or what is still tried; the look is written down."""
    must(runtime, by)
    with runtime.store.read() as tx:
        found = outbox.waiting(tx, page) if waiting else outbox.dead(tx, page)
        shown = tuple(_letter(runtime, tx, by, job) for job in found.rows)
        counts = outbox.counts(tx)
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "dead letters"})
    with runtime.store.write("outbox.list") as tx:
        trail.log(tx, [fact], runtime.now())
    return Stuck(Page(shown, found.total, found.number, found.size), counts)


def view(runtime: Runtime, *, job_id: str, by: Actor) -> Letter:
    """Return one dead letter; the look is written down.

    Raises NotFound, AlreadyDone when it is none any more.
    """
    must(runtime, by)
    with runtime.store.read() as tx:
        found = _letter(runtime, tx, by, _dead(tx, job_id))
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "dead letters", "job": job_id})
    with runtime.store.write("outbox.look") as tx:
        trail.log(tx, [fact], runtime.now())
    return found


def retry(runtime: Runtime, *, ids: Sequence[str], by: Actor) -> int:
    """Have messages sent again as soon as can be, the dead ones with all their attempts.

    Returns how many; one that went meanwhile is left. Raises InvalidInput without any.
    """
    must(runtime, by)
    if not ids:
        raise errors.InvalidInput([Problem("ids", "sending.nothing")])
    now, done = runtime.now(), 0
    with runtime.store.write("outbox.retry") as tx:
        for job in outbox.some(tx, ids[:MOST_AT_ONCE]):
            if rows.retry(tx, job.id, now) or outbox.hurry(tx, job.id, now):
                done += 1
                _told(runtime, tx, job, HistoryKind.SENDING_RETRIED, by)
    runtime.wake.set()
    return done


def put_aside(runtime: Runtime, *, job_id: str, reason: str, by: Actor) -> None:
    """Never send a dead letter any more, with the reason.

    Raises InvalidInput without a reason, NotFound, AlreadyDone when it is no dead letter any more.
    """
    must(runtime, by)
    why = reason.strip()
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        facts = {"least": SHORTEST_REASON, "most": LONGEST_REASON}
        raise errors.InvalidInput([Problem("reason", "sending.reason", facts)])
    with runtime.store.write("outbox.put_aside") as tx:
        job = _dead(tx, job_id)
        if not rows.void(tx, job.id, runtime.now()):
            raise errors.AlreadyDone("sending.gone")
        _told(runtime, tx, job, HistoryKind.SENDING_DROPPED, by, why)


def must(runtime: Runtime, by: Actor) -> None:
    """Raise NotAllowed unless `by` operates the system."""
    if not runtime.policy.can(by, Permission.OPERATE):
        raise errors.NotAllowed("permission", permission=str(Permission.OPERATE))


def _dead(tx: store.Tx, job_id: str) -> JobRow:
    job = outbox.get(tx, job_id)
    if job is None:
        raise errors.NotFound("job")
    if job.state != "failed":
        raise errors.AlreadyDone("sending.gone")
    return job


def _told(
    runtime: Runtime, tx: store.Tx, job: JobRow, kind: HistoryKind, by: Actor, reason: str = ""
) -> None:
    more = {"reason": reason} if reason else {}
    tell(runtime, tx, job, kind, by=by, message=_message(runtime, job), **more)


def _message(runtime: Runtime, job: JobRow) -> Message | None:
    try:
        return unpacked(runtime, job)
    except Permanent:
        return None


def _letter(runtime: Runtime, tx: store.Tx, by: Actor, job: JobRow) -> Letter:
    message = _message(runtime, job)
    case = case_rows.find(tx, job.case_id) if job.case_id else None
    clear = case is None or runtime.policy.can(
        by, Permission.READ_CASES, case_rows.facts(tx, case.id)
    )
    code, facts = read_error(job.error)
    sort = sort_of(job)
    to, name = (message.to, message.name) if message is not None else ("", "")
    if not clear:
        to, name = veiled(to) if sort is Sort.MAIL else to, ""
    return Letter(
        id=job.id,
        sort=sort,
        to=to,
        name=name,
        number=case.number if case else None,
        code=code,
        facts=dict(facts),
        attempts=job.attempts,
        since=job.created_at,
        last=job.ended_at,
        again=job.due_at if job.state != "failed" else None,
    )


def veiled(address: str) -> str:
    """Return an address of which only the first letter and the domain can be read."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}{HIDDEN}{at}{domain}" if at else HIDDEN
