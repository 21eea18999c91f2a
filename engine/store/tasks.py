"""User tasks: the lists of work, and taking, returning and drafting one.

Whoever changes a task first locks its case (`locking.lock_for_task`): the case is always locked
before the task, so that nobody waits in a circle. Completing is `steps.record`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, update

from engine.errors import AlreadyClaimed, NotAllowed, Stale
from engine.model import Scope
from engine.store import pages, scopes
from engine.store.rows import Page, TaskListRow, TaskRow, columns, read
from engine.store.tables import case_, dossier, handover, person, user_task
from engine.store.transactions import Tx
from engine.store.types import like_words

_THIS = (
    user_task.c.case_id == bindparam("the_case"),
    user_task.c.id == bindparam("the_task"),
    user_task.c.state == "open",
)
_CLAIM = (
    update(user_task)
    .where(
        *_THIS,
        or_(user_task.c.assignee.is_(None), user_task.c.assignee == bindparam("the_person")),
    )
    .values(
        assignee=bindparam("the_person"),
        claimed_at=bindparam("at", type_=user_task.c.claimed_at.type),
        version=user_task.c.version + 1,
    )
)
_RELEASE = (
    update(user_task)
    .where(*_THIS, user_task.c.assignee == bindparam("the_person"))
    .values(assignee=None, claimed_at=None, version=user_task.c.version + 1)
)
_DRAFT = (
    update(user_task)
    .where(
        *_THIS,
        user_task.c.draft_version == bindparam("seen"),
    )
    .values(
        draft=bindparam("new_draft", type_=user_task.c.draft.type),
        draft_version=user_task.c.draft_version + 1,
    )
)
_TASKS = select(*columns(user_task, TaskRow))
_OF_CASE = _TASKS.where(user_task.c.case_id == bindparam("the_case")).order_by(
    user_task.c.opened_at, user_task.c.id
)
_ASSIGNEE = (
    select(person.c.name)
    .join(user_task, user_task.c.assignee == person.c.id)
    .where(user_task.c.id == bindparam("the_task"))
)
_GIVER = person.alias("giver")
_GIVEN = and_(
    handover.c.case_id == user_task.c.case_id,
    handover.c.task_id == user_task.c.id,
    handover.c.version == user_task.c.version,
)
LINE: Select[Any] = select(
    *(user_task.c[n] for n in ("id", "case_id", "element", "name", "candidate_group", "assignee")),
    person.c.name,
    *(user_task.c[n] for n in ("due_on", "due_at", "term")),
    user_task.c.draft.is_not(None),
    user_task.c.opened_at,
    *(case_.c[n] for n in ("number", "title", "place", "team", "status", "process_key")),
    dossier.c.number,
    _GIVER.c.name,
).select_from(
    user_task.join(case_, case_.c.id == user_task.c.case_id)
    .join(person, person.c.id == user_task.c.assignee, isouter=True)
    .join(dossier, dossier.c.id == case_.c.dossier_id, isouter=True)
    .join(handover, _GIVEN, isouter=True)
    .join(_GIVER, _GIVER.c.id == handover.c.by_id, isouter=True)
)
COUNT = select(func.count()).select_from(user_task.join(case_, case_.c.id == user_task.c.case_id))
NO_DUE = user_task.c.due_on.is_(None)
_SORTS: Mapping[str, tuple[Any, ...]] = {
    "due": (NO_DUE, user_task.c.due_on, user_task.c.due_at, user_task.c.id),
    "newest": (user_task.c.opened_at.desc(), user_task.c.id.desc()),
    "oldest": (user_task.c.opened_at, user_task.c.id),
    "case": (case_.c.number, user_task.c.id),
    "title": (case_.c.sort, user_task.c.id),
    "name": (user_task.c.name, user_task.c.id),
}


def inbox(  # noqa: PLR0913 - what a list can be asked
    tx: Tx,
    scope: Scope,
    *,
    mine: bool,
    q: str = "",
    sort: str = "due",
    limit: int = 50,
    offset: int = 0,
    besides: frozenset[str] | None = None,
) -> tuple[TaskListRow, ...]:
    """Return open tasks: one's own (`mine`), or all of one's groups, free or taken.

    With `besides` the scope is that of who is away: of its groups, the tasks that person has and
    the free ones, but for the free ones of the groups `besides`, which are the asker's own.
    `q` finds tasks in which each of its words begins a word of the case's number, title or place,
    or of the task's name. An unknown `sort` (due, newest, oldest, case, title, name) means due.
    """
    query = (
        LINE.where(*_conditions(scope, q, mine=mine, besides=besides))
        .order_by(*_SORTS.get(sort, _SORTS["due"]))
        .limit(limit)
        .offset(offset)
    )
    return read(TaskListRow, tx.all(query))


def count_inbox(
    tx: Tx, scope: Scope, *, mine: bool, q: str = "", besides: frozenset[str] | None = None
) -> int:
    """Return how many tasks `inbox` would find in all."""
    return int(tx.scalar(COUNT.where(*_conditions(scope, q, mine=mine, besides=besides))))


def _conditions(
    scope: Scope, q: str, *, mine: bool, besides: frozenset[str] | None
) -> list[ColumnElement[bool]]:
    has = user_task.c.assignee == (scope.person_id or "")
    group = user_task.c.candidate_group
    if besides is not None:
        free = and_(user_task.c.assignee.is_(None), group.in_(sorted(scope.groups - besides)))
        basket = or_(and_(has, group.in_(sorted(scope.groups))), free)
    elif mine:
        basket = has
    else:
        basket = group.in_(sorted(scope.groups))
    words = [
        or_(case_.c.search.like(each), user_task.c.search.like(each)) for each in like_words(q)
    ]
    return [user_task.c.state == "open", basket, *words]


def workable(tx: Tx, scope: Scope, task_id: str) -> bool:
    """Tell whether a task is open and one's own, or free in one's groups."""
    query = select(user_task.c.id).where(user_task.c.id == task_id, scopes.workable_task(scope))
    return tx.first(query) is not None


def of_case(tx: Tx, case_id: str) -> tuple[TaskRow, ...]:
    """Return every task of a case, the oldest first."""
    return read(TaskRow, tx.all(_OF_CASE, {"the_case": case_id}))


def open_of_case(tx: Tx, case_id: str, number: int = 1) -> Page[TaskRow]:
    """Return a page of the open tasks of a case, the most urgent first."""
    query = _TASKS.where(user_task.c.case_id == case_id, user_task.c.state == "open")
    return pages.page(tx, TaskRow, query.order_by(*_SORTS["due"]), number)


def closed_of_case(tx: Tx, case_id: str, number: int = 1) -> Page[TaskRow]:
    """Return a page of the tasks of a case that are no longer open, the newest first."""
    query = _TASKS.where(user_task.c.case_id == case_id, user_task.c.state != "open")
    return pages.page(tx, TaskRow, query.order_by(user_task.c.id.desc()), number)


def assignee_name(tx: Tx, task_id: str) -> str | None:
    """Return the name of the person who has taken a task."""
    name: str | None = tx.scalar(_ASSIGNEE, {"the_task": task_id})
    return name


def claim(tx: Tx, case_id: str, task_id: str, person_id: str, at: datetime) -> None:
    """Give an open, free task to a person; taking one's own again changes nothing that matters.

    Raises AlreadyClaimed (fact `assignee`: a name) when somebody else has it or it is closed.
    """
    values = {"the_case": case_id, "the_task": task_id, "the_person": person_id, "at": at}
    if tx.run(_CLAIM, values) != 1:
        raise AlreadyClaimed(assignee=assignee_name(tx, task_id))


def release(tx: Tx, case_id: str, task_id: str, person_id: str) -> None:
    """Give an open task back to its group; the draft stays. Raises NotAllowed if not one's own."""
    values = {"the_case": case_id, "the_task": task_id, "the_person": person_id}
    if tx.run(_RELEASE, values) != 1:
        raise NotAllowed("not_your_task")


def save_draft(tx: Tx, case_id: str, task_id: str, draft: Mapping[str, Any], seen: int) -> int:
    """Keep what was typed in an open task; return the new draft version.

    Raises Stale when the draft is no longer the `seen` one, or the task is closed.
    """
    values = {"the_case": case_id, "the_task": task_id, "seen": seen, "new_draft": draft}
    if tx.run(_DRAFT, values) != 1:
        raise Stale(seen=seen)
    return seen + 1
