"""Two records become one, and apart again: both keep their number, one leads to the other."""

from __future__ import annotations

from engine import errors
from engine.errors import Problem
from engine.model import Actor, HistoryKind, Permission
from engine.registers.asking import Posted, reason_of
from engine.registers.keeping import MERGED, OPEN, Content, Written, as_seen, write
from engine.registers.sealing import values_of
from engine.registers.seeing import find, follow, must, type_of
from engine.runtime import Runtime
from engine.store import records as rows


def merge(  # noqa: PLR0913 - what becomes one, and why
    runtime: Runtime, *, register: str, number: str, into: str, by: Actor, posted: Posted, seen: int
) -> Written:
    """Let a record lead to another of the same register; what refers to it then finds that one.

    Nothing is copied: what the other lacks is changed there. One merge in a register at a time, so
    that no two records lead to each other. Raises NotAllowed, NotFound, Stale, Conflict when it was
    merged before, InvalidInput.
    """
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    why = reason_of(runtime, posted)
    with runtime.store.write("records.merge") as tx:
        rows.hold(tx, register)
        row = as_seen(tx, register, number, seen)
        target = rows.get(tx, into[:60])
        if target is None or target.register != register:
            raise errors.InvalidInput([Problem("into", "register.merge_unknown")])
        target = follow(tx, target)
        if target.id == row.id:
            raise errors.InvalidInput([Problem("into", "register.merge_itself")])
        values = values_of(runtime, rows.versions(tx, row.id)[-1])
        content = Content(values, MERGED, target.id, HistoryKind.RECORD_MERGED)
        return write(runtime, tx, what, row, content, why, by)


def part(runtime: Runtime, *, register: str, number: str, by: Actor, posted: Posted) -> Written:
    """Take a merge back: the record stands on its own again. Raises as `merge`."""
    must(runtime, by, Permission.EDIT_REGISTERS)
    what = type_of(runtime, register)
    why = reason_of(runtime, posted)
    with runtime.store.write("records.part") as tx:
        row = find(tx, register, number)
        if row.state != MERGED:
            raise errors.Conflict("record_not_merged")
        values = values_of(runtime, rows.versions(tx, row.id)[-1])
        content = Content(values, OPEN, None, HistoryKind.RECORD_PARTED)
        return write(runtime, tx, what, row, content, why, by)
