"""Sending one mail of the outbox: its text from the letter, its attachments from the case."""

from __future__ import annotations

from contextlib import closing

from engine import letters, outgoing
from engine.errors import Permanent, Temporary
from engine.model import DocumentKind, DocumentState
from engine.outgoing import Attachment, Mail
from engine.runtime import Runtime
from engine.sending.messages import Message
from engine.store import Tx
from engine.store import documents as rows
from engine.store.documents import DocumentRow
from engine.store.rows import JobRow


def send(runtime: Runtime, job: JobRow, message: Message) -> None:
    """Send the mail; no transaction is open meanwhile. Raises Temporary, Permanent."""
    server = runtime.mail_server
    if server is None:
        raise Temporary("mail.no_server")
    with runtime.store.read() as tx:
        subject, text = _words(tx, job, message)
        files = [_row(tx, job, each) for each in message.attachments]
        made = {row.id: rows.content(tx, row.content_hash) for row in files if _is_ours(row)}
    mail = Mail(
        message_id=f"{job.id}@{server.bounces_to.rpartition('@')[2]}",
        to=message.to,
        subject=subject,
        text=text,
        at=job.created_at,
        attachments=tuple(_attachment(runtime, row, made.get(row.id)) for row in files),
    )
    outgoing.send_mail(server, mail)


def _words(tx: Tx, job: JobRow, message: Message) -> tuple[str, str]:
    if message.document is None:
        return message.name, message.text
    row = _row(tx, job, message.document)
    data = rows.content(tx, row.data_hash) if row.data_hash else None
    if data is None:
        raise Permanent("sending.attachment")
    told = letters.mail_text(data)
    return told.subject, told.text


def _row(tx: Tx, job: JobRow, document_id: str) -> DocumentRow:
    row = rows.get(tx, job.case_id or "", document_id)
    if row is None or row.state == DocumentState.DESTROYED:
        raise Permanent("sending.attachment")
    return row


def _attachment(runtime: Runtime, row: DocumentRow, data: bytes | None) -> Attachment:
    if data is None:
        try:
            with closing(runtime.vault.open(row.content_hash)) as file:
                data = file.read()
        except OSError as fault:
            raise Permanent("sending.attachment") from fault
    name = row.name if not _is_ours(row) else f"{row.name}.pdf"
    return Attachment(name, row.media_type, data)


def _is_ours(row: DocumentRow) -> bool:
    return row.kind == DocumentKind.LETTER
