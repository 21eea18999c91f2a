"""A register as a CSV: what one reader may read of it today, as `loading` reads it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from engine.model import Actor, HistoryKind, Permission, Value
from engine.records import RecordType
from engine.registers import sheets
from engine.registers.keeping import holding
from engine.registers.sealing import values_of
from engine.registers.seeing import must, names_for, note, type_of
from engine.runtime import Runtime
from engine.store import Tx
from engine.store import records as rows
from engine.wording.nl import transfer as words

AT_ONCE = 500


def export(runtime: Runtime, *, register: str, by: Actor) -> bytes:
    """Return the records of a register, closed ones too, as a CSV; the look is written down.

    No cell of it is a formula to a spreadsheet. Raises NotAllowed, NotFound.
    """
    must(runtime, by, Permission.READ_REGISTERS)
    what = type_of(runtime, register)
    readable = names_for(what, by)
    names = [each.name for each in what.fields if each.name in readable]
    with runtime.store.report() as tx:
        made = sheets.sheet([[words.NUMBER, *names], *_rows(runtime, tx, what, names)])
    note(runtime, HistoryKind.LIST_READ, by, list="register", name=register, export=True)
    return made


def _rows(runtime: Runtime, tx: Tx, what: RecordType, names: list[str]) -> Iterator[list[str]]:
    after = ""
    while found := rows.numbered(tx, what.name, after, AT_ONCE):
        history = rows.versions_of(tx, [each.id for each in found])
        for row in found:
            values = values_of(runtime, holding(runtime, history[row.id]))
            yield [row.number, *(_cell(values.get(name)) for name in names)]
        after = found[-1].number


def _cell(value: Value) -> str:
    """Return a value as it is typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)
