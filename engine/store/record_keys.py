"""Records that are looked up by a key: what refers to a record, and what may be its double."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, func, select

from engine.store.records import RecordRow
from engine.store.rows import columns, read
from engine.store.tables import record, record_key
from engine.store.transactions import Tx

_ROW = columns(record, RecordRow)


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
    rare = [each for each in values if _count(tx, register, name, each, common) <= common]
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


def _count(tx: Tx, register: str, name: str, value: str, most: int) -> int:
    """Return how many records have a key, counted no further than one more than `most`."""
    found = select(record_key.c.record_id).where(
        record_key.c.register == register, record_key.c.name == name, record_key.c.value == value
    )
    return int(tx.scalar(select(func.count()).select_from(found.limit(most + 1).subquery())))
