"""Closures of operators and unary tests, made of the closures of their operands."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel import nodes
from engine.feel.faults import Run, weight
from engine.feel.operators import arithmetic, both, compare, either, equal, member
from engine.feel.scope import Code, Variables, guarded
from engine.feel.values import Value, kind

Test = Callable[[Value, Variables, Run], bool | None]


def _arithmetic(node: nodes.Binary, left: Code, right: Code) -> Code:
    sign = node.op

    def calculate(variables: Variables, run: Run) -> Value:
        result = arithmetic(sign, left(variables, run), right(variables, run))
        if isinstance(result, str):
            run.tick(weight(result))
        return result

    return guarded(node.place, calculate)


def _comparison(node: nodes.Binary, left: Code, right: Code) -> Code:
    sign, place = node.op, node.place

    def ordering(variables: Variables, run: Run) -> bool | None:
        one, other = left(variables, run), right(variables, run)
        answer = compare(sign, one, other)
        if answer is None:
            facts = {"operator": sign, "left": kind(one), "right": kind(other)}
            run.warn("not_comparable", place, facts)
        return answer

    return ordering


def _equality(node: nodes.Binary, left: Code, right: Code) -> Code:
    def equality(variables: Variables, run: Run) -> bool | None:
        one = left(variables, run)
        if isinstance(one, list):
            run.tick(weight(one))
        return equal(one, right(variables, run))

    def inequality(variables: Variables, run: Run) -> bool | None:
        answer = equality(variables, run)
        return None if answer is None else not answer

    return equality if node.op == "=" else inequality


def _conjunction(_node: nodes.Binary, left: Code, right: Code) -> Code:
    def conjunction(variables: Variables, run: Run) -> bool | None:
        one = left(variables, run)
        return False if one is False else both(one, right(variables, run))

    return conjunction


def _disjunction(_node: nodes.Binary, left: Code, right: Code) -> Code:
    def disjunction(variables: Variables, run: Run) -> bool | None:
        one = left(variables, run)
        return True if one is True else either(one, right(variables, run))

    return disjunction


OPERATORS: dict[str, Callable[[nodes.Binary, Code, Code], Code]] = {
    **dict.fromkeys(("+", "-", "*", "/", "**"), _arithmetic),
    **dict.fromkeys(("<", "<=", ">", ">="), _comparison),
    **dict.fromkeys(("=", "!="), _equality),
    "and": _conjunction,
    "or": _disjunction,
}


def unary_test(test: nodes.UnaryTest, operand: Code) -> Test:
    """Return the closure of (value, variables, run) that says whether the value passes.

    A test that reads `?` finds it in the variables.
    """
    if test.op is not None:
        return _TESTS[test.op](test, operand)
    if isinstance(test.operand, nodes.Literal | nodes.ListOf | nodes.RangeOf):
        return lambda value, variables, run: _member(value, operand(variables, run), run)
    return _free_test(operand, uses_input=test.uses_input)


def _free_test(operand: Code, *, uses_input: bool) -> Test:
    """Return a test by any expression: its own answer when it is one, else membership."""

    def free(value: Value, variables: Variables, run: Run) -> bool | None:
        answer = operand(variables, run)
        if isinstance(answer, bool) and (uses_input or not isinstance(value, bool | list)):
            return answer
        if answer is None and uses_input:
            return None
        return _member(value, answer, run)

    return free


def _member(value: Value, of: Value, run: Run) -> bool | None:
    if isinstance(of, list):
        run.tick(weight(of))
    return member(value, of)


def _order_test(test: nodes.UnaryTest, operand: Code) -> Test:
    sign = test.op
    assert sign is not None
    return lambda value, variables, run: compare(sign, value, operand(variables, run))


def _equal_test(_test: nodes.UnaryTest, operand: Code) -> Test:
    return lambda value, variables, run: equal(value, operand(variables, run))


def _unequal_test(_test: nodes.UnaryTest, operand: Code) -> Test:
    def unequal(value: Value, variables: Variables, run: Run) -> bool | None:
        answer = equal(value, operand(variables, run))
        return None if answer is None else not answer

    return unequal


_TESTS: dict[str, Callable[[nodes.UnaryTest, Code], Test]] = {
    **dict.fromkeys(("<", "<=", ">", ">="), _order_test),
    "=": _equal_test,
    "!=": _unequal_test,
}
