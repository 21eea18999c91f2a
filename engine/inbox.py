"""The lists of work: open tasks of one's own, or of one's groups, and which to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine import errors
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import tasks as rows
from engine.store.rows import TaskListRow
from engine.terms import local_day

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of a task list; `due` is the legal day, `mine` tells whether the asker has it.

    `given_by` is who handed the task to the one who has it.
    """

    id: str
    name: str
    element: str
    case_number: str
    case_title: str
    case_place: str | None
    case_status: str | None
    dossier_number: str | None
    process_key: str
    group: str | None
    assignee: str | None
    assignee_id: str | None
    due: date | None
    term: str | None
    has_draft: bool
    mine: bool
    given_by: str | None = None


@dataclass(frozen=True, slots=True)
class TaskList:
    """A page of tasks: at most `PAGE_SIZE` lines, and how many there are in all."""

    lines: tuple[TaskLine, ...]
    total: int
    page: int
    pages: int


def find(  # noqa: PLR0913 - what a list can be asked
    runtime: Runtime,
    *,
    by: Actor,
    box: str = "mine",
    absent: str | None = None,
    q: str = "",
    sort: str = "due",
    page: int = 1,
) -> TaskList:
    """Return a page of open tasks: `box` "mine" (taken by the asker) or "team" (free or taken in
    the asker's groups), or with `absent` those that the asker works on in the name of this person.

    `q` searches number, title, place and task. The look is written down, in the name of both.
    Raises NotFound when the asker does not stand in for `absent` today.
    """  # noqa: D205
    actor = _for_absent(by, absent) if absent is not None else by
    box = "absent" if absent is not None else box
    besides = runtime.policy.scope(by, Permission.WORK_TASKS).groups if absent else None
    found = _page(runtime, by=actor, box=box, q=q, sort=sort, page=page, besides=besides)
    fact = Happened(HistoryKind.LIST_READ, actor, {"list": "tasks", "box": box}, {"query": q})
    with runtime.store.write("tasks.list") as tx:
        trail.log(tx, [fact], runtime.now())
    return found


def _for_absent(by: Actor, person_id: str) -> Actor:
    for each in by.stands_in:
        if each.person_id == person_id:
            return by.for_absent(each)
    raise errors.NotFound("absence")


def _page(  # noqa: PLR0913 - what a list can be asked
    runtime: Runtime,
    *,
    by: Actor,
    box: str,
    q: str = "",
    sort: str = "due",
    page: int = 1,
    besides: frozenset[str] | None = None,
) -> TaskList:
    scope = runtime.policy.scope(by, Permission.WORK_TASKS)
    wanted = max(1, page)
    with runtime.store.read() as tx:
        found = rows.inbox(
            tx,
            scope,
            mine=box == "mine",
            q=q.strip()[:100],
            sort=sort,
            limit=PAGE_SIZE,
            offset=(wanted - 1) * PAGE_SIZE,
            besides=besides,
        )
        total = rows.count_inbox(tx, scope, mine=box == "mine", q=q.strip()[:100], besides=besides)
    lines = tuple(line_of(row, by) for row in found)
    return TaskList(lines, total, wanted, max(1, -(-total // PAGE_SIZE)))


def next_of(runtime: Runtime, *, by: Actor) -> str | None:
    """Return the id of the task to do next: the most urgent one of one's own."""
    lines = _page(runtime, by=by, box="mine").lines
    return lines[0].id if lines else None


def line_of(row: TaskListRow, by: Actor) -> TaskLine:
    """Return a row of a task list as `by` sees it."""
    return TaskLine(
        id=row.id,
        name=row.name,
        element=row.element,
        case_number=row.case_number,
        case_title=row.case_title,
        case_place=row.case_place,
        case_status=row.case_status,
        dossier_number=row.dossier_number,
        process_key=row.process_key,
        group=row.candidate_group,
        assignee=row.assignee_name,
        assignee_id=row.assignee,
        due=row.due_on or _day(row.due_at),
        term=row.term,
        has_draft=row.has_draft,
        mine=row.assignee is not None and row.assignee == by.person_id,
        given_by=row.given_by,
    )


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment is not None else None
