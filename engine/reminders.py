"""Terms that near their end: who is told, how high up, and who has seen it.

A warning is given in a transaction of the case, which looks once more at the clock: however many
workers come by, it is given once. What a clock still has to warn of, it knows itself (`warn_on`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine import errors, store
from engine.model import SYSTEM, Actor, CaseFacts, Clock, Happened, HistoryKind, Permission, Term
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import locking
from engine.store import people as people_rows
from engine.store import reminders as rows
from engine.store import terms as term_rows
from engine.store.reminders import Recipients, ReminderLine, ReminderRow
from engine.store.rows import CaseRow, Page
from engine.terms import OWNER, Notice, due_warning, local_day, next_warning, passed_on

BATCH = 100
MOST = 100  # warnings that are counted for the tab over the lists of work


@dataclass(frozen=True, slots=True)
class Reminder:
    """A line of the list: a term of a case that nears or passed its end, and who has the work."""

    line: ReminderLine
    holder: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A warning on the page of its case: which term, whom it went to, and who saw it when."""

    term: str
    day: date
    level: int
    person: str | None
    group: str | None
    seen_by: str | None
    seen_at: datetime | None


def give_due(runtime: Runtime) -> int:
    """Give every warning whose day has come, a case at a time; return how many clocks warned.

    Stopped half way, the next call goes on where this one was.
    """
    today, warned = local_day(runtime.now()), 0
    while batch := _due(runtime, today):
        for clock_id, case_id in batch:
            with runtime.store.write("reminders.give") as tx:
                warned += _give(runtime, tx, clock_id, case_id, today)
    return warned


def lapse(runtime: Runtime) -> int:
    """Put aside what nobody saw of clocks that have stopped, so that no count passes it for years.

    Return how many warnings.
    """
    with runtime.store.write("reminders.lapse") as tx:
        return rows.lapse(tx, runtime.now())


def _due(runtime: Runtime, today: date) -> tuple[tuple[str, str], ...]:
    with runtime.store.read() as tx:
        return rows.due(tx, today, BATCH)


def _give(runtime: Runtime, tx: store.Tx, clock_id: str, case_id: str, today: date) -> bool:
    """Give the warning that one clock owes; False when it owes none, or no longer."""
    case = locking.lock(tx, case_id).case
    found = rows.running(tx, case_id, clock_id)
    if found is None or found[0].warn_on is None or found[0].warn_on > today:
        return False
    clock, term = found
    notice = due_warning(clock, term, runtime.calendar, today)
    given = max(clock.warned, passed_on(clock, term, runtime.calendar, today))
    after = replace(clock, warned=given)
    warn_on = next_warning(after, term, runtime.calendar)
    term_rows.save_clocks(tx, [replace(after, warn_on=warn_on)])
    if notice is None:
        return False
    told = tuple(_told(runtime, tx, case, clock, notice))
    rows.add(tx, told)
    meta = {
        "name": term.title or term.key,
        "term": term.key,
        "clock": clock.id,
        "end": clock.end,
        "day": notice.day,
        "level": notice.level,
        "to": [each.person_id or each.candidate_group for each in told],
    }
    trail.append(tx, case.id, [Happened(HistoryKind.CLOCK_WARNED, SYSTEM, meta)], runtime.now())
    return True


def _told(
    runtime: Runtime, tx: store.Tx, case: CaseRow, clock: Clock, notice: Notice
) -> Iterator[ReminderRow]:
    """Yield a warning for the owner and for everybody above up to the level of `notice`."""
    person, group = rows.owner(tx, case.id, clock.term_key) or _last_at_work(tx, case)
    above = runtime.policy.chain(group or case.team or "")[: notice.level]
    assert clock.end is not None, "a clock that warns runs"
    row = ReminderRow(
        id="",
        case_id=case.id,
        clock_id=clock.id,
        day=notice.day,
        level=OWNER,
        end_on=clock.end,
        person_id=person,
        candidate_group=None if person else group,
        created_at=runtime.now(),
    )
    if person or group:
        yield row
    for level, each in enumerate(above, OWNER + 1):
        yield replace(row, level=level, person_id=None, candidate_group=each)


