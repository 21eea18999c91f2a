"""What the analysis says of single tables, with rule, place and exact intervals."""

from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from engine.dmn.analysis import analyse
from engine.dmn.analysis.checks import STEPS
from engine.errors import Finding
from tests.dmn.building import column, decision, literal, model, rule, table, values

OUT = column("output", "", id="o", label="Uit", name="uit")


def typed(name: str, kind: str = "", allowed: str = "", text: str = "") -> str:
    """Return an input column that reads `text`, or what it is called."""
    type_ref = f" typeRef={quoteattr(kind)}" if kind else ""
    inside = f"<inputExpression{type_ref}><text>{text or name}</text></inputExpression>"
    inside += values("inputValues", allowed) if allowed else ""
    return f'<input id="i_{name}" label="{name}">{inside}</input>'


def rules(*rows: str) -> list[str]:
    """Return rules r1, r2, … of texts `cell | cell -> output`."""
    made = []
    for number, row in enumerate(rows, start=1):
        tests, _, results = row.partition(" -> ")
        cells = [one.strip() for one in tests.split("|")]
        made.append(rule(f"r{number}", cells, [one.strip() for one in results.split("|")]))
    return made


def found(
    *parts: str, policy: str = "UNIQUE", more: tuple[str, ...] = (), steps: int = STEPS
) -> list[Finding]:
    """Return what is found in one table of one decision."""
    data = model(*more, decision("d", table(*parts, policy=policy)))
    return analyse(data, "proef.dmn", steps=steps)


def told(findings: list[Finding]) -> list[tuple[str, str, str | None]]:
    return [(one.rule.removeprefix("dmn.analysis."), one.severity, one.element) for one in findings]


def intervals(finding: Finding) -> dict[str, list[str]]:
    return {one["column"]: one["intervals"] for one in finding.facts["where"]}


AGE = typed("leeftijd", "number")
MIDNIGHT = "2026-01-01T00:00:00"


def test_a_gap_between_whole_numbers_and_halves_is_found() -> None:
    (gap,) = found(AGE, OUT, *rules("<= 20 -> 1", ">= 21 -> 2"))
    assert told([gap]) == [("gap", "warning", "d")]
    assert intervals(gap) == {"leeftijd": ["(20..21)"]}


def test_whole_numbers_have_no_halves() -> None:
    assert found(typed("leeftijd", "integer"), OUT, *rules("<= 20 -> 1", ">= 21 -> 2")) == []


def test_a_point_that_is_left_out_is_a_gap() -> None:
    (gap,) = found(AGE, OUT, *rules("< 100 -> 1", "> 100 -> 2"))
    assert intervals(gap) == {"leeftijd": ["[100..100]"]}


def test_a_gap_has_an_interval_per_column() -> None:
    kind = typed("soort", "string", '"vzw","bv"')
    (gap,) = found(
        AGE, kind, OUT, *rules("< 18 | - -> 1", '>= 18 | "vzw" -> 2', '> 20 | "bv" -> 3')
    )
    assert intervals(gap) == {"leeftijd": ["[18..20]"], "soort": ['"bv"']}


def test_a_default_closes_every_gap() -> None:
    out = column("output", values("defaultOutputEntry", "0"), id="o", name="uit")
    assert found(AGE, out, *rules("< 18 -> 1")) == []


@pytest.mark.parametrize("policy", ["RULE ORDER", "COLLECT"])
def test_a_table_that_lists_what_fits_promises_no_answer(policy: str) -> None:
    assert found(AGE, OUT, *rules("< 18 -> 1", "< 20 -> 2"), policy=policy) == []


