"""Made-up records with a history, to try registers out and to measure them; never in production."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from engine import errors, records, store
from engine.forms.identifiers import IDENTIFIERS
from engine.model import SYSTEM, Happened, HistoryKind, Value
from engine.records import FieldKind, FieldType, RecordType
from engine.registers.comparing import keys_of
from engine.registers.keeping import OPEN, Content, Why, version_of
from engine.registers.sealing import values_of
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import records as rows
from engine.store.records import RecordRow, VersionRow
from engine.terms import local_day
from engine.wording.nl import invented as words

BATCH = 1_000
_KEPT = 20_000
"""How many numbers of a register are remembered for others to refer to."""


def generate(
    runtime: Runtime, *, count: int, register: str | None = None, seed: int = 1
) -> Mapping[str, int]:
    """Add `count` made-up records, of one register or spread over all; return how many of each.

    Every third one has changed once. Raises NotAllowed outside demo mode, NotFound.
    """
    if not runtime.settings.demo:
        raise errors.NotAllowed("only_demo")
    if register is not None and register not in runtime.registers:
        raise errors.NotFound("register", register=register)
    types = [each for each in _ordered(runtime.registers) if register in (None, each.name)]
    made: dict[str, int] = {}
    inventor = _Inventor(runtime, random.Random(seed))  # noqa: S311 - made-up data, no secret
    for at, what in enumerate(types):
        made[what.name] = count // len(types) + (at < count % len(types))
        for first in range(0, made[what.name], BATCH):
            inventor.batch(what, min(BATCH, made[what.name] - first))
    return made


def _ordered(types: Mapping[str, RecordType]) -> list[RecordType]:
    """Return the types so that what is referred to stands before what refers, where that can be."""
    done: dict[str, RecordType] = {}

    def visit(what: RecordType, above: frozenset[str]) -> None:
        for one in what.fields:
            if one.register and one.register not in above and one.register not in done:
                visit(types[one.register], above | {what.name})
        done.setdefault(what.name, what)

    for what in types.values():
        visit(what, frozenset({what.name}))
    return list(done.values())


class _Inventor:
    """Makes values up and writes them a batch at a time."""

    def __init__(self, runtime: Runtime, chance: random.Random) -> None:
        self.runtime = runtime
        self.chance = chance
        self.numbers: dict[str, list[str]] = {}
        self.start = chance.randrange(1_000_000, 9_000_000)

    def batch(self, what: RecordType, size: int) -> None:
        """Write `size` records of a type in one transaction, with one line in the log."""
        runtime, now = self.runtime, self.runtime.now()
        with runtime.store.write("records.invent") as tx:
            numbers = rows.next_numbers(tx, what.name, what.prefix, size)
            made = [self._record(what, number) for number in numbers]
            rows.add(tx, [row for row, _ in made], [one for _, history in made for one in history])
            rows.add_keys(
                tx,
                [
                    (
                        row,
                        history[-1],
                        keys_of(self.runtime, what, values_of(self.runtime, history[-1])),
                    )
                    for row, history in made
                ],
            )
            meta = {
                "register": what.name,
                "name": f"{numbers[0]} \N{EN DASH} {numbers[-1]}",
                "count": size,
            }
            told = Happened(HistoryKind.RECORD_ADDED, SYSTEM, meta, {"reason": words.REASON})
            trail.log(tx, [told], now)
        self.numbers.setdefault(what.name, []).extend(numbers[: _KEPT // 10])

    def _record(self, what: RecordType, number: str) -> tuple[RecordRow, list[VersionRow]]:
        runtime, today = self.runtime, local_day(self.runtime.now())
        values = dict(self._values(what))
        since = today - timedelta(days=self.chance.randrange(400, 4_000))
        title = records.title_of(what, values, runtime.lists) or number
        row = RecordRow(
            store.new_id(), what.name, number, title, OPEN, None, 1, runtime.now(), None
        )
        content = Content(values, happened=HistoryKind.RECORD_ADDED)
        why = Why(since, words.REASON)
        history = [version_of(runtime, what, row, content, why, SYSTEM)]
        if self.chance.random() < 1 / 3:
            later = Why(since + timedelta(days=self.chance.randrange(1, 399)), words.CHANGE_REASON)
            row = replace(row, version=2)
            changed = Content(self._changed(what, values))
            history.append(version_of(runtime, what, row, changed, later, SYSTEM))
        return row, history

    def _changed(self, what: RecordType, values: Mapping[str, Value]) -> dict[str, Value]:
        """Change one field that nothing else hangs on."""
        fields = [one for one in what.fields if not one.unique and one.check is None]
        one = self.chance.choice(fields)
        return {**values, one.name: self._value(what, one)}

    def _values(self, what: RecordType) -> Iterator[tuple[str, Value]]:
        for one in what.fields:
            if one.required or one.unique or self.chance.random() < 0.7:
                yield one.name, self._value(what, one)

    def _value(self, what: RecordType, one: FieldType) -> Value:
        by_kind: Mapping[FieldKind, Callable[[], Value]] = {
            FieldKind.TEXT: lambda: self._text(what, one),
            FieldKind.LINES: lambda: words.REASON,
            FieldKind.NUMBER: lambda: Decimal(self.chance.randrange(1, 60)),
            FieldKind.DAY: self._day,
            FieldKind.YES_NO: lambda: self.chance.random() < 0.5,
            FieldKind.CHOICE: lambda: self._choice(one),
            FieldKind.REFERENCE: lambda: self._reference(one),
            FieldKind.COLLEAGUE: lambda: None,
        }
        return by_kind[one.kind]()

    def _text(self, what: RecordType, one: FieldType) -> str:
        if one.check is not None:
            return self._number(one.check)
        if one.name in what.address:
            if one.name == what.address[0]:
                return (
                    f"{self.chance.choice(words.STREETS)}{self.chance.choice(words.STREET_KINDS)}"
                )
            return str(self.chance.randrange(1, 400))
        if one.name == what.alike:
            return self._name()
        return f"{self.chance.choice(words.FIRST)} {self.chance.choice(words.LAST)}"

    def _name(self) -> str:
        pick = self.chance.choice
        parts = [pick(words.KINDS), pick(words.NAMES), pick(words.LAST), pick(words.FORMS)]
        return " ".join(filter(None, parts))

    def _number(self, check: str) -> str:
        """Return a number that passes a check; what cannot be made so, by chance, is a postcode."""
        self.start += 1
        body = self.start % 10_000_000
        digits = f"{body:07}"
        makers: Mapping[str, Callable[[], str]] = {
            "kbo": lambda: _with_97(f"0{digits}", 97),
            "vestigingsnummer": lambda: _with_97(f"2{digits}", 97),
            "postcode": lambda: str(self.chance.randrange(1000, 9999)),
            "telefoon": lambda: f"+32470{body % 1_000_000:06}",
            "riziv": lambda: (
                f"{body % 900_000 + 100_000}{97 - (body % 900_000 + 100_000) % 97:02}000"
            ),
            "iban": lambda: _iban(f"{body:012}"),
        }
        made = makers[check]() if check in makers else ""
        return made if IDENTIFIERS[check].is_valid(made) else ""

    def _choice(self, one: FieldType) -> str | None:
        if one.choices:
            return self.chance.choice(list(one.choices))
        known = self.runtime.lists.get(one.code_list or "")
        return self.chance.choice(known.options).text if known else None

    def _reference(self, one: FieldType) -> str | None:
        known = self.numbers.get(one.register or "")
        return self.chance.choice(known) if known else None

    def _day(self) -> date:
        return local_day(self.runtime.now()) - timedelta(days=self.chance.randrange(0, 9_000))


def _with_97(body: str, modulus: int) -> str:
    return f"{body}{modulus - int(body) % modulus:02}"


def _iban(account: str) -> str:
    """Return an account of no bank: check digits over account and country (ISO 13616)."""
    rest = int(f"{account[:10]}{int(account[:10]) % 97 or 97:02}111400")
    return f"BE{98 - rest % 97:02}{account[:10]}{int(account[:10]) % 97 or 97:02}"
