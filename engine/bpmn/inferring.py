"""Hands of diagrams from before `pr:hand`: their task of the register names who had which one.

Cases of 0.1.0 run on with it. What a diagram says itself goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from engine.bpmn.compiling import Compiler
from engine.bpmn.diagram import Node, Text
from engine.model import Hand, Value

JOB = "register_decision"
NAMED: Mapping[str, Hand] = {
    "proposed_in": Hand.PROPOSER,
    "reviewed_in": Hand.REVIEWER,
    "decided_in": Hand.DECIDER,
}
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def with_hands(nodes: Mapping[str, Node], compiler: Compiler) -> dict[str, Node]:
    """Return the nodes of a diagram in which the tasks that the register names are hands."""
    found = dict(nodes)
    if any(node.extensions.hand for node in nodes.values()):
        return found
    for node in nodes.values():
        if node.extensions.job == JOB:
            inputs = {pair.target: pair.source for pair in node.inputs or ()}
            for target, hand in NAMED.items():
                for name in _texts(inputs.get(target)):
                    if name in found and found[name].kind == "userTask":
                        found[name] = _as_hand(found[name], hand, inputs, compiler)
    return found


def _as_hand(node: Node, hand: Hand, inputs: Mapping[str, Text], compiler: Compiler) -> Node:
    texts = dict(node.texts)
    if hand is Hand.DECIDER and {"type", "outcome"} <= inputs.keys():
        kind, outcome = (
            inputs[name].source.strip().removeprefix("=") for name in ("type", "outcome")
        )
        said = f'=({kind}) + "." + ({outcome})'
        texts["decision_type"] = compiler.feel(said, node.origin, "decisionType")
    return replace(node, extensions=replace(node.extensions, hand=str(hand)), texts=texts)


def _texts(text: Text | None) -> list[str]:
    """Return the names in a literal text or list; what needs a variable names nothing."""
    if text is None or text.expression is None:
        return []
    value: Value = text.expression.evaluate({}, now=_NO_TIME).value
    some = value if isinstance(value, list) else [value]
    return [each for each in some if isinstance(each, str)]
