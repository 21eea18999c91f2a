"""Inclusive gateways: every flow that holds, joined when nobody else can come (§13.4.2)."""

from __future__ import annotations

import pytest

from tests.bpmn.driving import Driver, diagram, drive, flows, script, user


@pytest.mark.parametrize(
    ("a", "b", "taken"),
    [(True, True, ["a", "b"]), (True, False, ["a"]), (False, True, ["b"]), (False, False, ["c"])],
)
def test_every_flow_that_holds_is_taken_and_waited_for(a: bool, b: bool, taken: list[str]) -> None:
    case = drive("inclusive_gateway")
    case.start(want_a=a, want_b=b)
    assert case.open == taken
    for name in taken:
        assert "after" not in case.open
        case.complete(name)
    assert case.open == ["after"]
    assert len([x for x in case.trace if x == "+after"]) == 1


def test_a_join_goes_on_when_the_other_branch_ends_elsewhere() -> None:
    """The token that could still come takes another way; then the join must not wait."""
    body = (
        '<startEvent id="start"/><parallelGateway id="fork"/><inclusiveGateway id="join"/>'
        '<exclusiveGateway id="choose" default="choose_join"/>'
        + user("a")
        + user("b")
        + user("after")
        + '<endEvent id="end"/><endEvent id="elsewhere"/>'
        + flows(("start", "fork"), ("fork", "a"), ("fork", "b"), ("a", "join"), ("b", "choose"))
        + flows(("choose", "elsewhere", "away"), ("choose", "join"))
        + flows(("join", "after"), ("after", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    case.complete("a")
    assert case.open == ["b"]
    case.complete("b", away=True)
    assert case.open == ["after"]


def test_a_token_that_has_come_but_was_not_looked_at_yet_is_waited_for() -> None:
    """In another order of the same step the join would fire twice (found by the fuzz)."""
    body = (
        '<startEvent id="start"/><inclusiveGateway id="fork"/><inclusiveGateway id="join"/>'
        + script("a", "{a: 1}")
        + script("b", "{b: 1}")
        + user("after")
        + '<endEvent id="end"/>'
        + flows(("start", "fork"), ("fork", "a", "true"), ("fork", "b", "true"))
        + flows(("a", "join"), ("b", "join"), ("join", "after"), ("after", "end"))
    )

    def newest_first(waiting: int) -> int:
        return waiting - 1

    def second_first(waiting: int) -> int:
        return min(1, waiting - 1)

    for pick in (None, newest_first, second_first):
        case = Driver(diagram(body), "p", pick=pick)
        case.start()
        assert case.open == ["after"]


def test_a_reminder_does_not_stand_in_for_the_work() -> None:
    """Who is at work may be reminded once more, but still has to come (found by the fuzz)."""
    body = (
        '<startEvent id="start"/><inclusiveGateway id="join"/><endEvent id="end"/>'
        + user("a")
        + user("after")
        + '<boundaryEvent id="remind" attachedToRef="a" cancelActivity="false">'
        "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        "</boundaryEvent>"
        + flows(("start", "a"), ("a", "join"), ("remind", "join"))
        + flows(("join", "after"), ("after", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    case.fire("remind")
    assert case.open == ["a"]
    case.complete("a")
    assert case.open == ["after"]


def test_a_second_token_on_the_same_flow_goes_on_after_the_first() -> None:
    """The one that comes last swallows no other (found by the fuzz)."""
    body = (
        '<startEvent id="start"/><parallelGateway id="fork"/><exclusiveGateway id="meet"/>'
        '<inclusiveGateway id="join"/><endEvent id="end"/>'
        + user("a")
        + user("b")
        + user("after")
        + '<boundaryEvent id="late" attachedToRef="b"><timerEventDefinition>'
        "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"
        + flows(("start", "fork"), ("fork", "a"), ("fork", "b"), ("a", "meet"), ("b", "join"))
        + flows(("late", "meet"), ("meet", "join"), ("join", "after"), ("after", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    case.complete("a")
    assert case.open == ["b", "late"]
    case.fire("late")
    assert case.open == ["after", "after"]
