"""Extensions: our own namespace, zeebe's and camunda's spelling give the same."""

from __future__ import annotations

import pytest
from lxml import etree

from engine import xml
from engine.bpmn.extensions import Extensions, Field, Mapping, parse_extensions
from tests.bpmn.driving import diagram


def parsed(text: str) -> Extensions:
    (data,) = diagram(text).values()
    node: etree._Element = xml.parse(data, "p")[0][0]
    return parse_extensions(node)


@pytest.mark.parametrize(
    "text",
    [
        '<userTask pr:form="f" pr:candidateGroup="g" pr:assignee="a" pr:dueDate="=d"/>',
        (
            '<userTask camunda:formKey="f" camunda:candidateGroups="g" camunda:assignee="a" '
            'camunda:dueDate="=d"/>'
        ),
        (
            '<userTask><extensionElements><zeebe:formDefinition formId="f"/>'
            '<zeebe:assignmentDefinition assignee="a" candidateGroups="g"/>'
            '<zeebe:taskSchedule dueDate="=d"/></extensionElements></userTask>'
        ),
    ],
)
def test_a_user_task_in_three_spellings(text: str) -> None:
    assert parsed(text) == Extensions(form="f", candidate_group="g", assignee="a", due_date="=d")


@pytest.mark.parametrize(
    "text",
    [
        '<serviceTask pr:job="j"/>',
        '<serviceTask camunda:type="external" camunda:topic="j"/>',
        (
            '<serviceTask><extensionElements><zeebe:taskDefinition type="j"/></extensionElements>'
            "</serviceTask>"
        ),
    ],
)
def test_a_job_in_three_spellings(text: str) -> None:
    assert parsed(text) == Extensions(job="j")


def test_our_own_goes_first() -> None:
    assert parsed('<userTask pr:form="ours" camunda:formKey="theirs"/>').form == "ours"


IN_OUT = {
    "pr": (
        '<pr:mapping><pr:in source="=a" target="b"/><pr:out source="=c" target="d"/></pr:mapping>'
    ),
    "zeebe": '<zeebe:ioMapping><zeebe:input source="=a" target="b"/>'
    '<zeebe:output source="=c" target="d"/></zeebe:ioMapping>',
    "camunda": '<camunda:in source="=a" target="b"/><camunda:out source="=c" target="d"/>',
}


@pytest.mark.parametrize("vendor", sorted(IN_OUT))
def test_mappings_in_three_spellings(vendor: str) -> None:
    text = f"<callActivity><extensionElements>{IN_OUT[vendor]}</extensionElements></callActivity>"
    found = parsed(text)
    assert (found.inputs, found.outputs) == ((Mapping("=a", "b"),), (Mapping("=c", "d"),))


def test_without_mapping_nothing_is_said_about_variables() -> None:
    found = parsed("<callActivity/>")
    assert (found.inputs, found.outputs) == (None, None)


def test_camunda_passes_only_what_it_names_and_all_when_it_says_so() -> None:
    one = '<camunda:in source="a" target="b"/>'
    assert parsed(f"<callActivity><extensionElements>{one}</extensionElements></callActivity>") == (
        Extensions(inputs=(Mapping("a", "b"),), outputs=())
    )
    every = '<camunda:in variables="all"/><camunda:out variables="all"/>'
    found = parsed(f"<callActivity><extensionElements>{every}</extensionElements></callActivity>")
    assert (found.inputs, found.outputs) == (None, None)


def test_zeebe_can_stop_variables_from_coming_out() -> None:
    called = '<zeebe:calledElement processId="q" propagateAllChildVariables="false"/>'
    found = parsed(f"<callActivity><extensionElements>{called}</extensionElements></callActivity>")
    assert (found.called, found.inputs, found.outputs) == ("q", None, ())


def test_fields_are_read() -> None:
    field = '<pr:field name="team" source="=g"/>'
    found = parsed(f"<userTask><extensionElements>{field}</extensionElements></userTask>")
    assert found.fields == (Field("team", "=g"),)
