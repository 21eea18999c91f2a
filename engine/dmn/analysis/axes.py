"""The inputs of a decision table as axes: pieces of values that no cell tells apart.

Columns with the same expression are one axis. What cannot be analysed is opaque: such a cell may
match anything and surely matches nothing, so what is said stays true. No XML, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.dmn.analysis.boxes import Budget
from engine.dmn.analysis.cells import Cell, paths_of, read_cell, tree_of
from engine.dmn.analysis.pieces import Piece, Pieces, pieces_of
from engine.dmn.analysis.scales import SCALES, Scale, comparable
from engine.dmn.analysis.shapes import Shape
from engine.dmn.model import Input, Table
from engine.feel import UnaryTests, nodes
from engine.feel.values import kind

_DURATIONS = frozenset({"days and time duration", "years and months duration"})
_PLAIN = frozenset({"string", "boolean"})
_TELLS = frozenset({"=", "!=", "<", "<=", ">", ">=", "and", "or"})


@dataclass(frozen=True, slots=True)
class Opaque:
    """A cell that cannot be analysed: its column, its rule (null: the whole column), and why."""

    column: str
    rule: int | None
    why: str


@dataclass(slots=True)
class Axis:
    """One axis: its pieces in order, and what each rule holds of them, as bits.

    `usual` are the pieces that a value may be in; null is only among them when a cell names it.
    `possible` is what a rule may match, `certain` what it surely matches. `computed`: the
    expression is more than a name, so perhaps not every piece can occur.
    """

    label: str
    columns: tuple[int, ...]
    scale: Scale | None
    pieces: tuple[Piece, ...]
    usual: int
    every: int
    possible: list[int]
    certain: list[int]
    computed: bool
    opaque: list[Opaque] = field(default_factory=list)

    @property
    def null(self) -> int:
        """Return the bit of null, the last piece."""
        return 1 << len(self.pieces) - 1

    def blur(self, why: str) -> None:
        """Take back what is certain of every cell that does not hold the whole axis."""
        self.opaque.append(Opaque(self.label, None, why))
        for at, held in enumerate(self.possible):
            if held & self.every != self.every:
                self.possible[at], self.certain[at] = self.every, 0


def axes_of(table: Table, shapes: Sequence[Shape], budget: Budget) -> list[Axis]:
    """Return the axes of a table, of which `shapes` are the columns. Raises TooLarge."""
    groups: dict[str, list[int]] = {}
    for at, column in enumerate(table.inputs):
        groups.setdefault(" ".join(column.expression.text.split()), []).append(at)
    axes = [_Maker(table, shapes, group, budget).axis() for group in groups.values()]
    _blur_related(table, axes)
    return axes


class _Maker:
    """Makes one axis of the columns with one expression."""

    def __init__(
        self, table: Table, shapes: Sequence[Shape], columns: Sequence[int], budget: Budget
    ) -> None:
        self.table = table
        self.columns = tuple(columns)
        self.inputs = [table.inputs[at] for at in columns]
        self.shape = next(
            (shapes[at] for at in columns if shapes[at].base != "Any"), shapes[columns[0]]
        )
        self.limits = [test for at in columns for test in _limits(table.inputs[at], shapes[at])]
        self.budget = budget
        self.opaque: list[Opaque] = []

    def axis(self) -> Axis:
        """Return the axis."""
        cells = [read_cell(rule.tests[at]) for rule in self.table.rules for at in self.columns]
        readable = [cell for cell in cells if not cell.opaque]
        limits = [read_cell(one) for one in self.limits]
        what, why = self._kind([*readable, *limits])
        if not why and any(cell.opaque for cell in limits):
            what, why = "", "allowed"
        label = self.inputs[0].label
        if why:
            self.opaque.append(Opaque(label, None, why))
        pieces = pieces_of(what, [one for cell in [*readable, *limits] for one in cell.constants])
        every = (1 << len(pieces.all)) - 1 if why else self._allowed(pieces)
        named = any(one is None for cell in readable for one in cell.constants)
        possible, certain = self._rules(pieces, every, blind=bool(why))
        return Axis(
            label=label,
            columns=self.columns,
            scale=SCALES.get(what),
            pieces=pieces.all,
            usual=_usual(pieces, every, named=named),
            every=every,
            possible=possible,
            certain=certain,
            computed=_is_computed(self.inputs[0]),
            opaque=self.opaque,
        )

    def _kind(self, cells: Sequence[Cell]) -> tuple[str, str]:
        """Return the kind of value on this axis ("": any), and why it cannot be analysed."""
        if self.shape.parts:
            return "", "collection"
        found = [one for cell in cells for one in cell.constants if one is not None]
        kinds = {kind(one) for one in found}
        what = self.shape.base
        if what == "duration":
            kinds &= _DURATIONS
        if what in {"Any", "duration"}:
            if len(kinds) != 1:
                return "", "mixed" if kinds else ""
            what = kinds.pop()
        if what not in SCALES and what not in _PLAIN:
            return "", "collection"
        if not comparable(what, found):
            return "", "zones"
        return ("integer", "") if what == "number" and self.shape.whole else (what, "")

    def _allowed(self, pieces: Pieces) -> int:
        """Return the pieces that the allowed values let through; null always passes."""
        every = (1 << len(pieces.all)) - 1
        for one in self.limits:
            every &= pieces.bits(one, self.budget)
        return every | pieces.null

    def _rules(self, pieces: Pieces, every: int, *, blind: bool) -> tuple[list[int], list[int]]:
        """Return what each rule may match, and what it surely matches."""
        possible, certain = [], []
        for number, rule in enumerate(self.table.rules):
            may = must = every
            for at in self.columns:
                test = rule.tests[at]
                why = "" if blind else self._why(test, pieces)
                if why:
                    self.opaque.append(Opaque(self.table.inputs[at].label, number, why))
                if why or (blind and test.text.strip() != "-"):
                    must = 0
                    continue
                held = every if blind else pieces.bits(test, self.budget)
                may, must = may & held, must & held
            possible.append(may)
            certain.append(must)
        return possible, certain

    def _why(self, test: UnaryTests, pieces: Pieces) -> str:
        """Return why a cell is opaque here; empty when it is not."""
        cell = read_cell(test)
        return "text_order" if not cell.opaque and cell.orders and pieces.words else cell.opaque


def _usual(pieces: Pieces, every: int, *, named: bool) -> int:
    """Return the pieces that a value may be in; null counts when a cell names it."""
    return every if named else every & ~pieces.null


def _limits(column: Input, shape: Shape) -> Iterable[UnaryTests]:
    """Return the tests that a value of a column has passed."""
    return [*([column.allowed] if column.allowed else []), *shape.allowed]


def _is_computed(column: Input) -> bool:
    """Return whether an expression is more than a name or a comparison."""
    tree = tree_of(column.expression)
    while isinstance(tree, nodes.Path):
        tree = tree.source
    told = isinstance(tree, nodes.Binary) and tree.op in _TELLS
    return not told and not isinstance(tree, nodes.Name)


def _blur_related(table: Table, axes: Sequence[Axis]) -> None:
    """Blur every axis that reads what an earlier one reads: not all combinations can occur."""
    seen: set[tuple[str, ...]] = set()
    for axis in axes:
        paths = paths_of(table.inputs[axis.columns[0]].expression)
        if paths is None or any(_related(one, other) for one in paths for other in seen):
            axis.blur("related")
        seen |= paths or set()


def _related(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
