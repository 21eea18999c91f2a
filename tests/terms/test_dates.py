"""Ends of terms that were counted by hand, on paper, each with the reason why it is that day.

A row is day 0, the term, the end, and why. A term is a value, a unit (`k` calendar days, `w`
working days, `p` working days with Saturday, `m` months, `j` years, `v` months before, `K` calendar
days before) and `>` when its end rolls forward.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import Clock, ClockAction, ClockChange, Term
from engine.terms import (
    Calendar,
    Carrier,
    Roll,
    Unit,
    after,
    counted_end,
    end_of,
    grace_end,
    target_of,
    warning_days,
)
from tests.terms.samples import SERVICE_2026, a_term, clocks_for

START, SUSPEND, RESUME, STOP, *_ = ClockAction
UNITS = {
    "k": Unit.CALENDAR_DAYS,
    "w": Unit.WORKING_DAYS,
    "p": Unit.POSTAL_DAYS,
    "m": Unit.MONTHS,
    "j": Unit.YEARS,
    "v": Unit.MONTHS_BEFORE,
    "K": Unit.CALENDAR_DAYS_BEFORE,
}
ENDS = """
    2026-03-20 45k  2026-05-04  Monday; vector of the law page
    2026-03-25 10k  2026-04-04  Saturday before Easter, and it does not roll
    2026-03-25 10k> 2026-04-07  Saturday, Easter, Easter Monday: Tuesday
    2026-04-01 30k  2026-05-01  1 May, and it does not roll
    2026-04-01 30k> 2026-05-04  1 May is a Friday: over the weekend to Monday
    2026-11-12 45k  2026-12-27  Sunday in the closure of the service
    2026-11-12 45k> 2026-12-28  Monday in the closure: the law does not know our closure
    2026-10-02 30k  2026-11-01  All Saints, a Sunday
    2026-10-02 30k> 2026-11-02  2 November is a closing day, not a statutory holiday
    2026-05-12 5w   2026-05-20  Wed 13, (Thu 14 Ascension), Fri 15, Mon 18, Tue 19, Wed 20
    2026-12-21 5w   2026-12-29  Tue 22 to Thu 24, (Fri 25 Christmas), Mon 28, Tue 29
    2026-03-27 30k  2026-04-26  Sunday
    2026-03-27 30k> 2026-04-27  Sunday to Monday; the sentence of the law page
    2026-04-02 2w   2026-04-07  Good Friday is a working day; Easter Monday is not
    2026-04-03 1w   2026-04-07  from Good Friday over Easter Monday
    2026-03-07 30k> 2026-04-07  ends on Easter Monday itself
    2026-03-06 30k> 2026-04-07  ends on Easter Sunday
    2026-05-04 10k> 2026-05-15  ends on Ascension, Thursday 14 May: Friday counts
    2026-05-15 10k> 2026-05-26  ends on Whit Monday 25 May
    2026-05-14 10k> 2026-05-26  ends on Whit Sunday 24 May
    2026-06-11 30k> 2026-07-13  11 July 2026 is a Saturday: Monday
    2025-06-11 30k> 2025-07-11  11 July 2025 is a Friday: no statutory holiday, so it stays
    2025-07-10 1w   2025-07-11  11 July is a working day by law
    2026-07-01 20k> 2026-07-22  ends on 21 July, a Tuesday
    2026-07-20 1w   2026-07-22  21 July is skipped
    2026-08-05 10k> 2026-08-17  15 August is a Saturday: Monday
    2025-08-05 10k> 2025-08-18  15 August 2025 is a Friday: over the weekend
    2026-11-01 10k> 2026-11-12  ends on 11 November, a Wednesday
    2026-11-10 1w   2026-11-12  11 November is skipped
    2026-11-05 10k> 2026-11-16  15 November is a Sunday anyway
    2024-11-05 10k> 2024-11-15  15 November 2024 is a Friday: closing day, so it stays
    2026-12-15 10k> 2026-12-28  Christmas is a Friday: Monday 28, though we are closed
    2026-12-22 10k> 2027-01-04  1 January 2027 is a Friday: over the weekend
    2026-12-30 1w   2026-12-31  New Year's Eve is a working day by law
    2026-12-31 1w   2027-01-04  1 January and the weekend are skipped
    2026-12-23 3w   2026-12-29  24, (25), (weekend), 28, 29
    2026-12-23 3p   2026-12-28  24, (25), Saturday 26, (Sunday), 28
    2026-05-13 3p   2026-05-18  (14 Ascension), 15, Saturday 16, (17), 18
    2024-02-28 1k   2024-02-29  a leap day is a day like any other
    2024-02-29 1j   2025-02-28  no 29 February in 2025
    2024-02-29 4j   2028-02-29  a leap year again
    2023-03-01 1j   2024-03-01  the leap day in between makes no difference to a year
    2023-12-31 60k  2024-02-29  sixty days into a leap year
    2024-12-31 60k  2025-03-01  sixty days into a common year
    2024-01-31 1m   2024-02-29  no 31 February: the last day, in a leap year the 29th
    2026-01-31 1m   2026-02-28  no 31 February: the last day
    2026-01-31 1m>  2026-03-02  the 28th is a Saturday
    2026-02-28 1m   2026-03-28  the same day number, not the last day of the month
    2026-08-31 6m   2027-02-28  six months further has no 31st
    2026-10-31 1m   2026-11-30  November has thirty days
    2026-11-30 3m   2027-02-28  over New Year into February
    2026-05-31 2v   2026-03-31  two months before, the same day number
    2026-04-30 2v   2026-02-28  two months before, clamped
    2026-03-30 30K  2026-02-28  thirty days before
    2026-03-28 1k   2026-03-29  the day that summer time begins has 23 hours and is one day
    2026-10-24 1k   2026-10-25  the day that summer time ends has 25 hours and is one day
    2026-03-01 45k  2026-04-15  45 days over the beginning of summer time
    2026-10-01 45k  2026-11-15  45 days over its end
    2026-02-27 1k>  2026-03-02  Saturday to Monday, over the end of a month
    2025-12-01 30k  2025-12-31  the last day of the year
    2027-03-19 10k> 2027-03-30  Easter Monday 2027 is 29 March
    2027-04-26 10k> 2027-05-07  Ascension 2027 is Thursday 6 May: Friday
    2022-04-21 10k> 2022-05-02  1 May 2022 is a Sunday: one day, no more
    2022-12-15 10k> 2022-12-26  Christmas on a Sunday; 26 December is no statutory holiday