@pytest.mark.parametrize(
    ("kind", "rows", "gap"),
    [
        (
            "date",
            ['< date("2026-01-01") -> 1', '> @"2026-01-03" -> 2'],
            '[@"2026-01-01"..@"2026-01-03"]',
        ),
        ("time", ['< time("12:00:00") -> 1'], '>= @"12:00:00"'),
        ("dateTime", ['<= @"2026-01-01T00:00:00Z" -> 1'], '> @"2026-01-01T00:00:00Z"'),
        ("dayTimeDuration", ['<= duration("P30D") -> 1'], '> @"P30D"'),
        ("yearMonthDuration", ['<= duration("P6M") -> 1'], '>= @"P7M"'),
        ("duration", ['<= duration("P6M") -> 1'], '>= @"P7M"'),
        ("boolean", ["true -> 1"], "false"),
        ("string", ['"vzw", "bv" -> 1'], 'not("vzw", "bv")'),
        ("number", ["null -> 1", "? < 2 or ? > 3 -> 2"], "[2..3]"),
        ("number", ["not([1..5)) -> 1"], "[1..5)"),
        ("number", ["> -5 -> 1"], "<= -5"),
    ],
)
def test_every_kind_of_value_is_cut_where_its_cells_are(
    kind: str, rows: list[str], gap: str
) -> None:
    (one,) = found(typed("x", kind), OUT, *rules(*rows))
    assert intervals(one) == {"x": [gap]}


def test_null_counts_only_where_a_cell_names_it() -> None:
    (gap,) = found(AGE, typed("b", "boolean"), OUT, *rules("- | true -> 1", "null | false -> 2"))
    assert intervals(gap) == {"leeftijd": ["not(null)"], "b": ["false"]}
    assert found(AGE, OUT, *rules("not(null) -> 1", "null -> 2")) == []


def test_an_overlap_under_unique_is_an_error_with_both_rules() -> None:
    (one,) = found(AGE, OUT, *rules("<= 20 -> 1", ">= 18 -> 1"))
    assert told([one]) == [("overlap", "error", "r1")]
    assert (one.facts["rules"], one.facts["numbers"]) == (["r1", "r2"], [1, 2])
    assert intervals(one) == {"leeftijd": ["[18..20]"]}


def test_an_overlap_under_any_matters_when_results_differ() -> None:
    same = found(AGE, OUT, *rules("<= 20 -> 1", ">= 18 -> 1.0"), policy="ANY")
    differ = found(AGE, OUT, *rules("<= 20 -> 1", ">= 18 -> 2"), policy="ANY")
    unknown = found(AGE, OUT, *rules("<= 20 -> 1", ">= 18 -> leeftijd"), policy="ANY")
    assert told(same) == []
    assert told(differ) == [("any_differs", "error", "r1")]
    assert told(unknown) == [("any_unknown", "info", "r1")]


def test_a_rule_behind_those_that_cover_it_never_has_its_turn() -> None:
    (one,) = found(AGE, OUT, *rules("< 20 -> 1", ">= 18 -> 2", "[10..30] -> 3"), policy="FIRST")
    assert told([one]) == [("shadowed", "warning", "r3")]
    assert one.facts["by"] == ["r1", "r2"]


def test_under_priority_the_results_say_who_goes_first() -> None:
    ranked = column("output", values("outputValues", '"hoog","laag"'), id="o", name="uit")
    (one,) = found(AGE, ranked, *rules('< 5 -> "laag"', '- -> "hoog"'), policy="PRIORITY")
    assert told([one]) == [("shadowed", "warning", "r1")]
    assert one.facts["by"] == ["r2"]


@pytest.mark.parametrize("cell", ["[10..5]", "(20..20)", "? > 5 and ? < 3", "not(-1, != -1)"])
def test_a_rule_that_matches_nothing_is_found(cell: str) -> None:
    (one,) = found(AGE, OUT, *rules(f"{cell} -> 1", "- -> 2"), policy="FIRST")
    assert told([one]) == [("never", "warning", "r1")]
    assert [at["column"] for at in one.facts["cells"]] == ["leeftijd"]


def test_two_columns_of_one_expression_are_one_axis() -> None:
    again = typed("nog", "number", text="leeftijd")
    (one,) = found(AGE, again, OUT, *rules("< 5 | > 5 -> 1", "- | - -> 2"), policy="FIRST")
    assert told([one]) == [("never", "warning", "r1")]


def test_what_a_cell_computes_is_not_analysed_and_no_false_alarm() -> None:
    findings = found(AGE, OUT, *rules("< grens -> 1", ">= 18 -> 2", "modulo(?, 2) = 0 -> 3"))
    assert told(findings) == [("opaque", "info", "d")] * 2
    assert {one.facts["reason"]: one.facts["rules"] for one in findings} == {
        "names": ["r1"],
        "expression": ["r3"],
    }


