"""Jobs: work for the machine. Timers move a case; service tasks do something and then move it."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine import (
    connectors,
    delivery,
    errors,
    sending,
    services,
    signalling,
    starting,
    store,
    sweeps,
    telemetry,
)
from engine.advance import Move, move, write_incident
from engine.feel import tagged
from engine.handler import Handler, Kind, Values
from engine.model import (
    SYSTEM,
    FinishJob,
    FireTimer,
    Happened,
    HistoryKind,
    JobKind,
    Retries,
    ThrowError,
)
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import jobs as rows
from engine.store import locking
from engine.store.rows import JobRow

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
AGAIN_SECONDS = 1.0
MOVING = Retries(attempts=6, first=timedelta(seconds=5))
"""A job that moves a case fails because the database or the case is busy: that passes soon."""
MOST_FRAMES = 8
HANDLERS: Mapping[str, Handler] = {**services.HANDLERS, **sending.HANDLERS, **connectors.HANDLERS}
"""What a service task can name as its job."""


def run_due(
    runtime: Runtime, *, limit: int = 50, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Do the jobs that are due, at most `limit`, each in a transaction of its own.

    A job that fails waits longer each time and becomes an incident in the end. When `stopping`
    says so, or half of the lease is over, what was not begun goes back. Returns how many were done.
    """
    now = runtime.now()
    with runtime.store.read() as tx:
        if not rows.anything_due(tx, now):
            return 0
    holder = store.new_id()
    with _given_back(runtime, holder, stopping):
        with runtime.store.write("jobs.claim") as tx:
            due = rows.claim_due(tx, holder, now, now + LEASE, limit=limit)
        for done, job in enumerate(due):
            if stopping() or runtime.now() - now > LEASE / 2:
                _give_back(runtime, holder)
                return done
            _run(runtime, job)
        return len(due)


