"""Applications that people began: what is typed in a start form until its case starts.

Each belongs to one person and to the key of its page, which its uploads have too. What was sent
stays for a while as an empty line: it tells whose case started under which key, nothing else.
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
    query = select(*_ROW).where(_begun(application.c.person_id == person_id))
    found = tx.all(query.order_by(application.c.saved_at.desc(), application.c.id.desc()))
    return read(ApplicationRow, found)


def get(tx: Tx, person_id: str, application_id: str) -> ApplicationRow | None:
    """Return an application of this person."""
    mine = _of(person_id, application.c.id == application_id)
    return one(ApplicationRow, tx.first(select(*_ROW).where(mine)))


def page_sent(tx: Tx, person_id: str, application_id: str) -> str | None:
    """Return the key of the page of an application that this person sent; None when there is no."""
    mine = and_(application.c.person_id == person_id, application.c.id == application_id)
    query = select(application.c.page_key).where(mine, application.c.sent_at.is_not(None))
    key: str | None = tx.scalar(query)
    return key


def of_page(tx: Tx, person_id: str, page_key: str) -> ApplicationRow | None:
    """Return the application that this person began on a page."""
    mine = _of(person_id, application.c.page_key == page_key)
    return one(ApplicationRow, tx.first(select(*_ROW).where(mine)))


def count(tx: Tx, person_id: str) -> int:
    """Return how many applications a person has begun."""
    mine = _begun(application.c.person_id == person_id)
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


def send(tx: Tx, person_id: str, page_key: str, at: datetime) -> int:
    """Empty the application of a page whose case starts; return how many there were."""
    emptied = {"title": "", "answers": {}, "sent_at": at, "saved_at": at}
    mine = _of(person_id, application.c.page_key == page_key)
    return tx.run(update(application).where(mine).values(emptied))


def drop_older(tx: Tx, than: datetime, files_than: datetime) -> tuple[ApplicationRow, ...]:
    """Remove what was kept last before `than`, and return it; not while it has younger files."""
    files = and_(
        upload.c.person_id == application.c.person_id,
        upload.c.page_key == application.c.page_key,
        upload.c.created_at >= files_than,
    )
    old = _begun(and_(application.c.saved_at < than, ~exists().where(files)))
    return read(ApplicationRow, tx.all(delete(application).where(old).returning(*_ROW)))


def forget_sent(tx: Tx, than: datetime) -> int:
    """Remove the lines of what was sent before `than`; return how many went."""
    return tx.run(delete(application).where(application.c.sent_at < than))


def _of(person_id: str, which: ColumnElement[bool]) -> ColumnElement[bool]:
    return _begun(and_(application.c.person_id == person_id, which))


def _begun(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(which, application.c.sent_at.is_(None))
