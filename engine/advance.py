"""The one way a case moves: lock, guard, run the machine, record the step.

A verb opens the transaction and locks the case; `move` runs and writes; when the model itself
fails, the transaction is gone and the incident is recorded in a second one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from engine import bpmn, hands, store
from engine.errors import Contended, ModelFault
from engine.model import SYSTEM, Actor, Command, Happened, HistoryKind, Step, TaskOpened
from engine.runtime import Deployed, Runtime
from engine.store import cases, dossiers, incidents, steps
from engine.store import history as trail
from engine.store import terms as term_rows
from engine.store.rows import CaseRow, Locked, RecordedStep
from engine.store.steps import Cause
from engine.terms import CaseClocks, local_day

T = TypeVar("T")
TIMES = 3
"""How often a transaction is done in all when each time another one is in its way."""


@dataclass(frozen=True, slots=True)
class Move:
    """What moves the case and what the audit trail says of it.

    `completion_key` is the key of the page that completes a task; `finishes_job` the job it ends.
    """

    command: Command
    kind: HistoryKind
    by: Actor
    meta: Mapping[str, Any]
    payload: Mapping[str, Any]
    completion_key: str | None = None
    finishes_job: str | None = None


def move(runtime: Runtime, tx: store.Tx, locked: Locked, what: Move) -> RecordedStep:
    """Run `what.command` on the locked case and write everything that it changed.

    One transaction, opened by the caller. Raises AlreadyDone or NotFound when the token is not
    open, Stale when the case was changed behind the lock, ModelFault when the model fails.
    """
    case = locked.case
    deployed = runtime.deployed(tx, case.deployment_id)
    clocks = clocks_of(runtime, tx, deployed, case)
    now = runtime.now()
    try:
        step = bpmn.advance(
            deployed.bundle, case.process_id, locked.document, what.command, now, clocks
        )
    except ModelFault as fault:
        fault.facts.setdefault("case_id", case.id)
        fault.facts.setdefault("token", getattr(what.command, "token", None))
        raise
    if step.ended:
        clocks.close(local_day(now))
    step = _assigned(runtime, tx, deployed, case, step)
    recorded = steps.record(
        tx,
        case,
        step,
        _happened(what, step),
        at=now,
        clocks=clocks.changed(),
        cause=Cause(what.by, what.completion_key, what.finishes_job),
    )
    follow(runtime, tx, case, recorded)
    tx.after_commit(lambda: runtime.meters.step(what.kind))
    return recorded


def _assigned(
    runtime: Runtime, tx: store.Tx, deployed: Deployed, case: CaseRow, step: Step
) -> Step:
    """Return the step in which nobody gets a task that they may not do: their group gets it.

    Raises ModelFault when it has no group.
    """
    opened = [
        replace(each, assignee=None) if _excluded(runtime, tx, deployed, case, step, each) else each
        for each in step.tasks_opened
    ]
    alone = next((each for each in opened if not (each.assignee or each.candidate_group)), None)
    if alone is not None and alone not in step.tasks_opened:
        raise ModelFault("assigned_to_excluded", case_id=case.id, element=alone.element)
    return replace(step, tasks_opened=tuple(opened))


def _excluded(
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    case: CaseRow,
    step: Step,
    task: TaskOpened,
) -> bool:
    if task.assignee is None:
        return False
    gate = hands.at(runtime, tx, deployed, case, step.document, task.token)
    who = Actor(task.assignee, "")
    return gate is not None and hands.refusal(runtime, tx, gate, who) is not None


def follow(runtime: Runtime, tx: store.Tx, before: CaseRow, recorded: RecordedStep) -> None:
    """Let the dossier of a case take its new name and place, and the worker see its new jobs."""
    if before.dossier_id is not None and _facts(recorded.case) != _facts(before):
        dossiers.name_after(tx, before.dossier_id, recorded.case)
    if recorded.jobs:
        tx.after_commit(runtime.wake.set)


def _facts(case: CaseRow) -> tuple[str | None, ...]:
    return case.title, case.place, case.team


def clocks_of(runtime: Runtime, tx: store.Tx, deployed: Deployed, case: CaseRow) -> CaseClocks:
    """Return the clocks of the case beside the register of terms; one statement, or none."""
    keys = deployed.term_keys
    terms, clocks = term_rows.for_case(tx, case.id, keys) if keys else ((), ())
    return CaseClocks(terms, clocks, runtime.calendar, case.id, store.new_id)


def in_one_transaction(runtime: Runtime, work: Callable[[store.Tx], T], *, transaction: str) -> T:
    """Do `work` in the write transaction so named; a model's own failure becomes an incident.

    When it gave way in a deadlock it is done again, at most `TIMES` in all: `work` depends on
    nothing but what it was given and what it reads in its transaction. Raises Contended when it
    had to give way each time.
    """
    try:
        return again(runtime, work, transaction=transaction)
    except ModelFault as fault:
        record_incident(runtime, fault)
        raise


def again(runtime: Runtime, work: Callable[[store.Tx], T], *, transaction: str) -> T:
    """Do `work` in the write transaction so named, and again when it gave way in a deadlock."""
    gave_way = 0
    while True:
        try:
            with runtime.store.write(transaction) as tx:
                return work(tx)
        except Contended:
            gave_way += 1
            if gave_way == TIMES:
                raise
            runtime.meters.again(transaction)


def record_incident(runtime: Runtime, fault: ModelFault) -> None:
    """Write down, in a transaction of its own, that a case met something nobody answers."""
    with runtime.store.write("incidents.record") as tx:
        write_incident(tx, fault, runtime.now())


def write_incident(
    tx: store.Tx, fault: ModelFault, at: datetime, job_id: str | None = None
) -> None:
    """Open an incident and tell of it in the trail of the case; a person takes it up.

    A case that never came to be, because its first step failed, has no trail: the log tells of it.
    """
    facts = {key: str(value) for key, value in fault.facts.items() if value is not None}
    case = cases.find(tx, facts.get("case_id", ""))
    incidents.open_incident(
        tx,
        code=fault.code,
        at=at,
        facts=facts,
        case_id=case.id if case else None,
        element=facts.get("element"),
        job_id=job_id,
    )
    happened = Happened(HistoryKind.INCIDENT_OPENED, SYSTEM, {"code": fault.code}, facts)
    if case is not None:
        trail.append(tx, case.id, [happened], at)
    else:
        trail.log(tx, [happened], at)


def _happened(what: Move, step: Step) -> Sequence[Happened]:
    meta = dict(what.meta)
    if step.escalations:
        meta["escalations"] = [f"{each.element}: {each.code}" for each in step.escalations]
    first = Happened(what.kind, what.by, meta, what.payload)
    told = [first]
    if step.failed is not None:
        facts = {"code": steps.UNHANDLED_ERROR, "element": step.failed.element}
        told.append(Happened(HistoryKind.INCIDENT_OPENED, SYSTEM, facts))
    if step.standstill is not None:
        facts = {"code": steps.STANDSTILL, "element": step.standstill.element}
        told.append(Happened(HistoryKind.INCIDENT_OPENED, SYSTEM, facts))
    if step.ended and not step.cancelled:
        told.append(Happened(HistoryKind.CASE_ENDED, SYSTEM, {"end_event": step.end_event}))
    return told
