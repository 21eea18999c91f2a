"""Work for programs elsewhere: they ask for it by topic, have it for a time, and answer it once.

A service task with a topic waits until a program answers. Fetching locks a job under a lock of its
own; whoever answers shows that lock. A lock that ran out counts as long as nobody else has the job:
work that was done late is not done twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine import errors, store
from engine.advance import Move, move, write_incident
from engine.feel import tagged
from engine.handler import order_key
from engine.keys import Key
from engine.model import (
    SYSTEM,
    Command,
    FinishJob,
    Happened,
    HistoryKind,
    Tagged,
    ThrowError,
    Value,
)
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import external as rows
from engine.store import history as trail
from engine.store import jobs as job_rows
from engine.store import locking
from engine.store.rows import JobRow, Locked

MOST = 50
LONGEST_LOCK = timedelta(hours=24)
LONGEST_WAIT = timedelta(days=7)
LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Fetched:
    """A job that a program has until `locked_until` (UTC), under `lock`.

    `key` is the same each time that this work is given out: who writes it down with what they did,
    does nothing twice. `values` are tagged JSON (`engine.feel.tagged`); `attempt` counts from 1.
    """

    id: str
    lock: str
    locked_until: datetime
    key: str
    topic: str
    case: str
    element: str
    attempt: int
    created_at: datetime
    values: Mapping[str, Tagged]


def offered(runtime: Runtime, *, by: Key, topics: Sequence[str]) -> bool:
    """Tell whether there is work on one of these topics. Raises NotAllowed."""
    _must(by, topics)
    with runtime.store.read() as tx:
        return rows.offered(tx, topics, runtime.now())


def fetch(
    runtime: Runtime,
    *,
    by: Key,
    worker: str,
    topics: Sequence[str],
    lasts: timedelta,
    most: int = 1,
) -> tuple[Fetched, ...]:
    """Lock up to `most` jobs on `topics`, for as long as `lasts`; the trail tells who read what.

    `worker` is what the program calls itself. Raises NotAllowed for a topic that is not the key's.
    """
    if not offered(runtime, by=by, topics=topics):
        return ()
    now = runtime.now()
    lock, until = store.new_id(), now + min(lasts, LONGEST_LOCK)
    with runtime.store.write("external.fetch") as tx:
        found = rows.lock(tx, topics, lock, now, until, most=min(most, MOST))
        heads = case_rows.heads(tx, [job.case_id for job in found if job.case_id])
        for job in found:
            fact = Happened(HistoryKind.JOB_FETCHED, SYSTEM, _about(job, by, worker))
            trail.log(tx, [fact], now, case_id=job.case_id)
    return tuple(_fetched(job, lock, until, heads) for job in found)


def extend(runtime: Runtime, *, by: Key, job_id: str, lock: str, lasts: timedelta) -> datetime:
    """Keep a job for as long as `lasts` from now; return until when.

    Raises NotFound, Conflict (`external.lock`) when the lock ran out or the job has ended.
    """
    now = runtime.now()
    until = now + min(lasts, LONGEST_LOCK)
    with runtime.store.write("external.extend") as tx:
        _own(tx, by, job_id)
        if not rows.extend(tx, job_id, lock, now, until):
            raise errors.Conflict("external.lock")
    return until


def complete(
    runtime: Runtime, *, by: Key, job_id: str, lock: str, values: Mapping[str, Value]
) -> None:
    """Let the case go on with what the work gave, once.

    The same answer under the same lock is taken again without doing anything. Raises NotFound,
    Conflict (`external.lock`, `external.ended`), ModelFault when the case cannot go on: then there
    is an incident.
    """
    _answer(runtime, by, job_id, lock, _Answer(HistoryKind.JOB_FINISHED, values))


def throw(
    runtime: Runtime,
    *,
    by: Key,
    job_id: str,
    lock: str,
    code: str,
    values: Mapping[str, Value],
) -> None:
    """Let the work end in a modelled error: the boundary event of this code goes on.

    Without such an event there is an incident. Raises as `complete` does.
    """
    _answer(runtime, by, job_id, lock, _Answer(HistoryKind.ERROR_THROWN, values, code))


def fail(
    runtime: Runtime,
    *,
    by: Key,
    job_id: str,
    lock: str,
    error: str,
    again_after: timedelta | None,
) -> None:
    """Write down that the work failed; it is offered again after a while, or never (None).

    Never again means an incident, for a person. Raises NotFound, Conflict as `complete` does.
    """
    now = runtime.now()
    with runtime.store.write("external.fail") as tx:
        job = _locked(tx, by, job_id, lock).job
        if job is None or job.state == "done":
            return
        retry_at = None if again_after is None else now + min(again_after, LONGEST_WAIT)
        job_rows.fail(tx, job.id, error[:LONGEST_ERROR], retry_at, now)
        _tell_failure(tx, job, by, error[:LONGEST_ERROR], now, final=retry_at is None)


@dataclass(frozen=True, slots=True)
class _Answer:
    kind: HistoryKind
    values: Mapping[str, Value]
    code: str | None = None

    def command(self, token: str) -> Command:
        if self.code is None:
            return FinishJob(token, self.values)
        return ThrowError(token, self.code, self.values)


def _answer(runtime: Runtime, by: Key, job_id: str, lock: str, answer: _Answer) -> None:
    try:
        with runtime.store.write("external.answer") as tx:
            _move(runtime, tx, by, job_id, lock, answer)
    except errors.ModelFault as fault:
        _broken(runtime, by, job_id, fault)
        raise


def _move(runtime: Runtime, tx: store.Tx, by: Key, job_id: str, lock: str, answer: _Answer) -> None:
    locked = _locked(tx, by, job_id, lock)
    job = locked.job
    if job is None or job.state == "done":
        return
    if job.token is None:
        raise errors.Conflict("external.ended")
    meta = {**_about(job, by), "code": answer.code} if answer.code else _about(job, by)
    payload = tagged.encode_all(answer.values)
    command = answer.command(job.token)
    move(
        runtime, tx, locked, Move(command, answer.kind, SYSTEM, meta, payload, finishes_job=job.id)
    )


def _locked(tx: store.Tx, by: Key, job_id: str, lock: str) -> Locked:
    """Lock a job and its case, when this lock is on it.

    Raises NotFound, Conflict when the job is somebody else's now, or void.
    """
    _own(tx, by, job_id)
    locked = locking.lock_for_job(tx, job_id)
    job = locked.job
    if job is None or job.locked_by != lock:
        raise errors.Conflict("external.lock")
    if job.state not in {"open", "done"}:
        raise errors.Conflict("external.ended")
    return locked


def _own(tx: store.Tx, by: Key, job_id: str) -> JobRow:
    """Return a job on a topic of this key. Raises NotFound: what is not yours is not there."""
    job = rows.get(tx, job_id)
    if job is None or job.name not in by.topics:
        raise errors.NotFound("job", id=job_id)
    return job


def _broken(runtime: Runtime, by: Key, job_id: str, fault: errors.ModelFault) -> None:
    """Let the job stand still until the model is mended that had no answer to its answer."""
    now = runtime.now()
    with runtime.store.write("external.stand_still") as tx:
        job = _own(tx, by, job_id)
        job_rows.fail(tx, job.id, f"{fault.code}: {fault}"[:LONGEST_ERROR], None, now)
        write_incident(tx, fault, now, job.id)


def _tell_failure(
    tx: store.Tx, job: JobRow, by: Key, error: str, now: datetime, *, final: bool
) -> None:
    assert job.case_id is not None
    meta = {**_about(job, by), "final": final}
    trail.append(
        tx, job.case_id, [Happened(HistoryKind.JOB_FAILED, SYSTEM, meta, {"error": error})], now
    )
    if final:
        about: dict[str, Any] = {"case_id": job.case_id, "element": job.element, "job": job.name}
        write_incident(tx, errors.ModelFault("job_failed", **about, trace=error), now, job.id)


def _about(job: JobRow, by: Key, worker: str | None = None) -> dict[str, Any]:
    about = {"element": job.element, "job": job.id, "name": job.name, "key": by.name}
    return {**about, "worker": worker} if worker else about


def _must(by: Key, topics: Sequence[str]) -> None:
    for each in topics:
        if each not in by.topics:
            raise errors.NotAllowed("external.topic", topic=each)


def _fetched(
    job: JobRow, lock: str, until: datetime, heads: Mapping[str, Sequence[Any]]
) -> Fetched:
    return Fetched(
        id=job.id,
        lock=lock,
        locked_until=until,
        key=order_key(job, job.values),
        topic=job.name,
        case=heads[job.case_id or ""][0],
        element=job.element or "",
        attempt=job.attempts,
        created_at=job.created_at,
        values=job.values,
    )
