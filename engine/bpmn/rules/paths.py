"""Rules of paths: every node is reached, and from every node the process can end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from engine.bpmn.rules.links import Landings, landings, link
from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, is_event_subprocess, kind
from engine.errors import Finding

UNREACHABLE = Rule("bpmn.path.unreachable")
NO_END = Rule("bpmn.path.no_end", "warning")
STOPS = Rule("bpmn.path.stops", "warning")
RULES = (UNREACHABLE, NO_END, STOPS)

Graph = dict[Element, list[Element]]


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield the nodes that no case reaches, and those from which no case gets away."""
    landing_of = landings(tree)
    for scope in tree.scopes:
        nodes = [node for node in tree.nodes_in(scope) if node.get("id")]
        forward = {node: list(_next(tree, node, landing_of)) for node in nodes}
        reached = _reached(tree, nodes, forward)
        for node in nodes:
            if node not in reached:
                if not _fell_off(tree, node):
                    yield UNREACHABLE.on(tree, node)
            elif not forward[node] and not _may_stop(node):
                yield STOPS.on(tree, node)
        yield from _endless(tree, nodes, forward)


def _next(tree: Tree, node: Element, landing_of: Landings) -> Iterator[Element]:
    for flow in tree.outgoing(node):
        target = tree.target(flow)
        if target is not None and target.getparent() is node.getparent():
            yield target
    yield from (b for b in tree.boundaries(node) if b.getparent() is node.getparent())
    name = link(node) if kind(node) == "intermediateThrowEvent" else None
    landing = landing_of.get((node.getparent(), name or ""))
    if name is not None and landing is not None:
        yield landing


def _stands_apart(node: Element) -> bool:
    """Return whether a node needs no flow to be reached: handlers of events and compensation."""
    return is_event_subprocess(node) or node.get("isForCompensation") == "true"


def _may_stop(node: Element) -> bool:
    # a boundary event without flow has its own rule; a compensation boundary has none by nature
    return (
        _stands_apart(node) or kind(node) in {"endEvent", "boundaryEvent"} or link(node) is not None
    )


def _reached(tree: Tree, nodes: list[Element], forward: Graph) -> set[Element]:
    roots = [n for n in nodes if kind(n) == "startEvent" or n.get("instantiate") == "true"]
    if not roots:
        roots = [n for n in nodes if kind(n) != "boundaryEvent" and not tree.incoming(n)]
    return _closure([*roots, *(n for n in nodes if _stands_apart(n))], forward)


def _fell_off(tree: Tree, node: Element) -> bool:
    """Return whether a boundary event hangs at nothing: that has a rule of its own."""
    return kind(node) == "boundaryEvent" and tree.node(node.get("attachedToRef")) is None


def _endless(tree: Tree, nodes: list[Element], forward: Graph) -> Iterator[Finding]:
    backward: Graph = defaultdict(list)
    for node, targets in forward.items():
        for target in targets:
            backward[target].append(node)
    ends = [n for n in nodes if not [t for t in forward[n] if kind(t) != "boundaryEvent"]]
    can_end = _closure(ends, backward)
    for node in nodes:
        if node not in can_end:
            yield NO_END.on(tree, node)


def _closure(roots: Iterable[Element], edges: Graph) -> set[Element]:
    reached: set[Element] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(edges.get(node, ()))
    return reached
