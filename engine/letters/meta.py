"""The data of the sheet around a letter, and the letter as it was set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LetterMeta:
    """The sheet around the text: all lines are plain text, never markup.

    `sender` begins with the name of the sender; `contact` is a text of one or more lines.
    `unconfirmed` marks a letter that names terms or amounts which nobody has confirmed yet.
    """

    number: str
    date: date
    recipient: tuple[str, ...]
    sender: tuple[str, ...]
    contact: str = ""
    demo: bool = False
    unconfirmed: bool = False
    signature: tuple[str, ...] = ()
    your_reference: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was set: the PDF, its digest, its pages, and its text for search."""

    pdf: bytes
    sha256: str
    pages: int
    text: str
    subject: str
