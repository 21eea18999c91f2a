"""What SpiffWorkflow 3.2.0 does wrong in silence and we must not: each fault is a test of ours.

Event sub-processes, escalations, compensation, signals and multi-instance have their models in
`constructs/`; joins, branches, messages and calls have tests beside their diagrams.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from engine import bpmn
from engine.errors import InvalidModel, ModelFault
from engine.model import Complete, Deliver, Start
from tests.bpmn.driving import NINE, Driver, PlainClocks, diagram, drive, flows, script, user

START, END = '<startEvent id="start"/>', '<endEvent id="end"/>'


def test_flows_without_id_are_followed() -> None:
    bare = (
        '<sequenceFlow sourceRef="start" targetRef="a"/><sequenceFlow sourceRef="a" targetRef="b"/>'
        '<sequenceFlow sourceRef="b" targetRef="end"/>'
    )
    case = Driver(diagram(START + user("a") + user("b") + END + bare), "p")
    case.start()
    assert case.open == ["a"]
    case.complete("a")
    assert case.open == ["b"]
    assert case.complete("b").ended


def test_two_flows_without_id_between_the_same_nodes_are_two_flows() -> None:
    twice = '<sequenceFlow sourceRef="start" targetRef="a"/>' * 2
    case = Driver(diagram(START + user("a") + END + twice + flows(("a", "end"))), "p")
    case.start()
    assert case.open == ["a", "a"]


def test_a_loop_of_a_thousand_rounds_loses_no_task() -> None:
    case = Driver(looping(), "p")
    case.start(rounds=Decimal(1100))
    for _ in range(1100):
        assert case.open == ["work"]
        case.complete("work")
    assert case.ended
    assert case.variables["count"] == Decimal(1100)


def looping() -> dict[str, bytes]:
    body = (
        START
        + script("zero", '{"count": 0}')
        + '<exclusiveGateway id="merge"/>'
        + user("work")
        + script("add", '{"count": count + 1}')
        + '<exclusiveGateway id="more" default="more_end"/>'
        + END
        + flows(("start", "zero"), ("zero", "merge"), ("merge", "work"), ("work", "add"))
        + flows(("add", "more"), ("more", "merge", "count &lt; rounds"), ("more", "end"))
    )
    return diagram(body)


def test_nested_data_is_shared_with_nothing() -> None:
    """No step changes a document, a variable or a change that an earlier step gave."""
    body = START + user("a") + user("b") + END + flows(("start", "a"), ("a", "b"), ("b", "end"))
    bundle = bpmn.load(bpmn.prepare(diagram(body)).normalised, {})
    values = {"file": {"pages": [Decimal(1)], "owner": {"name": "Jan"}}}
    first = bpmn.advance(bundle, "p", None, Start(values), NINE, PlainClocks())
    kept = json.dumps(first.document), str(first.variables)
    second = bpmn.advance(
        bundle,
        "p",
        first.document,
        Complete("3", {"file.owner.name": "An", "file.pages": [Decimal(2)]}),
        NINE,
        PlainClocks(),
    )
    assert (json.dumps(first.document), str(first.variables)) == kept
    assert values == {"file": {"pages": [Decimal(1)], "owner": {"name": "Jan"}}}
    assert bpmn.visible(second.document)["file"] == {
        "pages": [Decimal(2)],
        "owner": {"name": "An"},
    }


def test_link_events_jump() -> None:
    link = '<linkEventDefinition name="{0}"/>'
    body = (
        START
        + user("a")
        + f'<intermediateThrowEvent id="out" name="page 2">{link.format("page 2")}'
        + "</intermediateThrowEvent>"
        + f'<intermediateCatchEvent id="in" name="page 2">{link.format("page 2")}'
        + "</intermediateCatchEvent>"
        + user("b")
        + END
        + flows(("start", "a"), ("a", "out"), ("in", "b"), ("b", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    step = case.complete("a")
    assert case.passed(step) == ["-a", "-out", "-in", "+b"]


def test_a_duration_of_days_is_read() -> None:
    """Stock raises on P14D in a cycle and miscounts a month after 31 January."""
    case = drive("boundary_timer")
    case.start()
    assert case.open == ["assess", "remind", "too_late"]


def test_a_message_only_reaches_the_token_that_is_named() -> None:
    case = drive("boundary_message")
    case.start()
    other = drive("boundary_message")
    other.start()
    token = next(t for t, s in case.waiting.items() if s.element == "withdrawal")
    case.do(Deliver(token, "m_withdrawal", {}))
    assert case.ended
    assert not other.ended


@pytest.mark.parametrize(
    "text",
    [
        '__import__("os").system("true")',
        "().__class__.__bases__[0].__subclasses__()",
        "open('/etc/passwd').read()",
        "[x for x in y]",
    ],
)
def test_python_is_no_language_of_a_diagram(text: str) -> None:
    text = text.replace("<", "&lt;")
    body = (
        START
        + '<exclusiveGateway id="g" default="g_b"/>'
        + user("a")
        + user("b")
        + END
        + flows(("start", "g"), ("g", "a", text), ("g", "b"), ("a", "end"), ("b", "end"))
    )
    try:
        case = Driver(diagram(body), "p")
    except InvalidModel:
        return
    with pytest.raises(ModelFault):
        case.start()


def test_an_endless_loop_is_stopped() -> None:
    body = (
        START
        + '<exclusiveGateway id="merge"/>'
        + script("a", '{"a": 1}')
        + user("b")
        + '<exclusiveGateway id="again" default="again_merge"/>'
        + END
        + flows(("start", "merge"), ("merge", "a"), ("a", "again"), ("again", "b", "a = 2"))
        + flows(("again", "merge"), ("b", "end"))
    )
    case = Driver(diagram(body), "p")
    with pytest.raises(ModelFault) as fault:
        case.start()
    assert fault.value.code == "too_many_steps"
