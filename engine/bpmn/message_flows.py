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

    `carriers` hold a `messageRef`, or should; `named` are the ids of the messages that they or the
    flows name already.
    """

    flows: list[etree._Element] = field(default_factory=list)
    carriers: dict[etree._Element, None] = field(default_factory=dict)

    @property
    def named(self) -> list[str]:
        """Return the ids of the messages that are named, each once."""
        found = (element.get("messageRef") for element in (*self.flows, *self.carriers))
        return list(dict.fromkeys(local(reference) for reference in found if reference))

    @property
    def is_known(self) -> bool:
        """Say whether the flows tell what is meant: a message is named, or two ends are joined."""
        return bool(self.named) or len(self.carriers) > 1


def exchanges(root: etree._Element) -> list[Exchange]:
    """Return what the message flows of a file join, in the order in which they are drawn."""
    nodes = {e.get("id", ""): e for e in root.iter() if kind(e) in NODES and e.get("id")}
    of: dict[etree._Element, Exchange] = {}
    for flow in root.iter(bpmn("messageFlow")):
        ends = (local(flow.get("sourceRef")), local(flow.get("targetRef")))
        carriers = [c for end in ends if end in nodes for c in _carriers(nodes[end])]
        joined = Exchange([flow], dict.fromkeys(carriers))
        for carrier in carriers:
            if carrier in of and of[carrier] is not joined:
                joined = _merged(of[carrier], joined)
        of.update(dict.fromkeys(joined.carriers, joined))
    return list({id(exchange): exchange for exchange in of.values()}.values())


def names_of(root: etree._Element) -> dict[str, str]:
    """Return, by the id of each message flow, what its message is called when nobody named it.

    The name of the flow, unless something else is called so too: then its id.
    """
    flows = list(root.iter(bpmn("messageFlow")))
    used = Counter(flow.get("name") or "" for flow in flows)
    used.update(message.get("name") or "" for message in root.iter(bpmn("message")))
    return {
        flow.get("id", ""): name if (name := flow.get("name")) and used[name] == 1 else identity
        for flow in flows
        if (identity := flow.get("id", ""))
    }


def local(reference: str | None) -> str:
    """Return a QName without its prefix."""
    return (reference or "").strip().rpartition(":")[2]


def _merged(one: Exchange, other: Exchange) -> Exchange:
    return Exchange([*one.flows, *other.flows], {**one.carriers, **other.carriers})


def _carriers(node: etree._Element) -> Iterator[etree._Element]:
    """Yield what names the message of a node: the task itself, or its one event definition."""
    if kind(node) == "receiveTask":
        yield node
    elif kind(node) == "sendTask":
        added = parse_extensions(node)
        if not (added.job or added.letter):
            yield node
    else:
        found = list(children(node, "messageEventDefinition"))
        if len(found) > 1:
            found = [one for one in found if not one.get("messageRef")]
        if len(found) == 1:
            yield found[0]
