"""Who calls whom among the processes of a deployment, and what of that cannot be (§13.3.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.diagram import Diagram, Node
from engine.errors import Finding


def plain_start(diagram: Diagram) -> str | None:
    """Return the start event without trigger, where a called process begins; `None` without one."""
    for name in diagram.starts.get(diagram.id, ()):
        if diagram.nodes[name].event.kind == "none":
            return name
    return None


def called_by(diagrams: Mapping[str, Diagram], diagram: Diagram) -> tuple[str, ...]:
    """Return every process that a process may call, in the drawn order."""
    return tuple(dict.fromkeys(name for _, name in calls(diagrams, diagram)))


def calls(diagrams: Mapping[str, Diagram], diagram: Diagram) -> Iterator[tuple[Node, str]]:
    """Yield every call of a process with each process that it may call, in the drawn order."""
    for node in diagram.nodes.values():
        if node.behaviour == "call":
            names = [node.called] if node.called else list(diagrams)
            yield from ((node, name) for name in names if plain_start(diagrams[name]) is not None)


def check(diagrams: Mapping[str, Diagram]) -> Iterator[Finding]:
    """Yield every call that leads nowhere, and every process that nobody could ever undo.

    A name that is computed may be that of any process with a plain start.
    """
    called: set[str] = set()
    for diagram in diagrams.values():
        for node in diagram.nodes.values():
            if node.behaviour == "call":
                called.update([node.called] if node.called else diagrams)
                yield from _call(diagrams, diagram, node)
    for diagram in diagrams.values():
        undo = diagram.compensators.get(diagram.id)
        if undo is not None and diagram.id not in called:
            origin = diagram.nodes[undo].origin
            yield Finding(diagram.file, "bpmn.compensation.of_process", origin)


def _call(diagrams: Mapping[str, Diagram], diagram: Diagram, node: Node) -> Iterator[Finding]:
    if not node.called:
        return
    facts: dict[str, object] = {"called": node.called}
    if node.called not in diagrams:
        facts["known"] = sorted(diagrams)
        yield Finding(diagram.file, "bpmn.call.unknown", node.origin, facts=facts)
    elif plain_start(diagrams[node.called]) is None:
        yield Finding(diagram.file, "bpmn.call.no_start", node.origin, facts=facts)
