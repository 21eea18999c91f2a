"""Data: what an association computes is a mapping; all else documents (BPMN 2.0.2 §10.4).

The variables of a case live in its scopes and are seen by their names. A data object is the
variable of its name, so that an arrow that only copies adds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import ACTIVITIES, EVENTS, bpmn, children, kind, pr, text_of

_DOCUMENTARY = (
    "dataInputAssociation",
    "dataOutputAssociation",
    "ioSpecification",
    "property",
    "dataStoreReference",
    "dataStore",
    "dataObjectReference",
    "dataObject",
    "textAnnotation",
    "association",
    "group",
)
_WAYS = {"dataInputAssociation": "in", "dataOutputAssociation": "out"}
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def loop_data(tree: Tree) -> None:
    """Let the data of a multi-instance activity be the variables that the data elements name.

    A data input or output of the activity stands for what the arrow to or from it copies.
    """
    copied = dict(_copies(tree))
    for name in ("loopDataInputRef", "loopDataOutputRef"):
        for reference in tree.root.iter(bpmn(name)):
            written = (reference.text or "").strip()
            named = tree.by_id.get(copied.get(written, written), tree.by_id.get(written))
            if named is not None and kind(named) != "sequenceFlow":
                reference.text = _name(tree, named)


def _copies(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield, per data input or output of an activity, the data at the other end of its arrow."""
    for arrow in tree.root.iter(*(bpmn(name) for name in _WAYS)):
        source, target = text_of(arrow, "sourceRef"), text_of(arrow, "targetRef")
        if source and target and not _computes(arrow):
            inner, outer = (target, source) if _WAYS[kind(arrow)] == "in" else (source, target)
            if outer in tree.by_id and _NAME.fullmatch(_name(tree, tree.by_id[outer])):
                yield inner, outer


def _name(tree: Tree, data: etree._Element) -> str:
    """Return the variable that a data element stands for; a reference may leave its name out."""
    object_of = tree.by_id.get(data.get("dataObjectRef", ""))
    named = data if data.get("name") or object_of is None else object_of
    return named.get("name") or named.get("id") or ""


def associations(tree: Tree) -> None:
    """Draw assignments and transformations as mappings of their activity or event (§10.4.2).

    They come beside what passes by itself: with a mapping of the analyst's, beside that.
    """
    for node in list(tree.root.iter()):
        if kind(node) in ACTIVITIES | EVENTS:
            for arrow in list(children(node, *_WAYS)):
                for source, target in _assigned(tree, node, arrow):
                    _map(tree, node, _WAYS[kind(arrow)], source, target)


def _computes(arrow: etree._Element) -> bool:
    return next(children(arrow, "assignment", "transformation"), None) is not None


def _assigned(tree: Tree, node: etree._Element, arrow: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what an association computes, as FEEL and the variable it goes to."""
    end = tree.by_id.get(text_of(arrow, "targetRef") or "")
    target = "" if end is None else _name(tree, end)
    assignments = list(children(arrow, "assignment"))
    made = text_of(arrow, "transformation")
    if made and assignments:
        tree.refuse(node, "bpmn.data.two_ways")
    elif arrow.find(bpmn("transformation")) is not None:
        yield made or "", target
    for assignment in assignments:
        yield text_of(assignment, "from") or "", text_of(assignment, "to") or target


def _map(tree: Tree, node: etree._Element, way: str, source: str, target: str) -> None:
    name = target.removeprefix("=").strip()
    if not source.strip() or not name:
        tree.refuse(node, "bpmn.mapping.incomplete", missing="source" if name else "target")
        return
    if not _NAME.fullmatch(name):
        tree.refuse(node, "bpmn.mapping.target", reference=name)
        return
    mapping = _mapping(node)
    pairs = mapping.findall(pr(way))
    if name in [pair.get("target") for pair in pairs]:
        tree.refuse(node, "bpmn.mapping.twice", reference=name)
    if not pairs:
        etree.SubElement(mapping, pr(way)).set("variables", "all")
    pair = etree.SubElement(mapping, pr(way))
    pair.set("source", source)
    pair.set("target", name)


def _mapping(node: etree._Element) -> etree._Element:
    holder = node.find(bpmn("extensionElements"))
    if holder is None:
        holder = etree.Element(bpmn("extensionElements"))
        node.insert(0, holder)
    mapping = holder.find(pr("mapping"))
    return etree.SubElement(holder, pr("mapping")) if mapping is None else mapping


def documentary(tree: Tree) -> None:
    """Drop what only documents: data objects, data stores, annotations and their lines."""
    for name in _DOCUMENTARY:
        for element in list(tree.root.iter(bpmn(name))):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
