"""The lists of work: open tasks of one's own, or of one's groups, and which to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from engine import errors
from engine.casefile import start_schema
from engine.feel import tagged
from engine.model import Actor, Happened, HistoryKind, Permission, Value
from engine.runtime import Deployed, Runtime, form
from engine.store import deployments
from engine.store import history as trail
from engine.store import tasklist as rows
from engine.store.rows import TaskListRow
from engine.store.steps.cases import KNOWN_FIELDS
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
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the cases of a procedure that a list can show: its label, its codes as words."""

    name: str
    label: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskList:
    """A page of tasks: at most `PAGE_SIZE` lines, and how many there are in all.

    With `more` there are more than was counted. `procedures` can be asked for
    (key and title); the one that was asked for has `columns`.
    """

    lines: tuple[TaskLine, ...]
    total: int
    page: int
    pages: int
    more: bool = False
    procedures: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which tasks of a list, in which order.

    `process` is the key of a procedure; `field` one of its columns, whose value `begins` so.
    `sort` is due, title, name or field.
    """

    q: str = ""
    process: str = ""
    field: str = ""
    begins: str = ""
    sort: str = "due"
    descending: bool = False


def find(  # noqa: PLR0913 - what a list can be asked
    runtime: Runtime,
    *,
    by: Actor,
    box: str = "mine",
    absent: str | None = None,
    q: str = "",
    sort: str = "due",
    narrowed: Narrowed | None = None,
    page: int = 1,
) -> TaskList:
    """Return a page of open tasks: `box` "mine" (taken by the asker) or "team" (free or taken in
    the asker's groups), or with `absent` those that the asker works on in the name of this person.

    `q` searches number, title, place and task; `narrowed` says that, the order and more. The look
    is written down, in the name of both. Raises NotFound when the asker does not stand in for
    `absent` today.
    """  # noqa: D205
    actor = _for_absent(by, absent) if absent is not None else by
    box = "absent" if absent is not None else box
    asked = narrowed or Narrowed(q=q, sort=sort)
    besides = runtime.policy.scope(by, Permission.WORK_TASKS).groups if absent else None
    found = _page(runtime, by=actor, box=box, asked=asked, page=page, besides=besides)
    meta = {"list": "tasks", "box": box} | ({"process": asked.process} if asked.process else {})
    told = {"query": asked.q} | ({"begins": asked.begins} if asked.begins else {})
    fact = Happened(HistoryKind.LIST_READ, actor, meta, told)
    with runtime.store.write("tasks.list") as tx:
        trail.log(tx, [fact], runtime.now())
    return found


def _for_absent(by: Actor, person_id: str) -> Actor:
    for each in by.stands_in:
        if each.person_id == person_id:
            return by.for_absent(each)
    raise errors.NotFound("absence")


def _page(
    runtime: Runtime,
    *,
    by: Actor,
    box: str,
    asked: Narrowed,
    page: int = 1,
    besides: frozenset[str] | None = None,
) -> TaskList:
    scope = runtime.policy.scope(by, Permission.WORK_TASKS)
    wanted = min(max(1, page), rows.MOST // PAGE_SIZE)
    with runtime.store.read() as tx:
        newest = {row.process_key: row for row in deployments.latest(tx)}
        columns: tuple[Column, ...] = ()
        if asked.process in newest:
            columns = _columns(runtime.deployed(tx, newest[asked.process].id))
        chosen = asked.field if asked.field in {each.name for each in columns} else ""
        found = rows.find(
            tx,
            scope,
            rows.Asked(
                mine=box == "mine",
                besides=besides,
                q=asked.q.strip()[:100],
                process=asked.process if asked.process in newest else "",
                field=chosen,
                begins=asked.begins.strip()[:100],
                sort=asked.sort,
                descending=asked.descending,
                limit=PAGE_SIZE,
                offset=(wanted - 1) * PAGE_SIZE,
            ),
        )
    lines = tuple(
        replace(line_of(row, by), values=_decoded(found.values.get(row.case_id, {})))
        for row in found.rows
    )
    pages = min(rows.MOST // PAGE_SIZE, max(1, -(-found.total // PAGE_SIZE)))
    titles = tuple((key, str(row.facts.get("title", key))) for key, row in newest.items())
    return TaskList(lines, found.total, wanted, pages, found.more, titles, columns)


def _columns(deployed: Deployed) -> tuple[Column, ...]:
    """Return the search fields of the processes that start a procedure, with their labels."""
    main = str(deployed.facts.get("main", ""))
    diagram = deployed.bundle.diagrams.get(main)
    schema = start_schema(deployed, main) if diagram else None
    asked = form(schema).by_key if schema else {}
    found = []
    for each in diagram.fields if diagram else ():
        field = asked.get(each.source.source.removeprefix("=").strip())
        parts = field.label.parts if field else ()
        label = "".join(part for part in parts if isinstance(part, str)).rstrip("? ")
        words = {option.text: option.label for option in field.options} if field else {}
        if each.target not in KNOWN_FIELDS:
            found.append(Column(each.target, label or each.target.capitalize(), words))
    return tuple(found)


def _decoded(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tagged.decode(value) for name, value in values.items()}


def put_in_order(runtime: Runtime) -> int:
    """Let running cases be found in the order of their fields, where they are not yet.

    After an upgrade, and when an older version has worked meanwhile. Return how many fields.
    """
    done = 0
    while True:
        with runtime.store.write("tasks.order") as tx:
            found = rows.order(tx)
        done += found
        if not found:
            return done


def next_of(runtime: Runtime, *, by: Actor) -> str | None:
    """Return the id of the task to do next: the most urgent one of one's own."""
    lines = _page(runtime, by=by, box="mine", asked=Narrowed()).lines
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
