"""The Belgian calendar, checked by hand against the law of 4 January 1974."""

from datetime import UTC, date, datetime

import pytest

from engine.terms import Calendar, after, local_day, statutory_holidays
from tests.terms.samples import SERVICE_2026


def test_2026_has_the_ten_statutory_holidays() -> None:
    assert sorted(statutory_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize("year", range(2020, 2041))
def test_every_year_has_ten_holidays(year: int) -> None:
    assert len(statutory_holidays(year)) == 10


def test_two_holidays_on_one_day_are_one_date() -> None:
    assert date(2008, 5, 1) in statutory_holidays(2008)  # Labour Day and Ascension
    assert len(statutory_holidays(2008)) == 9


@pytest.mark.parametrize("day", [date(2026, 4, 5), date(2026, 5, 24)])
def test_easter_and_whit_sunday_are_only_sundays(day: date) -> None:
    assert day.weekday() == 6
    assert day not in statutory_holidays(2026)


def test_a_day_of_closure_is_a_working_day_but_no_service_day() -> None:
    monday = date(2026, 11, 2)
    assert SERVICE_2026.is_working_day(monday)
    assert not SERVICE_2026.is_service_day(monday)


def test_a_saturday_counts_only_for_the_post() -> None:
    saturday = date(2026, 3, 28)
    assert not Calendar().is_working_day(saturday)
    assert Calendar().is_postal_day(saturday)
    assert not Calendar().is_postal_day(date(2026, 3, 29))


@pytest.mark.parametrize(
    ("end", "target"),
    [
        (date(2026, 12, 29), date(2026, 12, 24)),
        (date(2026, 11, 2), date(2026, 10, 30)),
        (date(2027, 1, 1), date(2026, 12, 24)),
        (date(2026, 4, 6), date(2026, 4, 3)),
        (date(2026, 3, 24), date(2026, 3, 24)),
    ],
)
def test_the_target_is_the_last_service_day_on_or_before_the_end(end: date, target: date) -> None:
    assert SERVICE_2026.target_of(end) == target


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 23, tzinfo=UTC)),  # winter: UTC+1
        (date(2026, 7, 15), datetime(2026, 7, 15, 22, tzinfo=UTC)),  # summer: UTC+2
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),  # the night before the change
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),  # a day of 23 hours
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # a day of 25 hours
    ],
)
def test_a_day_has_passed_at_midnight_in_brussels(day: date, moment: datetime) -> None:
    assert after(day) == moment


def test_the_local_day_of_a_late_evening_in_utc_is_tomorrow() -> None:
    assert local_day(datetime(2026, 7, 15, 22, 30, tzinfo=UTC)) == date(2026, 7, 16)
    assert local_day(datetime(2026, 1, 15, 22, 30, tzinfo=UTC)) == date(2026, 1, 15)
