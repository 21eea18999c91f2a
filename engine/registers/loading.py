"""Records loaded from a CSV: each line is added, changes a record, is known already, or is refused.

A line is about the record whose number it names, else about the one that has its unique value. What
the file says already is not written again, so the same file may be read any number of times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import errors, forms, records, store
from engine.errors import Problem
from engine.lookups import offered
from engine.model import SYSTEM, Actor, HistoryKind, Permission, Value
from engine.records import ABOUT, FieldKind, FieldType, RecordType
from engine.registers import sheets
from engine.registers.asking import Posted, looked_up, why_of
from engine.registers.comparing import Double, doubles_of
from engine.registers.keeping import Why, begin, go_on, holding, to_change
from engine.registers.sealing import mark, values_of
from engine.registers.seeing import must, note, type_of
from engine.runtime import Runtime, form
from engine.store import record_keys
from engine.store import records as rows
from engine.store.records import RecordRow
from engine.terms import local_day
from engine.wording.nl import transfer as words

MOST_LINES = 5_000
MOST_CHARACTERS = 5_000_000
ADDED, CHANGED, KNOWN, DOUBLE, REFUSED = "added", "changed", "known", "double", "refused"


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """What became, or would become, of one line; `row` is its place in the file.

    `doubles` are records that it may be the same as; then it is not added unless that is asked.
    """

    row: int
    outcome: str
    title: str = ""
    number: str = ""
    problems: tuple[Problem, ...] = ()
    doubles: tuple[Double, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """Every line in the order of the file; `written` is False when nothing was kept."""

    lines: tuple[LoadedLine, ...]
    written: bool

    def count(self, outcome: str) -> int:
        """Return how many lines had this outcome."""
        return sum(1 for line in self.lines if line.outcome == outcome)


def since_when(runtime: Runtime, since: date | None, reason: str) -> dict[str, str]:
    """Return what is posted to `load` by who has no form: since a day (today), and why."""
    day = since or local_day(runtime.now())
    return {f"{ABOUT}.valid_from": f"{day:%d/%m/%Y}", f"{ABOUT}.reason": reason}


def columns(runtime: Runtime, *, register: str, by: Actor) -> tuple[tuple[str, str], ...]:
    """Return the columns that `by` may load: name and title. Raises NotAllowed, NotFound."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    names = _writable(what, by)
    return tuple((each.name, each.title) for each in what.fields if each.name in names)


def _writable(what: RecordType, by: Actor) -> frozenset[str]:
    """Return the fields that `by` may load: who has a terminal, all of them."""
    return frozenset(each.name for each in what.fields) if by is SYSTEM else what.readable(by)


class _Undone(Exception):
    """Nothing is kept of what was tried."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A line as the form of its type reads it: clean values of the cells that hold something."""

    row: int
    number: str
    why: Why | None
    values: Mapping[str, Value]
    problems: tuple[Problem, ...]


def load(  # noqa: PLR0913 - a file, and what is to be done with it
    runtime: Runtime,
    *,
    register: str,
    data: bytes,
    by: Actor,
    posted: Posted,
    dry_run: bool = True,
    all_or_nothing: bool = True,
    confirmed: bool = False,
    most: int = MOST_LINES,
) -> Load:
    """Load the records of a CSV and return what became of every line.

    Columns are named by field (or its title); `nummer` names a record, `geldig_vanaf` and `reden`
    say since when and why where `posted` does not suit. An empty cell leaves what is there. A dry
    run keeps nothing; with `all_or_nothing` neither does a file in which a line cannot go in. What
    may be a double is added only when `confirmed`. What is only tried is written down as a look.

    Raises NotAllowed, NotFound, InvalidInput when the file as a whole cannot be read.
    """
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    table = sheets.rows_of(sheets.text_of(data), most=most, longest=MOST_CHARACTERS)
    reading = _Reading(runtime, what, by, table[0][1], posted)
    checked = [reading.line(at, row) for at, row in table[1:]]
    lines: list[LoadedLine] = []
    try:
        with runtime.store.write("records.load") as tx:
            writing = _Writing(runtime, tx, what, by, confirmed=confirmed)
            lines += [writing.line(each) for each in checked]
            stuck = any(each.outcome in {DOUBLE, REFUSED} for each in lines)
            _keep_unless(undone=dry_run or (all_or_nothing and stuck))
    except _Undone:
        note(runtime, HistoryKind.LIST_READ, by, list="register", name=register)
        return Load(tuple(lines), written=False)
    return Load(tuple(lines), written=True)


