"""Thrown messages leave with the step; nobody in the same step receives them."""

from __future__ import annotations

from engine.model import MessageThrown
from tests.bpmn.driving import drive


def test_messages_carry_the_mapped_or_all_variables() -> None:
    case = drive("message_throw")
    step = case.start(number="7", other="x")
    everything = {"number": "7", "other": "x"}
    assert step.messages == (
        MessageThrown("m_told", {"number": "7"}),
        MessageThrown("m_sent", everything),
        MessageThrown("m_done", everything),
    )
    assert step.ended
    assert step.end_event == "end"
