"""What a deployment says of a checklist that is not in order, and what the decision may give."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from engine import dmn, wording
from engine.checklist import Rules, wrong_rules
from engine.feel import YearMonthDuration

FACTS = """
[checklist]
decision = "lijst"
day = "=ontvangen"

[[checklist.source]]
key = "aanvrager"
title = "De aanvrager"
asked = true

[[document_type]]
key = "attest"
title = "Attest"
"""
COLUMNS = {
    "type": ("string", '"attest"'),
    "required": ("boolean", ""),
    "reason": ("string", ""),
    "legal_basis": ("string", ""),
    "max_age": ("yearMonthDuration", ""),
    "source": ("string", '"aanvrager"'),
}


def table(
    columns: dict[str, tuple[str, str]] | None = None, policy: str = "COLLECT"
) -> dict[str, dmn.Model]:
    shown = {**COLUMNS, **(columns or {})}
    outputs = "".join(
        f'<output id="u_{name}" name="{name}" typeRef="{kind}">'
        + (f"<outputValues><text>{values}</text></outputValues>" if values else "")
        + "</output>"
        for name, (kind, values) in shown.items()
        if kind
    )
    cells = "".join(
        "<outputEntry><text>null</text></outputEntry>" for kind, _ in shown.values() if kind
    )
    text = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
        f'namespace="n"><decision id="lijst" name="Lijst"><decisionTable hitPolicy="{policy}">'
        '<input id="i"><inputExpression typeRef="string"><text>soort</text></inputExpression>'
        f'</input>{outputs}<rule id="r"><inputEntry><text>-</text></inputEntry>{cells}</rule>'
        "</decisionTable></decision></definitions>"
    )
    return dmn.parse_all({"lijst.dmn": text.encode()})


def found(facts: str = FACTS, models: dict[str, dmn.Model] | None = None) -> list[tuple[str, str]]:
    findings = list(
        wrong_rules(tomllib.loads(facts), "procedure.toml", table() if models is None else models)
    )
    assert all("…" not in wording.finding(each) for each in findings)
    return [(each.file, each.rule) for each in findings]


def test_a_good_checklist_has_no_findings_and_a_procedure_may_have_none() -> None:
    assert found() == []
    assert found(FACTS.replace("[checklist]", "[anders]").replace("checklist.", "anders.")) == []


def without(line: str, instead: str = "") -> str:
    assert line in FACTS
    return FACTS.replace(line, instead)


def facts_that_are_wrong() -> Iterator[tuple[str, str]]:
    yield without('decision = "lijst"', 'decision = "weg"'), "checklist.decision_unknown"
    yield without('decision = "lijst"'), "checklist.incomplete"
    yield without('decision = "lijst"', "decision = 3"), "checklist.incomplete"
    yield without('day = "=ontvangen"', "day = 3"), "checklist.incomplete"
    yield without('day = "=ontvangen"', 'day = "=1 +"'), "feel_syntax"
    yield without('title = "De aanvrager"'), "checklist.incomplete"
    yield without("asked = true", 'asked = "ja"'), "checklist.incomplete"
    yield without("[[checklist.source]]", "[checklist.source]"), "checklist.incomplete"


@pytest.mark.parametrize(("facts", "rule"), list(facts_that_are_wrong()))
def test_facts_that_are_not_in_order_are_named(facts: str, rule: str) -> None:
    assert ("procedure.toml", rule) in found(facts)


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"source": ("", "")}, "checklist.column_missing"),
        ({"required": ("string", "")}, "checklist.column_type"),
        ({"max_age": ("number", "")}, "checklist.column_type"),
        ({"count": ("string", "")}, "checklist.column_type"),
        ({"type": ("string", "")}, "checklist.values_open"),
        ({"type": ("string", 'starts with(?, "a")')}, "checklist.values_open"),
        ({"type": ("string", '"attest", "foto"')}, "checklist.value_unknown"),
        ({"source": ("string", '"register"')}, "checklist.value_unknown"),
    ],
)
def test_columns_that_do_not_give_a_list_of_documents_are_named(
    columns: dict[str, tuple[str, str]], rule: str
) -> None:
    assert found(models=table(columns)) == [("lijst.dmn", rule)]


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY"])
def test_a_table_that_gives_one_row_is_no_list(policy: str) -> None:
    assert found(models=table(policy=policy)) == [("lijst.dmn", "checklist.not_a_list")]


@pytest.mark.parametrize("policy", ["RULE ORDER", "OUTPUT ORDER"])
def test_other_policies_that_give_a_list_are_good(policy: str) -> None:
    assert found(models=table(policy=policy)) == []


def rules() -> Rules:
    made = Rules.of(tomllib.loads(FACTS))
    assert made is not None
    return made


def test_what_the_decision_gives_becomes_lines_with_the_titles_of_the_procedure() -> None:
    row = {
        "type": "attest",
        "required": True,
        "reason": "Daarom.",
        "legal_basis": "Besluit",
        "max_age": YearMonthDuration(3),
        "source": "aanvrager",
        "count": Decimal(2),
    }
    (line,), strange = rules().expected([row])
    assert (line.title, line.source, line.asked, line.count) == ("Attest", "De aanvrager", True, 2)
    assert (line.max_age, line.reason, strange) == (YearMonthDuration(3), "Daarom.", ())


@pytest.mark.parametrize("given", [None, "attest", Decimal(1), [None, "attest"], {}])
def test_what_is_no_list_of_documents_gives_no_lines(given: object) -> None:
    assert rules().expected(given) == ((), ())


def test_odd_cells_fall_back_and_a_strange_type_is_told() -> None:
    odd = {"type": "attest", "required": None, "max_age": "oud", "count": Decimal("NaN")}
    (line,), strange = rules().expected([odd, {"type": "foto"}])
    assert (line.required, line.asked, line.max_age, line.count) == (False, False, None, 1)
    assert strange == ("foto",)
    (days,), _ = rules().expected([{"type": "attest", "max_age": timedelta(days=30)}])
    assert days.max_age == timedelta(days=30)
