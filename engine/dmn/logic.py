"""Logic → closures of (variables, run), as FEEL's own: compiled once, shared by threads.

Total up to a limit: what has no result is null and a warning; only a limit (`Exhausted`) stops a
whole decision. No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from engine.dmn.model import (
    Conditional,
    Context,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    ListOf,
    Logic,
    Relation,
    Table,
    Typed,
)
from engine.dmn.types import ANY, Type
from engine.feel import Expression, Function, UnaryTests, faults
from engine.feel.access import filtered
from engine.feel.faults import MAX_CALLS_DEEP, MAX_ITEMS, Exhausted, Fault, Place
from engine.feel.loops import compile_loop
from engine.feel.scope import Code, Scope, Variables
from engine.feel.values import kind
from engine.model import Evaluation, Value

Test = Callable[[Value, Variables, faults.Run], bool | None]
_START = Place(1, 1)
_MOST_PROBLEMS = 20
_MOST_RULES = 100


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

    def warn(self, code: str, place: Place, facts: Mapping[str, Any]) -> None:  # noqa: ARG002 - FEEL's signature; a trace names the place in the model
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
        run.warn(code, _START, {})
        return
    before, run.where = run.where, where
    run.warn(code, _START, {})
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
            run.warn(fault.code, _START, fault.facts)
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
            run.warn(fault.code, _START, fault.facts)
            return None
        return (not answer) if negated and answer is not None else answer

    return matches


def compile_logic(logic: Logic) -> Code:
    """Return the closure that evaluates some logic."""
    return _COMPILERS[type(logic)](logic)


def function(name: str, parameters: Sequence[tuple[str, Type]], body: Code, given: Type) -> Function:
    """Return a function of typed parameters; `body` sees them alone, `given` is what it returns.

    An argument of another type, a missing one or one too many is a Fault: the call gives null.
    """
    names = tuple(one for one, _ in parameters)

    def call(
        args: Sequence[Value], named: Mapping[str, Value] | None, run: faults.Run
    ) -> Value:
        scope = _arguments(name, parameters, args if named is None else _ordered(name, names, named))
        run.tick()
        if run.deep >= MAX_CALLS_DEEP:
            raise Exhausted("too_deep", limit=MAX_CALLS_DEEP)
        where = run.where if isinstance(run, Run) else ""
        run.deep += 1
        if isinstance(run, Run):
            run.where = name or where
        value = typed(given, body(scope, run), run)
        run.deep -= 1
        if isinstance(run, Run):
            run.where = where
        return value

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


def _typed(logic: Typed) -> Code:
    inner, type_ = compile_logic(logic.logic), logic.type
    return lambda variables, run: typed(type_, inner(variables, run), run)


def _context(logic: Context) -> Code:
    entries = [(one.name, compile_logic(one.logic), one.type) for one in logic.entries]

    def context(variables: Variables, run: faults.Run) -> Value:
        scope = Scope({}, variables)
        for name, code, type_ in entries:
            value = typed(type_, code(scope, run), run, name or None)
            if not name:
                return value
            scope[name] = value
        return dict(scope)

    return context


def _invocation(logic: Invocation) -> Code:
    callee = compile_logic(logic.callee)
    bindings = [(name, compile_logic(bound)) for name, bound in logic.bindings]

    def invoke(variables: Variables, run: faults.Run) -> Value:
        called = callee(variables, run)
        named = {name: bound(variables, run) for name, bound in bindings}
        if not isinstance(called, Function):
            run.warn("not_a_function", _START, {"value": kind(called)})
            return None
        try:
            return called.call(() , named if named else None, run)
        except Fault as fault:
            run.warn(fault.code, _START, fault.facts)
            return None

    return invoke


def _function(logic: FunctionDefinition) -> Code:
    if logic.body is None:
        return lambda _variables, _run: function("", logic.parameters, _external, ANY)
    body = compile_logic(logic.body)

    def define(variables: Variables, _run: faults.Run) -> Value:
        def inside(names: Variables, run: faults.Run) -> Value:
            return body(Scope(names, variables), run)

        return function("", logic.parameters, inside, ANY)

    return define


def _external(_variables: Variables, _run: faults.Run) -> Value:
    raise Fault("external_function")


def _list(logic: ListOf) -> Code:
    items = [compile_logic(one) for one in logic.items]
    return lambda variables, run: [item(variables, run) for item in items]


def _relation(logic: Relation) -> Code:
    columns = logic.columns
    rows = [[compile_logic(cell) for cell in row] for row in logic.rows]

    def relation(variables: Variables, run: faults.Run) -> Value:
        return [
            {
                name: typed(type_, cell(variables, run), run, name)
                for (name, type_), cell in zip(columns, row, strict=False)
            }
            for row in rows
        ]

    return relation


def _conditional(logic: Conditional) -> Code:
    condition, yes, no = (compile_logic(one) for one in (logic.condition, logic.yes, logic.no))

    def branch(variables: Variables, run: faults.Run) -> Value:
        answer = condition(variables, run)
        if answer is True:
            return yes(variables, run)
        if answer is not None and answer is not False:
            run.warn("not_a_boolean", _START, {"value": kind(answer)})
            return None
        return no(variables, run)

    return branch


def _filter(logic: Filter) -> Code:
    source, match = compile_logic(logic.source), compile_logic(logic.match)
    return _guarded(
        lambda variables, run: filtered(source(variables, run), match, variables, run)
    )


def _iteration(logic: Iteration) -> Code:
    source, type_ = compile_logic(logic.source), logic.type

    def items(variables: Variables, run: faults.Run) -> Value:
        value = source(variables, run)
        if type_ == ANY or not isinstance(value, list):
            return value
        return [typed(type_, item, run, logic.variable) for item in value]

    return _guarded(
        compile_loop(logic.word, [(logic.variable, items, None)], compile_logic(logic.body))
    )


def _guarded(code: Code) -> Code:
    """Return `code` with every Fault turned into null and a warning."""

    def guard(variables: Variables, run: faults.Run) -> Value:
        try:
            return code(variables, run)
        except Fault as fault:
            run.warn(fault.code, _START, fault.facts)
            return None

    return guard


def _table(table: Table) -> Code:
    from engine.dmn.tablecode import compile_table  # noqa: PLC0415 - tables and logic contain each other

    return compile_table(table)


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


_COMPILERS: dict[type[Any], Callable[[Any], Code]] = {
    Expression: expression_code,
    Typed: _typed,
    Context: _context,
    Invocation: _invocation,
    FunctionDefinition: _function,
    ListOf: _list,
    Relation: _relation,
    Conditional: _conditional,
    Filter: _filter,
    Iteration: _iteration,
    Table: _table,
}
