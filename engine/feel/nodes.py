"""The syntax tree of FEEL: plain data, one class per construct of DMN 1.5 §10.3.1.2."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.faults import Place
from engine.feel.kinds import Type
from engine.feel.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something that has a value; `place` is where it stands."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A value written in the text."""

    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """A variable or built-in; `own` when the text binds it or the caller named it."""

    name: str
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unary(Node):
    """Arithmetic negation."""

    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Node):
    """An operator between two values: + - * / ** = != < <= > >= and or."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class UnaryTest:
    """One unary test: a comparison (`op` set) with an operand, or an expression."""

    op: str | None
    operand: Node
    uses_input: bool = False
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: tuple[UnaryTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeOf(Node):
    """An interval; an end of None (not: a node that is null) is open."""

    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf(Node):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextOf(Node):
    """A context; later entries see earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Iterator:
    """`name in source`, or `name in source..end`."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop(Node):
    """`for … return`, `some … satisfies` or `every … satisfies`."""

    word: str
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Lambda(Node):
    """`function(…) body`; `body` is None for an external function, which has no value here."""

    parameters: tuple[tuple[str, Type], ...]
    body: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """`callee(arguments)`, positional or all by name."""

    callee: Node
    arguments: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Node):
    """`source.name`: an entry, a property, or a projection of a list."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Node):
    """`source[condition]`: an index or a filter."""

    source: Node
    condition: Node
