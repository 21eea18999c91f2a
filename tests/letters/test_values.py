"""Values as the reader of a letter expects them."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.feel.values import Range, YearMonthDuration
from engine.letters.values import Unprintable, write


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Leuven", "Leuven"),
        ("  a\r\nb\x00\x07 ", "a\nb"),
        (True, "ja"),
        (False, "nee"),
        (Decimal(8), "8"),
        (Decimal("12.50"), "12,50"),
        (Decimal("1E+3"), "1000"),
        (0, "0"),
        (date(2026, 3, 1), "1 maart 2026"),
        (datetime(2026, 4, 27, 9, 5), "27 april 2026 om 9.05 uur"),  # noqa: DTZ001 - FEEL has local moments
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "2 juli 2026 om 0.30 uur"),
        (time(16, 0), "16.00 uur"),
        (timedelta(days=30), "30 dagen"),
        (timedelta(days=1, hours=2), "1 dag en 2 uur"),
        (timedelta(), "0 dagen"),
        (YearMonthDuration(3), "3 maanden"),
        (YearMonthDuration(13), "1 jaar en 1 maand"),
        (["a"], "a"),
        (["a", "b", Decimal(3)], "a, b en 3"),
    ],
)
def test_a_value_is_written_for_a_reader(value: Any, written: str) -> None:
    assert write(value) == written


@pytest.mark.parametrize("value", [None, "", "  \n", [], [None], ["a", ""], "\x00"])
def test_an_empty_value_is_missing(value: Any) -> None:
    with pytest.raises(Unprintable, match="letter_value_missing"):
        write(value)


@pytest.mark.parametrize("value", [{"a": 1}, Range(1, 2), object()])
def test_a_value_without_wording_is_refused(value: Any) -> None:
    with pytest.raises(Unprintable, match="letter_value_unprintable"):
        write(value)
