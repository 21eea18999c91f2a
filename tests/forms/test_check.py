"""What check refuses, and with which place and facts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.errors import InvalidModel
from engine.forms import check, load
from tests.forms.building import choices, field, findings, schema


def rules(*components: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(one.rule, one.element, one.facts.get("property")) for one in findings(*components)]


def test_a_form_with_every_known_component_is_accepted() -> None:
    assert (
        findings(
            {"type": "text", "id": "t", "text": "# Kop\n\nDag {{organisator.naam}}"},
            {
                "type": "group",
                "id": "g",
                "label": "Organisator",
                "path": "organisator",
                "showOutline": True,
                "components": [
                    field("textfield", "naam", validate={"required": True, "maxLength": 80}),
                    field("textfield", "kbo", properties={"controle": "kbo", "hulp": "10 cijfers"}),
                ],
            },
            {"type": "separator", "id": "s"},
            {"type": "spacer", "id": "s2", "height": 60},
            field("textarea", "motivering", layout={"row": "r", "columns": 8}),
            field("number", "plaatsen", decimalDigits=0, validate={"min": 1, "max": "18"}),
            field("checkbox", "akkoord", conditional={"hide": "=plaatsen < 9"}),
            field("checklist", "talen", values=choices("nl", "fr")),
            field("radio", "uitkomst", values=choices("ja", "nee"), defaultValue="ja"),
            field("select", "vorm", values=choices("gezin", "groep"), searchable=True),
            {
                "type": "datetime",
                "id": "d",
                "key": "ontvangen",
                "subtype": "date",
                "dateLabel": "Ontvangen op",
            },
        )
        == []
    )


@pytest.mark.parametrize("kind", ["script", "survey", "Textfield", ""])
def test_a_component_that_is_not_understood_is_refused_by_name(kind: str) -> None:
    (found,) = findings(field(kind, "x"), field("textfield", "y"))
    assert found.rule == "form.unknown_component"
    assert found.element == "x"
    assert found.facts["type"] == kind
    assert "textfield" in found.facts["known"]
    assert found.file == "forms/proef.json"


def test_a_property_that_is_not_understood_is_refused_by_name() -> None:
    assert rules(field("textfield", "x", validate={"uniek": True}, kleur="rood")) == [
        ("form.unknown_property", "x", "validate.uniek"),
        ("form.unknown_property", "x", "kleur"),
    ]


def test_a_property_of_another_kind_of_field_is_refused() -> None:
    assert rules(field("checkbox", "x", validate={"minLength": 3})) == [
        ("form.unknown_property", "x", "validate.minLength")
    ]
    for step in (-1, "1e-50"):
        assert rules(field("number", "x", increment=step)) == [("form.bad_value", "x", "increment")]
    assert rules(field("textfield", "x", decimalDigits=2)) == [
        ("form.unknown_property", "x", "decimalDigits")
    ]


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("html", "form.no_html"),
        ("iframe", "form.no_iframe"),
        ("image", "form.no_image"),
        ("button", "form.no_button"),
        ("documentPreview", "form.no_preview"),
    ],
)
def test_a_component_that_has_no_place_here_is_refused_with_its_reason(
    kind: str, rule: str
) -> None:
    assert rules({"type": kind, "id": "x"}, field("textfield", "y")) == [(rule, "x", "type")]


def test_options_have_exactly_one_source() -> None:
    assert rules(field("select", "x")) == [("form.missing", "x", "values")]
    assert rules(
        field("select", "x", valuesKey="landen", valuesExpression="=landen"),
    ) == [("form.two_sources", "x", "valuesExpression")]
    assert rules(field("taglist", "x", valuesKey="geen pad")) == [
        ("form.bad_key", "x", "valuesKey")
    ]


def test_an_unknown_property_of_the_form_itself_is_refused() -> None:
    found = check(schema(field("textfield", "x"), scripts="x"), "f.json")
    assert [(one.rule, one.element, one.facts["property"]) for one in found] == [
        ("form.unknown_property", None, "scripts")
    ]


def test_feel_that_does_not_parse_is_named_with_its_property() -> None:
    (found,) = findings(field("textfield", "x", conditional={"hide": "=a = = b"}))
    assert found.rule == "form.feel_syntax"
    assert (found.element, found.facts["property"]) == ("x", "conditional.hide")
    assert found.facts["line"] == 1
    assert isinstance(found.facts["column"], int)


def test_blocks_in_templates_are_refused() -> None:
    text = {"type": "text", "id": "t", "text": "{{#if x}}ja{{/if}}"}
    assert rules(text) == [("form.template_block", "t", "text")]
    assert rules(text | {"text": "half {{x"}) == [("form.template_brace", "t", "text")]


@pytest.mark.parametrize("key", ["1x", "a b", "a..b", "a-b", ".a", "@number", "a." * 9 + "a"])
def test_a_key_that_is_not_a_variable_path_is_refused(key: str) -> None:
    assert ("form.bad_key", key, "key") in rules(field("textfield", key, id="x"))


def test_doubled_and_nested_keys_are_refused() -> None:
    assert rules(field("textfield", "a", id="a1"), field("textfield", "a", id="a2")) == [
        ("form.key_twice", "a", None)
    ]
    assert rules(field("textfield", "a"), field("textfield", "a.b")) == [
        ("form.key_inside", "a.b", None)
    ]


def test_an_id_that_stands_twice_is_refused() -> None:
    assert rules(field("textfield", "a", id="i"), field("textfield", "b", id="i")) == [
        ("form.id_twice", "b", "id")
    ]


def test_values_of_the_wrong_kind_are_refused() -> None:
    assert rules(
        field("number", "a", validate={"min": "veel"}, serializeToString=True),
        field("textfield", "b", validate={"pattern": "(", "validationType": "fax"}),
        field("textfield", "c", properties={"controle": "paspoort"}, disabled="ja"),
        field("number", "d", defaultValue="geen getal"),
        field("radio", "e", values=choices("a", "a"), defaultValue="b"),
    ) == [
        ("form.wrong_type", "a", "validate.min"),
        ("form.unknown_value", "a", "serializeToString"),
        ("form.bad_pattern", "b", "validate.pattern"),
        ("form.unknown_value", "b", "validate.validationType"),
        ("form.wrong_type", "c", "disabled"),
        ("form.unknown_value", "c", "properties.controle"),
        ("form.bad_value", "d", "defaultValue"),
        ("form.option_twice", "e", "values[1].value"),
        ("form.bad_value", "e", "defaultValue"),
    ]


def test_a_field_without_label_or_key_is_refused() -> None:
    assert rules({"type": "textfield", "id": "x"}) == [
        ("form.missing", "x", "key"),
        ("form.missing", "x", "label"),
    ]


def test_bytes_that_are_no_form_are_findings() -> None:
    def only(data: bytes) -> str:
        (found,) = check(data, "f.json")
        return found.rule

    assert only(b"") == "form.malformed"
    assert only(b"{") == "form.malformed"
    assert only(b"\xff{}") == "form.malformed"
    assert only(b"[]") == "form.not_an_object"
    assert only(b'{"type": "default"}') == "form.empty"
    assert only(b'{"a": NaN}') == "form.malformed"
    assert only(b'{"a": ' + b"9" * 5000 + b"}") == "form.malformed"
    assert only(b'{"components": [], "components": []}') == "form.property_twice"
    assert only(b" " * (512 * 1024 + 1)) == "form.too_large"
    assert only(b"[" * 400_000) == "form.too_deep"
    assert only(b'{"a": ' + b"[" * 21 + b"]" * 21 + b"}") == "form.too_deep"
    assert only(schema(*[{"type": "separator"}] * 501)) == "form.too_many_components"


def test_malformed_json_is_named_with_its_line() -> None:
    (found,) = check(b'{\n "type": default\n}', "f.json")
    assert (found.line, found.column) == (2, 10)


def test_components_that_are_no_objects_are_findings() -> None:
    assert [one.rule for one in check(b'{"components": [1, "x"]}', "f")] == [
        "form.wrong_type",
        "form.wrong_type",
        "form.empty",
    ]
    assert [one.rule for one in check(b'{"components": {}}', "f")] == [
        "form.wrong_type",
        "form.empty",
    ]


def test_loading_a_refused_form_raises_its_findings() -> None:
    bad = schema(field("survey", "x"))
    with pytest.raises(InvalidModel) as raised:
        load(bad)
    assert [one.rule for one in raised.value.findings] == ["form.unknown_component"]


def test_loading_the_same_bytes_gives_the_same_form() -> None:
    data = schema(field("textfield", "x"))
    assert load(data) is load(bytes(json.dumps(json.loads(data)), "utf-8"))


def test_findings_carry_the_facts_that_their_sentences_name() -> None:
    found = findings(
        field("survey", "knop"),
        field("textfield", "a b", id="i1", kleur="rood"),
        field("textfield", "twee", id="i2"),
        field("textfield", "twee", id="i2"),
    )
    facts = {one.rule: one.facts for one in found}
    assert facts["form.unknown_component"]["type"] == "survey"
    assert facts["form.unknown_property"]["name"] == "kleur"
    assert facts["form.bad_key"]["key"] == "a b"
    assert facts["form.id_twice"]["id"] == "i2"
    assert facts["form.key_twice"]["key"] == "twee"
