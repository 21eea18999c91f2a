"""ISO 8601 as written, calendar parts on local days, months that clamp."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from engine.bpmn.timers import Period, add_months, after, cycle, day_start, first_of, moment, period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P14D", Period(days=14)),
        ("P2W", Period(days=14)),
        ("P1Y2M3D", Period(months=14, days=3)),
        ("PT36H", Period(elapsed=timedelta(hours=36))),
        ("P1DT12H30M5S", Period(days=1, elapsed=timedelta(hours=12, minutes=30, seconds=5))),
        ("PT0,5S", Period(elapsed=timedelta(milliseconds=500))),
        ("P0D", Period()),
    ],
)
def test_durations_are_read(text: str, expected: Period) -> None:
    assert period(text) == expected


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "14D", "P1H", "P-1D", "P1D2M", "P1.5D", "P14d", "P9999999Y", "P1DT"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the value itself is the message
        period(text)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2026-01-31T09:00", "P1M", "2026-02-28T09:00"),
        ("2028-01-31T09:00", "P1M", "2028-02-29T09:00"),
        ("2026-03-31T09:00", "P1M", "2026-04-30T09:00"),
        ("2024-02-29T09:00", "P1Y", "2025-02-28T09:00"),
        ("2026-12-31T09:00", "P2M", "2027-02-28T09:00"),
        ("2026-03-28T09:00", "P1D", "2026-03-29T09:00"),  # the clock goes forward in that night
        ("2026-10-24T09:00", "P1D", "2026-10-25T09:00"),  # and back in this one
        ("2026-03-28T12:00", "PT24H", "2026-03-29T13:00"),  # elapsed time does not follow it
    ],
)
def test_calendar_parts_move_the_local_day(start: str, length: str, expected: str) -> None:
    assert after(moment(start), period(length)) == moment(expected)


def test_elapsed_time_in_the_doubled_hour_is_exact() -> None:
    start = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 02:15, the second time
    assert after(start, period("PT1H")) == start + timedelta(hours=1)


def test_a_date_begins_at_local_midnight() -> None:
    assert moment("2026-07-01") == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert day_start(date(2026, 1, 1)) == datetime(2025, 12, 31, 23, tzinfo=UTC)


def test_a_time_with_zone_is_that_moment() -> None:
    assert moment("2026-07-01T12:00:00Z") == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert moment("2026-07-01T12:00+02:00") == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-02-30", "20260701", "tomorrow", "2026-07-01 12:00", ""])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the value itself is the message
        moment(text)


@pytest.mark.parametrize("text", ["9999-12-31T23:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_moment_without_a_local_day_is_none(text: str) -> None:
    """In Brussels it is the year 10000 then, and a case that wakes has to know its day."""
    with pytest.raises(OverflowError):
        moment(text)
    with pytest.raises(OverflowError):
        after(moment("9999-12-31T22:59:59Z"), Period(elapsed=timedelta(seconds=1)))
    assert moment("9999-12-31T22:59:59Z").year == 9999


def test_cycles_are_read() -> None:
    assert cycle("R3/PT1H").times == 3
    assert cycle("R/P1D").times is None
    assert cycle("R2/2026-03-01T09:00:00Z/P1W").start == datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("R3", "R3/", "R/P0D", "R0/P1D", "3/P1D", "R3/2026-03-01", "RP1D", "R/P1D/P1D"),
        *("R/2026-03-02/2026-03-01", "R/2026-03-01/2026-03-01", "R/2026-03-01/P1D/2026-03-09"),
    ],
)
def test_what_is_no_cycle_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the value itself is the message
        cycle(text)


@pytest.mark.parametrize(
    ("text", "due", "left"),
    [
        ("R3/PT1H", "2026-03-02T10:00", 3),
        ("R/P1D", "2026-03-03T09:00", None),
        ("R3/2026-03-05T09:00/P1D", "2026-03-05T09:00", 3),
        ("R3/2026-03-01T08:00/P1D", "2026-03-03T08:00", 1),  # two of three have passed
        ("R3/2025-03-01T08:00/P1D", "2025-03-03T08:00", 1),  # all have: the last, at once
        ("R/2020-01-31T09:00/P1M", "2026-03-31T09:00", None),  # clamped months do not drift
        ("R/2020-01-01T00:00/PT1S", "2026-03-02T09:00", None),
        ("R3/P1D/2026-03-10T09:00", "2026-03-08T09:00", 3),
        ("R/P1D/2026-03-05T10:00", "2026-03-02T10:00", 4),
        ("R/P1D/2026-03-01T10:00", "2026-03-01T10:00", 1),
        ("R2/2026-03-28T09:00/2026-03-29T09:00", "2026-03-28T09:00", 2),
    ],
)
def test_a_cycle_begins_with_its_next_moment(text: str, due: str, left: int | None) -> None:
    assert first_of(cycle(text), moment("2026-03-02T09:00")) == (moment(due), left)


def test_a_cycle_between_two_local_times_is_whole_days() -> None:
    assert cycle("R2/2026-03-28T09:00/2026-03-29T09:00").every == Period(days=1)
    assert cycle("R2/2026-03-28T09:00/2026-03-28T10:30").every == period("PT1H30M")


@given(
    st.sampled_from(["P1M", "P1D", "P1Y", "PT7M", "P1M1DT1H"]),
    st.integers(0, 2_000_000),
)
def test_only_moments_that_passed_are_left_out(every: str, minutes: int) -> None:
    start = datetime(2024, 1, 31, 9, tzinfo=UTC)
    now = start + timedelta(minutes=minutes)
    due, _ = first_of(cycle(f"R/2024-01-31T10:00/{every}"), now)
    moments = _Moments(start, period(every))
    assert due == moments[bisect_left(moments, now)]


class _Moments(Sequence[datetime]):
    """All moments of a cycle, as a list too long to make."""

    def __init__(self, start: datetime, every: Period) -> None:
        self.start, self.every = start, every

    @override
    def __len__(self) -> int:
        return 1_000_000 // (1 + 100 * self.every.months)

    @override
    def __getitem__(self, at: Any) -> Any:
        return after(self.start, self.every.times(at))


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 600))
def test_months_never_overflow_into_the_next(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(
    st.integers(0, 30_000),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_a_longer_time_is_never_sooner(day: int, less: int, more: int) -> None:
    begin = datetime(2000, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)
    short, long = sorted((less, more))
    assert after(begin, Period(days=short)) <= after(begin, Period(days=long))
