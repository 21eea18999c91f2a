"""Keys of programs that work for us: kept as a digest, ended but never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from engine.store.ids import new_id
from engine.store.rows import KeyRow, columns, one, read
from engine.store.tables import api_key
from engine.store.transactions import Tx

_INSERT = insert(api_key)
_LIST = select(*columns(api_key, KeyRow)).order_by(api_key.c.created_at, api_key.c.id)
_LIVE = _LIST.where(api_key.c.ended_at.is_(None))
_BY_DIGEST = _LIVE.where(api_key.c.digest == bindparam("the_digest"))
_END = (
    update(api_key)
    .where(api_key.c.name == bindparam("the_name"), api_key.c.ended_at.is_(None))
    .values(ended_at=bindparam("at", type_=api_key.c.ended_at.type))
)


def add(tx: Tx, name: str, digest: str, topics: Sequence[str], at: datetime) -> str:
    """Add a key and return its id."""
    key_id = new_id()
    row = {"id": key_id, "name": name, "digest": digest, "topics": list(topics)}
    tx.run(_INSERT, {**row, "created_at": at})
    return key_id


def live(tx: Tx, digest: str) -> KeyRow | None:
    """Return the key with this digest, unless it was ended."""
    return one(KeyRow, tx.first(_BY_DIGEST, {"the_digest": digest}))


def named(tx: Tx, name: str) -> KeyRow | None:
    """Return the key of this name that has not ended."""
    return one(KeyRow, tx.first(_LIVE.where(api_key.c.name == name)))


def listing(tx: Tx) -> tuple[KeyRow, ...]:
    """Return every key, the ended ones too, the oldest first."""
    return read(KeyRow, tx.all(_LIST))


def end(tx: Tx, name: str, at: datetime) -> bool:
    """End the key of this name; False when there is none."""
    return tx.run(_END, {"the_name": name, "at": at}) == 1
