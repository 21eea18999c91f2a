"""Rules of correlation: every message of a conversation is known by one key (BPMN 2.0.2 §8.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule, suggestion
from engine.bpmn.rules.tree import Element, Tree, child, children, kind, label, local, text_of
from engine.bpmn.tags import pr
from engine.errors import Finding

NOT_A_MESSAGE = Rule("bpmn.correlation.not_a_message")
UNKNOWN = Rule("bpmn.correlation.unknown")
INCOMPLETE = Rule("bpmn.correlation.incomplete")
EMPTY = Rule("bpmn.correlation.empty")
PARTLY = Rule("bpmn.correlation.partly")
SEVERAL = Rule("bpmn.correlation.several")
UNBOUND = Rule("bpmn.correlation.unbound")
UNUSED = Rule("bpmn.correlation.unused", "warning")
RULES = (NOT_A_MESSAGE, UNKNOWN, INCOMPLETE, EMPTY, PARTLY, SEVERAL, UNBOUND, UNUSED)

_RETRIEVAL = "correlationPropertyRetrievalExpression"
_BINDING = "correlationPropertyBinding"
_OWN = (pr("correlation"), pr("keep"))
_REFERENCES = {
    "correlationPropertyRef": "correlationProperty",
    "correlationKeyRef": "correlationKey",
}


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield everything by which a message could not find the case that it is meant for."""
    for node in tree.nodes:
        if any(node.get(name) for name in _OWN) and not _speaks(node):
            yield NOT_A_MESSAGE.on(tree, node)
    declared = {what: _declared(tree, what) for what in _REFERENCES.values()}
    for element in tree.root.iter():
        yield from _references(tree, element, declared)
        yield from _parts(tree, element)
    yield from _keys(tree, declared["correlationKey"], declared["correlationProperty"])
    for process in tree.processes:
        for subscription in children(process, "correlationSubscription"):
            yield from _bound(tree, subscription, declared["correlationKey"])


def _speaks(node: Element) -> bool:
    return kind(node) in {"sendTask", "receiveTask"} or bool(
        children(node, "messageEventDefinition", "eventDefinitionRef")
    )


def _declared(tree: Tree, what: str) -> dict[str, Element]:
    return {e.get("id", ""): e for e in tree.root.iter() if kind(e) == what and e.get("id")}


def _references(
    tree: Tree, element: Element, declared: dict[str, dict[str, Element]]
) -> Iterator[Finding]:
    told = [(name, element.get(name)) for name in _REFERENCES if element.get(name)]
    if kind(element) == "correlationPropertyRef":
        told.append(("correlationPropertyRef", text_of(element)))
    for name, reference in told:
        there = declared[_REFERENCES[name]]
        if local(reference) not in there:
            guess = suggestion(tree, name, local(reference), there)
            yield UNKNOWN.on(tree, element, reference=reference or "", **guess)


def _parts(tree: Tree, element: Element) -> Iterator[Finding]:
    what = kind(element)
    if what == _RETRIEVAL and not (element.get("messageRef") and _text(element, "messagePath")):
        yield INCOMPLETE.on(tree, element)
    bound = element.get("correlationPropertyRef") and _text(element, "dataPath")
    if what == _BINDING and not bound:
        yield INCOMPLETE.on(tree, element)
    if what == "correlationKey" and not children(element, "correlationPropertyRef"):
        yield EMPTY.on(tree, element)
    if what == "correlationProperty" and not children(element, _RETRIEVAL):
        yield INCOMPLETE.on(tree, element)


def _text(element: Element, name: str) -> str:
    return text_of(child(element, name))


def _keys(
    tree: Tree, keys: dict[str, Element], properties: dict[str, Element]
) -> Iterator[Finding]:
    read = {identity: set(_messages(element)) for identity, element in properties.items()}
    used: set[str] = set()
    known_by: dict[str, Element] = {}
    for key in keys.values():
        parts = [part for part in _properties(key) if part in properties]
        used.update(parts)
        for message in dict.fromkeys(m for part in parts for m in _messages(properties[part])):
            missing = next((part for part in parts if message not in read[part]), None)
            named = label(tree.by_id[message]) if message in tree.by_id else message
            if missing is not None:
                lacks = label(properties[missing])
                yield PARTLY.on(tree, key, message=named, property=lacks)
            if message in known_by:
                yield SEVERAL.on(tree, key, message=named, other=label(known_by[message]))
            known_by.setdefault(message, key)
    for identity, element in properties.items():
        if identity not in used:
            yield UNUSED.on(tree, element)


def _properties(key: Element) -> list[str]:
    return [local(text_of(part)) for part in children(key, "correlationPropertyRef")]


def _messages(element: Element) -> list[str]:
    return [local(part.get("messageRef")) for part in children(element, _RETRIEVAL)]


def _bound(tree: Tree, subscription: Element, keys: dict[str, Element]) -> Iterator[Finding]:
    key = keys.get(local(subscription.get("correlationKeyRef")))
    if key is None:
        if not subscription.get("correlationKeyRef"):
            yield INCOMPLETE.on(tree, subscription)
        return
    bound = {local(b.get("correlationPropertyRef")) for b in children(subscription, _BINDING)}
    for part in _properties(key):
        if part not in bound:
            declared = tree.by_id.get(part)
            lacks = label(declared) if declared is not None else part
            yield UNBOUND.on(tree, subscription, property=lacks)
