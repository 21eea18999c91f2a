"""Rules of sequence flows: their ends, their borders, their conditions (BPMN 2.0.2 §8.4.13)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule, suggestion
from engine.bpmn.rules.tree import Element, Tree, condition, kind, process_of
from engine.bpmn.tags import EVENTS, NODES
from engine.errors import Finding

DANGLING = Rule("bpmn.flow.dangling")
NOT_A_NODE = Rule("bpmn.flow.not_a_node")
CROSSES_BORDER = Rule("bpmn.flow.crosses_border")
CROSSES_POOL = Rule("bpmn.flow.crosses_pool")
CONDITION_IGNORED = Rule("bpmn.flow.condition_ignored")
CONDITION_ON_DEFAULT = Rule("bpmn.flow.condition_on_default")
EMPTY_CONDITION = Rule("bpmn.flow.empty_condition")
ONLY_CONDITIONAL = Rule("bpmn.flow.only_conditional", "warning")
TWICE = Rule("bpmn.flow.twice", "warning")
RULES = (
    DANGLING,
    NOT_A_NODE,
    CROSSES_BORDER,
    CROSSES_POOL,
    CONDITION_IGNORED,
    CONDITION_ON_DEFAULT,
    EMPTY_CONDITION,
    ONLY_CONDITIONAL,
    TWICE,
)
_NEVER_CHOOSES = EVENTS | {"parallelGateway", "eventBasedGateway"}
_CHOOSES = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every flow that does not lead from one node to another, or whose condition is void."""
    seen: set[tuple[str, str, str]] = set()
    for flow in tree.flows:
        yield from _ends(tree, flow)
        yield from _condition(tree, flow)
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        key = (source, target, condition(flow))
        if key in seen and source and target:
            yield TWICE.on(tree, flow, source=source, target=target)
        seen.add(key)
    for node in tree.nodes:
        yield from _only_conditional(tree, node)


def _ends(tree: Tree, flow: Element) -> Iterator[Finding]:
    found = []
    for attribute in ("sourceRef", "targetRef"):
        reference = flow.get(attribute) or ""
        end = tree.by_id.get(reference)
        if end is None:
            nodes = (node.get("id", "") for node in tree.nodes)
            guess = suggestion(tree, attribute, reference, nodes)
            yield DANGLING.on(tree, flow, end=attribute, reference=reference, **guess)
        elif kind(end) not in NODES:
            yield NOT_A_NODE.on(tree, flow, end=attribute, reference=reference, kind=kind(end))
        else:
            found.append(end)
    if len(found) == 2:
        yield from _borders(tree, flow, found[0], found[1])


def _borders(tree: Tree, flow: Element, source: Element, target: Element) -> Iterator[Finding]:
    if process_of(source) is not process_of(target):
        yield CROSSES_POOL.on(tree, flow, source=source.get("id"), target=target.get("id"))
    elif not source.getparent() is target.getparent() is flow.getparent():
        yield CROSSES_BORDER.on(tree, flow, source=source.get("id"), target=target.get("id"))


def _condition(tree: Tree, flow: Element) -> Iterator[Finding]:
    source = tree.node(flow.get("sourceRef"))
    written = any(kind(part) == "conditionExpression" for part in flow)
    if source is None or not written:
        return
    if not condition(flow):
        yield EMPTY_CONDITION.on(tree, flow, fix={"remove": "conditionExpression"})
    elif kind(source) in _NEVER_CHOOSES:
        yield CONDITION_IGNORED.on(
            tree, flow, source=kind(source), fix={"remove": "conditionExpression"}
        )
    elif flow.get("id") and source.get("default") == flow.get("id"):
        yield CONDITION_ON_DEFAULT.on(tree, flow, fix={"remove": "conditionExpression"})


def _only_conditional(tree: Tree, node: Element) -> Iterator[Finding]:
    if kind(node) in _NEVER_CHOOSES | _CHOOSES:
        return
    out = tree.outgoing(node)
    if out and all(condition(flow) for flow in out):
        yield ONLY_CONDITIONAL.on(tree, node)
