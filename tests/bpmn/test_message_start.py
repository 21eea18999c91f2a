"""Message start events: a case begins at the event of the message that came (§10.5.2)."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from tests.bpmn.driving import Driver, diagram, drive, flows, user


def test_a_message_starts_at_its_own_event() -> None:
    case = drive("message_start")
    step = case.start("m_objection", grounds="late")
    assert case.passed(step) == ["-objection", "+reopen"]
    assert case.variables == {"grounds": "late"}


def test_without_message_it_starts_at_the_none_start() -> None:
    case = drive("message_start")
    assert case.passed(case.start()) == ["-start", "+new"]


def test_an_unknown_message_starts_nothing() -> None:
    with pytest.raises(NotFound):
        drive("message_start").start("m_other")


def test_an_unknown_process_starts_nothing() -> None:
    case = drive("message_start")
    case.process = "elsewhere"
    with pytest.raises(NotFound):
        case.start()


def test_a_process_that_only_a_message_starts_does_not_start_by_hand() -> None:
    body = (
        '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>'
        + user("a")
        + '<endEvent id="end"/>'
        + flows(("s", "a"), ("a", "end"))
    )
    case = Driver(diagram(body, top='<message id="m" name="m"/>'), "p")
    with pytest.raises(NotFound):
        case.start()
    case.start("m")
    assert case.open == ["a"]
