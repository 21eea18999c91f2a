"""Files of a page whose case has not started: they belong to a person and to that page's key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, select

from engine.store.rows import columns, one, read
from engine.store.tables import application, upload
from engine.store.transactions import Tx
from engine.store.upserts import Upsert


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file that was sent from a page whose case has not started yet."""

    id: str
    person_id: str
    page_key: str
    type: str | None
    name: str
    content_hash: str
    media_type: str
    size: int
    created_at: datetime
    inspected: Mapping[str, Any]


_ROW = columns(upload, UploadRow)
_ADD = Upsert(upload, ["id"])


def add(tx: Tx, row: UploadRow) -> None:
    """Keep the row of a file, once; its bytes are in the vault."""
    _ADD.run(tx, {name: getattr(row, name) for name in row.__dataclass_fields__})


def get(tx: Tx, person_id: str, upload_id: str) -> UploadRow | None:
    """Return a file that a person sent from a page."""
    mine = (upload.c.person_id == person_id, upload.c.id == upload_id)
    return one(UploadRow, tx.first(select(*_ROW).where(*mine)))


def of_page(tx: Tx, person_id: str, page_key: str) -> tuple[UploadRow, ...]:
    """Return the files that a person sent from a page, the oldest first."""
    mine = (upload.c.person_id == person_id, upload.c.page_key == page_key)
    query = select(*_ROW).where(*mine).order_by(upload.c.created_at, upload.c.id)
    return read(UploadRow, tx.all(query))


def take(tx: Tx, person_id: str, page_key: str, ids: Collection[str]) -> tuple[UploadRow, ...]:
    """Remove these files of a page and return them, the oldest first; who comes second gets none.

    The caller makes documents of them in the same transaction.
    """
    mine = (upload.c.person_id == person_id, upload.c.page_key == page_key, upload.c.id.in_(ids))
    found = tx.all(delete(upload).where(*mine).returning(*_ROW))
    return tuple(sorted(read(UploadRow, found), key=lambda row: (row.created_at, row.id)))


def drop_older(tx: Tx, than: datetime) -> int:
    """Remove the files of pages left alone; return how many went. What was begun keeps its own."""
    begun = and_(
        application.c.person_id == upload.c.person_id,
        application.c.page_key == upload.c.page_key,
        application.c.sent_at.is_(None),
    )
    left = and_(upload.c.created_at < than, ~exists().where(begun))
    return tx.run(delete(upload).where(left))


def drop_of_page(tx: Tx, person_id: str, page_key: str) -> int:
    """Remove the files of a page whose application is thrown away; return how many went."""
    mine = (upload.c.person_id == person_id, upload.c.page_key == page_key)
    return tx.run(delete(upload).where(*mine))
