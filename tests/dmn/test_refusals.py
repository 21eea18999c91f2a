"""What a decision model is refused for, and with which place."""

from __future__ import annotations

import pytest

from engine.dmn import parse
from engine.errors import InvalidModel
from tests.dmn.building import (
    NAMESPACE,
    column,
    decision,
    literal,
    model,
    refused,
    rule,
    table,
    values,
)

IN = column("input", "x", id="i", label="Kolom")
OUT = column("output", "", id="o", name="uit")


def test_feel_that_does_not_parse_names_rule_and_column() -> None:
    data = model(
        decision("d", table(IN, OUT, rule("r1", ["-"], ["1"]), rule("r2", ["> >"], ["("])))
    )
    with pytest.raises(InvalidModel) as raised:
        parse(data, "proef.dmn")
    first, second = raised.value.findings
    assert (first.rule, first.file, first.element, first.line) == (
        "dmn.feel_syntax",
        "proef.dmn",
        "d",
        1,
    )
    assert (first.facts["rule"], first.facts["number"], first.facts["column"]) == ("r2", 2, "Kolom")
    assert (second.facts["rule"], second.facts["column"]) == ("r2", "uit")
    assert first.facts["text"] == "> >"


@pytest.mark.parametrize(
    ("construct", "code"),
    [
        ("<invocation/>", "dmn.no_logic"),
        ("<relation><column/><row/></relation>", "dmn.missing_name"),
        ("<functionDefinition/>", "dmn.no_logic"),
        ('<functionDefinition kind="Java"/>', "dmn.not_supported"),
        ("<conditional/>", "dmn.missing_part"),
        ("<filter/>", "dmn.missing_part"),
        ('<for iteratorVariable="x"/>', "dmn.missing_part"),
        ("<every/>", "dmn.missing_name"),
        ("<some/>", "dmn.missing_name"),
        ("<context><contextEntry/></context>", "dmn.no_logic"),
        ("<list><kleur/></list>", "dmn.not_supported"),
    ],
)
def test_boxed_logic_that_cannot_work_is_refused(construct: str, code: str) -> None:
    assert (code, "d") in refused(model(decision("d", construct)))


def test_only_the_last_entry_of_a_context_may_have_no_name() -> None:
    bare = f"<contextEntry>{literal('1')}</contextEntry>"
    named = f'<contextEntry><variable name="a"/>{literal("1")}</contextEntry>'
    assert refused(model(decision("d", f"<context>{named}{bare}</context>"))) == []
    for entries, code in ((bare + named, "dmn.missing_name"), (named + named, "dmn.name_twice")):
        assert refused(model(decision("d", f"<context>{entries}</context>"))) == [(code, "d")]


def test_knowledge_models_services_and_imports_need_what_they_speak_of() -> None:
    good = decision("d", literal("1"))
    for part, code in (
        ('<businessKnowledgeModel id="x"/>', "dmn.no_logic"),
        ('<decisionService id="x"/>', "dmn.no_outputs"),
        ('<decisionService id="x"><outputDecision href="#y"/></decisionService>', "dmn.no_outputs"),
        ('<import id="x" importType="http://www.w3.org/2001/XMLSchema"/>', "dmn.not_supported"),
        (f'<import id="x" importType="{NAMESPACE}" namespace="urn:y"/>', "dmn.unknown_import"),
    ):
        assert (code, "x") in refused(model(part, good))


def test_an_unknown_element_is_refused() -> None:
    assert refused(model(decision("d", "<kleur/>" + literal("1")))) == [("dmn.not_supported", "d")]


def test_documentary_elements_and_drawings_are_let_through() -> None:
    drawing = '<DMNDI xmlns="https://www.omg.org/spec/DMN/20191111/DMNDI/"><DMNDiagram/></DMNDI>'
    data = model(
        "<extensionElements><x/></extensionElements>",
        '<knowledgeSource id="k" name="Decreet"/>',
        decision("d", "<question>Wie?</question>" + literal("1")),
        drawing,
    )
    assert refused(data) == []


def test_another_expression_language_is_refused() -> None:
    other = '<literalExpression expressionLanguage="juel"><text>1</text></literalExpression>'
    assert refused(model(decision("d", other))) == [("dmn.expression_language", "d")]
    feel = other.replace("juel", "http://www.omg.org/spec/FEEL/20140401")
    assert refused(model(decision("d", feel))) == []


def test_references_must_exist_and_have_no_cycle() -> None:
    assert refused(model(decision("d", literal("1"), "requiredDecision x"))) == [
        ("dmn.unknown_reference", "d")
    ]
    data = model(
        decision("a", literal("b"), "requiredDecision b"),
        decision("b", literal("a"), "requiredDecision a"),
        decision("c", literal("1")),
    )
    assert refused(data) == [("dmn.requirement_cycle", "a")]


