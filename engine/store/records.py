"""Records of registers: their versions, never changed, and what they are found by.

A version holds from a day, up to and including `valid_to` when that is said; of the versions that
hold on a day the one written last counts. The row of a record, its words and its keys are made from
them and may be made again. No types, no permissions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SelectBase,
    and_,
    bindparam,
    delete,
    func,
    insert,
    intersect,
    or_,
    select,
    update,
)

from engine.store.rows import columns, one, read
from engine.store.tables import record, record_key, record_version, record_word
from engine.store.transactions import Tx
from engine.store.types import fold
from engine.store.upserts import Upsert, next_value

FEW = 2_000
"""How many records a word may lead to by itself, and how many are counted."""

MANY = 20_000
"""A word that more records have than this is of no use to look them up by."""

MOST_WORDS = 8
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


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a search: the record, and what it was called on the day asked for."""

    id: str
    number: str
    title: str
    state: str


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


def get(tx: Tx, id_or_number: str) -> RecordRow | None:
    """Return a record by id or number."""
    return one(RecordRow, tx.first(_GET, {"the_id": id_or_number}))


def versions(tx: Tx, record_id: str) -> tuple[VersionRow, ...]:
    """Return every version of a record, the first one written first."""
    return read(VersionRow, tx.all(_VERSIONS, {"the_id": record_id}))


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


def with_key(
    tx: Tx, register: str, name: str, values: Collection[str], limit: int = 50
) -> tuple[RecordRow, ...]:
    """Return the records that are not merged and have one of these keys, by title."""
    if not values:
        return ()
    query = (
        select(*_ROW)
        .join(record_key, record_key.c.record_id == record.c.id)
        .where(
            record_key.c.register == register,
            record_key.c.name == name,
            record_key.c.value.in_(sorted(values)),
            record.c.state != "merged",
        )
        .order_by(record.c.sort, record.c.id)
        .limit(limit)
    )
    return tuple(dict.fromkeys(read(RecordRow, tx.all(query))))


def with_rare_keys(
    tx: Tx, register: str, names: tuple[str, str], values: Collection[str], common: int
) -> tuple[tuple[RecordRow, str], ...]:
    """Return the records that have one of these keys, each with the value of a second key.

    `names` are those of the two keys. A value that more than `common` records have leads nowhere.
    """
    name, told = names
    rare = [each for each in values if _key_count(tx, register, name, each, common) <= common]
    if not rare:
        return ()
    other = record_key.alias()
    query = (
        select(*_ROW, other.c.value)
        .select_from(
            record_key.join(record, record.c.id == record_key.c.record_id).join(
                other, and_(other.c.record_id == record.c.id, other.c.name == told)
            )
        )
        .where(
            record_key.c.register == register,
            record_key.c.name == name,
            record_key.c.value.in_(rare),
            record.c.state != "merged",
        )
    )
    width = len(_ROW)
    found = {row[0]: (RecordRow(*row[:width]), str(row[width])) for row in tx.all(query)}
    return tuple(found.values())


def keys_of(tx: Tx, record_id: str) -> list[tuple[str, str]]:
    """Return the names and values of the keys of a record."""
    query = select(record_key.c.name, record_key.c.value).where(record_key.c.record_id == record_id)
    return tx.pairs(query)


def _key_count(tx: Tx, register: str, name: str, value: str, most: int) -> int:
    """Return how many records have a key, counted no further than one more than `most`."""
    found = select(record_key.c.record_id).where(
        record_key.c.register == register, record_key.c.name == name, record_key.c.value == value
    )
    return int(tx.scalar(select(func.count()).select_from(found.limit(most + 1).subquery())))


def counts(tx: Tx) -> dict[str, int]:
    """Return how many records each register has, those that were merged left out."""
    query = select(record.c.register, func.count()).where(record.c.state != "merged")
    return dict(tx.pairs(query.group_by(record.c.register)))


# --- searching -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found; `total` is None when there are more than were counted."""

    rows: tuple[Found, ...]
    total: int | None
    more: bool


