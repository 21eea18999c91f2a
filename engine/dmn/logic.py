"""Logic → closures of (variables, run), as FEEL's own: compiled once, shared by threads.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.dmn.closures import START, expression_code, function, guarded, typed
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
from engine.dmn.tablecode import compile_table
from engine.dmn.types import ANY
from engine.feel import Expression, Function, faults
from engine.feel.access import filtered
from engine.feel.faults import Fault
from engine.feel.loops import compile_loop
from engine.feel.scope import Code, Scope, Variables
from engine.feel.values import kind
from engine.model import Value


def compile_logic(logic: Logic) -> Code:
    """Return the closure that evaluates some logic."""
    return _COMPILERS[type(logic)](logic)


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
            run.warn("not_a_function", START, {"value": kind(called)})
            return None
        try:
            return called.call((), named if named else None, run)
        except Fault as fault:
            run.warn(fault.code, START, fault.facts)
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
            run.warn("not_a_boolean", START, {"value": kind(answer)})
            return None
        return no(variables, run)

    return branch


def _filter(logic: Filter) -> Code:
    source, match = compile_logic(logic.source), compile_logic(logic.match)
    return guarded(lambda variables, run: filtered(source(variables, run), match, variables, run))


def _iteration(logic: Iteration) -> Code:
    source, type_ = compile_logic(logic.source), logic.type

    def items(variables: Variables, run: faults.Run) -> Value:
        value = source(variables, run)
        if type_ == ANY or not isinstance(value, list):
            return value
        return [typed(type_, item, run, logic.variable) for item in value]

    return guarded(
        compile_loop(logic.word, [(logic.variable, items, None)], compile_logic(logic.body))
    )


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
    Table: compile_table,
}
