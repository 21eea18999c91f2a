"""Finding records: the registers that there are, one list, and what a field offers to choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.lookups import colleagues, label
from engine.model import Actor, HistoryKind, Permission
from engine.records import COLLEAGUES, RecordType
from engine.registers.seeing import must, note, type_of
from engine.runtime import Runtime
from engine.store import record_search
from engine.store import records as rows
from engine.store.record_search import Found

PAGE_SIZE = 50
MOST_PAGES = 200
MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One register in the list of registers."""

    name: str
    title: str
    purpose: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of one register; `total` is None when there are more than were counted."""

    type: RecordType
    rows: tuple[Found, ...]
    total: int | None
    page: int
    more: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class Pick:
    """What a field offers to choose."""

    code: str
    label: str


def overview(runtime: Runtime, *, by: Actor) -> tuple[Line, ...]:
    """Return every register with how many records it has; the look is written down."""
    must(runtime, by, Permission.READ_REGISTERS)
    with runtime.store.read() as tx:
        counts = rows.counts(tx)
    note(runtime, HistoryKind.LIST_READ, by, list="registers")
    return tuple(
        Line(each.name, each.plural, each.purpose, counts.get(each.name, 0))
        for each in sorted(runtime.registers.values(), key=lambda one: one.plural)
    )


def search(
    runtime: Runtime,
    *,
    register: str,
    by: Actor,
    q: str = "",
    day: date | None = None,
    page: int = 1,
) -> Listing:
    """Return a page of the records in which every word of `q` begins a word.

    `day` asks for what they were on that day. The look is written down. Raises NotFound.
    """
    must(runtime, by, Permission.READ_REGISTERS)
    what, wanted, words = type_of(runtime, register), min(max(1, page), MOST_PAGES), q.strip()[:100]
    with runtime.store.read() as tx:
        found = record_search.search(tx, register, words, day=day, page=wanted, size=PAGE_SIZE)
    note(runtime, HistoryKind.LIST_READ, by, list="register", name=register)
    return Listing(what, found.rows, found.total, wanted, found.more, day)


def pick(runtime: Runtime, *, register: str, by: Actor, q: str) -> tuple[Pick, ...]:
    """Return what a field that looks up in this register offers for `q`. Raises NotFound.

    A list of colleagues is for whoever changes registers.
    """
    if register == COLLEAGUES:
        must(runtime, by, Permission.EDIT_REGISTERS)
        with runtime.store.read() as tx:
            people = colleagues(tx).search(q)
        note(runtime, HistoryKind.LIST_READ, by, list="people")
        return tuple(Pick(each.text, each.label) for each in people)
    must(runtime, by, Permission.READ_REGISTERS)
    type_of(runtime, register)
    with runtime.store.read() as tx:
        found = record_search.search(tx, register, q[:100], closed=False, size=MOST_OFFERED)
    note(runtime, HistoryKind.LIST_READ, by, list="register", name=register)
    return tuple(Pick(each.number, label(each.number, each.title)) for each in found.rows)
