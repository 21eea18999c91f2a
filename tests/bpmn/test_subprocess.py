"""Embedded sub-processes: a scope of their own, left when nothing runs in it (§13.3.4)."""

from __future__ import annotations

from decimal import Decimal

from engine import bpmn
from tests.bpmn.driving import Driver, drive


def started() -> Driver:
    case = drive("subprocess")
    step = case.start(bad=False)
    assert case.passed(step) == [
        *("-start", "+research", "-inner_start", "-inner_fork"),
        *("+one", "+two"),
    ]
    return case


def test_it_is_left_with_its_last_token() -> None:
    case = started()
    assert case.passed(case.complete("two")) == ["-two", "-inner_two"]
    step = case.complete("one")
    assert case.passed(step) == ["-one", "-fine", "-inner_end", "-research", "+after"]
    assert case.open == ["after"]


def test_what_happens_inside_names_the_sub_process_as_parent() -> None:
    step = started().steps[0]
    around = next(c.id for c in step.activities if c.element == "research")
    assert {c.element: c.parent for c in step.activities} == {
        "start": None,
        "research": None,
        "inner_start": around,
        "inner_fork": around,
        "one": around,
        "two": around,
    }


def test_mapped_variables_stay_inside_and_others_are_read_and_written_through() -> None:
    case = started()
    inside = next(t for t, task in case.tasks.items() if task.element == "one")
    assert bpmn.visible(case.steps[-1].document, inside)["local"] == Decimal(2)
    assert "local" not in case.variables
    step = case.complete("two", local=Decimal(3), found="x")
    assert "local" not in case.variables
    assert case.variables["found"] == "x"
    scopes = {change.name: change.scope for change in step.variables}
    assert scopes["found"] is None
    assert scopes["local"] == next(i for i, e in case.inside.items() if e == "research")


def test_an_error_end_cancels_the_rest_and_goes_to_the_boundary() -> None:
    case = started()
    step = case.complete("one", bad=True)
    assert case.passed(step) == [
        *("-one", "-fine", "-inner_error"),
        *("xresearch", "xtwo", "-failed", "+repair"),
    ]
    assert case.open == ["repair"]


def test_a_timer_on_it_interrupts_everything_inside() -> None:
    case = started()
    step = case.fire("over")
    assert case.passed(step) == ["xresearch", "xone", "xtwo", "-over", "+expired"]
    assert case.open == ["expired"]
