"""Message flows: two ends that name no message get one that is called after the flow (§9.3)."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.message_flows import Exchange, exchanges, names_of
from engine.bpmn.normalise.tree import GENERATED, ORIGIN, Tree
from engine.bpmn.tags import bpmn


def message_flows(tree: Tree) -> None:
    """Let everything that message flows join name the same message; refuse two different ones."""
    names = names_of(tree.root)
    for exchange in exchanges(tree.root):
        if not exchange.is_known:
            continue
        named = exchange.named
        known = {tree.by_id[m].get("name") or m for m in named if m in tree.by_id}
        if len(known) > 1:
            facts = {"messages": sorted(known)}
            tree.refuse(exchange.flows[0], "bpmn.message_flow.two_messages", **facts)
            continue
        message = named[0] if named else _declare(tree, exchange, names)
        for carrier in exchange.carriers:
            if not carrier.get("messageRef"):
                carrier.set("messageRef", message)


def _declare(tree: Tree, exchange: Exchange, names: dict[str, str]) -> str:
    flow = exchange.flows[0]
    message = etree.Element(bpmn("message"))
    tree.root.insert(0, message)
    message.set(GENERATED, "message")
    message.set(ORIGIN, flow.get("id", ""))
    message.set("name", names.get(flow.get("id", ""), "") or flow.get("name") or "")
    return tree.name(message, f"{flow.get('id')}:message")
