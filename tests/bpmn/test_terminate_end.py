"""Terminate ends: everything in the scope stops at once (§10.5.3)."""

from __future__ import annotations

from tests.bpmn.driving import Driver, diagram, drive, flows, user


def test_terminating_cancels_what_still_runs() -> None:
    case = drive("terminate_end")
    case.start()
    step = case.complete("stop")
    assert case.passed(step) == ["-stop", "-stopped", "xlong"]
    assert step.ended
    assert step.end_event == "stopped"


def test_a_normal_end_waits_for_the_others() -> None:
    case = drive("terminate_end")
    case.start()
    assert not case.complete("long").ended
    assert case.complete("stop").ended


def test_terminating_a_sub_process_leaves_the_rest_alone() -> None:
    inner = (
        '<startEvent id="i"/><parallelGateway id="if"/>'
        + user("one")
        + user("two")
        + '<endEvent id="ie"><terminateEventDefinition/></endEvent><endEvent id="io"/>'
        + flows(("i", "if"), ("if", "one"), ("if", "two"), ("one", "ie"), ("two", "io"))
    )
    body = (
        '<startEvent id="start"/><parallelGateway id="fork"/>'
        f'<subProcess id="sub">{inner}</subProcess>'
        + user("beside")
        + user("after")
        + '<endEvent id="end"/>'
        + flows(("start", "fork"), ("fork", "sub"), ("fork", "beside"), ("beside", "end"))
        + flows(("sub", "after"), ("after", "end"))
    )
    case = Driver(diagram(body), "p")
    case.start()
    case.complete("one")
    assert case.open == ["after", "beside"]
