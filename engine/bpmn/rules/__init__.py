"""Findings on an analyst's own XML: one module per family, all collected, none stops the next.

Reads only: the tree is not changed. No database, no clock, no network; speaks in codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from engine.bpmn.rules import (
    attributes,
    correlation,
    data,
    documentary,
    events,
    expiry,
    fallback,
    feel_syntax,
    flows,
    gateways,
    hands,
    links,
    names,
    needs,
    paths,
    positions,
    references,
    repeats,
    schema,
    structure,
    style,
    timers,
    undoing,
    unsupported,
)
from engine.bpmn.rules.expiry import with_asking
from engine.bpmn.rules.fallback import DEMANDED
from engine.bpmn.rules.rule import KnownNames, Rule, Work
from engine.bpmn.rules.tree import Element, Tree
from engine.errors import Finding

__all__ = ["CATALOGUE", "DEMANDED", "KnownNames", "Rule", "Tree", "Work", "check", "with_asking"]

_FAMILIES = (
    structure,
    references,
    positions,
    flows,
    gateways,
    paths,
    links,
    events,
    correlation,
    undoing,
    repeats,
    timers,
    expiry,
    feel_syntax,
    names,
    attributes,
    hands,
    needs,
    fallback,
    data,
    documentary,
    unsupported,
    style,
)
_CHECKS: tuple[Callable[[Tree, KnownNames], Iterator[Finding]], ...] = tuple(
    family.check for family in _FAMILIES
)

CATALOGUE: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for family in (*_FAMILIES, schema) for rule in family.RULES}
)


def check(root: Element, file: str, known: KnownNames | None = None) -> list[Finding]:
    """Return everything that is wrong in one BPMN file, errors first, in the order of the lines.

    `root` comes from `engine.xml.parse`; `known` holds the names it may refer to, `None` leaves
    those unchecked. Each finding's rule is a key of CATALOGUE.
    """
    tree = Tree(root, file)
    hopeless = list(structure.hopeless(tree))
    if hopeless:
        return hopeless
    everything = (f for run in _CHECKS for f in run(tree, known or KnownNames()))
    found = list(structure.first(tree, everything))
    told = {(finding.element, finding.line) for finding in found if finding.severity == "error"}
    found.extend(schema.check(tree, told))
    return sorted(found, key=lambda f: (f.severity != "error", f.line or 0, f.rule))
