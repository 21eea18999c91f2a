"""Rules of hands: a user task says which hand it is in a decision, and whom that excludes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule, suggestion
from engine.bpmn.rules.tree import Element, Tree
from engine.bpmn.tags import HAND_ATTRIBUTES, pr
from engine.errors import Finding
from engine.model import Hand, Over

UNKNOWN = Rule("bpmn.hand.unknown")
OVER = Rule("bpmn.hand.over")
LOOSE = Rule("bpmn.hand.loose")
NO_TYPE = Rule("bpmn.hand.no_type")
TYPE = Rule("bpmn.hand.type")
RULES = (UNKNOWN, OVER, LOOSE, NO_TYPE, TYPE)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:
    """Yield hands that do not exist, and types of decisions that are in no list."""
    for node in tree.of_kind("userTask"):
        if node.get(pr("hand")) is None:
            for name in HAND_ATTRIBUTES:
                if node.get(pr(name)) is not None:
                    yield LOOSE.on(tree, node, attribute=f"pr:{name}")
        else:
            yield from _hand(tree, node)
            yield from _type(tree, node, known)


def _hand(tree: Tree, node: Element) -> Iterator[Finding]:
    added = tree.extensions(node)
    for name, words in (("pr:hand", [added.hand or ""]), ("pr:excludes", added.excludes)):
        for word in words:
            if word not in set(Hand):
                guess = suggestion(tree, name, word, Hand) if name == "pr:hand" else {}
                facts = {"attribute": name, "reference": word, "known": ", ".join(Hand)}
                yield UNKNOWN.on(tree, node, **facts, **guess)
    if added.excludes_over is not None and added.excludes_over not in set(Over):
        facts = {"reference": added.excludes_over, "known": ", ".join(Over)}
        yield OVER.on(tree, node, **facts)


def _type(tree: Tree, node: Element, known: KnownNames) -> Iterator[Finding]:
    added = tree.extensions(node)
    said = (added.decision_type or "").strip()
    if added.hand == Hand.DECIDER and not said:
        yield NO_TYPE.on(tree, node)
    types = known.decision_types
    if said and not said.startswith("=") and types is not None and said not in types:
        guess = suggestion(tree, "pr:decisionType", said, types)
        yield TYPE.on(tree, node, reference=said, **guess)
