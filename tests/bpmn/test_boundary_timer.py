"""Boundary timers: they interrupt once, or go beside the work again and again (§10.5.4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import Stale
from engine.model import FireTimer
from tests.bpmn.driving import NINE, Driver, diagram, drive, flows, user


def started() -> Driver:
    case = drive("boundary_timer")
    case.start()
    return case


def test_arming_asks_for_both_timers_and_shows_neither() -> None:
    case = started()
    assert {j.element: j.due_at for j in case.jobs.values()} == {
        "remind": NINE + timedelta(days=7),
        "too_late": datetime(2026, 4, 2, 7, tzinfo=UTC),  # nine o'clock, summer time
    }
    assert case.passed(case.steps[0]) == ["-start", "+assess"]


def test_a_cycle_that_does_not_interrupt_fires_as_often_as_it_says() -> None:
    case = started()
    for number in (1, 2, 3):
        step = case.fire("remind")
        assert case.passed(step) == ["-remind", "+reminder"]
        again = [j for j in step.jobs_wanted if j.kind == "timer"]
        assert len(again) == (0 if number == 3 else 1)
        case.finish("reminder")
    assert case.open == ["assess", "too_late"]


def test_an_interrupting_timer_cancels_the_work_and_all_that_hangs_on_it() -> None:
    case = started()
    reminder = case.job("remind")
    step = case.fire("too_late")
    assert case.passed(step) == ["xassess", "-too_late", "+escalate"]
    assert step.jobs_dropped == (reminder,)
    assert [(c.completed) for c in step.tasks_closed] == [False]
    assert case.open == ["escalate"]


def test_finishing_the_work_drops_the_timers_but_not_what_they_started() -> None:
    case = started()
    case.fire("remind")
    case.complete("assess")
    assert case.open == ["reminder"]
    assert not case.ended
    case.finish("reminder")
    assert case.ended


def test_a_timer_does_not_fire_before_its_time() -> None:
    case = started()
    with pytest.raises(Stale):
        case.do(FireTimer(case.job("too_late")))


def test_a_cycle_ends_where_the_calendar_does() -> None:
    body = (
        '<startEvent id="start"/>'
        + user("work")
        + '<boundaryEvent id="remind" attachedToRef="work" cancelActivity="false">'
        "<timerEventDefinition><timeCycle>R/P7D</timeCycle></timerEventDefinition></boundaryEvent>"
        + '<endEvent id="end"/><endEvent id="told"/>'
        + flows(("start", "work"), ("work", "end"), ("remind", "told"))
    )
    case = Driver(diagram(body), "p")
    case.now = datetime(9999, 12, 20, 8, tzinfo=UTC)
    case.start()
    assert case.fire("remind").jobs_wanted == ()
    assert case.open == ["work"]
    case.complete("work")
    assert case.ended
