"""What a decision model is once it has been read: decisions, functions and their logic, immutable.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
class Typed:
    """An expression whose result has a declared type (`typeRef` of an expression)."""

    logic: Logic
    type: Type


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a boxed context; without a name it is the result cell."""

    name: str
    logic: Logic
    type: Type = ANY


@dataclass(frozen=True, slots=True)
class Context:
    """A boxed context: each entry sees those before it (DMN 1.5 §10.2.1.4)."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A boxed invocation: a function and its arguments by name (DMN 1.5 §10.2.1.3)."""

    callee: Logic
    bindings: tuple[tuple[str, Logic], ...]


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """A boxed function (DMN 1.5 §10.2.1.7); without `body` a Java or PMML one that cannot run."""

    parameters: tuple[tuple[str, Type], ...]
    body: Logic | None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A boxed list (DMN 1.5 §10.2.1.5)."""

    items: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A boxed relation: a list of contexts with the same entries (DMN 1.5 §10.2.1.6)."""

    columns: tuple[tuple[str, Type], ...]
    rows: tuple[tuple[Logic, ...], ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """A boxed conditional (DMN 1.5 §10.2.1.8)."""

    condition: Logic
    yes: Logic
    no: Logic

    @property
    def parts(self) -> tuple[Logic, ...]:
        """Return what stands inside, in reading order."""
        return self.condition, self.yes, self.no


@dataclass(frozen=True, slots=True)
class Filter:
    """A boxed filter (DMN 1.5 §10.2.1.9)."""

    source: Logic
    match: Logic

    @property
    def parts(self) -> tuple[Logic, ...]:
        """Return what stands inside, in reading order."""
        return self.source, self.match


@dataclass(frozen=True, slots=True)
class Iteration:
    """A boxed iterator; `word` is for, some or every (DMN 1.5 §10.2.1.10)."""

    word: str
    variable: str
    type: Type
    source: Logic
    body: Logic

    @property
    def parts(self) -> tuple[Logic, ...]:
        """Return what stands inside, in reading order."""
        return self.source, self.body


Logic = (
    Table
    | Expression
    | Typed
    | Context
    | Invocation
    | FunctionDefinition
    | ListOf
    | Relation
    | Conditional
    | Filter
    | Iteration
)


@dataclass(frozen=True, slots=True)
class InputData:
    """A value that a decision says it needs from outside; `space` is the import it comes from."""

    id: str
    name: str
    type: Type = ANY
    space: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: what it needs, how it is made, what type it has.

    `name` is also the variable under which other decisions see its result. `requires` and
    `knows` (knowledge models and services) are ids, or `namespace#id` in an imported model.
    `broken` when a finding says that it cannot be made; it gives a problem.
    """

    id: str
    name: str
    label: str
    logic: Logic
    type: Type = ANY
    inputs: tuple[InputData, ...] = ()
    requires: tuple[str, ...] = ()
    description: str = ""
    question: str = ""
    knows: tuple[str, ...] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function with a name, and the functions it needs."""

    id: str
    name: str
    function: FunctionDefinition
    type: Type = ANY
    knows: tuple[str, ...] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service (DMN 1.5 §10.4): decisions that are asked as one function.

    Its parameters are the input data, then the input decisions, in the order of the file.
    """

    id: str
    name: str
    outputs: tuple[str, ...]
    given: tuple[str, ...] = ()
    inputs: tuple[InputData, ...] = ()
    type: Type = ANY
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that one file defines; imported models are known by their namespace."""

    namespace: str
    file: str = ""
    decisions: dict[str, Decision] = field(default_factory=dict)
    knowledge: dict[str, Knowledge] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    inputs: dict[str, InputData] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)  # namespace → name of the import

    def names(self) -> frozenset[str]:
        """Return the names of everything that has to be required before it is seen."""
        return frozenset(
            one.name
            for many in (self.decisions, self.knowledge, self.services, self.inputs)
            for one in many.values()
        )


def tables_in(logic: Logic | None) -> Iterator[Table]:
    """Iterate over the decision tables in some logic, however deep they stand."""
    waiting: list[Logic | None] = [logic]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Table):
            yield one
        elif one is not None:
            waiting[:0] = inside(one)


def inside(logic: Logic) -> list[Logic]:
    """Return the logic that stands directly inside other logic, in reading order."""
    made: Sequence[Logic | None] = ()
    match logic:
        case Typed(logic=inner):
            made = [inner]
        case Context(entries=entries):
            made = [entry.logic for entry in entries]
        case Invocation(callee=callee, bindings=bindings):
            made = [callee, *(bound for _, bound in bindings)]
        case FunctionDefinition(body=body):
            made = [body]
        case ListOf(items=items):
            made = items
        case Relation(rows=rows):
            made = [cell for row in rows for cell in row]
        case Conditional() | Filter() | Iteration():
            made = logic.parts
    return [one for one in made if one is not None]


def names_in(logic: Logic) -> frozenset[str]:
    """Return the names that expressions in some logic speak of, those bound inside it too."""
    if isinstance(logic, Expression):
        return logic.names
    if isinstance(logic, Table):
        texts: list[Expression | UnaryTests] = [column.expression for column in logic.inputs]
        for rule in logic.rules:
            texts += [*rule.tests, *rule.outputs]
        return frozenset(name for one in texts for name in one.names)
    return frozenset(name for one in inside(logic) for name in names_in(one))
