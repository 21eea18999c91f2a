"""Business-rule tasks: a decision table decides within the step."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.errors import InvalidModel
from tests.bpmn.driving import Driver, files


def started(postcode: str) -> Driver:
    case = Driver(
        files("business_rule_task.bpmn"), "business_rule_task", files("business_rule_task.dmn")
    )
    case.start(postcode=postcode)
    return case


def test_the_outputs_go_through_the_output_mapping() -> None:
    assert started("9000").variables == {"postcode": "9000", "team": "oost"}


def test_the_evaluation_names_the_task_and_the_rule() -> None:
    (evaluation,) = started("8000").steps[0].evaluations
    assert (evaluation.decision, evaluation.element) == ("team_of", "route")
    assert evaluation.matched == ("rule_west",)
    assert started("8000").variables["team"] == "west"


def test_a_table_that_is_not_there_is_refused_at_load() -> None:
    prepared = bpmn.prepare(files("business_rule_task.bpmn"))
    with pytest.raises(InvalidModel) as refused:
        bpmn.load(prepared.normalised, {})
    assert [(f.rule, f.element) for f in refused.value.findings] == [
        ("bpmn.decision.unknown", "route")
    ]
