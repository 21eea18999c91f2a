"""Starts and ends: a body begins at start events and every path ends at an end event."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.normalise.behaviours import IMPLICIT
from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import kind


def starts_and_ends(tree: Tree) -> None:
    """Draw the start and end events that BPMN lets an analyst leave out (BPMN 2.0.2 §13.2.1).

    Without a start event every node without incoming flow starts; a node without outgoing flow
    ends its path. Beside what begins, a node without incoming flow can never be reached.
    """
    for body in tree.bodies():
        nodes = tree.nodes(body)
        heads = [n for n in nodes if _can_head(n) and not tree.incoming(n)]
        nodes = [n for n in nodes if not stands_apart(n)]
        heads = [n for n in heads if not stands_apart(n)]
        drawn = any(begins(n) for n in nodes)
        if not nodes:
            _empty(tree, body)
            continue
        if drawn:
            for head in heads:
                tree.refuse(head, "bpmn.flow.unreachable")
        elif heads:
            _start(tree, body, heads)
        else:
            tree.refuse(body, "bpmn.start.missing")
        for node in nodes:
            if kind(node) != "endEvent" and not tree.outgoing(node):
                tree.connect(node, tree.add(body, "endEvent", node, "end"))


def stands_apart(node: etree._Element) -> bool:
    """Say whether a node is started by an event, a compensation or a loop, and by no flow."""
    apart = ("triggeredByEvent", "isForCompensation", IMPLICIT)
    return "true" in [node.get(attribute) for attribute in apart]


def begins(node: etree._Element) -> bool:
    """Say whether a case can begin here: a start event, or what instantiates (§13.2)."""
    return kind(node) == "startEvent" or node.get("instantiate") == "true"


def _can_head(node: etree._Element) -> bool:
    return not begins(node) and kind(node) != "boundaryEvent"


def _empty(tree: Tree, body: etree._Element) -> None:
    if kind(body) == "process":
        tree.refuse(body, "bpmn.process.empty")
    else:
        start = tree.add(body, "startEvent", body, "start")
        tree.connect(start, tree.add(body, "endEvent", body, "end"))


def _start(tree: Tree, body: etree._Element, heads: list[etree._Element]) -> None:
    start = tree.add(body, "startEvent", body, "start")
    if len(heads) == 1:
        tree.connect(start, heads[0])
        return
    fork = tree.add(body, "parallelGateway", body, "fork")
    tree.connect(start, fork)
    for head in heads:
        tree.connect(fork, head)
