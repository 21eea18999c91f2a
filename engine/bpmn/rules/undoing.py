"""Rules of compensation: what undoes a step is drawn beside it (BPMN 2.0.2 §10.7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, definitions, kind
from engine.bpmn.tags import ACTIVITIES
from engine.errors import Finding

NO_HANDLER = Rule("bpmn.undo.no_handler")
UNUSED = Rule("bpmn.undo.unused")
IN_FLOW = Rule("bpmn.undo.in_flow")
RULES = (NO_HANDLER, UNUSED, IN_FLOW)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every compensation event without handler, and every handler without event."""
    lines = _lines(tree)
    used: set[Element] = set()
    for event in tree.of_kind("boundaryEvent"):
        if [kind(trigger) for trigger in definitions(event)] != ["compensateEventDefinition"]:
            continue
        ends = [tree.by_id.get(end) for end in lines.get(event.get("id", ""), ())]
        handlers = [end for end in ends if end is not None and _is_beside(end, event)]
        used.update(handlers)
        if not handlers:
            yield NO_HANDLER.on(tree, event)
        if tree.outgoing(event):
            yield IN_FLOW.on(tree, event)
    for node in tree.of_kind(*ACTIVITIES):
        marked = node.get("isForCompensation") == "true"
        if marked and node not in used:
            yield UNUSED.on(tree, node)
        if (marked or node in used) and (tree.incoming(node) or tree.outgoing(node)):
            yield IN_FLOW.on(tree, node)


def _lines(tree: Tree) -> dict[str, list[str]]:
    """Return the ids at the other ends of the associations of each id."""
    found: dict[str, list[str]] = defaultdict(list)
    for process in tree.processes:
        for line in process.iter():
            if kind(line) == "association":
                source, target = line.get("sourceRef", ""), line.get("targetRef", "")
                found[source].append(target)
                found[target].append(source)
    return found


def _is_beside(handler: Element, event: Element) -> bool:
    return kind(handler) in ACTIVITIES and handler.getparent() is event.getparent()
