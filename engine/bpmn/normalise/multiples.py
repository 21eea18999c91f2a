"""Events with several triggers: drawn as the gateways and events that they mean (§10.5.6)."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from engine.bpmn.normalise.tree import GENERATED, Tree
from engine.bpmn.tags import CAMUNDA, EVENTS, PR, ZEEBE, bpmn, definitions_of, kind, pr

_MAPPINGS = (
    f"{{{PR}}}mapping",
    f"{{{ZEEBE}}}ioMapping",
    f"{{{CAMUNDA}}}in",
    f"{{{CAMUNDA}}}out",
)
TOGETHER = pr("together")
_ENDING = frozenset({"errorEventDefinition", "cancelEventDefinition"})
_LAST = ("errorEventDefinition", "cancelEventDefinition", "terminateEventDefinition")


def multiples(tree: Tree) -> None:
    """Draw one event per trigger.

    Catching: whichever comes first, as an event-based gateway; all of them (parallel multiple), as
    a sub-process. At a border or a start: an event each, which know of each other when all of them
    must come. Throwing: one after the other.
    """
    for event in list(tree.root.iter()):
        triggers = definitions_of(event) if kind(event) in EVENTS else []
        if len(triggers) < 2:
            continue
        if _is_drawable(tree, event, {kind(trigger) for trigger in triggers}):
            _DRAW[kind(event)](tree, event, triggers)


def _is_drawable(tree: Tree, event: etree._Element, triggers: set[str]) -> bool:
    """Say whether the triggers go together; refuse the event when they do not."""
    together = event.get("parallelMultiple") == "true"
    beside = kind(event) in ("boundaryEvent", "startEvent")
    if beside and "compensateEventDefinition" in triggers:
        tree.refuse(event, "bpmn.multiple.compensation")
    elif together and triggers & _ENDING:
        tree.refuse(event, "bpmn.multiple.parallel_error")
    elif together and _begins_process(event) and triggers != {"messageEventDefinition"}:
        tree.refuse(event, "bpmn.multiple.parallel_start")
    else:
        return True
    return False


def _begins_process(event: etree._Element) -> bool:
    return kind(event) == "startEvent" and kind(_body(event)) == "process"


def _body(event: etree._Element) -> etree._Element:
    body = event.getparent()
    assert body is not None, "events stand in a body"
    return body


def _one(
    tree: Tree,
    body: etree._Element,
    event: etree._Element,
    trigger: etree._Element,
    what: str,
) -> etree._Element:
    """Add an event of kind `what` with one trigger and the mapping of the whole."""
    made = tree.add(body, what, event, "trigger")
    for holder in event.findall(bpmn("extensionElements")):
        copied = etree.SubElement(made, bpmn("extensionElements"))
        copied.extend(deepcopy(part) for part in holder if part.tag in _MAPPINGS)
    for name in (pr("correlation"), pr("keep")):
        if kind(trigger) == "messageEventDefinition" and event.get(name):
            made.set(name, event.get(name, ""))
    made.append(trigger)
    return made


def _catch(tree: Tree, event: etree._Element, triggers: list[etree._Element]) -> None:
    together = event.attrib.pop("parallelMultiple", "") == "true"
    (_all if together else _first)(tree, event, triggers)


def _first(tree: Tree, event: etree._Element, triggers: list[etree._Element]) -> None:
    body = _body(event)
    merge = tree.add(body, "exclusiveGateway", event, "merge")
    for flow in tree.outgoing(event):
        tree.leave_from(flow, merge)
    for trigger in triggers:
        caught = _one(tree, body, event, trigger, "intermediateCatchEvent")
        tree.connect(event, caught)
        tree.connect(caught, merge)
    event.tag = bpmn("eventBasedGateway")


def _all(tree: Tree, event: etree._Element, triggers: list[etree._Element]) -> None:
    event.tag = bpmn("subProcess")
    start = tree.add(event, "startEvent", event, "start")
    fork = tree.add(event, "parallelGateway", event, "fork")
    join = tree.add(event, "parallelGateway", event, "join")
    tree.connect(start, fork)
    for trigger in triggers:
        caught = _one(tree, event, event, trigger, "intermediateCatchEvent")
        tree.connect(fork, caught)
        tree.connect(caught, join)
    tree.connect(join, tree.add(event, "endEvent", event, "end"))


def _start(tree: Tree, event: etree._Element, triggers: list[etree._Element]) -> None:
    gathers = _begins_process(event) and event.get("parallelMultiple") == "true"
    (_gather if gathers else _beside)(tree, event, triggers)


def _gather(tree: Tree, event: etree._Element, triggers: list[etree._Element]) -> None:
    """Draw a process that begins when all its messages have come (§10.5.6).

    The first opens the case, the others come to it by the correlation keys: a parallel event-based
    gateway that instantiates. The event itself happens when all have come.
    """
    body = _body(event)
    gateway = tree.add(body, "eventBasedGateway", event, "first")
    gateway.set("instantiate", "true")
    gateway.set("eventGatewayType", "Parallel")
    join = tree.add(body, "parallelGateway", event, "join")
    for trigger in triggers:
        caught = _one(tree, body, event, trigger, "intermediateCatchEvent")
        tree.connect(gateway, caught)
        tree.connect(caught, join)
    event.tag = bpmn("intermediateThrowEvent")
    for name in ("parallelMultiple", "isInterrupting"):
        event.attrib.pop(name, "")
    tree.connect(join, event)


def _beside(tree: Tree, event: etree._Element, triggers: list[etree._Element]) -> None:
    """Draw the other triggers as events of their own, shown as the analyst's one."""
    body, flows = _body(event), tree.outgoing(event)
    merge = tree.add(body, "exclusiveGateway", event, "merge") if flows else None
    for flow in flows:
        assert merge is not None, "made for the flows"
        tree.leave_from(flow, merge)
    events = [event]
    if event.attrib.pop("parallelMultiple", "") == "true":
        event.set(TOGETHER, event.get("id", ""))
    for trigger in triggers[1:]:
        made = _one(tree, body, event, trigger, kind(event))
        made.set(GENERATED, "id")
        for name in ("attachedToRef", "cancelActivity", "isInterrupting", "name", TOGETHER):
            if event.get(name):
                made.set(name, event.get(name, ""))
        events.append(made)
    for one in events:
        if merge is not None:
            tree.connect(one, merge)


def _throw(tree: Tree, event: etree._Element, triggers: list[etree._Element]) -> None:
    """Throw one after the other; what ends everything comes last."""
    body = _body(event)
    triggers.sort(key=lambda trigger: kind(trigger) in _LAST)
    incoming = tree.incoming(event)
    before: etree._Element | None = None
    for trigger in triggers[:-1]:
        thrown = _one(tree, body, event, trigger, "intermediateThrowEvent")
        if before is None:
            for flow in incoming:
                tree.arrive_at(flow, thrown)
        else:
            tree.connect(before, thrown)
        before = thrown
    if before is not None:
        tree.connect(before, event)


_DRAW = {
    "intermediateCatchEvent": _catch,
    "boundaryEvent": _beside,
    "startEvent": _start,
    "intermediateThrowEvent": _throw,
    "endEvent": _throw,
}
