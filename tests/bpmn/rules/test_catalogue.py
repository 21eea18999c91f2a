"""The catalogue, the sentences, the rule book and the tests agree; findings say where and why."""

from pathlib import Path

import pytest

from engine import wording, xml
from engine.bpmn import rules
from engine.bpmn.rules.__main__ import text as rule_book
from engine.errors import Finding
from tests.bpmn.rules import test_correlation as fourth
from tests.bpmn.rules import test_fallback as fifth
from tests.bpmn.rules import test_feel_to_schema as second
from tests.bpmn.rules import test_links_to_sizes as third
from tests.bpmn.rules import test_structure_to_timers as first
from tests.bpmn.rules.models import (
    GROUP,
    KNOWN,
    PLAIN,
    Case,
    E,
    S,
    choice,
    clock,
    file,
    flow,
    line,
    process,
    sub,
    task,
    when,
)

HOUSE = Path(__file__).parents[3]


def check(text: str, known: rules.KnownNames | None = KNOWN) -> list[Finding]:
    return rules.check(xml.parse(text.encode(), "proef.bpmn"), "proef.bpmn", known)


def only(text: str, rule: str) -> Finding:
    (finding,) = [finding for finding in check(text) if finding.rule == rule]
    return finding


def test_every_rule_has_a_model_that_breaks_it() -> None:
    assert {
        case.rule for family in (first, second, third, fourth, fifth) for case in family.CASES
    } == set(rules.CATALOGUE)


def test_every_rule_is_in_the_rule_book_as_it_is_in_the_catalogue() -> None:
    written = (HOUSE / "docs/gids/regels.md").read_text(encoding="utf-8")
    assert written == rule_book(), "python -m engine.bpmn.rules > docs/gids/regels.md"


@pytest.mark.parametrize("rule", sorted(rules.CATALOGUE))
def test_every_rule_says_what_is_wrong_and_what_to_do(rule: str) -> None:
    what, todo = wording.rule(rule)
    assert what.endswith((".", "!"))
    assert todo.endswith(".")
    assert "{" not in what


@pytest.mark.parametrize(
    "case", [*first.CASES, *second.CASES, *third.CASES, *fourth.CASES], ids=lambda case: case.rule
)
def test_every_finding_is_a_whole_sentence(case: Case) -> None:
    for finding in check(case.bad):
        said = wording.finding(finding)
        assert said.endswith((".", "?"))
        assert "None" not in said
        assert "\u2026" not in said.replace("pr:\u2026", "")


def test_all_findings_come_at_once() -> None:
    broken = S + task("t", "") + task("t", "") + flow("s", "weg") + flow("t", "nergens")
    found = {finding.rule for finding in check(file(process(broken, 'name="P"')))}
    assert found >= {
        "bpmn.structure.not_executable",
        "bpmn.structure.duplicate_id",
        "bpmn.flow.dangling",
        "bpmn.task.no_group",
        "bpmn.path.unreachable",
    }


def test_errors_come_before_warnings() -> None:
    weights = [finding.severity for finding in check(line(task("t", "", what="task")))]
    assert weights == sorted(weights)
    assert set(weights) == {"error", "warning"}


def test_a_finding_names_file_element_line_and_a_fix() -> None:
    finding = only(line(task(more=f'pr:form="beoordelin" {GROUP}')), "bpmn.name.form")
    assert (finding.file, finding.element, finding.line) == ("proef.bpmn", "t", 8)
    assert finding.facts["did_you_mean"] == "beoordeling"
    assert finding.facts["fix"] == {"set": "form", "to": "beoordeling"}
    assert finding.facts["name"] == "Taak t"


def test_a_syntax_error_says_where_in_the_text() -> None:
    wrong = choice(flow("g", "t", when("=ja and\n  = true")), flow("g", "u"), 'default="g_u"')
    facts = only(wrong, "bpmn.feel.syntax").facts
    assert (facts["text_line"], facts["text_column"]) == (2, 3)
    assert facts["part"] == "condition"


def test_the_leading_equals_sign_counts_as_a_column() -> None:
    wrong = choice(flow("g", "t", when("=ja )")), flow("g", "u"), 'default="g_u"')
    assert only(wrong, "bpmn.feel.syntax").facts["text_column"] == 5


def test_a_finding_inside_extensions_names_the_node_around_it() -> None:
    finding = only(clock('action="start"'), "bpmn.clock.no_term")
    assert finding.element == "t"


def test_names_are_not_checked_when_nobody_says_which_exist() -> None:
    text = line(task(more='pr:form="weg" pr:candidateGroup="weg" pr:term="weg"'))
    assert not [f for f in check(text, None) if f.rule.startswith("bpmn.name.")]


def test_a_task_without_a_form_key_needs_the_form_of_its_own_name() -> None:
    assert only(line(task("z"), of="z"), "bpmn.name.form").facts["implied"] is True


def test_a_process_that_only_documents_is_not_checked() -> None:
    other = process(S.replace('"s"', '"q"') + task("z", ""), 'name="Burger"', of="burger")
    assert check(PLAIN.replace("</definitions>", other + "</definitions>")) == check(PLAIN)


def test_checking_does_not_change_the_tree() -> None:
    for case in (*first.CASES, *second.CASES, *third.CASES, *fourth.CASES):
        root = xml.parse(case.bad.encode(), "proef.bpmn")
        before = xml.write(root)
        rules.check(root, "proef.bpmn", KNOWN)
        assert xml.write(root) == before


def test_the_rules_on_a_sub_process_look_inside_it() -> None:
    inner = sub(S.replace('"s"', '"is"') + task("x", "") + flow("is", "x"))
    assert {finding.element for finding in check(line(inner)) if finding.severity == "error"} == {
        "x"
    }


@pytest.mark.parametrize(
    "path", sorted((HOUSE / "processes").rglob("*.bpmn")), ids=lambda p: p.stem
)
def test_our_own_processes_have_no_errors(path: Path) -> None:
    root = xml.parse(path.read_bytes(), path.name)
    assert [f for f in rules.check(root, path.name) if f.severity == "error"] == []


def test_a_thousand_nodes_are_checked_in_time() -> None:
    nodes = "".join(task(f"n{i}") + flow(f"n{i}", f"n{i + 1}") for i in range(999))
    text = file(process(S + nodes + task("n999") + E + flow("s", "n0") + flow("n999", "e")))
    assert not [f for f in check(text) if f.rule.startswith(("bpmn.path", "bpmn.flow"))]
