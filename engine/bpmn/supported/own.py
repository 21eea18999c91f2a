"""What the machine executes of our own attributes and elements, as lists."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.supported.standard import Refusals
from engine.bpmn.tags import GLOBAL_TASKS, HAND_ATTRIBUTES, NODES, PR, kind, split
from engine.model import ClockAction

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
            *HAND_ATTRIBUTES,
        }
    ),
    "manualTask": frozenset({"candidateGroup", "assignee", "term", "dueDate", "legalBasis"}),
    "task": frozenset({"candidateGroup", "assignee", "term", "dueDate", "legalBasis"}),
    "startEvent": frozenset({"form", "term", "correlation"}),
    "multiInstanceLoopCharacteristics": frozenset(
        {"collection", "element", "outputCollection", "outputElement"}
    ),
    "serviceTask": frozenset({"job", "topic", "letter", "register", "legalBasis"}),
    "sendTask": frozenset({"job", "topic", "letter", "legalBasis", "correlation", "keep"}),
    "receiveTask": frozenset({"correlation", "legalBasis", "reopensAt"}),
    "callActivity": frozenset({"reopensAt"}),
    "businessRuleTask": frozenset({"decision", "resultVariable", "legalBasis"}),
    "scriptTask": frozenset({"legalBasis"}),
    "intermediateCatchEvent": frozenset({"term", "legalBasis", "correlation", "reopensAt"}),
    "boundaryEvent": frozenset({"term", "legalBasis", "correlation"}),
    "intermediateThrowEvent": frozenset({"correlation", "keep"}),
    "endEvent": frozenset({"correlation", "keep"}),
    "message": frozenset({"correlation", "keep"}),
}
_PR_ELEMENTS: dict[str, frozenset[str]] = {
    "clock": frozenset({"term", "action", "day", "on", "reason", "to"}),
    "mapping": frozenset(),
    "in": frozenset({"source", "target", "variables"}),
    "out": frozenset({"source", "target", "variables"}),
    "field": frozenset({"name", "source"}),
}
_CLOCK_ACTIONS = frozenset(ClockAction) - {ClockAction.FOLLOW, ClockAction.RECEIVE}
_CLOCK_MOMENTS = frozenset({"enter", "leave"})
_WHICH_VARIABLES = frozenset({"all", "none"})


def own(element: etree._Element) -> Refusals:
    """Yield what is written in our namespace and means nothing there."""
    space, local = split(str(element.tag))
    if space == PR:
        if local not in _PR_ELEMENTS:
            yield "extension", {"name": f"pr:{local}"}
        else:
            yield from _unknown(element, _PR_ELEMENTS[local], f"pr:{local}")
        if local == "clock":
            yield from _clock(element)
        if element.get("variables", "all") not in _WHICH_VARIABLES:
            yield "extension", {"name": f"pr:{local}@variables"}
        return
    what = GLOBAL_TASKS.get(kind(element), kind(element))
    allowed = _PR_ATTRIBUTES.get(what, frozenset())
    if what in NODES:
        allowed |= _NODE_PR
    for attribute in element.attrib:
        space, local = split(str(attribute))
        if space == PR and local not in allowed:
            yield "extension", {"name": f"pr:{local}"}


def _clock(element: etree._Element) -> Refusals:
    if element.get("action") not in _CLOCK_ACTIONS:
        yield "clock_action", {"action": element.get("action")}
    if element.get("on", "enter") not in _CLOCK_MOMENTS:
        yield "clock_moment", {"on": element.get("on")}
    if not element.get("term"):
        yield "clock_without_term", {}


def _unknown(element: etree._Element, allowed: frozenset[str], name: str) -> Refusals:
    for attribute in element.attrib:
        if str(attribute) not in allowed:
            yield "extension", {"name": f"{name}@{attribute!s}"}
