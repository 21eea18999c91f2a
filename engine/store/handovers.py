"""Handing out work: how much everybody has, which tasks, and giving one to somebody.

Whoever gives a task first locks its case, as with every change of a task.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import date

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update
from sqlalchemy import case as when

from engine.errors import NotFound
from engine.store.rows import HandoverRow, LoadRow, TaskListRow, TaskRow, read
from engine.store.tables import case_, handover, person, user_task
from engine.store.tasks import COUNT, LINE, NO_DUE
from engine.store.transactions import Tx
from engine.store.types import like_words

FREE = "free"
"""Whose tasks a list asks for that nobody has."""

_GIVE = (
    update(user_task)
    .where(
        user_task.c.case_id == bindparam("the_case"),
        user_task.c.id == bindparam("the_task"),
        user_task.c.state == "open",
    )
    .values(
        assignee=bindparam("the_person"),
        claimed_at=bindparam("moment", type_=user_task.c.claimed_at.type),
        version=bindparam("the_version"),
    )
)
_KEEP = insert(handover)
_LATEST = (
    select(handover.c.reason, person.c.name)
    .join(person, person.c.id == handover.c.by_id)
    .where(
        handover.c.case_id == bindparam("the_case"),
        handover.c.task_id == bindparam("the_task"),
        handover.c.version == bindparam("the_version"),
    )
)
_DUE = user_task.c.due_on
_LOADS = (
    select(
        user_task.c.assignee,
        person.c.name,
        func.count(),
        func.sum(when((bindparam("today", type_=_DUE.type) > _DUE, 1), else_=0)),
        func.sum(
            when(
                (
                    _DUE.between(
                        bindparam("today", type_=_DUE.type), bindparam("soon", type_=_DUE.type)
                    ),
                    1,
                ),
                else_=0,
            )
        ),
    )
    .select_from(user_task.join(person, person.c.id == user_task.c.assignee, isouter=True))
    .where(
        user_task.c.state == "open",
        user_task.c.candidate_group.in_(bindparam("groups", expanding=True)),
    )
    .group_by(user_task.c.assignee, person.c.name)
    .order_by(person.c.name)
)


def give(tx: Tx, row: HandoverRow) -> None:
    """Give an open task to a person, whoever had it, and keep why. Raises NotFound if closed."""
    moved = {"the_case": row.case_id, "the_task": row.task_id, "the_person": row.to_id}
    if tx.run(_GIVE, {**moved, "moment": row.at, "the_version": row.version}) != 1:
        raise NotFound("task")
    tx.run(_KEEP, {each.name: getattr(row, each.name) for each in fields(HandoverRow)})


def given(tx: Tx, task: TaskRow) -> tuple[str, str] | None:
    """Return by whom (a name) and why a task was given to who has it now."""
    values = {"the_case": task.case_id, "the_task": task.id, "the_version": task.version}
    row = tx.first(_LATEST, values)
    return None if row is None else (row[1], row[0])


def loads(tx: Tx, groups: Collection[str], today: date, soon: date) -> tuple[LoadRow, ...]:
    """Return how much everybody has of these groups: in all, late, and due up to and on `soon`."""
    values = {"groups": sorted(groups), "today": today, "soon": soon}
    return read(LoadRow, tx.all(_LOADS, values))


def lines(
    tx: Tx, groups: Collection[str], whose: str, q: str, *, limit: int, offset: int
) -> tuple[TaskListRow, ...]:
    """Return open tasks of groups, the most urgent first: of everybody (""), FREE, or a person."""
    query = LINE.where(*_which(groups, whose, q)).order_by(
        NO_DUE, user_task.c.due_on, user_task.c.due_at, user_task.c.id
    )
    return read(TaskListRow, tx.all(query.limit(limit).offset(offset)))


def count(tx: Tx, groups: Collection[str], whose: str, q: str) -> int:
    """Return how many tasks `lines` would find in all."""
    return int(tx.scalar(COUNT.where(*_which(groups, whose, q))))


def chosen(tx: Tx, groups: Collection[str], task_ids: Collection[str]) -> tuple[TaskListRow, ...]:
    """Return those of these tasks that are open and of these groups, the most urgent first."""
    query = LINE.where(user_task.c.id.in_(sorted(task_ids)), *_which(groups, "", "")).order_by(
        NO_DUE, user_task.c.due_on, user_task.c.id
    )
    return read(TaskListRow, tx.all(query))


def _which(groups: Collection[str], whose: str, q: str) -> list[ColumnElement[bool]]:
    found = [user_task.c.state == "open", user_task.c.candidate_group.in_(sorted(groups))]
    if whose == FREE:
        found.append(user_task.c.assignee.is_(None))
    elif whose:
        found.append(user_task.c.assignee == whose)
    found += [
        or_(case_.c.search.like(each), user_task.c.search.like(each)) for each in like_words(q)
    ]
    return found
