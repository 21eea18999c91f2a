"""What a scenario says of a case that goes otherwise: the step, the line, both sides."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import scenarios, wording
from engine.scenarios import Limits, Played, Template, furnished
from tests.scenarios import small
from tests.scenarios.small import scenario

FILE = "probe/scenarios/a.yaml"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with furnished(small.models(tmp_path_factory.mktemp("small"), {})) as made:
        yield made


def play(template: Template, text: str, limits: Limits | None = None) -> Played:
    plans, findings = scenarios.read_all({FILE: text.encode()})
    assert not findings, findings
    with template.opened() as house:
        return scenarios.play(house, plans, FILE, limits)


def told(played: Played) -> list[tuple[int | None, str]]:
    return [(one.line, wording.finding(one)) for one in played.findings]


def test_what_goes_as_written_has_a_trail(template: Template) -> None:
    played = play(template, scenario(3, "light"))
    assert not told(played)
    assert ("probe", "light") in played.trail.nodes
    assert ("probe", "too_heavy") not in played.trail.nodes
    assert ("probe", "to_light") in played.trail.flows
    assert played.trail.rules == {("probe/rate.dmn", "up_to_ten")}


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("taken: []", 'Verwacht bij ‘taken’: []. Gevonden: ["weigh"].'),
        (
            "groepen: {weigh: jurist}",
            'Verwacht bij ‘groepen’: {"weigh": "jurist"}. Gevonden: {"weigh": "kb-ko-oost"}.',
        ),
        ("status: klaar", "Verwacht bij ‘status’: klaar. Gevonden: null."),
        (
            "termijnen: {vergunning.ontvankelijkheid: 2026-04-19}",
            'Verwacht bij ‘termijnen’: ["vergunning.ontvankelijkheid"]. Gevonden: [].',
        ),
        ("brieven: [ontvangst]", 'Verwacht bij ‘brieven’: ["ontvangst"]. Gevonden: [].'),
        ("gevolgen: [bezwaar]", 'Verwacht bij ‘gevolgen’: ["bezwaar"]. Gevonden: [].'),
        ("beslissingen: [a.b]", 'Verwacht bij ‘beslissingen’: ["a.b"]. Gevonden: [].'),
    ],
)
def test_a_difference_names_both_sides(template: Template, wanted: str, sentence: str) -> None:
    text = scenario(3, "light").replace("      taken: [weigh]", f"      {wanted}", 1)
    kept = [line for line in text.splitlines() if not line.startswith("      groepen: {weigh: kb")]
    text = text if wanted.startswith(("taken", "status")) else "\n".join(kept)
    if wanted.startswith(("termijnen", "brieven")):
        word = wanted.partition(":")[0]
        lines = text.splitlines()
        text = "\n".join(x for x in lines if x == f"      {wanted}" or f" {word}:" not in x)
    assert told(play(template, text)) == [(6, sentence)]


def test_a_task_that_is_not_open_ends_the_scenario(template: Template) -> None:
    text = scenario(3, "light").replace("- taak: weigh", "- taak: elsewhere")
    assert told(play(template, text)) == [
        (11, "De taak ‘elsewhere’ staat niet open. Wel open: weigh.")
    ]


def test_what_the_engine_refuses_ends_the_scenario(template: Template) -> None:
    text = scenario(3, "light").replace("{kilos: 3}", "{kilos: veel}")
    (found,) = play(template, text).findings
    assert (found.rule, found.line) == ("scenario.refused", 11)
    assert "kilos" in wording.finding(found)


def test_a_refusal_can_be_expected(template: Template) -> None:
    wrong = "  - taak: weigh\n    door: sara.mertens\n    geweigerd: required\n  - taak: weigh"
    text = scenario(3, "light").replace("  - taak: weigh", wrong)
    assert not told(play(template, text))
    other = text.replace("geweigerd: required", "geweigerd: hand.excluded")
    assert [one.rule for one in play(template, other).findings] == ["scenario.differs"]


def test_somebody_who_is_not_there_is_named(template: Template) -> None:
    text = scenario(3, "light").replace("sara.mertens", "niemand.bekend")
    (found,) = play(template, text).findings
    assert (found.rule, found.facts["login"]) == ("scenario.nobody", "niemand.bekend")


@pytest.mark.parametrize(
    ("step", "rule"),
    [
        ("tijd: 2026-01-01", "scenario.backwards"),
        ("tijd: overmorgen", "scenario.wrong_time"),
        ("{bericht: x, waarden: {received_on: 2026-03-24}}", "scenario.nobody_waits"),
        (
            "{bericht: x, ingeboekt: 2026-03-24, waarden: {received_on: 2026-03-24}}",
            "scenario.nothing_missed",
        ),
    ],
)
def test_a_step_that_cannot_be_done_ends_the_scenario(
    template: Template, step: str, rule: str
) -> None:
    text = scenario(3, "light").replace("  - taak: weigh", f"  - {step}\n  - taak: weigh")
    assert [one.rule for one in play(template, text).findings] == [rule]


def test_a_scenario_that_takes_too_long_is_broken_off(template: Template) -> None:
    (found,) = play(template, scenario(3, "light"), Limits(seconds=0)).findings
    assert found.rule == "scenario.too_long"


def test_an_incident_ends_the_scenario(tmp_path: Path) -> None:
    diagram = small.DIAGRAM.replace('default="to_light"', "").replace(
        '<sequenceFlow id="to_light" name="no" sourceRef="heavy" targetRef="light"/>',
        '<sequenceFlow id="to_light" name="no" sourceRef="heavy" targetRef="light">'
        "<conditionExpression>=false</conditionExpression></sequenceFlow>",
    )
    report = scenarios.run(
        small.models(tmp_path, {"a": scenario(3, "light")}, diagram=diagram), mutants=False
    )
    assert len(report.failed) == 1
    assert report.failed[0].rule in {"scenario.incident", "scenario.refused"}


def test_every_copy_of_the_house_is_as_new(template: Template) -> None:
    first, second = (play(template, scenario(3, "light")).number for _ in range(2))
    assert first == second == "PR-2026-00001"
