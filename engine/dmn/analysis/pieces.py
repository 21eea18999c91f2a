"""One kind of value cut at the constants of the cells: points, what lies between, all the rest.

Pure: no XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cmp_to_key

from engine.dmn.analysis.boxes import Budget
from engine.dmn.analysis.cells import read_cell
from engine.dmn.analysis.scales import SCALES, Scale
from engine.feel import UnaryTests
from engine.feel.operators import compare
from engine.feel.values import Value, kind

_OTHER = "\u2026"


@dataclass(frozen=True, slots=True)
class Piece:
    """Values that no cell tells apart; `witness` is one of them.

    A "point" is the witness alone; "between" lies strictly between `low` and `high` (null: no
    end); "rest" is every text that no cell lists; "null"; "anything" is a value of any kind.
    """

    what: str
    witness: Value
    low: Value = None
    high: Value = None


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one axis in order, null last; `words` when they are texts."""

    all: tuple[Piece, ...]
    places: Mapping[tuple[str, Value], int]
    words: bool

    @property
    def null(self) -> int:
        """Return the bit of null."""
        return 1 << len(self.all) - 1

    def bits(self, test: UnaryTests, budget: Budget) -> int:
        """Return the pieces that pass a plain cell, by asking it about one value of each stretch.

        Between its own constants a cell's answer is the same everywhere. Raises TooLarge.
        """
        own = {self.places.get(_key(one)) for one in read_cell(test).constants}
        marks = sorted(one for one in own | {len(self.all) - 1} if one is not None)
        found, start = 0, 0
        for mark in marks:
            budget.spend(2)
            if start < mark and _passes(test, self.all[start]):
                found |= (1 << mark) - (1 << start)
            if _passes(test, self.all[mark]):
                found |= 1 << mark
            start = mark + 1
        return found


def pieces_of(what: str, constants: Iterable[Value]) -> Pieces:
    """Return the pieces of one kind of value ("": any), cut at those constants that are of it."""
    scale = SCALES.get(what)
    named = "number" if what == "integer" else what
    mine = {_key(one): one for one in constants if kind(one) == named}
    if scale is not None:
        found = _cut([one for one in mine.values() if scale.holds(one)], scale)
    elif what == "boolean":
        found = [Piece("point", witness=False), Piece("point", witness=True)]
    elif what == "string":
        found = [Piece("point", one) for one in mine.values()]
        found.append(Piece("rest", _another({str(one) for one in mine.values()})))
    else:
        found = [Piece("anything", _OTHER)]
    found.append(Piece("null", None))
    places = {
        _key(one.witness): at for at, one in enumerate(found) if one.what in {"point", "null"}
    }
    return Pieces(tuple(found), places, words=what == "string")


def _key(value: Value) -> tuple[str, Value]:
    """Return what tells two constants apart: in Python, true is 1."""
    return kind(value), value


def _cut(points: list[Value], scale: Scale) -> list[Piece]:
    """Return points and what lies between them, in order; where nothing lies is no piece."""
    ordered = sorted(points, key=cmp_to_key(_order))
    found: list[Piece] = []
    low: Value = None
    for high in [*ordered, None]:
        witness = scale.between(low, high)
        if witness is not None:
            found.append(Piece("between", witness, low, high))
        if high is not None:
            found.append(Piece("point", high))
        low = high
    return found


def _order(one: Value, other: Value) -> int:
    if compare("<", one, other) is True:
        return -1
    return 1 if compare(">", one, other) is True else 0


def _another(words: set[str]) -> str:
    """Return a text that is none of these."""
    made = _OTHER
    while made in words:
        made += _OTHER
    return made


def _passes(test: UnaryTests, piece: Piece) -> bool:
    return test.matches(piece.witness, {}).value is True
