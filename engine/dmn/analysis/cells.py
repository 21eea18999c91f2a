"""What a cell of a decision table tests, read from its syntax: constants, or why it is opaque.

A cell is plain when its answer depends on the tested value alone and changes only at constants
that stand in it. No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from engine.feel import Expression, FeelSyntaxError, Range, UnaryTests, nodes
from engine.feel.compiler import compile_node
from engine.feel.faults import Run
from engine.feel.parser import parse, parse_tests
from engine.feel.values import Value, YearMonthDuration

_MAKERS = frozenset(["date", "time", "date and time", "duration"])
_ORDER = frozenset(["<", "<=", ">", ">="])
_COMPARE = _ORDER | {"=", "!="}
_ARITHMETIC = frozenset(["+", "-", "*", "/", "**"])
_PLAIN = frozenset([bool, str, Decimal, date, datetime, time, timedelta, YearMonthDuration])
_MOMENT = frozenset(["now", "today"])


@dataclass(frozen=True, slots=True)
class Cell:
    """`constants` are where the answer may change; `opaque` is why it cannot be analysed.

    `orders` when values are put in order; `faulty` when a constant itself has no value.
    """

    constants: tuple[Value, ...] = ()
    orders: bool = False
    opaque: str = ""
    faulty: str = ""


class _Opaque(Exception):
    """The cell is not plain; the code says why."""


@lru_cache(4096)
def read_cell(cell: UnaryTests) -> Cell:
    """Return what a cell tests; never raises."""
    try:
        parsed = parse_tests(cell.text, cell.names)
    except (FeelSyntaxError, RecursionError):
        return Cell(opaque="expression")
    if parsed.free:
        return Cell(opaque="names")
    reader = _Reader()
    try:
        for test in parsed.tests:
            reader.test(test)
    except _Opaque as why:
        return Cell(opaque=str(why), faulty=reader.faulty)
    return Cell(tuple(reader.constants), reader.orders, faulty=reader.faulty)


class _Reader:
    """Collects the constants of one cell."""

    def __init__(self) -> None:
        self.constants: list[Value] = []
        self.orders = False
        self.faulty = ""

    def test(self, test: nodes.UnaryTest) -> None:
        """Read one test; a cell that reads `?` is a condition on it."""
        if test.uses_input and test.op is None:
            self.condition(test.operand)
        else:
            self.orders |= test.op in _ORDER
            self.constant(test.operand)

    def condition(self, node: nodes.Node) -> None:
        """Read a condition on `?`."""
        if isinstance(node, nodes.Binary) and node.op in {"and", "or"}:
            self.condition(node.left)
            self.condition(node.right)
        elif isinstance(node, nodes.Binary) and node.op in _COMPARE:
            self.comparison(node)
        elif isinstance(node, nodes.Between) and _is_input(node.value):
            self.orders = True
            self.constant(node.low)
            self.constant(node.high)
        elif isinstance(node, nodes.In) and _is_input(node.value):
            for test in node.tests:
                self.test(test)
        elif _is_negation(node):
            assert isinstance(node, nodes.Call)
            self.condition(node.arguments[0])
        else:
            raise _Opaque("expression")

    def comparison(self, node: nodes.Binary) -> None:
        """Read `? < constant`, or the other way round."""
        sides = [side for side in (node.left, node.right) if not _is_input(side)]
        if len(sides) != 1:
            raise _Opaque("expression")
        self.orders |= node.op in _ORDER
        self.constant(sides[0])

    def constant(self, node: nodes.Node) -> None:
        """Read a constant; one that gives warnings instead of a value makes the cell faulty."""
        if not _is_constant(node):
            raise _Opaque("expression")
        run = Run()
        try:
            value = compile_node(node)({}, run)
        except Exception as error:
            raise _Opaque("expression") from error
        if run.warnings:
            self.faulty = self.faulty or run.warnings[0].code
        self.points(value)

    def points(self, value: Value) -> None:
        """Keep the values at which an answer may change."""
        if isinstance(value, list):
            for item in value:
                if isinstance(item, list):
                    raise _Opaque("collection")
                self.points(item)
        elif isinstance(value, Range):
            self.orders = True
            self.keep([end for end in (value.start, value.end) if end is not None])
        else:
            self.keep([value])

    def keep(self, values: list[Value]) -> None:
        """Keep values that Python has itself; days before the year 1 and the like are opaque."""
        if not all(value is None or type(value) in _PLAIN for value in values):
            raise _Opaque("far")
        self.constants += values


def _is_input(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "?"


def _is_negation(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Call) or not isinstance(node.callee, nodes.Name):
        return False
    return node.callee.name == "not" and len(node.arguments) == 1 and node.named is None


def _is_constant(node: nodes.Node) -> bool:
    """Return whether a node is made of literals only."""
    if isinstance(node, nodes.Literal):
        return True
    return all(_is_constant(part) for part in _parts(node)) and _keeps_constant(node)


def _keeps_constant(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Binary):
        return node.op in _ARITHMETIC
    if isinstance(node, nodes.Call):
        return isinstance(node.callee, nodes.Name) and node.callee.name in _MAKERS
    return isinstance(node, nodes.Unary | nodes.ListOf | nodes.RangeOf)


def _parts(node: nodes.Node) -> Iterable[nodes.Node]:
    if isinstance(node, nodes.Call):
        return [*node.arguments, *(value for _, value in node.named or ())]
    return [part for part in _children(node) if isinstance(part, nodes.Node)]


def _children(node: object) -> Iterator[object]:
    """Iterate over all that a node of the syntax tree holds, one level deep."""
    if not is_dataclass(node):
        return
    for one in fields(node):
        waiting = [getattr(node, one.name)]
        while waiting:
            value = waiting.pop()
            if isinstance(value, tuple):
                waiting += value
            elif is_dataclass(value):
                yield value


def walk(node: object) -> Iterator[nodes.Node]:
    """Iterate over a node and everything in it."""
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, nodes.Node):
            yield one
        waiting += _children(one)


def tree_of(expression: Expression) -> nodes.Node | None:
    """Return the syntax tree of an expression that was compiled; null when it is too deep."""
    try:
        return parse(expression.text, expression.names).tree
    except (FeelSyntaxError, RecursionError):
        return None


def constant_of(expression: Expression) -> tuple[bool, Value]:
    """Return whether an expression always has the same value, and that value."""
    tree = tree_of(expression)
    if expression.names or tree is None:
        return False, None
    if any(isinstance(one, nodes.Name) and one.name in _MOMENT for one in walk(tree)):
        return False, None
    outcome = expression.evaluate({})
    return not outcome.warnings, outcome.value


def paths_of(expression: Expression) -> frozenset[tuple[str, ...]] | None:
    """Return what an expression reads from outside, as paths; null when that cannot be said."""
    tree = tree_of(expression)
    if tree is None:
        return None
    found: set[tuple[str, ...]] = set()
    inner: set[int] = set()
    for node in walk(tree):
        if id(node) in inner:
            continue
        path = path_of(node)
        if path and path[0] in expression.names:
            found.add(path)
            inner.update(id(one) for one in walk(node))
    return frozenset(found)


def path_of(node: nodes.Node) -> tuple[str, ...]:
    """Return `a.b.c` as its words; empty when the node is anything else."""
    words: list[str] = []
    while isinstance(node, nodes.Path):
        words.append(node.name)
        node = node.source
    return (node.name, *reversed(words)) if isinstance(node, nodes.Name) else ()
