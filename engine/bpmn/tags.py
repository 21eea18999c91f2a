"""Names of the BPMN vocabulary: namespaces, element groups, small tree helpers. No rules here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PR = "https://procesregie.be/schema/bpmn/1"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
OTHER_ENGINES = frozenset(
    {
        "http://activiti.org/bpmn",
        "http://flowable.org/bpmn",
        "http://operaton.org/schema/1.0/bpmn",
        "http://www.jboss.org/drools",
        "http://spiffworkflow.org/bpmn/schema/1.0/core",
    }
)

TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
    }
)
# Tasks that stand outside a process, to be called, and what they are inside one (§10.3.6).
GLOBAL_TASKS: Mapping[str, str] = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
ACTIVITIES = TASKS | {"subProcess", "callActivity", "transaction", "adHocSubProcess"}
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    }
)
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
NODES = ACTIVITIES | EVENTS | GATEWAYS
BODIES = frozenset({"process", "subProcess"})
EVENT_DEFINITIONS = frozenset(
    {
        "messageEventDefinition",
        "timerEventDefinition",
        "errorEventDefinition",
        "terminateEventDefinition",
        "linkEventDefinition",
        "signalEventDefinition",
        "escalationEventDefinition",
        "conditionalEventDefinition",
        "compensateEventDefinition",
        "cancelEventDefinition",
    }
)


def bpmn(name: str) -> str:
    """Return the qualified name of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def pr(name: str) -> str:
    """Return the qualified name of an element or attribute of our own namespace."""
    return f"{{{PR}}}{name}"


def split(name: str) -> tuple[str, str]:
    """Return (namespace, local name) of a qualified name."""
    if name.startswith("{"):
        space, _, local = name[1:].partition("}")
        return space, local
    return "", name


def kind(element: etree._Element) -> str:
    """Return the local name of a BPMN element, "" for anything else."""
    return _bpmn_name(str(element.tag))


@lru_cache(maxsize=1024)
def _bpmn_name(tag: str) -> str:
    space, local = split(tag)
    return local if space == BPMN else ""


def children(element: etree._Element, *kinds: str) -> Iterator[etree._Element]:
    """Yield the BPMN children of `element` that are of one of `kinds`."""
    return (child for child in element if kind(child) in kinds)


def definitions_of(event: etree._Element) -> list[etree._Element]:
    """Return the event definitions that stand in `event`."""
    return list(children(event, *EVENT_DEFINITIONS))


def text_of(element: etree._Element, name: str) -> str | None:
    """Return the stripped text of the first BPMN child called `name`, `None` when it is empty."""
    child = element.find(bpmn(name))
    text = (child.text or "").strip() if child is not None else ""
    return text or None


HAND_ATTRIBUTES = (  # what a user task says of the hand that it is in a decision
    "hand",
    "decisionType",
    "amount",
    "excludes",
    "excludesOver",
    "aboutDecision",
    "involved",
)
