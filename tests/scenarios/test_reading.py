"""The shape of a scenario: each fault with its line, in words of the analyst."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import scenarios, wording
from engine.errors import Finding, InvalidModel
from engine.scenarios import Scenario, Trial
from tests.scenarios.small import LIGHT

BOMB = (
    "start: {a0: &a0 1, "
    + ", ".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
    + "}"
)


def findings(text: str | bytes) -> list[Finding]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InvalidModel) as refused:
        scenarios.read(data, "a.yaml")
    return list(refused.value.findings)


def test_a_scenario_is_read_with_the_lines_of_its_steps() -> None:
    found = scenarios.read(LIGHT.encode(), "a.yaml")
    assert isinstance(found, Scenario)
    assert [(step.kind, step.line) for step in found.steps] == [("expect", 6), ("task", 11)]
    assert found.steps[0].given["groups"] == {"weigh": "kb-ko-oost"}
    assert found.by == "an.admin"


def test_a_part_may_be_repeated_by_its_name() -> None:
    text = LIGHT.replace("start: {}", "start: {a: &x {b: 1}, c: *x}")
    found = scenarios.read(text.encode(), "a.yaml")
    assert isinstance(found, Scenario)
    assert found.start == {"a": {"b": 1}, "c": {"b": 1}}


def test_a_trial_of_a_table_is_known_by_its_word() -> None:
    text = "titel: T\nbeslissing: d\ngevallen: [{gegeven: {a: 1}, verwacht: null}]\n"
    found = scenarios.read(text.encode(), "a.yaml")
    assert isinstance(found, Trial)
    assert found.rows[0].expected is None


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (LIGHT.replace("titel:", "titl:"), "scenario.unknown_word", 1),
        (LIGHT.replace("einde: light", "einde: 3"), "scenario.wrong_kind", 1),
        (LIGHT.replace("dag: 2026-03-23", "dag: morgen"), "scenario.wrong_kind", 1),
        (LIGHT.replace("    door: sara.mertens\n", ""), "scenario.missing_word", 11),
        (LIGHT.replace("  - taak: weigh", "  - tak: weigh"), "scenario.unknown_step", 11),
        (LIGHT.replace("      brieven: []", "      brief: []"), "scenario.unknown_word", 7),
        (LIGHT.replace("taken: [weigh]", "taken: weigh"), "scenario.wrong_kind", 7),
        (LIGHT.replace("start: {}", "start: &x {a: [*x]}"), "scenario.alias", 4),
        (LIGHT.replace("start: {}", BOMB), "scenario.alias", 4),
        (LIGHT.replace("start: {}", "start: {"), "scenario.not_yaml", 6),
        (LIGHT.replace("  - verwacht:", "  - niets\n  - verwacht:"), "scenario.wrong_kind", 6),
        ("- een lijst\n", "scenario.not_yaml", 1),
        ("titel: !!python/object/apply:os.getcwd []\n", "scenario.not_yaml", 1),
        ("[" * 400_000, "scenario.too_deep", 1),
        ("- " * 200_000, "scenario.too_deep", 1),
        ("{a: " * 100_000, "scenario.too_deep", 1),
        ("titel: \xff", "scenario.missing_word", 1),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, rule: str, line: int) -> None:
    found = findings(text)
    assert (rule, line) in [(one.rule, one.line) for one in found]
    assert all(wording.finding(one) for one in found)


def test_too_much_is_refused() -> None:
    steps = "".join("  - tijd: '+1d'\n" for _ in range(501))
    text = LIGHT.replace("einde: light", f"{steps}einde: light")
    assert findings(text)[0].rule == "scenario.too_many"
    assert findings(b"x" * 600_000)[0].rule == "scenario.too_large"


def test_a_scenario_goes_after_one_that_is_there_and_not_in_a_circle() -> None:
    after = {
        "a.yaml": "na: b.yaml\n",
        "b.yaml": "na: a.yaml\n",
        "c.yaml": "na: elsewhere.yaml\n",
        "d.yaml": "",
        "e.yaml": "na: d.yaml\n",
    }
    _, found = scenarios.read_all({name: (LIGHT + more).encode() for name, more in after.items()})
    assert [one.file for one in found] == ["a.yaml", "b.yaml", "c.yaml"]
    assert {one.rule for one in found} == {"scenario.unknown_before"}


def is_read_or_refused(data: bytes) -> bool:
    """Read a file; whatever it is, nothing but a refusal with findings comes out."""
    try:
        scenarios.read(data, "a.yaml")
    except InvalidModel as refused:
        return bool(refused.findings)
    return True


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_anything_is_read_or_refused(data: bytes) -> None:
    assert is_read_or_refused(data)


@given(st.sampled_from(LIGHT.splitlines()), st.text(max_size=20))
def test_a_line_that_is_spoilt_is_read_or_refused(line: str, other: str) -> None:
    assert is_read_or_refused(LIGHT.replace(line, other).encode("utf-8", "replace"))
