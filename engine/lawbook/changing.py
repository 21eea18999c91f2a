"""A new row of a term under four eyes: somebody proposes it, somebody else confirms it."""

from __future__ import annotations

from datetime import date, timedelta

from engine import errors, store
from engine.access import four_eyes
from engine.errors import Problem
from engine.lawbook import clocks
from engine.lawbook.rules import foreseen, must, new_row, old_row, shown
from engine.lawbook.views import ClockLine
from engine.model import (
    Actor,
    ChangeState,
    Happened,
    HistoryKind,
    Permission,
    Term,
    Transition,
)
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import term_changes as rows
from engine.store import terms as term_rows
from engine.store.term_changes import OpenClock, TermChangeRow
from engine.terms import local_day

LONGEST = 500
MOST_DAYS = 10_000
MOST_GRACE = 30
CHECKED = 100_000  # open clocks of one term that a change looks through
SHOWN = 20


class RefusedChange(errors.InvalidInput):
    """A change that may not be; `clocks` are the first of those that forbid it."""

    code = "refused_form"

    def __init__(self, problems: list[Problem], found: tuple[ClockLine, ...] = ()) -> None:
        super().__init__(problems)
        self.clocks = found


def propose(  # noqa: PLR0913 - what a row of the law needs
    runtime: Runtime,
    *,
    key: str,
    value: int | None,
    grace_days: int | None,
    effective_on: date | None,
    rule: Transition,
    source: str,
    reason: str,
    by: Actor,
) -> str:
    """Keep a new row of the term `key` for somebody else to confirm; return the change's id.

    Raises RefusedChange when something is missing or impossible, when another change waits, and
    when the rule would shorten a running term of a citizen or let a clock be over before the
    change is there (legality A5). NotFound, NotAllowed.
    """
    must(runtime, by, Permission.EDIT_TERMS)
    today = local_day(runtime.now())
    with runtime.store.write("term_changes.propose") as tx:
        mine = [row for row in term_rows.all_terms(tx) if row.key == key]
        if not mine:
            raise errors.NotFound("term", term=key)
        newest = max(mine, key=lambda row: row.valid_from)
        problems = [
            *_missing(value, grace_days, source, reason),
            *_wrong_day(effective_on, today, newest),
        ]
        waiting = (ChangeState.PROPOSED, ChangeState.CONFIRMED)
        if any(each.key == key for each in rows.in_state(tx, *waiting)):
            problems.append(Problem("", "term_change.pending"))
        if newest.value is None:
            problems.append(Problem("value", "term_change.no_number"))
        if problems or effective_on is None or by.person_id is None:
            raise RefusedChange(problems)
        change = TermChangeRow(
            id=store.new_id(),
            key=key,
            row={"value": value, "source": source.strip(), "grace_days": grace_days},
            effective_on=effective_on,
            rule=str(rule),
            reason=reason.strip(),
            proposed_by=by.person_id,
            proposed_at=runtime.now(),
            state=str(ChangeState.PROPOSED),
        )
        _check_clocks(runtime, tx, change, mine)
        rows.add(tx, change)
        _tell(tx, HistoryKind.TERM_PROPOSED, by, change, runtime)
    return change.id


def confirm_change(runtime: Runtime, *, change_id: str, by: Actor) -> None:
    """Put a proposed row into the register; clocks follow from its effective day on.

    Raises NotAllowed when `by` proposed it, RefusedChange when it may not be (any more), NotFound,
    AlreadyDone.
    """
    must(runtime, by, Permission.CONFIRM_TERMS)
    today = local_day(runtime.now())
    with runtime.store.write("term_changes.confirm") as tx:
        change = _change(tx, change_id)
        if not four_eyes(by, [change.proposed_by]):
            raise errors.NotAllowed("term_change.four_eyes")
        if change.effective_on < today:
            raise RefusedChange([Problem("", "term_change.too_late")])
        terms = [row for row in term_rows.all_terms(tx) if row.key == change.key]
        old, new = _check_clocks(runtime, tx, change, terms)
        rows.decide(
            tx,
            change_id,
            ChangeState.PROPOSED,
            ChangeState.CONFIRMED,
            by.person_id,
            runtime.now(),
        )
        term_rows.add(tx, [new])
        rows.confirm_row(tx, new.id, by.name, today)
        term_rows.end_row(tx, old.id, change.effective_on - timedelta(days=1))
        _tell(tx, HistoryKind.TERM_CHANGED, by, change, runtime)
    clocks.carry_out(runtime)


def withdraw(runtime: Runtime, *, change_id: str, by: Actor) -> None:
    """Take a proposed change back, or refuse it; nothing of the law changed."""
    must(runtime, by, Permission.EDIT_TERMS)
    with runtime.store.write("term_changes.withdraw") as tx:
        change = _change(tx, change_id)
        rows.decide(
            tx,
            change_id,
            ChangeState.PROPOSED,
            ChangeState.WITHDRAWN,
            by.person_id,
            runtime.now(),
        )
        _tell(tx, HistoryKind.TERM_WITHDRAWN, by, change, runtime)


def _missing(value: int | None, grace_days: int | None, source: str, reason: str) -> list[Problem]:
    problems = []
    if value is None or not 0 < value <= MOST_DAYS:
        problems.append(Problem("value", "term_change.value", {"max": MOST_DAYS}))
    if grace_days is None or not 0 <= grace_days <= MOST_GRACE:
        problems.append(Problem("grace_days", "term_change.grace", {"max": MOST_GRACE}))
    for name, text in (("source", source), ("reason", reason)):
        if not text.strip():
            problems.append(Problem(name, "required"))
        elif len(text) > LONGEST:
            problems.append(Problem(name, "too_long", {"max": LONGEST}))
    return problems


def _wrong_day(effective_on: date | None, today: date, newest: Term) -> list[Problem]:
    if effective_on is None:
        return [Problem("effective_on", "required")]
    if effective_on < today:
        return [Problem("effective_on", "term_change.in_past")]
    if effective_on <= newest.valid_from:
        facts = {"day": newest.valid_from}
        return [Problem("effective_on", "term_change.before_newest", facts)]
    return []


def _check_clocks(
    runtime: Runtime, tx: store.Tx, change: TermChangeRow, terms: list[Term]
) -> tuple[Term, Term]:
    """Return the rows before and after; Raises RefusedChange when a clock forbids the rule."""
    old = old_row(terms, change)
    new = new_row(old, change)
    if change.rule != Transition.IMMEDIATE:
        return old, new
    wrong: dict[str, list[OpenClock]] = {}
    for item in rows.open_clocks(tx, change.key, change.id, most=CHECKED):
        problem = foreseen(runtime, item, new, change).problem
        if problem is not None:
            wrong.setdefault(problem, []).append(item)
    if wrong:
        problems = [Problem("rule", code, {"count": len(some)}) for code, some in wrong.items()]
        first = [item for some in wrong.values() for item in some][:SHOWN]
        raise RefusedChange(problems, shown(runtime, tx, first, new, change))
    return old, new


def _change(tx: store.Tx, change_id: str) -> TermChangeRow:
    found = rows.get(tx, change_id)
    if found is None:
        raise errors.NotFound("term_change")
    return found


def _tell(
    tx: store.Tx, kind: HistoryKind, by: Actor, change: TermChangeRow, runtime: Runtime
) -> None:
    meta = {"name": change.key, "change": change.id, "effective_on": change.effective_on}
    meta |= {"rule": change.rule, "value": change.row["value"]}
    trail.log(tx, [Happened(kind, by, meta, {"reason": change.reason})], runtime.now())