def _last_at_work(tx: store.Tx, case: CaseRow) -> tuple[str | None, str | None]:
    """Return whose case it is while nobody has a task: who worked on it last, else its team."""
    done = [each.closed_by for each in case_rows.completed_by(tx, case.id) if each.closed_by]
    return (done[-1] if done else None), case.team


def listing(
    runtime: Runtime, *, by: Actor, seen: bool = False, passed: bool = False, page: int = 1
) -> Page[Reminder]:
    """Return a page of the terms of which `by` or a group of `by` was warned and that still run.

    `seen`: also those that were put aside; `passed`: only those that are over. The look is written
    down.
    """
    scope, to = runtime.policy.scope(by, Permission.READ_CASES), _to(by)
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        found = rows.listing(tx, scope, to, seen=seen, passed=today if passed else None, page=page)
        holders = rows.holders(tx, {line.case_id for line in found.rows})
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "reminders"})
    with runtime.store.write("reminders.list") as tx:
        trail.log(tx, [fact], runtime.now())
    lines = tuple(Reminder(line, holders.get(line.case_id)) for line in found.rows)
    return Page(lines, found.total, found.number, found.size)


def count(runtime: Runtime, *, by: Actor) -> int:
    """Return how many terms warned `by` or a group of `by` and were not put aside, up to `MOST`."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    with runtime.store.read() as tx:
        return rows.count(tx, scope, _to(by), MOST)


def see(runtime: Runtime, *, reminder_id: str, by: Actor) -> None:
    """Put a warning aside as seen, with those that its clock gave before; once is enough.

    A later warning of the same clock comes back. Raises NotFound when it was not for `by`.
    """
    with runtime.store.write("reminders.see") as tx:
        found, to = rows.get(tx, reminder_id), _to(by)
        if found is None or not _is_for(runtime, tx, found, by):
            raise errors.NotFound("reminder")
        locking.lock(tx, found.case_id)
        if rows.see(tx, found.clock_id, to, runtime.now()):
            running = rows.running(tx, found.case_id, found.clock_id)
            meta = {"name": _name(running[1]) if running else None, "reminder": found.id}
            happened = Happened(HistoryKind.WARNING_SEEN, by, meta)
            trail.append(tx, found.case_id, [happened], runtime.now())


def _is_for(runtime: Runtime, tx: store.Tx, row: ReminderRow, by: Actor) -> bool:
    to = _to(by)
    persons = to.absent | {to.person_id}
    mine = row.person_id in persons if row.person_id else row.candidate_group in to.groups
    facts: CaseFacts = case_rows.facts(tx, row.case_id)
    return mine and runtime.policy.can(by, Permission.READ_CASES, facts)


def told(tx: store.Tx, case_id: str) -> tuple[Told, ...]:
    """Return the warnings of a case, the newest first; the caller has said who may look."""
    found = rows.of_case(tx, case_id)
    keys = {clock.id: _name(term) for clock, term in term_rows.clocks_of(tx, case_id)}
    people = {row.person_id for row in found} | {row.seen_by for row in found}
    names = people_rows.names(tx, people)
    return tuple(
        Told(
            term=keys.get(row.clock_id, ""),
            day=local_day(row.created_at),
            level=row.level,
            person=names.get(row.person_id or ""),
            group=row.candidate_group,
            seen_by=names.get(row.seen_by or ""),
            seen_at=row.seen_at,
        )
        for row in found
    )


def _name(term: Term) -> str:
    return term.title or term.key


def _to(by: Actor) -> Recipients:
    return Recipients(by.person_id, frozenset(a.person_id for a in by.stands_in), by.groups)
