"""Several flows out of a task split; several flows into a task let each token pass (§13.3.1)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import ModelFault
from tests.bpmn.driving import Driver, diagram, drive, flows, script, user


def test_unconditional_flows_are_always_taken_and_conditional_ones_when_they_hold() -> None:
    case = drive("implicit_split")
    case.start(yes=True, no=False)
    step = case.complete("a")
    assert case.passed(step) == ["-a", "+b", "+c"]
    assert [c.flow for c in step.activities] == ["start_a", "a_b", "a_c"]


def test_conditions_that_do_not_hold_just_end_their_way() -> None:
    case = drive("implicit_split")
    case.start(yes=False, no=False)
    case.complete("a")
    assert case.open == ["b"]


def test_each_token_passes_a_task_with_several_incoming_flows() -> None:
    case = drive("implicit_split")
    case.start(yes=True, no=True)
    case.complete("a")
    for name in "bcd":
        case.complete(name)
    assert case.open == ["e", "e", "e"]
    for _ in range(3):
        case.complete("e")
    assert case.ended


def test_a_condition_on_the_only_flow_of_a_task_counts() -> None:
    body = (
        '<startEvent id="start"/>'
        + user("a")
        + user("b")
        + '<endEvent id="end"/>'
        + flows(("start", "a"), ("a", "b", "go"), ("b", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    with pytest.raises(ModelFault) as fault:
        case.complete("a", go=False)
    assert (fault.value.code, fault.value.facts["element"]) == ("no_condition_true", "a")
    case.complete("a", go=True)
    assert case.open == ["b"]


def test_where_every_flow_has_a_condition_one_must_hold() -> None:
    """They are an inclusive split (§13.3.1), and that fails when nothing holds (§13.4.2)."""
    body = (
        '<startEvent id="start"/>'
        + user("a")
        + user("b")
        + user("c")
        + flows(("start", "a"), ("a", "b", "n = 1"), ("a", "c", "n = 2"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    with pytest.raises(ModelFault) as fault:
        case.complete("a", n=Decimal(3))
    assert (fault.value.code, fault.value.facts["element"]) == ("no_condition_true", "a")
    case.complete("a", n=Decimal(2))
    assert case.open == ["c"]


def test_a_default_flow_is_taken_only_when_no_condition_holds() -> None:
    body = (
        '<startEvent id="start"/>'
        + user("a", 'default="a_c"')
        + user("b")
        + user("c")
        + user("d")
        + '<endEvent id="end"/>'
        + flows(("start", "a"), ("a", "b", "go"), ("a", "c"), ("a", "d"))
        + flows(("b", "end"), ("c", "end"), ("d", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    case.complete("a", go=False)
    assert case.open == ["c", "d"]
    other = Driver(diagram(body), "p")
    other.start()
    other.complete("a", go=True)
    assert other.open == ["b", "d"]


def test_conditions_are_looked_at_before_any_of_the_flows_is_gone() -> None:
    """What the way without a condition writes comes too late for them (found by the fuzz)."""
    body = (
        '<startEvent id="start"/>'
        + user("a")
        + script("count", "{n: n + 1}")
        + user("b")
        + '<endEvent id="end"/>'
        + flows(("start", "a"), ("a", "count"), ("a", "b", "n = 0"), ("count", "end"), ("b", "end"))
    )
    for pick in (None, lambda waiting: waiting - 1):
        case = Driver(diagram(body), "p", pick=pick)
        case.start(n=Decimal(0))
        case.complete("a")
        assert case.open == ["b"]
        assert case.variables["n"] == 1
