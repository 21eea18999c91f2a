"""One condition at a gateway turned round: what a scenario should notice. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.bpmn.bundle import Bundle
from engine.bpmn.diagram import Diagram, Flow, Node, Text
from engine.feel import compile_expression


@dataclass(frozen=True, slots=True, order=True)
class Flip:
    """The condition of one flow out of a gateway; `gateway` and `flow` are the analyst's ids.

    The condition of a flow that leaves an activity is a gateway's as well: the activity's.
    """

    process: str
    gateway: str
    flow: str
    condition: str


def flips(bundle: Bundle) -> tuple[Flip, ...]:
    """Return every condition in the processes of a bundle that can be turned round."""
    return tuple(
        sorted(
            _flip(node, flow)
            for diagram in bundle.diagrams.values()
            for node in diagram.nodes.values()
            for flow in _conditional(node)
        )
    )


def flipped(bundle: Bundle, flip: Flip) -> Bundle:
    """Return the bundle with one condition turned round: what held does not, and the reverse.

    A default flow is taken when no condition holds, so with two flows they change places. What was
    null stays null. A bundle without that condition comes back as it is.
    """
    diagram = bundle.diagrams.get(flip.process)
    if diagram is None:
        return bundle
    turned = replace(
        diagram, nodes={name: _turned(node, flip) for name, node in diagram.nodes.items()}
    )
    return replace(bundle, diagrams={**bundle.diagrams, diagram.id: turned})


def shown_flows(diagram: Diagram) -> frozenset[str]:
    """Return the flows that the analyst drew."""
    return frozenset(flow for flow in diagram.flows.values() if flow is not None)


def _conditional(node: Node) -> Iterator[Flow]:
    for flow in node.outgoing:
        text = flow.condition
        if text is not None and text.expression is not None and not flow.default:
            yield flow


def _flip(node: Node, flow: Flow) -> Flip:
    source = flow.condition.source if flow.condition else ""
    return Flip(node.process, node.origin, flow.shown or flow.id, source)


def _turned(node: Node, flip: Flip) -> Node:
    named = [flow for flow in _conditional(node) if _flip(node, flow) == flip]
    if not named:
        return node
    flows = tuple(_opposite(flow) if flow in named else flow for flow in node.outgoing)
    return replace(node, outgoing=flows)


def _opposite(flow: Flow) -> Flow:
    assert flow.condition is not None, "only what has a condition is turned round"
    inner = flow.condition.source.strip().removeprefix("=").strip()
    source = f"not(\n{inner}\n)"
    return replace(flow, condition=Text(f"={source}", compile_expression(source)))
