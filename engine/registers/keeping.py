"""How a version of a record is written, in the caller's transaction. No forms, no permissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from engine import errors, records, store
from engine.errors import Problem
from engine.model import Actor, Happened, HistoryKind, Value
from engine.records import RecordType
from engine.registers import sealing
from engine.registers.comparing import keys_of
from engine.registers.sealing import values_of
from engine.registers.seeing import find
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import record_keys
from engine.store import records as rows
from engine.store.records import RecordRow, VersionRow
from engine.store.types import fold
from engine.terms import local_day

OPEN, CLOSED, MERGED = "open", "closed", "merged"


@dataclass(frozen=True, slots=True)
class Why:
    """Since when something holds, until when, and why; `case` is the case that asks it."""

    valid_from: date
    reason: str
    valid_to: date | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A record that was written, and its version."""

    id: str
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says: values, in which state, and into what it was merged."""

    values: Mapping[str, Value]
    state: str = OPEN
    merged_into: str | None = None
    happened: HistoryKind = HistoryKind.RECORD_CHANGED
    fields: Sequence[str] = field(default_factory=tuple)


def begin(  # noqa: PLR0913, PLR0917 - what is written, why and by whom
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    values: Mapping[str, Value],
    why: Why,
    by: Actor,
    record_id: str = "",
) -> Written:
    """Add a record with checked values, under this id or a fresh one, in the caller's transaction.

    Raises InvalidInput when what must be unique is another's.
    """
    _must_be_alone(runtime, tx, what, values)
    number = rows.next_numbers(tx, what.name, what.prefix)[0]
    now = runtime.now()
    title = records.title_of(what, values, runtime.lists) or number
    row = RecordRow(record_id or store.new_id(), what.name, number, title, OPEN, None, 1, now, None)
    content = Content(values, happened=HistoryKind.RECORD_ADDED, fields=_filled(values))
    version = version_of(runtime, what, row, content, why, by)
    rows.add(tx, [row], [version])
    project(runtime, tx, what, row, [version])
    _tell(runtime, tx, row, content, why, by)
    return Written(row.id, number, 1)


def go_on(  # noqa: PLR0913, PLR0917 - what is written, why and by whom
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    row: RecordRow,
    values: Mapping[str, Value],
    why: Why,
    by: Actor,
) -> Written:
    """Write checked values over those of a record, in the caller's transaction.

    Raises InvalidInput when nothing changes or what must be unique is another's.
    """
    holds = holding(runtime, rows.versions(tx, row.id))
    before = values_of(runtime, holds)
    made = {**before, **values}
    changed = [name for name in made if made.get(name) != before.get(name)]
    if not changed and why.valid_to is None and why.valid_from >= holds.valid_from:
        raise errors.InvalidInput([Problem("", "register.unchanged")])
    _must_be_alone(runtime, tx, what, made, besides=row.id)
    content = Content(made, holds.state, fields=changed)
    return write(runtime, tx, what, row, content, why, by)


def write(  # noqa: PLR0913, PLR0917 - what is written, why and by whom
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    row: RecordRow,
    content: Content,
    why: Why,
    by: Actor,
) -> Written:
    """Write the next version of a record and what it is found by. Raises Stale."""
    version = version_of(runtime, what, replace(row, version=row.version + 1), content, why, by)
    if not rows.append(tx, what.name, version):
        raise errors.Stale("record_changed", seen=row.version)
    project(runtime, tx, what, row, rows.versions(tx, row.id))
    _tell(runtime, tx, row, content, why, by)
    return Written(row.id, row.number, version.version)


def version_of(
    runtime: Runtime, what: RecordType, row: RecordRow, content: Content, why: Why, by: Actor
) -> VersionRow:
    """Return the version that says this of the record `row`."""
    lists = runtime.lists
    title = records.title_of(what, content.values, lists) or row.number
    return VersionRow(
        record_id=row.id,
        version=row.version,
        kind=str(content.happened),
        title=title,
        state=content.state,
        merged_into=content.merged_into,
        values=sealing.encoded(runtime, what, row.id, row.version, content.values),
        valid_from=why.valid_from,
        valid_to=why.valid_to,
        at=runtime.now(),
        person_id=by.person_id,
        actor=trail.actor_facts(by),
        reason=why.reason,
        case_id=why.case,
        search=fold(row.number, title, *records.searched(what, content.values, lists)),
        sealed=sealing.told(what),
    )


def project(
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    row: RecordRow,
    history: Sequence[VersionRow],
) -> None:
    """Make what a record is found by from the version that holds today."""
    today = local_day(runtime.now())
    holds = holding(runtime, history)
    placed = replace(row, changes_on=rows.next_change(history, today))
    rows.project(tx, [(placed, holds, keys_of(runtime, what, values_of(runtime, holds)))])


def holding(runtime: Runtime, history: Sequence[VersionRow]) -> VersionRow:
    """Return the version that holds today; of a record that is still to begin, its first."""
    found = rows.in_force(history, local_day(runtime.now()))
    return found or min(history, key=lambda each: (each.valid_from, -each.version))


def as_seen(tx: store.Tx, register: str, number: str, seen: int) -> RecordRow:
    """Return a record that may be changed, at version `seen`. Raises NotFound, Conflict, Stale."""
    row = to_change(tx, register, number)
    if row.version != seen:
        raise errors.Stale("record_changed", seen=seen, current=row.version)
    return row


def to_change(tx: store.Tx, register: str, number: str) -> RecordRow:
    """Return a record that was not merged. Raises NotFound, Conflict."""
    row = find(tx, register, number)
    if row.state == MERGED:
        raise errors.Conflict("record_merged")
    return row


def _must_be_alone(
    runtime: Runtime,
    tx: store.Tx,
    what: RecordType,
    values: Mapping[str, Value],
    besides: str = "",
) -> None:
    problems = []
    for one in what.fields:
        value = values.get(one.name)
        if one.unique and isinstance(value, str):
            key = sealing.mark(runtime, what, one.name, value)
            for row in record_keys.with_key(tx, what.name, one.name, [key]):
                if row.id != besides:
                    facts = {"title": row.title, "number": row.number}
                    problems.append(Problem(one.name, "register.not_unique", facts))
    if problems:
        raise errors.InvalidInput(problems)


def _tell(
    runtime: Runtime, tx: store.Tx, row: RecordRow, content: Content, why: Why, by: Actor
) -> None:
    """Write the change down: which fields, never their values."""
    meta = {
        "register": row.register,
        "name": row.number,
        "fields": sorted(content.fields),
        "valid_from": why.valid_from,
    }
    if content.merged_into:
        meta["into"] = content.merged_into
    happened = Happened(content.happened, by, meta, {"reason": why.reason})
    trail.log(tx, [happened], runtime.now(), case_id=why.case)


def _filled(values: Mapping[str, Value]) -> list[str]:
    return [name for name, value in values.items() if value is not None]
