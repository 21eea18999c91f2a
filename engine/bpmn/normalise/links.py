"""Link events: a throwing link is a sequence flow to the catching link of the same name."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import bpmn, definitions_of, kind


def links(tree: Tree) -> None:
    """Connect link events that stand in the same body (BPMN 2.0.2 §10.5.5, link events)."""
    for body in tree.bodies():
        events = [
            (node, definition)
            for node in tree.nodes(body)
            for definition in definitions_of(node)
            if kind(definition) == "linkEventDefinition"
        ]
        catching = {
            _name(node, definition): node
            for node, definition in events
            if kind(node) == "intermediateCatchEvent"
        }
        for node, definition in events:
            if kind(node) == "intermediateThrowEvent":
                _jump(tree, node, catching.get(_name(node, definition)))
        for node, definition in events:
            node.remove(definition)
            node.tag = bpmn("intermediateThrowEvent")


def _jump(tree: Tree, node: etree._Element, target: etree._Element | None) -> None:
    if target is None:
        tree.refuse(node, "bpmn.link.no_target")
    elif tree.outgoing(node):
        tree.refuse(node, "bpmn.link.has_outgoing")
    else:
        tree.connect(node, target)


def _name(node: etree._Element, definition: etree._Element) -> str:
    return definition.get("name") or node.get("name") or ""