"""


def counted(spec: str) -> Term:
    value, unit, roll = int(spec.rstrip(">")[:-1]), spec.rstrip(">")[-1], spec.endswith(">")
    return a_term(value, UNITS[unit], roll=Roll.FORWARD if roll else Roll.NONE)


def rows(table: str) -> list[list[str]]:
    return [line.split(maxsplit=3) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("day0", "spec", "end", "why"), rows(ENDS), ids=lambda text: text[:40])
def test_the_end_is_the_one_counted_by_hand(day0: str, spec: str, end: str, why: str) -> None:
    found = end_of(counted(spec), date.fromisoformat(day0), SERVICE_2026)
    assert found == date.fromisoformat(end), why


TARGETS = """
    2026-11-29 30k 2026-12-24  the end, 29 December, is in the closure; Christmas is a holiday
    2026-12-01 30k 2026-12-24  31 December: the same last service day
    2026-12-02 30k 2026-12-24  1 January: back over the closure
    2026-10-03 30k 2026-10-30  2 November is a closing day, 1 is a Sunday, 31 a Saturday
    2026-03-27 30k 2026-04-24  Sunday: the Friday before
    2026-04-01 30k 2026-04-30  1 May: the day before
    2026-05-04 10k 2026-05-13  Ascension: the day before
    2026-03-07 30k 2026-04-03  Easter Monday: Good Friday
    2026-12-21 5w  2026-12-24  five working days for a hearing end in the closure
    2026-03-01 30k 2026-03-31  a Tuesday: the end itself
"""


@pytest.mark.parametrize(
    ("day0", "spec", "target", "why"), rows(TARGETS), ids=lambda text: text[:40]
)
def test_the_target_is_the_last_service_day_on_or_before_the_end(
    day0: str, spec: str, target: str, why: str
) -> None:
    term = a_term(int(spec[:-1]), UNITS[spec[-1]], carrier=Carrier.AGENCY)
    end = end_of(term, date.fromisoformat(day0), SERVICE_2026)
    assert target_of(term, end, SERVICE_2026) == date.fromisoformat(target), why


# day 0, term, then what happened (s: the request was sent, r: the last piece was received), the end
SUSPENSIONS = """
    2026-03-18 30k s2026-03-24,r2026-04-27 2026-05-22 5 used, 25 left from 28 April
    2026-03-18 30k s2026-03-24,r2026-03-24 2026-04-18 sent and received on one day
    2026-03-18 30k s2026-03-24,r2026-03-20 2026-04-17 received before it was sent: no day lost
    2026-03-01 30k s2026-03-31,r2026-05-05 2026-05-06 asked on the last day: one day is left
    2026-03-02 60k s2026-03-13,r2026-04-07,s2026-04-18,r2026-05-15 2026-06-24 over Easter, Ascension
    2026-03-27 30k s2026-03-30,r2026-04-07,s2026-05-01,r2026-05-15 2026-05-20 2 and 23 used: 5 left
    2026-12-01 30k s2026-12-22,r2027-01-04 2027-01-14 20 used, 10 left after the closure
    2026-05-08 5w  s2026-05-13,r2026-05-13 2026-05-19 2 used; (14) 15, 18, 19
    2026-12-21 5w  s2026-12-23,r2026-12-28 2027-01-04 1 used; 29, 30, 31, (1 Jan), 4 January
