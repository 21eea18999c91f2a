"""Where a case waits for a message: what an analyst says of post that is booked afterwards."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.calling import called_by, calls
from engine.bpmn.diagram import Diagram, Node

_WAITS = ("intermediateCatchEvent", "receiveTask")


@dataclass(frozen=True, slots=True)
class Waited:
    """An event that waits for a message, in a process of the case or one that it calls.

    `terms` are those whose clocks its process moves, `reopens_at` the element of the case's own
    process to which the case goes back when the message was there in time (`pr:reopensAt`, on the
    event itself or on the call that leads to it); None when none is named.
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
    """Yield every event of a process, and of those it calls, that waits for a message.

    What a process is called for twice goes back to where the first call, as drawn, says.
    """
    own = diagrams.get(process_id)
    if own is None:
        return
    for node in _waiting(own):
        yield _waited(own, node, node.extensions.reopens_at)
    seen = {process_id}
    todo = deque((name, call.extensions.reopens_at) for call, name in calls(diagrams, own))
    while todo:
        name, back = todo.popleft()
        if name in seen:
            continue
        seen.add(name)
        diagram = diagrams[name]
        for node in _waiting(diagram):
            yield _waited(diagram, node, back)
        todo.extend((deeper, back) for deeper in called_by(diagrams, diagram))


def _waiting(diagram: Diagram) -> Iterator[Node]:
    for node in diagram.nodes.values():
        if node.kind in _WAITS and node.event.kind == "message" and node.event.name:
            yield node


def _leads(gate: Node, node: Node) -> bool:
    return gate.behaviour == "event_gateway" and node.id in {f.target for f in gate.outgoing}


def _waited(diagram: Diagram, node: Node, back: str | None) -> Waited:
    nodes = diagram.nodes.values()
    gates = [each for each in nodes if _leads(each, node)]
    return Waited(
        element=node.origin,
        process=diagram.id,
        name=node.name or node.origin,
        message=node.event.name or "",
        terms=tuple(dict.fromkeys(clock.term for each in nodes for clock in each.clocks)),
        reopens_at=back,
        gate=gates[0].origin if gates else None,
    )
