"""Looking rules up gives exactly what evaluating every cell gives, and is quick."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.dmn.index import cell_of, column_of
from engine.feel import compile_unary_tests
from tests.dmn.building import column, decision, rule, table, tables

CELLS = [
    "-",
    '"a"',
    '"a", "b"',
    'not("a")',
    'not("a", 5)',
    "5",
    "= 5",
    "-5",
    "< 3",
    "<= 3",
    "> 3, 1",
    ">= 3.50",
    "[1..5]",
    "]1..5[",
    "[5..5]",
    "(5..5)",
    "[1..3), [3..4], 9",
    "not([1..5])",
    "not(< 3, > 8)",
    "not(1, 2)",
    "true",
    "false, 1",
    "not(true)",
    "null",
    "not(null)",
    "grens",
    "? > 4",
    '["a", "b"]',
    'date("2026-03-20")',
    '[date("2026-01-01")..@"2026-02-01"]',
    'not(< @"2026-03-20")',
    '["a".."c"]',
    "!= 3",
]
VALUES: list[Any] = [
    None,
    True,
    False,
    "a",
    "b",
    "z",
    *(Decimal(text) for text in ("-5", "0", "1", "2", "3", "3.00", "3.5", "4", "5", "8", "9")),
    *(date(2026, *day) for day in ((1, 1), (1, 31), (2, 1), (2, 2), (3, 20), (3, 21))),
    datetime(2026, 1, 15, tzinfo=UTC),
    timedelta(days=3),
    ["a"],
    ["a", "b"],
    {"a": Decimal(1)},
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_rule_is_looked_up_as_its_cell_says(value: Any) -> None:
    tests = [compile_unary_tests(text, ["grens"]) for text in CELLS]
    known = [cell_of(one) for one in tests]
    found = column_of(known).candidates(value)
    if found is None:
        assert type(value) not in {str, bool, Decimal, date}
        return
    scope = {"grens": Decimal(3)}
    for number, (one, cell) in enumerate(zip(tests, known, strict=True)):
        matches = one.matches(value, scope).value is True
        assert (bool(found >> number & 1) == matches) or cell is None, one.text


def test_only_constants_are_looked_up() -> None:
    evaluated = {"-", "null", "not(null)", "grens", "? > 4", '["a", "b"]', '["a".."c"]', "!= 3"}
    assert {text for text in CELLS if cell_of(compile_unary_tests(text)) is None} == evaluated


def test_a_table_of_five_hundred_rules_answers_within_a_millisecond() -> None:
    rules = "".join(
        rule(f"r{n}", [f'"k{n % 50}"', f"[{n // 50 * 10}..{n // 50 * 10 + 10})"], [str(n)])
        for n in range(500)
    )
    columns = column("input", "code", id="i1") + column("input", "bedrag", id="i2")
    made = tables(decision("d", table(columns, column("output", "", id="o"), rules)))
    chosen = random.Random(1)
    spent = []
    for _ in range(50):
        code, amount = chosen.randrange(50), chosen.randrange(100)
        asked = {"code": f"k{code}", "bedrag": Decimal(amount)}
        start = time.perf_counter()
        value = made.evaluate("d", asked).value
        spent.append(time.perf_counter() - start)
        assert value == code + 50 * (amount // 10)
    assert sorted(spent)[25] < 0.001