def test_types_must_exist_and_have_no_cycle() -> None:
    variable = '<variable name="d" typeRef="Onbekend"/>'
    assert refused(model(decision("d", literal("1"), variable=variable))) == [
        ("dmn.unknown_type", "d")
    ]
    cycle = (
        '<itemDefinition name="A"><typeRef>B</typeRef></itemDefinition>'
        '<itemDefinition name="B"><typeRef>A</typeRef></itemDefinition>'
    )
    assert ("dmn.type_cycle", None) in refused(model(cycle, decision("d", literal("1"))))


@pytest.mark.parametrize(
    ("logic", "code"),
    [
        (table(IN, OUT), "dmn.no_rules"),
        (table(IN, rule("r", ["-"], [])), "dmn.no_outputs"),
        (table(IN, OUT, rule("r", ["-", "-"], ["1"])), "dmn.cell_count"),
        (table(IN, OUT, rule("r", ["-"], [])), "dmn.cell_count"),
        (table(IN, OUT, rule("r", [], ["1"])), "dmn.cell_count"),
        (table(IN, OUT, rule("r", ["-"], ["1"]), policy="MEESTE"), "dmn.unknown_hit_policy"),
        (
            table(IN, OUT, rule("r", ["-"], ["1"]), more=' aggregation="SUM"'),
            "dmn.unknown_aggregation",
        ),
        (table(IN, OUT, rule("r", ["-"], ["1"]), policy="PRIORITY"), "dmn.no_output_values"),
        (table(IN, OUT, rule("r", ["-"], ["1"]), rule("r", ["1"], ["1"])), "dmn.rule_twice"),
        (table(IN, OUT, OUT, rule("r", ["-"], ["1", "2"])), "dmn.name_twice"),
        (
            table(IN, OUT, column("output", "", id="p"), rule("r", ["-"], ["1", "2"])),
            "dmn.missing_name",
        ),
        (
            table(
                IN,
                OUT,
                column("output", "", id="p", name="q"),
                rule("r", ["-"], ["1", "2"]),
                policy="COLLECT",
                more=' aggregation="SUM"',
            ),
            "dmn.several_outputs",
        ),
        (table("<input/>", OUT, rule("r", ["-"], ["1"])), "dmn.empty_expression"),
        ("", "dmn.no_logic"),
        (literal("1") + literal("2"), "dmn.several_logics"),
        (literal(""), "dmn.empty_expression"),
    ],
)
def test_a_table_that_cannot_work_is_refused(logic: str, code: str) -> None:
    assert refused(model(decision("d", logic))) == [(code, "d")]


def test_output_values_that_cannot_be_ranked_are_refused() -> None:
    ranked = column("output", values("outputValues", "> >"), id="o", name="uit")
    logic = table(IN, ranked, rule("r", ["-"], ["1"]), policy="PRIORITY")
    assert {code for code, _ in refused(model(decision("d", logic)))} == {
        "dmn.feel_syntax",
        "dmn.no_output_values",
    }


def test_ids_are_asked_for_and_unique() -> None:
    one = decision("d", literal("1"))
    assert refused(model(one, one)) == [("dmn.id_twice", "d")]
    assert refused(model("<decision>" + literal("1") + "</decision>")) == [
        ("dmn.missing_id", None),
        ("dmn.no_decision", "d"),
    ]


def test_every_finding_comes_at_once() -> None:
    data = model(
        decision("a", literal("1 +")), decision("b", "<kleur/>"), decision("c", literal(")"))
    )
    assert refused(data) == [
        ("dmn.feel_syntax", "a"),
        ("dmn.not_supported", "b"),
        ("dmn.no_logic", "b"),
        ("dmn.feel_syntax", "c"),
    ]


def test_bytes_that_are_no_dmn_are_refused() -> None:
    assert refused(b"") == [("xml.empty", None)]
    assert refused(b"<a/>") == [("dmn.not_dmn", None)]
    assert refused(model(namespace="urn:anders")) == [("dmn.not_dmn", None)]
    assert refused(b'<!DOCTYPE a><definitions xmlns="x"/>') == [("xml.doctype", None)]


def test_a_component_without_a_name_is_refused() -> None:
    bare = '<itemDefinition name="A"><itemComponent><typeRef>string</typeRef></itemComponent>'
    data = model(f"{bare}</itemDefinition>", decision("d", literal("1")))
    assert refused(data) == [("dmn.missing_name", None)]
