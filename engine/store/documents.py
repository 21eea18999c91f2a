"""Documents of a case: letters and other papers; the bytes are content-addressed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from engine.store import contents
from engine.store.ids import new_id
from engine.store.rows import DocumentRow, columns, one, read
from engine.store.tables import document
from engine.store.transactions import Tx

_OF_CASE = (
    select(*columns(document, DocumentRow))
    .where(document.c.case_id == bindparam("the_case"))
    .order_by(document.c.created_at, document.c.id)
)
_GET = _OF_CASE.where(document.c.id == bindparam("the_id"))


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


def of_case(tx: Tx, case_id: str) -> tuple[DocumentRow, ...]:
    """Return the papers of a case, the oldest first."""
    return read(DocumentRow, tx.all(_OF_CASE, {"the_case": case_id}))


def content(tx: Tx, content_hash: str) -> bytes | None:
    """Return the bytes of a paper."""
    return contents.get(tx, content_hash)
