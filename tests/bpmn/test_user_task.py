"""User and manual tasks: who, which form, before when, and what the case does at each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import bpmn
from engine.errors import AlreadyDone, ModelFault, NotFound, Stale
from engine.model import ClockAction, ClockChange, Complete, FinishJob, Start, TaskClosed
from tests.bpmn.driving import NINE, Driver, PlainClocks, diagram, drive, flows, user


def started() -> Driver:
    case = drive("user_task")
    case.start(team="oost", received=date(2026, 2, 27), chosen="an")
    return case


def test_a_task_opens_with_its_group_form_term_and_legal_basis() -> None:
    task = started().steps[0].tasks_opened[0]
    assert (task.element, task.name, task.form) == ("assess", "assess", "assess_form")
    assert (task.candidate_group, task.assignee) == ("kb-oost", None)
    assert (task.term, task.legal_basis) == ("admission", "art. 5")
    assert task.four_eyes == ("approve",)
    assert task.kind == "user"


def test_a_task_with_a_term_is_due_at_the_end_of_its_clock() -> None:
    assert started().steps[0].tasks_opened[0].due == date(2026, 3, 29)


def test_entering_starts_the_clock_on_the_day_that_the_diagram_names() -> None:
    step = started().steps[0]
    assert step.clocks == (
        ClockChange("admission", ClockAction.START, date(2026, 2, 27), "assess"),
    )


def test_leaving_stops_the_clock_on_the_local_day() -> None:
    case = started()
    case.complete("assess")
    step = case.complete("approve")
    assert step.clocks == (ClockChange("admission", ClockAction.STOP, date(2026, 3, 2), "approve"),)


def test_completing_writes_the_values_and_opens_the_next_task() -> None:
    case = started()
    step = case.complete("assess", verdict="ok", **{"organiser.places": Decimal(8)})
    assert step.tasks_closed == (TaskClosed("3", completed=True),)
    assert case.variables["verdict"] == "ok"
    assert case.variables["organiser"] == {"places": Decimal(8)}
    task = step.tasks_opened[0]
    assert (task.element, task.form, task.assignee) == ("approve", "approve", "an")
    assert task.due == date(2026, 3, 9)
    assert step.status == "approving"


def test_the_trace_names_every_element_once_in_order() -> None:
    case = started()
    for name in ("assess", "approve", "archive"):
        case.complete(name)
    assert case.trace == [
        *("-start", "+assess"),
        *("-assess", "+approve"),
        *("-approve", "+archive"),
        *("-archive", "-end"),
    ]
    assert case.ended
    assert case.steps[-1].end_event == "end"


def test_a_manual_task_has_no_form() -> None:
    case = started()
    case.complete("assess")
    step = case.complete("approve")
    assert (step.tasks_opened[0].kind, step.tasks_opened[0].form) == ("manual", None)


def test_a_task_is_completed_once() -> None:
    case = started()
    token = case.task("assess")
    case.complete("assess")
    with pytest.raises(AlreadyDone):
        case.do(Complete(token, {}))


def test_a_token_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound):
        started().do(Complete("99", {}))
    with pytest.raises(NotFound):
        started().do(Complete("assess", {}))


def test_a_task_is_not_a_job() -> None:
    case = started()
    with pytest.raises(Stale):
        case.do(FinishJob(case.task("assess"), {}))


def test_a_started_case_is_not_started_again() -> None:
    case = started()
    with pytest.raises(AlreadyDone):
        case.do(Start({}))


def test_a_case_that_was_not_started_has_no_tokens() -> None:
    bundle = bpmn.load(bpmn.prepare(diagram(_PLAIN)).normalised, {})
    with pytest.raises(NotFound):
        bpmn.advance(bundle, "p", None, Complete("1", {}), NINE, PlainClocks())


_PLAIN = (
    '<startEvent id="start"/>'
    + user("a")
    + '<endEvent id="end"/>'
    + flows(("start", "a"), ("a", "end"))
)


def test_a_group_that_is_no_text_is_a_fault_of_the_model() -> None:
    case = drive("user_task")
    case.start(team="oost", received=date(2026, 2, 27), chosen=Decimal(3))
    with pytest.raises(ModelFault) as fault:
        case.complete("assess")
    assert fault.value.facts["element"] == "approve"


def test_a_clock_day_that_is_no_date_is_a_fault_of_the_model() -> None:
    case = drive("user_task")
    with pytest.raises(ModelFault) as fault:
        case.start(team="oost", received="yesterday", chosen="an")
    assert fault.value.code == "clock_day_is_no_date"


def test_search_fields_come_out_when_they_change() -> None:
    fields = (
        "<extensionElements>"
        '<pr:field name="team" source="=team"/><pr:field name="title" source="=applicant.name"/>'
        "</extensionElements>"
    )
    case = Driver(diagram(fields + _PLAIN), "p")
    first = case.start(team="west")
    assert first.fields == {"team": "west"}
    last = case.complete("a", team="west", applicant={"name": "Jan"})
    assert last.fields == {"title": "Jan"}


@pytest.mark.parametrize("written", ["9999-12-31T23:30:00Z", "0001-01-01T00:00:00+02:00", "morgen"])
@pytest.mark.parametrize("as_feel", [True, False])
def test_a_due_moment_outside_the_calendar_is_no_date(written: str, *, as_feel: bool) -> None:
    said = f'date and time("{written}")' if as_feel and written != "morgen" else f'"{written}"'
    body = (
        '<startEvent id="start"/>'
        + user("work", f"pr:dueDate='={said}'")
        + '<endEvent id="end"/>'
        + flows(("start", "work"), ("work", "end"))
    )
    with pytest.raises(ModelFault, match="not_a_date"):
        Driver(diagram(body), "p").start()
