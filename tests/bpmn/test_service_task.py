"""Service tasks: a job is asked for, finished, or ends in an error that somebody catches."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import InvalidModel, ModelFault
from engine.model import JobWanted, ModelFailure
from tests.bpmn.driving import Driver, diagram, drive, flows


def started() -> Driver:
    case = drive("service_task")
    case.start(applicant={"name": "Jan"})
    return case


def test_a_job_gets_its_mapped_inputs_and_its_letter() -> None:
    assert started().steps[0].jobs_wanted == (
        JobWanted(
            "3",
            "letter_out",
            "service_task",
            "service",
            "send_letter",
            values={"to": "Jan"},
            letter="receipt",
        ),
    )


def test_the_output_mapping_says_what_is_written() -> None:
    case = started()
    step = case.finish("letter_out", number=Decimal(7), noise="x")
    assert case.variables == {"applicant": {"name": "Jan"}, "letter_number": Decimal(7)}
    assert case.passed(step) == ["-letter_out", "+look_up"]


def test_without_mapping_a_job_gets_and_writes_everything() -> None:
    case = started()
    step = case.finish("letter_out", number=Decimal(7))
    assert step.jobs_wanted[0].name == "look_up"
    assert step.jobs_wanted[0].values == {
        "applicant": {"name": "Jan"},
        "letter_number": {"@number": "7"},
    }
    case.finish("look_up", found=True)
    assert case.variables["found"] is True
    assert case.ended


def test_an_error_goes_to_the_boundary_event_that_names_it() -> None:
    case = started()
    step = case.error("letter_out", "no_address", reason="moved")
    assert case.passed(step) == ["xletter_out", "-refused", "+call_applicant"]
    assert case.variables["reason"] == "moved"
    assert step.failed is None


def test_an_error_that_nobody_handles_leaves_the_case_waiting() -> None:
    case = started()
    before = case.steps[-1].document
    step = case.error("letter_out", "printer_on_fire")
    assert step.failed == ModelFailure("letter_out", "printer_on_fire")
    assert step.document == before
    assert case.open == ["letter_out"]


LETTER = (
    '<startEvent id="start"/><serviceTask id="s" name="s" pr:job="make" pr:letter="{0}"/>'
    '<endEvent id="end" pr:status="= &quot;done &quot; + kind"/>'
)


def test_which_letter_can_be_computed_and_so_can_a_status() -> None:
    body = LETTER.format("=get value(letters, kind)") + flows(("start", "s"), ("s", "end"))
    case = Driver(diagram(body), "p")
    step = case.start(kind="refused", letters={"refused": "refusal"})
    assert step.jobs_wanted[0].letter == "refusal"
    assert case.finish("s").status == "done refused"
    assert case.bundle.process("p").letters == ()


def test_a_letter_that_is_not_found_is_a_fault_of_the_model() -> None:
    body = LETTER.format("=get value(letters, kind)") + flows(("start", "s"), ("s", "end"))
    case = Driver(diagram(body), "p")
    with pytest.raises(ModelFault) as fault:
        case.start(kind="granted", letters={"refused": "refusal"})
    assert fault.value.code == "no_letter"


def test_the_name_of_a_job_is_not_computed() -> None:
    body = LETTER.replace('"make"', '"=kind"').format("x") + flows(("start", "s"), ("s", "end"))
    with pytest.raises(InvalidModel):
        Driver(diagram(body), "p")
