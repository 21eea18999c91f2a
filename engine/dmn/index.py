"""Which rules can match a value, without evaluating their cells.

A cell that lists constants or intervals of numbers is looked up; every other cell is evaluated.
Only texts, booleans and numbers are looked up, and only where the answer is exactly FEEL's.
No XML, no database, no clock, no network.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from engine.feel import FeelSyntaxError, UnaryTests, nodes
from engine.feel.parser import parse_tests
from engine.model import Value


class Span(NamedTuple):
    """Numbers from `low` to `high`; None is without end. A constant is a span of itself."""

    low: Decimal | None
    low_in: bool
    high: Decimal | None
    high_in: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell lists: texts and booleans, spans of numbers; everything else when `negated`."""

    words: frozenset[str | bool]
    spans: tuple[Span, ...]
    negated: bool

    def of(self, what: type) -> bool:
        """Tell whether the cell can match values of a kind; a negated one must list only these."""
        if what is Decimal:
            return not self.words if self.negated else bool(self.spans)
        same = all(type(word) is what for word in self.words)
        if self.negated:
            return same and not self.spans
        return any(type(word) is what for word in self.words)


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
    """Return the numbers that a test passes."""
    operand = test.operand
    if isinstance(operand, nodes.RangeOf) and test.op is None:
        low, high = _number(operand.start), _number(operand.end)
        if low is None or high is None or low > high:
            return None
        return Span(low, operand.start_included, high, operand.end_included)
    number = _number(operand)
    if number is None:
        return None
    made = {
        None: Span(number, True, number, True),  # noqa: FBT003 - named by Span
        "=": Span(number, True, number, True),  # noqa: FBT003 - named by Span
        "<": Span(None, False, number, False),  # noqa: FBT003 - named by Span
        "<=": Span(None, False, number, True),  # noqa: FBT003 - named by Span
        ">": Span(number, False, None, False),  # noqa: FBT003 - named by Span
        ">=": Span(number, True, None, False),  # noqa: FBT003 - named by Span
    }
    return made.get(test.op)


def _number(node: nodes.Node | None) -> Decimal | None:
    """Return a number that stands in a text, with or without a sign."""
    if isinstance(node, nodes.Unary):
        inner = _number(node.operand)
        return None if inner is None else inner.copy_negate()
    if isinstance(node, nodes.Literal) and isinstance(node.value, Decimal):
        return node.value
    return None


@dataclass(slots=True)
class Column:
    """One column of a table: rule numbers as bits, by value.

    `open` are the rules whose cell has to be evaluated or passes all.
    """

    open: int = 0
    words: dict[tuple[type, str | bool], int] = field(default_factory=dict)
    other: dict[type, int] = field(default_factory=dict)
    points: list[Decimal] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)  # before, on and between the points, after

    def candidates(self, value: Value) -> int | None:
        """Return the rules whose cell may match; None when every cell has to be evaluated."""
        what = type(value)
        if what is str or what is bool:
            return self.open | self.words.get((what, value), self.other.get(what, 0))
        if what is Decimal and not value.is_nan():
            if not self.slots:
                return self.open
            return self.open | self.slots[_slot(self.points, value)]
        return None


def column_of(cells: Sequence[Cell | None]) -> Column:
    """Return the index of the cells of one column, one a rule."""
    column = Column()
    for rule, cell in enumerate(cells):
        if cell is None:
            column.open |= 1 << rule
    known = [(1 << rule, cell) for rule, cell in enumerate(cells) if cell is not None]
    for what in (str, bool):
        _add_words(column, what, [(bit, cell) for bit, cell in known if cell.of(what)])
    _add_numbers(column, [(bit, cell) for bit, cell in known if cell.of(Decimal)])
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


def _add_numbers(column: Column, cells: Sequence[tuple[int, Cell]]) -> None:
    """Add the rules for numbers: one slot on every point and one between each two."""
    ends = {end for _, cell in cells for one in cell.spans for end in (one.low, one.high)}
    column.points = sorted(end for end in ends if end is not None)
    last = 2 * len(column.points)
    turns = [0] * (last + 2)
    for bit, cell in cells:
        for first, after in _runs(_slots(cell, column.points, last), cell, last):
            turns[first] ^= bit
            turns[after] ^= bit
    now = 0
    for turn in turns[:-1] if cells else ():
        now ^= turn
        column.slots.append(now)


def _slots(cell: Cell, points: Sequence[Decimal], last: int) -> Iterable[tuple[int, int]]:
    """Return the first and the last slot of every span, in order."""
    made = []
    for low, low_in, high, high_in in cell.spans:
        first = 0 if low is None else _slot(points, low) + (0 if low_in else 1)
        until = last if high is None else _slot(points, high) - (0 if high_in else 1)
        if first <= until:
            made.append((first, until))
    return sorted(made)


def _runs(spans: Iterable[tuple[int, int]], cell: Cell, last: int) -> Iterable[tuple[int, int]]:
    """Return where a cell begins and ends to match, spans that touch joined."""
    joined: list[tuple[int, int]] = []
    for first, until in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until + 1))
        else:
            joined.append((first, until + 1))
    return [*joined, (0, last + 1)] if cell.negated else joined


def _slot(points: Sequence[Decimal], value: Decimal) -> int:
    """Return the slot of a number: odd on a point, even between two."""
    at = bisect_left(points, value)
    return 2 * at + 1 if at < len(points) and points[at] == value else 2 * at
