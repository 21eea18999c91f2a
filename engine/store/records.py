"""Records of registers: their versions, never changed, and what is made from those.

A version holds from a day, up to and including `valid_to` when that is said; of the versions that
hold on a day the one written last counts. The row of a record, its words and its keys are made from
them and may be made again. No searching (`record_search`), no comparing (`record_keys`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from engine.store.rows import columns, one, read
from engine.store.tables import record, record_key, record_version, record_word
from engine.store.transactions import Tx
from engine.store.types import fold
from engine.store.upserts import Upsert, next_value

LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as it is now; `state` is open, closed or merged."""

    id: str
    register: str
    number: str
    title: str
    state: str
    merged_into: str | None
    version: int
    opened_at: datetime
    changes_on: date | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What was written of a record at a moment: by whom, why, and for which days it holds."""

    record_id: str
    version: int
    kind: str
    title: str
    state: str
    merged_into: str | None
    values: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    at: datetime
    person_id: str | None
    actor: Mapping[str, Any]
    reason: str
    case_id: str | None
    search: str
    sealed: str | None = None  # the names of the values that are sealed, with commas


@dataclass(frozen=True, slots=True)
class Key:
    """What a record can be compared by; `once` when no other record may have it."""

    name: str
    value: str
    once: bool = False


_ROW = columns(record, RecordRow)
_VERSION = columns(record_version, VersionRow)
_GET = select(*_ROW).where(
    or_(record.c.id == bindparam("the_id"), record.c.number == bindparam("the_id"))
)
_VERSIONS = (
    select(*_VERSION)
    .where(record_version.c.record_id == bindparam("the_id"))
    .order_by(record_version.c.version)
)
_ADD_WORDS = Upsert(record_word, ["register", "word", "record_id"])
_INSERT, _INSERT_VERSION, _INSERT_KEY = insert(record), insert(record_version), insert(record_key)
_TITLES = select(record.c.number, record.c.title).where(
    record.c.number.in_(bindparam("numbers", expanding=True))
)


def next_numbers(tx: Tx, register: str, prefix: str, count: int = 1) -> list[str]:
    """Return the next numbers of a register, without gaps."""
    last = next_value(tx, f"record:{register}", count)
    return [f"{prefix}-{number:06d}" for number in range(last - count + 1, last + 1)]


def hold(tx: Tx, register: str) -> None:
    """Hold a register until the transaction ends: whoever holds it next sees what was written."""
    next_value(tx, f"record:{register}", 0)


def get(tx: Tx, id_or_number: str) -> RecordRow | None:
    """Return a record by id or number."""
    return one(RecordRow, tx.first(_GET, {"the_id": id_or_number}))


def versions(tx: Tx, record_id: str) -> tuple[VersionRow, ...]:
    """Return every version of a record, the first one written first."""
    return read(VersionRow, tx.all(_VERSIONS, {"the_id": record_id}))


def versions_of(tx: Tx, record_ids: Collection[str]) -> dict[str, list[VersionRow]]:
    """Return every version of each of these records, the first one written first."""
    query = select(*_VERSION).where(record_version.c.record_id.in_(sorted(record_ids)))
    found: dict[str, list[VersionRow]] = {}
    for each in read(VersionRow, tx.all(query.order_by(record_version.c.version))):
        found.setdefault(each.record_id, []).append(each)
    return found


def otherwise_sealed(
    tx: Tx, register: str, names: str | None, limit: int
) -> tuple[VersionRow, ...]:
    """Return versions of a register of which not just the values `names` are sealed."""
    query = (
        select(*_VERSION)
        .select_from(record_version.join(record, record.c.id == record_version.c.record_id))
        .where(record.c.register == register, record_version.c.sealed.is_distinct_from(names))
        .order_by(record_version.c.record_id, record_version.c.version)
    )
    return read(VersionRow, tx.all(query.limit(limit)))


def seal(tx: Tx, version: VersionRow) -> None:
    """Keep the values of a version as `version` has them now: sealed otherwise, said the same."""
    same = (
        record_version.c.record_id == version.record_id,
        record_version.c.version == version.version,
    )
    values = {"values": version.values, "sealed": version.sealed}
    tx.run(update(record_version).where(*same).values(values))


def any_sealed(tx: Tx) -> Mapping[str, Any]:
    """Return the values of the version with sealed values that was written last."""
    query = select(record_version.c["values"]).where(record_version.c.sealed.is_not(None))
    found = tx.first(query.order_by(record_version.c.at.desc()).limit(1))
    return found[0] if found is not None else {}


def numbered(tx: Tx, register: str, after: str, limit: int) -> tuple[RecordRow, ...]:
    """Return the next records of a register by number, those that were merged left out."""
    query = select(*_ROW).where(
        record.c.register == register, record.c.number > after, record.c.state != "merged"
    )
    return read(RecordRow, tx.all(query.order_by(record.c.number).limit(limit)))


def titled(tx: Tx, register: str, title: str, limit: int = 20) -> tuple[RecordRow, ...]:
    """Return records of a register that are called so, not those that were merged."""
    query = select(*_ROW).where(
        record.c.register == register,
        record.c.sort == fold(title).strip(),
        record.c.state != "merged",
    )
    return read(RecordRow, tx.all(query.order_by(record.c.number).limit(limit)))


def merged_into(tx: Tx, record_id: str) -> tuple[RecordRow, ...]:
    """Return the records that were merged into this one, by number."""
    query = select(*_ROW).where(record.c.merged_into == record_id).order_by(record.c.number)
    return read(RecordRow, tx.all(query.limit(50)))


def titles(tx: Tx, numbers: Iterable[str]) -> dict[str, str]:
    """Return what the records with these numbers are called."""
    wanted = sorted(set(numbers))
    return dict(tx.pairs(_TITLES, {"numbers": wanted})) if wanted else {}


def in_force(
    history: Sequence[VersionRow], day: date, known_at: datetime | None = None
) -> VersionRow | None:
    """Return the version that holds on a day; `known_at` looks no further than was known then."""
    found = [
        each
        for each in history
        if each.valid_from <= day
        and (each.valid_to is None or day <= each.valid_to)
        and (known_at is None or each.at <= known_at)
    ]
    return max(found, key=lambda each: each.version, default=None)


def next_change(history: Sequence[VersionRow], day: date) -> date | None:
    """Return the first day after `day` on which another version may hold."""
    days = {each.valid_from for each in history}
    days |= {date.fromordinal(each.valid_to.toordinal() + 1) for each in history if each.valid_to}
    return min((each for each in days if each > day), default=None)


def add(tx: Tx, rows: Sequence[RecordRow], history: Sequence[VersionRow]) -> None:
    """Add records that are found by the last of their versions; `add_keys` or `project` follows."""
    last = {each.record_id: each for each in history}
    tx.run(
        _INSERT,
        [{**_plain(row), "title": last[row.id].title, **_sorted(last[row.id])} for row in rows],
    )
    tx.run(_INSERT_VERSION, [_plain(each) for each in history])
    registers = {row.id: row.register for row in rows}
    _add_words(tx, ((registers[each.record_id], each) for each in history))


def append(tx: Tx, register: str, version: VersionRow) -> bool:
    """Write a version; False when the record has another version by now."""
    moved = tx.run(
        update(record)
        .where(record.c.id == version.record_id, record.c.version == version.version - 1)
        .values(version=version.version)
    )
    if moved:
        tx.run(_INSERT_VERSION, _plain(version))
        _add_words(tx, [(register, version)])
    return bool(moved)


def _add_words(tx: Tx, history: Iterable[tuple[str, VersionRow]]) -> None:
    """Let a record be found by the words of a version, also when another holds by now."""
    words = {
        (register, word[:LONGEST_WORD], each.record_id)
        for register, each in history
        for word in each.search.split()
    }
    names = ("register", "word", "record_id")
    if words:
        _ADD_WORDS.run(tx, [dict(zip(names, each, strict=True)) for each in sorted(words)])


def project(tx: Tx, changes: Sequence[tuple[RecordRow, VersionRow, Sequence[Key]]]) -> None:
    """Make the rows and keys of records from the versions that hold now.

    Raises Conflict at once when a key that only one record may have is another's.
    """
    ids = [row.id for row, _, _ in changes]
    tx.run(delete(record_key).where(record_key.c.record_id.in_(ids)))
    tx.run(
        update(record)
        .where(record.c.id == bindparam("the_id"))
        .values({name: bindparam(f"new_{name}") for name in _PROJECTED}),
        [_projection(row, holds) for row, holds, _ in changes],
    )
    add_keys(tx, changes)


def add_keys(tx: Tx, changes: Sequence[tuple[RecordRow, VersionRow, Sequence[Key]]]) -> None:
    """Let records that have no keys yet be compared and referred to by theirs. Raises Conflict."""
    keys = [_key(row, holds, key) for row, holds, found in changes for key in found]
    if keys:
        tx.run(_INSERT_KEY, keys)


def _sorted(holds: VersionRow) -> dict[str, str]:
    return {"sort": fold(holds.title).strip(), "search": holds.search}


_PROJECTED = ("title", "state", "merged_into", "changes_on", "sort", "search")


def _projection(row: RecordRow, holds: VersionRow) -> dict[str, Any]:
    values = {
        "title": holds.title,
        "state": holds.state,
        "merged_into": holds.merged_into,
        "changes_on": row.changes_on,
        **_sorted(holds),
    }
    return {"the_id": row.id, **{f"new_{name}": value for name, value in values.items()}}


def _key(row: RecordRow, holds: VersionRow, key: Key) -> dict[str, Any]:
    once = key.once and holds.state != "merged"
    return {
        "record_id": row.id,
        "register": row.register,
        "name": key.name,
        "value": key.value,
        "once": f"{row.register}:{key.name}:{key.value}" if once else None,
    }


def due(tx: Tx, today: date, limit: int = 200) -> tuple[RecordRow, ...]:
    """Return the records of which another version holds since today or before."""
    query = select(*_ROW).where(record.c.changes_on <= today).order_by(record.c.id)
    return read(RecordRow, tx.all(query.limit(limit)))


def counts(tx: Tx) -> dict[str, int]:
    """Return how many records each register has, those that were merged left out."""
    query = select(record.c.register, func.count()).where(record.c.state != "merged")
    return dict(tx.pairs(query.group_by(record.c.register)))


def _plain(row: RecordRow | VersionRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).__dataclass_fields__}
