"""Rules of positions: which event may stand where (BPMN 2.0.2 §10.5, table 10.93)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import KnownNames, Rule
from engine.bpmn.rules.tree import Element, Tree, children, definitions, is_event_subprocess, kind
from engine.bpmn.tags import ACTIVITIES, EVENT_DEFINITIONS, EVENTS
from engine.errors import Finding

TRIGGER = Rule("bpmn.position.trigger")
START_WITH_INCOMING = Rule("bpmn.position.start_with_incoming")
END_WITH_OUTGOING = Rule("bpmn.position.end_with_outgoing")
BOUNDARY_WITH_INCOMING = Rule("bpmn.position.boundary_with_incoming")
BOUNDARY_NOT_ATTACHED = Rule("bpmn.position.boundary_not_attached")
BOUNDARY_ELSEWHERE = Rule("bpmn.position.boundary_elsewhere")
WAITS_FOR_NOTHING = Rule("bpmn.position.waits_for_nothing")
TRIGGER_INSIDE = Rule("bpmn.position.trigger_inside")
ALWAYS_INTERRUPTS = Rule("bpmn.position.always_interrupts")
EVENT_SUBPROCESS_FLOWS = Rule("bpmn.position.event_subprocess_flows")
EVENT_SUBPROCESS_START = Rule("bpmn.position.event_subprocess_start")
CANCEL_OUTSIDE = Rule("bpmn.position.cancel_outside")
RULES = (
    TRIGGER,
    START_WITH_INCOMING,
    END_WITH_OUTGOING,
    BOUNDARY_WITH_INCOMING,
    BOUNDARY_NOT_ATTACHED,
    BOUNDARY_ELSEWHERE,
    WAITS_FOR_NOTHING,
    TRIGGER_INSIDE,
    ALWAYS_INTERRUPTS,
    EVENT_SUBPROCESS_FLOWS,
    EVENT_SUBPROCESS_START,
    CANCEL_OUTSIDE,
)


def _triggers(*names: str) -> frozenset[str]:
    return frozenset(f"{name}EventDefinition" for name in names)


_ALLOWED = {
    "startEvent": _triggers("message", "timer", "conditional", "signal"),
    "handler": EVENT_DEFINITIONS - _triggers("link", "cancel", "terminate"),
    "intermediateCatchEvent": _triggers("message", "timer", "conditional", "signal", "link"),
    "intermediateThrowEvent": _triggers("message", "escalation", "compensate", "signal", "link"),
    "endEvent": EVENT_DEFINITIONS - _triggers("timer", "conditional", "link"),
    "boundaryEvent": EVENT_DEFINITIONS - _triggers("link", "terminate"),
}
_INTERRUPTING_ONLY = _triggers("error", "cancel", "compensate")


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all
    """Yield every event that stands where it cannot work."""
    for event in tree.of_kind(*EVENTS):
        yield from _flows(tree, event)
        yield from _definitions(tree, event)
    for boundary in tree.of_kind("boundaryEvent"):
        yield from _attachment(tree, boundary)
    for scope in tree.of_kind("subProcess"):
        if is_event_subprocess(scope):
            yield from _event_subprocess(tree, scope)


def _flows(tree: Tree, event: Element) -> Iterator[Finding]:
    what = kind(event)
    if what == "startEvent" and tree.incoming(event):
        yield START_WITH_INCOMING.on(tree, event)
    if what == "boundaryEvent" and tree.incoming(event):
        yield BOUNDARY_WITH_INCOMING.on(tree, event)
    if what == "endEvent" and tree.outgoing(event):
        yield END_WITH_OUTGOING.on(tree, event)


def _definitions(tree: Tree, event: Element) -> Iterator[Finding]:
    what, triggers = kind(event), definitions(event)
    scope = event.getparent()
    place = "handler" if what == "startEvent" and _handles(scope) else what
    for trigger in triggers:
        if kind(trigger) not in _ALLOWED[place]:
            yield TRIGGER.on(tree, event, trigger=kind(trigger), place=place)
        if kind(trigger) in _INTERRUPTING_ONLY and "false" in (
            event.get("cancelActivity"),
            event.get("isInterrupting"),
        ):
            yield ALWAYS_INTERRUPTS.on(tree, event, trigger=kind(trigger))
    if (
        what in {"intermediateCatchEvent", "boundaryEvent"}
        and not triggers
        and not children(event, "eventDefinitionRef")
    ):
        yield WAITS_FOR_NOTHING.on(tree, event)
    if what == "startEvent" and place == what and kind(scope) != "process" and triggers:
        yield TRIGGER_INSIDE.on(tree, event, trigger=kind(triggers[0]))
    yield from _cancel(tree, event, scope)


def _handles(scope: Element | None) -> bool:
    return scope is not None and is_event_subprocess(scope)


def _cancel(tree: Tree, event: Element, scope: Element | None) -> Iterator[Finding]:
    cancels = bool(children(event, "cancelEventDefinition"))
    if kind(event) == "endEvent" and cancels and kind(scope) != "transaction":
        yield CANCEL_OUTSIDE.on(tree, event)
    host = tree.by_id.get(event.get("attachedToRef", ""))
    if kind(event) == "boundaryEvent" and cancels and kind(host) != "transaction":
        yield CANCEL_OUTSIDE.on(tree, event)


def _attachment(tree: Tree, boundary: Element) -> Iterator[Finding]:
    reference = boundary.get("attachedToRef") or ""
    host = tree.by_id.get(reference)
    if kind(host) not in ACTIVITIES:
        yield BOUNDARY_NOT_ATTACHED.on(tree, boundary, reference=reference)
    elif host is not None and host.getparent() is not boundary.getparent():
        yield BOUNDARY_ELSEWHERE.on(tree, boundary, reference=reference)


def _event_subprocess(tree: Tree, scope: Element) -> Iterator[Finding]:
    if tree.incoming(scope) or tree.outgoing(scope):
        yield EVENT_SUBPROCESS_FLOWS.on(tree, scope)
    starts = children(scope, "startEvent")
    if len(starts) != 1 or not definitions(starts[0]):
        yield EVENT_SUBPROCESS_START.on(tree, scope)
