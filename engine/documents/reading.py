"""Reading a document: its bytes, what is known of it, a picture of a page. Every look is a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from engine import errors, papers, vetting
from engine.documents.whose import readable
from engine.model import (
    Actor,
    DocumentKind,
    Happened,
    HistoryKind,
    Permission,
)
from engine.papers import PaperView
from engine.runtime import Runtime
from engine.store import documents as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store.documents import DocumentRow
from engine.store.rows import CaseRow
from engine.terms import local_day

PIECE = 64 * 1024


class Pieces:
    """The bytes of an open file, piece by piece; who does not want them all closes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        """Return the pieces, and close the file behind the last."""
        with self._file:
            while piece := self._file.read(PIECE):
                yield piece

    def close(self) -> None:
        """Close the file, read or not."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class File:
    """A document with its bytes, piece by piece."""

    row: DocumentRow
    data: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Look:
    """A file as its own page shows it."""

    paper: PaperView
    number: str
    case_title: str
    sender: str | None
    may_assess: bool


def read(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> File:
    """Return a document of a case that `by` may read; the look is written down.

    Raises NotFound when case or document are not there, not for the asker, or destroyed.
    """
    with runtime.store.read() as tx:
        case, row, _, actor = readable(runtime, tx, number, document_id, by)
        data = rows.content(tx, row.content_hash) if row.kind == DocumentKind.LETTER else None
    if row.kind == DocumentKind.LETTER:
        if data is None:
            raise errors.NotFound("document")
        note_look(runtime, case, row, actor, HistoryKind.LETTER_READ)
        return File(row, (data,))
    file = runtime.vault.open(row.content_hash)
    note_look(runtime, case, row, actor, HistoryKind.DOCUMENT_READ)
    return File(row, Pieces(file))


def look(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> Look:
    """Return what is known of a file, without its bytes; the look is written down.

    Raises NotFound as `read`, but one that was destroyed still has its line.
    """
    with runtime.store.read() as tx:
        case, row, rules, actor = readable(runtime, tx, number, document_id, by, destroyed=True)
        names = people_rows.names(tx, [row.sent_by])
    if row.kind != DocumentKind.SENT:
        raise errors.NotFound("document")
    note_look(runtime, case, row, actor, HistoryKind.DOCUMENT_READ)
    shown = papers.shown(rules, row, actor, local_day(runtime.now()))
    may_assess = actor == by and runtime.policy.can(by, Permission.WORK_TASKS)
    return Look(shown, case.number, case.title, names.get(row.sent_by or ""), may_assess)


def picture(runtime: Runtime, *, number: str, document_id: str, page: int, by: Actor) -> bytes:
    """Return page `page` (from 1) of a file as PNG; the look is written down.

    Raises NotFound when there is no such page, or when it cannot be drawn.
    """
    with runtime.store.read() as tx:
        case, row, rules, actor = readable(runtime, tx, number, document_id, by)
        data = rows.content(tx, row.content_hash) if row.kind == DocumentKind.LETTER else None
    shown = papers.shown(rules, row, actor, local_day(runtime.now()))
    if not 1 <= page <= shown.pages:
        raise errors.NotFound("document")
    with runtime.vault.open(row.content_hash) if data is None else BytesIO(data) as file:
        drawn = vetting.draw(file, row.media_type, page).png
    if drawn is None:
        raise errors.NotFound("document")
    kind = HistoryKind.DOCUMENT_READ if data is None else HistoryKind.LETTER_READ
    note_look(runtime, case, row, actor, kind, page=page)
    return drawn


def note_look(
    runtime: Runtime, case: CaseRow, row: DocumentRow, by: Actor, kind: HistoryKind, **more: int
) -> None:
    """Write down that `by` looked at a document."""
    fact = Happened(kind, by, {"document": row.id, "number": case.number, **more})
    with runtime.store.write("documents.look") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
