"""What the verbs of code lists give back. No queries, no rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from engine.model import ChangeState, Code, CodeAct


@dataclass(frozen=True, slots=True)
class Used:
    """Where a list is used, in what is in force today.

    `forms` and `tables` are (procedure, name); `registers` (name, title, title of the field).
    """

    forms: tuple[tuple[str, str], ...] = ()
    registers: tuple[tuple[str, str, str], ...] = ()
    tables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A list among the lists; `count` codes may be chosen today, `waiting` changes wait."""

    name: str
    title: str
    source: str
    count: int
    waiting: int
    used: Used


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of one code, with its people; `before` is the row that holds until then."""

    id: str
    list_name: str
    list_title: str
    code: str
    act: CodeAct
    before: Code | None
    label: str
    weight: int | None
    effective_on: date
    source: str
    reason: str
    state: ChangeState
    proposer: str
    proposed_at: datetime
    decider: str | None
    decided_at: datetime | None
    may_confirm: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One list: a page of its rows, where it is used, and its changes.

    `weighs` says that its codes have a weight; `stands` are the codes that have no last day,
    `pending` those with a change that waits.
    """

    name: str
    title: str
    source: str
    rows: tuple[Code, ...]
    page: int
    pages: int
    total: int
    weighs: bool
    used: Used
    changes: tuple[ChangeView, ...]
    stands: frozenset[str] = field(default_factory=frozenset)
    pending: frozenset[str] = field(default_factory=frozenset)
    may_propose: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody needs who proposes a change: the list, and the last row of the code."""

    name: str
    title: str
    weighs: bool
    row: Code | None
