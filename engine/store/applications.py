"""Applications that people began: what is typed in a start form until its case starts.

Each belongs to one person and to the key of its page, which its uploads have too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, select, update

from engine.errors import Stale
from engine.store.rows import columns, one, read
from engine.store.tables import application, upload
from engine.store.transactions import Tx


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """What somebody typed in a start form; `version` counts how often it was kept."""

    id: str
    person_id: str
    page_key: str
    process_id: str
    dossier_number: str | None
    title: str
    answers: Mapping[str, Any]
    version: int
    created_at: datetime
    saved_at: datetime


_ROW = columns(application, ApplicationRow)


def of_person(tx: Tx, person_id: str) -> tuple[ApplicationRow, ...]:
    """Return what a person began, what was kept last first."""
    query = select(*_ROW).where(application.c.person_id == person_id)
    found = tx.all(query.order_by(application.c.saved_at.desc(), application.c.id.desc()))
    return read(ApplicationRow, found)


def get(tx: Tx, person_id: str, application_id: str) -> ApplicationRow | None:
    """Return an application of this person."""
    mine = _of(person_id, application.c.id == application_id)
    return one(ApplicationRow, tx.first(select(*_ROW).where(mine)))


def of_page(tx: Tx, person_id: str, page_key: str) -> ApplicationRow | None:
    """Return the application that this person began on a page."""
    mine = _of(person_id, application.c.page_key == page_key)
    return one(ApplicationRow, tx.first(select(*_ROW).where(mine)))


def count(tx: Tx, person_id: str) -> int:
    """Return how many applications a person has begun."""
    mine = application.c.person_id == person_id
    return int(tx.scalar(select(func.count()).select_from(application).where(mine)))


def add(tx: Tx, row: ApplicationRow) -> None:
    """Keep a new application. Raises Conflict at the end when its page has one already."""
    tx.run(insert(application), {name: getattr(row, name) for name in row.__dataclass_fields__})


def change(tx: Tx, row: ApplicationRow, seen: int) -> None:
    """Keep `row` in the place of version `seen`; Raises Stale when that is no longer there."""
    changes = {name: getattr(row, name) for name in ("title", "answers", "version", "saved_at")}
    this = and_(application.c.id == row.id, application.c.version == seen)
    if tx.run(update(application).where(this).values(changes)) != 1:
        raise Stale(seen=seen)


def drop(tx: Tx, person_id: str, application_id: str) -> int:
    """Throw an application of this person away; return how many went."""
    return tx.run(delete(application).where(_of(person_id, application.c.id == application_id)))


def drop_of_page(tx: Tx, person_id: str, page_key: str) -> int:
    """Remove the application of a page whose case starts; return how many went."""
    return tx.run(delete(application).where(_of(person_id, application.c.page_key == page_key)))


def drop_older(tx: Tx, than: datetime, files_than: datetime) -> tuple[ApplicationRow, ...]:
    """Remove what was kept last before `than`, and return it; not while it has younger files."""
    files = and_(
        upload.c.person_id == application.c.person_id,
        upload.c.page_key == application.c.page_key,
        upload.c.created_at >= files_than,
    )
    old = and_(application.c.saved_at < than, ~exists().where(files))
    return read(ApplicationRow, tx.all(delete(application).where(old).returning(*_ROW)))


def _of(person_id: str, which: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(application.c.person_id == person_id, which)
