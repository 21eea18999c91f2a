"""Writing records: every change is a version with who, when and why; nothing is edited in place."""

from __future__ import annotations

from collections.abc import Sequence

from engine import errors, forms, store
from engine.errors import Problem
from engine.model import Actor, HistoryKind, Permission
from engine.registers.asking import Posted, checked, reason_of
from engine.registers.comparing import Double, doubles_of
from engine.registers.keeping import (
    CLOSED,
    OPEN,
    Content,
    Written,
    as_seen,
    begin,
    go_on,
    holding,
    write,
)
from engine.registers.sealing import values_of
from engine.registers.seeing import find, must, type_of
from engine.runtime import Runtime
from engine.store import records as rows
from engine.store.types import canonical, plain


class Suspect(errors.InvalidInput):
    """The record may be there already; `doubles` are those it may be. Confirm to add it anyway."""

    def __init__(self, doubles: Sequence[Double]) -> None:
        super().__init__([Problem("", "register.doubles")])
        self.doubles = tuple(doubles)


def add(  # noqa: PLR0913 - what is added and how it came
    runtime: Runtime,
    *,
    register: str,
    by: Actor,
    posted: Posted,
    confirmed: bool = False,
    source: forms.Source = "fields",
    key: str = "",
) -> Written:
    """Add a record; the same from the page with the same `key` is one record.

    Raises NotAllowed, NotFound, InvalidInput; Suspect unless `confirmed`.
    """
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    values, why = checked(runtime, what, by, posted, source)
    said = canonical(plain(posted))
    record_id = store.once_id(key, "record", register, by.person_id or "", said)

    def once() -> Written:
        with runtime.store.write("records.add") as tx:
            row = rows.get(tx, record_id)
            if row is not None:
                return Written(row.id, row.number, row.version)
            doubles = () if confirmed else doubles_of(runtime, tx, what, values)
            if doubles:
                raise Suspect(doubles)
            return begin(runtime, tx, what, values, why, by, record_id)

    try:
        return once()
    except errors.Conflict as first:
        if first.code != "duplicate":  # else the same page was faster: what it made is there now
            raise
    return once()


def change(  # noqa: PLR0913 - what is changed and how it came
    runtime: Runtime,
    *,
    register: str,
    number: str,
    by: Actor,
    posted: Posted,
    seen: int,
    source: forms.Source = "fields",
) -> Written:
    """Write a new version of a record; fields that `by` may not see stay as they are.

    Raises NotAllowed, NotFound, Stale when it has changed since version `seen`, InvalidInput.
    """
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    with runtime.store.read() as tx:
        history = rows.versions(tx, find(tx, register, number).id)
    kept = values_of(runtime, holding(runtime, history))
    values, why = checked(runtime, what, by, posted, source, kept)
    with runtime.store.write("records.change") as tx:
        row = as_seen(tx, register, number, seen)
        return go_on(runtime, tx, what, row, values, why, by)


def close(
    runtime: Runtime, *, register: str, number: str, by: Actor, posted: Posted, seen: int
) -> Written:
    """Close a record from a day on: it stays there, with its history. Raises as `change`."""
    return _turn(runtime, register, number, by, posted, seen, CLOSED)


def reopen(
    runtime: Runtime, *, register: str, number: str, by: Actor, posted: Posted, seen: int
) -> Written:
    """Open a closed record again from a day on. Raises as `change`."""
    return _turn(runtime, register, number, by, posted, seen, OPEN)


def _turn(  # noqa: PLR0913, PLR0917 - as its callers
    runtime: Runtime, register: str, number: str, by: Actor, posted: Posted, seen: int, state: str
) -> Written:
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    why = reason_of(runtime, posted)
    with runtime.store.write("records.close_or_reopen") as tx:
        row = as_seen(tx, register, number, seen)
        if row.state == state:
            raise errors.Conflict("record_state")
        values = values_of(runtime, holding(runtime, rows.versions(tx, row.id)))
        kind = HistoryKind.RECORD_CLOSED if state == CLOSED else HistoryKind.RECORD_REOPENED
        return write(runtime, tx, what, row, Content(values, state, None, kind), why, by)
