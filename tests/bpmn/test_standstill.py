"""A case that can never go on by itself says so, where it stands (BPMN 2.0.2 §13.4.1)."""

from __future__ import annotations

import pytest

from engine.model import SetVariables, Standstill
from tests.bpmn.constructs.model import boundary, end, handler, message, start, sub, timer
from tests.bpmn.driving import Driver, diagram, flows, user

FORK = flows(("start", "x"), ("x", "a", "n = 1"), ("x", "b"), ("a", "j"), ("b", "j"), ("j", "end"))
CHOSEN = (
    start() + '<exclusiveGateway id="x" default="x_b"/>' + user("a") + user("b")
    + '<parallelGateway id="j"/>' + end() + FORK
)  # fmt: skip
INSIDE = CHOSEN.replace('id="start"', 'id="inner"').replace('"start"', '"inner"')


def drawn(body: str) -> Driver:
    case = Driver(diagram(body, top='<message id="m1" name="m1"/>'), "p")
    case.start(n=1)
    return case


def test_a_parallel_join_behind_a_choice() -> None:
    case = drawn(CHOSEN)
    assert case.steps[-1].standstill is None
    step = case.complete("a")
    (token,) = step.document["tokens"]
    assert not step.ended
    assert step.standstill == Standstill("j", token)


def test_an_activity_that_waits_for_more_tokens_than_come() -> None:
    body = start() + user("a", 'startQuantity="2"') + flows(("start", "a"))
    step = drawn(body).steps[-1]
    assert step.standstill is not None
    assert step.standstill.element == "a"


@pytest.mark.parametrize(
    "body",
    [
        CHOSEN + handler("h", message(), names=""),
        start("", "s0")
        + sub("s", INSIDE.replace('id="end"', 'id="e"').replace('"end"', '"e"'))
        + boundary("t", "s", timer())
        + end("e0")
        + flows(("s0", "s"), ("s", "e0"), ("t", "e0")),
    ],
    ids=["a message may still interrupt it", "a timer still runs"],
)
def test_something_may_still_come(body: str) -> None:
    step = drawn(body).complete("a")
    assert not step.ended
    assert step.standstill is None


def test_what_an_operator_only_looks_at_is_not_told_twice() -> None:
    case = drawn(CHOSEN)
    case.complete("a")
    assert case.do(SetVariables({"n": 2})).standstill is None
