"""Rules of links: every jump has one place to land, in the same body (BPMN 2.0.2 §10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, definitions, kind
from engine.errors import Finding

UNPAIRED = Rule("bpmn.link.unpaired")
TWICE = Rule("bpmn.link.twice")
FLOWS = Rule("bpmn.link.flows")
RULES = (UNPAIRED, TWICE, FLOWS)

Landings = dict[tuple[Element | None, str], Element]


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every jump that lands nowhere, or in two places."""
    landing = landings(tree)
    thrown = set()
    for node, place in _links(tree, "intermediateThrowEvent"):
        thrown.add(place)
        if place not in landing:
            yield UNPAIRED.on(tree, node, link=place[1])
        if tree.outgoing(node):
            yield FLOWS.on(tree, node)
    for node, place in _links(tree, "intermediateCatchEvent"):
        if landing[place] is not node:
            yield TWICE.on(tree, node, link=place[1])
        elif place not in thrown:
            yield UNPAIRED.on(tree, node, link=place[1])


def landings(tree: Tree) -> Landings:
    """Return where a jump lands, by the body it stands in and its name: the first drawn there."""
    found: Landings = {}
    for node, place in _links(tree, "intermediateCatchEvent"):
        found.setdefault(place, node)
    return found


def _links(tree: Tree, what: str) -> Iterator[tuple[Element, tuple[Element | None, str]]]:
    for node in tree.of_kind(what):
        name = link(node)
        if name is not None:
            yield node, (node.getparent(), name)


def link(node: Element) -> str | None:
    """Return the name of the link that a node throws or catches; `None` when it is no link."""
    for definition in definitions(node):
        if kind(definition) == "linkEventDefinition":
            return definition.get("name") or node.get("name") or ""
    return None
