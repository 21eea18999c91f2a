"""A register of ours beside the CSV of a system: what stands where, and in which field it differs.

Both sides know a thing by the key of its contract; where that is empty, by our number. Everything
is read and written as it comes: neither a file nor a register is ever in memory as a whole, only
its keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from engine import registers
from engine.connectors import sheets
from engine.connectors.contracts import Native, Operation, System, systems
from engine.errors import InvalidInput, NotAllowed, NotFound, Problem
from engine.forms.identifiers import IDENTIFIERS
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission
from engine.records import RecordType
from engine.registers import LoadedLine
from engine.registers.keeping import holding
from engine.registers.sealing import values_of
from engine.runtime import Runtime
from engine.store import Tx, exchanges, record_keys
from engine.store import history as trail
from engine.store import records as rows
from engine.store.records import RecordRow
from engine.terms import local_day
from engine.wording.nl.transfer import NUMBER, REPORT

AT_ONCE = 500
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
CLOSED = "closed"


class Standing(StrEnum):
    """How one thing stands on both sides; `TWICE` stands more than once in the file."""

    EQUAL = "equal"
    DIFFERENT = "different"
    ONLY_HERE = "only_here"
    ONLY_THERE = "only_there"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same; `column` is its title."""

    column: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing: its key, our number and title where it is here, its line where it is there."""

    standing: Standing
    key: str
    number: str = ""
    title: str = ""
    row: int | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a system and the register that holds the same, as one reader may see it."""

    system: System
    operation: Operation
    native: Native
    what: RecordType
    columns: Mapping[str, str]

    @property
    def key(self) -> str:
        """Return the column by which both sides know a thing."""
        return self.native.key or NUMBER

    def cells(self, number: str, values: Mapping[str, object]) -> dict[str, str]:
        """Return a record as cells, by column."""
        told = {name: sheets.shown(values.get(self.native.field_of(name))) for name in self.columns}
        return {**told, NUMBER: number}

    def spelled(self, name: str, text: str) -> str:
        """Return a cell of theirs as we would write it."""
        found = self.what.field(self.native.field_of(name))
        if found is not None and found.check is not None:
            return IDENTIFIERS[found.check].compact(text)
        return sheets.spelled(self.operation.gives["properties"].get(name, {}), text)


@dataclass(slots=True)
class Count:
    """How many things stand how; filled while a comparison is read."""

    of: dict[Standing, int] = field(default_factory=lambda: dict.fromkeys(Standing, 0))
    strange: tuple[str, ...] = ()


def table_of(runtime: Runtime, system: str, sheet: str, by: Actor) -> Table:
    """Return a sheet by name, without what is confidential. Raises NotAllowed, NotFound."""
    if by is not SYSTEM and not runtime.policy.can(by, Permission.OPERATE):
        raise NotAllowed("permission", permission=str(Permission.OPERATE))
    found = systems(runtime).get(system)
    operation = None if found is None else found.sheets.get(sheet)
    if found is None or operation is None or operation.native is None:
        raise NotFound("connector.sheet", system=system[:60], sheet=sheet[:60])
    native, what = operation.native, registers.type_of(runtime, operation.native.register)
    readable = {each.name for each in what.open_fields}
    titles = sheets.names_of(operation.gives)
    columns = {name: title for name, title in titles.items() if native.field_of(name) in readable}
    return Table(found, operation, native, what, columns)


def export(runtime: Runtime, table: Table, by: Actor, since: date | None = None) -> Iterator[bytes]:
    """Yield a CSV of what has to stand in the system, a line at a time; the look is written down.

    With `since` only what was written from that day on. Closed records are left out.
    """
    _note(runtime, HistoryKind.LIST_READ, by, table, export=True)
    yield MARK + sheets.row_of([NUMBER, *table.columns])
    with runtime.store.read() as tx:
        for ours in _ours(runtime, tx, table):
            if ours.row.state == CLOSED or (since is not None and ours.written < since):
                continue
            yield sheets.row_of([ours.cells[name] for name in (NUMBER, *table.columns)])


def compare(
    runtime: Runtime, table: Table, file: sheets.File, by: Actor, count: Count
) -> Iterator[Compared]:
    """Yield how each thing stands: theirs in the order of the file, then what is only here.

    `count` is full when all was read. Raises InvalidInput when the file is no table, or has no
    column by which a thing is known.
    """
    names = {NUMBER: NUMBER, **table.columns}
    sheet = sheets.read(file, names)
    key = table.key if table.key in sheet.columns else NUMBER
    if key not in sheet.columns:
        raise InvalidInput([Problem("", "connector.key", {"key": names.get(table.key, NUMBER)})])
    count.strange = sheet.strange
    _note(runtime, HistoryKind.SYSTEM_COMPARED, by, table)
    return _counted(_compared(runtime, table, sheet, key), count)


def _counted(found: Iterable[Compared], count: Count) -> Iterator[Compared]:
    for each in found:
        count.of[each.standing] += 1
        yield each


