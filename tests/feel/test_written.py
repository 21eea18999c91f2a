"""A stored value as text: evaluating the text gives the value again."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import feel
from engine.feel import tagged
from engine.feel.values import Range, Value, YearMonthDuration
from engine.feel.written import written

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
_SCALARS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    _TEXTS,
    st.decimals(-(10**9), 10**9, places=3),
    st.dates(),
    st.times(timezones=st.sampled_from([None, UTC])),
    st.datetimes(timezones=st.sampled_from([None, UTC, ZoneInfo("Europe/Brussels")])),
    st.timedeltas(),
    st.integers(-(10**6), 10**6).map(YearMonthDuration),
)
_RANGES = st.builds(Range, st.decimals(0, 9, places=1), st.none(), st.booleans(), st.just(False))
_CLOSED = st.builds(Range, st.dates(), st.dates(), st.booleans(), st.booleans())
_VALUES = st.recursive(
    _SCALARS | _RANGES | _CLOSED,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(_VALUES)
def test_what_is_written_is_the_value_again(value: Value) -> None:
    text = written(tagged.encode(value))
    outcome = feel.evaluate(text)
    assert outcome.warnings == (), text
    assert outcome.value == value, text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("null", "null"),
        ("1.50", "1.50"),
        ("-3", "-3"),
        ("1000 * 1000", "1000000"),
        ('"zegt \\"ja\\""', '"zegt \\"ja\\""'),
        ('date("2026-03-31")', 'date("2026-03-31")'),
        ('duration("P1Y2M")', 'duration("P1Y2M")'),
        ("[1, true]", "[1, true]"),
        ('{naam: "Ann", "oud adres": null}', '{naam: "Ann", "oud adres": null}'),
        ("[1..5)", "[1..5)"),
        ("(> 5)", "(> 5)"),
    ],
)
def test_it_reads_as_an_analyst_would_write_it(expression: str, text: str) -> None:
    assert written(tagged.encode(feel.evaluate(expression).value)) == text


def test_a_plain_number_of_json_is_a_number() -> None:
    assert written(1.5) == "1.5"
    assert feel.evaluate(written(10**6)).value == Decimal(10**6)
