"""Breaks a diagram as a tree: what stays XML, and is no longer the BPMN that somebody meant."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from engine.bpmn.tags import BPMN, CAMUNDA, EVENT_DEFINITIONS, NODES, PR, XSI, ZEEBE, bpmn, kind

Element = etree._Element
Break = Callable[[random.Random, Element], None]

REFERENCES = (
    *("sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "errorRef", "signalRef"),
    *("escalationRef", "calledElement", "activityRef", "processRef", "dataObjectRef", "itemRef"),
    *("oneBehaviorEventRef", "noneBehaviorEventRef", "bpmnElement", "operationRef"),
)
SWITCHES = (
    *("isExecutable", "triggeredByEvent", "isForCompensation", "cancelActivity", "isInterrupting"),
    *("instantiate", "parallelMultiple", "isSequential", "testBefore", "waitForCompletion"),
    *("cancelRemainingInstances", "isCollection", "isClosed", "isImmediate"),
)
NUMBERS = ("startQuantity", "completionQuantity", "loopMaximum")
OURS = (
    *("form", "candidateGroup", "assignee", "term", "dueDate", "fourEyes", "job", "letter"),
    *("decision", "resultVariable", "status", "correlation", "collection", "element", "keep"),
    *("outputCollection", "outputElement", "legalBasis", "generated", "origin", "compensatedBy"),
    *("completion", "cancelsRest", "weg", "together"),
    *("hand", "decisionType", "amount", "excludes", "excludesOver", "aboutDecision", "involved"),
)
TEXTS = (
    *("", " ", "true", "1", "-1", "0", "x", "a.b", "=", "= 1 +", "=(", "a" * 15_000, "=a" * 5_000),
    *("\u202e", "🙂", "a\tb", "A:B", "p:p", ":", "Start", "End", "t", "null", "{", "{a: 1}"),
    *("${x}", "${", "#{a ? b}", "${a.b(1)}", "${" + "(" * 1_900 + "}", "=" + "(" * 5_000),
    *("1e999999999", "9" * 5_000, "1000000000000", "=1000000000000", "-1000", "٣", "1.5", "NaN"),
    *("PT0S", "R/PT0S", "R999999999/PT0S", "R-1/P1D", "P99999999Y", "-P1D", "P", "R/P1D", "PT1S"),
    *("9999-12-31", "0000-00-00", "2026-02-30", "2026-01-01T25:00:00", "0001-01-01T00:00:00+14:00"),
    *("R3/0001-01-01T00:00:00Z/PT1S", "R/2026-01-01/PT0.000001S", "0 0 * * * ?", "0 0 29 2 *"),
    *("R1/9999-12-31T23:59:59Z/P1D", "=duration(\"P1D\")", "=@\"9999-12-31\"", "=null", "=-1"),
    *("= for x in 1..1000000000 return x", "= 9 ** 9 ** 9 ** 9", "={f: function(x) f(x), a: f(1)}"),
    *("{a: {b: {c: 1}}}", "{f: function(x) x}", "= if", "import os", "__class__", "a" * 300),
    *("=[1,2,3]", "=[1..5]", "='a'", "=\"a\" + 1", "= ?", "=date(\"x\")", "= a[1][1]", "=x.y.z"),
)  # fmt: skip
SPACES = (BPMN, PR, CAMUNDA, ZEEBE, "", "http://flowable.org/bpmn", XSI, "urn:x")
KINDS = (
    *sorted(NODES),
    *sorted(EVENT_DEFINITIONS),
    *("process", "sequenceFlow", "lane", "laneSet", "flowNodeRef", "message", "error", "signal"),
    *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "loopCardinality"),
    *("conditionExpression", "extensionElements", "dataObject", "dataObjectReference", "script"),
    *("timeCycle", "timeDate", "timeDuration", "eventDefinitionRef", "association", "condition"),
    *("collaboration", "participant", "messageFlow", "loopDataInputRef", "completionCondition"),
    *("activationCondition", "complexBehaviorDefinition", "correlationKey", "ioSpecification"),
    *("dataInputAssociation", "dataOutputAssociation", "definitions", "documentation", "property"),
)


def _all(root: Element) -> list[Element]:
    return [*root.iter(etree.Element)]


def _any(rng: random.Random, root: Element) -> Element:
    return rng.choice(_all(root))


def _below(rng: random.Random, root: Element) -> Element | None:
    """Return any element but the root."""
    found = _all(root)[1:]
    return rng.choice(found) if found else None


def _ids(root: Element) -> list[str]:
    return [element.get("id", "") for element in _all(root) if element.get("id")] or ["x"]


def _node(rng: random.Random, root: Element) -> Element:
    nodes = [element for element in _all(root) if kind(element) in NODES]
    return rng.choice(nodes or _all(root))


# --- elements ------------------------------------------------------------------------------------


def delete(rng: random.Random, root: Element) -> None:
    element = _below(rng, root)
    around = element.getparent() if element is not None else None
    if element is not None and around is not None:
        around.remove(element)


def double(rng: random.Random, root: Element) -> None:
    element = _below(rng, root)
    if element is not None:
        for _ in range(rng.choice([1, 1, 2, 20])):
            element.addnext(deepcopy(element))


def move(rng: random.Random, root: Element) -> None:
    """Put an element inside or beside any other, but not inside itself."""
    element, place = _below(rng, root), _any(rng, root)
    if element is None or element in (place, *place.iterancestors()):
        return
    place.insert(rng.randint(0, len(place)), element)


def copy_inside(rng: random.Random, root: Element) -> None:
    """Put a copy of an element inside any other: of itself too."""
    place = _any(rng, root)
    place.append(deepcopy(_any(rng, root)))


def rename(rng: random.Random, root: Element) -> None:
    _any(rng, root).tag = bpmn(rng.choice(KINDS))


def other_kind(rng: random.Random, root: Element) -> None:
    _node(rng, root).tag = bpmn(rng.choice(sorted(NODES)))


def other_trigger(rng: random.Random, root: Element) -> None:
    triggers = [element for element in _all(root) if kind(element) in EVENT_DEFINITIONS]
    if triggers:
        rng.choice(triggers).tag = bpmn(rng.choice(sorted(EVENT_DEFINITIONS)))


def add(rng: random.Random, root: Element) -> None:
    made = etree.SubElement(_any(rng, root), bpmn(rng.choice(KINDS)))
    if rng.random() < 0.6:
        made.set("id", rng.choice([*_ids(root), "nieuw"]))
    made.text = rng.choice(TEXTS) if rng.random() < 0.5 else None


def add_trigger(rng: random.Random, root: Element) -> None:
    etree.SubElement(_node(rng, root), bpmn(rng.choice(sorted(EVENT_DEFINITIONS))))


def add_loop(rng: random.Random, root: Element) -> None:
    loop = etree.SubElement(_node(rng, root), bpmn("multiInstanceLoopCharacteristics"))
    inner = rng.choice(["loopCardinality", "completionCondition", "loopDataInputRef"])
    etree.SubElement(loop, bpmn(inner)).text = rng.choice(TEXTS)


def other_space(rng: random.Random, root: Element) -> None:
    element = _any(rng, root)
    space = rng.choice(SPACES)
    local = etree.QName(element).localname
    element.tag = f"{{{space}}}{local}" if space else local


def wrap(rng: random.Random, root: Element) -> None:
    element = _below(rng, root)
    if element is not None:
        around = etree.Element(bpmn(rng.choice(["subProcess", "transaction", "process", "lane"])))
        around.set("id", "rond")
        element.addprevious(around)
        around.append(element)


def deepen(rng: random.Random, root: Element) -> None:
    element = _node(rng, root)
    for level in range(rng.choice([5, 60, 120])):
        element = etree.SubElement(element, bpmn("subProcess"), id=f"diep{level}")


def shuffle(rng: random.Random, root: Element) -> None:
    element = _any(rng, root)
    parts = list(element)
    rng.shuffle(parts)
    element[:] = parts


# --- attributes and texts ------------------------------------------------------------------------


def drop_attribute(rng: random.Random, root: Element) -> None:
    element = _any(rng, root)
    if element.attrib:
        del element.attrib[rng.choice(list(element.attrib))]


def move_attribute(rng: random.Random, root: Element) -> None:
    element, other = _any(rng, root), _any(rng, root)
    if element.attrib:
        name = rng.choice(list(element.attrib))
        other.set(name, element.get(name, ""))


def swap_texts(rng: random.Random, root: Element) -> None:
    one, other = _any(rng, root), _any(rng, root)
    one.text, other.text = other.text, one.text


def write_text(rng: random.Random, root: Element) -> None:
    written = [element for element in _all(root) if (element.text or "").strip()]
    rng.choice(written or _all(root)).text = rng.choice(TEXTS)


def write_attribute(rng: random.Random, root: Element) -> None:
    element = _any(rng, root)
    if element.attrib:
        element.set(rng.choice(list(element.attrib)), rng.choice(TEXTS))


def refer(rng: random.Random, root: Element) -> None:
    """Let a reference lead anywhere: to its parent, to itself, to what is no such thing."""
    pairs = [(e, name) for e in _all(root) for name in e.attrib if str(name) in REFERENCES]
    if pairs:
        element, name = rng.choice(pairs)
        element.set(name, rng.choice([*_ids(root), element.get("id", "weg"), "weg", "p", "q"]))


def add_reference(rng: random.Random, root: Element) -> None:
    _node(rng, root).set(rng.choice(REFERENCES), rng.choice(_ids(root)))


def same_identity(rng: random.Random, root: Element) -> None:
    _any(rng, root).set("id", rng.choice([*_ids(root), "Start", "End", "", "x:to:y", "p"]))


def switch(rng: random.Random, root: Element) -> None:
    _node(rng, root).set(rng.choice(SWITCHES), rng.choice(["true", "false", "1", "", "TRUE"]))


def count(rng: random.Random, root: Element) -> None:
    _node(rng, root).set(rng.choice(NUMBERS), rng.choice(TEXTS))


def add_ours(rng: random.Random, root: Element) -> None:
    text = rng.choice([*_ids(root), *TEXTS])
    _any(rng, root).set(f"{{{PR}}}{rng.choice(OURS)}", text)


def empty(rng: random.Random, root: Element) -> None:
    element = _any(rng, root)
    for part in list(element):
        element.remove(part)
    element.text = None


# --- shapes that bite their own tail -------------------------------------------------------------


def circle(rng: random.Random, root: Element) -> None:
    """Draw a flow between any two nodes, one and the same too, in any body."""
    body = _node(rng, root).getparent()
    if body is not None:
        made = etree.SubElement(body, bpmn("sequenceFlow"), id=f"kring{rng.randrange(9)}")
        made.set("sourceRef", _node(rng, root).get("id", ""))
        made.set("targetRef", _node(rng, root).get("id", ""))


def hang(rng: random.Random, root: Element) -> None:
    """Attach a boundary event to anything, itself and its parent included."""
    body = _node(rng, root).getparent()
    if body is None:
        return
    made = etree.SubElement(body, bpmn("boundaryEvent"), id="rand")
    made.set("attachedToRef", rng.choice([*_ids(root), "rand", body.get("id", "")]))
    etree.SubElement(made, bpmn(rng.choice(sorted(EVENT_DEFINITIONS))))


def call(rng: random.Random, root: Element) -> None:
    """Let a node call its own process, its sub-process, or what does not exist."""
    node = _node(rng, root)
    node.tag = bpmn("callActivity")
    node.set("calledElement", rng.choice([*_ids(root), "p", "q", "=a", "weg"]))


def jump(rng: random.Random, root: Element) -> None:
    for what in ("intermediateThrowEvent", "intermediateCatchEvent")[: rng.randint(1, 2)]:
        node = _node(rng, root)
        node.tag = bpmn(what)
        node[:] = []
        etree.SubElement(node, bpmn("linkEventDefinition"), name="sprong")


def lane(rng: random.Random, root: Element) -> None:
    """Assign nodes to lanes that hold each other, themselves, or nothing that exists."""
    body = next(root.iter(bpmn("process")), root)
    lanes = etree.SubElement(body, bpmn("laneSet"), id="banen")
    made = etree.SubElement(lanes, bpmn("lane"), id="baan")
    for name in (*rng.sample(_ids(root), 1), "baan", "weg"):
        etree.SubElement(made, bpmn("flowNodeRef")).text = name
    inner = etree.SubElement(made, bpmn("childLaneSet"), id="binnen")
    etree.SubElement(inner, bpmn("lane"), id=rng.choice(["baan", "baan2"]))


def pool(rng: random.Random, root: Element) -> None:
    made = etree.SubElement(root, bpmn("collaboration"), id="samen")
    for name in (*rng.sample(_ids(root), 1), "weg", ""):
        etree.SubElement(made, bpmn("participant"), id=f"deel{name}", processRef=name)
    flow = etree.SubElement(made, bpmn("messageFlow"), id="berichtstroom")
    flow.set("sourceRef", rng.choice(_ids(root)))
    flow.set("targetRef", rng.choice(_ids(root)))


def undo(rng: random.Random, root: Element) -> None:
    """Draw compensation that undoes itself, its parent or nothing."""
    body = _node(rng, root).getparent()
    if body is None:
        return
    event = etree.SubElement(body, bpmn("boundaryEvent"), id="terug")
    event.set("attachedToRef", rng.choice(_ids(root)))
    etree.SubElement(event, bpmn("compensateEventDefinition"))
    made = etree.SubElement(body, bpmn("association"), id="lijn", sourceRef="terug")
    made.set("targetRef", rng.choice([*_ids(root), "terug"]))


BREAKS: tuple[Break, ...] = (
    *(delete, double, move, copy_inside, rename, other_kind, other_trigger, add, add_trigger),
    *(add_loop, other_space, wrap, deepen, shuffle, drop_attribute, move_attribute, swap_texts),
    *(write_text, write_text, write_attribute, refer, refer, refer, add_reference, same_identity),
    *(switch, switch, count, add_ours, empty, circle, circle, hang, call, jump, lane, pool, undo),
)
