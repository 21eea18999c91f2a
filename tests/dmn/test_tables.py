"""Decision tables: cells, hit policies, defaults, allowed values, traces. DMN 1.5 §8."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.dmn import Tables, parse, view
from engine.errors import NotFound
from tests.dmn.building import column, decision, literal, model, rule, table, tables, values

AMOUNT = column("input", "bedrag", id="i1", label="Bedrag")
LOW, HIGH = Decimal(5), Decimal(50)


def policy(name: str, more: str = "", allowed: str = "") -> Tables:
    """Return a table whose rules overlap: <10 gives 1, <100 gives 3, <1000 gives 2 and 3."""
    results = values("outputValues", allowed) if allowed else ""
    logic = table(
        AMOUNT,
        column("output", results, id="o1", name="uit"),
        rule("tien", ["< 10"], ["1"]),
        rule("honderd", ["< 100"], ["3"]),
        rule("duizend", ["< 1000"], ["2"]),
        rule("ook_duizend", ["< 1000"], ["3"]),
        policy=name,
        more=more,
    )
    return tables(decision("d", logic))


def decided(made: Tables, **inputs: Any) -> tuple[Any, tuple[str, ...], tuple[str, ...]]:
    value, evaluation = made.decide("d", inputs)
    return value, evaluation.matched, evaluation.problems


NUMBERS = [Decimal(1), Decimal(3), Decimal(2), Decimal(3)]
ALL = ("tien", "honderd", "duizend", "ook_duizend")
BY_RANK = ("duizend", "honderd", "ook_duizend", "tien")
DOWNWARDS = ("honderd", "ook_duizend", "duizend", "tien")


@pytest.mark.parametrize(
    ("name", "more", "allowed", "expected", "matched"),
    [
        ("FIRST", "", "", Decimal(1), ("tien",)),
        ("PRIORITY", "", "2, 3, 1", Decimal(2), BY_RANK),
        ("RULE ORDER", "", "", NUMBERS, ALL),
        (
            "OUTPUT ORDER",
            "",
            "3, 2, 1",
            [Decimal(3), Decimal(3), Decimal(2), Decimal(1)],
            DOWNWARDS,
        ),
        ("COLLECT", "", "", NUMBERS, ALL),
        ("COLLECT", ' aggregation="SUM"', "", Decimal(9), ALL),
        ("COLLECT", ' aggregation="MIN"', "", Decimal(1), ALL),
        ("COLLECT", ' aggregation="MAX"', "", Decimal(3), ALL),
        ("COLLECT", ' aggregation="COUNT"', "", Decimal(4), ALL),
    ],
)
def test_each_hit_policy_gives_its_result(
    name: str, more: str, allowed: str, expected: Any, matched: tuple[str, ...]
) -> None:
    assert decided(policy(name, more, allowed), bedrag=LOW) == (expected, matched, ())


def test_several_hits_under_unique_give_null_and_a_problem() -> None:
    assert decided(policy("UNIQUE"), bedrag=LOW) == (None, ALL, ("unique_violated: U",))


def test_different_results_under_any_give_null_and_a_problem() -> None:
    assert decided(policy("ANY"), bedrag=LOW)[::2] == (None, ("any_violated: A",))


def test_equal_results_under_any_are_one_result() -> None:
    logic = table(
        AMOUNT,
        column("output", "", id="o1", name="uit"),
        rule("a", ["> 1"], ["1.0"]),
        rule("b", ["> 2"], ["1"]),
        policy="ANY",
    )
    assert decided(tables(decision("d", logic)), bedrag=LOW) == (Decimal("1.0"), ("a", "b"), ())


def test_no_hit_gives_null() -> None:
    for name in ("UNIQUE", "FIRST", "ANY", "COLLECT"):
        assert decided(policy(name), bedrag=Decimal(5000)) == (None, (), ())


def test_no_hit_gives_the_defaults() -> None:
    logic = table(
        AMOUNT,
        column("output", values("defaultOutputEntry", '"hoog"'), id="o1", name="groep"),
        column("output", "", id="o2", name="reden"),
        rule("laag", ["< 10"], ['"laag"', '"klein bedrag"']),
    )
    made = tables(decision("d", logic))
    assert decided(made, bedrag=HIGH) == ({"groep": "hoog", "reden": None}, (), ())
    assert decided(made, bedrag=LOW)[0] == {"groep": "laag", "reden": "klein bedrag"}


def test_an_output_cell_may_name_any_variable() -> None:
    logic = table(
        AMOUNT,
        column("output", "", id="o1", name="wie"),
        rule("r", ["-"], ["bevoegd.groep"]),
    )
    value, _, problems = decided(tables(decision("d", logic)), bedrag=LOW, bevoegd={"groep": "kb"})
    assert (value, problems) == ("kb", ())


def test_cells_may_be_empty_negated_or_look_at_the_whole_scope() -> None:
    logic = table(
        AMOUNT,
        column("input", "soort", id="i2", label="Soort"),
        column("output", "", id="o1", name="uit"),
        rule("a", ["", 'not("vzw", "bv")'], ["1"]),
        rule("b", ["? > grens", '"vzw", "bv"'], ["2"]),
        policy="FIRST",
    )
    made = tables(decision("d", logic))
    assert decided(made, bedrag=None, soort="nv", grens=LOW)[1] == ("a",)
    assert decided(made, bedrag=HIGH, soort="bv", grens=LOW)[1] == ("b",)
    assert decided(made, bedrag=LOW, soort="bv", grens=LOW)[1] == ()


def test_a_value_that_is_not_allowed_gives_null_and_a_problem() -> None:
    strict = (
        '<input id="i1" label="Soort"><inputExpression typeRef="string"><text>soort</text>'
        '</inputExpression><inputValues><text>"vzw","bv"</text></inputValues></input>'
    )
    logic = table(strict, column("output", "", id="o"), rule("r", ["-"], ["1"]))
    made = tables(decision("d", logic))
    assert decided(made, soort="nv") == (None, (), ("input_not_allowed: Soort",))
    assert decided(made, soort="bv") == (Decimal(1), ("r",), ())
    assert decided(made, soort=LOW) == (Decimal(1), ("r",), ("wrong_type: Soort",))


def test_an_output_that_is_not_allowed_is_null_with_a_problem() -> None:
    made = tables(
        decision(
            "d",
            table(
                AMOUNT,
                column("output", values("outputValues", "1, 2"), id="o", label="Uit"),
                rule("r", ["-"], ["bedrag"]),
            ),
        )
    )
    assert decided(made, bedrag=LOW) == (None, ("r",), ("output_not_allowed: r Uit",))


def test_what_feel_cannot_compute_is_a_problem_of_the_trace() -> None:
    logic = table(AMOUNT, column("output", "", id="o"), rule("r", ["-"], ['bedrag + "x"']))
    value, matched, problems = decided(tables(decision("d", logic)), bedrag=LOW)
    assert (value, matched) == (None, ("r",))
    assert len(problems) == 1
    assert problems[0].endswith(": r")


def test_the_trace_holds_tagged_inputs_and_outputs() -> None:
    logic = table(
        column("input", "aanvraag.dag", id="i", label="Dag"),
        column("output", "", id="o"),
        rule("r", ['>= date("2026-01-01")'], ["? != null"]),
    )
    made = tables(decision("d", logic))
    value, trace = made.decide("d", {"aanvraag": {"dag": date(2026, 3, 20)}}, element="taak")
    assert (trace.decision, trace.element, trace.table) == ("d", "taak", "proef.dmn")
    assert trace.inputs == {"aanvraag.dag": {"@date": "2026-03-20"}}
    assert trace.matched == ("r",)
    assert trace.outputs == value


def test_an_unknown_decision_is_not_found() -> None:
    with pytest.raises(NotFound):
        policy("FIRST").decide("x", {})
    with pytest.raises(NotFound):
        policy("FIRST").view("x")


def test_required_decisions_run_first_once_and_win_from_inputs() -> None:
    made = tables(
        decision(
            "top", literal("links + rechts"), "requiredDecision links", "requiredDecision rechts"
        ),
        decision("links", literal("basis * 2"), "requiredDecision basis"),
        decision("rechts", literal("basis * 3"), "requiredDecision basis"),
        decision("basis", literal("bedrag + 1"), "requiredInput in"),
        decision("elders", literal("1")),
        '<inputData id="in" name="bedrag"><variable name="bedrag" typeRef="number"/></inputData>',
    )
    value, traces = made.decide_all("top", {"bedrag": Decimal(1), "basis": Decimal(99)})
    assert value == Decimal(10)
    assert [one.decision for one in traces] == ["basis", "links", "rechts", "top"]
    assert traces[-1].inputs == {"links": {"@number": "4"}, "rechts": {"@number": "6"}}


def test_required_inputs_are_typed() -> None:
    made = tables(
        decision("d", literal("bedrag"), "requiredInput in"),
        '<inputData id="in" name="in"><variable name="bedrag" typeRef="number"/></inputData>',
    )
    assert decided(made, bedrag=LOW) == (LOW, (), ())
    assert decided(made, bedrag="vijf") == (None, (), ("wrong_type: bedrag",))
    assert decided(made) == (None, (), ("missing_input: bedrag",))


def test_names_with_spaces_are_read() -> None:
    made = tables(
        decision("d", literal("Aantal plaatsen * 2"), "requiredInput in"),
        '<inputData id="in" name="Aantal plaatsen"/>',
    )
    assert made.decide("d", {"Aantal plaatsen": LOW})[0] == Decimal(10)


def test_item_definitions_constrain_and_convert() -> None:
    types = (
        '<itemDefinition name="Soort"><typeRef>string</typeRef>'
        '<allowedValues><text>"vzw","bv"</text></allowedValues></itemDefinition>'
        '<itemDefinition name="Soorten" isCollection="true"><typeRef>Soort</typeRef>'
        "</itemDefinition>"
        '<itemDefinition name="Organisator"><itemComponent name="soort"><typeRef>Soort</typeRef>'
        '</itemComponent><itemComponent name="plaatsen"><typeRef>number</typeRef>'
        "</itemComponent></itemDefinition>"
    )

    def typed(name: str, value: Any) -> Any:
        variable = f'<inputData id="in" name="x"><variable name="x" typeRef="{name}"/></inputData>'
        return decided(
            tables(types, decision("d", literal("x"), "requiredInput in"), variable), x=value
        )[0]

    assert typed("Soort", "bv") == "bv"
    assert typed("Soort", "nv") is None
    assert typed("Soorten", ["bv", "vzw"]) == ["bv", "vzw"]
    assert typed("Soorten", ["bv", "nv"]) is None
    assert typed("Soorten", "bv") == ["bv"]
    assert typed("Soort", ["bv"]) == "bv"
    assert typed("Organisator", {"soort": "bv", "naam": "Zon"}) == {"soort": "bv", "naam": "Zon"}
    assert typed("Organisator", {"soort": "nv"}) is None
    assert typed("dateTime", date(2026, 3, 20)) == datetime(2026, 3, 20, tzinfo=UTC)
    assert typed("date", datetime(2026, 3, 20, tzinfo=UTC)) is None


def test_the_type_of_a_decision_is_checked() -> None:
    number = '<variable name="d" typeRef="number"/>'
    made = tables(decision("d", literal('"vijf"'), variable=number))
    assert decided(made) == (None, (), ("wrong_type: d",))


def test_the_moment_comes_from_the_caller() -> None:
    made = tables(decision("d", literal("today()")))
    moment = datetime(2026, 3, 20, 12, tzinfo=UTC)
    assert made.decide("d", {}, now=moment)[0] == date(2026, 3, 20)
    assert made.decide("d", {})[0] is None


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_of_dmn_is_read(namespace: str) -> None:
    made = parse(model(decision("d", literal("1")), namespace=namespace), "f.dmn")
    assert made.decide("d", {})[0] == Decimal(1)


def test_a_page_can_show_the_table_with_the_rule_that_fired() -> None:
    logic = table(
        AMOUNT,
        column("output", values("defaultOutputEntry", "0"), id="o", name="uit", typeRef="number"),
        '<annotation name="Bron"/>',
        rule("a", ["< 10"], ["1"], "Decreet art. 4"),
        rule("b", ["-"], ["2"]),
        policy="FIRST",
    )
    made = tables(decision("d", logic))
    _, trace = made.decide("d", {"bedrag": HIGH})
    seen = made.view("d", trace.matched)
    assert (seen.id, seen.hit_policy, seen.expression, seen.annotations) == (
        "d",
        "F",
        "",
        ("Bron",),
    )
    assert [(one.label, one.expression) for one in seen.inputs] == [("Bedrag", "bedrag")]
    assert [(one.label, one.type, one.default) for one in seen.outputs] == [("uit", "number", "0")]
    assert [(one.number, one.id, one.inputs, one.outputs, one.matched) for one in seen.rules] == [
        (1, "a", ("< 10",), ("1",), False),
        (2, "b", ("-",), ("2",), True),
    ]
    assert seen.rules[0].annotations == ("Decreet art. 4",)


def test_a_literal_expression_is_shown_as_its_text() -> None:
    seen = tables(decision("d", literal("a + b"))).view("d")
    assert (seen.expression, seen.rules, seen.hit_policy) == ("a + b", (), "")


def test_the_top_decision_is_shown_when_none_is_named() -> None:
    made = tables(
        decision("top", literal("onder"), "requiredDecision onder"), decision("onder", literal("1"))
    )
    assert (made.top, view(made).id, view(made, "onder").id) == ("top", "top", "onder")
