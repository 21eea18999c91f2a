"""What a vendor's words do when the diagram runs, where saying nothing means something too."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.bpmn.driving import Driver, extra, flows

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d" '
    'xmlns:c="http://camunda.org/schema/1.0/bpmn" xmlns:z="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:f="http://flowable.org/bpmn" xmlns:a="http://activiti.org/bpmn">'
    '<signal id="s1" name="s1"/>'
)
PROCESS = (
    '<process id="{}" isExecutable="true"><startEvent id="s"/>{}<endEvent id="e"/>{}</process>'
)
ENDS = flows(("s", "x"), ("x", "e"))


def drawn(node: str, called: str = "") -> Driver:
    """Return a case of a line with one node; `called` is the node of the process `q`."""
    nodes = {"p": node, "q": called} if called else {"p": node}
    files = {
        f"{name}.bpmn": f"{HEAD}{PROCESS.format(name, inner, ENDS)}</definitions>".encode()
        for name, inner in nodes.items()
    }
    return Driver(files, "p")


CALL = '<callActivity id="x" calledElement="q" {}>{}</callActivity>'


@pytest.mark.parametrize(
    ("call", "task", "seen"),
    [
        (CALL.format('c:asyncBefore="true"', ""), 'c:assignee="els"', {}),
        (CALL.format("", extra('<c:in variables="all"/>')), 'c:assignee="els"', {"a": 1}),
        (
            CALL.format("", extra('<c:in variables="all"/><c:in source="a" target="b"/>')),
            'c:assignee="els"',
            {"a": 1, "b": 1},
        ),
        (CALL.format('f:async="true"', ""), 'f:assignee="els"', {}),
        (CALL.format('f:inheritVariables="true"', ""), 'f:assignee="els"', {"a": 1}),
        (CALL.format("", extra('<a:in source="a" target="b"/>')), 'a:assignee="els"', {"b": 1}),
    ],
)
def test_a_call_passes_in_what_the_vendor_passes(
    call: str, task: str, seen: dict[str, int]
) -> None:
    case = drawn(call, f'<userTask id="x" {task}/>')
    step = case.start(a=1)
    scope = next(one for one in step.document["scopes"].values() if one["of"] == "q")
    assert {name: int(one["@number"]) for name, one in (scope.get("vars") or {}).items()} == seen
    case.complete("x", c=2)
    assert "c" not in case.variables


def test_a_call_of_camunda_8_passes_everything_both_ways() -> None:
    holder = extra('<z:calledElement processId="q"/>')
    person = extra('<z:assignmentDefinition assignee="els"/>')
    case = drawn(
        f'<callActivity id="x">{holder}</callActivity>', f'<userTask id="x">{person}</userTask>'
    )
    case.start(a=1)
    case.complete("x", c=2)
    assert case.variables == {"a": 1, "c": 2}


def test_a_signal_of_camunda_7_carries_nothing_unless_it_is_said() -> None:
    event = (
        '<intermediateThrowEvent id="x"><signalEventDefinition signalRef="s1"/>'
        "</intermediateThrowEvent>"
    )
    step = drawn(event).start(a=1)
    assert [dict(one.values) for one in step.signals] == [{"a": {"@number": "1"}}]
    text = HEAD + PROCESS.format("p", event, ENDS).replace(
        'id="p"', 'id="p" c:historyTimeToLive="P1D"'
    )
    case = Driver({"p.bpmn": f"{text}</definitions>".encode()}, "p")
    assert [dict(one.values) for one in case.start(a=1).signals] == [{}]


@pytest.mark.parametrize(
    "task",
    [
        '<serviceTask id="x" c:type="external" c:topic="w">'
        + extra(
            '<c:inputOutput><c:inputParameter name="b">${a + 1}</c:inputParameter></c:inputOutput>'
        )
        + "</serviceTask>",
        '<serviceTask id="x">'
        + extra(
            '<z:taskDefinition type="w"/><z:ioMapping><z:input source="=a + 1" target="b"/>'
            "</z:ioMapping>"
        )
        + "</serviceTask>",
    ],
)
def test_a_job_sees_what_is_visible_beside_its_inputs(task: str) -> None:
    step = drawn(task).start(a=1)
    assert step.jobs_wanted[0].values == {"a": {"@number": "1"}, "b": {"@number": "2"}}


def test_outputs_of_camunda_7_come_beside_what_the_task_writes() -> None:
    mapping = '<c:outputParameter name="d">${c * 2}</c:outputParameter>'
    case = drawn(
        '<userTask id="x" c:assignee="els">'
        + extra(f"<c:inputOutput>{mapping}</c:inputOutput>")
        + "</userTask>"
    )
    case.start()
    case.complete("x", c=2)
    assert case.variables == {"c": 2, "d": 4}


def test_the_loop_counter_of_camunda_7_counts_from_nought() -> None:
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality>'
    )
    case = drawn(
        '<userTask id="x" c:assignee="p${loopCounter}">'
        + loop
        + "</multiInstanceLoopCharacteristics></userTask>"
    )
    case.start()
    assert [task.assignee for task in case.tasks.values()] == ["p0"]


def test_a_finding_of_a_vendor_says_where_and_what_would_do_it() -> None:
    text = HEAD + "\n" + PROCESS.format("p", '\n<serviceTask id="x" c:class="a.SendMail"/>', ENDS)
    found = bpmn.check({"p.bpmn": f"{text}</definitions>".encode()})
    errors = [one for one in found if one.severity == "error"]
    assert [(one.rule, one.element, one.line) for one in errors] == [("bpmn.vendor.code", "x", 3)]
    assert errors[0].facts["proposal"] == 'pr:job="send_mail"'
