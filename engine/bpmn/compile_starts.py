"""What begins each body of a process, compiled (BPMN 2.0.2 §10.5.2, §13.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from engine.bpmn.compiling import Compiler
from engine.bpmn.diagram import Node, fixed_keys

Starts = dict[str, tuple[str, ...]]


def starts_of(compiler: Compiler, process: str, nodes: dict[str, Node]) -> Starts:
    """Return what begins each body; say of every node which starting gateway it stands behind.

    A process begins at a start event, at a receive task that instantiates, or at an event behind an
    event-based gateway that does.
    """
    starts: Starts = {}
    for node in list(nodes.values()):
        found = _begun_by(node)
        if node.kind == "eventBasedGateway":
            for name in found:
                nodes[name] = replace(nodes[name], behind=node.id)
        if found:
            starts[node.body] = (*starts.get(node.body, ()), *found)
    for body, names in starts.items():
        around = nodes.get(body)
        found_nodes = [nodes[name] for name in names]
        if around is None:
            _of_process(compiler, process, found_nodes)
            _gateways(compiler, nodes, found_nodes)
        elif around.triggered:
            _of_handler(compiler, around, found_nodes)
        else:
            _of_sub_process(compiler, around, found_nodes)
    return starts


def _begun_by(node: Node) -> tuple[str, ...]:
    if node.kind == "eventBasedGateway" and node.instantiates:
        return tuple(flow.target for flow in node.outgoing)
    begins = node.kind == "startEvent" or (node.kind == "receiveTask" and node.instantiates)
    return (node.id,) if begins else ()


def _of_process(compiler: Compiler, process: str, starts: list[Node]) -> None:
    if len([node for node in starts if node.event.kind == "none"]) > 1:
        compiler.refuse(process, "bpmn.start.several")
    messages = Counter(node.event.name for node in starts if node.event.kind == "message")
    for node in starts:
        if node.event.kind == "message" and messages[node.event.name] > 1:
            compiler.refuse(node.origin, "bpmn.start.same_message", message=node.event.name)
        if node.event.kind == "timer":
            _time(compiler, node)
        if node.loop is not None or node.attached or (node.incoming and node.behind is None):
            compiler.refuse(node.origin, "bpmn.start.instantiates")


def _time(compiler: Compiler, node: Node) -> None:
    """Refuse a time that only a running case could know."""
    text = node.event.text
    if node.event.rule == "term":
        compiler.refuse(node.origin, "bpmn.start.term")
    elif text is not None and text.expression is not None and text.expression.names:
        names = ", ".join(sorted(text.expression.names))
        compiler.refuse(node.origin, "bpmn.start.variables", names=names)


def _gateways(compiler: Compiler, nodes: Mapping[str, Node], starts: list[Node]) -> None:
    """Refuse a case that could not know which messages are meant for it (§10.6.6)."""
    behind = [node for node in starts if node.behind is not None]
    first: dict[str, Node] = {}
    for node in behind:
        gateway = nodes[node.behind or ""]
        if gateway.id not in first and gateway.incoming:
            compiler.refuse(gateway.origin, "bpmn.start.instantiates")
        same = fixed_keys(node) == fixed_keys(first.setdefault(gateway.id, node))
        if gateway.awaits_all and not (node.event.keys and same):
            compiler.refuse(node.origin, "bpmn.start.no_key")
        if node.event.kind != "message" and (gateway.awaits_all or node.event.kind != "signal"):
            compiler.refuse(gateway.origin, "bpmn.start.behind_gateway", target=node.origin)


def _of_handler(compiler: Compiler, around: Node, starts: list[Node]) -> None:
    if any(node.event.kind == "none" for node in starts):
        compiler.refuse(around.origin, "bpmn.event.waits_for_nothing")
    if any(node.kind != "startEvent" for node in starts):
        compiler.refuse(around.origin, "bpmn.start.instantiates")


def _of_sub_process(compiler: Compiler, around: Node, starts: list[Node]) -> None:
    if len(starts) > 1:
        compiler.refuse(around.origin, "bpmn.start.several")
    if any(node.kind != "startEvent" for node in starts):
        compiler.refuse(around.origin, "bpmn.start.instantiates")
    elif any(node.event.kind != "none" for node in starts):
        compiler.refuse(around.origin, "bpmn.unsupported.start_with_trigger_in_sub_process")
