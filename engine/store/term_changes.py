"""Changes of the law: a proposed row of a term, and what becomes of each clock. No calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, insert, or_, select, update

from engine.errors import AlreadyDone
from engine.model import ChangeState, Clock, MoveState, Term
from engine.store import terms
from engine.store.rows import columns, one, read
from engine.store.tables import case_, clock, clock_move, document, term, term_change
from engine.store.transactions import Tx
from engine.store.upserts import Upsert


@dataclass(frozen=True, slots=True)
class TermChangeRow:
    """A row of a term that somebody proposes, with its effective day and transitional rule."""

    id: str
    key: str
    row: Mapping[str, Any]
    effective_on: date
    rule: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockMoveRow:
    """What became of one clock in a change, why, and who decided it (None: the rule itself)."""

    change_id: str
    clock_id: str
    case_id: str
    state: str
    before_on: date | None
    after_on: date | None
    problem: str | None
    reason: str | None
    letter_on: date | None
    decided_by: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock that runs or waits, the row that it follows, and the case that it is on."""

    clock: Clock
    term: Term
    number: str
    move: ClockMoveRow | None = None


_CHANGE = select(*columns(term_change, TermChangeRow))
_NEWEST = (term_change.c.proposed_at.desc(), term_change.c.id.desc())
_MOVE = columns(clock_move, ClockMoveRow)
_KEEP_MOVE = Upsert(
    clock_move,
    ["change_id", "clock_id"],
    [f.name for f in fields(ClockMoveRow) if f.name not in {"change_id", "clock_id", "case_id"}],
)
_OF_THE_KEY = and_(
    term.c.key == bindparam("the_key"),
    clock.c.state.in_(terms.OPEN),
    case_.c.ended_at.is_(None),
)
_JOINED = clock.join(term, term.c.id == clock.c.term_id).join(case_, case_.c.id == clock.c.case_id)
_TAKEN = and_(
    clock_move.c.clock_id == clock.c.id, clock_move.c.change_id == bindparam("the_change")
)


def add(tx: Tx, row: TermChangeRow) -> None:
    """Keep a proposed change."""
    tx.run(insert(term_change), {f.name: getattr(row, f.name) for f in fields(TermChangeRow)})


def get(tx: Tx, change_id: str) -> TermChangeRow | None:
    """Return one change."""
    return one(TermChangeRow, tx.first(_CHANGE.where(term_change.c.id == change_id)))


def of_key(tx: Tx, key: str, most: int = 50) -> tuple[TermChangeRow, ...]:
    """Return the last changes of a term, the newest first."""
    found = _CHANGE.where(term_change.c.key == key).order_by(*_NEWEST).limit(most)
    return read(TermChangeRow, tx.all(found))


def in_state(tx: Tx, *states: ChangeState) -> tuple[TermChangeRow, ...]:
    """Return every change in one of these states, the oldest first."""
    found = _CHANGE.where(term_change.c.state.in_([str(each) for each in states]))
    return read(TermChangeRow, tx.all(found.order_by(term_change.c.id)))


def decide(
    tx: Tx, change_id: str, before: ChangeState, after: ChangeState, by: str | None, at: datetime
) -> None:
    """Bring a change to its next state; who decided is kept from the first time.

    Raises AlreadyDone when somebody was there first.
    """
    values: dict[str, Any] = {"state": str(after)}
    if by is not None:
        values |= {"decided_by": by, "decided_at": at}
    one_of = (term_change.c.id == change_id, term_change.c.state == str(before))
    if tx.run(update(term_change).where(*one_of).values(values)) != 1:
        raise AlreadyDone(change_id=change_id)


