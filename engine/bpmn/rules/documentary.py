"""Notes on what one might think is executed and only documents (BPMN 2.0.2 §8.5.1, §10.4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, child, children, kind, text_of
from engine.bpmn.supported.standard import FEEL_LANGUAGES
from engine.errors import Finding

STORE = Rule("bpmn.note.data_store", "warning")
OPERATION = Rule("bpmn.note.operation", "warning")
LANGUAGE = Rule("bpmn.note.language", "warning")
RULES = (STORE, OPERATION, LANGUAGE)

_ARROWS = ("dataInputAssociation", "dataOutputAssociation")
_XPATH = "http://www.w3.org/1999/xpath"  # what the schema fills in when nobody says anything


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield data stores that are read or written, services by operation, and another language."""
    stores = {e.get("id") for p in tree.processes for e in p.iter() if _is_store(e)}
    for node in tree.nodes:
        ends = [
            text_of(end) for arrow in children(node, *_ARROWS) for end in arrow if len(end) == 0
        ]
        if stores.intersection(ends):
            yield STORE.on(tree, node)
        if _calls_operation(node):
            yield OPERATION.on(tree, node)
    language = (tree.root.get("expressionLanguage") or "").strip()
    if language.lower() not in FEEL_LANGUAGES | {_XPATH}:
        yield LANGUAGE.on(tree, tree.root, language=language)


def _is_store(element: Element) -> bool:
    return kind(element) == "dataStoreReference"


def _calls_operation(node: Element) -> bool:
    definitions = children(node, "messageEventDefinition")
    inside = any(child(part, "operationRef") is not None for part in definitions)
    implemented = (node.get("implementation") or "##").startswith("##")
    return inside or bool(node.get("operationRef")) or not implemented