@pytest.mark.parametrize(
    ("columns", "rows", "reason"),
    [
        ([typed("x")], ['"a" -> 1', "5 -> 2"], "mixed"),
        ([typed("x", "string")], ['< "m" -> 1', '>= "m" -> 2'], "text_order"),
        ([typed("x", "list")], ["[1, 2] -> 1"], "collection"),
        ([typed("x", "dateTime")], [f'< @"{MIDNIGHT}" -> 1', f'> @"{MIDNIGHT}Z" -> 2'], "zones"),
        ([typed("x", "number", "? > grens")], ["< 5 -> 1"], "allowed"),
        (
            [typed("a", "number"), typed("b", "boolean", text="a > 5")],
            ["<= 5 | false -> 1", "> 5 | true -> 2"],
            "related",
        ),
    ],
)
def test_a_column_that_cannot_be_analysed_says_why(
    columns: list[str], rows: list[str], reason: str
) -> None:
    findings = found(*columns, OUT, *rules(*rows))
    assert {one.severity for one in findings} == {"info"}
    assert {one.facts["reason"] for one in findings} == {reason}


def test_parts_of_one_thing_are_not_related() -> None:
    parts = [typed("a", "boolean", text="x.a"), typed("b", "boolean", text="x.b")]
    (gap,) = found(*parts, OUT, *rules("true | - -> 1", "false | true -> 2"))
    assert intervals(gap) == {"a": ["false"], "b": ["false"]}


def test_of_a_computed_column_it_is_not_known_which_values_come() -> None:
    column_ = typed("aantal", "number", text="count(kinderen)")
    findings = found(column_, OUT, *rules("[0..8] -> 1", ">= 8 -> 2"))
    assert told(findings) == [("gap", "info", "d"), ("overlap", "warning", "r1")]
    assert findings[0].facts["computed"] == ["aantal"]


def test_a_cell_of_another_kind_than_its_column_is_an_error() -> None:
    (one,) = found(AGE, OUT, *rules('"18" -> 1', "- -> 2"), policy="FIRST")
    assert told([one]) == [("cell_type", "error", "r1")]
    assert (one.facts["expected"], one.facts["got"]) == ("number", "string")


def test_a_constant_without_a_value_is_an_error() -> None:
    day = typed("dag", "date")
    (one,) = found(day, OUT, *rules('date("2026-02-30") -> 1', "- -> 2"), policy="FIRST")
    assert told([one]) == [("no_value", "error", "r1")]


def test_a_value_that_is_not_allowed_is_said() -> None:
    kind = typed("soort", "string", '"vzw","bv"')
    findings = found(kind, OUT, *rules('"vzw","nv" -> 1', '"bv" -> 2', '"cv" -> 3'))
    assert told(findings) == [
        ("not_allowed", "warning", "r1"),
        ("not_allowed", "warning", "r3"),
        ("never", "warning", "r3"),
    ]


def test_results_of_another_type_or_not_allowed_are_errors() -> None:
    inside = values("outputValues", '"ja","nee"') + values("defaultOutputEntry", '"misschien"')
    out = column("output", inside, id="o", label="Uit", name="uit", typeRef="string")
    findings = found(AGE, out, *rules('< 5 -> "ja"', ">= 5 -> 5"))
    assert told(findings) == [("output_type", "error", "r2"), ("output_not_allowed", "error", "d")]


def test_a_column_of_another_type_than_the_declared_input_is_an_error() -> None:
    variable = '<inputData id="in" name="x"><variable name="x" typeRef="string"/></inputData>'
    logic = table(typed("x", "number"), OUT, *rules("- -> 1"))
    findings = analyse(model(variable, decision("d", logic, "requiredInput in")), "f.dmn")
    assert told(findings) == [("input_type", "error", "d")]


def test_the_type_of_the_declared_input_is_that_of_the_column() -> None:
    types = (
        '<itemDefinition name="Soort"><typeRef>string</typeRef><allowedValues><text>"vzw","bv"'
        '</text></allowedValues></itemDefinition><itemDefinition name="Organisator">'
        '<itemComponent name="soort"><typeRef>Soort</typeRef></itemComponent></itemDefinition>'
    )
    variable = '<inputData id="in" name="o"><variable name="o" typeRef="Organisator"/></inputData>'
    logic = table(typed("s", text="o.soort"), OUT, *rules('"vzw" -> 1'))
    (gap,) = analyse(model(types, variable, decision("d", logic, "requiredInput in")), "f.dmn")
    assert intervals(gap) == {"s": ['"bv"']}


