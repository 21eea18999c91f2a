"""A document as somebody sees it: everything, or no more than that it exists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine import vetting
from engine.model import (
    Actor,
    Confidentiality,
    DocumentKind,
    DocumentRules,
    DocumentState,
    Happened,
    HistoryKind,
)
from engine.store.documents import DocumentRow
from engine.store.rows import Page


@dataclass(frozen=True, slots=True)
class PaperView:
    """A document in a list; of one that is not the asker's to read the row says almost nothing.

    `drawn`: its pages can be shown as pictures. `expired`: its last valid day is past.
    """

    row: DocumentRow
    readable: bool
    title: str | None
    confidential: str | None
    drawn: bool
    expired: bool
    to_destroy: bool

    @property
    def sent(self) -> bool:
        """Tell whether somebody sent it; else it is a letter of ours."""
        return self.row.kind == DocumentKind.SENT

    @property
    def pages(self) -> int:
        """Return how many pages can be drawn."""
        return int((self.row.inspected or {}).get("pages") or 1) if self.drawn else 0


def shown(rules: DocumentRules, row: DocumentRow, by: Actor, today: date) -> PaperView:
    """Return `row` as `by` may see it."""
    readable = rules.lets(by, row.access)
    known: Confidentiality | None = rules.classes.get(row.access or "")
    sort = rules.types.get(row.type or "")
    kind = vetting.KINDS.get(row.media_type)
    there = readable and row.state != DocumentState.DESTROYED
    return PaperView(
        row=row if readable else hidden(row),
        readable=readable,
        title=sort.title if sort and readable else None,
        confidential=known.title if known else row.access,
        drawn=bool(there and kind and kind.drawn),
        expired=row.expires_on is not None and row.expires_on < today,
        to_destroy=there and row.verdict is not None and rules.orders_destruction(row.access),
    )


def hidden(row: DocumentRow) -> DocumentRow:
    """Return `row` without its name, type, content, dates and verdict."""
    return replace(
        row,
        name="",
        content_hash="",
        size=0,
        type=None,
        inspected=None,
        issued_on=None,
        expires_on=None,
        verdict=None,
        motivation=None,
    )


def about(row: DocumentRow) -> dict[str, Any]:
    """Return what the audit trail says of a document in the clear; never a confidential name."""
    named = {} if row.access else {"name": row.name}
    return {"document": row.id, "version": row.version, **named}


def came_in(row: DocumentRow, by: Actor) -> Happened:
    """Return the fact that a file came in."""
    meta = {**about(row), "hash": row.content_hash, "size": row.size, "type": row.type}
    return Happened(HistoryKind.DOCUMENT_ADDED, by, meta)


def page_shown(
    rules: DocumentRules, found: Page[DocumentRow], by: Actor, today: date
) -> Page[PaperView]:
    """Return a page of documents as `by` may see them."""
    lines = tuple(shown(rules, row, by, today) for row in found.rows)
    return Page(lines, found.total, found.number, found.size)
