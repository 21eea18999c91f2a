"""Evaluation never raises, stays within its budget, and says what went wrong and where."""

import contextlib
import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests
from engine.feel.library import NAMES

_DOUBLED = (
    "{a0: [1, 1], "
    + ", ".join(f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 40))
    + ", result: %s}.result"
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("count(for x in 1..1000000000 return x)", "list_too_long"),
        ("some x in 1..1000000000 satisfies x < 0", "too_many_steps"),
        ("{f: function(x) f(x + 1), r: f(1)}.r", "too_deep"),
        ("{f: function(x) if x < 2 then 1 else f(x - 1) + f(x - 2), r: f(40)}.r", "too_many_steps"),
        (_DOUBLED % "string(a39)", "string_too_long"),
        (_DOUBLED % "flatten(a39)", "too_many_steps"),
        (_DOUBLED % "a39", "value_too_large"),
        ("(for i in 1..60 return if i = 1 then x else partial[-1] + partial[-1])[60]", "too_long"),
        ("for i in 1..90000 return concatenate(partial, partial)", "too_many_steps"),
        ("count(duplicate values(for i in 1..20000 return i))", "too_many_steps"),
        ('replace("' + "a" * 100 + '", "a", "' + "b" * 50_000 + '")', "string_too_long"),
        ("9.9 ** 999999999999", "number_too_large"),
    ],
)
def test_what_would_take_too_much_is_stopped(text: str, code: str) -> None:
    outcome = compile_expression(text).evaluate({"x": "aaaaaaaaaa"})
    assert outcome.value is None
    assert any(code in warning.code for warning in outcome.warnings), outcome.warnings


def test_a_pattern_takes_linear_time() -> None:
    text = f'matches("{"a" * 30_000}", "(a*)*b")'
    assert compile_expression(text).evaluate({}).value is False


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("1 +\n  onbekend", "unknown_name", 2, 3),
        ("10 / 0", "division_by_zero", 1, 4),
        ('"a" < 1', "not_comparable", 1, 5),
        ('1 + date("2024-02-30").day', "no_such_date", 1, 5),
        ("{a: 1}.b", "unknown_property", 1, 7),
        ("[1, 2][3]", "position_out_of_range", 1, 7),
        ('substring("a", null)', "null_argument", 1, 1),
        ("now()", "no_clock", 1, 1),
        ('matches("a", "(a)\\\\1")', "back_reference", 1, 1),
    ],
)
def test_a_warning_says_what_and_where(text: str, code: str, line: int, column: int) -> None:
    warnings = compile_expression(text).evaluate({}).warnings
    assert (code, line, column) in [(w.code, w.line, w.column) for w in warnings]


def test_only_the_first_warnings_are_kept() -> None:
    outcome = compile_expression("for i in 1..1000 return 1 / 0").evaluate({})
    assert len(outcome.warnings) == 20


def test_what_is_no_feel_value_gives_null_and_not_an_exception() -> None:
    strange = object()
    for text in ("x + 1", "x = x", "x < 1", "string(x)", "x.a", "x[1] + 1", "-x", "count([x]) + x"):
        assert compile_expression(text).evaluate({"x": strange}).value in (None, True, "null")


def test_today_is_the_local_day_of_the_moment_that_was_passed() -> None:
    late = datetime(2026, 3, 20, 23, 30, tzinfo=UTC)
    text = compile_expression("[string(today()), string(now())]").evaluate({}, late).value
    assert text == ["2026-03-21", "2026-03-21T00:30:00@Europe/Brussels"]


_ATOMS = st.sampled_from(
    [
        *("1", "-2", "0.5", "1e400", '"a"', '""', "null", "true", "false", "x", "y", "?"),
        *("[]", '[1, "a"]', "{a: 1}", "[1..5]", "(<3)", "function(x) x"),
        *('@"P1Y"', '@"-PT1H"', '@"2024-02-29"', '@"10:00:00Z"'),
        '@"2024-01-01T00:00:00@Europe/Paris"',
    ]
)
_OPERATORS = st.sampled_from(
    ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
)


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    name = st.sampled_from(sorted(NAMES))
    return st.one_of(
        st.builds("({} {} {})".format, inner, _OPERATORS, inner),
        st.builds("if {} then {} else {}".format, inner, inner, inner),
        st.builds("for x in {} return {}".format, inner, inner),
        st.builds("some x in {} satisfies {}".format, inner, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("({}..{}]".format, inner, inner),
        st.builds("({}).year".format, inner),
        st.builds(lambda n, args: f"{n}({', '.join(args)})", name, st.lists(inner, max_size=4)),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(_ATOMS, _compound, max_leaves=12))
def test_every_expression_has_an_outcome(text: str) -> None:
    context = {"x": Decimal(3), "y": [Decimal(1), {"a": "t"}]}
    outcomes = [compile_expression(text, context).evaluate(context)]
    with contextlib.suppress(FeelSyntaxError):  # not every expression is a cell
        outcomes.append(compile_unary_tests(text).matches(Decimal(1), context))
    codes = itertools.chain.from_iterable((w.code for w in o.warnings) for o in outcomes)
    assert "internal_error" not in codes


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=' "()[]{}.,:+-*/<>=@?ab1\\\n€', max_size=30))
def test_every_text_compiles_or_is_refused(text: str) -> None:
    for compiler in (compile_expression, compile_unary_tests):
        assert _is_placed(compiler, text)


def _is_placed(compiler: Callable[[str], object], text: str) -> bool:
    try:
        compiler(text)
    except FeelSyntaxError as refused:
        lines = text.split("\n")
        return (
            1 <= refused.line <= len(lines) and refused.column <= len(lines[refused.line - 1]) + 1
        )
    return True
