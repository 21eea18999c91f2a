"""The facts behind the sentences that the product must be able to say of a term."""

from datetime import date

from engine.model import Clock, ClockAction, ClockChange, Term
from engine.terms import Calendar, Carrier, Roll, Stop, explain
from tests.terms.samples import SERVICE_2026, a_term, clocks_for

START, SUSPEND, RESUME, STOP, *_ = ClockAction
Facts = dict[str, object]


def run(term: Term, *steps: tuple[ClockAction, date]) -> Clock:
    clocks = clocks_for(term, calendar=SERVICE_2026)
    for action, day in steps:
        clocks.apply(ClockChange(term=term.key, action=action, day=day, element="e"))
    clock = clocks.get(term.key)
    assert clock is not None
    return clock


def said(clock: Clock, term: Term, today: date | None = None) -> dict[str, Facts]:
    return {e.code: dict(e.facts) for e in explain(clock, term, SERVICE_2026, today)}


def test_a_rolled_end_tells_from_which_day_it_was_moved() -> None:
    term = a_term(roll=Roll.FORWARD, anchor="notification", warning="-7d")
    facts = said(run(term, (START, date(2026, 3, 27))), term)["term_counts"]
    assert (facts["value"], facts["unit"]) == (30, "calendar_days")
    assert facts["first_day"] == date(2026, 3, 28)
    assert (facts["legal_end"], facts["end"]) == (date(2026, 4, 26), date(2026, 4, 27))
    assert (facts["rolled"], facts["confirmed"], facts["source"]) == (True, False, "[AS]")
    assert facts["warnings"] == (date(2026, 4, 19),)


def test_a_suspension_tells_its_days_and_where_the_term_goes_on() -> None:
    term = a_term(warning="50%;80%")
    clock = run(
        term, (START, date(2026, 3, 18)), (SUSPEND, date(2026, 3, 24)), (RESUME, date(2026, 4, 27))
    )
    facts = said(clock, term)
    assert facts["term_resumed"] == {
        "suspended_from": date(2026, 3, 24),
        "suspended_until": date(2026, 4, 27),
        "runs_from": date(2026, 4, 28),
        "end": date(2026, 5, 22),
        "reason": None,
        "used": 5,
        "total": 30,
        "left": 25,
    }
    # day 15 and day 24 of the term, ten and nineteen days after it went on
    assert facts["term_counts"]["warnings"] == (date(2026, 5, 7), date(2026, 5, 16))


def test_a_waiting_clock_tells_what_is_left_and_no_end() -> None:
    term = a_term()
    facts = said(run(term, (START, date(2026, 3, 18)), (SUSPEND, date(2026, 3, 24))), term)
    assert facts["term_suspended"] == {
        "suspended_from": date(2026, 3, 24),
        "reason": None,
        "used": 5,
        "total": 30,
        "left": 25,
    }
    assert facts["term_counts"]["end"] is None
    assert "term_resumed" not in facts


def test_our_own_end_in_the_closure_tells_the_target_before_it() -> None:
    term = a_term(carrier=Carrier.AGENCY)
    facts = said(run(term, (START, date(2026, 11, 29))), term)
    assert facts["term_target"] == {
        "end": date(2026, 12, 29),
        "target": date(2026, 12, 24),
        "closed_from": date(2026, 12, 26),
        "closed_until": date(2026, 12, 31),
    }


def test_our_own_end_in_a_weekend_has_a_target_without_a_closure() -> None:
    term = a_term(carrier=Carrier.AGENCY)
    facts = said(run(term, (START, date(2026, 3, 27))), term)["term_target"]
    assert (facts["target"], facts["closed_from"]) == (date(2026, 4, 24), None)


def test_a_citizens_end_has_no_target() -> None:
    term = a_term(carrier=Carrier.CITIZEN)
    assert "term_target" not in said(run(term, (START, date(2026, 11, 29))), term)


def test_a_passed_term_tells_whether_post_may_still_come() -> None:
    term = a_term(roll=Roll.FORWARD, grace_days=3)
    clock = run(term, (START, date(2026, 3, 27)))
    assert "term_passed" not in said(clock, term, date(2026, 4, 27))
    waiting = said(clock, term, date(2026, 4, 28))["term_passed"]
    assert (waiting["grace_end"], waiting["post_may_come"]) == (date(2026, 4, 30), True)
    over = said(clock, term, date(2026, 5, 1))["term_passed"]
    assert (over["post_may_come"], over["by_citizen"]) == (False, True)


def test_a_met_and_a_late_term_tell_their_day() -> None:
    term = a_term()
    met = said(run(term, (START, date(2026, 3, 1)), (STOP, date(2026, 3, 31))), term)
    assert met["term_met"] == {"met_on": date(2026, 3, 31), "end": date(2026, 3, 31)}
    late = said(run(term, (START, date(2026, 3, 1)), (STOP, date(2026, 4, 1))), term)
    assert late["term_late"] == {"met_on": date(2026, 4, 1), "end": date(2026, 3, 31)}


def test_nothing_is_said_in_a_language() -> None:
    term = a_term(anchor="notification")
    for sentence in explain(run(term, (START, date(2026, 3, 1))), term, Calendar()):
        assert " " not in sentence.code


def test_a_suspension_an_extension_and_a_new_beginning_tell_why() -> None:
    term, longer = a_term(90, stop=Stop.RESTART), a_term(120, id="row-2", key="longer")
    clocks = clocks_for(term, longer, calendar=Calendar())
    clocks.apply(ClockChange("reply", START, date(2026, 3, 1), "e"))
    clocks.apply(ClockChange("reply", SUSPEND, date(2026, 3, 5), "e", "waits for a report"))
    clock = clocks.apply(
        ClockChange("reply", ClockAction.EXTEND, date(2026, 3, 6), "e", "expert ill", "longer")
    )
    facts = said(clock, longer)
    assert facts["term_suspended"]["reason"] == "waits for a report"
    assert facts["term_extended"] == {
        "extended_on": date(2026, 3, 6),
        "value": 120,
        "unit": "calendar_days",
        "reason": "expert ill",
    }
    fresh = clocks_for(term, calendar=Calendar())
    fresh.apply(ClockChange("reply", START, date(2026, 3, 1), "e"))
    again = fresh.apply(ClockChange("reply", ClockAction.RESTART, date(2026, 3, 9), "e"))
    assert said(again, term)["term_restarted"] == {"restarted_on": date(2026, 3, 9)}
