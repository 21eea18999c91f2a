"""What closures of decision logic share: a run with its trace, typed values, functions.

Total up to a limit: what has no result is null and a warning; only a limit (`Exhausted`) stops a
whole decision. No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from typing_extensions import override

from engine.dmn.types import Type
from engine.feel import Expression, Function, UnaryTests, faults
from engine.feel.faults import MAX_CALLS_DEEP, MAX_ITEMS, Exhausted, Fault, Place
from engine.feel.scope import Code, Variables
from engine.model import Evaluation, Value

Test = Callable[[Value, Variables, faults.Run], bool | None]
START = Place(1, 1)
_MOST_PROBLEMS = 20
_MOST_RULES = 100
_CALL = 5  # steps that a call of a function counts for


class Asking(Protocol):
    """Who runs the decisions: for which element, and where the traces go."""

    element: str
    evaluations: list[Evaluation]


class Run(faults.Run):
    """One run of one decision: `where` it is, what went wrong, the tables it went through."""

    __slots__ = ("matched", "problems", "seen", "session", "where")

    def __init__(
        self, now: datetime | None = None, where: str = "", session: Asking | None = None
    ) -> None:
        super().__init__(now)
        self.where = where
        self.session = session
        self.problems: list[str] = []
        self.matched: dict[str, None] = {}
        self.seen: Mapping[str, Value] = {}

    @override
    def warn(self, code: str, place: Place, facts: Mapping[str, Any]) -> None:
        """Note a problem once, as `code: where`."""
        text = f"{code}: {self.where}" if self.where else code
        if text not in self.problems and len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(text)

    def passed(self, seen: Mapping[str, Value], rules: Sequence[str]) -> None:
        """Note what a table was asked, and which rules matched."""
        self.seen = seen
        for rule in rules:
            if len(self.matched) < _MOST_RULES:
                self.matched[rule] = None


def note(run: faults.Run, code: str, where: str | None = None) -> None:
    """Note a problem in a run, at another place than where it is when that is given."""
    if where is None or not isinstance(run, Run):
        run.warn(code, START, {})
        return
    before, run.where = run.where, where
    run.warn(code, START, {})
    run.where = before


def typed(type_: Type, value: Value, run: faults.Run, where: str | None = None) -> Value:
    """Return a value as its type has it; one that does not conform is null, with a problem."""
    good, made = type_.accept(value)
    if not good:
        note(run, "wrong_type", where)
    return made


def expression_code(expression: Expression) -> Code:
    """Return the closure of an expression, in the run of who asks."""
    code: Code = expression._code  # noqa: SLF001 - evaluate() would begin a run of its own

    def evaluate(variables: Variables, run: faults.Run) -> Value:
        try:
            return code(variables, run)
        except Fault as fault:
            run.warn(fault.code, START, fault.facts)
            return None

    return evaluate


def tests_code(tests: UnaryTests) -> Test | None:
    """Return the closure of unary tests, in the run of who asks; None when all passes."""
    code: Test | None = tests._code  # noqa: SLF001 - matches() would begin a run of its own
    negated = tests._negated  # noqa: SLF001 - see above
    if code is None:
        return None
    passes = code

    def matches(value: Value, variables: Variables, run: faults.Run) -> bool | None:
        try:
            answer = passes(value, variables, run)
        except Fault as fault:
            run.warn(fault.code, START, fault.facts)
            return None
        return (not answer) if negated and answer is not None else answer

    return matches


def function(
    name: str, parameters: Sequence[tuple[str, Type]], body: Code, given: Type
) -> Function:
    """Return a function of typed parameters; `body` sees them alone, `given` is what it returns.

    An argument of another type, a missing one or one too many is a Fault: the call gives null.
    """
    names = tuple(one for one, _ in parameters)

    def call(args: Sequence[Value], named: Mapping[str, Value] | None, run: faults.Run) -> Value:
        scope = _arguments(
            name, parameters, args if named is None else _ordered(name, names, named)
        )
        run.tick(_CALL)
        if run.deep >= MAX_CALLS_DEEP:
            raise Exhausted("too_deep", limit=MAX_CALLS_DEEP)
        where = run.where if isinstance(run, Run) else ""
        run.deep += 1
        if isinstance(run, Run):
            run.where = name or where
        try:
            return typed(given, body(scope, run), run)
        finally:
            run.deep -= 1
            if isinstance(run, Run):
                run.where = where

    return Function("function", names, call)


def _arguments(
    name: str, parameters: Sequence[tuple[str, Type]], args: Sequence[Value]
) -> dict[str, Value]:
    """Return the arguments by name, each of its type."""
    if len(args) != len(parameters):
        raise Fault("wrong_arguments", function=name, limit=len(parameters))
    scope: dict[str, Value] = {}
    for (parameter, type_), value in zip(parameters, args, strict=True):
        good, scope[parameter] = type_.accept(value)
        if not good:
            raise Fault("wrong_argument", function=name, parameter=parameter)
    return scope


def _ordered(name: str, names: Sequence[str], named: Mapping[str, Value]) -> list[Value]:
    """Return named arguments in the order of the parameters."""
    for one in named:
        if one not in names:
            raise Fault("unknown_parameter", function=name, parameter=one)
    if len(named) != len(names):
        raise Fault("missing_argument", function=name)
    return [named[one] for one in names]


def guarded(code: Code) -> Code:
    """Return `code` with every Fault turned into null and a warning."""

    def guard(variables: Variables, run: faults.Run) -> Value:
        try:
            return code(variables, run)
        except Fault as fault:
            run.warn(fault.code, START, fault.facts)
            return None

    return guard


def too_large(value: Value) -> bool:
    """Tell whether a value has more nodes than a document may hold."""
    waiting, left = [value], MAX_ITEMS
    while waiting and left >= 0:
        one = waiting.pop()
        if isinstance(one, dict | list):
            left -= len(one)
            items = one.values() if isinstance(one, dict) else one
            waiting += [item for item in items if isinstance(item, dict | list) and item]
    return left < 0
