"""Diagrams as the users of other engines draw them: what the import says and what it makes.

Beside each model stands its report, one line a remark: line, element, level, code, what stood
there, what it became or what would do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import bpmn, forms, wording, xml
from engine.bpmn.importing import Imported, import_file
from engine.bpmn.tags import bpmn as tag
from engine.bpmn.vendors import Level
from engine.bpmn.vendors.remark import Remark

MODELS = sorted((Path(__file__).parent / "models").glob("*.bpmn"))
# what a person still has to write, by the rule that says so at deployment
LEFT = {
    "camunda7_refused": {"listener", "code", "script", "several_groups", "form_page"},
    "camunda8_refused": {"form_page", "listener_job", "mapping_order", "headers", "job_at_event"},
    "flowable_people": {"initiator", "skip", "listener"},
    "flowable_work": {"task_kind", "decision_task", "code_field", "expression_task", "script"},
    "flowable_calls": {"expression"},
    "activiti_work": {"code", "rules", "expression_result"},
    "spiff_work": {"script", "code"},
}
DRAWN = "http://www.omg.org/spec/BPMN/20100524/DI"


def name(path: Path) -> str:
    return path.stem


def imported(path: Path) -> Imported:
    return import_file(path.read_bytes(), path.name)


def told(remark: Remark) -> str:
    code = remark.code.removeprefix("bpmn.vendor.")
    got = remark.becomes or remark.proposal or ""
    line = f"{remark.line} {remark.element} {remark.level} {code} | {remark.written} | {got}"
    return line.rstrip(" |")


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_the_report_says_line_by_line_what_became_of_it(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [told(remark) for remark in imported(path).remarks] == expected


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_the_result_of_an_import_is_left_as_it_is(path: Path) -> None:
    once = imported(path)
    again = import_file(once.data, once.name)
    assert again.data == once.data
    assert {remark.level for remark in again.remarks} <= {
        Level.KEPT,
        Level.ATTENTION,
        Level.REFUSED,
    }
    refused = [r.written for r in once.remarks if r.level is Level.REFUSED]
    assert [r.written for r in again.remarks if r.level is Level.REFUSED] == refused


def lasting(data: bytes) -> Iterator[tuple[str, str | None, str | None, str]]:
    """Yield what an import never touches: elements of the standard, ids, names, texts, shapes."""
    for element in xml.parse(data, "model").iter():
        if str(element.tag).startswith((tag(""), f"{{{DRAWN}}}")):
            texts = ("documentation", "flowNodeRef")
            text = (element.text or "") if str(element.tag).endswith(texts) else ""
            yield str(element.tag), element.get("id"), element.get("name"), text


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_shapes_ids_names_and_documentation_stay(path: Path) -> None:
    made = {(tag("extensionElements"), None, None, ""), (tag("script"), None, None, "")}
    before = [one for one in lasting(path.read_bytes()) if one not in made]
    assert [one for one in lasting(imported(path).data) if one not in made] == before


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_a_deployment_refuses_what_a_person_has_to_write_and_nothing_else_of_the_vendor(
    path: Path,
) -> None:
    once = imported(path)
    for data in (path.read_bytes(), once.data):
        errors = {f.rule for f in bpmn.check({path.name: data}) if f.severity == "error"}
        left = {f"bpmn.vendor.{code}" for code in LEFT.get(path.stem, ())}
        if path.stem == "camunda7_form" and data is not once.data:
            left = {"bpmn.vendor.form_fields"}  # the import makes a form of it
        assert left <= errors
        assert left or not errors


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_every_line_is_a_whole_sentence(path: Path) -> None:
    for remark in imported(path).remarks:
        said = wording.finding(remark.finding(path.name))
        assert said.endswith(".")
        assert "in woorden kennen" not in said


def test_a_form_in_a_diagram_becomes_a_form_of_its_own() -> None:
    made = imported(Path(__file__).parent / "models" / "camunda7_form.bpmn").forms
    assert list(made) == ["vul_in.json"]
    form = forms.load(made["vul_in.json"])
    assert [(f.key, f.kind, f.rules.required) for f in form.fields] == [
        ("naam", "textfield", True),
        ("aantal", "number", False),
        ("vorm", "select", False),
    ]


def test_a_file_that_was_laid_out_stays_laid_out() -> None:
    text = imported(Path(__file__).parent / "models" / "camunda8_work.bpmn").data.decode()
    assert text.startswith("<?xml")
    assert (
        """
    <bpmn:serviceTask id="zoek" name="Zoek op" zeebe:modelerTemplate="eigen.sjabloon" \
zeebe:modelerTemplateVersion="2" pr:job="look_up">
      <bpmn:extensionElements>
        <zeebe:taskDefinition retries="3"/>
        <pr:mapping>
          <pr:in variables="all"/>
          <pr:in source="=dossier.nummer" target="nummer"/>
          <pr:in source="=&quot;vast&quot;" target="soort"/>
          <pr:in source="=5" target="hoogstens"/>
          <pr:out source="=antwoord.naam" target="naam"/>
        </pr:mapping>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:scriptTask id="reken" name="Reken" scriptFormat="feel">
      <bpmn:script>{som: a + b}</bpmn:script>
    </bpmn:scriptTask>
"""
        in text
    )
