"""The built-in functions, each beside what it must give (DMN 1.5 §10.3.4)."""

from collections.abc import Callable

import pytest

Holds = Callable[..., None]

STRINGS = [
    ('substring("foobar", 3)', '"obar"'),
    ('substring("foobar", 3, 3)', '"oba"'),
    ('substring("foobar", -2, 1)', '"a"'),
    ('substring("foobar", 0)', "null"),
    ('substring("foobar", 9)', "null"),
    ('string length("")', "0"),
    ('upper case("aBc4")', '"ABC4"'),
    ('lower case("aBc4")', '"abc4"'),
    ('substring before("foobar", "bar")', '"foo"'),
    ('substring before("foobar", "xyz")', '""'),
    ('substring after("foobar", "ob")', '"ar"'),
    ('substring after("foobar", "")', '"foobar"'),
    ('contains("foobar", "of")', "false"),
    ('starts with("foobar", "fo")', "true"),
    ('ends with("foobar", "r")', "true"),
    ('split("John Doe", "\\\\s")', '["John", "Doe"]'),
    ('split("a;b;c;;", ";")', '["a", "b", "c", "", ""]'),
    ('string join(["a", null, "c"], "-")', '"a-c"'),
    ('string join(["a", "b"])', '"ab"'),
    ('string join(["a", 1])', "null"),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
    ('replace("darted", "^(.*?d)(.*)$", "$1c$2")', '"dcarted"'),
    ('replace("abc", "B", "\\\\$", "i")', '"a$c"'),
    ('replace("abc", ".*?", "x")', "null"),
    ('replace("abc", "b", "$")', "null"),
    ('replace("a.c", ".", "$1", "q")', '"a$1c"'),
    ('matches("foobar", "^fo*b")', "true"),
    ('matches("FOO", "foo", "i")', "true"),
    ('matches("a\\nb", "a.b")', "false"),
    ('matches("a\\nb", "a.b", "s")', "true"),
    ('matches("ab", "a b", "x")', "true"),
    ('matches("x", "[a-z-[aeiou]]")', "true"),
    ('matches("e", "[a-z-[aeiou]]")', "false"),
    ('matches("é", "\\\\p{Ll}")', "true"),
    ('matches("é", "\\\\p{IsBasicLatin}")', "false"),
    ('matches("a:b", "^\\\\i\\\\c+$")', "true"),
    ('matches("a", "a", "z")', "null"),
    ('matches("a", "(?i)A")', "null"),
]
LISTS = [
    ("list contains([1, null], null)", "true"),
    ("count([1, null])", "2"),
    ("count(null)", "null"),
    ("min([3, 1, 2])", "1"),
    ("max(3, 1, 2)", "3"),
    ('max("a", "c", "b")', '"c"'),
    ('min([1, "a"])', "null"),
    ("min([])", "null"),
    ("sum([1, 2.5])", "3.5"),
    ("sum(1)", "1"),
    ("sum([])", "null"),
    ("sum([1, null])", "null"),
    ("mean(1, 2, 3, 4)", "2.5"),
    ("product([2, 3, 4])", "24"),
    ("median([8, 2, 5, 3, 4])", "4"),
    ("median([6, 1, 2, 3])", "2.5"),
    ("round half up(stddev([2, 4, 7, 5]), 6)", "2.081666"),
    ("stddev([1])", "null"),
    ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
    ("mode([])", "[]"),
    ("all([true, null])", "null"),
    ("all([false, null])", "false"),
    ("all([])", "true"),
    ("any([true, null])", "true"),
    ("any([])", "false"),
    ("any(false, true)", "true"),
    ('all([true, "x"])', "null"),
    ("sublist([4, 5, 6], 2)", "[5, 6]"),
    ("sublist([4, 5, 6], -2, 1)", "[5]"),
    ("sublist([4, 5, 6], 2, 5)", "null"),
    ("append([1], 2, [3])", "[1, 2, [3]]"),
    ("concatenate([1], 2, [3])", "[1, 2, 3]"),
    ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
    ("insert before([1, 3], 0, 2)", "null"),
    ("remove([1, 2, 3], -1)", "[1, 2]"),
    ("remove([1], 2)", "null"),
    ("reverse([1, 2])", "[2, 1]"),
    ("index of([1, 2, 1, null], 1)", "[1, 3]"),
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
    ("distinct values([1, 1.0, null, null])", "[1, null]"),
    ("duplicate values([1, 2, 1, 1])", "[1]"),
    ("flatten([[1, [2]], 3, []])", "[1, 2, 3]"),
    ("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"),
    ("list replace([1, 2, 3], function(item, new) item < 3, 9)", "[9, 9, 3]"),
    ("sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"),
    ("sort([3, 1, 2])", "[1, 2, 3]"),
    ('sort([1, "a"])', "null"),
    ("partition([1, 2, 3], 2)", "[[1, 2], [3]]"),
    ("is empty([])", "true"),
]
NUMBERS = [
    ("decimal(1 / 3, 2)", "0.33"),
    ("decimal(2.5, 0)", "2"),
    ("decimal(1234, -2)", "1200"),
    ("floor(-1.5)", "-2"),
    ("floor(1.56, 1)", "1.5"),
    ("ceiling(-1.5)", "-1"),
    ("round up(1.121, 2)", "1.13"),
    ("round down(-1.126, 2)", "-1.12"),
    ("round half up(-2.5, 0)", "-3"),
    ("round half down(2.5, 0)", "2"),
    ("abs(-3)", "3"),
    ('abs(@"-P1D")', '@"P1D"'),
    ('abs(@"-P1Y")', '@"P1Y"'),
    ("modulo(-12, 5)", "3"),
    ("modulo(12, -5)", "-3"),
    ("modulo(10.1, 4.5)", "1.1"),
    ("modulo(1, 0)", "null"),
    ("sqrt(16)", "4"),
    ("sqrt(-1)", "null"),
    ("log(0)", "null"),
    ("round half up(exp(1), 4)", "2.7183"),
    ("odd(5)", "true"),
    ("even(-2)", "true"),
    ("odd(1.5)", "false"),
    ("even(1.5)", "false"),
    ("odd(-3)", "true"),
    ("even(10 ** 40)", "true"),
]
TEMPORAL = [
    ("date(2024, 2, 29)", '@"2024-02-29"'),
    ("date(2023, 2, 29)", "null"),
    ('date(@"2024-02-29T10:00:00")', '@"2024-02-29"'),
    ('date and time(@"2024-02-29", @"10:00:00Z")', '@"2024-02-29T10:00:00Z"'),
    ('date and time("2024-02-29")', '@"2024-02-29T00:00:00"'),
    ('date and time(2024, 2, 29, 10, 0, 0, @"PT1H")', '@"2024-02-29T10:00:00+01:00"'),
    (
        'date and time(2024, 7, 1, 10, 0, 0, "Europe/Brussels")',
        '@"2024-07-01T10:00:00@Europe/Brussels"',
    ),
    ("time(10, 30, 5.5)", '@"10:30:05.5"'),
    ('time(10, 30, 0, @"-PT5H")', '@"10:30:00-05:00"'),
    ('time(10, 30, 0, @"PT20H")', "null"),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', '@"P1Y8M"'),
    ('years and months duration(@"2013-08-24", @"2011-12-25")', '@"-P1Y7M"'),
    ('day of week(@"2019-09-17")', '"Tuesday"'),
    ('day of year(@"2019-09-17")', "260"),
    ('week of year(@"2005-01-01")', "53"),
    ('month of year(@"2019-09-17")', '"September"'),
    ('last day of month(@"2024-02-01")', '@"2024-02-29"'),
    ("today()", '@"2026-03-21"'),
    ('now() = @"2026-03-20T23:30:00Z"', "true"),
    ('is(@"10:00:00Z", @"10:00:00+00:00")', "true"),
    ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
    ('is(1, "1")', "false"),
]
CONTEXTS = [
    ('get value({a: 1}, "a")', "1"),
    ('get value({a: {b: 2}}, ["a", "b"])', "2"),
    ('get value({a: 1}, "b")', "null"),
    ("get entries({a: 1, b: 2}).value", "[1, 2]"),
    ('context([{key: "a", value: 1}])', "{a: 1}"),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', "null"),
    ('context put({a: 1}, "a", 2)', "{a: 2}"),
    ('context put({a: {b: 1}}, ["a", "b"], 2)', "{a: {b: 2}}"),
    ("context put({a: 1}, [], 2)", "null"),
    ("context merge([{a: 1, b: 1}, {b: 2}])", "{a: 1, b: 2}"),
    ("get or else(null, 3)", "3"),
    ("is defined(null)", "false"),
]
CONVERSION = [
    ("string(1.10)", '"1.10"'),
    ("string(1e3)", '"1000"'),
    ('string([1, "a", null, {b: true}])', '"[1, \\"a\\", null, {b: true}]"'),
    ("string((1..5])", '"(1..5]"'),
    ("string(null)", "null"),
    ('number("1 000,5", " ", ",")', "1000.5"),
    ('number("1.000,5", ".", ",")', "1000.5"),
    ('number("1,000", ",", ",")', "null"),
    ('number("x")', "null"),
    ('range("[18..21)")', "[18..21)"),
    ('range("(\\"a\\"..\\"c\\"]")', '("a".."c"]'),
    ('range("[@\\"2024-01-01\\"..@\\"2024-12-31\\"]")', '[@"2024-01-01"..@"2024-12-31"]'),
    ('range("[2..1]")', "null"),
    ('5 in range("(..10]")', "true"),
]
RANGES = [
    ("before(1, 10)", "true"),
    ("before([1..5), [5..9])", "true"),
    ("before([1..5], [5..9])", "false"),
    ("after([5..10], 4)", "true"),
    ("after((5..10], 5)", "true"),
    ("meets([1..5], [5..10])", "true"),
    ("met by([5..10], [1..5))", "false"),
    ("overlaps([1..5], [3..8])", "true"),
    ("overlaps([1..5), [5..8])", "false"),
    ("overlaps before([1..5], [3..8])", "true"),
    ("overlaps after([3..8], [1..5])", "true"),
    ("finishes(5, [1..5])", "true"),
    ("finishes([3..5), [1..5))", "true"),
    ("finished by([1..5], 5)", "true"),
    ("includes([1..10], [4..10])", "true"),
    ("includes((1..10], 1)", "false"),
    ("during(5, [1..10])", "true"),
    ("starts(1, [1..5])", "true"),
    ("started by((1..5], 1)", "false"),
    ("coincides([1..5], [1..5))", "false"),
    ("coincides(point1: 3, point2: 3)", "true"),
    ('includes([@"2024-01-01"..@"2024-12-31"], @"2024-02-29")', "true"),
    ('before(1, "a")', "null"),
    ("overlaps((< 5), (> 3))", "true"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*STRINGS, *LISTS, *NUMBERS, *TEMPORAL, *CONTEXTS, *CONVERSION, *RANGES],
)
def test_a_built_in_function_gives_what_the_standard_says(
    holds: Holds, text: str, expected: str
) -> None:
    holds(text, expected)


@pytest.mark.parametrize(
    "text",
    [
        'contains(string: "a", match: "a")',
        "count(list: [1])",
        "modulo(dividend: 12, divisor: 5) = 2",
        "before(range1: [1..2], range2: [3..4])",
        "before(point: 1, range: [3..4])",
        'number(from: "1", grouping separator: null, decimal separator: ".") = 1',
        'context put(context: {}, key: "a", value: true).a',
    ],
)
def test_parameters_may_be_passed_by_name(feel: Callable[[str], object], text: str) -> None:
    assert feel(text) in (True, 1)


@pytest.mark.parametrize(
    "text", ["count()", "count([], [])", 'contains("a")', "abs(true)", "today(1)", "upper case(1)"]
)
def test_arguments_that_do_not_fit_give_null(feel: Callable[[str], object], text: str) -> None:
    assert feel(text) is None


def test_a_singleton_list_and_its_item_stand_for_each_other(holds: Holds) -> None:
    holds('upper case(["a"])', '"A"')
    holds("count(5)", "1")
    holds("sum([[1]])", "null")
