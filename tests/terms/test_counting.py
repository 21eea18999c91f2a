"""Ends of terms, each date counted by hand on a calendar."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ModelFault
from engine.terms import (
    Calendar,
    Carrier,
    Roll,
    Status,
    Unit,
    add_months,
    end_of,
    is_confirmed,
    legal_end,
    moment_of,
    target_of,
    warning_days,
)
from engine.terms.counting import days_between
from tests.terms.samples import SERVICE_2026, a_term

D = date
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day0", "value", "unit", "last", "rolled"),
    [
        # the vectors of the domain page
        (D(2026, 3, 20), 45, Unit.CALENDAR_DAYS, D(2026, 5, 4), D(2026, 5, 4)),
        (D(2026, 3, 25), 10, Unit.CALENDAR_DAYS, D(2026, 4, 4), D(2026, 4, 7)),
        (D(2026, 4, 1), 30, Unit.CALENDAR_DAYS, D(2026, 5, 1), D(2026, 5, 4)),
        (D(2026, 11, 12), 45, Unit.CALENDAR_DAYS, D(2026, 12, 27), D(2026, 12, 28)),
        (D(2026, 10, 2), 30, Unit.CALENDAR_DAYS, D(2026, 11, 1), D(2026, 11, 2)),
        (D(2026, 5, 12), 5, Unit.WORKING_DAYS, D(2026, 5, 20), D(2026, 5, 20)),
        (D(2026, 12, 21), 5, Unit.WORKING_DAYS, D(2026, 12, 29), D(2026, 12, 29)),
        # the sentences of the law page
        (D(2026, 3, 27), 30, Unit.CALENDAR_DAYS, D(2026, 4, 26), D(2026, 4, 27)),
        (D(2026, 3, 20), 30, Unit.CALENDAR_DAYS, D(2026, 4, 19), D(2026, 4, 20)),
        # months, quarters and years keep the day number or take the last day
        (D(2026, 1, 31), 1, Unit.MONTHS, D(2026, 2, 28), D(2026, 3, 2)),
        (D(2028, 1, 31), 1, Unit.MONTHS, D(2028, 2, 29), D(2028, 2, 29)),
        (D(2026, 2, 28), 1, Unit.MONTHS, D(2026, 3, 28), D(2026, 3, 30)),
        (D(2026, 8, 31), 1, Unit.MONTHS, D(2026, 9, 30), D(2026, 9, 30)),
        (D(2026, 11, 30), 3, Unit.MONTHS, D(2027, 2, 28), D(2027, 3, 1)),
        (D(2026, 10, 15), 3, Unit.MONTHS, D(2027, 1, 15), D(2027, 1, 15)),
        (D(2026, 5, 31), 24, Unit.MONTHS, D(2028, 5, 31), D(2028, 5, 31)),
        (D(2026, 3, 31), 1, Unit.QUARTERS, D(2026, 6, 30), D(2026, 6, 30)),
        (D(2026, 3, 15), 4, Unit.QUARTERS, D(2027, 3, 15), D(2027, 3, 15)),
        (D(2024, 2, 29), 1, Unit.YEARS, D(2025, 2, 28), D(2025, 2, 28)),
        (D(2024, 2, 29), 4, Unit.YEARS, D(2028, 2, 29), D(2028, 2, 29)),
        (D(2026, 3, 18), 3, Unit.YEARS, D(2029, 3, 18), D(2029, 3, 19)),
        # weeks, short terms and the turn of the year
        (D(2026, 3, 24), 2, Unit.WEEKS, D(2026, 4, 7), D(2026, 4, 7)),
        (D(2026, 12, 31), 1, Unit.CALENDAR_DAYS, D(2027, 1, 1), D(2027, 1, 4)),
        (D(2026, 12, 24), 1, Unit.CALENDAR_DAYS, D(2026, 12, 25), D(2026, 12, 28)),
        (D(2026, 5, 13), 1, Unit.CALENDAR_DAYS, D(2026, 5, 14), D(2026, 5, 15)),
        (D(2026, 7, 20), 1, Unit.CALENDAR_DAYS, D(2026, 7, 21), D(2026, 7, 22)),
        (D(2026, 5, 9), 14, Unit.CALENDAR_DAYS, D(2026, 5, 23), D(2026, 5, 26)),
        # working days skip weekends and holidays, not the closure of the service
        (D(2026, 4, 3), 1, Unit.WORKING_DAYS, D(2026, 4, 7), D(2026, 4, 7)),
        (D(2026, 4, 4), 1, Unit.WORKING_DAYS, D(2026, 4, 7), D(2026, 4, 7)),
        (D(2026, 3, 24), 3, Unit.WORKING_DAYS, D(2026, 3, 27), D(2026, 3, 27)),
        (D(2026, 10, 30), 1, Unit.WORKING_DAYS, D(2026, 11, 2), D(2026, 11, 2)),
        (D(2026, 11, 10), 1, Unit.WORKING_DAYS, D(2026, 11, 12), D(2026, 11, 12)),
        # the presumption of service: is Saturday a working day? 24/12 is a Thursday
        (D(2026, 12, 23), 3, Unit.WORKING_DAYS, D(2026, 12, 29), D(2026, 12, 29)),
        (D(2026, 12, 23), 3, Unit.POSTAL_DAYS, D(2026, 12, 28), D(2026, 12, 28)),
        # counting back
        (D(2026, 5, 31), 2, Unit.MONTHS_BEFORE, D(2026, 3, 31), D(2026, 3, 31)),
        (D(2026, 8, 31), 6, Unit.MONTHS_BEFORE, D(2026, 2, 28), D(2026, 3, 2)),
        (D(2026, 3, 12), 2, Unit.CALENDAR_DAYS_BEFORE, D(2026, 3, 10), D(2026, 3, 10)),
        (D(2028, 2, 29), 1, Unit.YEARS_BEFORE, D(2027, 2, 28), D(2027, 3, 1)),
        # long terms
        (D(2026, 1, 15), 60, Unit.CALENDAR_DAYS, D(2026, 3, 16), D(2026, 3, 16)),
        (D(2026, 1, 15), 90, Unit.CALENDAR_DAYS, D(2026, 4, 15), D(2026, 4, 15)),
        (D(2026, 1, 15), 120, Unit.CALENDAR_DAYS, D(2026, 5, 15), D(2026, 5, 15)),
        (D(2028, 2, 1), 30, Unit.CALENDAR_DAYS, D(2028, 3, 2), D(2028, 3, 2)),
    ],
)
def test_a_term_ends_on_the_day_counted_by_hand(
    day0: date, value: int, unit: Unit, last: date, rolled: date
) -> None:
    assert end_of(a_term(value, unit), day0, SERVICE_2026) == last
    assert end_of(a_term(value, unit, roll=Roll.FIXED), day0, SERVICE_2026) == last
    assert end_of(a_term(value, unit, roll=Roll.FORWARD), day0, SERVICE_2026) == rolled


def test_a_date_given_by_the_case_is_the_end() -> None:
    saturday = date(2026, 8, 1)
    term = a_term(None, Unit.DATE_IN_CASE)
    assert end_of(term, saturday, Calendar()) == saturday
    rolling = a_term(None, Unit.DATE_IN_CASE, roll=Roll.FORWARD)
    assert end_of(rolling, saturday, Calendar()) == date(2026, 8, 3)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 2, 9), date(2026, 2, 10)),
        (date(2026, 2, 10), date(2027, 2, 10)),
        (date(2026, 11, 1), date(2027, 2, 10)),
    ],
)
def test_a_yearly_date_is_the_first_one_after_the_anchor(day: date, found: date) -> None:
    assert end_of(a_term(None, Unit.DATE_EACH_YEAR, fixed="02-10"), day, Calendar()) == found


def test_a_yearly_leap_day_falls_on_the_28th_in_a_common_year() -> None:
    term = a_term(None, Unit.DATE_EACH_YEAR, fixed="02-29")
    assert end_of(term, date(2026, 1, 1), Calendar()) == date(2026, 2, 28)
    assert end_of(term, date(2028, 1, 1), Calendar()) == date(2028, 2, 29)


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.TIME_OF_DAY, Unit.UNKNOWN])
def test_a_term_without_days_has_no_last_day(unit: Unit) -> None:
    with pytest.raises(ModelFault, match="term_without_days"):
        legal_end(a_term(4, unit), date(2026, 1, 1), Calendar())


def test_hours_run_through_the_change_of_the_clock() -> None:
    before = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert moment_of(a_term(4, Unit.HOURS), before) == datetime(2026, 3, 29, 3, 30, tzinfo=UTC)
    with pytest.raises(ModelFault, match="term_without_hours"):
        moment_of(a_term(4), before)


def test_only_our_own_term_has_a_target() -> None:
    end = date(2026, 12, 29)
    assert target_of(a_term(carrier=Carrier.AGENCY), end, SERVICE_2026) == date(2026, 12, 24)
    assert target_of(a_term(carrier=Carrier.CITIZEN), end, SERVICE_2026) is None


def test_a_row_is_confirmed_by_its_source_or_by_a_person() -> None:
    assert not is_confirmed(a_term())
    assert is_confirmed(a_term(status=Status.READ))
    assert is_confirmed(a_term(confirmed_by="Sara Mertens"))


@pytest.mark.parametrize(
    ("value", "unit", "warning", "expected"),
    [
        (30, Unit.CALENDAR_DAYS, "50%;80%", [D(2026, 4, 2), D(2026, 4, 11)]),
        (45, Unit.CALENDAR_DAYS, "50%", [D(2026, 4, 9)]),  # floor(22.5) = day 22
        (45, Unit.CALENDAR_DAYS, "day 22;day 36", [D(2026, 4, 9), D(2026, 4, 23)]),
        (30, Unit.CALENDAR_DAYS, "-7d", [D(2026, 4, 10)]),
        (12, Unit.MONTHS, "-1m", [D(2027, 2, 18)]),
        (2, Unit.MONTHS, "50%;80%", [D(2026, 4, 17), D(2026, 5, 5)]),  # of 61 days
        (24, Unit.MONTHS, "50%", []),  # a year of noise
        (5, Unit.WORKING_DAYS, "50%", []),  # too short for a share
        (5, Unit.WORKING_DAYS, "day 3", [D(2026, 3, 23)]),
        (3, Unit.CALENDAR_DAYS, "-7d", []),  # before the term began
        (30, Unit.CALENDAR_DAYS, "", []),
    ],
)
def test_warnings_fall_on_the_days_counted_by_hand(
    value: int, unit: Unit, warning: str, expected: list[date]
) -> None:
    day0 = date(2026, 3, 18)
    term = a_term(value, unit, warning=warning)
    end = legal_end(term, day0, Calendar())
    assert list(warning_days(term, day0, end, Calendar())) == expected


def test_a_date_in_the_case_is_warned_of_before_it() -> None:
    term = a_term(None, Unit.DATE_IN_CASE, warning="-7d")
    day = date(2026, 8, 1)
    assert warning_days(term, day, day, Calendar()) == (date(2026, 7, 25),)


@given(day=DAYS, months=st.integers(-60, 60))
def test_months_keep_the_day_number_or_take_the_last_day(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day
    if moved.day < day.day:
        assert add_months(moved, 0).month != (moved.fromordinal(moved.toordinal() + 1)).month


@given(day=DAYS, value=st.integers(1, 200), unit=st.sampled_from(["calendar_days", "months"]))
def test_a_roll_never_goes_back_and_ends_on_a_working_day(day: date, value: int, unit: str) -> None:
    calendar = Calendar()
    term = a_term(value, Unit(unit), roll=Roll.FORWARD)
    end = end_of(term, day, calendar)
    assert end >= legal_end(term, day, calendar)
    assert calendar.is_working_day(end)
    assert (end - legal_end(term, day, calendar)).days <= 4


@given(day=DAYS, value=st.integers(1, 60))
def test_working_days_counted_are_working_days_found(day: date, value: int) -> None:
    term = a_term(value, Unit.WORKING_DAYS)
    end = end_of(term, day, Calendar())
    assert days_between(term, day, end, Calendar()) == value
