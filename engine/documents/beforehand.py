"""Files of a start form before there is a case: looked at by who sent them, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from engine import errors, store, vetting
from engine.documents.reading import Pieces
from engine.model import Actor, Happened, HistoryKind
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import uploads as rows
from engine.store.uploads import UploadRow


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a start form; of `pages` pages a picture can be drawn, 0 when of none."""

    row: UploadRow
    pages: int


def look_at_upload(runtime: Runtime, *, upload_id: str, by: Actor) -> Upload:
    """Return what is known of a file that `by` sent; the look is written down.

    Raises NotFound when it is not there, of somebody else, or a document of a case by now.
    """
    row = _sent(runtime, upload_id, by)
    _note_look(runtime, by)
    return Upload(row, _pages(row))


def read_upload(runtime: Runtime, *, upload_id: str, by: Actor) -> tuple[UploadRow, Pieces]:
    """Return a file that `by` sent with its bytes; the look is written down. Raises NotFound."""
    row = _sent(runtime, upload_id, by)
    file = runtime.vault.open(row.content_hash)
    _note_look(runtime, by)
    return row, Pieces(file)


def upload_picture(runtime: Runtime, *, upload_id: str, page: int, by: Actor) -> bytes:
    """Return page `page` (from 1) of a file that `by` sent as PNG; the look is written down.

    Raises NotFound when there is no such page, or when it cannot be drawn.
    """
    row = _sent(runtime, upload_id, by)
    if not 1 <= page <= _pages(row):
        raise errors.NotFound("document")
    with runtime.vault.open(row.content_hash) as file:
        drawn = vetting.draw(file, row.media_type, page).png
    if drawn is None:
        raise errors.NotFound("document")
    _note_look(runtime, by, page=page)
    return drawn


def _sent(runtime: Runtime, upload_id: str, by: Actor) -> UploadRow:
    with runtime.store.read() as tx:
        row = _mine(tx, upload_id, by)
    if row is None:
        raise errors.NotFound("document")
    return row


def _mine(tx: store.Tx, upload_id: str, by: Actor) -> UploadRow | None:
    return rows.get(tx, by.person_id, upload_id) if by.person_id else None


def _pages(row: UploadRow) -> int:
    kind = vetting.KINDS.get(row.media_type)
    return int(row.inspected.get("pages") or 1) if kind and kind.drawn else 0


def _note_look(runtime: Runtime, by: Actor, **more: int) -> None:
    """Write the look down, without the name: of a confidential file the log tells nothing."""
    fact = Happened(HistoryKind.DOCUMENT_READ, by, {"of": "start_form", **more})
    with runtime.store.write("document_drafts.look") as tx:
        trail.log(tx, [fact], runtime.now())
