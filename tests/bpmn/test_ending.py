"""Where a case ended: at an end of the process, or of what interrupted it and ran in its place."""

from __future__ import annotations

import pytest

from tests.bpmn.driving import Driver, diagram, flows, user

MESSAGE = '<message id="m" name="m"/>'


def drawn(*, cancels: str) -> Driver:
    inner = (
        f'<startEvent id="came" isInterrupting="{cancels}"><messageEventDefinition messageRef="m"/>'
        '</startEvent><endEvent id="withdrawn"/>' + user("confirm")
    )
    body = (
        '<startEvent id="start"/><endEvent id="granted"/>'
        + user("decide")
        + flows(("start", "decide"), ("decide", "granted"))
        + f'<subProcess id="withdrawal" triggeredByEvent="true">{inner}'
        + flows(("came", "confirm"), ("confirm", "withdrawn"))
        + "</subProcess>"
    )
    return Driver(diagram(body, top=MESSAGE), "p")


def test_an_event_sub_process_in_the_place_of_the_process_says_where_it_ended() -> None:
    case = drawn(cancels="true")
    case.start()
    case.deliver("came")
    step = case.complete("confirm")
    assert (step.ended, step.end_event) == (True, "withdrawn")


@pytest.mark.parametrize("order", [("confirm", "decide"), ("decide", "confirm")])
def test_one_beside_the_process_does_not(order: tuple[str, str]) -> None:
    case = drawn(cancels="false")
    case.start()
    case.deliver("came")
    steps = [case.complete(element) for element in order]
    assert {step.end_event for step in steps} == {None, "granted"}
