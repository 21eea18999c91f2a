"""Events that the instances of a multi-instance activity throw as they complete (§10.3.8).

`behavior` None throws one for every instance, One for the first, All none, Complex those whose
condition holds. Each becomes a throw event beside the activity, which no flow leads to.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import bpmn, children, definitions_of, kind, pr, text_of

THROWS = pr("throws")
IMPLICIT = pr("implicit")
_WHEN = {"None": "each", "One": "first"}
_ATTRIBUTES = ("behavior", "noneBehaviorEventRef", "oneBehaviorEventRef")
_THROWABLE = frozenset(
    {"messageEventDefinition", "signalEventDefinition", "escalationEventDefinition"}
)


def behaviours(tree: Tree) -> None:
    """Draw what the instances throw; what cannot be thrown there is refused.

    An error, a cancellation or a termination belongs to an end, compensation to who has completed
    (table 10.93). The default signal of the standard has no name, so nobody could catch it: None
    and One need an event.
    """
    for loop in list(tree.root.iter(bpmn("multiInstanceLoopCharacteristics"))):
        behaviour = loop.get("behavior", "All")
        when, reference = _WHEN.get(behaviour), loop.get(f"{behaviour.lower()}BehaviorEventRef", "")
        for attribute in _ATTRIBUTES:
            loop.attrib.pop(attribute, "")
        complex_ones = list(children(loop, "complexBehaviorDefinition"))
        for definition in complex_ones:
            loop.remove(definition)
            if behaviour == "Complex":
                _complex(tree, loop, definition)
        if when is not None:
            _shortcut(tree, loop, when, reference)
        elif behaviour == "Complex" and not complex_ones:
            tree.refuse(_activity(loop), "bpmn.loop.no_event")


def _activity(loop: etree._Element) -> etree._Element:
    activity = loop.getparent()
    assert activity is not None, "a loop stands in its activity"
    return activity


def _shortcut(tree: Tree, loop: etree._Element, when: str, reference: str) -> None:
    declared = tree.by_id.get(reference, tree.by_id.get(reference.rpartition(":")[2]))
    if declared is None or not kind(declared).endswith("EventDefinition"):
        tree.refuse(_activity(loop), "bpmn.loop.no_event", reference=reference or None)
        return
    _throw(tree, loop, [declared], when)


def _complex(tree: Tree, loop: etree._Element, definition: etree._Element) -> None:
    condition, event = text_of(definition, "condition"), definition.find(bpmn("event"))
    triggers = [] if event is None else definitions_of(event)
    if condition is None:
        tree.refuse(_activity(loop), "bpmn.loop.no_condition")
    elif event is None or not triggers:
        tree.refuse(_activity(loop), "bpmn.loop.no_event")
    else:
        data = list(children(event, "dataInput", "dataInputAssociation", "extensionElements"))
        _throw(tree, loop, triggers, "condition", condition, data)


def _throw(
    tree: Tree,
    loop: etree._Element,
    triggers: list[etree._Element],
    when: str,
    condition: str | None = None,
    data: list[etree._Element] | None = None,
) -> None:
    activity = _activity(loop)
    body = activity.getparent()
    assert body is not None, "activities stand in a body"
    for trigger in triggers:
        if kind(trigger) not in _THROWABLE:
            tree.refuse(activity, "bpmn.loop.event_kind", kind=kind(trigger))
            continue
        made = tree.add(body, "intermediateThrowEvent", activity, "event")
        made.set(IMPLICIT, "true")
        made.extend(deepcopy(part) for part in (*(data or ()), trigger))
        made[-1].attrib.pop("id", "")
        throws = etree.SubElement(loop, THROWS)
        throws.set("event", made.get("id", ""))
        throws.set("when", when)
        throws.text = condition
