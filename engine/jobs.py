"""Jobs: work for the machine. Timers move a case; service tasks do something and then move it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine import (
    bpmn,
    checklist,
    decisions,
    delivery,
    documents,
    errors,
    letters,
    mandates,
    registers,
    reopening,
    signalling,
    starting,
    store,
)
from engine.advance import Move, move, write_incident
from engine.feel import tagged
from engine.model import (
    SYSTEM,
    DecisionEvent,
    FinishJob,
    FireTimer,
    Happened,
    HistoryKind,
    JobKind,
    ThrowError,
    Value,
)
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import jobs as rows
from engine.store import locking, whereabouts
from engine.store.rows import CaseRow, JobRow, Locked

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
ATTEMPTS = 3
FIRST_WAIT = timedelta(seconds=10)

Inside = Callable[[Runtime, store.Tx, Locked, Mapping[str, Value]], Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Handler:
    """How a service task is done.

    `prepare` talks to the world, without a transaction; what it returns goes to `inside`, which
    runs in the case's own transaction and returns the values for the case.
    """

    kind: HistoryKind
    inside: Callable[[Runtime, store.Tx, Locked, Mapping[str, Value], Any], Mapping[str, Value]]
    prepare: Callable[[Runtime, JobRow, CaseRow, Mapping[str, Value]], Any] | None = None


def _simple(function: Inside) -> Any:
    return lambda runtime, tx, locked, values, _: function(runtime, tx, locked, values)


def _make_letter(
    runtime: Runtime, job: JobRow, case: CaseRow, values: Mapping[str, Value]
) -> documents.Paper:
    with runtime.store.read() as tx:
        deployed = runtime.deployed(tx, case.deployment_id)
        text = deployed.letters.get(job.letter or "", "")
        if checklist.NAME in letters.names(text):
            values = {**values, **_checklist(runtime, tx, deployed, case)}
    return documents.make(runtime, deployed, case, job.letter, values)


def _checklist(
    runtime: Runtime, tx: store.Tx, deployed: Deployed, case: CaseRow
) -> Mapping[str, Value]:
    document = whereabouts.document(tx, case.id)
    known = bpmn.visible(document) if document is not None else {}
    found = checklist.of_case(runtime, tx, deployed, case, known)
    return {checklist.NAME: found.value() if found else None}


def _keep_letter(
    runtime: Runtime,
    tx: store.Tx,
    locked: Locked,
    _values: Mapping[str, Value],
    paper: documents.Paper,
) -> Mapping[str, Value]:
    return documents.keep(runtime, tx, locked.case, paper)


def _notify(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Write down how a decision was made known, with the decision and with its letter."""
    known = decisions.job(NOTIFY)(runtime, tx, locked, values)
    documents.post_for_case(tx, locked, {**values, "notified_on": known["notified_on"]})
    return known


NOTIFY = "notify_decision"
TOLD_OF_DECISIONS: Mapping[DecisionEvent, HistoryKind] = {
    DecisionEvent.NOTIFIED: HistoryKind.DECISION_NOTIFIED,
    DecisionEvent.APPEALED: HistoryKind.DECISION_APPEALED,
    DecisionEvent.SUSPENDED: HistoryKind.DECISION_SUSPENDED,
    DecisionEvent.CONFIRMED: HistoryKind.DECISION_CONFIRMED,
    DecisionEvent.FINAL: HistoryKind.DECISION_FINAL,
    DecisionEvent.RECTIFIED: HistoryKind.DECISION_RECTIFIED,
    DecisionEvent.WITHDRAWN: HistoryKind.DECISION_WITHDRAWN,
    DecisionEvent.ANNULLED: HistoryKind.DECISION_ANNULLED,
}
HANDLERS: Mapping[str, Handler] = {
    "register_decision": Handler(HistoryKind.DECISION_TAKEN, _simple(decisions.register)),
    **{
        name: Handler(TOLD_OF_DECISIONS[act.kind], _simple(decisions.job(name)))
        for name, act in decisions.ACTS.items()
    },
    "find_deciders": Handler(HistoryKind.JOB_FINISHED, _simple(mandates.find_for_case)),
    NOTIFY: Handler(HistoryKind.DECISION_NOTIFIED, _simple(_notify)),
    "make_letter": Handler(HistoryKind.LETTER_MADE, _keep_letter, _make_letter),
    "read_record": Handler(HistoryKind.RECORD_READ, _simple(registers.read_for_case)),
    reopening.JOB: Handler(HistoryKind.CASE_TAKEN_UP, _simple(reopening.reopen)),
    "write_record": Handler(HistoryKind.RECORD_CHANGED, _simple(registers.write_for_case)),
}
NEEDED: Mapping[str, tuple[str, ...]] = {**decisions.NEEDED, **reopening.NEEDED}
"""What a job must be told; a diagram whose mapping lacks one is not deployed."""

