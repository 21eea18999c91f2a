"""Letters: limited Markdown with FEEL placeholders, set as an archivable PDF on the agency's sheet.

An analyst writes the text and its shared blocks; the operator owns the page layout. No database, no
clock, no network, no file but the layout.
"""

from engine.letters.assembling import Assembled, Source, assemble, included
from engine.letters.checking import check, check_block
from engine.letters.export import docx
from engine.letters.layout import BadLayout, Layout
from engine.letters.markup import names, read
from engine.letters.meta import Letter, LetterMeta
from engine.letters.parts import LetterModel, holes_of
from engine.letters.setting import outline, read_layout, render, set_pdf

__all__ = [
    "Assembled",
    "BadLayout",
    "Layout",
    "Letter",
    "LetterMeta",
    "LetterModel",
    "Source",
    "assemble",
    "check",
    "check_block",
    "docx",
    "holes_of",
    "included",
    "names",
    "outline",
    "read",
    "read_layout",
    "render",
    "set_pdf",
]
