"""What a decision model is once it has been read: decisions and their logic, all immutable.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.dmn.types import ANY, Type
from engine.feel import Expression, UnaryTests


class HitPolicy(StrEnum):
    """What a table does when several rules match (DMN 1.5 §8.2.10); the value is its sign."""

    UNIQUE = "U"
    ANY = "A"
    PRIORITY = "P"
    FIRST = "F"
    RULE_ORDER = "R"
    OUTPUT_ORDER = "O"
    COLLECT = "C"
    SUM = "C+"
    LEAST = "C<"
    GREATEST = "C>"
    COUNT = "C#"


ONE_HIT = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})
RANKED = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
AGGREGATES = frozenset({HitPolicy.SUM, HitPolicy.LEAST, HitPolicy.GREATEST, HitPolicy.COUNT})


@dataclass(frozen=True, slots=True)
class Input:
    """A column that is tested: its expression, type and allowed values."""

    id: str
    label: str
    expression: Expression
    type: Type = ANY
    allowed: UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results; `ranking` evaluates to the allowed values in order of priority."""

    id: str
    name: str
    label: str
    type: Type = ANY
    allowed: UnaryTests | None = None
    ranking: Expression | None = None
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a test per input, an expression per output, texts beside it."""

    id: str
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table (DMN 1.5 §8.3)."""

    id: str
    hit_policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputData:
    """A value that a decision says it needs from outside."""

    id: str
    name: str
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what it needs, how it is made, what type it has.

    `name` is also the variable under which other decisions see its result.
    """

    id: str
    name: str
    label: str
    logic: Table | Expression
    type: Type = ANY
    inputs: tuple[InputData, ...] = ()
    requires: tuple[str, ...] = ()
    description: str = ""
    question: str = ""
