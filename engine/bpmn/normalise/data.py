"""Data elements: they document; the variables of a case live in its scopes."""

from __future__ import annotations

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import bpmn, kind

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


def loop_data(tree: Tree) -> None:
    """Let the data of a multi-instance activity be the variables that the data elements name."""
    for name in ("loopDataInputRef", "loopDataOutputRef"):
        for reference in tree.root.iter(bpmn(name)):
            written = (reference.text or "").strip()
            named = tree.by_id.get(written) or tree.by_id.get(written.rpartition(":")[2])
            if named is not None and kind(named) != "sequenceFlow":
                reference.text = named.get("name") or named.get("id")


def documentary(tree: Tree) -> None:
    """Drop what only documents: data objects, data stores, annotations and their lines."""
    for name in _DOCUMENTARY:
        for element in list(tree.root.iter(bpmn(name))):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