def open_clocks(  # noqa: PLR0913 - what is asked of the clocks
    tx: Tx,
    key: str,
    change_id: str,
    *,
    most: int,
    but: str | None = None,
    untouched: bool = False,
    clock_id: str | None = None,
    case_id: str | None = None,
) -> tuple[OpenClock, ...]:
    """Return clocks that run or wait on a row of `key`, with what the change did to them so far.

    `but` leaves out those that follow that row; `untouched` those that the change has dealt with.
    `clock_id` is one of them; with its `case_id` it is found by its key, without it by a walk.
    """
    joined = _JOINED.join(clock_move, _TAKEN, isouter=True)
    found = (
        select(case_.c.number, *terms.CLOCK_COLUMNS, *terms.TERM_COLUMNS, *_MOVE)
        .select_from(joined)
        .where(_OF_THE_KEY)
        .order_by(clock.c.id)
        .limit(most)
    )
    if but is not None:
        found = found.where(or_(clock.c.term_id != but, clock_move.c.change_id.is_not(None)))
    if untouched:
        found = found.where(clock_move.c.change_id.is_(None), clock.c.term_id != but)
    if clock_id is not None:
        found = found.where(clock.c.id == clock_id)
    if case_id is not None:
        found = found.where(clock.c.case_id == case_id)
    return tuple(_open(row) for row in tx.all(found, {"the_key": key, "the_change": change_id}))


def _open(row: Sequence[Any]) -> OpenClock:
    width, middle = len(terms.CLOCK_COLUMNS), len(terms.TERM_COLUMNS)
    parts = row[1 : 1 + width], row[1 + width : 1 + width + middle], row[1 + width + middle :]
    move = ClockMoveRow(*parts[2]) if parts[2][0] is not None else None
    return OpenClock(terms.read_clock(parts[0]), Term(*parts[1]), row[0], move)


def counts(tx: Tx) -> Mapping[str, Mapping[str, int]]:
    """Return how many clocks run and wait, by key of the term and state."""
    query = (
        select(term.c.key, clock.c.state, func.count())
        .select_from(_JOINED)
        .where(clock.c.state.in_(terms.OPEN), case_.c.ended_at.is_(None))
        .group_by(term.c.key, clock.c.state)
    )
    found: dict[str, dict[str, int]] = {}
    for key, state, number in tx.all(query):
        found.setdefault(key, {})[state] = number
    return found


def keep_move(tx: Tx, row: ClockMoveRow) -> None:
    """Write down what became of a clock; a later word replaces an earlier one."""
    _KEEP_MOVE.run(tx, [{f.name: getattr(row, f.name) for f in fields(ClockMoveRow)}])


def moves(tx: Tx, change_id: str, most: int) -> tuple[tuple[str, ClockMoveRow], ...]:
    """Return what became of the clocks of a change, each with the number of its case."""
    both = clock_move.join(case_, case_.c.id == clock_move.c.case_id)
    query = (
        select(case_.c.number, *_MOVE)
        .select_from(both)
        .where(clock_move.c.change_id == change_id)
        .order_by(clock_move.c.clock_id)
        .limit(most)
    )
    return tuple((row[0], ClockMoveRow(*row[1:])) for row in tx.all(query))


def waiting_moves(tx: Tx, change_id: str) -> int:
    """Return how many clocks of a change still wait for their letter."""
    waits = (clock_move.c.change_id == change_id, clock_move.c.state == str(MoveState.LETTER))
    return int(tx.scalar(select(func.count()).select_from(clock_move).where(*waits)))


def letters_of(tx: Tx, case_ids: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the hashes of the templates from which letters of these cases were made."""
    wanted = (document.c.case_id.in_(list(case_ids)), document.c.template_hash.is_not(None))
    found: dict[str, set[str]] = {}
    for case_id, digest in tx.all(
        select(document.c.case_id, document.c.template_hash).where(*wanted)
    ):
        found.setdefault(case_id, set()).add(digest)
    return {case_id: frozenset(digests) for case_id, digests in found.items()}


def confirm_row(tx: Tx, term_id: str, by: str, on: date) -> None:
    """Write down who confirmed a row of the register, once. Raises AlreadyDone."""
    one_of = (term.c.id == term_id, term.c.confirmed_by.is_(None))
    if tx.run(update(term).where(*one_of).values(confirmed_by=by, confirmed_on=on)) != 1:
        raise AlreadyDone(term_id=term_id)


def anything_pending(tx: Tx, today: date) -> bool:
    """Say whether a confirmed change is due that has not been carried out."""
    due = (term_change.c.state == str(ChangeState.CONFIRMED), term_change.c.effective_on <= today)
    return bool(tx.scalar(select(exists().where(*due))))