def search(  # noqa: PLR0913 - what a list can be asked
    tx: Tx,
    register: str,
    query: str,
    *,
    day: date | None = None,
    closed: bool = True,
    page: int = 1,
    size: int = 50,
) -> Results:
    """Return a page of the records in which every word of `query` begins a word, by title.

    Without `day` as they are now; else as they were on that day, from their versions. Not more than
    `FEW` are counted.
    """
    words = sorted(set(fold(query).split()), key=len, reverse=True)[:MOST_WORDS]
    source = _now(register) if day is None else _on(register, day)
    text = record.c.search if day is None else record_version.c.search
    state = record.c.state if day is None else record_version.c.state
    source = source.where(
        *(text.like(f"% {word}%") for word in words),
        state != "merged" if closed else state == "open",
    ).order_by(record.c.sort, record.c.id)
    leads = _leads(tx, register, words)
    first, last = (page - 1) * size, page * size
    if leads:
        source = source.where(record.c.id.in_(_intersected(register, leads)))
        all_found = read(Found, tx.all(source.limit(FEW + 1)))
        total = len(all_found) if len(all_found) <= FEW else None
        return Results(all_found[first:last], total, len(all_found) > last)
    total = None if words else _no_more_than(tx, source)
    found = read(Found, tx.all(source.limit(size + 1).offset(first)))
    return Results(found[:size], total, len(found) > size)


def _leads(tx: Tx, register: str, words: Sequence[str]) -> list[str]:
    """Return the words by which the records are looked up; none when the list is walked instead.

    One rare word is enough. Of common words two or more leave few records together; one alone, or
    words that a great part has, are met so often that a page of the list is soon full.
    """
    counted = {word: _count(tx, register, word) for word in words}
    rarest = min(counted, key=counted.__getitem__, default="")
    if rarest and counted[rarest] <= FEW:
        return [rarest]
    common = [word for word in words if counted[word] <= MANY]
    return common if len(common) > 1 else []


def _no_more_than(tx: Tx, source: Select[Any]) -> int | None:
    """Return how many rows there are, None when there are more than `FEW`."""
    bare = source.order_by(None).with_only_columns(record.c.id, maintain_column_froms=True)
    some = bare.limit(FEW + 1)
    total = int(tx.scalar(select(func.count()).select_from(some.subquery())))
    return total if total <= FEW else None


def _range(word: str) -> ColumnElement[bool]:
    first = word[:LONGEST_WORD]
    return and_(record_word.c.word >= first, record_word.c.word < first + "\U0010ffff")


def _count(tx: Tx, register: str, word: str) -> int:
    """Return how many times words begin so, counted no further than one more than `MANY`."""
    found = select(record_word.c.word).where(record_word.c.register == register, _range(word))
    return int(tx.scalar(select(func.count()).select_from(found.limit(MANY + 1).subquery())))


def _intersected(register: str, words: Sequence[str]) -> SelectBase:
    """Return the ids of the records that have a word that begins with each of these."""
    each = (
        select(record_word.c.record_id).where(record_word.c.register == register, _range(word))
        for word in words
    )
    return intersect(*each) if len(words) > 1 else next(each)


def _now(register: str) -> Select[Any]:
    return select(*columns(record, Found)).where(record.c.register == register)


def _on(register: str, day: date) -> Select[Any]:
    """Return records as they were on a day: of the versions that held, the one written last."""
    other = record_version.alias()
    last = (
        select(func.max(other.c.version))
        .where(
            other.c.record_id == record.c.id,
            other.c.valid_from <= day,
            or_(other.c.valid_to.is_(None), other.c.valid_to >= day),
        )
        .scalar_subquery()
    )
    return (
        select(record.c.id, record.c.number, record_version.c.title, record_version.c.state)
        .select_from(record.join(record_version, record_version.c.record_id == record.c.id))
        .where(record.c.register == register, record_version.c.version == last)
    )


def _plain(row: RecordRow | VersionRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).__dataclass_fields__}
