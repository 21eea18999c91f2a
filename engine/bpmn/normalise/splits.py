"""Splits: several flows out of an activity or event become the gateways that they mean."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import GATEWAYS, bpmn, kind, text_of


def implicit_splits(tree: Tree) -> None:
    """Draw the gateways behind a node with several or conditional outgoing flows.

    Unconditional flows are a parallel split; conditional flows and the default flow are an
    inclusive split *behind* it (BPMN 2.0.2 §13.3.1: outgoing flows of an activity). One inclusive
    gateway for all would suppress the default flow. Where a flow without a condition goes anyway
    and there is no default, nothing true means that only that one goes. Where every flow has a
    condition, nothing true is a fault, as of any inclusive split (§13.4.2).
    """
    for body in tree.bodies():
        for node in tree.nodes(body):
            if kind(node) not in GATEWAYS:
                _split(tree, body, node)


def _split(tree: Tree, body: etree._Element, node: etree._Element) -> None:
    flows = tree.outgoing(node)
    conditional = [f for f in flows if text_of(f, "conditionExpression")]
    default = node.get("default")
    node.attrib.pop("default", "")
    if len(flows) < 2 and not conditional:
        return
    choice = [f for f in flows if f in conditional or (conditional and f.get("id") == default)]
    always = [f for f in flows if f not in choice]
    split = tree.add(body, "parallelGateway", node, "split") if always else None
    for flow in always:
        assert split is not None
        tree.leave_from(flow, split)
    if choice:
        chosen = _choose(tree, body, node, choice, default, may_none=bool(always))
        if split is None:
            split = chosen
        else:
            tree.connect(split, chosen)
    assert split is not None
    tree.connect(node, split)


def _choose(
    tree: Tree,
    body: etree._Element,
    node: etree._Element,
    choice: list[etree._Element],
    default: str | None,
    *,
    may_none: bool,
) -> etree._Element:
    gateway = tree.add(body, "inclusiveGateway", node, "choice")
    for flow in choice:
        tree.leave_from(flow, gateway)
    drawn = default in [f.get("id") for f in choice]
    if not drawn and may_none:
        nothing = tree.connect(gateway, tree.add(body, "endEvent", node, "none"))
        default, drawn = nothing.get("id", ""), True
    if drawn and default is not None:
        gateway.set("default", default)
    return gateway


def gateways(tree: Tree) -> None:
    """Make each choosing gateway decidable: every flow has a condition or is the default.

    The one flow without a condition is the default. Several flows without a condition are refused:
    nobody could say which one to take.
    """
    _plain_splits(tree)
    for gateway in tree.root.iter(
        bpmn("exclusiveGateway"), bpmn("inclusiveGateway"), bpmn("complexGateway")
    ):
        flows = tree.outgoing(gateway)
        bare = [f for f in flows if not text_of(f, "conditionExpression")]
        default = gateway.get("default")
        undecided = [f for f in bare if f.get("id") != default]
        if len(undecided) == 1 and default is None:
            gateway.set("default", undecided[0].get("id", ""))
        else:
            for flow in undecided:
                tree.refuse(flow, "bpmn.gateway.no_condition", gateway=gateway.get("id"))


def _plain_splits(tree: Tree) -> None:
    """Draw a complex gateway that only splits as the inclusive gateway that it is (§13.4.5)."""
    for gateway in list(tree.root.iter(bpmn("complexGateway"))):
        if len(tree.incoming(gateway)) < 2 and not text_of(gateway, "activationCondition"):
            gateway.tag = bpmn("inclusiveGateway")
