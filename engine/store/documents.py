"""Documents of a case: letters and other papers; the bytes are content-addressed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from engine.store import contents, pages
from engine.store.ids import new_id
from engine.store.rows import DocumentRow, Page, columns, one
from engine.store.tables import document
from engine.store.transactions import Tx

_ROW = columns(document, DocumentRow)
_GET = select(*_ROW).where(
    document.c.case_id == bindparam("the_case"), document.c.id == bindparam("the_id")
)


def add(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    case_id: str,
    kind: str,
    name: str,
    data: bytes,
    media_type: str,
    at: datetime,
    template_hash: str | None = None,
) -> DocumentRow:
    """Keep a paper of a case; `template_hash` names the letter's text it was made from."""
    contents.keep(tx, [data])
    row = DocumentRow(
        id=new_id(),
        case_id=case_id,
        kind=kind,
        name=name,
        content_hash=contents.digest(data),
        media_type=media_type,
        size=len(data),
        created_at=at,
        template_hash=template_hash,
    )
    tx.run(insert(document), {name: getattr(row, name) for name in row.__dataclass_fields__})
    return row


def get(tx: Tx, case_id: str, document_id: str) -> DocumentRow | None:
    """Return one paper of a case."""
    return one(DocumentRow, tx.first(_GET, {"the_case": case_id, "the_id": document_id}))


def of_case(tx: Tx, case_id: str, number: int = 1) -> Page[DocumentRow]:
    """Return a page of the papers of a case, the newest first."""
    query = select(*_ROW).where(document.c.case_id == case_id)
    return pages.page(tx, DocumentRow, query.order_by(document.c.id.desc()), number)


def content(tx: Tx, content_hash: str) -> bytes | None:
    """Return the bytes of a paper."""
    return contents.get(tx, content_hash)
