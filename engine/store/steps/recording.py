"""`record`: a whole step, in the order in which its rows are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engine.model import Clock, Happened, Step
from engine.store import history, incidents, terms
from engine.store.rows import CaseRow, RecordedStep
from engine.store.steps.cases import after, write_case, write_fields
from engine.store.steps.causes import Cause
from engine.store.steps.jobs import finish_job, write_jobs
from engine.store.steps.tasks import close_tasks, follow_clocks, open_tasks
from engine.store.steps.trace import write_activities, write_evaluations, write_subscriptions
from engine.store.transactions import Tx

UNHANDLED_ERROR = "unhandled_error"  # the code of the incident of a `Step.failed`
STANDSTILL = "standstill"  # the code of the incident of a `Step.standstill`

NOBODY = Cause()


def record(  # noqa: PLR0913 - what one step leaves behind, and why
    tx: Tx,
    case: CaseRow,
    step: Step,
    happened: Sequence[Happened],
    *,
    at: datetime,
    clocks: Sequence[Clock] = (),
    cause: Cause = NOBODY,
) -> RecordedStep:
    """Write everything that `step` changed in `case`, and `happened` behind its chain.

    `case` is the row that `locking.lock…` or `cases.add` returned. The first of `happened` also
    gets the step's number and the deployment in its meta, and the old and new values of variables
    (`changes`) in its payload. `clocks` are the legal clocks that changed
    (`CaseClocks.changed()`). `cause.job_id` is the job that this step answers: it is done.

    Raises Stale when the case has moved since, AlreadyDone when the task that was to be completed
    or the job is no longer open, ValueError without any fact: nothing moves without a reason.
    """
    if not happened:
        raise ValueError("a step needs a reason")
    number = case.version + 1
    moved = after(case, step, number, at)
    told = _told(case, step, happened, number)
    lines, payloads, chain = history.link(history.chain_of(case), case.id, told, at)
    moved = replace(moved, chain_length=chain.length, chain_head=chain.head)
    write_case(tx, case, moved, step)
    finish_job(tx, cause.job_id, at)
    write_activities(tx, case.id, step, number, at)
    close_tasks(tx, case.id, step, cause, at)
    tasks = open_tasks(tx, case.id, step, at)
    jobs = write_jobs(tx, case.id, step, number, at)
    write_subscriptions(tx, case.id, step, at)
    history.insert_lines(tx, lines, payloads)
    terms.save_clocks(tx, clocks)
    follow_clocks(tx, case.id, step, clocks)
    write_evaluations(tx, case.id, step, number, at)
    write_fields(tx, case.id, step)
    if step.failed is not None:
        code, element = UNHANDLED_ERROR, step.failed.element
        facts = {"error": step.failed.code, "element": element}
        incidents.open_incident(tx, code=code, at=at, facts=facts, case_id=case.id, element=element)
    if step.standstill is not None:
        code, element = STANDSTILL, step.standstill.element
        facts = {"element": element, "token": step.standstill.token}
        incidents.open_incident(tx, code=code, at=at, facts=facts, case_id=case.id, element=element)
    return RecordedStep(moved, tasks, jobs)


def _told(case: CaseRow, step: Step, happened: Sequence[Happened], number: int) -> list[Happened]:
    """Return `happened` with the step's number, deployment and values on its first fact."""
    first = happened[0]
    meta = {**first.meta, "step": number, "deployment": case.deployment_id}
    payload = dict(first.payload)
    if step.variables:
        payload["changes"] = [
            {"name": each.name, "old": each.old, "new": each.new, "scope": each.scope}
            for each in step.variables
        ]
    return [Happened(first.kind, first.by, meta, payload), *happened[1:]]
