"""Boundary messages: beside the work or instead of it (§10.5.4)."""

from __future__ import annotations

import pytest

from engine.errors import Stale
from engine.model import Deliver
from tests.bpmn.driving import Driver, drive


def started() -> Driver:
    case = drive("boundary_message")
    case.start()
    return case


def test_a_message_that_does_not_interrupt_can_come_again() -> None:
    case = started()
    for number in (1, 2, 3):
        step = case.deliver("addition", note=str(number))
        assert case.passed(step) == ["-addition", "+read_addition"]
        assert step.subscriptions_closed == ()
    assert case.open == ["addition", "assess", *["read_addition"] * 3, "withdrawal"]


def test_each_time_is_an_activity_of_its_own() -> None:
    case = started()
    case.deliver("addition")
    case.deliver("addition")
    ids = [c.id for s in case.steps for c in s.activities if c.element == "addition"]
    assert len(set(ids)) == 2


def test_a_message_that_interrupts_ends_the_work() -> None:
    case = started()
    case.deliver("addition")
    step = case.deliver("withdrawal")
    assert case.passed(step) == ["xassess", "-withdrawal", "-withdrawn"]
    assert case.open == ["read_addition"]


def test_another_message_is_not_for_this_token() -> None:
    case = started()
    token = next(iter(case.waiting))
    with pytest.raises(Stale):
        case.do(Deliver(token, "m_other", {}))
