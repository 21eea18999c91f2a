"""Event-based gateways: the first event wins, the others are forgotten (§13.4.4)."""

from __future__ import annotations

import pytest

from engine.errors import AlreadyDone
from engine.model import FireTimer
from tests.bpmn.driving import Driver, drive


def started() -> Driver:
    case = drive("event_gateway")
    step = case.start()
    assert case.open == ["answer", "late", "withdrawn"]
    assert case.passed(step) == ["-start", "+wait"]
    return case


def test_a_message_takes_its_own_way_and_drops_the_timer() -> None:
    case = started()
    timer = case.job("late")
    step = case.deliver("answer", text="yes")
    assert case.passed(step) == ["-wait", "-answer", "+read"]
    assert step.jobs_dropped == (timer,)
    assert step.status == "answered"
    assert case.variables == {"text": "yes"}
    assert case.open == ["read"]


def test_the_timer_takes_its_own_way_and_closes_the_subscriptions() -> None:
    case = started()
    step = case.fire("late")
    assert case.passed(step) == ["-wait", "-late", "+remind"]
    assert len(step.subscriptions_closed) == 2
    assert step.jobs_dropped == ()


def test_a_receive_task_waits_behind_it_too() -> None:
    case = started()
    assert case.passed(case.deliver("withdrawn")) == ["-wait", "-withdrawn", "-end"]
    assert case.ended


def test_the_event_that_lost_does_not_happen_any_more() -> None:
    case = started()
    timer = case.job("late")
    case.deliver("answer")
    with pytest.raises(AlreadyDone):
        case.do(FireTimer(timer))


def test_the_flow_to_the_event_is_part_of_the_trace() -> None:
    case = started()
    step = case.deliver("answer")
    assert [c.flow for c in step.activities] == ["start_wait", "wait_answer", "answer_read"]