def _keep_unless(*, undone: bool) -> None:
    if undone:
        raise _Undone


class _Reading:
    """Reads lines as the form of a type does. Nothing of the database but what is looked up."""

    def __init__(
        self,
        runtime: Runtime,
        what: RecordType,
        by: Actor,
        head: Sequence[str],
        posted: Posted,
    ) -> None:
        self.runtime, self.what, self.posted = runtime, what, posted
        names = _writable(what, by)
        self.form = form(records.schema_of(what, names))
        self.columns = _columns(what, names, head)

    def line(self, at: int, row: Sequence[str]) -> _Checked:
        """Return what a line says, or what is wrong with it."""
        cells = [sheets.plain(each) for each in row]
        if len(cells) != len(self.columns):
            return _Checked(at, "", None, {}, (Problem("", "transfer.width"),))
        given = {name: cell for name, cell in zip(self.columns, cells, strict=True) if cell}
        number = given.pop(words.NUMBER, "")
        about = dict(self.posted)
        for name, place in ((words.SINCE, "valid_from"), (words.WHY, "reason")):
            if name in given:
                about[f"{ABOUT}.{place}"] = _typed_day(given.pop(name))
        try:
            typed = {name: self._typed(name, cell) for name, cell in given.items()}
        except errors.InvalidInput as refused:
            return _Checked(at, number, None, {}, refused.problems)
        sent = {**{name: text for name, text in typed.items() if text is not None}, **about}
        return self._read(at, number, sent, set(given))

    def _read(self, at: int, number: str, sent: Posted, given: set[str]) -> _Checked:
        offers = forms.Offers(offered(self.runtime, looked_up(self.form), sent, kept=sent))
        now = self.runtime.now()
        found = forms.validate(self.form, sent, {}, "fields", now, offers)
        clean = dict(found.clean)
        dated = clean.pop(ABOUT, None)
        problems = list(found.problems)
        why = None
        if isinstance(dated, dict) and not any(each.field.startswith(ABOUT) for each in problems):
            why = why_of(dated)
        values = {name: value for name, value in clean.items() if name in given}
        return _Checked(at, number, why, values, tuple(problems))

    def _typed(self, name: str, cell: str) -> str | None:
        """Return a cell as it would be typed in the form; None for a box that is not ticked."""
        one = self.what.field(name)
        assert one is not None, "a column is a field"
        if one.kind is FieldKind.DAY:
            return _typed_day(cell)
        if one.kind is FieldKind.YES_NO:
            known = {
                "ja": "true",
                "true": "true",
                "1": "true",
                "nee": None,
                "false": None,
                "0": None,
            }
            if cell.casefold() not in known:
                facts = {"name": one.title, "kind": words.KINDS["yes_no"], "text": cell[:60]}
                raise errors.InvalidInput([Problem(name, "transfer.value", facts)])
            return known[cell.casefold()]
        if one.kind is FieldKind.CHOICE:
            return self._codes(one).get(cell.casefold(), cell)
        return cell

    def _codes(self, one: FieldType) -> dict[str, str]:
        """Return the code of each label of a choice."""
        if one.choices:
            return {label.casefold(): code for code, label in one.choices.items()}
        known = self.runtime.lists.get(one.code_list or "")
        codes = known.by_text.values() if known else ()
        return {each.label.casefold(): each.text for each in codes}


