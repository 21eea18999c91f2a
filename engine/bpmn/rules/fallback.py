"""Rules of the way by hand: what a machine does not do, a person can do.

Work that goes out of the house (a system outside, a program elsewhere) can be impossible for days:
an error of it has to be caught and come to a person. Every error that a job may end in is caught.
Work in our own database has no way of its own: an operator does it by hand (`operations.skip`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.bpmn.rules.links import Landings, landings, link
from engine.bpmn.rules.rule import KnownNames, Rule, Work, suggestion
from engine.bpmn.rules.tree import (
    SUBPROCESSES,
    Element,
    Tree,
    children,
    is_event_subprocess,
    kind,
    local,
)
from engine.errors import Finding

NO_WAY = Rule("bpmn.fallback.none", "warning")
UNCAUGHT = Rule("bpmn.fallback.uncaught", "warning")
NEVER = Rule("bpmn.fallback.never_thrown", "warning")
UNHEARD = Rule("bpmn.task.job_unheard", "warning")
SYSTEM = Rule("bpmn.name.system")
OPERATION = Rule("bpmn.name.operation")
RULES = (NO_WAY, UNCAUGHT, NEVER, UNHEARD, SYSTEM, OPERATION)
DEMANDED = frozenset({NO_WAY.id, UNCAUGHT.id})
"""What keeps nothing out of force, but what `procesregie lint` calls an error."""

_PERSONS = frozenset({"userTask", "manualTask"})
_LITERAL = re.compile(r'=\s*"([^"\\]*)"\s*')
ANY = "*"


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:
    """Yield service and send tasks without a way by hand, and what their job does not know."""
    ways = _Ways(tree, known.asking)
    for node in tree.of_kind("serviceTask", "sendTask"):
        added = tree.extensions(node)
        work = known.works.get(added.job or "")
        catchers = list(_catchers(tree, node))
        outside = bool(added.topic) or (work is not None and work.outside)
        if outside and not any(ways.come_to_a_person(event) for event, _ in catchers):
            yield NO_WAY.on(tree, node, job=added.topic or added.job)
        if work is not None:
            yield from _errors(tree, node, work, catchers)
            yield from _unheard(tree, node, work)
        yield from _systems(tree, node, known)


def _errors(
    tree: Tree, node: Element, work: Work, catchers: list[tuple[Element, str]]
) -> Iterator[Finding]:
    caught = {code for _, code in catchers}
    missing = [code for code in work.throws if caught.isdisjoint({code, ANY})]
    if missing:
        yield UNCAUGHT.on(tree, node, missing=", ".join(missing))
    for event in tree.boundaries(node):
        for code in _codes(tree, event):
            if code not in {ANY, *work.throws}:
                yield NEVER.on(tree, event, reference=code, known=", ".join(work.throws))


def _unheard(tree: Tree, node: Element, work: Work) -> Iterator[Finding]:
    """Yield the values that are given to a job which does not know them."""
    if work.takes_more:
        return
    for each in tree.extensions(node).inputs or ():
        name = each.target.partition(".")[0]
        if name not in work.inputs:
            guess = suggestion(tree, "target", name, work.inputs)
            yield UNHEARD.on(tree, node, reference=name, **guess)


def _systems(tree: Tree, node: Element, known: KnownNames) -> Iterator[Finding]:
    """Yield a system or an operation that a task names and that is not there."""
    added = tree.extensions(node)
    if known.systems is None or added.job not in known.system_jobs:
        return
    told = {each.target: _LITERAL.fullmatch(each.source) for each in added.inputs or ()}
    system, operation = told.get("system"), told.get("operation")
    if system is None:
        return
    operations = known.systems.get(system[1])
    if operations is None:
        guess = suggestion(tree, "system", system[1], known.systems)
        yield SYSTEM.on(tree, node, reference=system[1], **guess)
    elif operation is not None and operation[1] not in operations:
        guess = suggestion(tree, "operation", operation[1], operations)
        yield OPERATION.on(tree, node, reference=operation[1], system=system[1], **guess)


def _catchers(tree: Tree, node: Element) -> Iterator[tuple[Element, str]]:
    """Yield the events of this file that catch an error of a node, each with the code it catches.

    Those on the node, then on each sub-process around it, and the event sub-processes beside it.
    """
    at: Element | None = node
    while at is not None and kind(at) != "process":
        for event in tree.boundaries(at):
            yield from ((event, code) for code in _codes(tree, event))
        at = at.getparent()
        for beside in tree.nodes_in(at) if at is not None else ():
            if is_event_subprocess(beside) and beside is not node:
                for start in children(beside, "startEvent"):
                    yield from ((start, code) for code in _codes(tree, start))


def _codes(tree: Tree, event: Element) -> Iterator[str]:
    for definition in children(event, "errorEventDefinition"):
        declared = tree.by_id.get(local(definition.get("errorRef")))
        yield (declared.get("errorCode") if declared is not None else None) or ANY


class _Ways:
    """Where one comes to from an event, whichever way is taken."""

    def __init__(self, tree: Tree, asking: frozenset[str]) -> None:
        self._tree, self._asking = tree, asking
        self._landings: Landings = landings(tree)

    def come_to_a_person(self, event: Element) -> bool:
        """Tell whether a person can be reached from an event."""
        seen, waiting = set[Element](), [event]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if self._asks(node):
                return True
            waiting.extend(self._after(node))
        return False

    def _asks(self, node: Element) -> bool:
        if kind(node) == "callActivity":
            called = self._tree.extensions(node).called or node.get("calledElement")
            return local(called) in self._asking
        return kind(node) in _PERSONS

    def _after(self, node: Element) -> Iterable[Element]:
        for flow in self._tree.outgoing(node):
            target = self._tree.target(flow)
            if target is not None:
                yield target
        around = node.getparent()
        if kind(node) in SUBPROCESSES:
            yield from children(node, "startEvent")
        elif kind(node) == "endEvent" and around is not None and kind(around) in SUBPROCESSES:
            yield around
        landing = self._landings.get((around, link(node) or ""))
        if kind(node) == "intermediateThrowEvent" and landing is not None:
            yield landing
