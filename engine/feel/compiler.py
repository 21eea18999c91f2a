"""Syntax tree → closures of (variables, run). Compiled once; nothing is kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import nodes
from engine.feel.access import filtered, item_at, property_of
from engine.feel.closures import OPERATORS, Test, unary_test
from engine.feel.faults import Fault, Run
from engine.feel.kinds import is_instance
from engine.feel.library import BUILTINS
from engine.feel.loops import compile_loop
from engine.feel.operators import both, compare, either, negated, ordered
from engine.feel.scope import Code, Scope, Variables, guarded, user_function
from engine.feel.values import Function, Range, Value, kind


def compile_node(node: nodes.Node) -> Code:
    """Return the closure that evaluates `node`."""
    code = _COMPILERS[type(node)](node)
    return _folded(code) if _is_constant(node) else code


_MAKERS = frozenset(["date", "time", "date and time", "duration"])


def _is_constant(node: nodes.Node) -> bool:
    """Return whether `node` is a call or interval of literals that always gives the same value."""
    if isinstance(node, nodes.RangeOf):
        return all(end is None or isinstance(end, nodes.Literal) for end in (node.start, node.end))
    if not isinstance(node, nodes.Call) or not isinstance(node.callee, nodes.Name):
        return False
    if node.callee.own or node.callee.name not in _MAKERS or node.named is not None:
        return False
    return all(isinstance(argument, nodes.Literal) for argument in node.arguments)


def _folded(code: Code) -> Code:
    """Return `code` as a constant, unless it has something to warn of."""
    run = Run()
    value = code({}, run)
    return code if run.warnings else lambda _variables, _run: value


def _literal(node: nodes.Literal) -> Code:
    value = node.value
    return lambda _variables, _run: value


def _name(node: nodes.Name) -> Code:
    name, place = node.name, node.place
    builtin = BUILTINS.get(name)

    def read(variables: Variables, run: Run) -> Value:
        try:
            return variables[name]
        except KeyError:
            if builtin is None:
                run.warn("unknown_name", place, {"name": name})
            return builtin

    return read


def _unary(node: nodes.Unary) -> Code:
    operand = compile_node(node.operand)
    return guarded(node.place, lambda variables, run: negated(operand(variables, run)))


def _binary(node: nodes.Binary) -> Code:
    return OPERATORS[node.op](node, compile_node(node.left), compile_node(node.right))


def _between(node: nodes.Between) -> Code:
    value, low, high = (compile_node(part) for part in (node.value, node.low, node.high))

    def between(variables: Variables, run: Run) -> bool | None:
        it = value(variables, run)
        return both(compare(">=", it, low(variables, run)), compare("<=", it, high(variables, run)))

    return between


def compile_tests(tests: tuple[nodes.UnaryTest, ...]) -> Test:
    """Return the closure that says whether a value passes one of `tests`."""
    needs_input = any(test.uses_input for test in tests)
    codes = [unary_test(test, compile_node(test.operand)) for test in tests]

    def passes(value: Value, variables: Variables, run: Run) -> bool | None:
        if needs_input:
            variables = Scope({"?": value}, variables)
        result: bool | None = False
        for code in codes:
            answer = code(value, variables, run)
            if answer is True:
                return True
            result = either(result, answer)
        return result

    return codes[0] if len(codes) == 1 and not needs_input else passes


def _in(node: nodes.In) -> Code:
    value, tests = compile_node(node.value), compile_tests(node.tests)
    return lambda variables, run: tests(value(variables, run), variables, run)


def _instance(node: nodes.InstanceOf) -> Code:
    value, wanted = compile_node(node.value), node.type
    if wanted.is_bare:  # table 61: a list type requires parameters
        place = node.place

        def unknown(_variables: Variables, run: Run) -> None:
            run.warn("bare_type", place, {"name": wanted.name})

        return unknown
    return lambda variables, run: is_instance(value(variables, run), wanted)


# values with parts


def _range(node: nodes.RangeOf) -> Code:
    start = None if node.start is None else compile_node(node.start)
    end = None if node.end is None else compile_node(node.end)
    closed = node.start_included, node.end_included

    def interval(variables: Variables, run: Run) -> Range:
        low = None if start is None else start(variables, run)
        high = None if end is None else end(variables, run)
        if start is not None and end is not None:
            _check_ends(low, high)
        elif not ordered(high if start is None else low):
            raise Fault("not_a_range")
        return Range(
            low,
            high,
            closed[0] or (start is not None and low is None),
            closed[1] or (end is not None and high is None),
            node.sign,
        )

    return guarded(node.place, interval)


def _check_ends(low: Value, high: Value) -> None:
    if low is None and high is None:
        raise Fault("not_a_range")
    for end in (low, high):
        if end is not None and not ordered(end):
            raise Fault("not_comparable", left=kind(low), right=kind(high))
    if low is not None and high is not None and compare("<=", low, high) is None:
        raise Fault("not_comparable", left=kind(low), right=kind(high))


def _list(node: nodes.ListOf) -> Code:
    items = [compile_node(item) for item in node.items]
    return lambda variables, run: [item(variables, run) for item in items]


def _context(node: nodes.ContextOf) -> Code:
    entries = [(key, compile_node(value)) for key, value in node.entries]

    def context(variables: Variables, run: Run) -> dict[str, Value]:
        scope = Scope({}, variables)
        for key, value in entries:
            scope[key] = value(scope, run)
        return dict(scope)

    return context


def _if(node: nodes.If) -> Code:
    condition, yes, no = (compile_node(part) for part in (node.condition, node.yes, node.no))
    place = node.place

    def branch(variables: Variables, run: Run) -> Value:
        answer = condition(variables, run)
        if answer is True:
            return yes(variables, run)
        if answer is not None and answer is not False:
            run.warn("not_a_boolean", place, {"value": kind(answer)})
            return None
        return no(variables, run)

    return branch


# functions


def _lambda(node: nodes.Lambda) -> Code:
    names = tuple(name for name, _ in node.parameters)
    types = tuple(wanted for _, wanted in node.parameters)
    if node.body is None:
        place = node.place

        def external(_variables: Variables, run: Run) -> Value:
            run.warn("external_function", place, {})

        return external
    body = compile_node(node.body)
    return lambda variables, _run: user_function(names, types, body, variables)


def _call(node: nodes.Call) -> Code:
    callee = _callee(node.callee)
    args = [compile_node(argument) for argument in node.arguments]
    named = None if node.named is None else [(name, compile_node(arg)) for name, arg in node.named]

    def positional(variables: Variables, run: Run) -> Value:
        function = callee(variables, run)
        values = [arg(variables, run) for arg in args]
        if not isinstance(function, Function):
            raise Fault("not_a_function", value=kind(function))
        return function.call(values, None, run)

    def by_name(variables: Variables, run: Run) -> Value:
        function = callee(variables, run)
        if not isinstance(function, Function):
            raise Fault("not_a_function", value=kind(function))
        return function.call((), {name: arg(variables, run) for name, arg in named or ()}, run)

    return guarded(node.place, positional if named is None else by_name)


def _callee(node: nodes.Node) -> Code:
    """Return the closure of what is called: a built-in, unless a variable of that name is one."""
    code = compile_node(node)
    builtin = BUILTINS.get(node.name) if isinstance(node, nodes.Name) else None
    if builtin is None:
        return code
    if isinstance(node, nodes.Name) and not node.own:
        return lambda _variables, _run: builtin

    def callee(variables: Variables, run: Run) -> Value:
        own = code(variables, run)
        return own if isinstance(own, Function) else builtin

    return callee


def _path(node: nodes.Path) -> Code:
    source, name = compile_node(node.source), node.name
    return guarded(node.place, lambda variables, run: property_of(source(variables, run), name))


def _filter(node: nodes.Filter) -> Code:
    source, condition = compile_node(node.source), compile_node(node.condition)
    fixed = _fixed_index(node.condition)
    if fixed is not None:
        return guarded(node.place, lambda variables, run: item_at(source(variables, run), fixed))
    return guarded(
        node.place,
        lambda variables, run: filtered(source(variables, run), condition, variables, run),
    )


def _fixed_index(node: nodes.Node) -> Decimal | None:
    if isinstance(node, nodes.Literal) and isinstance(node.value, Decimal):
        return node.value
    return None


def _loop(node: nodes.Loop) -> Code:
    iterators = [
        (one.name, compile_node(one.source), None if one.end is None else compile_node(one.end))
        for one in node.iterators
    ]
    return guarded(node.place, compile_loop(node.word, iterators, compile_node(node.body)))


_COMPILERS: dict[type[nodes.Node], Callable[[Any], Code]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.Unary: _unary,
    nodes.Binary: _binary,
    nodes.Between: _between,
    nodes.In: _in,
    nodes.InstanceOf: _instance,
    nodes.RangeOf: _range,
    nodes.ListOf: _list,
    nodes.ContextOf: _context,
    nodes.If: _if,
    nodes.Loop: _loop,
    nodes.Lambda: _lambda,
    nodes.Call: _call,
    nodes.Path: _path,
    nodes.Filter: _filter,
}
