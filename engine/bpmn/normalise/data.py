"""Data elements: they document; the variables of a case live in its scopes."""

from __future__ import annotations

from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import bpmn

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


def documentary(tree: Tree) -> None:
    """Drop what only documents: data objects, data stores, annotations and their lines."""
    for name in _DOCUMENTARY:
        for element in list(tree.root.iter(bpmn(name))):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
