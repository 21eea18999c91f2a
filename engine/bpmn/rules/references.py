"""Rules of references: what an attribute or a lane points at exists (BPMN 2.0.2 §8.1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule, suggestion
from engine.bpmn.rules.tree import (
    BPMNDI,
    DECLARATIONS,
    Element,
    Tree,
    is_event_subprocess,
    kind,
    label,
    local,
    process_of,
    text_of,
)
from engine.bpmn.tags import ACTIVITIES
from engine.errors import Finding

UNDECLARED = Rule("bpmn.reference.undeclared")
DEFAULT = Rule("bpmn.reference.default")
EVENT_DEFINITION = Rule("bpmn.reference.event_definition")
PARTICIPANT = Rule("bpmn.reference.participant")
MESSAGE_FLOW = Rule("bpmn.reference.message_flow")
LANE = Rule("bpmn.reference.lane")
LANE_TWICE = Rule("bpmn.reference.lane_twice", "warning")
DRAWING = Rule("bpmn.reference.drawing", "warning")
WAY_BACK = Rule("bpmn.reference.way_back")
NOT_DRAWN = Rule("bpmn.reference.not_drawn", "warning")
RULES = (
    UNDECLARED,
    DEFAULT,
    EVENT_DEFINITION,
    PARTICIPANT,
    MESSAGE_FLOW,
    LANE,
    LANE_TWICE,
    WAY_BACK,
    DRAWING,
    NOT_DRAWN,
)
_STARTED_BY_EVENT = frozenset({"startEvent", "boundaryEvent"})
_JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})
_DECLARED_BY = {f"{name}Ref": name for name in sorted(DECLARATIONS)}


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every reference that leads nowhere."""
    yield from _declarations(tree)
    yield from _defaults(tree)
    yield from _collaboration(tree)
    yield from _lanes(tree)
    yield from _ways_back(tree)
    yield from _drawing(tree)


def _declarations(tree: Tree) -> Iterator[Finding]:
    for element in tree.root.iter():
        if kind(element) == "eventDefinitionRef":  # those that lead somewhere were filled in
            yield EVENT_DEFINITION.on(tree, element, reference=text_of(element))
        if not kind(element):
            continue
        for attribute, wanted in _DECLARED_BY.items():
            written = element.get(attribute)
            if written and kind(tree.by_id.get(local(written))) != wanted:
                names = (i for i, e in tree.by_id.items() if kind(e) == wanted)
                yield UNDECLARED.on(
                    tree,
                    element,
                    kind=wanted,
                    reference=written,
                    **suggestion(tree, attribute, local(written), names),
                )


def _defaults(tree: Tree) -> Iterator[Finding]:
    for node in tree.nodes:
        default = node.get("default")
        if default and default not in {flow.get("id") for flow in tree.outgoing(node)}:
            yield DEFAULT.on(tree, node, reference=default, fix={"remove": "default"})


def _ways_back(tree: Tree) -> Iterator[Finding]:
    """Yield what says to which element late post takes the case back, when it cannot go there."""
    for node in tree.nodes:
        back = tree.extensions(node).reopens_at
        process = process_of(node)
        if not back or process is None:
            continue
        names = [n.get("id", "") for n in tree.nodes_in(process) if _may_enter(tree, n)]
        if back not in names:
            guess = suggestion(tree, "pr:reopensAt", back, names)
            yield WAY_BACK.on(tree, node, reference=back, **guess)


def _may_enter(tree: Tree, node: Element) -> bool:
    """Return whether a case can begin anew at a node: nothing else must come first."""
    joins = kind(node) in _JOINS and len(tree.incoming(node)) > 1
    undoes = node.get("isForCompensation") == "true"
    by_event = kind(node) in _STARTED_BY_EVENT or is_event_subprocess(node)
    return not (joins or undoes or by_event)


def _collaboration(tree: Tree) -> Iterator[Finding]:
    for element in tree.root.iter():
        if kind(element) == "participant":
            reference = element.get("processRef")
            if reference and kind(tree.by_id.get(local(reference))) != "process":
                yield PARTICIPANT.on(tree, element, reference=reference)
        if kind(element) == "messageFlow":
            for attribute in ("sourceRef", "targetRef"):
                if local(element.get(attribute)) not in tree.by_id:
                    yield MESSAGE_FLOW.on(tree, element, reference=element.get(attribute) or "")


def _lanes(tree: Tree) -> Iterator[Finding]:
    for process in tree.processes:
        seen: dict[str, Element] = {}
        for lane in (e for e in process.iter() if kind(e) == "lane"):
            for reference in (e for e in lane if kind(e) == "flowNodeRef"):
                yield from _lane_member(tree, lane, text_of(reference), seen)


def _lane_member(
    tree: Tree, lane: Element, member: str, seen: dict[str, Element]
) -> Iterator[Finding]:
    if member not in tree.by_id:
        yield LANE.on(tree, lane, reference=member)
    elif member in seen and not _one_around_the_other(seen[member], lane):
        yield LANE_TWICE.on(tree, lane, reference=member, other=label(seen[member]))
    else:
        seen[member] = lane


def _one_around_the_other(one: Element, other: Element) -> bool:
    return one in set(other.iterancestors()) or other in set(one.iterancestors())


def _drawing(tree: Tree) -> Iterator[Finding]:
    drawn = set()
    for shape in tree.root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        reference = local(shape.get("bpmnElement"))
        drawn.add(reference)
        if reference not in tree.by_id:
            yield DRAWING.on(tree, shape, reference=reference)
    if not drawn:
        return
    for node in tree.nodes:
        identity = node.get("id")
        if identity and identity not in drawn and not _within_collapsed(node):
            what = "activity" if kind(node) in ACTIVITIES else "other"
            yield NOT_DRAWN.on(tree, node, kind=what)


def _within_collapsed(node: Element) -> bool:
    parent = node.getparent()
    return parent is not None and kind(parent) != "process"