"""


def moved(day0: str, spec: str, events: str) -> tuple[Clock, Term]:
    term = counted(spec)
    clocks = clocks_for(term, calendar=SERVICE_2026)
    clocks.apply(ClockChange(term.key, START, date.fromisoformat(day0), "e"))
    for event in events.split(","):
        action = SUSPEND if event[0] == "s" else RESUME
        clocks.apply(ClockChange(term.key, action, date.fromisoformat(event[1:]), "e"))
    clock = clocks.get(term.key)
    assert clock is not None
    return clock, term


@pytest.mark.parametrize(
    ("day0", "spec", "events", "end", "why"),
    [line.split(maxsplit=4) for line in SUSPENSIONS.strip().splitlines()],
    ids=lambda text: text[:40],
)
def test_a_suspended_term_ends_as_counted_by_hand(
    day0: str, spec: str, events: str, end: str, why: str
) -> None:
    assert moved(day0, spec, events)[0].end == date.fromisoformat(end), why


# a citizen's term of 30 days from the notification of 27 March 2026 ends on Monday 27 April
RECEIPTS = """
    2026-04-27 met       received on the last day, whenever it is booked
    2026-04-26 met       received on the Sunday on which the count ends
    2026-04-28 exceeded  received the day after; the grace for the post moves only the question
    2026-03-28 met       received on the first day
"""


@pytest.mark.parametrize(
    ("received", "state", "why"),
    [line.split(maxsplit=2) for line in RECEIPTS.strip().splitlines()],
)
def test_the_day_of_receipt_rules(received: str, state: str, why: str) -> None:
    term = a_term(roll=Roll.FORWARD, grace_days=3)
    clocks = clocks_for(term, calendar=Calendar())
    clocks.apply(ClockChange(term.key, START, date(2026, 3, 27), "e"))
    assert (
        clocks.apply(ClockChange(term.key, STOP, date.fromisoformat(received), "e")).state == state
    ), why


WARNINGS = """
    2026-03-01 45k 50%;80%  2026-03-23,2026-04-06  day 22 (floor of 22.5) and day 36
    2026-03-01 30k 50%;80%  2026-03-16,2026-03-25  day 15 and day 24
    2026-03-01 10k day_8    2026-03-09             the eighth day
    2026-03-01 5w  day_3    2026-03-04             Mon 2, Tue 3, Wed 4
    2026-03-01 30k -7d      2026-03-24             seven days before the 31st
    2026-01-31 6m  -1m      2026-06-30             a month before 31 July: June has no 31st
    2026-03-01 9k  50%      -                      a term of less than ten days has no share
    2026-03-01 121k 50%     -                      and one of more than 120 days neither
    2026-03-01 120k 50%     2026-04-30             120 days still have
"""


@pytest.mark.parametrize(
    ("day0", "spec", "warning", "days", "why"),
    [line.split(maxsplit=4) for line in WARNINGS.strip().splitlines()],
)
def test_the_days_to_warn_are_those_counted_by_hand(
    day0: str, spec: str, warning: str, days: str, why: str
) -> None:
    term = a_term(int(spec[:-1]), UNITS[spec[-1]], warning=warning.replace("_", " "))
    start = date.fromisoformat(day0)
    found = warning_days(term, start, end_of(term, start, SERVICE_2026), SERVICE_2026)
    assert [str(day) for day in found] == ([] if days == "-" else days.split(",")), why


@pytest.mark.parametrize(
    "end", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
)
def test_a_timer_is_due_at_midnight_in_brussels_around_summer_time(end: date) -> None:
    local = after(end).astimezone(ZoneInfo("Europe/Brussels"))
    assert local.replace(tzinfo=None) == datetime.combine(
        end + timedelta(days=1), datetime.min.time()
    )


def test_the_grace_for_the_post_skips_the_holidays_and_not_the_closure() -> None:
    term = a_term(grace_days=3)
    assert grace_end(term, date(2026, 12, 24), SERVICE_2026) == date(2026, 12, 30)


@given(
    day0=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    value=st.integers(2, 200),
    used=st.integers(0, 199),
    waited=st.integers(1, 400),
)
def test_waiting_n_days_moves_the_end_by_n_days_before_it_rolls(
    day0: date, value: int, used: int, waited: int
) -> None:
    used %= value
    term = a_term(value, roll=Roll.FORWARD)
    clocks = clocks_for(term, calendar=Calendar())
    before = counted_end(clocks.apply(ClockChange(term.key, START, day0, "e")), term, Calendar())
    sent = day0 + timedelta(days=used + 1)
    clocks.apply(ClockChange(term.key, SUSPEND, sent, "e"))
    # the day of the request up to and including the day of the receipt are not used: n days
    received = sent + timedelta(days=waited - 1)
    clock = clocks.apply(ClockChange(term.key, RESUME, received, "e"))
    assert before is not None
    assert counted_end(clock, term, Calendar()) == before + timedelta(days=waited)
