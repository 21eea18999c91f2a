"""Where the components of a form stand: the path to their values, what hides them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from engine.feel import Expression
from engine.forms.details import MAX_KEY, MAX_SEGMENTS, SEGMENT
from engine.forms.schema import Member, Path
from engine.forms.source import Piece


@dataclass(frozen=True, slots=True)
class Place:
    """Where a component stands: the path to it, what hides it, the lists it is in.

    `members` collects the fields and lists of the form or of one row.
    """

    path: Path
    inner: tuple[str, ...]
    hidden_by: tuple[Expression, ...]
    members: list[Member]
    lists: int = 0
    fixed: bool = True

    def within(self, segments: tuple[str, ...]) -> Place:
        """Return the place under a path."""
        return dataclasses.replace(
            self, path=(*self.path, *segments), inner=(*self.inner, *segments)
        )


def path_of(piece: Piece, name: str, key: str) -> tuple[str, ...]:
    """Return the segments of a variable path; a bad one is a finding."""
    segments = tuple(key.split("."))
    good = all(SEGMENT.fullmatch(segment) for segment in segments)
    if not good or len(key) > MAX_KEY or len(segments) > MAX_SEGMENTS:
        piece.refuse("bad_key", name, key=key[:MAX_KEY])
    return segments


def conditions(piece: Piece) -> tuple[Expression, ...]:
    """Read `conditional.hide`."""
    conditional = piece.piece("conditional")
    made = conditional.expression("hide")
    conditional.end()
    return (made,) if made else ()
