"""Clocks that are to warn, the warnings that were given, and who saw them. No calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from engine.model import Clock, Scope, Term
from engine.store import pages, scopes, terms
from engine.store.ids import new_id
from engine.store.rows import Page, columns, read
from engine.store.tables import case_, clock, person, reminder, term, user_task
from engine.store.transactions import Tx


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One warning of a clock for one person or group; `level` is how high up it went.

    `seen_at` without `seen_by`: its clock stopped before anybody had seen it.
    """

    id: str
    case_id: str
    clock_id: str
    day: date
    level: int
    end_on: date
    person_id: str | None
    candidate_group: str | None
    created_at: datetime
    seen_by: str | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A warning in a list: of which term, of which case, and how its clock stands now."""

    id: str
    clock_id: str
    level: int
    created_at: datetime
    seen_by: str | None
    end_on: date
    term_key: str
    title: str | None
    carrier: str
    case_id: str
    number: str
    case_title: str
    place: str | None


@dataclass(frozen=True, slots=True)
class Recipients:
    """For whom a list is: a person, those this person stands in for, and the person's groups."""

    person_id: str | None
    absent: frozenset[str]
    groups: frozenset[str]


_RUNS = (clock.c.state == "running", case_.c.ended_at.is_(None))
_STILL_RUNS = (clock.c.state.concat("") == "running", _RUNS[1])
"""As `_RUNS`, of the clock of a warning: nothing to begin at, for many clocks run."""
_CLOCK = and_(clock.c.case_id == reminder.c.case_id, clock.c.id == reminder.c.clock_id)
_JOINED = clock.join(case_, case_.c.id == clock.c.case_id)
_DUE = (
    select(clock.c.id, clock.c.case_id)
    .select_from(_JOINED)
    .where(*_RUNS, clock.c.warn_on <= bindparam("today"))
    .order_by(clock.c.warn_on, clock.c.id)
    .limit(bindparam("most"))
)
_ONE = (
    select(*terms.TERM_COLUMNS, *terms.CLOCK_COLUMNS)
    .select_from(_JOINED.join(term, term.c.id == clock.c.term_id))
    .where(clock.c.case_id == bindparam("the_case"), clock.c.id == bindparam("the_clock"), *_RUNS)
)
_OPEN_TASKS = (
    select(user_task.c.assignee, user_task.c.candidate_group, user_task.c.term)
    .where(user_task.c.case_id == bindparam("the_case"), user_task.c.state == "open")
    .order_by(user_task.c.due_on.is_(None), user_task.c.due_on, user_task.c.id)
)
_HOLDERS = (
    select(user_task.c.case_id, user_task.c.term, person.c.name)
    .join(person, person.c.id == user_task.c.assignee)
    .where(user_task.c.state == "open")
    .order_by(user_task.c.due_on.is_(None).desc(), user_task.c.due_on.desc(), user_task.c.id)
)
_LINE: Select[Any] = select(
    *(reminder.c[n] for n in ("id", "clock_id", "level", "created_at")),
    person.c.name,
    clock.c.end_on,
    clock.c.term_key,
    *(term.c[n] for n in ("title", "carrier")),
    *(case_.c[n] for n in ("id", "number", "title", "place")),
).select_from(
    reminder.join(clock, _CLOCK)
    .join(term, term.c.id == clock.c.term_id)
    .join(case_, case_.c.id == reminder.c.case_id)
    .join(person, person.c.id == reminder.c.seen_by, isouter=True)
)
_OF_CASE = (
    select(*columns(reminder, ReminderRow))
    .where(reminder.c.case_id == bindparam("the_case"))
    .order_by(reminder.c.id.desc())
    .limit(bindparam("most"))
)
_LAPSE = (
    update(reminder)
    .where(
        reminder.c.seen_at.is_(None),
        exists(select(1).where(_CLOCK, clock.c.state.not_in(terms.OPEN))),
    )
    .values(seen_at=bindparam("at"))
)


def due(tx: Tx, today: date, most: int) -> tuple[tuple[str, str], ...]:
    """Return id and case of the clocks whose next warning has come, the longest due first."""
    found = tx.all(_DUE, {"today": today, "most": most})
    return tuple((row[0], row[1]) for row in found)


def running(tx: Tx, case_id: str, clock_id: str) -> tuple[Clock, Term] | None:
    """Return a clock that runs on a case that has not ended, with the row that it follows."""
    row = tx.first(_ONE, {"the_case": case_id, "the_clock": clock_id})
    if row is None:
        return None
    width = len(terms.TERM_COLUMNS)
    return terms.read_clock(row[width:]), Term(*row[:width])


