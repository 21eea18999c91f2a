"""The cells of a decision table (DMN 1.5 §7.3 and §8.3)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import compile_unary_tests

N = Decimal


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("-", None, True),
        ("-", N(1), True),
        ("> 3", N(4), True),
        ("> 3", N(3), False),
        ("> 3", None, None),
        ("> 3", "x", None),
        ("3", N(3), True),
        ("-3", N(-3), True),
        ("1, 2, 3", N(2), True),
        ("1, 2, 3", N(4), False),
        ("[1..3]", N(3), True),
        ("[1..3)", N(3), False),
        ("]1..3]", N(1), False),
        ("not(1, 2)", N(3), True),
        ("not(1, 2)", N(2), False),
        ("not(> 3)", None, None),
        ('"a", "b"', "b", True),
        ('not("a")', "b", True),
        ("true", True, True),
        ("false", True, False),
        ("true", None, False),
        ("null", None, True),
        ("!= null", N(1), True),
        ('? = "a" or ? = "b"', "b", True),
        ('contains(?, "b")', "abc", True),
        ('not(contains(?, "b"))', "abc", False),
        ('not(contains(?, "b")) and ? != "x"', "a", True),
        ("every x in ? satisfies x > 1", [N(2), N(3)], True),
        ("grens", N(10), True),
        ("< grens", N(9), True),
        ("lijst", N(2), True),
        ("waar", N(9), True),
        ('[@"2026-01-01"..@"2026-12-31"]', date(2026, 6, 1), True),
        ('< date("2026-01-01")', date(2026, 6, 1), False),
        ("[1, 2]", [N(1), N(2)], True),
    ],
)
def test_a_value_passes_or_does_not(text: str, value: Any, expected: bool | None) -> None:
    context = {"grens": N(10), "lijst": [N(1), N(2)], "waar": True}
    assert compile_unary_tests(text, context).matches(value, context).value is expected


def test_a_fault_in_a_cell_is_a_warning_with_its_place() -> None:
    outcome = compile_unary_tests("> 1 / 0").matches(N(3), {})
    assert outcome.value is None
    assert [(w.code, w.line, w.column) for w in outcome.warnings] == [("division_by_zero", 1, 5)]
