"""Locking a case for a step: the first thing that a write transaction does to it.

One statement locks the row (on SQLite the whole database is already ours) and returns all that the
guard needs; `steps` writes what the step made of the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from engine.errors import NotFound
from engine.store.rows import CaseRow, JobRow, Locked, TaskRow, columns
from engine.store.tables import case_, job, user_task
from engine.store.transactions import Tx

_CASE = columns(case_, CaseRow)
_WIDTH = len(_CASE)
_LOCK: Select[Any] = select(*_CASE, case_.c.document)
_LOCK_CASE = _LOCK.where(case_.c.id == bindparam("the_id")).with_for_update(of=case_)
_SEE_TASK = (
    _LOCK.add_columns(*columns(user_task, TaskRow))
    .join(user_task, user_task.c.case_id == case_.c.id)
    .where(user_task.c.id == bindparam("the_id"))
)
_LOCK_TASK = _SEE_TASK.with_for_update(of=[case_, user_task])
_LOCK_JOB = (
    _LOCK.add_columns(*columns(job, JobRow))
    .join(job, job.c.case_id == case_.c.id)
    .where(job.c.id == bindparam("the_id"))
    .with_for_update(of=[case_, job])
)


def lock(tx: Tx, case_id: str) -> Locked:
    """Lock a case by its id. Raises NotFound (code `case`) when there is no such case."""
    row = _found(tx, _LOCK_CASE, case_id, "case")
    return Locked(CaseRow(*row[:_WIDTH]), row[_WIDTH])


def lock_for_task(tx: Tx, task_id: str) -> Locked:
    """Lock the case of a task, and the task, whatever its state. Raises NotFound (code `task`)."""
    return _with_task(_found(tx, _LOCK_TASK, task_id, "task"))


def for_task(tx: Tx, task_id: str) -> Locked:
    """Return what `lock_for_task` returns without locking anything: to show, not to change."""
    return _with_task(_found(tx, _SEE_TASK, task_id, "task"))


def fresh(case: CaseRow) -> Locked:
    """Return a case that this transaction has just added; nobody else can see it yet."""
    return Locked(case, None)


def _with_task(row: Sequence[Any]) -> Locked:
    return Locked(CaseRow(*row[:_WIDTH]), row[_WIDTH], task=TaskRow(*row[_WIDTH + 1 :]))


def lock_for_job(tx: Tx, job_id: str) -> Locked:
    """Lock the case of a job, and the job, whatever its state.

    Raises NotFound (code `job`) when it is not there or belongs to no case.
    """
    row = _found(tx, _LOCK_JOB, job_id, "job")
    return Locked(CaseRow(*row[:_WIDTH]), row[_WIDTH], job=JobRow(*row[_WIDTH + 1 :]))


def _found(tx: Tx, statement: Select[Any], the_id: str, thing: str) -> Sequence[Any]:
    """Return the row; after a wait PostgreSQL gives the locked rows as they are now."""
    row = tx.first(statement, {"the_id": the_id})
    if row is None:
        raise NotFound(thing, id=the_id)
    return row
