"""Whatever a file holds, the import answers with a place and a sentence, never with a crash."""

from __future__ import annotations

import pytest

from engine import wording
from engine.bpmn.importing import import_file
from engine.bpmn.vendors.scripts import proposal
from engine.errors import InvalidModel
from tests.bpmn.driving import diagram, extra, user

MODEL = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
HOSTILE = {
    "empty": b"",
    "text": b"zomaar wat tekst",
    "binary": bytes(range(256)) * 10,
    "zip": b"PK\x03\x04" + b"\x00" * 100,
    "doctype": b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + MODEL + b"/>",
    "too large": MODEL + b">" + b" " * 3_000_000 + b"</definitions>",
    "cut off": MODEL + b"><process>",
    "other xml": b"<html><body/></html>",
    "deep": MODEL + b">" + b"<a>" * 5000,
    "wide json": b"{" + b'"a":{' * 100_000,
    "json": b'{"a": 1}',
    "no json": b"{'a': 1}",
    "large json": b'{"a":"' + b"x" * 600_000 + b'"}',
    "json name": b'{"id": "../../etc", "components": []}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_none_of_ours_is_refused_with_a_sentence(name: str) -> None:
    if name == "json name":
        made = import_file(HOSTILE[name], "form.form")
        assert made.name == "form.json"
        return
    with pytest.raises(InvalidModel) as refused:
        import_file(HOSTILE[name], "proef.bpmn")
    (finding,) = refused.value.findings
    assert finding.file == "proef.bpmn"
    assert "in woorden kennen" not in wording.finding(finding)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_500,
        "-" * 1_900 + "1",
        "a." * 900 + "b",
        "x = " * 400 + "1",
        "[" * 190 + "]" * 190,
        "lambda: " * 200 + "1",
        "\x00",
        "x = 1\n" * 300,
        "1" + "+1" * 900,
        "not " * 450 + "x",
    ],
)
@pytest.mark.parametrize("language", ["python", "javascript", "groovy"])
def test_a_script_is_only_read_and_never_too_long(language: str, text: str) -> None:
    made = proposal(language, text)
    assert made is None or len(made) < 20_000


STRANGE = (
    "<camunda:inputOutput><camunda:inputParameter/></camunda:inputOutput>",
    (
        "<camunda:inputOutput><camunda:inputParameter name='a'><camunda:map/><camunda:list/>"
        "</camunda:inputParameter></camunda:inputOutput>"
    ),
    (
        "<camunda:inputOutput><camunda:inputParameter name='a'><camunda:list><camunda:x/>"
        "</camunda:list></camunda:inputParameter></camunda:inputOutput>"
    ),
    "<camunda:formData><camunda:formField/></camunda:formData>",
    "<camunda:in/><camunda:out target='1'/>",
    "<zeebe:ioMapping><zeebe:input/><zeebe:input source='=' target='a'/></zeebe:ioMapping>",
    "<zeebe:formDefinition><zeebe:formDefinition formId='a'/></zeebe:formDefinition>",
    "<zeebe:taskHeaders/><zeebe:script/><zeebe:userTaskForm id='..'>{</zeebe:userTaskForm>",
    "<camunda:executionListener><camunda:script/></camunda:executionListener>",
)


@pytest.mark.parametrize("inner", STRANGE)
def test_unfinished_additions_are_refused_one_by_one(inner: str) -> None:
    for body in (
        user("x", inner=extra(inner)),
        f'<callActivity id="x">{extra(inner)}</callActivity>',
    ):
        (data,) = diagram(body).values()
        once = import_file(data, "p.bpmn")
        assert "refused" in {remark.level for remark in once.remarks}
        assert import_file(once.data, once.name).data == once.data


@pytest.mark.parametrize(
    "added",
    [
        '<process xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><camunda:los/></process>',
        (
            '<extensionElements xmlns:d="http://www.jboss.org/drools"><d:import name="x"/>'
            "</extensionElements>"
        ),
        '<process xmlns:o="http://operaton.org/schema/1.0/bpmn" o:onbekend="1"/>',
    ],
)
def test_what_stands_where_nobody_looks_is_refused_too(added: str) -> None:
    data = MODEL + b">" + added.encode() + b"</definitions>"
    assert [r.level for r in import_file(data, "p.bpmn").remarks] == ["refused"]


def test_comments_are_left_out_and_that_is_said() -> None:
    data = MODEL + b">\n<!-- eerst -->\n<process id='p'/></definitions>"
    once = import_file(data, "p.bpmn")
    assert [(r.line, r.code) for r in once.remarks] == [(2, "import.comments")]


def test_a_prefix_of_somebody_else_is_not_ours() -> None:
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pr="urn:andere" '
        'xmlns:c="http://camunda.org/schema/1.0/bpmn"><process id="p" pr:iets="1">'
        '<userTask id="x" c:assignee="els"/></process></definitions>'
    )
    made = import_file(text.encode(), "p.bpmn").data
    assert b'procesregie:assignee="els"' in made
    assert b'pr:iets="1"' in made
    assert b"camunda.org" not in made


def test_an_expression_in_another_language_is_never_an_assignment() -> None:
    """`x = 1` compares in XPath: the context that a script would become is no condition."""
    condition = '<conditionExpression language="http://www.w3.org/1999/XPath">x = 1'
    body = (
        '<startEvent id="s"/><exclusiveGateway id="g" default="g_e"/><endEvent id="e"/>'
        '<sequenceFlow id="s_g" sourceRef="s" targetRef="g"/>'
        '<sequenceFlow id="g_e" sourceRef="g" targetRef="e"/>'
        f'<sequenceFlow id="f" sourceRef="g" targetRef="e">{condition}</conditionExpression>'
        "</sequenceFlow>"
    )
    (data,) = diagram(body).values()
    (remark,) = (r for r in import_file(data, "p.bpmn").remarks if r.level == "refused")
    assert (remark.element, remark.becomes) == ("f", None)
