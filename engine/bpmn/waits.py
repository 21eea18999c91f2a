"""Where a case waits for a message: what an analyst says of post that is booked afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.calling import called_by
from engine.bpmn.diagram import Diagram, Node

_WAITS = ("intermediateCatchEvent", "receiveTask")


@dataclass(frozen=True, slots=True)
class Waited:
    """An event that waits for a message, in a process of the case or one that it calls.

    `terms` are those whose clocks its process moves, `reopens_at` the element of the case's own
    process to which the case goes back when the message was there in time (`pr:reopensAt`); None
    when there is no such element.
    `gate` is the event-based gateway that it stands behind, if any.
    """

    element: str
    process: str
    name: str
    message: str
    terms: tuple[str, ...]
    reopens_at: str | None
    gate: str | None


def waits(diagrams: Mapping[str, Diagram], process_id: str) -> Iterator[Waited]:
    """Yield every event of a process, and of those it calls, that waits for a message."""
    own = diagrams[process_id].nodes.values() if process_id in diagrams else ()
    there = frozenset(node.origin for node in own)
    seen: list[str] = []
    todo = [process_id]
    while todo:
        name = todo.pop()
        if name in seen or name not in diagrams:
            continue
        seen.append(name)
        diagram = diagrams[name]
        todo.extend(called_by(diagrams, diagram))
        terms = tuple(dict.fromkeys(c.term for node in diagram.nodes.values() for c in node.clocks))
        for node in diagram.nodes.values():
            if node.kind in _WAITS and node.event.kind == "message" and node.event.name:
                gates = [n for n in diagram.nodes.values() if _leads(n, node)]
                yield _waited(node, name, terms, gates[0].origin if gates else None, there)


def _leads(gate: Node, node: Node) -> bool:
    return gate.behaviour == "event_gateway" and node.id in {f.target for f in gate.outgoing}


def _waited(
    node: Node, process: str, terms: tuple[str, ...], gate: str | None, there: frozenset[str]
) -> Waited:
    back = node.extensions.reopens_at
    return Waited(
        element=node.origin,
        process=process,
        name=node.name or node.origin,
        message=node.event.name or "",
        terms=terms,
        reopens_at=back if back in there else None,
        gate=gate,
    )
