"""Computed fields, tables, and our own properties: verdicts, sources, units, comparison."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.forms import FieldView, GroupView, TableView, blank, validate, view
from tests.forms.building import choices, field, findings, form


def codes(made: Any, posted: dict[str, Any], context: dict[str, Any] | None = None) -> Any:
    done = validate(made, posted, context or {})
    return [(one.field, one.code) for one in done.problems]


def formula(key: str, feel: str, **more: Any) -> dict[str, Any]:
    return {"type": "expression", "id": f"id_{key}", "key": key, "expression": feel, **more}


def test_a_computed_field_follows_what_is_filled_in() -> None:
    made = form(
        formula("totaal", "=a + b"),
        field("number", "a"),
        field("number", "b"),
        field("textfield", "uitleg", conditional={"hide": "=totaal < 10"}),
    )
    done = validate(made, {"a": "4", "b": "6", "uitleg": "x"}, {})
    assert done.problems == ()
    assert done.clean["totaal"] == Decimal(10)
    assert codes(made, {"a": "4", "b": "5", "uitleg": "x"}) == [("uitleg", "field_hidden")]
    assert codes(made, {"a": "4", "b": "6", "totaal": "9"}) == [("totaal", "field_disabled")]
    assert validate(made, done.clean, {}, "json") == done
    assert [each.name for each in view(made, {}, {}).fields] == ["a", "b", "uitleg"]


def test_a_field_computed_for_the_page_does_not_follow() -> None:
    made = form(field("number", "a"), formula("was", "=a", computeOn="presentation"))
    assert validate(made, {"a": "2"}, {"a": Decimal(1)}).clean == {"a": 2, "was": 1}


def test_a_formula_that_turns_round_ends_as_nothing() -> None:
    made = form(formula("a", "=if a = 1 then 2 else 1"))
    assert validate(made, {}, {}).problems == ()


def test_rows_compute_and_the_form_computes_over_them() -> None:
    rows = {
        "type": "dynamiclist",
        "id": "l",
        "path": "p",
        "components": [field("number", "n"), formula("dubbel", "=n * 2")],
    }
    made = form(rows, formula("som", "=sum(p.dubbel)"))
    clean = validate(made, {"p.0.n": "1", "p.1.n": "2"}, {}).clean
    assert clean == {"p": [{"n": 1, "dubbel": 2}, {"n": 2, "dubbel": 4}], "som": 6}


def test_a_table_shows_rows_and_nothing_else() -> None:
    columns = [{"label": "Naam", "key": "naam"}, {"label": "Plaatsen", "key": "n"}]
    table = {"type": "table", "id": "t", "label": "Locaties", "dataSource": "=l"}
    context = {"l": [{"naam": "Zon", "n": Decimal(8)}, {"naam": "Maan"}, "x"]}
    given = form({**table, "columns": columns}, field("textfield", "x"))
    computed = form({**table, "columnsExpression": "=k"}, field("textfield", "x"))
    for made, more in ((given, {}), (computed, {"k": columns})):
        seen = view(made, {}, {**context, **more}).parts[0]
        assert isinstance(seen, TableView)
        assert seen.columns == ("Naam", "Plaatsen")
        assert seen.rows == (("Zon", "8"), ("Maan", ""), ("", ""))
    empty = view(given, {}, {"l": Decimal(3)}).parts[0]
    assert isinstance(empty, TableView)
    assert empty.rows == ()


@pytest.mark.parametrize(
    ("component", "rule", "where"),
    [
        ({"type": "table", "columns": [{"key": "a"}]}, "form.missing", "dataSource"),
        ({"type": "table", "dataSource": "=a"}, "form.missing", "columns"),
        (formula("x", ""), "form.missing", "expression"),
        (formula("x", "=a", computeOn="soms"), "form.unknown_value", "computeOn"),
        (formula("x", "=a = = b"), "form.feel_syntax", "expression"),
        (field("filepicker", "x", accept="pdf"), "form.unknown_value", "accept"),
        (
            field("number", "x", properties={"eenheid": "kg"}),
            "form.unknown_value",
            "properties.eenheid",
        ),
        (
            field("textfield", "x", properties={"vertrouwelijk": "ja"}),
            "form.unknown_value",
            "properties.vertrouwelijk",
        ),
        (
            field("textfield", "x", properties={"bronNaam": "KBO"}),
            "form.missing",
            "properties.bron",
        ),
        (
            field("textfield", "x", properties={"hulp": "a", "help": "b"}),
            "form.unknown_property",
            "properties.help",
        ),
        (
            field("radio", "x", properties={"oordeel": "soms"}, values=choices("a")),
            "form.unknown_value",
            "properties.oordeel",
        ),
        (
            field("radio", "x", properties={"oordeel": "ja"}, values=choices("goed")),
            "form.unknown_value",
            "values",
        ),
        (
            field("checkbox", "x", properties={"controle": "kbo"}),
            "form.unknown_property",
            "properties.controle",
        ),
    ],
)
def test_what_is_not_understood_is_refused_at_its_place(
    component: dict[str, Any], rule: str, where: str
) -> None:
    found = findings(component, field("textfield", "y"))
    assert (rule, where) in [(one.rule, one.facts["property"]) for one in found]


VERDICT = form(
    field(
        "radio",
        "rookmelders",
        label="Rookmelders",
        validate={"required": True},
        properties={"oordeel": "ja", "hulp": "Op elke bouwlaag.", "rechtsgrond": "art. 12"},
    )
)


def test_a_verdict_asks_a_motivation_unless_it_is_met() -> None:
    clean = validate(VERDICT, {"rookmelders.oordeel": "voldoet"}, {}).clean
    assert clean == {"rookmelders": {"oordeel": "voldoet"}}
    for verdict in ("voldoet_niet", "afwijking", "nvt"):
        posted = {"rookmelders.oordeel": verdict}
        assert codes(VERDICT, posted) == [("rookmelders.motivering", "required")]
        posted["rookmelders.motivering"] = "De kelder heeft er geen."
        assert codes(VERDICT, posted) == []
    assert codes(VERDICT, {}) == [("rookmelders.oordeel", "required")]
    assert codes(VERDICT, {"rookmelders.oordeel": "goed"}) == [
        ("rookmelders.oordeel", "unknown_option")
    ]
    part = view(VERDICT, {"rookmelders.oordeel": "nvt"}, {}).parts[0]
    assert isinstance(part, GroupView)
    assert part.label == "Rookmelders"
    judged = part.parts[0]
    assert isinstance(judged, FieldView)
    assert (judged.help, judged.legal_basis) == ("Op elke bouwlaag.", "art. 12")


def test_a_field_is_filled_in_from_its_source_and_says_so() -> None:
    made = form(
        field(
            "textfield",
            "naam",
            defaultValue="onbekend",
            properties={"bron": "=kbo.naam", "bronNaam": "KBO op {{kbo.dag}}"},
        )
    )
    context: dict[str, Any] = {"kbo": {"naam": "Zon", "dag": "maandag"}}
    assert blank(made, context) == {"naam": "Zon"}
    assert blank(made, {}) == {"naam": "onbekend"}
    assert blank(made, {**context, "naam": "Maan"}) == {"naam": "Maan"}
    for typed, same in (("Zon", True), ("Maan", False)):
        source = view(made, {"naam": typed}, context).fields[0].source
        assert source is not None
        assert (source.name, source.text, source.same) == ("KBO op maandag", "Zon", same)
    assert view(made, {}, {}).fields[0].source is None


def test_the_old_value_stands_beside_the_new() -> None:
    made = form(field("number", "n", decimalDigits=2, properties={"vergelijk": "=oud.n"}))
    for typed, old, shown, changed in (
        ("8", Decimal(8), "8,00", False),
        ("9", Decimal(8), "8,00", True),
        ("9", None, "", True),
    ):
        seen = view(made, {"n": typed}, {"oud": {"n": old}}).fields[0]
        assert (seen.before, seen.changed) == (shown, changed)


def test_an_old_value_is_read_as_the_field_reads_it() -> None:
    own = {"properties": {"vergelijk": "=oud"}}
    days = form(field("checklist", "a", values=choices("x", "y"), **own))
    tick, line = form(field("checkbox", "a", **own)), form(field("textfield", "a", **own))
    for made, now, old, shown, changed in (
        (days, ["x", "y"], ["y", "x"], "X, Y", False),
        (days, ["x"], ["x", "q"], "X, q", True),
        (tick, False, None, "nee", False),
        (tick, True, None, "nee", True),
        (line, "abc", " abc ", "abc", False),
        (line, "abc", 7, "", True),
    ):
        seen = view(made, {"a": now}, {"oud": old}).fields[0]
        assert (seen.before, seen.changed) == (shown, changed)


def test_a_unit_brings_its_decimals() -> None:
    money = form(field("number", "x", properties={"eenheid": "EUR"}))
    places = form(field("number", "x", properties={"eenheid": "plaatsen"}))
    assert codes(money, {"x": "1,005"}) == [("x", "too_many_decimals")]
    assert codes(places, {"x": "1,5"}) == [("x", "too_many_decimals")]
    assert view(money, {"x": Decimal("12.5")}, {}).fields[0].text == "12,50"
    assert view(money, {}, {}).fields[0].unit == "EUR"