OF_REGISTERS = frozenset({"read_record", "write_record"})


def run_due(runtime: Runtime, *, limit: int = 50) -> int:
    """Do the jobs that are due, at most `limit`, each in a transaction of its own.

    A job that fails waits longer each time and becomes an incident after `ATTEMPTS`. Returns how
    many were taken up.
    """
    now = runtime.now()
    with runtime.store.read() as tx:
        if not rows.anything_due(tx, now):
            return 0
    holder = store.new_id()
    with runtime.store.write("jobs.claim") as tx:
        due = rows.claim_due(tx, holder, now, now + LEASE, limit=limit)
    for job in due:
        _run(runtime, job)
    return len(due)


def _run(runtime: Runtime, job: JobRow) -> None:
    try:
        WORK[job.kind](runtime, job)
    except errors.AlreadyDone:
        _drop(runtime, job)
    except errors.NotFound as fault:
        if job.kind in OF_A_TOKEN:  # what waited for it has gone
            _drop(runtime, job)
        else:
            _failed(runtime, job, fault, final=True)
    except errors.ModelFault as fault:
        _failed(runtime, job, fault, final=True)
    except Exception as fault:
        log.exception("job_failed", extra={"job": job.id, "case": job.case_id})
        _failed(runtime, job, fault, final=job.attempts >= ATTEMPTS)


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
    handler = HANDLERS.get(job.name)
    if handler is None or job.case_id is None or job.token is None:
        raise errors.ModelFault("job_unknown", case_id=job.case_id, job=job.name)
    token = job.token
    values = tagged.decode_all(job.values)
    with runtime.store.read() as tx:
        case = case_rows.find(tx, job.case_id)
    if case is None:
        raise errors.NotFound("case")
    prepared = None
    if handler.prepare is not None:
        prepared = handler.prepare(runtime, job, case, values)

    with runtime.store.write("services.finish") as tx:
        locked = locking.lock_for_job(tx, job.id)
        meta = {"element": job.element, "job": job.id, "name": job.name}
        try:
            given = handler.inside(runtime, tx, locked, values, prepared)
            command: FinishJob | ThrowError = FinishJob(token, given)
            kind = handler.kind
        except errors.BpmnError as error:
            command, given = ThrowError(token, error.code, error.values), error.values
            kind = HistoryKind.ERROR_THROWN
        payload = tagged.encode_all(given)
        meta["name"] = str(given.get("reference") or given.get("name") or job.name)
        what = Move(command, kind, SYSTEM, meta, payload, finishes_job=job.id)
        move(runtime, tx, locked, what)


def _failed(runtime: Runtime, job: JobRow, fault: Exception, *, final: bool) -> None:
    now = runtime.now()
    text = f"{type(fault).__name__}: {fault}"[:500]
    wait = FIRST_WAIT * 2 ** (job.attempts - 1)
    with runtime.store.write("jobs.fail") as tx:
        rows.fail(tx, job.id, text, None if final else now + wait, now)
        if job.case_id is not None:
            meta = {"element": job.element, "job": job.id, "name": job.name, "final": final}
            happened = Happened(HistoryKind.JOB_FAILED, SYSTEM, meta, {"error": text})
            trail.append(tx, job.case_id, [happened], now)
        if final:
            write_incident(tx, _told(job, fault, text), now, job.id)


def _told(job: JobRow, fault: Exception, text: str) -> errors.ModelFault:
    """Return what is wrong as an incident says it: where the model says nothing, the job does."""
    about: dict[str, Any] = {"case_id": job.case_id, "element": job.element, "job": job.name}
    if isinstance(fault, errors.ModelFault):
        return errors.ModelFault(fault.code, **{**about, **fault.facts})
    return errors.ModelFault("job_failed", **about, trace=text)


WORK: Mapping[str, Callable[[Runtime, JobRow], None]] = {
    JobKind.TIMER: _fire,
    JobKind.SERVICE: _serve,
    JobKind.MESSAGE: delivery.deliver,
    JobKind.SIGNAL: signalling.broadcast,
    JobKind.HEAR: signalling.hear,
    JobKind.BEGIN: starting.begin_case,
}
OF_A_TOKEN = (JobKind.TIMER, JobKind.SERVICE)
