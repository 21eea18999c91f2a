"""Call activities: another process, its own variables, its results (§13.3.4)."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.errors import InvalidModel
from tests.bpmn.driving import Driver, diagram, drive, files, flows, user


def started() -> Driver:
    case = drive("call_activity", "called_process.bpmn")
    step = case.start(file="2026-17")
    assert case.passed(step) == ["-start", "+decide", "-start", "+propose"]
    return case


def test_the_trace_says_which_process_an_element_stands_in() -> None:
    step = started().steps[0]
    assert [(c.element, c.process) for c in step.activities] == [
        ("start", "call_activity"),
        ("decide", "call_activity"),
        ("start", "called_process"),
        ("propose", "called_process"),
    ]
    assert step.tasks_opened[0].process == "called_process"


def test_without_mapping_everything_goes_in_and_what_was_written_comes_out() -> None:
    case = started()
    inside = bpmn.visible(case.steps[-1].document, case.task("propose"))
    assert inside == {"file": "2026-17"}
    case.complete("propose", decision="granted")
    assert case.variables == {"file": "2026-17", "decision": "granted"}
    assert case.open == ["after"]


def test_what_the_called_process_did_not_write_is_not_given_back() -> None:
    """Else a stale copy would undo what another branch wrote meanwhile."""
    case = started()
    document = case.steps[-1].document
    (scope,) = (s for s in document["scopes"].values() if s["of"] == "called_process")
    assert "wrote" not in scope


def test_with_mapping_only_what_is_named_goes_in_and_out() -> None:
    case = started()
    case.complete("propose", decision="granted")
    case.complete("after")
    inside = bpmn.visible(case.steps[-1].document, case.task("propose"))
    assert inside == {"file": "2026-17/2"}
    case.complete("propose", decision="refused", noise="x")
    assert case.variables == {"file": "2026-17", "decision": "granted", "second": "refused"}
    assert case.ended


def test_an_error_of_the_called_process_reaches_its_caller() -> None:
    case = started()
    case.complete("propose", decision="granted")
    case.complete("after")
    step = case.complete("propose", decision=None)
    assert case.passed(step)[-3:] == ["xdecide_again", "-impossible", "-given_up"]
    assert step.end_event == "given_up"


def test_an_error_that_no_caller_handles_waits_as_a_failure() -> None:
    case = started()
    step = case.complete("propose", decision=None)
    assert step.failed is not None
    assert (step.failed.element, step.failed.code) == ("not_possible", "impossible")
    assert not step.ended


def test_a_process_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidModel) as refused:
        bpmn.prepare(files("call_activity.bpmn"))
    assert {f.element for f in refused.value.findings} == {"decide", "decide_again"}


def test_a_call_does_not_undo_what_another_branch_wrote_meanwhile() -> None:
    body = (
        '<startEvent id="start"/><parallelGateway id="fork"/><parallelGateway id="join"/>'
        '<callActivity id="call" calledElement="called_process"/>'
        + user("beside")
        + '<endEvent id="end"/>'
        + flows(("start", "fork"), ("fork", "call"), ("fork", "beside"), ("call", "join"))
        + flows(("beside", "join"), ("join", "end"))
    )
    case = Driver({**diagram(body), **files("called_process.bpmn")}, "p")
    case.start(places="7")
    case.complete("beside", places="8")
    case.complete("propose", decision="granted")
    assert case.variables == {"places": "8", "decision": "granted"}
