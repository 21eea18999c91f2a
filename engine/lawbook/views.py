"""What the pages of the law show: a row, where it is used, a change and the clocks it moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.model import ChangeState, MoveState, Term, Transition


@dataclass(frozen=True, slots=True)
class Used:
    """Where a term is used: diagrams (id and name), letters, and how many clocks are open."""

    diagrams: tuple[tuple[str, str], ...] = ()
    letters: tuple[str, ...] = ()
    running: int = 0
    suspended: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A term in the list: the row that holds today, or the first to come, and its use."""

    row: Term
    confirmed: bool
    later: date | None
    used: Used


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock in a change, before and after; `problem` is the code of why it may not move.

    `total` are its days of before and after, for a clock that waits and has no last day.
    """

    clock_id: str
    number: str
    suspended: bool
    before: date | None
    after: date | None
    days: tuple[int, int]
    problem: str | None
    communicated: bool
    state: MoveState | None = None
    reason: str | None = None
    letter_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of a term: both rows, the rule, who asked and who decided, and the open clocks."""

    id: str
    key: str
    old: Term
    new: Term
    rule: Transition
    state: ChangeState
    effective_on: date
    reason: str
    proposer: str
    proposed_at: datetime
    decider: str | None
    decided_at: datetime | None
    clocks: tuple[ClockLine, ...]
    more: bool
    may_confirm: bool
    may_withdraw: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with every row that it ever had, the newest first, its use and its changes."""

    rows: tuple[Term, ...]
    current: Term
    confirmed: frozenset[str]
    used: Used
    changes: tuple[ChangeView, ...]
    may_propose: bool
    may_confirm: bool
