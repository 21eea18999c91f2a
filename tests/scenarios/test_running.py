"""All scenarios of a folder at once: what fails, what nobody came by, what nobody noticed."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import scenarios, wording
from engine.scenarios import Report
from tests.scenarios import small
from tests.scenarios.small import HEAVY, LIGHT, scenario


def told(report: Report) -> list[str]:
    return [wording.finding(one) for one in report.failed]


def ids(places: tuple[scenarios.Place, ...]) -> list[str]:
    return [place.id for place in places]


def test_scenarios_that_show_everything_are_clean(tmp_path: Path) -> None:
    report = scenarios.run(small.models(tmp_path, {"light": LIGHT, "heavy": HEAVY}))
    assert report.clean, told(report)
    assert (report.played, report.files, report.mutants) == (2, 2, 1)
    assert not report.flows_uncovered
    assert not report.unasserted


def test_what_nobody_came_by_is_named(tmp_path: Path) -> None:
    report = scenarios.run(small.models(tmp_path, {"light": LIGHT}), mutants=False)
    assert not report.clean
    assert ids(report.nodes_uncovered) == ["too_heavy"]
    assert ids(report.flows_uncovered) == ["to_heavy"]
    assert ids(report.rules_uncovered) == ["above_ten"]


def test_the_same_path_and_rules_count_once(tmp_path: Path) -> None:
    plans = {"a": scenario(3, "light"), "b": scenario(4, "light"), "c": HEAVY}
    report = scenarios.run(small.models(tmp_path, plans), mutants=False)
    assert (report.played, report.files) == (2, 3)
    assert report.alike == {"probe/scenarios/b.yaml": "probe/scenarios/a.yaml"}


def test_another_rule_on_the_same_path_counts_apart(tmp_path: Path) -> None:
    plans = {"a": LIGHT, "b": HEAVY.replace("too_heavy", "light")}
    diagram = small.DIAGRAM.replace('=rate = "heavy"', '=rate = "more"')
    report = scenarios.run(small.models(tmp_path, plans, diagram=diagram), mutants=False)
    assert not report.failed
    assert (report.played, report.alike) == (2, {})


def test_a_condition_that_nobody_notices_is_missed(tmp_path: Path) -> None:
    diagram = small.DIAGRAM.replace('targetRef="too_heavy"', 'targetRef="light"')
    diagram = diagram.replace('<endEvent id="too_heavy" name="Too heavy"/>', "")
    plans = {"a": LIGHT, "b": HEAVY.replace("too_heavy", "light")}
    report = scenarios.run(small.models(tmp_path, plans, diagram=diagram))
    (missed,) = report.mutants_missed
    assert (missed.process, missed.gateway, missed.flow) == ("probe", "heavy", "to_heavy")
    assert not report.clean


def test_a_gateway_that_nobody_reaches_is_missed(tmp_path: Path) -> None:
    report = scenarios.run(small.models(tmp_path, {}))
    assert report.mutants == len(report.mutants_missed) == 1


def test_processes_of_their_own_give_the_same(tmp_path: Path) -> None:
    models = small.models(tmp_path, {"light": LIGHT, "wrong": scenario(30, "light")})
    alone, together = scenarios.run(models), scenarios.run(models, workers=2)
    assert told(alone) == told(together) != []
    assert alone.mutants_missed == together.mutants_missed == ()
    assert alone.played == together.played == 1


def test_models_that_cannot_be_deployed_are_not_played(tmp_path: Path) -> None:
    diagram = small.DIAGRAM.replace('=rate = "heavy"', "=rate = (")
    report = scenarios.run(small.models(tmp_path, {"light": LIGHT}, diagram=diagram))
    assert [one.rule for one in report.findings] == ["bpmn.feel.syntax"]
    assert (report.files, report.clean) == (0, False)


def test_a_draft_lies_over_the_folder_and_leaves_it_alone(tmp_path: Path) -> None:
    models = small.models(tmp_path, {"light": LIGHT})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    draft = {
        "probe/rate.dmn": small.TABLE.replace("10", "2").encode(),
        "probe/scenarios/heavy.yaml": HEAVY.encode(),
    }
    report = scenarios.run(
        replace(models, draft=draft),
        mutants=False,
    )
    assert report.files == 2
    assert told(report) == ["Verwacht bij ‘einde’: light. Gevonden: too_heavy."]
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["../outside.bpmn", "probe/../../outside.bpmn", "/outside.bpmn"])
def test_a_draft_cannot_write_outside(tmp_path: Path, name: str) -> None:
    models = small.models(tmp_path, {"light": LIGHT})
    report = scenarios.run(replace(models, draft={name: b"x"}))
    assert [one.rule for one in report.findings] == ["scenario.outside"]


def test_a_table_is_tried_on_rows(tmp_path: Path) -> None:
    rows = """titel: Gewichten
beslissing: rate
gevallen:
  - {gegeven: {kilos: 10}, verwacht: light}
  - {gegeven: {kilos: 10.01}, verwacht: heavy}
  - {gegeven: {kilos: 4}, verwacht: heavy}
"""
    report = scenarios.run(small.models(tmp_path, {"rows": rows}), mutants=False)
    (found,) = report.failed
    assert (found.line, found.rule) == (6, "scenario.differs")
    assert report.trials == 1
    assert not report.rules_uncovered


def test_a_table_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    rows = "titel: Niets\nbeslissing: elsewhere\ngevallen: []\n"
    report = scenarios.run(small.models(tmp_path, {"rows": rows}), mutants=False)
    assert [one.rule for one in report.failed] == ["scenario.no_decision"]
