"""Values as plain JSON, and back, without loss."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import Range, YearMonthDuration, big, compile_expression
from engine.feel.tagged import NotStorable, decode, encode

_ZONES = st.sampled_from(
    [
        None,
        UTC,
        timezone(timedelta(hours=1)),
        timezone(-timedelta(minutes=90)),
        ZoneInfo("Europe/Paris"),
    ]
)
_SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=10),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.times(timezones=_ZONES),
    st.datetimes(timezones=_ZONES, allow_imaginary=False),
    st.timedeltas(),
    st.integers(-(10**6), 10**6).map(YearMonthDuration),
    st.integers(-(10**26), 10**26).map(big.span_of),
    st.builds(big.day_at, st.integers(-(3 * 10**11), 3 * 10**11)),
    st.builds(big.clock_at, st.integers(0, big.DAY - 1), _ZONES),
    st.builds(
        big.moment_of,
        st.builds(big.day_at, st.integers(-(3 * 10**11), 3 * 10**11)),
        st.builds(big.clock_at, st.integers(0, big.DAY - 1), _ZONES),
    ),
)
_KEYS = st.one_of(st.text(max_size=5), st.sampled_from(["@number", "@date", "@context", "@"]))
_VALUES = st.recursive(
    _SCALARS
    | st.builds(Range, st.dates() | st.none(), st.decimals(0, 9), st.booleans())
    | st.builds(lambda x: Range(x, x, sign="!="), st.dates()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES)
def test_every_value_comes_back_from_json(value: Any) -> None:
    assert decode(json.loads(json.dumps(encode(value)))) == value


@pytest.mark.parametrize(
    ("value", "tagged"),
    [
        (Decimal("12.50"), {"@number": "12.50"}),
        (date(2026, 3, 20), {"@date": "2026-03-20"}),
        (time(9, 30), {"@time": "09:30:00"}),
        (datetime(2026, 3, 20, 9, 30, tzinfo=UTC), {"@datetime": "2026-03-20T09:30:00Z"}),
        (timedelta(days=1, hours=2), {"@duration": "P1DT2H"}),
        (YearMonthDuration(-14), {"@duration": "-P1Y2M"}),
        (big.BigDate(-44, 3, 15), {"@date": "-0044-03-15"}),
        (big.BigTime(9, 30, 0, 1, None), {"@time": "09:30:00.000000001"}),
        (["a", True, None], ["a", True, None]),
        ({"a": Decimal(1)}, {"a": {"@number": "1"}}),
        ({"@number": "x"}, {"@context": {"@number": "x"}}),
        (3, {"@number": "3"}),
        (2.5, {"@number": "2.5"}),
        (
            Range(Decimal(1), None, start_included=True, end_included=False),
            {
                "@range": {
                    "start": {"@number": "1"},
                    "end": None,
                    "start_included": True,
                    "end_included": False,
                }
            },
        ),
    ],
)
def test_the_tags_are_what_documents_hold(value: Any, tagged: Any) -> None:
    assert encode(value) == tagged
    assert decode(tagged) == value


def test_a_decimal_keeps_its_zeros() -> None:
    assert str(decode(encode(Decimal("12.50")))) == "12.50"


def test_a_function_cannot_be_kept() -> None:
    with pytest.raises(NotStorable):
        encode([compile_expression("function(a) a").evaluate({}).value])


@pytest.mark.parametrize(
    "broken", [{"@date": "gisteren"}, {"@number": "x"}, {"@onbekend": "1"}, {"@time": "25:00:00"}]
)
def test_what_was_never_encoded_is_refused(broken: Any) -> None:
    with pytest.raises(ValueError, match="@"):
        decode(broken)
