"""Documents of a case: letters, whose bytes are here, and files, which lie in the vault."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, inspect, or_, select, update

from engine.model import DocumentKind, DocumentState
from engine.store import contents, pages
from engine.store.ids import new_id
from engine.store.rows import Page, columns, one, read
from engine.store.tables import case_, document, post_file, upload
from engine.store.transactions import Tx


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of a case: a letter of ours, or a file that was sent (`kind`).

    `type` is one of its procedure's, `access` the class that its readers need, `state` present,
    superseded or destroyed. `inspected` tells of a file: pages, active, scan. Of a letter,
    `data_hash` names what was filled in, `layout_hash` the operator's layout, and `posting` tells
    how it was sent.
    """

    id: str
    case_id: str
    kind: str
    name: str
    content_hash: str
    media_type: str
    size: int
    created_at: datetime
    template_hash: str | None = None
    layout_hash: str | None = None
    data_hash: str | None = None
    posting: Mapping[str, Any] | None = None
    type: str | None = None
    access: str | None = None
    sent_by: str | None = None
    inspected: Mapping[str, Any] | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    verdict: str | None = None
    motivation: str | None = None
    version: int = 1
    state: str = "present"


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What a letter was made of: its text with blocks, what was filled in, the page layout."""

    template: bytes
    data: bytes
    layout_hash: str
    pages: int = 1


_ROW = columns(document, DocumentRow)
_GET = select(*_ROW).where(
    document.c.case_id == bindparam("the_case"), document.c.id == bindparam("the_id")
)
_FILES = (document.c.kind == DocumentKind.SENT, document.c.state != DocumentState.DESTROYED)


def add(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    case_id: str,
    kind: str,
    name: str,
    data: bytes,
    media_type: str,
    at: datetime,
    made_of: MadeOf | None = None,
) -> DocumentRow:
    """Keep a letter of a case, with what it was made of."""
    contents.keep(tx, [data, *([made_of.template, made_of.data] if made_of else [])])
    row = DocumentRow(
        id=new_id(),
        case_id=case_id,
        kind=kind,
        name=name,
        content_hash=contents.digest(data),
        media_type=media_type,
        size=len(data),
        created_at=at,
        template_hash=contents.digest(made_of.template) if made_of else None,
        layout_hash=made_of.layout_hash if made_of else None,
        data_hash=contents.digest(made_of.data) if made_of else None,
        inspected={"pages": made_of.pages} if made_of else None,
    )
    add_row(tx, row)
    return row


def add_row(tx: Tx, row: DocumentRow) -> None:
    """Keep the row of a document; its bytes are kept already."""
    tx.run(insert(document), {name: getattr(row, name) for name in row.__dataclass_fields__})


def get(tx: Tx, case_id: str, document_id: str) -> DocumentRow | None:
    """Return one document of a case."""
    return one(DocumentRow, tx.first(_GET, {"the_case": case_id, "the_id": document_id}))


def of_case(tx: Tx, case_id: str, number: int = 1) -> Page[DocumentRow]:
    """Return a page of the documents of a case, the newest first."""
    query = select(*_ROW).where(document.c.case_id == case_id)
    return pages.page(tx, DocumentRow, query.order_by(document.c.id.desc()), number)


def letters_since(tx: Tx, case_id: str, at: datetime) -> tuple[DocumentRow, ...]:
    """Return the letters of a case that were made at `at` or later, the oldest first."""
    query = select(*_ROW).where(
        document.c.case_id == case_id,
        document.c.kind == DocumentKind.LETTER,
        document.c.created_at >= at,
    )
    return read(DocumentRow, tx.all(query.order_by(document.c.id)))


def present_files(tx: Tx, case_id: str) -> tuple[DocumentRow, ...]:
    """Return the files of a case that are neither superseded nor destroyed, the oldest first."""
    query = select(*_ROW).where(
        document.c.case_id == case_id,
        document.c.kind == DocumentKind.SENT,
        document.c.state == DocumentState.PRESENT,
    )
    return read(DocumentRow, tx.all(query.order_by(document.c.id)))


def last_version(tx: Tx, case_id: str, kind: str) -> int:
    """Return the highest version of a type of document in a case; 0 when there is none."""
    query = select(func.max(document.c.version)).where(
        document.c.case_id == case_id, document.c.type == kind
    )
    return tx.scalar(query) or 0


def supersede(tx: Tx, case_id: str, kind: str) -> None:
    """Mark the present documents of a type as superseded."""
    query = update(document).where(
        document.c.case_id == case_id,
        document.c.type == kind,
        document.c.state == DocumentState.PRESENT,
    )
    tx.run(query.values(state=DocumentState.SUPERSEDED))


def change(tx: Tx, row: DocumentRow, **values: Any) -> None:
    """Change columns of one document."""
    query = update(document).where(document.c.case_id == row.case_id, document.c.id == row.id)
    tx.run(query.values(**values))


def content(tx: Tx, content_hash: str) -> bytes | None:
    """Return the bytes of a letter."""
    return contents.get(tx, content_hash)


def bytes_of_case(tx: Tx, case_id: str) -> int:
    """Return how many bytes the files of a case have together."""
    query = select(func.sum(document.c.size)).where(document.c.case_id == case_id, *_FILES)
    return int(tx.scalar(query) or 0)


def bytes_of_all(tx: Tx) -> int:
    """Return how many bytes all files have together, those without a case too."""
    kept = tx.scalar(select(func.sum(document.c.size)).where(*_FILES)) or 0
    waiting = (tx.scalar(select(func.sum(each.c.size))) or 0 for each in (upload, post_file))
    return int(kept) + sum(map(int, waiting))


def wanted(tx: Tx, hashes: Collection[str]) -> set[str]:
    """Return which of these hashes a document, an upload or a piece of post still needs."""
    files = select(document.c.content_hash).where(document.c.content_hash.in_(hashes), *_FILES)
    others = (
        select(each.c.content_hash).where(each.c.content_hash.in_(hashes))
        for each in (upload, post_file)
    )
    return {row[0] for query in (files, *others) for row in tx.all(query)}


def named_files(tx: Tx) -> frozenset[str]:
    """Return the hash of every file that the database names; none in a schema without files."""
    if not inspect(tx.connection).has_table(post_file.name):
        return frozenset()
    files = select(document.c.content_hash).where(*_FILES)
    others = (select(each.c.content_hash) for each in (upload, post_file))
    return frozenset(row[0] for query in (files, *others) for row in tx.stream(query.distinct()))


def expired(tx: Tx, today: date, limit: int = 50) -> tuple[DocumentRow, ...]:
    """Return files of running cases whose last valid day is past and of which nobody was told."""
    told = document.c.expiry_told_on
    query = (
        select(*_ROW)
        .join(case_, case_.c.id == document.c.case_id)
        .where(
            document.c.state == DocumentState.PRESENT,
            document.c.expires_on < today,
            or_(told.is_(None), told < document.c.expires_on),
            case_.c.state == "running",
        )
        .order_by(document.c.expires_on, document.c.id)
        .limit(limit)
    )
    return read(DocumentRow, tx.all(query))
