"""`record`: the single writer of running cases. One step in, at most one statement per table.

No decisions: what a step means is `engine.bpmn`'s, who may take it is the verb's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, update
from sqlalchemy import case as when

from engine.errors import AlreadyDone, Stale
from engine.model import (
    SYSTEM,
    ActivityState,
    Actor,
    Clock,
    ClockAction,
    Happened,
    JobKind,
    Step,
    TaskOpened,
)
from engine.store import history, incidents, terms
from engine.store.ids import new_id
from engine.store.rows import CaseRow, RecordedStep
from engine.store.tables import (
    activity,
    case_,
    case_field,
    evaluation,
    job,
    subscription,
    user_task,
)
from engine.store.transactions import Tx
from engine.store.types import canonical, fold
from engine.store.upserts import Upsert
from engine.terms import local_day

UNHANDLED_ERROR = "unhandled_error"  # the code of the incident of a `Step.failed`
STANDSTILL = "standstill"  # the code of the incident of a `Step.standstill`
KNOWN_FIELDS = frozenset({"team", "title", "place"})

_COLUMNS = ("status", "title", "place", "team", "sort", "search", "document", "state")
_CASE = (
    update(case_)
    .where(case_.c.id == bindparam("the_case"), case_.c.version == bindparam("seen"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=case_.c[name].type)
            for name in (*_COLUMNS, "version", "ended_at", "end_event")
        }
        | {name: bindparam(f"new_{name}") for name in ("chain_length", "chain_head")}
    )
)
_ACTIVITY = Upsert(activity, ["case_id", "id"], ["state", "flow", "left_at", "left_step"])
_FIELD = Upsert(case_field, ["case_id", "name"], ["value", "folded"])
_OPEN = insert(user_task)
_CLOSE = (
    update(user_task)
    .where(
        user_task.c.case_id == bindparam("the_case"),
        user_task.c.token == bindparam("the_token"),
        user_task.c.state == "open",
    )
    .values(
        state=bindparam("new_state"),
        version=user_task.c.version + 1,
        closed_at=bindparam("new_closed_at", type_=user_task.c.closed_at.type),
        closed_by=bindparam("new_closed_by"),
        in_name_of=bindparam("new_in_name_of"),
        completion_key=bindparam("new_key"),
        draft=when((bindparam("new_state") == "completed", None), else_=user_task.c.draft),
    )
)
_ENDS = frozenset({ClockAction.START, ClockAction.STOP})  # no open task is due anew then
_DUE = (
    update(user_task)
    .where(
        user_task.c.case_id == bindparam("the_case"),
        user_task.c.term == bindparam("the_term"),
        user_task.c.state == "open",
    )
    .values(due_on=bindparam("new_due", type_=user_task.c.due_on.type), due_at=None)
)
_JOB = insert(job)
_JOB_OPEN = or_(job.c.state == "open", job.c.state == "running")
_ENDED: dict[str, Any] = {
    "ended_at": bindparam("new_ended_at", type_=job.c.ended_at.type),
    "locked_by": None,
    "locked_until": None,
}
_DROP = (
    update(job)
    .where(job.c.case_id == bindparam("the_case"), job.c.token == bindparam("the_token"), _JOB_OPEN)
    .values(state="dropped", **_ENDED)
)
_DONE = (
    update(job).where(job.c.id == bindparam("the_job"), _JOB_OPEN).values(state="done", **_ENDED)
)
_SUBSCRIBE = insert(subscription)
_UNSUBSCRIBE = delete(subscription).where(
    subscription.c.case_id == bindparam("the_case"), subscription.c.token == bindparam("the_token")
)
_EVALUATE = insert(evaluation)


@dataclass(frozen=True, slots=True)
class Cause:
    """What made the step happen: who did it, and the task's completion key or the job, if any."""

    by: Actor = SYSTEM
    completion_key: str | None = None
    job_id: str | None = None


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

    `case` is the row that `cases.lock…` or `cases.add` returned. The first of `happened` also gets
    the step's number and the deployment in its meta, and the old and new values of variables
    (`changes`) in its payload. `clocks` are the legal clocks that changed
    (`CaseClocks.changed()`). `cause.job_id` is the job that this step answers: it is done.

    Raises Stale when the case has moved since, AlreadyDone when the task that was to be completed
    or the job is no longer open, ValueError without any fact: nothing moves without a reason.
    """
    if not happened:
        raise ValueError("a step needs a reason")
    number = case.version + 1
    moved = _moved(case, step, number, at)
    told = _told(case, step, happened, number)
    lines, payloads, after = history.link(history.chain_of(case), case.id, told, at)
    moved = replace(moved, chain_length=after.length, chain_head=after.head)
    _write_case(tx, case, moved, step)
    _finish_job(tx, cause.job_id, at)
    _write_activities(tx, case.id, step, number, at)
    _close_tasks(tx, case.id, step, cause, at)
    tasks = _open_tasks(tx, case.id, step, at)
    jobs = _write_jobs(tx, case.id, step, number, at)
    _write_subscriptions(tx, case.id, step, at)
    history.insert_lines(tx, lines, payloads)
    terms.save_clocks(tx, clocks)
    _follow_clocks(tx, case.id, step, clocks)
    _write_evaluations(tx, case.id, step, number, at)
    _write_fields(tx, case.id, step)
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


def _moved(case: CaseRow, step: Step, number: int, at: datetime) -> CaseRow:
    fields = step.fields
    return replace(
        case,
        version=number,
        status=case.status if step.status is None else step.status,
        title=_text(fields.get("title")) or case.title,
        place=_text(fields["place"]) if "place" in fields else case.place,
        team=_text(fields["team"]) if "team" in fields else case.team,
        state=_state(case, step),
        ended_at=at if step.ended else case.ended_at,
        end_event=step.end_event if step.ended else case.end_event,
    )


def _state(case: CaseRow, step: Step) -> str:
    if step.cancelled:
        return "cancelled"
    return "ended" if step.ended else case.state


def _text(tagged: Any) -> str | None:
    return tagged if tagged is None or isinstance(tagged, str) else canonical(tagged)


def _write_case(tx: Tx, case: CaseRow, moved: CaseRow, step: Step) -> None:
    names = ("status", "title", "place", "team", "state", "version", "ended_at", "end_event")
    values = {f"new_{name}": getattr(moved, name) for name in names}
    touched = tx.run(
        _CASE,
        {
            **values,
            "new_chain_length": moved.chain_length,
            "new_chain_head": moved.chain_head,
            "new_document": step.document,
            "new_sort": fold(moved.title),
            "new_search": fold(moved.number, moved.title, moved.place),
            "the_case": case.id,
            "seen": case.version,
        },
    )
    if touched != 1:
        raise Stale(seen=case.version)


def _finish_job(tx: Tx, job_id: str | None, at: datetime) -> None:
    if job_id is None:
        return
    if tx.run(_DONE, {"the_job": job_id, "new_ended_at": at}) != 1:
        raise AlreadyDone(job_id=job_id)


def _write_activities(tx: Tx, case_id: str, step: Step, number: int, at: datetime) -> None:
    rows = []
    for position, change in enumerate(step.activities):
        gone = change.state is not ActivityState.ENTERED
        rows.append(
            {
                "case_id": case_id,
                "id": change.id,
                "element": change.element,
                "process": change.process,
                "name": change.name,
                "kind": change.kind,
                "state": str(change.state),
                "parent": change.parent,
                "flow": change.flow,
                "entered_at": at,
                "entered_step": number,
                "position": position,
                "left_at": at if gone else None,
                "left_step": number if gone else None,
            }
        )
    if rows:
        _ACTIVITY.run(tx, rows)


def _close_tasks(tx: Tx, case_id: str, step: Step, cause: Cause, at: datetime) -> None:
    rows = [
        {
            "the_case": case_id,
            "the_token": closed.token,
            "new_state": "completed" if closed.completed else "cancelled",
            "new_closed_at": at,
            "new_closed_by": cause.by.person_id if closed.completed else None,
            "new_in_name_of": cause.by.in_name_of if closed.completed else None,
            "new_key": cause.completion_key if closed.completed else None,
        }
        for closed in step.tasks_closed
    ]
    if rows and tx.run(_CLOSE, rows) != len(rows):
        raise AlreadyDone(case_id=case_id)


def _open_tasks(tx: Tx, case_id: str, step: Step, at: datetime) -> tuple[str, ...]:
    rows = [_task(case_id, opened, at) for opened in step.tasks_opened]
    if rows:
        tx.run(_OPEN, rows)
    return tuple(row["id"] for row in rows)


def _task(case_id: str, opened: TaskOpened, at: datetime) -> dict[str, Any]:
    due_on, due_at = due_columns(opened.due)
    return {
        "case_id": case_id,
        "id": new_id(),
        "token": opened.token,
        "element": opened.element,
        "process": opened.process,
        "name": opened.name,
        "kind": opened.kind,
        "form": opened.form,
        "candidate_group": opened.candidate_group,
        "assignee": opened.assignee,
        "due_on": due_on,
        "due_at": due_at,
        "four_eyes": list(opened.four_eyes),
        "term": opened.term,
        "legal_basis": opened.legal_basis,
        "state": "open",
        "version": 1,
        "opened_at": at,
        "draft_version": 0,
        "search": fold(opened.name),
    }


def due_columns(due: date | datetime | None) -> tuple[date | None, datetime | None]:
    """Split what is due into the legal day in Brussels and, if known, the moment."""
    if isinstance(due, datetime):
        return local_day(due), due
    return due, None


def _follow_clocks(tx: Tx, case_id: str, step: Step, clocks: Sequence[Clock]) -> None:
    """Let open tasks be due with the clock of their term, when it moved under them."""
    moved = {each.term for each in step.clocks if each.action not in _ENDS}
    rows = [
        {"the_case": case_id, "the_term": each.term_key, "new_due": each.end}
        for each in clocks
        if each.term_key in moved
    ]
    if rows:
        tx.run(_DUE, rows)


def _write_jobs(tx: Tx, case_id: str, step: Step, number: int, at: datetime) -> tuple[str, ...]:
    common: Mapping[str, Any] = {"case_id": case_id, "created_at": at, "state": "open"}
    rows: list[dict[str, Any]] = [
        {
            **common,
            "id": new_id(),
            "kind": wanted.kind,
            "name": wanted.name,
            "token": wanted.token,
            "element": wanted.element,
            "due_at": wanted.due_at or at,
            "unique_key": f"{case_id}:{number}:{wanted.kind}:{wanted.token}",
            "attempts": 0,
            "values": wanted.values,
            "letter": wanted.letter,
        }
        for wanted in step.jobs_wanted
    ]
    rows += [
        {
            **common,
            "id": new_id(),
            "kind": kind,
            "name": name,
            "token": None,
            "element": None,
            "due_at": at,
            "unique_key": f"{case_id}:{number}:{kind}:{index}",
            "attempts": 0,
            "values": values,
            "letter": None,
        }
        for index, (kind, name, values) in enumerate(_thrown(step))
    ]
    if step.jobs_dropped:
        tx.run(
            _DROP,
            [
                {"the_case": case_id, "the_token": token, "new_ended_at": at}
                for token in step.jobs_dropped
            ],
        )
    if rows:
        tx.run(_JOB, rows)
    return tuple(row["id"] for row in rows)


def _thrown(step: Step) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield what leaves the case, as kind, name and values of the job that delivers it."""
    for message in step.messages:
        about = {"keys": message.keys, "values": message.values, "keep": message.keep}
        yield JobKind.MESSAGE, message.message, about
    for signal in step.signals:
        yield JobKind.SIGNAL, signal.signal, {"values": signal.values}


