"""Expressions as analysts write them, each beside what it must give (DMN 1.5 chapter 10)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import YearMonthDuration, compile_expression

Holds = Callable[..., None]

ARITHMETIC = [
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("2 ** 3 ** 2", "64"),
    ("-2 ** 2", "4"),
    ("10 - 3 - 2", "5"),
    (".5 + 1.5e1", "15.5"),
    ("1 / 0", "null"),
    ("0.1 + 0.2 = 0.3", "true"),
    ("1 / 3 = 0.3333333333333333333333333333333333", "true"),
    ("10 ** 7000", "null"),
    ('"a" + "b"', '"ab"'),
    ('"a" + 1', "null"),
    ("1 + null", "null"),
    ("-null", "null"),
    ("// a remark\n1 /* and\nanother */ + 1", "2"),
]
LOGIC = [
    ("true and null", "null"),
    ("false and null", "false"),
    ("null and false", "false"),
    ("true or null", "true"),
    ("false or null", "null"),
    ('true and "x"', "null"),
    ("not(true)", "false"),
    ("not(null)", "null"),
    ("if null then 1 else 2", "2"),
    ('if "text" then 1 else 2', "null"),
    ("some x in [1, 2] satisfies x > 1", "true"),
    ("every x in [1, 2] satisfies x > 1", "false"),
    ("every x in [] satisfies false", "true"),
    ("some x in [null, 1] satisfies x > 1", "null"),
    ("some x in [1, 2], y in [x] satisfies y = 2", "true"),
]
COMPARISON = [
    ("1 = 1.00", "true"),
    ('1 = "1"', "null"),
    ('1 < "2"', "null"),
    ("null = null", "true"),
    ("1 = null", "false"),
    ("1 != null", "true"),
    ("[1, [2]] = [1, [2]]", "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ("[1..2] = [1..2)", "false"),
    ("5 between 1 and 5", "true"),
    ("5 in [1..5)", "false"),
    ("5 in ]4..6[", "true"),
    ("5 in (< 3, > 4)", "true"),
    ("5 in (4) + 1", "true"),
    ("5 in ([[5], 6])[1]", "true"),
    ("5 in [1, 5]", "true"),
    ("[1, 5] in [[1, 5], 3]", "true"),
    ("5 in [[1..3], [4..6]]", "true"),
    ("5 in (1..null]", "null"),
    ("0 in (1..null]", "false"),
    ('"c" in ["a".."f"]', "true"),
    ("x between 1 and 3 and true", "true"),
]
LISTS = [
    ("[1, 2, 3][2]", "2"),
    ("[1, 2, 3][-1]", "3"),
    ("[1, 2, 3][4]", "null"),
    ("[1, 2, 3][item > 1]", "[2, 3]"),
    ("[{a: 1}, {a: 2}][a > 1].a", "[2]"),
    ("[{item: 1}, {item: 2}][item = 2]", "[{item: 2}]"),
    ("[1, 2, 3][x]", "2"),
    ("[][1]", "null"),
    ("[][item > 1]", "[]"),
    ("7[1]", "7"),
    ("null[1]", "null"),
    ('[1, 2][if item = 1 then true else "no"]', "null"),
    ("for i in [1, 2], j in [10, 20] return i * j", "[10, 20, 20, 40]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in [1..3) return i", "[1, 2]"),
    ("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3, 5]"),
    ("for i in 5 return i", "[5]"),
    ("for i in null return i", "null"),
    ("for i in 1..x return i", "[1, 2]"),
    (
        'for d in @"2024-02-28"..@"2024-03-01" return d.day',
        "[28, 29, 1]",
    ),
    ('for d in [@"2024-02-28"..@"2024-03-01") return d.month', "[2, 2]"),
]
CONTEXTS = [
    ("{a: 1, b: a + 1}.b", "2"),
    ('{"een sleutel": 1}.een sleutel', "1"),
    ("{Monthly Income: 5, Yearly: Monthly Income * 12}.Yearly", "60"),
    ("{a: {b: {c: 3}}}.a.b.c", "3"),
    ("{a: 1}.b", "null"),
    ("[{a: 1}, {b: 2}].a", "[1, null]"),
    ("{fac: function(n) if n < 2 then 1 else n * fac(n - 1), r: fac(5)}.r", "120"),
    ("{x: 1, y: x}.y", "1"),
    ("[1..5].start included", "true"),
    ("[1..5).end", "5"),
]
FUNCTIONS = [
    ("(function(a, b) a - b)(5, 2)", "3"),
    ("(function(a, b) a - b)(b: 5, a: 2)", "-3"),
    ("(function(a: number) a)([5])", "5"),
    ('(function(a: number) a)("5")', "null"),
    ("(function(a: list<number>) a)(5)", "[5]"),
    ("(function(a) a)(1, 2)", "null"),
    ("{twice: function(f, x) f(f(x)), r: twice(function(x) x * 2, 3)}.r", "12"),
    ("1(2)", "null"),
    ("unknown(1)", "null"),
    ('substring(string: "abc", start position: 2)', '"bc"'),
    ('substring(text: "abc", start position: 2)', "null"),
]
TYPES = [
    ("1 instance of number", "true"),
    ("null instance of Any", "false"),
    ("null instance of Null", "true"),
    ("[1, 2] instance of list<number>", "true"),
    ('[1, "a"] instance of list<number>', "false"),
    ("{a: 1} instance of context<a: number>", "true"),
    ("{b: 1} instance of context<a: number>", "false"),
    ("[1..2] instance of range<number>", "true"),
    ('@"P1D" instance of days and time duration', "true"),
    ('@"P1Y" instance of days and time duration', "false"),
    ('@"2024-01-01T00:00:00" instance of date and time', "true"),
    ('@"2024-01-01" instance of date and time', "false"),
    ("(function(a: number) a) instance of function<number> -> Any", "true"),
    ("(function(a: number) a) instance of function<string> -> Any", "false"),
    ("(function(a) a) instance of function<string, string> -> Any", "false"),
]
STRINGS = [
    (r'"a\"b\\c"', r'"a" + "\u0022" + "b" + "\u005C" + "c"'),
    (r'string length("\U01F40E")', "1"),
    (r'string length("\uD83D\uDC0E")', "1"),
    ('string length("🐎")', "1"),
    ("{🐎: 1}.🐎", "1"),
]

ALL = [
    *ARITHMETIC,
    *LOGIC,
    *COMPARISON,
    *LISTS,
    *CONTEXTS,
    *FUNCTIONS,
    *TYPES,
    *STRINGS,
]


@pytest.mark.parametrize(("text", "expected"), ALL)
def test_an_expression_gives_what_the_standard_says(holds: Holds, text: str, expected: str) -> None:
    holds(text, expected, {"x": Decimal(2)})


def test_a_name_of_the_context_wins_over_a_built_in_of_that_name() -> None:
    context: dict[str, Any] = {"date": date(2026, 1, 1), "count": Decimal(3)}
    plain = compile_expression("date")
    assert plain.evaluate(context).value == date(2026, 1, 1)
    named = compile_expression('count + count([1, 2]) + date("2024-05-01").day', context)
    assert named.evaluate(context).value == Decimal(6)


def test_a_duration_of_months_is_not_one_of_days() -> None:
    assert compile_expression('@"P14M"').evaluate({}).value == YearMonthDuration(14)
    assert compile_expression('@"P0M" = @"P0D"').evaluate({}).value is None


def test_one_compilation_serves_many_evaluations() -> None:
    text = "aantal > 3 and not(gesloten)"
    expression = compile_expression(text)
    assert compile_expression(text) is expression
    assert expression.evaluate({"aantal": Decimal(5), "gesloten": False}).value is True
    assert expression.evaluate({"aantal": Decimal(3), "gesloten": False}).value is False
    assert expression.evaluate({}).value is None
