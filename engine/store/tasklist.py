"""The list of open tasks: narrowed, ordered and counted, however many there are.

A basket of at most `MOST` tasks is ordered as it is. A larger one is walked in the order of an
index until a page is full, so that what a page costs does not grow with the number of tasks, and is
not counted further than that. What narrows to few cases goes first instead: `MOST` of a procedure,
`WITH_VALUE` that have a value, for a walk that looks for a value passes many that have another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from engine.model import Scope
from engine.store.rows import TaskListRow, read
from engine.store.tables import case_, case_field, user_task
from engine.store.tasks import LINE
from engine.store.transactions import Tx
from engine.store.types import fold, like_words, number_key, sort_key

MOST = 1_000
WITH_VALUE = 5_000
_LAST = "\uffff"
_OPEN = user_task.c.state == literal_column("'open'")
_CASE = user_task.join(case_, case_.c.id == user_task.c.case_id)
_UNORDERED = (
    select(case_field.c.case_id, case_field.c.name, case_field.c.value)
    .join(case_, case_.c.id == case_field.c.case_id)
    .where(
        case_.c.state == literal_column("'running'"),
        case_field.c.sort.is_(None),
        case_field.c.value.is_not(None),
    )
    .limit(bindparam("most"))
)
_ORDER = (
    update(case_field)
    .where(
        case_field.c.case_id == bindparam("the_case"), case_field.c.name == bindparam("the_name")
    )
    .values(sort=bindparam("new_sort"))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list.

    `sort` is due, name, title or field; `begins` is how the value of `field` begins, of cases of
    the procedure `process`. `besides` is as in `tasks.inbox`.
    """

    mine: bool
    besides: frozenset[str] | None = None
    q: str = ""
    process: str = ""
    field: str = ""
    begins: str = ""
    sort: str = "due"
    descending: bool = False
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A page of tasks and how many there are, or with `more` at least.

    What is narrowed and walked is counted no further than to the task after the page.
    """

    rows: tuple[TaskListRow, ...]
    total: int
    more: bool = False
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def find(tx: Tx, scope: Scope, asked: Asked) -> Found:
    """Return a page of the open tasks within `scope`, the number of them, the fields of each case.

    `values` are tagged, by case and name of the field.
    """
    question = _Question(scope, asked, estimates=tx.postgresql)
    ids, total, more = question.ids(tx)
    rows = {row.id: row for row in read(TaskListRow, tx.all(_lines(ids)))} if ids else {}
    found = tuple(rows[each] for each in ids if each in rows)
    values = _values(tx, {row.case_id for row in found}) if asked.process else {}
    return Found(found, total, more, values)


def order(tx: Tx, most: int = MOST) -> int:
    """Order fields of running cases that are not ordered yet; return how many, `most` at once."""
    rows = tx.all(_UNORDERED, {"most": most})
    if rows:
        tx.run(
            _ORDER,
            [{"the_case": r[0], "the_name": r[1], "new_sort": sort_key(r[2])} for r in rows],
        )
    return len(rows)


def _lines(ids: Sequence[str]) -> Select[Any]:
    return LINE.where(user_task.c.id.in_(ids))


def _values(tx: Tx, case_ids: set[str]) -> dict[str, dict[str, Any]]:
    query = select(case_field.c.case_id, case_field.c.name, case_field.c.value)
    found: dict[str, dict[str, Any]] = {}
    for case_id, name, value in tx.all(query.where(case_field.c.case_id.in_(sorted(case_ids)))):
        found.setdefault(case_id, {})[name] = value
    return found


@dataclass(frozen=True, slots=True)
class _Start:
    """Cases to begin at when there are at most `few`; `having` that each has the value."""

    cases: Select[Any]
    few: int
    having: bool


class _Question:
    """One question, answered in the way that reads the fewest rows.

    A database that `estimates` by statistics what a condition leaves is told each as it is; the
    other takes the first index that fits, and is told so that only the right one does.
    """

    def __init__(self, scope: Scope, asked: Asked, *, estimates: bool) -> None:
        self.asked = asked
        self.estimates = estimates
        self.groups = sorted(scope.groups)
        self.basket = [_OPEN, _basket(scope, asked)]
        self.narrow = [*self._words(), *self._process()]
        if asked.field and asked.begins.strip():
            self.ways = _begins(asked.begins)
        else:
            self.ways = []
        self.begins: ColumnElement[bool] | None = or_(*self.ways) if self.ways else None

    def ids(self, tx: Tx) -> tuple[Sequence[str], int, bool]:
        """Return the ids of the page in their order, how many there are, and whether more."""
        basket = _count(tx, select(literal_column("1")).select_from(user_task).where(*self.basket))
        if basket <= MOST or self.asked.mine or self.asked.besides is not None:
            return self._whole(tx, self._few())
        for start in self._starts():
            if _count(tx, start.cases, start.few) <= start.few:
                return self._whole(tx, self._from_cases(start))
        walked = self._walk(tx)
        size, before = self.asked.limit, self.asked.offset
        if not self.narrow and self.begins is None:
            return walked[:size], MOST, True
        return walked[:size], before + len(walked), len(walked) > size

    def _starts(self) -> Iterator[_Start]:
        """Yield the cases that the list is narrowed to, in each of the ways.

        Fewer count as few when the field is the order too: its values are walked as they stand.
        """
        if self.ways:
            of_field = select(case_field.c.case_id).where(*self._of_field())
            few = MOST if self.asked.sort == "field" else WITH_VALUE
            parts = [of_field.where(way).limit(few + 1).subquery() for way in self.ways]
            every = union_all(*(select(part.c.case_id) for part in parts)).subquery()
            yield _Start(select(every.c.case_id), few, having=True)
        if self.asked.process:
            running = case_.c.state == literal_column("'running'")
            cases = select(case_.c.id.label("case_id")).where(
                running, case_.c.process_key == self.asked.process
            )
            by_index = cases.order_by(case_.c.sort, case_.c.id)  # whatever is estimated
            yield _Start(by_index, MOST, having=not self.ways)

    def _whole(self, tx: Tx, query: Select[Any]) -> tuple[Sequence[str], int, bool]:
        """Order all that the query finds."""
        ordered = query.order_by(*self._order(joined=True)).limit(MOST + 1)
        found = [row[0] for row in tx.all(ordered)]
        here = found[self.asked.offset : self.asked.offset + self.asked.limit]
        return here, min(len(found), MOST), len(found) > MOST

    def _few(self) -> Select[Any]:
        """Return all of a basket, with the field that it is ordered or narrowed by."""
        query = self._with_field(select(user_task.c.id)).where(*self.basket, *self.narrow)
        return query if self.begins is None else query.where(self.begins)

    def _from_cases(self, start: _Start) -> Select[Any]:
        """Return the tasks of few cases, those whose field begins so."""
        few = start.cases.limit(start.few).subquery("few")
        with_field = not start.having or self.asked.sort == "field"
        query = select(user_task.c.id)
        query = self._with_field(query) if with_field else query.select_from(_CASE)
        query = query.join(few, few.c.case_id == user_task.c.case_id)
        query = query.where(_OPEN, user_task.c.candidate_group.in_(self.groups), *self.narrow)
        return query if start.having or self.begins is None else query.where(self.begins)

    def _with_field(self, query: Select[Any]) -> Select[Any]:
        of_case = and_(
            case_field.c.case_id == user_task.c.case_id, case_field.c.name == self.asked.field
        )
        joined = _CASE.join(case_field, of_case, isouter=True) if self.asked.field else _CASE
        return query.select_from(joined)

    def _walk(self, tx: Tx) -> Sequence[str]:
        asked = self.asked
        if asked.sort == "field" and asked.field:
            return self._walk_field(tx)
        query = self._walked()
        return [row[0] for row in tx.all(query.limit(asked.limit + 1).offset(asked.offset))]

    def _walked(self) -> Select[Any]:
        """Return the tasks in the order of an index, of each group apart where it has groups."""
        conditions = [*self.narrow, *self._probe()]
        if self.asked.sort == "title":
            running = case_.c.state == literal_column("'running'")
            query = self._tasks(joined=True).where(running, _OPEN, self._in_groups())
            return query.where(*conditions).order_by(*self._order())
        keys = {"name": (user_task.c.name,)}.get(
            self.asked.sort, (user_task.c.due_on, user_task.c.due_at)
        )
        ranked = [(0, user_task.c.due_on.is_not(None)), (1, user_task.c.due_on.is_(None))]
        parts = []
        for group in self.groups:
            for rank, has in ranked if len(keys) > 1 else [(0, None)]:
                here = [user_task.c.candidate_group == group, _OPEN]
                part = self._tasks().where(*here, *conditions, *([] if has is None else [has]))
                part = part.add_columns(literal_column(str(rank)).label("rank"), *keys)
                part = part.order_by(*self._order()).limit(self.asked.limit + 1 + self.asked.offset)
                parts.append(select(part.subquery()))
        every = union_all(*parts).subquery("every")
        order = [self._way(each) for each in list(every.c)[2:]]
        return select(every.c.id).order_by(every.c.rank, *order, self._way(every.c.id))

    def _walk_field(self, tx: Tx) -> Sequence[str]:
        """Walk the values of the field; tasks of cases without one come last."""
        asked = self.asked
        valued = (
            select(user_task.c.id)
            .select_from(case_field.join(user_task, user_task.c.case_id == case_field.c.case_id))
            .where(*self._of_field(), _OPEN, self._in_groups(), *self.narrow)
        )
        if self.begins is not None:
            valued = valued.where(self.begins)
        keys = (case_field.c.sort, case_field.c.case_id, user_task.c.id)
        ordered = valued.order_by(*(self._way(each) for each in keys))
        size = asked.limit + 1
        found = [row[0] for row in tx.all(ordered.limit(size).offset(asked.offset))]
        if len(found) == size or self.begins is not None:
            return found
        before = max(0, asked.offset - _count(tx, valued)) if not found else 0
        rest = self._tasks().where(*self.basket, *self.narrow, ~self._has_field())
        rest = (
            rest.order_by(self._way(user_task.c.id)).limit(asked.limit - len(found)).offset(before)
        )
        return [*found, *(row[0] for row in tx.all(rest.limit(size - len(found))))]

    def _tasks(self, *, joined: bool = False) -> Select[Any]:
        query = select(user_task.c.id)
        return query.select_from(_CASE) if joined or self.narrow else query

    def _probe(self) -> list[ColumnElement[bool]]:
        return [] if self.begins is None else [self._has_field(self.begins)]

    def _has_field(self, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        here = case_field.c.case_id == user_task.c.case_id
        return exists(select(1).where(here, *self._of_field(), *conditions))

    def _of_field(self) -> tuple[ColumnElement[bool], ...]:
        return (case_field.c.name == self.asked.field, case_field.c.sort.is_not(None))

    def _words(self) -> list[ColumnElement[bool]]:
        case = case_.alias("with_words")
        return [
            or_(
                select(case.c.search)
                .where(case.c.id == user_task.c.case_id)
                .scalar_subquery()
                .like(each),
                user_task.c.search.like(each),
            )
            for each in like_words(self.asked.q)
        ]

    def _process(self) -> list[ColumnElement[bool]]:
        """Return the condition on the procedure: a look at each case, no table to begin at."""
        asked = self.asked.process
        case = case_.alias("of_task")
        here = case.c.id == user_task.c.case_id
        if self.estimates:
            seen: ColumnElement[bool] = exists(select(1).where(here, case.c.process_key == asked))
        else:
            seen = select(case.c.process_key).where(here).scalar_subquery() == asked
        return [seen] if asked else []

    def _in_groups(self) -> ColumnElement[bool]:
        """Return the condition on the group, whose index is not the one to walk."""
        group = user_task.c.candidate_group
        return (group if self.estimates else group.concat("")).in_(self.groups)

    def _order(self, *, joined: bool = False) -> list[Any]:
        due = (user_task.c.due_on, user_task.c.due_at, user_task.c.id)
        keys: Mapping[str, Sequence[Any]] = {
            "name": (user_task.c.name, user_task.c.id),
            "title": (case_.c.sort, case_.c.id, user_task.c.id),
            "field": (case_field.c.sort, case_field.c.case_id, user_task.c.id),
        }
        sort = self.asked.sort if self.asked.sort != "field" or self.asked.field else "due"
        found = [self._way(each) for each in keys.get(sort, due)]
        if not joined or sort in {"name", "title"}:
            return found
        empty = case_field.c.sort if sort == "field" else user_task.c.due_on
        return [empty.is_(None), *found]

    def _way(self, column: Any) -> Any:
        return column.desc() if self.asked.descending else column


def _basket(scope: Scope, asked: Asked) -> ColumnElement[bool]:
    has = user_task.c.assignee == (scope.person_id or "")
    group = user_task.c.candidate_group
    if asked.besides is not None:
        free = and_(user_task.c.assignee.is_(None), group.in_(sorted(scope.groups - asked.besides)))
        return or_(and_(has, group.in_(sorted(scope.groups))), free)
    return has if asked.mine else group.in_(sorted(scope.groups))


def _begins(typed: str) -> list[ColumnElement[bool]]:
    """Return the ways in which a field begins as `typed`; a number or a day is that one."""
    column = case_field.c.sort
    ways = [and_(column >= fold(typed), column < fold(typed) + _LAST)]
    try:
        ways.append(column == number_key(Decimal(typed.strip().replace(",", "."))))
    except InvalidOperation:
        day = f"d{typed.strip()}"
        ways.append(and_(column >= day, column < day + _LAST))
    return ways


def _count(tx: Tx, query: Select[Any], most: int | None = None) -> int:
    """Return how many rows there are, one more than `most` for all that is more."""
    limited = query.limit((MOST if most is None else most) + 1).subquery()
    return int(tx.scalar(select(func.count()).select_from(limited)))
