"""Who may read and write registers, and which fields they see: the only place that decides it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import errors
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission, Value
from engine.records import RecordType
from engine.runtime import Runtime
from engine.store import Tx
from engine.store import history as trail
from engine.store import records as rows
from engine.store.records import RecordRow

MOST_MERGES = 10


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` may; the machine itself may."""
    if by is not SYSTEM and not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))


def type_of(runtime: Runtime, register: str) -> RecordType:
    """Return the type of a register. Raises NotFound."""
    known = runtime.registers.get(register)
    if known is None:
        raise errors.NotFound("register", register=register[:60])
    return known


def names_for(what: RecordType, by: Actor) -> frozenset[str]:
    """Return the fields that `by` may read and write.

    What the machine reads goes into a case, where everybody who reads the case sees it: so the
    machine reads nothing confidential.
    """
    return what.readable(by)


def only(values: Mapping[str, Value], names: frozenset[str]) -> dict[str, Value]:
    """Return the values of these fields."""
    return {name: value for name, value in values.items() if name in names}


def find(tx: Tx, register: str, number: str) -> RecordRow:
    """Return a record of a register by id or number, merged or not. Raises NotFound."""
    row = rows.get(tx, number[:60])
    if row is None or row.register != register:
        raise errors.NotFound("record", register=register, number=number[:60])
    return row


def follow(tx: Tx, row: RecordRow) -> RecordRow:
    """Return the record that a merged one leads to; one that was not merged is itself."""
    for _ in range(MOST_MERGES):
        into = rows.get(tx, row.merged_into) if row.merged_into else None
        if into is None:
            break
        row = into
    return row


def note(runtime: Runtime, kind: HistoryKind, by: Actor, **meta: Any) -> None:
    """Write a look down in the log."""
    with runtime.store.write("records.look") as tx:
        trail.log(tx, [Happened(kind, by, meta)], runtime.now())