def run_one(runtime: Runtime, job_id: str, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Do this job; False when it is not due, done already, or somebody else is at it."""
    now, holder = runtime.now(), store.new_id()
    with _given_back(runtime, holder, stopping):
        with runtime.store.write("jobs.claim_one") as tx:
            job = rows.claim_one(tx, job_id, holder, now, now + LEASE)
        if job is not None:
            _run(runtime, job)
        return job is not None


@contextmanager
def _given_back(runtime: Runtime, holder: str, stopping: Callable[[], bool]) -> Iterator[None]:
    """Give back what `holder` has in hand when the database goes away, as soon as it is there.

    Otherwise nobody would do it until the lease is over. Whether a claim or a job that was being
    committed is kept does not matter: what is done is not in hand any more.
    """
    try:
        yield
    except errors.Unavailable:
        end = time.monotonic() + LEASE.total_seconds()
        while not stopping() and time.monotonic() < end:
            try:
                _give_back(runtime, holder)
            except errors.Unavailable:
                time.sleep(AGAIN_SECONDS)
            else:
                break
        raise


def _give_back(runtime: Runtime, holder: str) -> None:
    with runtime.store.write("jobs.give_back") as tx:
        rows.give_back(tx, holder)


def _run(runtime: Runtime, job: JobRow) -> None:
    """Do one job; a line in the log and a count in the figures say how it went."""
    began, late = time.perf_counter(), (runtime.now() - job.due_at).total_seconds()
    with telemetry.bound(job_id=job.id, case_id=job.case_id):
        outcome = _outcome(runtime, job)
        seconds = time.perf_counter() - began
        runtime.meters.job(job.kind, outcome, seconds, max(late, 0.0))
        told = {"kind": job.kind, "work": job.name, "attempts": job.attempts, "outcome": outcome}
        log.info("job", extra={**told, "ms": round(seconds * 1000, 1), "late_s": round(late, 1)})


def _outcome(runtime: Runtime, job: JobRow) -> str:
    """Do one job and return how it went: `done`, `dropped`, `again` or `failed`."""
    try:
        WORK[job.kind](runtime, job)
    except errors.AlreadyDone:
        _drop(runtime, job)
        return "dropped"
    except errors.NotFound as fault:
        if job.kind in OF_A_TOKEN:  # what waited for it has gone
            _drop(runtime, job)
            return "dropped"
        _failed(runtime, job, fault, final=True)
        return "failed"
    except errors.ModelFault as fault:
        _failed(runtime, job, fault, final=True)
        return "failed"
    except Exception as fault:
        log.exception("job_failed", extra={"job": job.id, "case": job.case_id})
        _failed(runtime, job, fault, final=False)
        return "again"
    return "done"


def _drop(runtime: Runtime, job: JobRow) -> None:
    with runtime.store.write("jobs.drop") as tx:
        rows.drop(tx, job.id, runtime.now())


def _fire(runtime: Runtime, job: JobRow) -> None:
    with runtime.store.write("timers.fire") as tx:
        locked = locking.lock_for_job(tx, job.id)
        if job.token is None:
            raise errors.NotFound("token")
        meta = {"element": job.element, "job": job.id, "name": job.name, "due_at": job.due_at}
        what = Move(
            FireTimer(job.token), HistoryKind.TIMER_FIRED, SYSTEM, meta, {}, finishes_job=job.id
        )
        move(runtime, tx, locked, what)


def _serve(runtime: Runtime, job: JobRow) -> None:
    """Do what a service task asks: check what goes in, prepare, then step with what came out."""
    handler = HANDLERS.get(job.name)
    if handler is None or job.case_id is None or job.token is None:
        raise errors.ModelFault("job_unknown", case_id=job.case_id, job=job.name)
    token = job.token
    values = handler.taken(tagged.decode_all(job.values))
    prepared, error = _prepared(runtime, handler, job, values)

    with runtime.store.write("services.finish") as tx:
        locked = locking.lock_for_job(tx, job.id)
        meta = {"element": job.element, "job": job.id, "name": job.name}
        try:
            if error is not None:
                raise error
            given = handler.given(handler.inside(runtime, tx, locked, values, prepared))
            command: FinishJob | ThrowError = FinishJob(token, given)
            kind = handler.told
        except errors.BpmnError as thrown:
            command, given = ThrowError(token, thrown.code, thrown.values), thrown.values
            kind = HistoryKind.ERROR_THROWN
        payload = tagged.encode_all(given)
        meta["name"] = str(given.get("reference") or given.get("name") or job.name)
        what = Move(command, kind, SYSTEM, meta, payload, finishes_job=job.id)
        move(runtime, tx, locked, what)


def _prepared(
    runtime: Runtime, handler: Handler, job: JobRow, values: Values
) -> tuple[Any, errors.BpmnError | None]:
    """Return what the world gave, or the error of the diagram that it came to."""
    if handler.prepare is None:
        return None, None
    with runtime.store.read() as tx:
        case = case_rows.find(tx, job.case_id or "")
    if case is None:
        raise errors.NotFound("case")
    try:
        return handler.prepare(runtime, job, case, values), None
    except errors.BpmnError as error:
        return None, error


def _failed(runtime: Runtime, job: JobRow, fault: Exception, *, final: bool) -> None:
    """Write down why a job failed, and when it is tried again; `final`: not again."""
    now = runtime.now()
    text = f"{type(fault).__name__}: {fault}"[:500]
    wait = None if final else retries_of(job).wait(job.attempts, runtime.chance)
    final = wait is None
    with runtime.store.write("jobs.fail") as tx:
        if not rows.fail(tx, job.id, text, None if wait is None else now + wait, now):
            return  # it was done: only the answer to the commit was lost
        if job.case_id is not None:
            meta = {"element": job.element, "job": job.id, "name": job.name, "final": final}
            happened = Happened(HistoryKind.JOB_FAILED, SYSTEM, meta, {"error": text})
            trail.append(tx, job.case_id, [happened], now)
        if final:
            write_incident(tx, _told(job, fault, text), now, job.id)


def kind_of(job: JobRow) -> Kind:
    """Return whether a job stays in our own database or goes out into the world."""
    handler = HANDLERS.get(job.name) if job.kind == JobKind.SERVICE else None
    return KINDS[job.kind] if handler is None else handler.kind


def retries_of(job: JobRow) -> Retries:
    """Return how often a job is tried: what its handler says, or what moving a case deserves."""
    handler = HANDLERS.get(job.name) if job.kind == JobKind.SERVICE else None
    return MOVING if handler is None else Retries(handler.attempts, handler.wait)


def _told(job: JobRow, fault: Exception, text: str) -> errors.ModelFault:
    """Return what is wrong as an incident says it: where the model says nothing, the job does."""
    about: dict[str, Any] = {"case_id": job.case_id, "element": job.element, "job": job.name}
    if isinstance(fault, errors.ModelFault | errors.Temporary | errors.Permanent):
        return errors.ModelFault(fault.code, **{**about, **fault.facts})
    return errors.ModelFault("job_failed", **about, trace=text, frames=_frames(fault))


def _frames(fault: Exception) -> str:
    """Return the last places of our program that a failure came by; never a value."""
    places = traceback.extract_tb(fault.__traceback__)[-MOST_FRAMES:]
    return ", ".join(f"{Path(each.filename).stem}.{each.name}:{each.lineno}" for each in places)


WORK: Mapping[str, Callable[[Runtime, JobRow], None]] = {
    JobKind.TIMER: _fire,
    JobKind.SERVICE: _serve,
    JobKind.MESSAGE: delivery.deliver,
    JobKind.SIGNAL: signalling.broadcast,
    JobKind.HEAR: signalling.hear,
    JobKind.BEGIN: starting.begin_case,
    JobKind.SWEEP: sweeps.sweep,
    JobKind.SEND: sending.deliver,
}
KINDS: Mapping[str, Kind] = {**dict.fromkeys(WORK, Kind.ADVANCE), JobKind.SEND: Kind.EFFECT}
"""What a job does by its kind; of a service task the handler says it, see `kind_of`."""

OF_A_TOKEN = (JobKind.TIMER, JobKind.SERVICE)
