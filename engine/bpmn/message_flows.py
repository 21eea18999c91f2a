"""Message flows: they say which message is meant where the analyst named none (BPMN 2.0.2 §9.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.extensions import parse_extensions
from engine.bpmn.tags import NODES, bpmn, children, kind


@dataclass(slots=True)
class Exchange:
    """Events and tasks that message flows join: what one throws, the others catch.

    `carriers` hold a `messageRef`, or should; `flows` are in the order in which they are drawn.
    """

    flows: dict[int, etree._Element] = field(default_factory=dict)
    carriers: dict[etree._Element, None] = field(default_factory=dict)

    @property
    def first(self) -> etree._Element:
        """Return the flow that is drawn first."""
        return self.flows[min(self.flows)]

    @property
    def named(self) -> list[str]:
        """Return the ids of the messages that the flows and their ends name, each once."""
        ordered = [self.flows[number] for number in sorted(self.flows)]
        found = (element.get("messageRef") for element in (*ordered, *self.carriers))
        return list(dict.fromkeys(local(reference) for reference in found if reference))

    @property
    def is_known(self) -> bool:
        """Say whether the flows tell what is meant: a message is named, or two ends are joined."""
        return bool(self.named) or len(self.carriers) > 1

    def take(self, other: Exchange) -> None:
        """Add everything of another."""
        self.flows.update(other.flows)
        self.carriers.update(other.carriers)


def exchanges(root: etree._Element) -> list[Exchange]:
    """Return what the message flows of a file join, each flow in one of them."""
    nodes = {e.get("id", ""): e for e in root.iter() if kind(e) in NODES and e.get("id")}
    of: dict[etree._Element, Exchange] = {}
    for number, flow in enumerate(root.iter(bpmn("messageFlow"))):
        ends = (local(flow.get("sourceRef")), local(flow.get("targetRef")))
        carriers = [c for end in ends if end in nodes for c in _carriers(nodes[end])]
        parts = {id(of[c]): of[c] for c in carriers if c in of}
        joined = max(parts.values(), key=lambda part: len(part.carriers), default=Exchange())
        joined.take(Exchange({number: flow}, dict.fromkeys(carriers)))
        for part in parts.values():
            if part is not joined:
                joined.take(part)
                of.update(dict.fromkeys(part.carriers, joined))
        of.update(dict.fromkeys(carriers, joined))
    return list({id(exchange): exchange for exchange in of.values()}.values())


def names_of(root: etree._Element) -> dict[etree._Element, str]:
    """Return what the message of each flow is called when nobody named it.

    The name of the flow, unless something else is called so too: then its id.
    """
    flows = list(root.iter(bpmn("messageFlow")))
    used = Counter(flow.get("name") or "" for flow in flows)
    used.update(message.get("name") or "" for message in root.iter(bpmn("message")))
    return {flow: _name(flow, used) for flow in flows}


def _name(flow: etree._Element, used: Counter[str]) -> str:
    name = flow.get("name")
    if name and used[name] == 1:
        return name
    return flow.get("id") or f"{local(flow.get('sourceRef'))}:to:{local(flow.get('targetRef'))}"


def local(reference: str | None) -> str:
    """Return a QName without its prefix."""
    return (reference or "").strip().rpartition(":")[2]


def _carriers(node: etree._Element) -> Iterator[etree._Element]:
    """Yield what names the message of a node: the task itself, or its one event definition."""
    if kind(node) == "receiveTask":
        yield node
    elif kind(node) == "sendTask":
        added = parse_extensions(node)
        if not (added.job or added.topic or added.letter):
            yield node
    else:
        found = list(children(node, "messageEventDefinition"))
        if len(found) > 1:
            found = [one for one in found if not one.get("messageRef")]
        if len(found) == 1:
            yield found[0]
