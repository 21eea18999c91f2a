"""Doubles: records that may be the same thing, and why it looks so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine import records
from engine.model import Actor, HistoryKind, Permission, Value
from engine.records import RecordType
from engine.registers import sealing
from engine.registers.seeing import find, follow, must, note, type_of
from engine.runtime import Runtime
from engine.store import Tx, record_keys
from engine.store.records import Key, RecordRow

ADDRESS, NAME, CALLED = "@address", "@name", "@called"
COMMON = 300
"""A key that more records have tells nothing about two of them."""

ALIKE = 0.62
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Double:
    """A record that may be the same; `reasons` are names of fields, `@address` or `@name`."""

    id: str
    number: str
    title: str
    state: str
    reasons: tuple[str, ...]


def duplicates(runtime: Runtime, *, register: str, by: Actor, number: str) -> tuple[Double, ...]:
    """Return the records that may be the same as this one; the look is written down.

    Raises NotFound.
    """
    must(runtime, by, Permission.READ_REGISTERS)
    what = type_of(runtime, register)
    with runtime.store.read() as tx:
        row = follow(tx, find(tx, register, number))
        found = alike(tx, what, record_keys.keys_of(tx, row.id), besides=row.id)
    note(runtime, HistoryKind.LIST_READ, by, list="doubles", name=row.number)
    return found


def doubles_of(
    runtime: Runtime, tx: Tx, what: RecordType, values: Mapping[str, Value], besides: str = ""
) -> tuple[Double, ...]:
    """Return the records that may be the same as one with these values would be."""
    keys = [(key.name, key.value) for key in keys_of(runtime, what, values)]
    return alike(tx, what, keys, besides)


def keys_of(runtime: Runtime, what: RecordType, values: Mapping[str, Value]) -> tuple[Key, ...]:
    """Return what a record with these values is compared and referred to by.

    Of a confidential value that is its mark; likeness and addresses are compared of what is open.
    """
    return tuple(dict.fromkeys(_keys(runtime, what, values)))


def _keys(runtime: Runtime, what: RecordType, values: Mapping[str, Value]) -> Iterator[Key]:
    hidden = sealing.names_of(what)
    linked = {records.FieldKind.REFERENCE, records.FieldKind.COLLEAGUE}
    for one in what.fields:
        value = values.get(one.name)
        if isinstance(value, str) and value and (one.kind in linked or one.name in what.same):
            yield Key(one.name, sealing.mark(runtime, what, one.name, value), one.unique)
    if what.address and hidden.isdisjoint(what.address):
        address = records.address_key(str(values.get(name) or "") for name in what.address)
        if address:
            yield Key(ADDRESS, address[:200])
    if what.alike is not None and what.alike not in hidden:
        name = str(values.get(what.alike) or "")
        yield from (Key(NAME, key) for key in records.name_keys(name))
        if name:
            yield Key(CALLED, name[:200])


def alike(
    tx: Tx, what: RecordType, keys: Sequence[tuple[str, str]], besides: str
) -> tuple[Double, ...]:
    """Return the records that share a telling key, those with the most reasons first.

    What only some may read is no reason: it would tell them what it says.
    """
    told = {one.name for one in what.open_fields}
    reasons: dict[RecordRow, dict[str, None]] = {}
    for reason in (*(name for name in what.same if name in told), ADDRESS):
        values = [value for key, value in keys if key == reason]
        for row in record_keys.with_key(tx, what.name, reason, values, COMMON):
            reasons.setdefault(row, {})[reason] = None
    name = next((value for key, value in keys if key == CALLED), "")
    sounds = [value for key, value in keys if key == NAME and what.alike in told]
    for row, called in record_keys.with_rare_keys(tx, what.name, (NAME, CALLED), sounds, COMMON):
        if records.likeness(name, called) >= ALIKE:
            reasons.setdefault(row, {})[NAME] = None
    found = [
        Double(row.id, row.number, row.title, row.state, tuple(why))
        for row, why in reasons.items()
        if row.id != besides
    ]
    found.sort(key=lambda each: (-len(each.reasons), each.title))
    return tuple(found[:MOST_SHOWN])
