"""User tasks: those the step opened and closed, and those whose legal day moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy import case as when

from engine.errors import AlreadyDone
from engine.model import Clock, ClockAction, Step, TaskOpened
from engine.store.ids import new_id
from engine.store.steps.causes import Cause
from engine.store.tables import user_task
from engine.store.transactions import Tx
from engine.store.types import fold
from engine.terms import local_day

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


def close_tasks(tx: Tx, case_id: str, step: Step, cause: Cause, at: datetime) -> None:
    """Close tasks. Raises AlreadyDone when one of them is no longer open."""
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


def open_tasks(tx: Tx, case_id: str, step: Step, at: datetime) -> tuple[str, ...]:
    """Add the tasks that the step opened; return their ids."""
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


def follow_clocks(tx: Tx, case_id: str, step: Step, clocks: Sequence[Clock]) -> None:
    """Let open tasks be due with the clock of their term, when it moved under them."""
    moved = {each.term for each in step.clocks if each.action not in _ENDS}
    rows = [
        {"the_case": case_id, "the_term": each.term_key, "new_due": each.end}
        for each in clocks
        if each.term_key in moved
    ]
    if rows:
        tx.run(_DUE, rows)
