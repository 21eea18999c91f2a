"""Rule of expiry: no effect against a citizen follows from a timer alone (legality A1).

A timer on a term that a citizen carries leads to a person before anything leaves the case or ends
it, whichever way the case goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.bpmn.rules.links import Landings, landings, link
from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import (
    Element,
    Tree,
    children,
    definitions,
    is_event_subprocess,
    kind,
    label,
    local,
)
from engine.errors import Finding

DECIDES = Rule("bpmn.timer.decides")
RULES = (DECIDES,)

_PERSONS = frozenset({"userTask", "manualTask"})
_WORKS = frozenset({"serviceTask", "sendTask", "endEvent"})
_INSIDE = frozenset({"subProcess", "transaction", "adHocSubProcess"})


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:
    """Yield every timer on a citizen's term from which an effect is reached past all persons."""
    if not known.citizen_terms:
        return
    walk = _Walk(tree, known.asking)
    for event in tree.nodes:
        term = tree.extensions(event).term
        if term in known.citizen_terms and children(event, "timerEventDefinition"):
            effect = walk.effect_after([event])
            if effect is not None:
                facts = {"term": term, "effect": label(effect), "kind": kind(effect)}
                yield DECIDES.on(tree, event, **facts)


def asking(trees: Iterable[Tree]) -> frozenset[str]:
    """Return the processes that come to a person before any effect: calling one is asking one."""
    trees, found = list(trees), frozenset[str]()
    while True:
        more = frozenset(_asking(trees, found))
        if more == found:
            return found
        found = more


def _asking(trees: Iterable[Tree], found: frozenset[str]) -> Iterator[str]:
    for tree in trees:
        walk = _Walk(tree, found)
        for process in tree.processes:
            starts = [n for n in tree.nodes_in(process) if kind(n) == "startEvent"]
            if starts and walk.effect_after(starts) is None:
                yield process.get("id", "")


class _Walk:
    """The ways of one file, past everything that neither asks a person nor has an effect."""

    def __init__(self, tree: Tree, asking: frozenset[str]) -> None:
        self._tree, self._asking = tree, asking
        self._landings: Landings = landings(tree)

    def effect_after(self, nodes: Iterable[Element]) -> Element | None:
        """Return the first effect that is reached from `nodes` without a person; None: no one."""
        seen = set(nodes)
        waiting = [after for node in seen for after in self._after(node)]
        while waiting:
            node = waiting.pop(0)
            if node in seen or self._asks(node):
                continue
            seen.add(node)
            if self._acts(node):
                return node
            waiting.extend(self._after(node))
        return None

    def _asks(self, node: Element) -> bool:
        if kind(node) == "callActivity":
            called = self._tree.extensions(node).called or node.get("calledElement")
            return local(called) in self._asking
        return kind(node) in _PERSONS

    def _acts(self, node: Element) -> bool:
        if kind(node) == "endEvent":
            return _inside(node) is None
        if kind(node) == "intermediateThrowEvent":
            return bool(definitions(node)) and link(node) is None
        return kind(node) in _WORKS or kind(node) == "callActivity"

    def _after(self, node: Element) -> Iterator[Element]:
        """Yield what comes after a node; into a sub-process, and out of it at its ends."""
        if kind(node) in _INSIDE and not is_event_subprocess(node):
            starts = [n for n in self._tree.nodes_in(node) if kind(n) == "startEvent"]
            if starts:
                yield from starts
                return
        around = _inside(node) if kind(node) == "endEvent" else None
        node = node if around is None else around
        for flow in self._tree.outgoing(node):
            target = self._tree.target(flow)
            if target is not None:
                yield target
        landing = self._landings.get((node.getparent(), link(node) or ""))
        if kind(node) == "intermediateThrowEvent" and landing is not None:
            yield landing


def _inside(node: Element) -> Element | None:
    """Return the sub-process that goes on when its end event `node` is reached; None: no one."""
    around = node.getparent()
    if around is None or kind(around) not in _INSIDE or is_event_subprocess(around):
        return None
    return around


def with_asking(known: KnownNames, trees: Iterable[Tree]) -> KnownNames:
    """Return `known` with the processes of these files that ask a person first."""
    needed = known.citizen_terms or known.works
    return replace(known, asking=asking(trees)) if needed else known
