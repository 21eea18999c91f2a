"""One record as people read it: facts, history, who refers to it, what may be the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine import records
from engine.model import Actor, HistoryKind, Permission, Value
from engine.records import FieldKind, RecordType
from engine.registers.comparing import Double, alike
from engine.registers.sealing import values_of
from engine.registers.seeing import find, follow, must, names_for, note, type_of
from engine.runtime import Runtime
from engine.store import Tx, record_keys
from engine.store import cases as case_rows
from engine.store import people as people_rows
from engine.store import records as rows
from engine.store.records import RecordRow, VersionRow
from engine.terms import local_day

MOST_REFERRING = 50


@dataclass(frozen=True, slots=True)
class FactView:
    """One field: what it is called and says; `register` and `number` where it leads."""

    name: str
    title: str
    text: str
    confidential: str | None = None
    register: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a version changed in one field."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version: what happened, for which days, who wrote it when and why, what it changed."""

    version: int
    kind: str
    title: str
    valid_from: date
    valid_to: date | None
    at: datetime
    who: str
    reason: str
    case: str | None
    holds: bool
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class Referring:
    """The records of one register that refer to a record by one field."""

    type: RecordType
    title: str
    rows: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record on a day; `asked` is the number that led to it, `day` None for today.

    `facts` is empty for a day on which it was not there yet. `hidden` are the titles of the fields
    that the asker may not see.
    """

    type: RecordType
    row: RecordRow
    title: str
    state: str
    facts: tuple[FactView, ...]
    hidden: tuple[str, ...]
    history: tuple[VersionView, ...]
    referring: tuple[Referring, ...]
    merged: tuple[RecordRow, ...]
    doubles: tuple[Double, ...]
    asked: str
    day: date | None


def view(
    runtime: Runtime, *, register: str, number: str, by: Actor, day: date | None = None
) -> RecordView:
    """Return a record, or the one that it was merged into; the look is written down.

    With `day` as it was on that day, by what is known now. Raises NotFound, NotAllowed.
    """
    must(runtime, by, Permission.READ_REGISTERS)
    what = type_of(runtime, register)
    with runtime.store.read() as tx:
        asked = find(tx, register, number)
        shown = _view(runtime, tx, what, follow(tx, asked), by, day, asked.number)
    note(runtime, HistoryKind.RECORD_READ, by, register=register, name=shown.row.number)
    return shown


def _view(  # noqa: PLR0913, PLR0917 - what is shown, to whom, of which day
    runtime: Runtime,
    tx: Tx,
    what: RecordType,
    row: RecordRow,
    by: Actor,
    day: date | None,
    asked: str,
) -> RecordView:
    history = rows.versions(tx, row.id)
    shown_on = day or local_day(runtime.now())
    holds = rows.in_force(history, shown_on)
    seen = names_for(what, by)
    said = _Saying(runtime, what, seen, _names(runtime, tx, what, history, by))
    values = values_of(runtime, holds, seen) if holds is not None else {}
    return RecordView(
        type=what,
        row=row,
        title=holds.title if holds else row.title,
        state=holds.state if holds else row.state,
        facts=tuple(said.facts(values, shown_on)) if holds else (),
        hidden=tuple(one.title for one in what.fields if one.name not in seen),
        history=tuple(said.history(history, holds, _numbers(tx, history)))[::-1],
        referring=tuple(_referring(runtime, tx, row)),
        merged=rows.merged_into(tx, row.id),
        doubles=alike(tx, what, record_keys.keys_of(tx, row.id), besides=row.id),
        asked=asked,
        day=day,
    )


@dataclass(frozen=True, slots=True)
class _Saying:
    """How the values of one record are said to one reader."""

    runtime: Runtime
    what: RecordType
    seen: frozenset[str]
    names: Mapping[str, str]

    def text(self, name: str, values: Mapping[str, Value], day: date) -> str:
        one = self.what.field(name)
        if one is None:
            return str(values.get(name) or "")
        return records.shown(one, values.get(name), self.runtime.lists_on(day), self.names)

    def facts(self, values: Mapping[str, Value], day: date) -> Iterator[FactView]:
        for one in self.what.fields:
            if one.name not in self.seen:
                continue
            value = values.get(one.name)
            number = value if one.kind is FieldKind.REFERENCE and isinstance(value, str) else None
            text = self.text(one.name, values, day)
            yield FactView(one.name, one.title, text, one.confidential, one.register, number)

    def history(
        self,
        history: Sequence[VersionRow],
        holds: VersionRow | None,
        numbers: Mapping[str, str],
    ) -> Iterator[VersionView]:
        before: Mapping[str, Value] = {}
        day = date.min
        for each in history:
            values = values_of(self.runtime, each, self.seen)
            yield VersionView(
                version=each.version,
                kind=each.kind,
                title=each.title,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
                at=each.at,
                who=str(each.actor.get("name", "")),
                reason=each.reason,
                case=numbers.get(each.case_id or ""),
                holds=each is holds,
                changes=tuple(self._changes((before, day), (values, each.valid_from))),
            )
            before, day = values, each.valid_from

    def _changes(
        self, before: tuple[Mapping[str, Value], date], after: tuple[Mapping[str, Value], date]
    ) -> Iterator[ChangeView]:
        """Yield what changed between two versions, each with the day on which it began."""
        for one in self.what.fields:
            if one.name in self.seen and before[0].get(one.name) != after[0].get(one.name):
                was, became = self.text(one.name, *before), self.text(one.name, *after)
                yield ChangeView(one.title, was, became)


def _names(
    runtime: Runtime, tx: Tx, what: RecordType, history: Sequence[VersionRow], by: Actor
) -> dict[str, str]:
    """Return what the records and colleagues that a record ever named are called."""
    kinds = {one.name: one.kind for one in what.fields}
    numbers, logins = set(), set()
    for each in history:
        for name, value in values_of(runtime, each, names_for(what, by)).items():
            if isinstance(value, str) and kinds.get(name) is FieldKind.REFERENCE:
                numbers.add(value)
            elif isinstance(value, str) and kinds.get(name) is FieldKind.COLLEAGUE:
                logins.add(value)
    people = {login: people_rows.by_login(tx, login) for login in logins}
    called = {login: person.name for login, person in people.items() if person is not None}
    return {**rows.titles(tx, numbers), **called}


def _numbers(tx: Tx, history: Sequence[VersionRow]) -> dict[str, str]:
    """Return the numbers of the cases that wrote versions."""
    found = (
        case_rows.find(tx, case_id) for case_id in {each.case_id for each in history} if case_id
    )
    return {case.id: case.number for case in found if case is not None}


def _referring(runtime: Runtime, tx: Tx, row: RecordRow) -> Iterator[Referring]:
    numbers = [row.number, *(each.number for each in rows.merged_into(tx, row.id))]
    for what in runtime.registers.values():
        for one in what.open_fields:
            if one.register == row.register:
                found = record_keys.with_key(tx, what.name, one.name, numbers, MOST_REFERRING)
                if found:
                    yield Referring(what, one.title, found)
