"""Parallel gateways: one token per incoming flow, no more and no less (BPMN 2.0.2 §13.4.1)."""

from __future__ import annotations

import itertools

import pytest

from tests.bpmn.driving import Driver, diagram, drive, flows, user


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_the_join_waits_for_every_branch_in_any_order(order: tuple[str, ...]) -> None:
    case = drive("parallel_gateway")
    case.start()
    assert case.open == ["a", "b", "c"]
    case.complete(order[0])
    case.complete(order[1])
    assert "after" not in case.open
    step = case.complete(order[2])
    assert case.open == ["after"]
    assert case.passed(step)[0] == f"-{order[2]}"


def test_a_variable_of_one_branch_is_not_overwritten_by_a_branch_that_never_touched_it() -> None:
    case = drive("parallel_gateway")
    case.start(x="old")
    case.complete("a", x="new")
    case.complete("b")
    case.complete("c")
    assert case.variables["x"] == "new"


def test_two_tokens_on_one_flow_do_not_make_a_join_fire_early() -> None:
    """A join inside a loop counts flows, not tokens."""
    body = (
        '<startEvent id="start"/><parallelGateway id="fork"/><parallelGateway id="join"/>'
        '<exclusiveGateway id="merge"/><parallelGateway id="twice"/>'
        + user("left")
        + user("right")
        + user("after")
        + '<endEvent id="end"/>'
        + flows(("start", "fork"), ("fork", "twice"), ("fork", "right"), ("right", "join"))
        + '<sequenceFlow id="t1" name="t1" sourceRef="twice" targetRef="merge"/>'
        + '<sequenceFlow id="t2" name="t2" sourceRef="twice" targetRef="merge"/>'
        + flows(("merge", "left"), ("left", "join"), ("join", "after"), ("after", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    assert case.open == ["left", "left", "right"]
    case.complete("left")
    case.complete("left")
    assert case.open == ["right"]
    case.complete("right")
    assert case.open == ["after"]


def test_the_join_is_shown_as_left_by_every_token_that_came() -> None:
    case = drive("parallel_gateway")
    case.start()
    for name in "abc":
        case.complete(name)
    assert case.trace.count("+join") == 2
    assert case.trace.count("-join") == 3
    assert "join" not in case.inside.values()