def _compared(runtime: Runtime, table: Table, sheet: sheets.Sheet, key: str) -> Iterator[Compared]:
    seen: set[str] = set()
    told: set[tuple[str, str]] = set()
    with runtime.store.read() as tx:
        while chunk := list(islice(sheet.rows, AT_ONCE)):
            theirs = [(at, _known_by(table, key, cells), cells) for at, cells in chunk]
            ours = {
                (name, value): each
                for name in dict.fromkeys((key, NUMBER))
                for value, each in _with_key(runtime, tx, table, name, _of(name, theirs)).items()
            }
            for at, known, cells in theirs:
                record = ours.get(known)
                if (known[1] and known in told) or (record and record.row.number in seen):
                    yield Compared(Standing.TWICE, known[1], row=at)
                    continue
                told.add(known)
                if record is None:
                    yield Compared(Standing.ONLY_THERE, known[1], row=at)
                    continue
                seen.add(record.row.number)
                named = [name for name in sheet.columns if name not in {known[0], NUMBER}]
                yield _one(table, record, (at, known[1], cells), named)
        for each in _ours(runtime, tx, table):
            row = each.row
            if row.number not in seen and row.state != CLOSED:
                yield Compared(Standing.ONLY_HERE, each.cells[key], row.number, row.title)


def _known_by(table: Table, key: str, cells: Mapping[str, str]) -> tuple[str, str]:
    """Return by which column a line is known, and its value: our number without their key."""
    value = table.spelled(key, cells.get(key, ""))
    number = cells.get(NUMBER, "").strip()
    return (key, value) if value or not number else (NUMBER, number)


def _of(name: str, theirs: Iterable[tuple[int, tuple[str, str], Mapping[str, str]]]) -> set[str]:
    return {known[1] for _, known, _ in theirs if known[0] == name and known[1]}


@dataclass(frozen=True, slots=True)
class _Ours:
    """A record of ours as cells by column, and the day on which it was last written."""

    row: RecordRow
    cells: Mapping[str, str]
    written: date


def _one(
    table: Table, ours: _Ours, theirs: tuple[int, str, Mapping[str, str]], named: Iterable[str]
) -> Compared:
    at, key, cells = theirs
    there = {name: table.spelled(name, cells.get(name, "")) for name in named}
    found = tuple(
        Difference(table.columns[name], ours.cells[name], text)
        for name, text in there.items()
        if text != ours.cells[name]
    )
    standing = Standing.DIFFERENT if found else Standing.EQUAL
    return Compared(standing, key, ours.row.number, ours.row.title, at, found)


def _with_key(
    runtime: Runtime, tx: Tx, table: Table, key: str, values: set[str]
) -> dict[str, _Ours]:
    """Return the records that have one of these keys, by key."""
    if not values:
        return {}
    if key == NUMBER:
        found = exchanges.numbered(tx, table.what.name, values)
    else:
        own = table.native.field_of(key)
        found = record_keys.with_key(tx, table.what.name, own, values, limit=2 * AT_ONCE)
    return {each.cells[key]: each for each in _told(runtime, tx, table, found)}


def _ours(runtime: Runtime, tx: Tx, table: Table) -> Iterator[_Ours]:
    after = ""
    while found := rows.numbered(tx, table.what.name, after, AT_ONCE):
        yield from _told(runtime, tx, table, found)
        after = found[-1].number


def _told(runtime: Runtime, tx: Tx, table: Table, found: Collection[RecordRow]) -> Iterator[_Ours]:
    history = rows.versions_of(tx, [each.id for each in found]) if found else {}
    names = frozenset(table.native.field_of(name) for name in table.columns)
    for row in found:
        versions = history[row.id]
        values = values_of(runtime, holding(runtime, versions), names)
        yield _Ours(row, table.cells(row.number, values), local_day(versions[-1].at))


def report(found: Iterable[Compared], words: Mapping[Standing, str]) -> Iterator[bytes]:
    """Yield a comparison as a CSV: a line for each field that differs, else one for each thing."""
    yield MARK + sheets.row_of(REPORT)
    for each in found:
        place = "" if each.row is None else str(each.row)
        start = [words[each.standing], each.key, each.number, each.title, place]
        for one in each.differences or (Difference("", "", ""),):
            yield sheets.row_of([*start, one.column, one.here, one.there])


def load(
    runtime: Runtime, table: Table, file: sheets.File, by: Actor, *, write: bool, reason: str
) -> Iterator[LoadedLine]:
    """Yield what became of each line of theirs in our register, as `registers.load` tells it.

    Every `AT_ONCE` lines are a transaction; a line that cannot go in does not keep the others out.
    """
    sheet = sheets.read(file, {NUMBER: NUMBER, **table.columns})
    names = [each if each == NUMBER else table.native.field_of(each) for each in sheet.columns]
    while chunk := list(islice(sheet.rows, AT_ONCE)):
        lines = [[table.spelled(c, cells.get(c, "")) for c in sheet.columns] for _, cells in chunk]
        data = MARK + b"".join(sheets.row_of(each) for each in [names, *lines])
        loaded = registers.load(
            runtime,
            register=table.what.name,
            data=data,
            by=by,
            posted=registers.since_when(runtime, None, reason),
            dry_run=not write,
            all_or_nothing=False,
        )
        yield from loaded.lines


def _note(runtime: Runtime, kind: HistoryKind, by: Actor, table: Table, **meta: object) -> None:
    told = {"list": "register", "name": table.system.title, "register": table.what.name, **meta}
    with runtime.store.write("connector.compare") as tx:
        trail.log(tx, [Happened(kind, by, told)], runtime.now())
