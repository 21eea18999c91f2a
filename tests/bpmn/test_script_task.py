"""Script tasks: a FEEL context written as variables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import ModelFault
from tests.bpmn.driving import Driver, diagram, drive, flows, script, user


def test_each_entry_is_written_as_a_variable() -> None:
    case = drive("script_task")
    step = case.start(price=Decimal("12.50"))
    assert case.variables == {
        "price": Decimal("12.50"),
        "total": Decimal(25),
        "applicant": {"address": {"city": "Gent"}},
        "half": Decimal("6.25"),
    }
    assert case.passed(step) == ["-start", "-compute", "+look"]


def test_a_path_leaves_what_stands_beside_it() -> None:
    case = drive("script_task")
    case.start(price=Decimal(1), applicant={"name": "Jan", "address": {"street": "Kouter"}})
    assert case.variables["applicant"] == {
        "name": "Jan",
        "address": {"street": "Kouter", "city": "Gent"},
    }


def test_the_change_tells_old_and_new() -> None:
    case = drive("script_task")
    step = case.start(price=Decimal(1), half="x")
    change = next(c for c in step.variables if c.name == "half")
    assert (change.old, change.new) == (None, {"@number": "0.5"})


def test_a_script_that_gives_nothing_is_a_fault_of_the_model() -> None:
    body = (
        '<startEvent id="start"/>'
        + script("s", "{a: 1}[b = 2]")
        + user("u")
        + '<endEvent id="end"/>'
        + flows(("start", "s"), ("s", "u"), ("u", "end"))
    )
    case = Driver(diagram(body), "p")
    with pytest.raises(ModelFault) as fault:
        case.start()
    assert fault.value.code == "script_without_result"
