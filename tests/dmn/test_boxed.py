"""Boxed expressions: contexts, invocations, lists, relations, iterators. DMN 1.5 §10.2.1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.dmn.building import (
    binding,
    column,
    decision,
    entry,
    knowledge,
    literal,
    rule,
    table,
    tables,
)

ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)


def given(logic: str, *parts: str, **inputs: Any) -> tuple[Any, tuple[str, ...]]:
    """Return what a decision with this logic gives, and its problems."""
    result = tables(*parts, decision("d", logic)).evaluate("d", inputs)
    return result.value, result.problems


def box(tag: str, **inside: str) -> str:
    """Return a boxed expression with literal expressions in its parts."""
    variable = ' iteratorVariable="x"' if tag in {"for", "some", "every"} else ""
    parts = "".join(
        f"<{name.rstrip('_')}>{literal(text)}</{name.rstrip('_')}>" for name, text in inside.items()
    )
    return f"<{tag}{variable}>{parts}</{tag}>"


def test_entries_of_a_context_see_those_before_them() -> None:
    logic = f"<context>{entry('a', literal('1'))}{entry('b c', literal('a + 1'))}</context>"
    assert given(logic) == ({"a": ONE, "b c": TWO}, ())


def test_the_result_cell_is_what_a_context_gives() -> None:
    inside = f"<context>{entry('b c', literal('a + 1'))}</context>"
    logic = f"<context>{entry('a', literal('1'))}{entry('x', inside)}"
    assert given(f"{logic}{entry('', literal('x.b c + a'))}</context>") == (THREE, ())


def test_an_entry_that_is_not_of_its_type_is_null_with_its_name() -> None:
    wrong = f'<contextEntry><variable name="a" typeRef="string"/>{literal("1")}</contextEntry>'
    assert given(f"<context>{wrong}</context>") == ({"a": None}, ("wrong_type: a",))


def test_a_table_in_a_context_leaves_its_rules_in_the_trace() -> None:
    logic = table(
        column("input", "x", id="i"),
        column("output", "", id="o"),
        rule("laag", ["< 2"], ['"laag"']),
        rule("hoog", [">= 2"], ['"hoog"']),
    )
    made = tables(decision("d", f"<context>{entry('uit', logic)}</context>"))
    value, trace = made.decide("d", {"x": THREE})
    assert (value, trace.matched) == ({"uit": "hoog"}, ("hoog",))
    assert trace.inputs == {"x": {"@number": "3"}}


def test_lists_and_relations() -> None:
    assert given(f"<list>{literal('1')}{literal('1 + 1')}</list>") == ([ONE, TWO], ())
    columns = '<column name="naam"/><column name="n" typeRef="number"/>'
    first = f"<row>{literal('&quot;a&quot;'.replace('&quot;', chr(34)))}{literal('1')}</row>"
    second = f"<row>{literal('null')}{literal('true')}</row>"
    assert given(f"<relation>{columns}{first}{second}</relation>") == (
        [{"naam": "a", "n": ONE}, {"naam": None, "n": None}],
        ("wrong_type: n",),
    )


def test_an_invocation_binds_by_name() -> None:
    minus = knowledge("min", "a:number b:number", literal("a - b"))
    call = f"<invocation>{literal('min')}{binding('b', '1')}{binding('a', '3')}</invocation>"
    made = tables(minus, decision("d", call, "requiredKnowledge min"))
    assert made.evaluate("d", {})[:2] == (TWO, ())


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (binding("a", "3"), "missing_argument: d"),
        (binding("a", "3") + binding("c", "1"), "unknown_parameter: d"),
        (binding("a", "3") + binding("b", '"x"'), "wrong_argument: d"),
    ],
)
def test_an_invocation_that_does_not_fit_is_null(call: str, problem: str) -> None:
    minus = knowledge("min", "a:number b:number", literal("a - b"))
    call = f"<invocation>{literal('min')}{call}</invocation>"
    made = tables(minus, decision("d", call, "requiredKnowledge min"))
    assert made.evaluate("d", {})[:2] == (None, (problem,))


def test_what_is_no_function_cannot_be_invoked() -> None:
    call = f"<invocation>{literal('1')}{binding('a', '3')}</invocation>"
    assert given(call) == (None, ("not_a_function: d",))


@pytest.mark.parametrize(
    ("logic", "expected", "problems"),
    [
        (box("conditional", if_="2 > 1", then="1", else_="2"), ONE, ()),
        (box("conditional", if_="null", then="1", else_="2"), TWO, ()),
        (box("conditional", if_='"ja"', then="1", else_="2"), None, ("not_a_boolean: d",)),
        (box("filter", in_="[1, 2, 3]", match="item > 1"), [TWO, THREE], ()),
        (box("filter", in_="[{a: 1}, {a: 2}]", match="a = 2"), [{"a": TWO}], ()),
        (box("filter", in_="[1, 2]", match='"x"'), None, ("not_a_boolean: d",)),
        (box("for", in_="[1, 2]", return_="x + 1"), [TWO, THREE], ()),
        (box("for", in_="1..3", return_="count(partial)"), [Decimal(0), ONE, TWO], ()),
        (box("for", in_="null", return_="x"), None, ("not_iterable: d",)),
        (box("some", in_="[1, 2]", satisfies="x > 1"), True, ()),
        (box("every", in_="[1, 2]", satisfies="x > 1"), False, ()),
        (box("every", in_="[]", satisfies="x > 1"), True, ()),
    ],
)
def test_conditionals_filters_and_iterators(
    logic: str, expected: Any, problems: tuple[str, ...]
) -> None:
    if "1..3" in logic:
        logic = logic.replace("1..3", "[1..3]")
    assert given(logic) == (expected, problems)


def test_the_type_of_an_expression_converts_its_value() -> None:
    text = '<literalExpression typeRef="string"><text>["a"]</text></literalExpression>'
    assert given(text) == ("a", ())
    assert given(text.replace('["a"]', "1")) == (None, ("wrong_type: d",))


def test_boxed_logic_is_shown_as_feel() -> None:
    call = f"<invocation>{literal('f')}{binding('a', '3')}</invocation>"
    function = f'<functionDefinition><formalParameter name="q"/>{literal("q")}</functionDefinition>'
    logic = (
        f"<context>{entry('a', box('for', in_='[1]', return_='x'))}{entry('b', function)}"
        f"{entry('c', box('conditional', if_='true', then='1', else_='2'))}"
        f"{entry('', call)}</context>"
    )
    shown = tables(decision("d", logic)).view("d").expression
    assert shown == (
        "{a: for x in [1] return x, b: function(q) q, c: if true then 1 else 2}.f(a: 3)"
    )