def test_a_name_that_nothing_declares_is_said_with_the_one_that_was_meant() -> None:
    variable = '<inputData id="in" name="leeftijd"><variable name="leeftijd"/></inputData>'
    logic = table(typed("leeftyd"), OUT, *rules("- -> leeftijd + basis"))
    other = decision("basis", literal("1"))
    need = decision("d", logic, "requiredInput in", "requiredDecision basis")
    (one,) = analyse(model(variable, other, need), "f.dmn")
    assert told([one]) == [("unknown_name", "warning", "d")]
    assert (one.facts["name"], one.facts["did_you_mean"]) == ("leeftyd", "leeftijd")


def test_where_nothing_is_declared_any_name_may_be_used() -> None:
    assert found(typed("wat", "number"), OUT, *rules("- -> dan_ook")) == []


def test_a_part_that_a_declared_type_lacks_is_said() -> None:
    types = (
        '<itemDefinition name="P"><itemComponent name="leeftijd"><typeRef>number</typeRef>'
        "</itemComponent></itemDefinition>"
    )
    variable = '<inputData id="in" name="p"><variable name="p" typeRef="P"/></inputData>'
    logic = table(typed("l", text="p.leeftyd"), OUT, *rules("- -> 1"))
    (one,) = analyse(model(types, variable, decision("d", logic, "requiredInput in")), "f.dmn")
    assert told([one]) == [("unknown_part", "warning", "d")]
    assert one.facts["did_you_mean"] == "leeftijd"


def test_tables_of_functions_and_inside_other_logic_are_analysed_too() -> None:
    inner = table(typed("leeftijd", "number"), OUT, *rules("< 18 -> 1"))
    knowledge = (
        '<businessKnowledgeModel id="k" name="k"><variable name="k"/><encapsulatedLogic>'
        f'<formalParameter name="leeftijd" typeRef="number"/>{inner}</encapsulatedLogic>'
        "</businessKnowledgeModel>"
    )
    boxed = f'<context><contextEntry><variable name="a"/>{inner}</contextEntry></context>'
    findings = analyse(model(knowledge, decision("d", boxed)), "f.dmn")
    assert told(findings) == [("gap", "warning", "k"), ("gap", "warning", "d")]


def test_a_finding_has_the_line_of_its_rule() -> None:
    parts = [AGE, OUT, *rules("<= 20 -> 1", ">= 18 -> 1")]
    data = model(decision("d", table(*parts))).replace(b'<rule id="r1"', b'\n\n<rule id="r1"')
    (one,) = analyse(data, "f.dmn")
    assert (one.file, one.line) == ("f.dmn", 3)


def test_a_model_that_is_refused_gives_what_is_wrong_with_it() -> None:
    (one,) = analyse(model(decision("d", literal("1 +"))), "f.dmn")
    assert (one.rule, one.severity) == ("dmn.feel_syntax", "error")


def test_a_table_that_is_too_large_says_so_instead_of_taking_long() -> None:
    columns = [typed(f"c{at}", "number") for at in range(8)]
    rows = [
        " | ".join(f"[{at * n}..{at * n + 9}]" for n in range(1, 9)) + " -> 1" for at in range(40)
    ]
    findings = found(*columns, OUT, *rules(*rows), steps=2_000)
    assert ("too_large", "info", "d") in told(findings)


def test_many_findings_of_a_kind_are_counted() -> None:
    rows = [f"{at} -> 1" for at in range(120)]
    findings = found(AGE, OUT, *rules(*rows, *rows))
    assert told(findings).count(("overlap", "error", "r1")) == 1
    (more,) = [one for one in findings if one.rule == "dmn.analysis.more"]
    facts: dict[str, Any] = dict(more.facts)
    assert (facts["of"], facts["count"]) == ("dmn.analysis.overlap", 70)


def test_a_long_table_is_analysed_quickly_and_whole() -> None:
    rows = [f"[{at}..{at + 1}) | - -> {at}" for at in range(500)]
    findings = found(AGE, typed("b", "boolean"), OUT, *rules(*rows))
    assert [intervals(one)["leeftijd"] for one in findings] == [["< 0", ">= 500"]]
