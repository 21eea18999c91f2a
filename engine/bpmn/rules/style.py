"""Rules of style: names and drawings that people can read. Warnings only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import BPMNDI, DC, Element, Tree, kind, label, local
from engine.bpmn.tags import ACTIVITIES
from engine.errors import Finding

NO_NAME = Rule("bpmn.style.no_name", "warning")
FLOW_NO_NAME = Rule("bpmn.style.flow_no_name", "warning")
SAME_NAME = Rule("bpmn.style.same_name", "warning")
NARROW = Rule("bpmn.style.narrow", "warning")
NO_DRAWING = Rule("bpmn.style.no_drawing", "warning")
RULES = (NO_NAME, FLOW_NO_NAME, SAME_NAME, NARROW, NO_DRAWING)

_WIDE = 140.0  # px: a Dutch compound word fits
_LETTER = 7.0  # px: the mean width of a letter at 12 px
_MARGIN = 10.0
_CHOOSES = frozenset({"exclusiveGateway", "inclusiveGateway"})
_NAMED = ACTIVITIES | {"startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent"}


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield what makes a diagram harder to read than it must be."""
    yield from _names(tree)
    yield from _narrow(tree)
    if tree.nodes and next(tree.root.iter(f"{{{BPMNDI}}}BPMNShape"), None) is None:
        yield NO_DRAWING.on(tree, (tree.processes or tree.nodes)[0])


def _names(tree: Tree) -> Iterator[Finding]:
    for process in tree.processes:
        if not process.get("name"):
            yield NO_NAME.on(tree, process, kind="process")
        if any(kind(lane) == "lane" and not lane.get("name") for lane in process.iter()):
            yield NO_NAME.on(tree, process, kind="lane")
    for node in tree.nodes:
        yield from _node_name(tree, node)
    names = Counter(label(task) for task in tree.of_kind(*ACTIVITIES) if task.get("name"))
    for task in tree.of_kind(*ACTIVITIES):
        if names.get(label(task), 0) > 1:
            yield SAME_NAME.on(tree, task, count=names[label(task)])


def _node_name(tree: Tree, node: Element) -> Iterator[Finding]:
    chooses = kind(node) in _CHOOSES and len(tree.outgoing(node)) > 1
    if not (node.get("name") or "").strip() and (kind(node) in _NAMED or chooses):
        yield NO_NAME.on(tree, node, kind=kind(node))
    for flow in tree.outgoing(node) if chooses else ():
        if not (flow.get("name") or "").strip():
            yield FLOW_NO_NAME.on(tree, flow, gateway=label(node))


def _narrow(tree: Tree) -> Iterator[Finding]:
    for shape in tree.root.iter(f"{{{BPMNDI}}}BPMNShape"):
        node = tree.by_id.get(local(shape.get("bpmnElement")))
        bounds = shape.find(f"{{{DC}}}Bounds")
        if node is None or bounds is None or kind(node) not in ACTIVITIES:
            continue
        width, word = _number(bounds, "width"), max(label(node).split(), key=len, default="")
        if 0 < width < _WIDE and len(word) * _LETTER > width - _MARGIN:
            fix = {"set": "width", "to": f"{_WIDE:.0f}"}
            yield NARROW.on(tree, node, word=word, width=f"{width:.0f}", fix=fix)


def _number(element: Element, attribute: str) -> float:
    try:
        return float(element.get(attribute) or 0)
    except ValueError:
        return 0.0
