"""Clocks that start, wait, go on and end, with the dates of the law page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ModelFault
from engine.model import ClockAction, ClockChange, ClockState
from engine.terms import BRUSSELS, Calendar, Roll, Stop, Unit, end_of, standing, term_on
from tests.terms.samples import a_term, clocks_for

START, SUSPEND, RESUME, STOP, *_ = ClockAction


def change(action: ClockAction, day: date, term: str = "reply") -> ClockChange:
    return ClockChange(term=term, action=action, day=day, element="ask_supplement")


def test_a_citizens_term_from_a_notification_rolls_to_monday() -> None:
    clocks = clocks_for(a_term(roll=Roll.FORWARD), calendar=Calendar())
    clock = clocks.apply(change(START, date(2026, 3, 27)))
    assert clock.end == date(2026, 4, 27)
    assert clocks.end("reply") == date(2026, 4, 27)
    assert clocks.fires_at("reply") == datetime(2026, 4, 27, 22, tzinfo=UTC)
    assert clocks.changed() == (clock,)
    assert (clock.id, clock.case_id, clock.term_id) == ("clock-1", "case-1", "row-1")


def test_the_timer_waits_for_the_post() -> None:
    term = a_term(roll=Roll.FORWARD, grace_days=3)
    clocks = clocks_for(term, calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 27)))
    assert clocks.end("reply") == date(2026, 4, 27)  # the grace moves the timer, not the end
    assert clocks.fires_at("reply") == datetime(2026, 4, 30, 22, tzinfo=UTC)


def test_the_grace_skips_holidays_and_weekends() -> None:
    clocks = clocks_for(a_term(10, grace_days=3), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 24)))  # ends Friday 3 April, before Easter
    assert clocks.fires_at("reply") == datetime(2026, 4, 9, 22, tzinfo=UTC)


def test_a_suspended_term_keeps_its_days_and_ends_on_22_may() -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 18)))
    waiting = clocks.apply(change(SUSPEND, date(2026, 3, 24)))
    assert (waiting.state, waiting.end, waiting.used_days) == (ClockState.SUSPENDED, None, 5)
    assert clocks.fires_at("reply") is None
    going = clocks.apply(change(RESUME, date(2026, 4, 27)))
    assert going.state is ClockState.RUNNING
    assert going.end == date(2026, 5, 22)
    assert clocks.fires_at("reply") == datetime(2026, 5, 22, 22, tzinfo=UTC)


def test_suspension_from_the_presumed_notification_would_have_given_19_may() -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 18)))
    clocks.apply(change(SUSPEND, date(2026, 3, 27)))
    assert clocks.apply(change(RESUME, date(2026, 4, 27))).end == date(2026, 5, 19)


def test_a_term_suspended_twice_over_a_holiday_counts_each_part() -> None:
    clocks = clocks_for(a_term(60), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 2)))
    clocks.apply(change(SUSPEND, date(2026, 3, 13)))  # 3 to 12 March: 10 days
    assert clocks.apply(change(RESUME, date(2026, 4, 7))).end == date(2026, 5, 27)
    second = clocks.apply(change(SUSPEND, date(2026, 4, 18)))  # 8 to 17 April: 10 days
    assert second.used_days == 20
    assert clocks.apply(change(RESUME, date(2026, 5, 15))).end == date(2026, 6, 24)


def test_a_suspension_counts_working_days_in_working_days() -> None:
    clocks = clocks_for(a_term(5, Unit.WORKING_DAYS), calendar=Calendar())
    clocks.apply(change(START, date(2026, 5, 8)))  # a Friday
    waiting = clocks.apply(change(SUSPEND, date(2026, 5, 13)))  # Monday and Tuesday are used
    assert waiting.used_days == 2
    assert clocks.apply(change(RESUME, date(2026, 5, 13))).end == date(2026, 5, 19)


def test_a_supplement_on_the_last_day_leaves_one_day() -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    clocks.apply(change(SUSPEND, date(2026, 3, 31)))
    assert clocks.apply(change(RESUME, date(2026, 5, 5))).end == date(2026, 5, 6)


def test_a_suspension_in_the_rolled_weekend_keeps_the_last_day() -> None:
    clocks = clocks_for(a_term(roll=Roll.FORWARD), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 27)))  # Sunday 26, rolled to Monday 27 April
    clocks.apply(change(SUSPEND, date(2026, 4, 27)))
    assert clocks.apply(change(RESUME, date(2026, 4, 26))).end == date(2026, 4, 27)


def test_a_piece_received_before_the_request_was_sent_costs_no_day() -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    end = clocks.apply(change(START, date(2026, 3, 18))).end
    clocks.apply(change(SUSPEND, date(2026, 3, 24)))
    assert clocks.apply(change(RESUME, date(2026, 3, 20))).end == end


def test_asking_after_the_end_does_not_save_the_term() -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    late = clocks.apply(change(SUSPEND, date(2026, 4, 1)))
    assert (late.state, late.end) == (ClockState.EXCEEDED, date(2026, 3, 31))
    assert clocks.apply(change(RESUME, date(2026, 5, 1))) == late
    assert clocks.fires_at("reply") is None


def test_a_restarting_term_begins_anew() -> None:
    clocks = clocks_for(a_term(20, stop=Stop.RESTART), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 2)))
    clocks.apply(change(SUSPEND, date(2026, 3, 12)))
    anew = clocks.apply(change(RESUME, date(2026, 4, 1)))
    assert (anew.day0, anew.used_days, anew.end) == (date(2026, 4, 1), 0, date(2026, 4, 21))


def test_a_term_that_never_stops_refuses_to_wait() -> None:
    clocks = clocks_for(a_term(45, stop=Stop.NEVER), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 2)))
    with pytest.raises(ModelFault, match="clock_never_stops") as fault:
        clocks.apply(change(SUSPEND, date(2026, 3, 12)))
    assert fault.value.facts == {"element": "ask_supplement", "term": "reply"}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 31), ClockState.MET),
        (date(2026, 4, 1), ClockState.EXCEEDED),
    ],
)
def test_a_term_is_met_up_to_and_including_its_last_day(day: date, state: ClockState) -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    done = clocks.apply(change(STOP, day))
    assert (done.state, done.met_on) == (state, day)
    assert clocks.fires_at("reply") is None
    assert clocks.end("reply") == date(2026, 3, 31)
    assert clocks.apply(change(STOP, date(2026, 6, 1))) == done


def test_a_suspended_clock_can_be_met() -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    clocks.apply(change(SUSPEND, date(2026, 3, 10)))
    assert clocks.apply(change(STOP, date(2026, 6, 1))).state is ClockState.MET


def test_a_running_clock_is_exceeded_the_day_after_its_end() -> None:
    clock = clocks_for(a_term(), calendar=Calendar()).apply(change(START, date(2026, 3, 1)))
    assert standing(clock, date(2026, 3, 31)) is ClockState.RUNNING
    assert standing(clock, date(2026, 4, 1)) is ClockState.EXCEEDED


@pytest.mark.parametrize(
    ("day0", "days"),
    [(date(2026, 9, 30), 60), (date(2026, 10, 1), 45), (date(2027, 5, 1), 45)],
)
def test_the_row_in_force_on_day_0_rules(day0: date, days: int) -> None:
    old = a_term(60, id="old", valid_to=date(2026, 9, 30))
    new = a_term(45, id="new", valid_from=date(2026, 10, 1))
    clock = clocks_for(old, new, calendar=Calendar()).apply(change(START, day0))
    assert clock.end == day0 + timedelta(days=days)
    assert clock.term_id == ("old" if days == 60 else "new")


def test_a_running_clock_keeps_its_row_when_the_law_changes() -> None:
    old = a_term(60, id="old")
    first = clocks_for(old, calendar=Calendar()).apply(change(START, date(2026, 9, 1)))
    new = a_term(10, id="new", valid_from=date(2026, 9, 1))
    clocks = clocks_for(old, new, clocks=(first,), calendar=Calendar())
    clocks.apply(change(SUSPEND, date(2026, 9, 11)))
    assert clocks.apply(change(RESUME, date(2026, 10, 1))).end == date(2026, 11, 21)
    assert term_on((old, new), "reply", date(2026, 9, 1)) == new


def test_starting_again_closes_the_clock_that_was_open() -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    clocks.apply(change(START, date(2026, 3, 20)))
    first, second = clocks.changed()
    assert (first.state, first.met_on) == (ClockState.MET, date(2026, 3, 20))
    assert (second.id, second.state) == ("clock-2", ClockState.RUNNING)
    assert clocks.get("reply") == second


def test_a_change_that_changes_nothing_is_not_kept() -> None:
    clock = clocks_for(a_term(), calendar=Calendar()).apply(change(START, date(2026, 3, 1)))
    clocks = clocks_for(a_term(), clocks=(clock,), calendar=Calendar())
    assert clocks.apply(change(RESUME, date(2026, 3, 5))) == clock
    assert clocks.changed() == ()


@pytest.mark.parametrize("action", [SUSPEND, RESUME, STOP])
def test_a_clock_that_never_started_is_a_fault_of_the_model(action: ClockAction) -> None:
    with pytest.raises(ModelFault, match="clock_not_started"):
        clocks_for(a_term(), calendar=Calendar()).apply(change(action, date(2026, 3, 1)))


@pytest.mark.parametrize(
    ("term", "day", "code"),
    [
        (a_term(key="other"), date(2026, 1, 1), "term_unknown"),
        (a_term(valid_from=date(2026, 2, 1)), date(2026, 1, 1), "term_not_in_force"),
        (a_term(4, Unit.HOURS), date(2026, 1, 1), "term_without_days"),
    ],
)
def test_a_clock_without_a_usable_row_does_not_start(term: object, day: date, code: str) -> None:
    clocks = clocks_for(term, calendar=Calendar())  # type: ignore[arg-type]  # terms of the table
    with pytest.raises(ModelFault, match=code):
        clocks.apply(change(START, day))
    assert clocks.end("reply") is None
    assert clocks.fires_at("reply") is None


def test_a_clock_whose_row_is_gone_is_a_fault() -> None:
    clock = clocks_for(a_term(), calendar=Calendar()).apply(change(START, date(2026, 3, 1)))
    clocks = clocks_for(a_term(id="another"), clocks=(clock,), calendar=Calendar())
    with pytest.raises(ModelFault, match="term_row_missing"):
        clocks.fires_at("reply")


@pytest.mark.parametrize("last", [date(2026, 3, 28), date(2026, 10, 24), date(2026, 10, 25)])
def test_the_change_of_the_clock_moves_no_deadline(last: date) -> None:
    clocks = clocks_for(a_term(), calendar=Calendar())
    clocks.apply(change(START, last - timedelta(days=30)))
    fires = clocks.fires_at("reply")
    assert fires is not None
    local = fires.astimezone(BRUSSELS)
    assert (local.date(), local.hour, local.minute) == (last + timedelta(days=1), 0, 0)


UNITS = [Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.POSTAL_DAYS, Unit.WEEKS, Unit.MONTHS]


@given(
    day0=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    value=st.integers(1, 40),
    unit=st.sampled_from(UNITS),
    roll=st.sampled_from(list(Roll)),
    pauses=st.lists(st.tuples(st.integers(-3, 60), st.integers(-5, 60)), min_size=1, max_size=4),
)
def test_a_suspension_never_makes_a_term_end_earlier(
    day0: date, value: int, unit: Unit, roll: Roll, pauses: list[tuple[int, int]]
) -> None:
    term = a_term(value, unit, roll=roll)
    clocks = clocks_for(term, calendar=Calendar())
    before = clocks.apply(change(START, day0)).end
    assert before == end_of(term, day0, Calendar())
    day = day0
    for wait, length in pauses:
        day += timedelta(days=wait)
        clocks.apply(change(SUSPEND, day))
        day += timedelta(days=length)
        after = clocks.apply(change(RESUME, day)).end
        assert before is not None
        assert after is not None
        assert after >= before
        before = after


@given(
    day0=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    value=st.integers(2, 90),
    used=st.integers(0, 60),
    waits=st.integers(0, 90),
)
def test_calendar_days_move_by_exactly_the_days_of_the_suspension(
    day0: date, value: int, used: int, waits: int
) -> None:
    used = min(used, value - 1)
    clocks = clocks_for(a_term(value), calendar=Calendar())
    clocks.apply(change(START, day0))
    sent = day0 + timedelta(days=used + 1)
    assert clocks.apply(change(SUSPEND, sent)).used_days == used
    end = clocks.apply(change(RESUME, sent + timedelta(days=waits))).end
    assert end == day0 + timedelta(days=value + waits + 1)


LONGER = a_term(120, id="row-2", key="reply.longer")


def extended(day: date, reason: str | None = "the expert is ill") -> ClockChange:
    return ClockChange("reply", ClockAction.EXTEND, day, "decide", reason, "reply.longer")


def test_a_motivated_decision_extends_a_term_from_90_to_120_days() -> None:
    clocks = clocks_for(a_term(90), LONGER, calendar=Calendar())
    assert clocks.apply(change(START, date(2026, 3, 1))).end == date(2026, 5, 30)
    clock = clocks.apply(extended(date(2026, 5, 29)))
    assert (clock.end, clock.term_key, clock.term_id) == (date(2026, 6, 29), "reply", "row-2")
    assert (clock.extended_on, clock.grounds) == (date(2026, 5, 29), "the expert is ill")
    assert clocks.fires_at("reply") == datetime(2026, 6, 29, 22, tzinfo=UTC)


def test_an_extension_keeps_the_days_that_were_used_before_a_suspension() -> None:
    clocks = clocks_for(a_term(90), LONGER, calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    clocks.apply(change(SUSPEND, date(2026, 3, 12)))  # 10 days used
    assert clocks.apply(extended(date(2026, 3, 20))).end is None
    assert clocks.apply(change(RESUME, date(2026, 3, 31))).end == date(2026, 7, 19)  # 110 left


@pytest.mark.parametrize(
    ("day", "reason", "code"),
    [
        (date(2026, 5, 30), "late", "clock_extended_too_late"),
        (date(2026, 5, 1), " ", "clock_extension_without_reason"),
        (date(2026, 5, 1), None, "clock_extension_without_reason"),
    ],
)
def test_an_extension_on_the_last_day_or_without_a_reason_is_refused(
    day: date, reason: str | None, code: str
) -> None:
    clocks = clocks_for(a_term(90), LONGER, calendar=Calendar())
    before = clocks.apply(change(START, date(2026, 3, 1)))
    with pytest.raises(ModelFault) as refused:
        clocks.apply(extended(day, reason))
    assert refused.value.code == code
    assert clocks.get("reply") == before


def test_a_term_is_extended_once_and_only_to_a_longer_one() -> None:
    clocks = clocks_for(a_term(90), LONGER, calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    clocks.apply(extended(date(2026, 4, 1)))
    with pytest.raises(ModelFault, match="clock_extended_before"):
        clocks.apply(extended(date(2026, 4, 2)))
    shorter = clocks_for(a_term(90), a_term(90, key="reply.longer", id="r"), calendar=Calendar())
    shorter.apply(change(START, date(2026, 3, 1)))
    with pytest.raises(ModelFault, match="clock_extension_not_longer"):
        shorter.apply(extended(date(2026, 4, 1)))


def test_a_restart_begins_a_full_new_term_after_the_day_of_the_fact() -> None:
    clocks = clocks_for(a_term(20, stop=Stop.RESTART), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    clock = clocks.apply(change(ClockAction.RESTART, date(2026, 3, 16)))
    assert (clock.day0, clock.restarted_on) == (date(2026, 3, 16), date(2026, 3, 16))
    assert clock.end == date(2026, 4, 5)


def test_a_term_that_may_not_begin_anew_refuses_it() -> None:
    clocks = clocks_for(a_term(20), calendar=Calendar())
    clocks.apply(change(START, date(2026, 3, 1)))
    with pytest.raises(ModelFault, match="clock_never_restarts"):
        clocks.apply(change(ClockAction.RESTART, date(2026, 3, 16)))
