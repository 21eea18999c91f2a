"""Bytes by their SHA-256: kept once, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from engine.store.tables import content
from engine.store.transactions import Tx
from engine.store.upserts import Upsert

_KEEP = Upsert(content, ["hash"])
_GET = select(content.c.bytes).where(content.c.hash == bindparam("the_hash"))


def digest(data: bytes) -> str:
    """Return the address of `data`: its SHA-256 as hex."""
    return hashlib.sha256(data).hexdigest()


def keep(tx: Tx, many: Iterable[bytes]) -> None:
    """Keep every one of `many`; what is there already stays as it is."""
    rows = {digest(data): data for data in many}
    if rows:
        _KEEP.run(tx, [{"hash": key, "bytes": data} for key, data in sorted(rows.items())])


def get(tx: Tx, content_hash: str) -> bytes | None:
    """Return the bytes at an address."""
    data: bytes | None = tx.scalar(_GET, {"the_hash": content_hash})
    return data
