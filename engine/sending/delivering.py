"""Sending what is due: with no transaction open, then marked as sent; or tried again, or dead.

Who dies between sending and marking leaves the job claimed: when its lease runs out it goes out
again, with the same key. At least once, never lost.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from engine import store
from engine.errors import EngineError, Permanent, Temporary
from engine.model import SYSTEM, Actor, Happened, HistoryKind
from engine.runtime import Runtime
from engine.sending import mailing, webhooks
from engine.sending.messages import Message, Sort, sort_of, unpacked
from engine.store import history as trail
from engine.store import jobs as rows
from engine.store import outbox
from engine.store.rows import JobRow

log = logging.getLogger(__name__)

ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
UNTIL_SET_UP, PAUSE = timedelta(minutes=10), timedelta(minutes=1)
LEASE = timedelta(minutes=2)
NOT_SET_UP = frozenset({"mail.no_server", "outgoing.unknown_endpoint"})
"""What is not the other side's doing: the message waits, and it is no attempt."""
OUT_OF_REACH = frozenset(
    f"{way}.{why}"
    for way in ("mail", "outgoing")
    for why in ("too_slow", "unreachable", "certificate", "login", "not_secure", "name")
)
"""What would befall the next message for the same place too: those wait `PAUSE`, untried.

So a mail server that is away costs a worker one time-out a minute, and the timers stay in time.
"""

_SEND: Mapping[Sort, Callable[[Runtime, JobRow, Message], None]] = {
    Sort.MAIL: mailing.send,
    Sort.WEBHOOK: webhooks.send,
}


def deliver(runtime: Runtime, job: JobRow) -> None:
    """Send the message of a job that was claimed, and write down what became of it.

    One that somebody else claimed meanwhile, or that was let go with its siblings, is left.
    """
    if not _held(runtime, job):
        return
    message: Message | None = None
    try:
        message = unpacked(runtime, job)
        _SEND[message.sort](runtime, job, message)
    except Permanent as fault:
        _dead(runtime, job, message, fault)
    except Temporary as fault:
        if fault.code in NOT_SET_UP:
            _rest(runtime, job, fault)
        else:
            _later(runtime, job, message, fault)
    except Exception:
        log.exception("sending_failed", extra={"job": job.id, "case": job.case_id})
        _later(runtime, job, message, Temporary("sending.fault"))
    else:
        _sent(runtime, job, message)


def _held(runtime: Runtime, job: JobRow) -> bool:
    """Claim the job for the time that sending takes: it may have waited behind others."""
    with runtime.store.write("outbox.hold") as tx:
        return outbox.hold(tx, job, runtime.now() + LEASE)


def _sent(runtime: Runtime, job: JobRow, message: Message) -> None:
    with runtime.store.write("outbox.sent") as tx:
        if rows.finish(tx, job.id, runtime.now()):
            tell(runtime, tx, job, HistoryKind.SENDING_DONE, message=message)


def _dead(runtime: Runtime, job: JobRow, message: Message | None, fault: EngineError) -> None:
    log.warning("sending_dead", extra={"job": job.id, "code": fault.code})
    with runtime.store.write("outbox.dead") as tx:
        if rows.fail(tx, job.id, written(fault), None, runtime.now()):
            kind = HistoryKind.SENDING_FAILED
            tell(runtime, tx, job, kind, message=message, code=fault.code)


def _later(runtime: Runtime, job: JobRow, message: Message | None, fault: Temporary) -> None:
    if job.attempts >= ATTEMPTS:
        _dead(runtime, job, message, fault)
        return
    now = runtime.now()
    again = now + max(_wait(job), timedelta(seconds=fault.facts.get("after", 0)))
    with runtime.store.write("outbox.later") as tx:
        rows.fail(tx, job.id, written(fault), again, now)
        if fault.code in OUT_OF_REACH:
            outbox.let_go(tx, job, now + PAUSE)


def _rest(runtime: Runtime, job: JobRow, fault: Temporary) -> None:
    with runtime.store.write("outbox.rest") as tx:
        outbox.rest(tx, job.id, written(fault), runtime.now() + UNTIL_SET_UP)


def _wait(job: JobRow) -> timedelta:
    """Return how long to wait: four times as long each time, give or take a fifth."""
    wait: timedelta = min(FIRST_WAIT * 4 ** (job.attempts - 1), LONGEST_WAIT)
    spread: float = random.Random(f"{job.id} {job.attempts}").uniform(0.8, 1.2)  # noqa: S311 - no secret
    return wait * spread


def tell(
    runtime: Runtime,
    tx: store.Tx,
    job: JobRow,
    kind: HistoryKind,
    *,
    by: Actor = SYSTEM,
    message: Message | None = None,
    **more: str,
) -> None:
    """Write a line in the trail of the case, or in the log; to whom is kept apart."""
    meta, payload = {"job": job.id, "sort": sort_of(job), **more}, {}
    if message is not None:
        meta["name"], payload["to"] = message.name, message.to
    fact = Happened(kind, by, meta, payload)
    if job.case_id is None:
        trail.log(tx, [fact], runtime.now())
    else:
        trail.append(tx, job.case_id, [fact], runtime.now())


def written(fault: EngineError) -> str:
    """Return a fault as the job keeps it: its code and its facts, which hold no content."""
    return f"{fault.code} {json.dumps(fault.facts)}"


def read_error(error: str | None) -> tuple[str, Mapping[str, Any]]:
    """Return the code and the facts of what a job keeps; what another wrote is a fault of ours."""
    code, _, facts = (error or "").partition(" ")
    try:
        found = json.loads(facts)
    except ValueError:
        found = None
    return (code, found) if isinstance(found, dict) else ("sending.fault", {})
