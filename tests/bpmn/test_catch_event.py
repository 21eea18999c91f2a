"""Intermediate catch events and receive tasks wait for a time or a message (§10.5.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.errors import ModelFault
from tests.bpmn.driving import drive


def test_each_waits_for_its_own() -> None:
    case = drive("catch_event")
    case.start(visit=date(2026, 5, 4), file="2026-17")
    (pause,) = case.jobs.values()
    assert pause.due_at == datetime(2026, 3, 16, 8, tzinfo=UTC)
    case.fire("pause")
    (visit,) = case.jobs.values()
    assert visit.due_at == datetime(2026, 5, 3, 22, tzinfo=UTC)
    case.fire("on_day")
    (subscription,) = case.waiting.values()
    assert (subscription.message, subscription.keys) == ("answer", {"key": "2026-17"})
    case.deliver("answer", says="yes")
    assert case.open == ["receipt"]
    step = case.deliver("receipt", number="4")
    assert step.ended
    assert case.variables == {
        "visit": date(2026, 5, 4),
        "file": "2026-17",
        "says": "yes",
        "number": "4",
    }


def test_a_time_that_is_no_time_is_a_fault_of_the_model() -> None:
    case = drive("catch_event")
    case.start(visit="soon")
    with pytest.raises(ModelFault) as fault:
        case.fire("pause")
    assert fault.value.code == "timer_without_time"
    assert fault.value.facts["element"] == "on_day"


def test_a_message_without_name_is_called_by_its_id() -> None:
    case = drive("catch_event")
    assert case.bundle.process("catch_event").messages == ("answer", "m_receipt")