def _write_subscriptions(tx: Tx, case_id: str, step: Step, at: datetime) -> None:
    if step.subscriptions_closed:
        tx.run(
            _UNSUBSCRIBE,
            [{"the_case": case_id, "the_token": token} for token in step.subscriptions_closed],
        )
    rows = [
        {
            "case_id": case_id,
            "token": opened.token,
            "element": opened.element,
            "message": opened.message,
            "keys": opened.keys,
            "keys_text": canonical(dict(opened.keys)),
            "opened_at": at,
            "kind": opened.kind,
        }
        for opened in step.subscriptions_opened
    ]
    if rows:
        tx.run(_SUBSCRIBE, rows)


def _write_evaluations(tx: Tx, case_id: str, step: Step, number: int, at: datetime) -> None:
    rows = [
        {
            "case_id": case_id,
            "id": new_id(),
            "step": number,
            "at": at,
            "decision": run.decision,
            "element": run.element,
            "inputs": run.inputs,
            "matched": list(run.matched),
            "outputs": run.outputs,
            "table_file": run.table,
            "problems": list(run.problems),
        }
        for run in step.evaluations
    ]
    if rows:
        tx.run(_EVALUATE, rows)


def _write_fields(tx: Tx, case_id: str, step: Step) -> None:
    rows = [
        {"case_id": case_id, "name": name, "value": value, "folded": fold(_text(value))}
        for name, value in step.fields.items()
        if name not in KNOWN_FIELDS
    ]
    if rows:
        _FIELD.run(tx, rows)
