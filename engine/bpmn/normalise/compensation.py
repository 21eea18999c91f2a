"""Compensation: an activity says which handler undoes it; a transaction is a sub-process."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import ACTIVITIES, bpmn, definitions_of, kind, pr

COMPENSATED_BY = pr("compensatedBy")


def compensation(tree: Tree) -> None:
    """Turn compensation boundary events and their associations into an attribute of the activity.

    BPMN 2.0.2 §10.5.4, §10.7: the event has no flow, an association leads to the handler.
    """
    lines = [(a.get("sourceRef"), a.get("targetRef")) for a in tree.root.iter(bpmn("association"))]
    used: set[etree._Element] = set()
    for event in list(tree.root.iter(bpmn("boundaryEvent"))):
        if [kind(d) for d in definitions_of(event)] != ["compensateEventDefinition"]:
            continue
        handler = _handler(tree, event, lines)
        host = tree.by_id.get(event.get("attachedToRef", ""))
        if handler is None or host is None:
            tree.refuse(event, "bpmn.compensation.no_handler")
        else:
            host.set(COMPENSATED_BY, handler.get("id", ""))
            handler.set("isForCompensation", "true")
            used.add(handler)
        body = event.getparent()
        assert body is not None
        body.remove(event)
    for other in tree.root.iter():
        alone = other.get("isForCompensation") == "true" and other not in used
        if kind(other) in ACTIVITIES and alone:
            tree.refuse(other, "bpmn.compensation.unused")
    for definition in tree.root.iter(bpmn("compensateEventDefinition")):
        reference, thrower = definition.get("activityRef"), definition.getparent()
        if reference and thrower is not None and kind(_at(tree, reference)) not in ACTIVITIES:
            tree.refuse(thrower, "bpmn.reference.unknown", reference=reference)


def _at(tree: Tree, reference: str) -> etree._Element:
    found = tree.by_id.get(reference)
    return tree.root if found is None else found


def _handler(
    tree: Tree, event: etree._Element, lines: list[tuple[str | None, str | None]]
) -> etree._Element | None:
    name = event.get("id")
    ends = [b if a == name else a for a, b in lines if name in (a, b)]
    for end in ends:
        handler = tree.by_id.get(end or "")
        beside = handler is not None and handler.getparent() is event.getparent()
        if handler is not None and beside and kind(handler) in ACTIVITIES:
            return handler
    return None


def transactions(tree: Tree) -> None:
    """Draw a transaction as the sub-process it is; a cancel end event undoes it (§13.5.5)."""
    for transaction in list(tree.root.iter(bpmn("transaction"))):
        transaction.tag = bpmn("subProcess")
        transaction.attrib.pop("method", "")
