"""What the machine executes of the attributes of other engines, as lists."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.juel import is_juel, to_feel
from engine.bpmn.supported.standard import Refusals
from engine.bpmn.tags import CAMUNDA, OTHER_ENGINES, ZEEBE, kind, split

_CAMUNDA_ATTRIBUTES = frozenset(
    {
        "formKey",
        "candidateGroups",
        "assignee",
        "dueDate",
        "type",
        "topic",
        "decisionRef",
        "resultVariable",
        "collection",
        "elementVariable",
        "historyTimeToLive",
        "versionTag",
        "isStartableInTasklist",
        "modelerTemplate",
        "modelerTemplateVersion",
        "diagramRelationId",
        "asyncBefore",
        "asyncAfter",
        "exclusive",
        "jobPriority",
        "taskPriority",
        "priority",
    }
)
_CAMUNDA_ELEMENTS = frozenset({"in", "properties", "property", "out"})
_ZEEBE_ELEMENTS: dict[str, frozenset[str]] = {
    "formDefinition": frozenset({"formId", "formKey"}),
    "assignmentDefinition": frozenset({"assignee", "candidateGroups"}),
    "taskSchedule": frozenset({"dueDate"}),
    "taskDefinition": frozenset({"type", "retries"}),
    "calledDecision": frozenset({"decisionId", "resultVariable"}),
    "script": frozenset({"expression", "resultVariable"}),
    "calledElement": frozenset(
        {"processId", "propagateAllParentVariables", "propagateAllChildVariables"}
    ),
    "ioMapping": frozenset(),
    "input": frozenset({"source", "target"}),
    "output": frozenset({"source", "target"}),
    "subscription": frozenset({"correlationKey"}),
    "userTask": frozenset(),
    "loopCharacteristics": frozenset(
        {"inputCollection", "inputElement", "outputCollection", "outputElement"}
    ),
    "properties": frozenset(),
    "property": frozenset({"name", "value"}),
    "versionTag": frozenset({"value"}),
}
_ZEEBE_ATTRIBUTES = frozenset({"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"})


def _unknown(element: etree._Element, allowed: frozenset[str], name: str) -> Refusals:
    for attribute in element.attrib:
        if str(attribute) not in allowed:
            yield "extension", {"name": f"{name}@{attribute!s}"}


def camunda(element: etree._Element) -> Refusals:
    """Yield what is not in the lists."""
    space, local = split(str(element.tag))
    if space == CAMUNDA:
        if local not in _CAMUNDA_ELEMENTS:
            yield "extension", {"name": f"camunda:{local}"}
        if local in ("in", "out"):
            yield from _unknown(
                element, frozenset({"source", "target", "variables"}), f"camunda:{local}"
            )
    for attribute, value in element.attrib.items():
        space, local = split(str(attribute))
        if space != CAMUNDA:
            continue
        if local not in _CAMUNDA_ATTRIBUTES or (local == "type" and value != "external"):
            yield "extension", {"name": f"camunda:{local}", "value": str(value)}
        elif is_juel(str(value)) and to_feel(str(value)) is None:
            yield "expression_language", {"value": str(value)}


def zeebe(element: etree._Element) -> Refusals:
    """Yield what is not in the lists."""
    space, local = split(str(element.tag))
    if space == ZEEBE:
        if local not in _ZEEBE_ELEMENTS or (local in _IN_LOOPS and not _inside_loop(element)):
            yield "extension", {"name": f"zeebe:{local}"}
        else:
            yield from _unknown(element, _ZEEBE_ELEMENTS[local], f"zeebe:{local}")
        return
    for attribute in element.attrib:
        space, local = split(str(attribute))
        if space == ZEEBE and local not in _ZEEBE_ATTRIBUTES:
            yield "extension", {"name": f"zeebe:{local}"}


def strangers(element: etree._Element) -> Refusals:
    """Yield what is not in the lists."""
    space, local = split(str(element.tag))
    if space in OTHER_ENGINES:
        yield "extension", {"name": local, "namespace": space}
    for attribute in element.attrib:
        space, local = split(str(attribute))
        if space in OTHER_ENGINES:
            yield "extension", {"name": local, "namespace": space}


_IN_LOOPS = frozenset({"loopCharacteristics"})


def _inside_loop(element: etree._Element) -> bool:
    return any(kind(a) == "multiInstanceLoopCharacteristics" for a in element.iterancestors())
