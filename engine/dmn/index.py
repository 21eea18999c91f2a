"""Which rules can match a value, without evaluating their cells.

A cell that lists constants, or intervals of numbers or dates, is looked up; every other cell is
evaluated. Only texts, booleans, numbers and dates are looked up, where the answer is FEEL's.
No XML, no database, no clock, no network.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from engine.feel import FeelSyntaxError, UnaryTests, nodes
from engine.feel.compiler import compile_node
from engine.feel.faults import Run
from engine.feel.parser import parse_tests
from engine.model import Value

_ORDERED = (Decimal, date)  # by their very type: a date and time is another kind


class Span(NamedTuple):
    """Values from `low` to `high`; None is without end. A constant is a span of itself."""

    low: Any
    low_in: bool
    high: Any
    high_in: bool

    @property
    def of(self) -> type:
        """Return the type of the values."""
        return type(self.high if self.low is None else self.low)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell lists: texts and booleans, spans of values; everything else when `negated`."""

    words: frozenset[str | bool]
    spans: tuple[Span, ...]
    negated: bool

    def of(self, what: type) -> bool:
        """Tell whether the cell can match values of a kind; a negated one must list only these."""
        listed = [*(type(word) for word in self.words), *(span.of for span in self.spans)]
        return all(one is what for one in listed) if self.negated else what in listed


def cell_of(tests: UnaryTests) -> Cell | None:
    """Return what a cell lists, None when it has to be evaluated."""
    try:
        parsed = parse_tests(tests.text, tests.names)
    except (FeelSyntaxError, RecursionError):
        return None
    words: set[str | bool] = set()
    spans: list[Span] = []
    for test in parsed.tests:
        span = _span(test)
        if span is not None:
            spans.append(span)
            continue
        value = test.operand.value if isinstance(test.operand, nodes.Literal) else None
        if test.op not in {None, "="} or not isinstance(value, str | bool):
            return None
        words.add(value)
    return Cell(frozenset(words), tuple(spans), parsed.negated) if parsed.tests else None


def _span(test: nodes.UnaryTest) -> Span | None:
    """Return the values that a test passes, when they are in an order."""
    operand = test.operand
    if isinstance(operand, nodes.RangeOf) and test.op is None:
        low, high = _constant(operand.start), _constant(operand.end)
        if low is None or type(low) is not type(high) or low > high:
            return None
        return Span(low, operand.start_included, high, operand.end_included)
    value = _constant(operand)
    if value is None:
        return None
    made = {
        None: Span(low=value, low_in=True, high=value, high_in=True),
        "=": Span(low=value, low_in=True, high=value, high_in=True),
        "<": Span(low=None, low_in=False, high=value, high_in=False),
        "<=": Span(low=None, low_in=False, high=value, high_in=True),
        ">": Span(low=value, low_in=False, high=None, high_in=False),
        ">=": Span(low=value, low_in=True, high=None, high_in=False),
    }
    return made.get(test.op)


def _constant(node: nodes.Node | None) -> Any:
    """Return a number or date that stands in a text, None for anything else."""
    if isinstance(node, nodes.Unary):
        inner = _constant(node.operand)
        return inner.copy_negate() if isinstance(inner, Decimal) else None
    value: Value = None
    if isinstance(node, nodes.Literal):
        value = node.value
    elif isinstance(node, nodes.Call) and _makes_date(node):
        value = compile_node(node)({}, Run())
    return value if type(value) in _ORDERED else None


def _makes_date(node: nodes.Call) -> bool:
    """Tell whether a call is the built-in `date` with literals."""
    callee = node.callee
    if not isinstance(callee, nodes.Name) or callee.own or callee.name != "date":
        return False
    return node.named is None and all(isinstance(one, nodes.Literal) for one in node.arguments)


class Line(NamedTuple):
    """Rules along an order: a slot before, on and between the points, and after."""

    points: list[Any]
    slots: list[int]


@dataclass(slots=True)
class Column:
    """One column of a table: rule numbers as bits, by value.

    `open` are the rules whose cell has to be evaluated or passes all.
    """

    open: int = 0
    words: dict[tuple[type, str | bool], int] = field(default_factory=dict)
    other: dict[type, int] = field(default_factory=dict)
    lines: dict[type, Line] = field(default_factory=dict)

    def candidates(self, value: Value) -> int | None:
        """Return the rules whose cell may match; None when every cell has to be evaluated."""
        what = type(value)
        if what is str or what is bool:
            return self.open | self.words.get((what, value), self.other.get(what, 0))
        line = self.lines.get(what)
        if line is None:
            return None
        return self.open | (line.slots[_slot(line.points, value)] if line.slots else 0)


def column_of(cells: Sequence[Cell | None]) -> Column:
    """Return the index of the cells of one column, one a rule."""
    column = Column()
    for rule, cell in enumerate(cells):
        if cell is None:
            column.open |= 1 << rule
    known = [(1 << rule, cell) for rule, cell in enumerate(cells) if cell is not None]
    for what in (str, bool):
        _add_words(column, what, [(bit, cell) for bit, cell in known if cell.of(what)])
    for ordered in _ORDERED:
        listed = [(bit, cell) for bit, cell in known if cell.of(ordered)]
        column.lines[ordered] = _line(listed, ordered)
    return column


def _add_words(column: Column, what: type, cells: Sequence[tuple[int, Cell]]) -> None:
    """Add the rules for values of one kind; a negated cell passes every word it does not list."""
    others = 0
    for bit, cell in cells:
        if cell.negated:
            others |= bit
    column.other[what] = others
    for bit, cell in cells:
        for word in cell.words:
            if type(word) is what:
                found = column.words.get((what, word), others)
                column.words[what, word] = found & ~bit if cell.negated else found | bit


def _line(cells: Sequence[tuple[int, Cell]], what: type) -> Line:
    """Return the rules for values in an order: a slot on every point, one between each two."""
    spans = [span for _, cell in cells for span in cell.spans if span.of is what]
    ends = {end for span in spans for end in (span.low, span.high)}
    points = sorted(end for end in ends if end is not None)
    last = 2 * len(points)
    turns = [0] * (last + 2)
    for bit, cell in cells:
        inside = [span for span in cell.spans if span.of is what]
        for first, after in _runs(_slots(inside, points, last), last, negated=cell.negated):
            turns[first] ^= bit
            turns[after] ^= bit
    slots: list[int] = []
    for turn in turns[:-1] if cells else ():
        slots.append((slots[-1] if slots else 0) ^ turn)
    return Line(points, slots)


def _slots(spans: Sequence[Span], points: Sequence[Any], last: int) -> list[tuple[int, int]]:
    """Return the first and the last slot of every span, in order."""
    made = []
    for low, low_in, high, high_in in spans:
        first = 0 if low is None else _slot(points, low) + (0 if low_in else 1)
        until = last if high is None else _slot(points, high) - (0 if high_in else 1)
        if first <= until:
            made.append((first, until))
    return sorted(made)


def _runs(spans: Sequence[tuple[int, int]], last: int, *, negated: bool) -> list[tuple[int, int]]:
    """Return where a cell begins and ends to match, spans that touch joined."""
    joined: list[tuple[int, int]] = []
    for first, until in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until + 1))
        else:
            joined.append((first, until + 1))
    return [*joined, (0, last + 1)] if negated else joined


def _slot(points: Sequence[Any], value: Any) -> int:
    """Return the slot of a value: odd on a point, even between two."""
    at = bisect_left(points, value)
    return 2 * at + 1 if at < len(points) and points[at] == value else 2 * at
