"""What a letter is made of once its text has been read: blocks of runs, with holes for values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import Finding


@dataclass(frozen=True, slots=True)
class Words:
    """Letters as they stand in the text; never markup."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Hole:
    """A FEEL expression whose value comes here, and where it stands in the file."""

    expression: str
    line: int
    column: int
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph."""


Run = Words | Hole | Break


class BlockKind(StrEnum):
    """The kinds of block that a letter may have."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph, heading or list item; `only_if` is the expression that lets it stand."""

    runs: tuple[Run, ...]
    line: int
    only_if: Hole | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block; a heading and a paragraph have one item, a list has many.

    `level` is the depth of a heading, or the number at which a numbered list begins.
    """

    kind: BlockKind
    items: tuple[Item, ...]
    level: int = 0
    id: str = ""

    @property
    def line(self) -> int:
        """Return the line on which the block begins."""
        return self.items[0].line


@dataclass(frozen=True, slots=True)
class LetterModel:
    """A letter as an analyst wrote it, read but not yet filled; `findings` say what is wrong."""

    subject: tuple[Run, ...]
    kind: str
    terms: tuple[str, ...]
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def holes(self) -> tuple[Hole, ...]:
        """Return every expression of the letter, conditions included, in reading order."""
        found = list(holes_of(self.subject))
        for block in self.blocks:
            for item in block.items:
                found += [item.only_if] if item.only_if else []
                found += holes_of(item.runs)
        return tuple(found)


def holes_of(runs: Sequence[Run]) -> list[Hole]:
    """Return the holes among `runs`."""
    return [run for run in runs if isinstance(run, Hole)]
