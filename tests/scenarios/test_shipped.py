"""What ships: every scenario ends as written, and together they leave nothing out."""

from __future__ import annotations

import pytest

from engine import scenarios, wording
from engine.scenarios import Report
from tests import house as houses

PROCESSES, FORMS = houses.ROOT / "processes", houses.ROOT / "forms"


@pytest.fixture(scope="module")
def report() -> Report:
    return scenarios.run(scenarios.models_of(None, PROCESSES, FORMS), mutants=False)


def test_every_scenario_ends_as_written(report: Report) -> None:
    told = [f"{one.file}:{one.line} {wording.finding(one)}" for one in report.failed]
    assert not told, "\n".join(told)


def test_no_two_scenarios_go_the_same_way(report: Report) -> None:
    assert not report.alike
    assert (
        report.played
        == report.files
        == len(list(PROCESSES.glob("*/scenarios/*.yaml"))) - (report.trials)
    )


def test_every_node_and_flow_lies_on_a_scenario(report: Report) -> None:
    assert not report.nodes_uncovered
    assert not report.flows_uncovered


def test_every_rule_lies_on_a_scenario(report: Report) -> None:
    assert not report.rules_uncovered


def test_every_scenario_looks_at_tasks_groups_clocks_and_letters(report: Report) -> None:
    assert not report.unasserted


@pytest.mark.long
def test_a_condition_turned_round_makes_a_scenario_fail() -> None:
    found = scenarios.run(scenarios.models_of(None, PROCESSES, FORMS), workers=2)
    assert found.mutants > 0
    assert not found.mutants_missed