class _Writing:
    """Writes lines that were read, in one transaction."""

    def __init__(
        self, runtime: Runtime, tx: store.Tx, what: RecordType, by: Actor, *, confirmed: bool
    ) -> None:
        self.runtime, self.tx, self.what, self.by = runtime, tx, what, by
        self.confirmed = confirmed
        self.today = local_day(runtime.now())

    def line(self, line: _Checked) -> LoadedLine:
        """Write a line, or say why not."""
        title = records.title_of(self.what, line.values, self.runtime.lists)
        try:
            row = self._meant(line)
            if row is None:
                return self._add(line, title)
            return self._change(line, row)
        except errors.InvalidInput as refused:
            return LoadedLine(line.row, REFUSED, title, line.number, refused.problems)
        except (errors.NotFound, errors.Conflict) as fault:
            facts = {key: str(value) for key, value in fault.facts.items()}
            problem = Problem(words.NUMBER, fault.code, facts)
            return LoadedLine(line.row, REFUSED, title, line.number, (problem,))

    def _meant(self, line: _Checked) -> RecordRow | None:
        """Return the record that a line is about, None when it adds one. Raises as `find`."""
        if line.number:
            return to_change(self.tx, self.what.name, line.number)
        for one in self.what.fields:
            value = line.values.get(one.name)
            if one.unique and isinstance(value, str):
                key = mark(self.runtime, self.what, one.name, value)
                for row in record_keys.with_key(self.tx, self.what.name, one.name, [key]):
                    return row
        return None

    def _add(self, line: _Checked, title: str) -> LoadedLine:
        if line.problems or line.why is None:
            raise errors.InvalidInput(line.problems)
        doubles = doubles_of(self.runtime, self.tx, self.what, line.values)
        alike = {each.id for each in doubles} | {each.id for each in self._titled(title)}
        for row_id in alike:
            row = rows.get(self.tx, row_id)
            if row is not None and self._says(row, line.why.valid_from, line.values):
                return LoadedLine(line.row, KNOWN, title, row.number)
        if doubles and not self.confirmed:
            return LoadedLine(line.row, DOUBLE, title, doubles=doubles)
        made = begin(self.runtime, self.tx, self.what, line.values, line.why, self.by)
        return LoadedLine(line.row, ADDED, title or made.number, made.number, doubles=doubles)

    def _change(self, line: _Checked, row: RecordRow) -> LoadedLine:
        problems = tuple(each for each in line.problems if not self._stays(each, line))
        if problems or line.why is None:
            raise errors.InvalidInput(problems)
        if self._says(row, line.why.valid_from, line.values):
            return LoadedLine(line.row, KNOWN, row.title, row.number)
        go_on(self.runtime, self.tx, self.what, row, line.values, line.why, self.by)
        return LoadedLine(line.row, CHANGED, row.title, row.number)

    @staticmethod
    def _stays(problem: Problem, line: _Checked) -> bool:
        """Tell whether a field is only missing, so that what is there stays."""
        return problem.code == "required" and problem.field not in line.values

    def _titled(self, title: str) -> Iterator[RecordRow]:
        yield from rows.titled(self.tx, self.what.name, title) if title else ()

    def _says(self, row: RecordRow, day: date, values: Mapping[str, Value]) -> bool:
        """Tell whether a record says all this already on a day."""
        history = rows.versions(self.tx, row.id)
        holds = rows.in_force(history, day) or holding(self.runtime, history)
        said: Mapping[str, Any] = values_of(self.runtime, holds)
        return all(said.get(name) == value for name, value in values.items())


def _columns(what: RecordType, names: frozenset[str], head: Sequence[str]) -> tuple[str, ...]:
    """Return what each column holds. Raises InvalidInput for one that means nothing."""
    known = {each.name: each.name for each in what.fields if each.name in names}
    known |= {each.title.casefold(): each.name for each in what.fields if each.name in names}
    known |= {each: each for each in (words.NUMBER, words.SINCE, words.WHY)}
    found = [known.get(sheets.plain(name).casefold(), "") for name in head]
    problems = [
        Problem("", "transfer.column", {"name": name[:60]})
        for name, column in zip(head, found, strict=True)
        if not column or found.count(column) > 1
    ]
    if problems:
        raise errors.InvalidInput(problems)
    return tuple(found)


def _typed_day(cell: str) -> str:
    """Return a day written as 2026-04-27 as it is typed, 27/04/2026; anything else as it is."""
    try:
        return f"{date.fromisoformat(cell):%d/%m/%Y}"
    except ValueError:
        return cell
