"""The one list of constructs that the engine does not execute yet; shorten it as it learns.

A model is refused with the element and the construct's name rather than run wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, children, definitions, kind
from engine.errors import Finding

Find = Callable[[Tree], Iterator[Element]]


def _parallel_start(tree: Tree) -> Iterator[Element]:
    for node in tree.of_kind("startEvent"):
        together = node.get("parallelMultiple") == "true" and len(definitions(node)) > 1
        messages = all(kind(part) == "messageEventDefinition" for part in definitions(node))
        if together and kind(node.getparent()) == "process" and not messages:
            yield node


def _conditional_start(tree: Tree) -> Iterator[Element]:
    for start in tree.of_kind("startEvent"):
        conditions = children(start, "conditionalEventDefinition")
        if conditions and kind(start.getparent()) == "process":
            yield start


UNSUPPORTED: Mapping[str, Find] = {
    "parallel_start": _parallel_start,
    "conditional_start": _conditional_start,
}

_BY_CONSTRUCT = {name: Rule(f"bpmn.unsupported.{name}") for name in UNSUPPORTED}
RULES = tuple(_BY_CONSTRUCT.values())


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every element that uses a construct which the engine does not execute."""
    for name, find in UNSUPPORTED.items():
        for element in find(tree):
            yield _BY_CONSTRUCT[name].on(tree, element, construct=name)
