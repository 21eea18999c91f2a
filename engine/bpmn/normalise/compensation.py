"""Compensation: an activity says which handler undoes it; a transaction is a sub-process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from lxml import etree

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import ACTIVITIES, bpmn, definitions_of, kind, pr

COMPENSATED_BY = pr("compensatedBy")


def compensation(tree: Tree) -> None:
    """Turn compensation boundary events and their associations into an attribute of the activity.

    BPMN 2.0.2 §10.5.4, §10.7: the event has no flow, an association leads to the handler.
    """
    used = _borders(tree)
    for other in tree.root.iter():
        alone = other.get("isForCompensation") == "true" and other not in used
        if kind(other) in ACTIVITIES and alone:
            tree.refuse(other, "bpmn.compensation.unused")
    for definition in tree.root.iter(bpmn("compensateEventDefinition")):
        reference, thrower = definition.get("activityRef"), definition.getparent()
        if reference and thrower is not None and thrower is not tree.root:
            _refer(tree, thrower, reference)


def _borders(tree: Tree) -> set[etree._Element]:
    """Take the compensation events off their borders; return the handlers that they lead to."""
    lines: dict[str, list[str]] = defaultdict(list)
    for line in tree.root.iter(bpmn("association")):
        source, target = line.get("sourceRef", ""), line.get("targetRef", "")
        lines[source].append(target)
        lines[target].append(source)
    used: set[etree._Element] = set()
    for event in list(tree.root.iter(bpmn("boundaryEvent"))):
        if [kind(d) for d in definitions_of(event)] != ["compensateEventDefinition"]:
            continue
        handlers = _handlers(tree, event, lines)
        host = tree.by_id.get(event.get("attachedToRef", ""))
        if not handlers or host is None:
            tree.refuse(event, "bpmn.compensation.no_handler")
        elif len(handlers) > 1 or host.get(COMPENSATED_BY):
            tree.refuse(event, "bpmn.compensation.twice")
        else:
            host.set(COMPENSATED_BY, handlers[0].get("id", ""))
            handlers[0].set("isForCompensation", "true")
        used.update(handlers)
        body = event.getparent()
        assert body is not None
        body.remove(event)
    return used


def _refer(tree: Tree, thrower: etree._Element, reference: str) -> None:
    """Refuse what a thrower cannot undo: it sees its own scope; a handler those around it too."""
    activity = tree.by_id.get(reference)
    if activity is None or kind(activity) not in ACTIVITIES:
        tree.refuse(thrower, "bpmn.reference.unknown", reference=reference)
        return
    body = thrower.getparent()
    while body is not None and body is not activity.getparent():
        body = body.getparent() if body.get("triggeredByEvent") == "true" else None
    if body is None:
        tree.refuse(thrower, "bpmn.compensation.out_of_reach", reference=reference)


def _handlers(
    tree: Tree, event: etree._Element, lines: Mapping[str, list[str]]
) -> list[etree._Element]:
    ends = lines.get(event.get("id", ""), [])
    found = [tree.by_id[end] for end in ends if end in tree.by_id]
    beside = [handler for handler in found if handler.getparent() is event.getparent()]
    return [handler for handler in beside if kind(handler) in ACTIVITIES]


def transactions(tree: Tree) -> None:
    """Draw a transaction as the sub-process it is; a cancel end event undoes it (§13.5.5)."""
    for transaction in list(tree.root.iter(bpmn("transaction"))):
        transaction.tag = bpmn("subProcess")
        transaction.attrib.pop("method", "")
