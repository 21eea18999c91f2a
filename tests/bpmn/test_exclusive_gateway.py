"""Exclusive gateways: the first condition that holds, else the default (BPMN 2.0.2 §13.4.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import ModelFault
from tests.bpmn.driving import Driver, diagram, drive, flows, user


@pytest.mark.parametrize(("amount", "chosen"), [(101, "big"), (100, "other"), (9, "small")])
def test_one_flow_is_taken(amount: int, chosen: str) -> None:
    case = drive("exclusive_gateway")
    step = case.start(amount=Decimal(amount))
    assert case.open == [chosen]
    assert case.passed(step) == ["-start", "-choose", f"+{chosen}"]
    assert step.activities[-1].flow == f"choose_{chosen}"


def test_a_merging_gateway_lets_each_token_pass() -> None:
    case = drive("exclusive_gateway")
    case.start(amount=Decimal(5))
    assert case.passed(case.complete("small")) == ["-small", "-together", "-end"]


def test_a_condition_without_answer_stops_rather_than_takes_the_default() -> None:
    case = drive("exclusive_gateway")
    with pytest.raises(ModelFault) as fault:
        case.start()
    assert fault.value.code == "condition_without_answer"
    assert fault.value.facts["element"] == "choose"
    assert fault.value.facts["expression"] == "= amount > 100"


def test_no_condition_and_no_default_is_a_fault_of_the_model() -> None:
    body = (
        '<startEvent id="start"/><exclusiveGateway id="choose"/>'
        + user("a")
        + user("b")
        + '<endEvent id="end"/>'
        + flows(("start", "choose"), ("choose", "a", "x = 1"), ("choose", "b", "x = 2"))
        + flows(("a", "end"), ("b", "end"))
    )
    case = Driver(diagram(body), "p")
    with pytest.raises(ModelFault) as fault:
        case.start(x=Decimal(3))
    assert fault.value.code == "no_condition_true"
