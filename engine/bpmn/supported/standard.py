"""What the machine executes of BPMN 2.0.2, as lists: elements, attributes, triggers, languages."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.tags import (
    ACTIVITIES,
    BPMN,
    EVENTS,
    GATEWAYS,
    GLOBAL_TASKS,
    NODES,
    TASKS,
    XSI,
    definitions_of,
    kind,
    split,
)

Refusals = Iterator[tuple[str, dict[str, object]]]

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
        "complexBehaviorDefinition",
        "event",
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
        "correlationProperty",
        "correlationPropertyRetrievalExpression",
        "correlationKey",
        "correlationPropertyRef",
        "correlationSubscription",
        "correlationPropertyBinding",
        "messagePath",
        "dataPath",
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
        "messageFlowRef",
        "messageFlowAssociation",
        "participantRef",
        "participantAssociation",
        "innerParticipantRef",
        "outerParticipantRef",
        "conversation",
        "subConversation",
        "callConversation",
        "globalConversation",
        "conversationLink",
        "conversationAssociation",
        "dataObject",
        "dataObjectReference",
        "dataStore",
        "interface",
        "operation",
        "operationRef",
        "inMessageRef",
        "outMessageRef",
        "errorRef",
        "endPoint",
        "supportedInterfaceRef",
        "dataStoreReference",
        "dataState",
        "dataInput",
        "dataOutput",
        "dataInputAssociation",
        "dataOutputAssociation",
        "assignment",
        "transformation",
        "from",
        "to",
        "dataInputRefs",
        "dataOutputRefs",
        "optionalInputRefs",
        "optionalOutputRefs",
        "inputSet",
        "outputSet",
        "inputSetRefs",
        "outputSetRefs",
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
        "resource",
        "resourceParameter",
        "resourceRole",
        "resourceRef",
        "resourceAssignmentExpression",
        "resourceParameterBinding",
        "potentialOwner",
        "humanPerformer",
        "performer",
        "formalExpression",
        "expression",
    }
)
_EXECUTED = (
    TASKS
    | GLOBAL_TASKS.keys()
    | {"subProcess", "transaction", "adHocSubProcess", "callActivity"}
    | EVENTS
    | GATEWAYS
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
        "messagePath",
        "dataPath",
        "transformation",
        "from",
        "to",
    }
)
_ANYWHERE = frozenset({"id", "name"})
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "sequenceFlow": frozenset({"sourceRef", "targetRef"}),
    "boundaryEvent": frozenset({"attachedToRef", "cancelActivity"}),
    "callActivity": frozenset({"calledElement"}),
    "receiveTask": frozenset({"messageRef", "operationRef", "implementation"}),
    "sendTask": frozenset({"messageRef", "operationRef", "implementation"}),
    "serviceTask": frozenset({"operationRef", "implementation"}),
    "userTask": frozenset({"implementation"}),
    "businessRuleTask": frozenset({"implementation"}),
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
    "multiInstanceLoopCharacteristics": frozenset(
        {"isSequential", "noneBehaviorEventRef", "oneBehaviorEventRef"}
    ),
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
    "waitForCompletion": frozenset({"true", "false"}),
    "triggeredByEvent": frozenset({"false"}),
    "parallelMultiple": frozenset({"true", "false"}),
    "cancelRemainingInstances": frozenset({"true", "false"}),
    "ordering": frozenset({"Parallel", "Sequential", "parallel", "sequential"}),
    "instantiate": frozenset({"true", "false"}),
    "eventGatewayType": frozenset({"Exclusive", "Parallel"}),
    "gatewayDirection": frozenset({"Unspecified", "Converging", "Diverging", "Mixed"}),
    "behavior": frozenset({"None", "One", "All", "Complex"}),
    "isImmediate": frozenset({"true", "false"}),
    "implementation": frozenset({"##unspecified", "##WebService", "##unspecifiedImplementation"}),
    "default": frozenset(),
}
_EVERY_ACTIVITY = frozenset({"default", "startQuantity", "completionQuantity"})
# The names of FEEL in all versions of DMN, from 1.1 (which gave it a name of its own) to 1.6.
_FEEL_IN_DMN = ("20180521", "20191111", "20211108", "20230324", "20240513")
_FEEL_SPECS = ("feel/20140401", *(f"dmn/{version}/feel" for version in _FEEL_IN_DMN))
FEEL_LANGUAGES = frozenset(
    {"feel", ""}
    | {
        f"{scheme}://www.omg.org/spec/{spec}{slash}"
        for scheme in ("http", "https")
        for spec in _FEEL_SPECS
        for slash in ("", "/")
    }
)


def _triggers(*names: str) -> frozenset[str]:
    return frozenset(f"{name}EventDefinition" for name in names)


_EVENTS_ALLOWED: dict[str, frozenset[str]] = {
    "startEvent": _triggers("message", "signal", "timer"),
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


def elements(element: etree._Element) -> Refusals:
    """Yield an element that is not in the lists."""
    name = kind(element)
    if name and name not in _ALLOWED and not _inside_extensions(element):
        yield _snake(name), {}


def attributes(element: etree._Element) -> Refusals:
    """Yield every attribute that changes what is executed and is not in the lists."""
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


def events(element: etree._Element) -> Refusals:
    """Yield every trigger that does not fit where it stands."""
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


def languages(element: etree._Element) -> Refusals:
    """Yield the language of an expression that is not FEEL."""
    name = kind(element)
    if name == "scriptTask":
        language = element.get("scriptFormat") or ""
    elif name == "globalScriptTask":
        language = element.get("scriptLanguage") or ""
    elif name == "conditionExpression" or name in _EXPRESSIONS:
        language = element.get("language") or ""
    else:
        return
    if language.strip().lower() not in FEEL_LANGUAGES:
        yield "language", {"language": language}


def instance_attributes(element: etree._Element) -> Refusals:
    """Yield every attribute of XML Schema that is no type, outside the head of the file."""
    for attribute in element.attrib:
        space, local = split(str(attribute))
        if space == XSI and local != "type" and kind(element) != "definitions":
            yield "extension", {"name": local, "namespace": space}


def _inside_extensions(element: etree._Element) -> bool:
    return any(kind(around) == "extensionElements" for around in element.iterancestors())


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
