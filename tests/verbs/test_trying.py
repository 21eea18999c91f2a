"""Trying an expression or a decision: values in, tagged JSON and places of faults out."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine import trying
from engine.errors import InvalidInput, InvalidModel, NotFound
from tests.dmn.building import column, decision, literal, model, rule, table

NOW = datetime(2026, 3, 20, 23, 30, tzinfo=UTC)  # past midnight in Brussels


def test_an_expression_gives_its_value_as_tagged_json() -> None:
    assert trying.evaluate("1 + 1", {}, NOW).value == {"@number": "2"}
    assert trying.evaluate("leeftijd >= 18", {"leeftijd": Decimal(18)}, NOW).value is True
    assert trying.evaluate("Aantal plaatsen * 2", {"Aantal plaatsen": Decimal(4)}, NOW).value == {
        "@number": "8"
    }


def test_today_is_the_day_in_brussels() -> None:
    assert trying.evaluate("today()", {}, NOW).value == {"@date": "2026-03-21"}


def test_a_cell_is_tried_on_a_value() -> None:
    assert trying.evaluate("[18..20], 25", {}, NOW, unary="19").value is True
    assert trying.evaluate("> grens", {"grens": Decimal(5)}, NOW, unary="4").value is False


def test_a_text_that_cannot_be_read_has_a_place_and_a_guess() -> None:
    error = trying.evaluate("if 1 = 1\n the 2 else 3", {}, NOW).error
    assert error is not None
    assert (error.code, error.line, error.column) == ("unexpected_token", 2, 2)
    assert error.facts["did_you_mean"] == "then"


def test_an_unknown_name_is_a_warning_with_the_one_that_was_meant() -> None:
    tried = trying.evaluate("1 + leeftyd", {"leeftijd": Decimal(1)}, NOW)
    assert (tried.value, tried.error) == (None, None)
    first = tried.warnings[0]
    assert (first.code, first.column) == ("unknown_name", 5)
    assert first.facts["did_you_mean"] == "leeftijd"


def test_a_function_is_shown_as_its_text_with_a_warning() -> None:
    tried = trying.evaluate("abs", {}, NOW)
    assert tried.value == "abs"
    assert [one.code for one in tried.warnings] == ["not_storable"]


def test_values_are_read_from_json() -> None:
    text = '{"dag": {"@date": "2026-01-31"}, "n": 1.5}'
    assert trying.read_values(text) == {"dag": date(2026, 1, 31), "n": Decimal("1.5")}


@pytest.mark.parametrize("text", ["", "[1]", '{"@date": "2026-01-31"}', '{"a": {"@date": "x"}}'])
def test_what_is_no_object_of_values_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        trying.read_values(text)


def test_inputs_see_those_before_them() -> None:
    assert trying.inputs(["a=1", "b = a + 1"], NOW) == {"a": Decimal(1), "b": Decimal(2)}


@pytest.mark.parametrize("text", ["a", "=1", "a=1 +", "a=onbekend", "a=abs"])
def test_an_input_that_has_no_value_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        trying.inputs([text], NOW)


AGE = table(
    column("input", "leeftijd", id="i", label="Leeftijd"),
    column("output", "", id="o", name="uit"),
    rule("jong", ["< 18"], ["basis"]),
    rule("oud", [">= 18"], ["2"]),
)
MODEL = model(decision("basis", literal("1")), decision("d", AGE, "requiredDecision basis"))


def test_a_decision_gives_outputs_rules_and_the_trace() -> None:
    made = trying.decide(MODEL, "f.dmn", "d", {"leeftijd": Decimal(7)}, NOW)
    assert (made.outputs, made.matched) == ({"@number": "1"}, ("jong",))
    assert [one.decision for one in made.trace] == ["basis", "d"]


def test_without_a_name_it_is_the_decision_that_no_other_requires() -> None:
    assert trying.decide(MODEL, "f.dmn", "", {"leeftijd": Decimal(20)}, NOW).matched == ("oud",)


def test_an_unknown_decision_comes_with_the_one_that_was_meant() -> None:
    with pytest.raises(NotFound) as missing:
        trying.decide(MODEL, "f.dmn", "bassis", {}, NOW)
    assert missing.value.facts["did_you_mean"] == "basis"


def test_a_model_that_is_refused_is_not_tried() -> None:
    with pytest.raises(InvalidModel):
        trying.decide(model(decision("d", literal("1 +"))), "f.dmn", "d", {}, NOW)
