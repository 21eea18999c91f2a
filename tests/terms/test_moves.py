"""Clocks that are moved more than once, counted by hand on paper, each with the reason.

A row is day 0, the term, what happened, how the clock stands and its last day, and why. What
happened is a letter and a day: `s` asked to wait, `r` the last piece was received, `e` extended to
60 days, `a` began anew, `t` stopped, `v` it turned out to have been received on that day after all.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from engine.errors import ModelFault
from engine.model import Clock, ClockAction, ClockChange
from engine.terms import Carrier, Stop, Unit, end_of, legal_end
from tests.terms.samples import SERVICE_2026, a_term, clocks_for
from tests.terms.test_dates import counted

ACTIONS = {
    "s": ClockAction.SUSPEND,
    "r": ClockAction.RESUME,
    "e": ClockAction.EXTEND,
    "a": ClockAction.RESTART,
    "t": ClockAction.STOP,
    "v": ClockAction.RECEIVE,
}
MOVES = """
    2026-03-01 30k  s03-11,e03-20,r04-01 running 2026-05-22 9 used; 60 - 9 from 2 April
    2026-03-01 30k  s03-11,r03-20,e04-01 running 2026-05-10 9 used; 60 - 9 from 21 March
    2026-03-01 30k  s03-11,r03-20,e04-01,s04-11,r05-04 running 2026-06-03 9 + 21 used, 30 left
    2026-03-01 30k  s03-11,r03-20,s03-18,r03-25 running 2026-04-15 the second was sent while waiting
    2026-03-01 30k  s03-01,r03-10 running 2026-04-09 asked on day 0: nothing was used
    2026-01-31 1m   s02-10,r02-20 running 2026-03-11 28 days in this month, 9 used
    2026-03-27 30k> s03-30,r04-03 running 2026-05-04 28 left end on 1 May, a Friday: Monday
    2026-03-27 30k> s04-27,r05-13 running 2026-05-15 in the rolled weekend: one day, not Ascension
    2026-03-27 5w   s03-29,r03-30 running 2026-04-07 asked on a Sunday; 31, 1, 2, 3, (6), 7
    2026-10-23 5w   s10-25,r10-26 running 2026-11-02 summer time ends; 27 to 30 October, 2 November
    2026-03-27 30k  s03-29,r03-29 running 2026-04-27 a day of 23 hours waits one day
    2026-12-01 30k> s12-22,r12-24 running 2027-01-04 10 left from Christmas end on Sunday 3 January
    2026-03-01 30k^ s03-11,r03-20 running 2026-04-19 begins anew after the receipt
    2026-03-01 30k^ s03-11,r03-20,s04-01,r04-07 running 2026-05-07 and once more
    2026-03-01 30k^ a03-20 running 2026-04-19 begins anew without waiting
    2026-03-27 30k> t04-27 met 2026-04-27 the last day after the roll
    2026-03-27 30k> t04-28 exceeded 2026-04-27 the day after
    2026-03-27 30k>c t04-28,v04-27 met 2026-04-27 booked a day late, received on the last day
    2026-03-27 30k>c t04-28,v04-28 exceeded 2026-04-27 received too late all the same
    2026-03-01 30k  s03-11,r03-30,v03-20 running 2026-04-10 came in on 20 March: 21 are left
"""


def moved(day0: str, spec: str, events: str) -> Clock:
    """Return a clock of ours (`c` of a citizen, `^` that begins anew) after what happened."""
    term = replace(
        counted(spec.rstrip("c^")),
        carrier=Carrier.CITIZEN if spec.endswith("c") else Carrier.AGENCY,
        stop=Stop.RESTART if spec.endswith("^") else Stop.SUSPEND,
    )
    longer = a_term(60, id="row-2", key="longer")
    clocks = clocks_for(term, longer, calendar=SERVICE_2026)
    clock = clocks.apply(ClockChange(term.key, ClockAction.START, date.fromisoformat(day0), "e"))
    for event in events.split(","):
        day = date.fromisoformat(f"{day0[:4]}-{event[1:]}")
        change = ClockChange(term.key, ACTIONS[event[0]], day, "e", reason="r", to="longer")
        clock = clocks.apply(change)
    return clock


@pytest.mark.parametrize(
    ("day0", "spec", "events", "state", "end", "why"),
    [line.split(maxsplit=5) for line in MOVES.strip().splitlines()],
    ids=lambda text: text[:40],
)
def test_a_clock_that_is_moved_ends_as_counted_by_hand(
    day0: str, spec: str, events: str, state: str, end: str, why: str
) -> None:
    clock = moved(day0, spec, events)
    assert (str(clock.state), clock.end) == (state, date.fromisoformat(end)), why


@pytest.mark.parametrize(
    ("value", "unit", "day0", "end"),
    [
        (1, Unit.QUARTERS, "2026-11-30", "2027-02-28"),
        (2, Unit.YEARS_BEFORE, "2028-02-29", "2026-02-28"),
        (1, Unit.WEEKS, "2026-12-28", "2027-01-04"),
    ],
)
def test_the_other_units_end_as_counted_by_hand(
    value: int, unit: Unit, day0: str, end: str
) -> None:
    found = end_of(a_term(value, unit), date.fromisoformat(day0), SERVICE_2026)
    assert found == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("fixed", "day0", "end"),
    [
        ("02-10", "2026-02-09", "2026-02-10"),
        ("02-10", "2026-02-10", "2027-02-10"),
        ("02-29", "2027-02-28", "2028-02-29"),
        ("02-29", "2028-02-29", "2029-02-28"),
    ],
)
def test_a_day_of_each_year_is_the_first_one_after_day_0(fixed: str, day0: str, end: str) -> None:
    term = a_term(None, Unit.DATE_EACH_YEAR, fixed=fixed)
    assert legal_end(term, date.fromisoformat(day0), SERVICE_2026) == date.fromisoformat(end)


@pytest.mark.parametrize("spec", ["30k", "5w", "1m", "9j"])
@pytest.mark.parametrize("day0", [date(9_999, 12, 20), date(9_999, 12, 31), date.max])
def test_a_term_outside_the_calendar_is_a_fault_of_the_model(spec: str, day0: date) -> None:
    clocks = clocks_for(counted(spec), calendar=SERVICE_2026)
    with pytest.raises(ModelFault, match="clock_outside_calendar"):
        clocks.apply(ClockChange("reply", ClockAction.START, day0, "e"))


@pytest.mark.parametrize("action", [ClockAction.SUSPEND, ClockAction.RESUME])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_day_of_the_calendar_breaks_a_clock(action: ClockAction, day: date) -> None:
    clocks = clocks_for(counted("30k"), calendar=SERVICE_2026)
    clocks.apply(ClockChange("reply", ClockAction.START, date(2026, 3, 1), "e"))
    clocks.apply(ClockChange("reply", ClockAction.SUSPEND, date(2026, 3, 5), "e"))
    with suppress(ModelFault):  # or it says so; what is no fault of ours it may not be
        clocks.apply(ClockChange("reply", action, day, "e"))
    assert clocks.get("reply") is not None
