"""What the machine executes, as lists: everything else in a diagram is refused, never ignored.

Works on the analyst's own XML, so that a finding carries the line as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from engine.bpmn.juel import is_juel, to_feel
from engine.bpmn.tags import (
    ACTIVITIES,
    BPMN,
    CAMUNDA,
    EVENTS,
    GATEWAYS,
    NODES,
    OTHER_ENGINES,
    PR,
    TASKS,
    XSI,
    ZEEBE,
    definitions_of,
    kind,
    split,
)
from engine.errors import Finding
from engine.xml import line_of

# Elements that only document, hold other elements, or are handled by the normaliser.
_STRUCTURE = frozenset(
    {
        "definitions",
        "process",
        "subProcess",
        "sequenceFlow",
        "conditionExpression",
        "message",
        "error",
        "extensionElements",
        "incoming",
        "outgoing",
        "script",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "eventDefinitionRef",
        "messageEventDefinition",
        "timerEventDefinition",
        "errorEventDefinition",
        "terminateEventDefinition",
        "linkEventDefinition",
        "compensateEventDefinition",
        "cancelEventDefinition",
        "signal",
        "signalEventDefinition",
        "escalation",
        "escalationEventDefinition",
        "conditionalEventDefinition",
        "condition",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "loopCardinality",
        "loopCondition",
        "loopDataInputRef",
        "loopDataOutputRef",
        "inputDataItem",
        "outputDataItem",
        "completionCondition",
        "activationCondition",
        "source",
        "target",
    }
)
_DOCUMENTARY = frozenset(
    {
        "documentation",
        "textAnnotation",
        "text",
        "association",
        "group",
        "category",
        "categoryValue",
        "categoryValueRef",
        "laneSet",
        "childLaneSet",
        "lane",
        "flowNodeRef",
        "partitionElement",
        "collaboration",
        "participant",
        "participantMultiplicity",
        "processRef",
        "messageFlow",
        "dataObject",
        "dataObjectReference",
        "dataStore",
        "dataStoreReference",
        "dataState",
        "dataInput",
        "dataOutput",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataInputRefs",
        "dataOutputRefs",
        "inputSet",
        "outputSet",
        "ioSpecification",
        "property",
        "sourceRef",
        "targetRef",
        "itemDefinition",
        "auditing",
        "monitoring",
        "supports",
        "relationship",
        "import",
        "extension",
    }
)
_EXECUTED = (
    TASKS | {"subProcess", "transaction", "adHocSubProcess", "callActivity"} | EVENTS | GATEWAYS
)
_ALLOWED = _STRUCTURE | _DOCUMENTARY | _EXECUTED

_EXPRESSIONS = frozenset(
    {
        "timeDate",
        "timeDuration",
        "timeCycle",
        "condition",
        "loopCardinality",
        "loopCondition",
        "completionCondition",
        "activationCondition",
    }
)
_ANYWHERE = frozenset({"id", "name"})
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "sequenceFlow": frozenset({"sourceRef", "targetRef"}),
    "boundaryEvent": frozenset({"attachedToRef", "cancelActivity"}),
    "callActivity": frozenset({"calledElement"}),
    "receiveTask": frozenset({"messageRef"}),
    "sendTask": frozenset({"messageRef"}),
    "messageEventDefinition": frozenset({"messageRef"}),
    "errorEventDefinition": frozenset({"errorRef"}),
    "signalEventDefinition": frozenset({"signalRef"}),
    "compensateEventDefinition": frozenset({"activityRef"}),
    "cancelEventDefinition": frozenset(),
    "transaction": frozenset({"method"}),
    "escalationEventDefinition": frozenset({"escalationRef"}),
    "signal": frozenset({"structureRef"}),
    "escalation": frozenset({"escalationCode", "structureRef"}),
    "startEvent": frozenset({"isInterrupting"}),
    "multiInstanceLoopCharacteristics": frozenset({"isSequential"}),
    "standardLoopCharacteristics": frozenset({"testBefore", "loopMaximum"}),
    "error": frozenset({"errorCode", "structureRef"}),
    "message": frozenset({"itemRef"}),
    "process": frozenset({"isExecutable", "processType", "isClosed"}),
    "scriptTask": frozenset({"scriptFormat"}),
    "conditionExpression": frozenset({"language", "evaluatesToTypeRef"}),
    **{name: frozenset({"language", "evaluatesToTypeRef"}) for name in _EXPRESSIONS},
}
# Attributes that change nothing as long as they have one of these values.
_NEUTRAL: dict[str, frozenset[str]] = {
    "isForCompensation": frozenset({"true", "false"}),
    "waitForCompletion": frozenset({"true"}),
    "triggeredByEvent": frozenset({"false"}),
    "parallelMultiple": frozenset({"true", "false"}),
    "cancelRemainingInstances": frozenset({"true", "false"}),
    "ordering": frozenset({"Parallel", "Sequential", "parallel", "sequential"}),
    "instantiate": frozenset({"false"}),
    "eventGatewayType": frozenset({"Exclusive"}),
    "gatewayDirection": frozenset({"Unspecified", "Converging", "Diverging", "Mixed"}),
    "behavior": frozenset({"All"}),
    "isImmediate": frozenset({"true", "false"}),
    "implementation": frozenset({"##unspecified", "##WebService", "##unspecifiedImplementation"}),
    "default": frozenset(),
}
_EVERY_ACTIVITY = frozenset({"default", "startQuantity", "completionQuantity"})
_FEEL_LANGUAGES = frozenset(
    {
        "feel",
        "",
        "https://www.omg.org/spec/dmn/20191111/feel/",
        "https://www.omg.org/spec/dmn/20211108/feel/",
        "https://www.omg.org/spec/dmn/20230324/feel/",
        "http://www.omg.org/spec/feel/20140401",
    }
)


def _triggers(*names: str) -> frozenset[str]:
    return frozenset(f"{name}EventDefinition" for name in names)


_EVENTS_ALLOWED: dict[str, frozenset[str]] = {
    "startEvent": _triggers("message"),
    "handler": _triggers(
        "message", "timer", "error", "escalation", "signal", "conditional", "compensate"
    ),
    "endEvent": _triggers(
        "terminate", "error", "message", "signal", "escalation", "compensate", "cancel"
    ),
    "intermediateCatchEvent": _triggers("message", "timer", "link", "signal", "conditional"),
    "intermediateThrowEvent": _triggers("message", "link", "signal", "escalation", "compensate"),
    "boundaryEvent": _triggers(
        "message", "timer", "error", "escalation", "signal", "conditional", "compensate", "cancel"
    ),
}
_NODE_PR = frozenset({"status"})
_PR_ATTRIBUTES: dict[str, frozenset[str]] = {
    "userTask": frozenset(
        {
            "form",
            "candidateGroup",
            "assignee",
            "term",
            "dueDate",
            "fourEyes",
            "legalBasis",
        }
    ),
    "manualTask": frozenset({"candidateGroup", "assignee", "term", "dueDate", "legalBasis"}),
    "task": frozenset({"candidateGroup", "assignee", "term", "dueDate", "legalBasis"}),
    "startEvent": frozenset({"form", "term"}),
    "multiInstanceLoopCharacteristics": frozenset(
        {"collection", "element", "outputCollection", "outputElement"}
    ),
    "serviceTask": frozenset({"job", "letter", "legalBasis"}),
    "sendTask": frozenset({"job", "letter", "legalBasis"}),
    "businessRuleTask": frozenset({"decision", "resultVariable", "legalBasis"}),
    "scriptTask": frozenset({"legalBasis"}),
    "intermediateCatchEvent": frozenset({"term", "legalBasis"}),
    "boundaryEvent": frozenset({"term", "legalBasis"}),
    "message": frozenset({"correlation"}),
}
_PR_ELEMENTS: dict[str, frozenset[str]] = {
    "clock": frozenset({"term", "action", "day", "on"}),
    "mapping": frozenset(),
    "in": frozenset({"source", "target"}),
    "out": frozenset({"source", "target"}),
    "field": frozenset({"name", "source"}),
}
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

_CLOCK_ACTIONS = frozenset({"start", "suspend", "resume", "stop"})
_CLOCK_MOMENTS = frozenset({"enter", "leave"})


def unsupported(root: etree._Element, file: str) -> list[Finding]:
    """Return a finding for everything in `root` that the machine would not execute as drawn."""
    findings: list[Finding] = []
    for element in root.iter():
        for check in _CHECKS:
            for construct, facts in check(element):
                findings.append(_finding(file, element, construct, facts))
    return findings


_Refusals = Iterator[tuple[str, dict[str, object]]]


def _finding(
    file: str, element: etree._Element, construct: str, facts: dict[str, object]
) -> Finding:
    node: etree._Element | None = element
    while node is not None and not (kind(node) and node.get("id")):
        node = node.getparent()
    return Finding(
        file,
        f"bpmn.unsupported.{construct}",
        None if node is None else node.get("id"),
        line_of(element),
        facts=facts,
    )


def _elements(element: etree._Element) -> _Refusals:
    name = kind(element)
    if name and name not in _ALLOWED and not _inside_extensions(element):
        yield _snake(name), {}


def _attributes(element: etree._Element) -> _Refusals:
    name = kind(element)
    if name not in NODES | _ATTRIBUTES.keys():
        return
    allowed = _ANYWHERE | _ATTRIBUTES.get(name, frozenset())
    for attribute, value in element.attrib.items():
        space, local = split(str(attribute))
        if space not in ("", BPMN) or local in allowed:
            continue
        if local in _EVERY_ACTIVITY and name in ACTIVITIES | GATEWAYS:
            continue
        if name == "subProcess" and local == "triggeredByEvent":
            continue
        if str(value) not in _NEUTRAL.get(local, frozenset()):
            yield _snake(local), {"value": str(value)}


def _events(element: etree._Element) -> _Refusals:
    name = kind(element)
    if name not in EVENTS:
        return
    found = definitions_of(element)
    around = element.getparent()
    handles = around is not None and around.get("triggeredByEvent") == "true"
    place = "handler" if name == "startEvent" and handles else name
    for definition in found:
        if kind(definition) not in _EVENTS_ALLOWED[place]:
            what = kind(definition).removesuffix("EventDefinition")
            yield f"{_snake(what)}_{_snake(name)}", {}


def _languages(element: etree._Element) -> _Refusals:
    name = kind(element)
    if name == "scriptTask":
        language = element.get("scriptFormat") or ""
    elif name == "conditionExpression" or name in _EXPRESSIONS:
        language = element.get("language") or ""
    else:
        return
    if language.strip().lower() not in _FEEL_LANGUAGES:
        yield "language", {"language": language}


def _own(element: etree._Element) -> _Refusals:
    space, local = split(str(element.tag))
    if space == PR:
        if local not in _PR_ELEMENTS:
            yield "extension", {"name": f"pr:{local}"}
        else:
            yield from _unknown(element, _PR_ELEMENTS[local], f"pr:{local}")
        if local == "clock":
            yield from _clock(element)
        return
    allowed = _PR_ATTRIBUTES.get(kind(element), frozenset())
    if kind(element) in NODES:
        allowed |= _NODE_PR
    for attribute in element.attrib:
        space, local = split(str(attribute))
        if space == PR and local not in allowed:
            yield "extension", {"name": f"pr:{local}"}


def _clock(element: etree._Element) -> _Refusals:
    if element.get("action") not in _CLOCK_ACTIONS:
        yield "clock_action", {"action": element.get("action")}
    if element.get("on", "enter") not in _CLOCK_MOMENTS:
        yield "clock_moment", {"on": element.get("on")}
    if not element.get("term"):
        yield "clock_without_term", {}


def _unknown(element: etree._Element, allowed: frozenset[str], name: str) -> _Refusals:
    for attribute in element.attrib:
        if str(attribute) not in allowed:
            yield "extension", {"name": f"{name}@{attribute!s}"}


def _camunda(element: etree._Element) -> _Refusals:
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


def _zeebe(element: etree._Element) -> _Refusals:
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


def _strangers(element: etree._Element) -> _Refusals:
    space, local = split(str(element.tag))
    if space in OTHER_ENGINES:
        yield "extension", {"name": local, "namespace": space}
    for attribute in element.attrib:
        space, local = split(str(attribute))
        if space in OTHER_ENGINES or (
            space == XSI and local != "type" and kind(element) != "definitions"
        ):
            yield "extension", {"name": local, "namespace": space}


_IN_LOOPS = frozenset({"loopCharacteristics"})


def _inside_loop(element: etree._Element) -> bool:
    return any(kind(a) == "multiInstanceLoopCharacteristics" for a in element.iterancestors())


def _inside_extensions(element: etree._Element) -> bool:
    return any(kind(around) == "extensionElements" for around in element.iterancestors())


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


_CHECKS: tuple[Callable[[etree._Element], _Refusals], ...] = (
    _elements,
    _attributes,
    _events,
    _languages,
    _own,
    _camunda,
    _zeebe,
    _strangers,
)
