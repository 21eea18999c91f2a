"""Service tasks: a job is asked for, finished, or ends in an error that somebody catches."""

from __future__ import annotations

from decimal import Decimal

from engine.model import JobWanted, ModelFailure
from tests.bpmn.driving import Driver, drive


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
