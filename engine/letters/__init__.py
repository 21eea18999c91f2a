"""Letters: limited Markdown with FEEL placeholders, set as an archivable PDF on the agency's sheet.

No database, no clock, no network, no file but the layout beside this module.
"""

from engine.letters.checking import check
from engine.letters.markup import names, read
from engine.letters.meta import Letter, LetterMeta
from engine.letters.parts import LetterModel, holes_of
from engine.letters.setting import render

__all__ = ["Letter", "LetterMeta", "LetterModel", "check", "holes_of", "names", "read", "render"]
