"""Identity: every node and flow has an id of its own, references lead to what is declared."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.normalise.tree import GENERATED, ORIGIN, Tree
from engine.bpmn.tags import BODIES, NODES, bpmn, kind

_REFERENCES = (
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "messageRef",
    "errorRef",
    "calledElement",
    "activityRef",
)
_DECLARATIONS = frozenset({"message", "error", "signal", "escalation", "lane"})
_RESERVED = frozenset({"Start", "End"})


def unique_ids(tree: Tree) -> None:
    """Refuse an id that two elements have: tokens stand on ids."""
    seen: set[str] = set()
    for element in tree.root.iter():
        identity = element.get("id")
        if not identity or kind(element) not in NODES | BODIES | _DECLARATIONS | {"sequenceFlow"}:
            continue
        if identity in seen:
            tree.refuse(element, "bpmn.id.duplicate", id=identity)
        seen.add(identity)


def missing_ids(tree: Tree) -> None:
    """Give every node, flow and declaration without an id one that is derived from its place.

    SpiffWorkflow 3.2.0 drops sequence flows without an id in silence.
    """
    for element in list(tree.root.iter()):
        what = kind(element)
        if element.get("id") or what not in NODES | BODIES | _DECLARATIONS | {"sequenceFlow"}:
            continue
        if what == "sequenceFlow":
            wanted = f"{element.get('sourceRef')}:to:{element.get('targetRef')}"
        else:
            wanted = f"{_ancestor_id(element)}:{what}"
        element.set(GENERATED, "id")
        tree.name(element, wanted)


def _ancestor_id(element: etree._Element) -> str:
    around = element.getparent()
    while around is not None and not around.get("id"):
        around = around.getparent()
    return "" if around is None else around.get("id", "")


def reserved_ids(tree: Tree) -> None:
    """Rename nodes called `Start` or `End`: the parser uses these names for nodes of its own."""
    joins = {f"{process.get('id')}.EndJoin" for process in tree.root.iter(bpmn("process"))}
    for reserved in sorted(_RESERVED | joins):
        node = tree.by_id.get(reserved)
        if node is None or kind(node) not in NODES:
            continue
        renamed = tree.unused(f"{reserved}:node")
        node.set("id", renamed)
        node.set(ORIGIN, reserved)
        for element in tree.root.iter():
            for attribute in _REFERENCES:
                if element.get(attribute) == reserved:
                    element.set(attribute, renamed)
            if kind(element) == "flowNodeRef" and (element.text or "").strip() == reserved:
                element.text = renamed
        tree.index()


def message_names(tree: Tree) -> None:
    """Name every message and signal, give every error and escalation a code; else the id stands in.

    A message or signal event and a receive task must point to what is declared.
    """
    for element in tree.root:
        what = kind(element)
        if what in ("message", "signal") and not element.get("name"):
            element.set("name", element.get("id", ""))
        if what in ("error", "escalation") and not element.get(f"{what}Code"):
            element.set(f"{what}Code", str(element.get("name") or element.get("id", "")))
    for element in tree.root.iter():
        what = kind(element)
        if what == "receiveTask":
            _must_point(tree, element, element.get("messageRef"), "message")
        target, event = _POINTS.get(what), element.getparent()
        if target is None or event is None or event is tree.root:
            continue
        reference = element.get(f"{target}Ref")
        if reference or target in ("message", "signal"):
            _must_point(tree, event, reference, target)


_POINTS = {f"{what}EventDefinition": what for what in ("message", "signal", "error", "escalation")}


def _must_point(tree: Tree, event: etree._Element, reference: str | None, what: str) -> None:
    target = tree.by_id.get(reference or "")
    if target is None or kind(target) != what:
        tree.refuse(event, f"bpmn.{what}.unknown", reference=reference)
