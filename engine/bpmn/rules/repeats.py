"""Rules of repeated activities: how often, over what, and what comes of it (BPMN 2.0.2 §10.3.8)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.repeats import Repeat, is_count, is_name, is_quantity, parse_repeat
from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree
from engine.bpmn.tags import ACTIVITIES
from engine.errors import Finding

HOW_MANY = Rule("bpmn.repeat.how_many")
ENDLESS = Rule("bpmn.repeat.endless")
MAXIMUM = Rule("bpmn.repeat.maximum")
OUTPUT = Rule("bpmn.repeat.output")
NAME = Rule("bpmn.repeat.name")
QUANTITY = Rule("bpmn.repeat.quantity")
RULES = (HOW_MANY, ENDLESS, MAXIMUM, OUTPUT, NAME, QUANTITY)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every activity that does not say how often it is done."""
    for node in tree.of_kind(*ACTIVITIES):
        repeat = parse_repeat(node)
        if repeat is not None and repeat.kind == "standard":
            yield from _standard(tree, node, repeat)
        elif repeat is not None:
            yield from _many(tree, node, repeat)
        for attribute in ("startQuantity", "completionQuantity"):
            written = node.get(attribute)
            if written is not None and not is_quantity(written):
                yield QUANTITY.on(tree, node, reference=written, fix={"remove": attribute})


def _standard(tree: Tree, node: Element, repeat: Repeat) -> Iterator[Finding]:
    if repeat.maximum and not is_count(repeat.maximum):
        yield MAXIMUM.on(tree, node, reference=repeat.maximum)
    elif not repeat.maximum and not repeat.condition:
        yield ENDLESS.on(tree, node)


def _many(tree: Tree, node: Element, repeat: Repeat) -> Iterator[Finding]:
    if bool(repeat.cardinality) == bool(repeat.collection):
        yield HOW_MANY.on(tree, node)
    if bool(repeat.output) != bool(repeat.result):
        yield OUTPUT.on(tree, node)
    for name in (repeat.element, repeat.output):
        if name and not is_name(name) and name not in tree.by_id:
            yield NAME.on(tree, node, reference=name)
