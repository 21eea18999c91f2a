"""Rules of messages and errors that events catch and throw (BPMN 2.0.2 §10.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import (
    Element,
    Tree,
    child,
    children,
    definitions,
    is_event_subprocess,
    kind,
    label,
    local,
    text_of,
)
from engine.bpmn.tags import EVENTS
from engine.errors import Finding

NO_MESSAGE = Rule("bpmn.event.no_message")
MESSAGE_NO_NAME = Rule("bpmn.event.message_no_name", "warning")
MESSAGE_TWICE = Rule("bpmn.event.message_twice", "warning")
NO_SIGNAL = Rule("bpmn.event.no_signal")
NO_ESCALATION = Rule("bpmn.event.no_escalation")
NO_CONDITION = Rule("bpmn.event.no_condition")
SAME_START = Rule("bpmn.event.same_start")
NO_ERROR_CODE = Rule("bpmn.event.no_error_code")
SAME_TRIGGER = Rule("bpmn.event.same_trigger")
BOUNDARY_NOWHERE = Rule("bpmn.event.boundary_nowhere", "warning")
RULES = (
    NO_MESSAGE,
    MESSAGE_NO_NAME,
    MESSAGE_TWICE,
    NO_SIGNAL,
    NO_ESCALATION,
    NO_CONDITION,
    SAME_START,
    NO_ERROR_CODE,
    SAME_TRIGGER,
    BOUNDARY_NOWHERE,
)


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every event whose message or error is missing or said twice."""
    yield from _declared(tree)
    yield from _messages(tree)
    for node in tree.of_kind(*EVENTS):
        yield from _empty(tree, node)
    yield from _errors(tree)
    yield from _same_starts(tree)
    for boundary in tree.of_kind("boundaryEvent"):
        compensates = bool(children(boundary, "compensateEventDefinition"))
        if not compensates and not tree.outgoing(boundary):
            yield BOUNDARY_NOWHERE.on(tree, boundary)
    for host in tree.nodes:
        yield from _same_triggers(tree, tree.boundaries(host))


def _declared(tree: Tree) -> Iterator[Finding]:
    names: set[str] = set()
    for message in children(tree.root, "message"):
        name = (message.get("name") or "").strip()
        if not name:
            yield MESSAGE_NO_NAME.on(tree, message)
        elif name in names:
            yield MESSAGE_TWICE.on(tree, message)
        names.add(name)


def _messages(tree: Tree) -> Iterator[Finding]:
    for node in tree.nodes:
        for definition in children(node, "messageEventDefinition"):
            named = definition.get("messageRef") or definition in tree.told
            if not named and not _is_send(tree, node):
                yield NO_MESSAGE.on(tree, node, kind=kind(node))
        if kind(node) == "receiveTask" and not node.get("messageRef") and node not in tree.told:
            yield NO_MESSAGE.on(tree, node, kind=kind(node))


def _empty(tree: Tree, node: Element) -> Iterator[Finding]:
    """Yield what an event waits for or throws without saying which one."""
    throws = kind(node) in {"endEvent", "intermediateThrowEvent"}
    for definition in definitions(node):
        what = kind(definition)
        if what == "signalEventDefinition" and not definition.get("signalRef"):
            yield NO_SIGNAL.on(tree, node)
        if what == "escalationEventDefinition" and throws and not definition.get("escalationRef"):
            yield NO_ESCALATION.on(tree, node)
        if what == "conditionalEventDefinition" and not text_of(child(definition, "condition")):
            yield NO_CONDITION.on(tree, node)


def _is_send(tree: Tree, node: Element) -> bool:
    added = tree.extensions(node)
    return bool(added.job or added.letter)


def _errors(tree: Tree) -> Iterator[Finding]:
    for node in tree.of_kind("endEvent"):
        for definition in children(node, "errorEventDefinition"):
            if not definition.get("errorRef") or not _trigger(tree, definition)[1]:
                yield NO_ERROR_CODE.on(tree, node)
    for node in tree.of_kind("boundaryEvent", "startEvent"):
        for definition in children(node, "errorEventDefinition"):
            if definition.get("errorRef") and not _trigger(tree, definition)[1]:
                yield NO_ERROR_CODE.on(tree, node)


def _trigger(tree: Tree, definition: Element) -> tuple[str, str]:
    """Return what makes a message or error event go: its kind, and the name or code."""
    what = kind(definition).removesuffix("EventDefinition")
    reference = local(definition.get(f"{what}Ref"))
    declared = tree.by_id.get(reference)
    if declared is None:
        return what, reference
    told = declared.get("name") or reference
    if what in {"error", "escalation"}:
        told = declared.get(f"{what}Code") or ("" if what == "error" else told)
    return what, (told or "").strip()


def _same_starts(tree: Tree) -> Iterator[Finding]:
    seen: set[tuple[Element | None, str]] = set()
    for start in tree.of_kind("startEvent"):
        for definition in children(start, "messageEventDefinition"):
            message = _trigger(tree, definition)[1]
            key = _listens_in(start), message
            if key in seen and message:
                yield SAME_START.on(tree, start, message=message)
            seen.add(key)


def _listens_in(start: Element) -> Element | None:
    """Return the scope in which the trigger of a start event is listened to."""
    scope = start.getparent()
    return scope.getparent() if scope is not None and is_event_subprocess(scope) else scope


def _same_triggers(tree: Tree, boundaries: list[Element]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Element] = {}
    for boundary in boundaries:
        for definition in definitions(boundary):
            trigger = _trigger(tree, definition)
            if trigger[0] not in {"message", "error", "escalation", "signal"}:
                continue
            if trigger in seen:
                yield SAME_TRIGGER.on(
                    tree, boundary, other=label(seen[trigger]), trigger=trigger[1]
                )
            seen.setdefault(trigger, boundary)
