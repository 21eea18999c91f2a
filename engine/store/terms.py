"""The register of legal terms (dated rows) and the clocks that run on cases. No calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    bindparam,
    cast,
    false,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from engine.model import Clock, ClockState, Term
from engine.store.rows import columns, read
from engine.store.tables import clock, term
from engine.store.transactions import Tx
from engine.store.upserts import Upsert

OPEN = (str(ClockState.RUNNING), str(ClockState.SUSPENDED))
"""Where a clock stands that has not stopped."""
TERM_COLUMNS = columns(term, Term)
_CLOCK_NAMES = tuple("end_on" if f.name == "end" else f.name for f in fields(Clock))
CLOCK_COLUMNS = tuple(clock.c[name] for name in _CLOCK_NAMES)
_STATE = _CLOCK_NAMES.index("state")
_ALL = select(*TERM_COLUMNS).order_by(term.c.key, term.c.valid_from)
# Two parts rather than an outer join: SQLite would go through every clock of every case for that.
_ONLY_TERMS = select(*TERM_COLUMNS, *(cast(null(), each.type) for each in CLOCK_COLUMNS))
_WITH_CLOCK = (
    select(*TERM_COLUMNS, *CLOCK_COLUMNS)
    .select_from(clock.join(term, term.c.id == clock.c.term_id))
    .where(clock.c.case_id == bindparam("the_case"))
)
_LAST = (
    select(func.max(clock.c.id))
    .where(clock.c.case_id == bindparam("the_case"))
    .group_by(clock.c.term_key)
)
_WITH_LAST_CLOCK = _WITH_CLOCK.where(clock.c.id.in_(_LAST))
_REGISTER = _ONLY_TERMS.union_all(_WITH_LAST_CLOCK)
_CLOCKS = _WITH_CLOCK.order_by(clock.c.id.desc()).limit(bindparam("most"))
_CLOCK_SAVE = Upsert(
    clock, ["case_id", "id"], [n for n in _CLOCK_NAMES if n not in {"id", "case_id"}]
)
_INSERT = insert(term)
_RETITLE = (
    update(term).where(term.c.id == bindparam("the_term")).values(title=bindparam("new_title"))
)


def all_terms(tx: Tx) -> tuple[Term, ...]:
    """Return every dated row of the register, by key and date."""
    return read(Term, tx.all(_ALL))


def for_case(
    tx: Tx, case_id: str, keys: Collection[str] | None = None
) -> tuple[tuple[Term, ...], tuple[Clock, ...]]:
    """Return the register and the last clock of each term of one case, in one statement.

    Earlier clocks of a term have stopped: no step looks at them again. With `keys` only the rows of
    these terms and those that such a clock follows: a step needs no more, and the register is long.
    """
    terms: dict[str, Term] = {}
    clocks: list[Clock] = []
    statement = _REGISTER if keys is None else _narrowed(frozenset(keys))
    for row in tx.all(statement, {"the_case": case_id}):
        if row[0] not in terms:
            terms[row[0]] = Term(*row[: len(TERM_COLUMNS)])
        if row[len(TERM_COLUMNS)] is not None:
            clocks.append(read_clock(row[len(TERM_COLUMNS) :]))
    register = sorted(terms.values(), key=lambda each: (each.key, each.valid_from))
    return tuple(register), tuple(sorted(clocks, key=lambda each: each.id))


@lru_cache(maxsize=256)
def _narrowed(keys: frozenset[str]) -> CompoundSelect[Any]:
    """Return the statement for these terms: made once per deployment, with nothing to expand."""
    wanted = or_(false(), *(term.c.key == key for key in sorted(keys)))
    return _ONLY_TERMS.where(wanted).union_all(_WITH_LAST_CLOCK)


def clocks_of(tx: Tx, case_id: str, most: int = 20) -> tuple[tuple[Clock, Term], ...]:
    """Return the last clocks of one case, oldest first, each with the row that it follows."""
    found = tx.all(_CLOCKS, {"the_case": case_id, "most": most})
    width = len(TERM_COLUMNS)
    return tuple((read_clock(row[width:]), Term(*row[:width])) for row in reversed(found))


def ends_of(tx: Tx, case_ids: Collection[str]) -> dict[tuple[str, str], date]:
    """Return the last end of the clocks of these cases, by case and key of the term."""
    query = select(clock.c.case_id, clock.c.term_key, func.max(clock.c.end_on)).where(
        clock.c.case_id.in_(case_ids), clock.c.end_on.is_not(None)
    )
    grouped = query.group_by(clock.c.case_id, clock.c.term_key)
    return {(row[0], row[1]): row[2] for row in tx.all(grouped)}


def save_clocks(tx: Tx, clocks: Sequence[Clock]) -> None:
    """Write clocks that changed; new ones are added. The caller holds the case."""
    if clocks:
        _CLOCK_SAVE.run(tx, [_clock_values(each) for each in clocks])


def add(tx: Tx, rows: Sequence[Term]) -> int:
    """Add those dated rows whose key and date are not in the register yet; return how many.

    A row that is there is never overridden: law as data changes by a new row.
    """
    known = {(row.key, row.valid_from) for row in all_terms(tx)}
    fresh = [row for row in rows if (row.key, row.valid_from) not in known]
    if fresh:
        tx.run(_INSERT, [_term_values(row) for row in fresh])
    return len(fresh)


def retitle(tx: Tx, rows: Sequence[Term]) -> int:
    """Give rows that are there the name by which they now go; a name is no law. Return how many."""
    known = {(row.key, row.valid_from): row for row in all_terms(tx)}
    changed = [
        {"the_term": there.id, "new_title": row.title}
        for row in rows
        if (there := known.get((row.key, row.valid_from))) and there.title != row.title
    ]
    if changed:
        tx.run(_RETITLE, changed)
    return len(changed)


def end_row(tx: Tx, term_id: str, valid_to: date) -> int:
    """Let a dated row end on a day; clocks that follow it go on following it."""
    return tx.run(update(term).where(term.c.id == term_id).values(valid_to=valid_to))


def read_clock(values: Sequence[Any]) -> Clock:
    """Return what was selected by `CLOCK_COLUMNS` as a clock."""
    kept = list(values)
    kept[_STATE] = ClockState(kept[_STATE])
    return Clock(*kept)


def _clock_values(each: Clock) -> dict[str, Any]:
    values = {f.name: getattr(each, f.name) for f in fields(Clock)}
    values["end_on"] = values.pop("end")
    values["state"] = str(each.state)
    return values


def _term_values(row: Term) -> Mapping[str, Any]:
    return {f.name: getattr(row, f.name) for f in fields(Term)}
