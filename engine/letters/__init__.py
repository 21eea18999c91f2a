"""Letters: limited Markdown with FEEL placeholders, set as an archivable PDF on the agency's sheet.

An analyst writes the text and its shared blocks; the operator owns the page layout. No database, no
clock, no network, no file but the layout.
"""

from engine.letters.assembling import (
    MAX_CHARACTERS,
    Assembled,
    Source,
    assemble,
    block_terms,
    included,
)
from engine.letters.checking import alone, check, check_block
from engine.letters.export import docx
from engine.letters.layout import BadLayout, Layout
from engine.letters.mailing import MailText, mail_text
from engine.letters.markup import names, read
from engine.letters.meta import Letter, LetterMeta
from engine.letters.parts import LetterModel, holes_of
from engine.letters.plain import average, sentences
from engine.letters.setting import outline, read_layout, render, set_pdf
from engine.letters.values import Unprintable, write

__all__ = [
    "MAX_CHARACTERS",
    "Assembled",
    "BadLayout",
    "Layout",
    "Letter",
    "LetterMeta",
    "LetterModel",
    "MailText",
    "Source",
    "Unprintable",
    "alone",
    "assemble",
    "average",
    "block_terms",
    "check",
    "check_block",
    "docx",
    "holes_of",
    "included",
    "mail_text",
    "names",
    "outline",
    "read",
    "read_layout",
    "render",
    "sentences",
    "set_pdf",
    "write",
]
