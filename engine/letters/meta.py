"""The data of the sheet around a letter, and the letter as it was set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LetterMeta:
    """The sheet around the text: all lines are plain text, never markup.

    `contact` is a text of one or more lines; without a `sender` it is that of the page layout.
    `unconfirmed` marks a letter that names terms or amounts which nobody has confirmed yet,
    `preview` one that is only looked at.
    """

    number: str
    date: date
    recipient: tuple[str, ...]
    sender: tuple[str, ...] = ()
    contact: str = ""
    demo: bool = False
    unconfirmed: bool = False
    preview: bool = False
    signature: tuple[str, ...] = ()
    your_reference: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was set: the PDF, its digest, its pages, and its text for search.

    `data` is what the layout got, as JSON: everything that stands on the letter, filled in.
    """

    pdf: bytes
    sha256: str
    pages: int
    text: str
    subject: str
    data: bytes