def owner(tx: Tx, case_id: str, term_key: str) -> tuple[str | None, str | None] | None:
    """Return person and group of the open task of a term, else of the most urgent open task."""
    rows = tx.all(_OPEN_TASKS, {"the_case": case_id})
    rows = [row for row in rows if row[2] == term_key] or list(rows)
    return (rows[0][0], rows[0][1]) if rows else None


def add(tx: Tx, rows: Iterable[ReminderRow]) -> None:
    """Keep warnings that are given now; the caller holds the case."""
    values = [{f.name: getattr(row, f.name) for f in fields(ReminderRow)} for row in rows]
    if values:
        tx.run(insert(reminder), [{**each, "id": new_id()} for each in values])


def listing(
    tx: Tx, scope: Scope, to: Recipients, *, seen: bool, passed: date | None, page: int = 1
) -> Page[ReminderLine]:
    """Return a page of the clocks that run and warned `to`, each once, the first to end first.

    `seen`: also those that somebody put aside; `passed`: only clocks that ended before that day.
    """
    unseen = [] if seen else [reminder.c.seen_at.is_(None)]
    to_them = [select(reminder.c.id).where(way, *unseen) for way in _addressed(to, reminder)]
    mine = reminder.c.id.in_(union_all(*to_them))
    query = _LINE.where(mine, _is_last(to), *_STILL_RUNS, scopes.readable_case(scope))
    if passed is not None:
        query = query.where(clock.c.end_on < passed)
    return pages.page(tx, ReminderLine, query.order_by(clock.c.end_on, clock.c.id), page)


def count(tx: Tx, scope: Scope, to: Recipients, most: int) -> int:
    """Return how many clocks warned `to` and are not put aside, no further than `most`."""
    last = (reminder.c.seen_at.is_(None), _is_last(to), *_STILL_RUNS)
    here = (*last, scopes.readable_case(scope, each=True))
    joined = select(reminder.c.id).select_from(
        reminder.join(clock, _CLOCK).join(case_, case_.c.id == reminder.c.case_id)
    )
    parts = [joined.where(way, *here).limit(most).subquery() for way in _addressed(to, reminder)]
    every = union_all(*(select(part) for part in parts)).subquery()
    return min(most, int(tx.scalar(select(func.count()).select_from(every))))


def _is_last(to: Recipients) -> ColumnElement[bool]:
    """Return the condition that a clock warned `to` of nothing since."""
    newer = reminder.alias("newer")
    return ~exists(
        select(1).where(
            newer.c.clock_id == reminder.c.clock_id,
            newer.c.id > reminder.c.id,
            or_(*_addressed(to, newer)),
        )
    )


def _addressed(to: Recipients, warnings: FromClause) -> tuple[ColumnElement[bool], ...]:
    """Return the two ways in which a warning is for `to`; none is both."""
    return (
        warnings.c.person_id.in_(sorted(to.absent | {to.person_id or ""})),
        warnings.c.candidate_group.in_(sorted(to.groups)),
    )


def holders(tx: Tx, case_ids: Collection[str]) -> Mapping[str, str]:
    """Return who has the most urgent task of each of these cases, by name."""
    rows = tx.all(_HOLDERS.where(user_task.c.case_id.in_(sorted(case_ids))))
    return {row[0]: row[2] for row in rows}


def of_case(tx: Tx, case_id: str, most: int = 50) -> tuple[ReminderRow, ...]:
    """Return the last warnings of a case, the newest first."""
    return read(ReminderRow, tx.all(_OF_CASE, {"the_case": case_id, "most": most}))


def get(tx: Tx, reminder_id: str) -> ReminderRow | None:
    """Return one warning."""
    found = tx.first(select(*columns(reminder, ReminderRow)).where(reminder.c.id == reminder_id))
    return None if found is None else ReminderRow(*found)


def see(tx: Tx, clock_id: str, to: Recipients, at: datetime) -> int:
    """Put aside what a clock has warned `to` of by now; return how many warnings that were."""
    query = update(reminder).where(
        reminder.c.clock_id == clock_id,
        reminder.c.seen_at.is_(None),
        or_(*_addressed(to, reminder)),
    )
    return tx.run(query.values(seen_by=to.person_id, seen_at=at))


def lapse(tx: Tx, at: datetime) -> int:
    """Put aside what nobody saw of clocks that have stopped; return how many warnings."""
    return tx.run(_LAPSE, {"at": at})
