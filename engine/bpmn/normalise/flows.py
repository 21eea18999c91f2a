"""Pools: their message flows name the message of both ends, and only what is executed stays."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.message_flows import Exchange, exchanges, names_of
from engine.bpmn.normalise.tree import GENERATED, ORIGIN, Tree
from engine.bpmn.tags import bpmn, kind


def message_flows(tree: Tree) -> None:
    """Let everything that message flows join name the same message; refuse two different ones.

    Two ends that name none get a message that is called after the flow (BPMN 2.0.2 §9.3).
    """
    names = names_of(tree.root)
    for exchange in exchanges(tree.root):
        if not exchange.is_known:
            continue
        named = exchange.named
        known = {tree.by_id[m].get("name") or m for m in named if m in tree.by_id}
        if len(known) > 1:
            messages = ", ".join(sorted(known))
            tree.refuse(exchange.first, "bpmn.message_flow.two_messages", messages=messages)
            continue
        message = named[0] if named else _declare(tree, exchange, names)
        for carrier in exchange.carriers:
            if not carrier.get("messageRef"):
                carrier.set("messageRef", message)


def _declare(tree: Tree, exchange: Exchange, names: dict[etree._Element, str]) -> str:
    flow = exchange.first
    message = etree.Element(bpmn("message"))
    tree.root.insert(0, message)
    message.set(GENERATED, "message")
    message.set(ORIGIN, flow.get("id", ""))
    message.set("name", names[flow])
    return tree.name(message, f"{flow.get('id', 'messageFlow')}:message")


def documentary_pools(tree: Tree) -> None:
    """Drop the processes that are not executed: they document who the others talk to (§9.3)."""
    processes = [element for element in tree.root if kind(element) == "process"]
    executed = [process for process in processes if process.get("isExecutable") == "true"]
    for process in processes if executed else ():
        if process not in executed:
            tree.root.remove(process)
