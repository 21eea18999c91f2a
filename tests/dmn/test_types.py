"""Item definitions: functions, constraints, collections, order of priority. DMN 1.5 §7.3."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.dmn.building import column, decision, literal, refused, rule, table, tables, values
from tests.dmn.building import model as definitions

TYPES = (
    '<itemDefinition name="Korting"><functionItem outputTypeRef="number">'
    '<parameters name="n" typeRef="number"/></functionItem></itemDefinition>'
    '<itemDefinition name="Getal"><typeRef>number</typeRef>'
    "<typeConstraint><text>&gt; 0</text></typeConstraint></itemDefinition>"
    '<itemDefinition name="Paar" isCollection="true"><typeRef>Getal</typeRef>'
    "<typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>"
    '<itemDefinition name="Graad"><typeRef>string</typeRef>'
    '<allowedValues><text>"hoog", "laag"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="Persoon"><itemComponent name="naam"><typeRef>string</typeRef>'
    '</itemComponent><itemComponent name="graden" isCollection="true"><typeRef>Graad</typeRef>'
    "</itemComponent></itemDefinition>"
)


def typed(type_: str, text: str) -> tuple[Any, bool]:
    """Return a decision's value, and whether it was of another type."""
    variable = f'<variable name="d" typeRef="{type_}"/>'
    result = tables(TYPES, decision("d", literal(text), variable=variable)).evaluate("d", {})
    return result.value, "wrong_type: d" in result.problems


@pytest.mark.parametrize(
    ("type_", "text", "fits"),
    [
        ("Korting", "function(n) n", True),
        ("Korting", "function(a, b) a", False),
        ("Korting", "abs", True),
        ("Korting", "1", False),
        ("Getal", "1", True),
        ("Getal", "0", False),
        ("Paar", "[1, 2]", True),
        ("Paar", "[1]", False),
        ("Paar", "[1, 0]", False),
        ("Persoon", '{naam: "a", graden: ["hoog"]}', True),
        ("Persoon", '{naam: "a", graden: ["midden"]}', False),
        ("Persoon", '{naam: "a"}', False),
        ("Persoon", '{naam: "a", graden: null}', True),
        ("string", "[null]", True),
        ("range", "[1..2]", True),
    ],
)
def test_a_value_that_is_of_another_type_is_null(type_: str, text: str, fits: bool) -> None:
    value, wrong = typed(type_, text)
    assert wrong is not fits
    assert fits or value is None


def test_an_item_becomes_a_list_inside_a_context_too() -> None:
    value, _ = typed("Persoon", '{naam: ["a"], graden: "hoog"}')
    assert value == {"naam": "a", "graden": ["hoog"]}


def test_what_comes_from_outside_may_lack_components() -> None:
    made = tables(
        TYPES,
        '<inputData id="p" name="p"><variable name="p" typeRef="Persoon"/></inputData>',
        decision("d", literal("p.naam"), "requiredInput p"),
    )
    assert made.evaluate("d", {"p": {"naam": "a"}})[:2] == ("a", ())
    assert made.evaluate("d", {"p": {"naam": 1}})[:2][0] is None


def test_priority_follows_the_allowed_values_of_the_type() -> None:
    logic = table(
        column("input", "x", id="i"),
        column("output", "", id="o", typeRef="Graad"),
        rule("a", ["> 1"], ['"laag"']),
        rule("b", ["> 2"], ['"hoog"']),
        policy="PRIORITY",
    )
    made = tables(TYPES, decision("d", logic))
    value, trace = made.decide("d", {"x": Decimal(3)})
    assert (value, trace.matched) == ("hoog", ("b", "a"))


def test_the_values_of_a_column_hold_for_each_item_of_a_list() -> None:
    logic = table(
        column("input", "x", id="i", label="X").replace(
            "</inputExpression>", "</inputExpression>" + values("inputValues", '"a", "b"')
        ),
        column("output", "", id="o"),
        rule("r", ["-"], ["1"]),
    )
    made = tables(decision("d", logic))
    assert made.evaluate("d", {"x": ["a", "b"]}).value == Decimal(1)
    assert made.evaluate("d", {"x": ["a", "c"]})[:2] == (None, ("input_not_allowed: X",))


def test_types_that_refer_too_deep_are_refused() -> None:
    chain = "".join(
        f'<itemDefinition name="T{n}"><typeRef>T{n + 1}</typeRef></itemDefinition>'
        for n in range(400)
    )
    last = '<itemDefinition name="T400"><typeRef>string</typeRef></itemDefinition>'
    found = refused(definitions(chain, last, decision("d", literal("1"))))
    assert {rule for rule, _ in found} == {"dmn.type_too_deep"}
