"""Events: listening, firing, and what runs when a scope begins or an event interrupts it."""

from __future__ import annotations

from typing import Any

from engine.bpmn import due, keys, together
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import ACTIVE, WAIT, Scope, Token
from engine.model import SubscriptionOpened, Value


def arm(case: Case, token: Token, node: Node) -> None:
    """Let a token wait for its event: ask for the timer, or open the subscription."""
    token.state = WAIT
    if node.event.kind == "timer":
        due.set_due(case, token, node)
        due.want_timer(case, token, node)
    elif node.event.kind in ("message", "signal"):
        name, kind = node.event.name or "", node.event.kind
        awaited = keys.awaited(case, token, node)
        case.record.subscribed(SubscriptionOpened(token.id, node.origin, name, awaited, kind))
    elif node.event.kind == "conditional":
        token.was = False
        case.conditions.add(token.id)
        case.changed = True


def arm_boundaries(case: Case, token: Token, node: Node) -> None:
    """Arm the boundary events of an activity that was entered."""
    for name in node.attached:
        watcher = case.place(name, token.scope, host=token.id)
        arm(case, watcher, case.node(watcher))


def run_scope(case: Case, scope: Scope, start: str) -> None:
    """Arm the event sub-processes of a scope, then put its first token on `start`.

    An event sub-process listens as long as the scope around it runs (BPMN 2.0.2 §13.5.4).
    """
    arm_handlers(case, scope)
    case.ready(start, scope.id)


def arm_handlers(case: Case, scope: Scope) -> None:
    """Let the event sub-processes of a scope listen."""
    for name in case.diagram(scope.id).handlers.get(scope.body, ()):
        watcher = case.place(name, scope.id, watch=True)
        arm(case, watcher, case.node(watcher))


def fire(case: Case, token: Token, values: dict[str, Value] | None = None) -> None:
    """Let the event that `token` waits for happen: write `values` and go on from it.

    A parallel multiple event happens with the last of its triggers.
    """
    node = case.node(token)
    if node.together is not None:
        _fire_together(case, together.note(case, token, node, values or {}))
        return
    _happen(case, token, node, values)


def _happen(case: Case, token: Token, node: Node, values: dict[str, Value] | None) -> None:
    if token.host is not None:
        _fire_boundary(case, token, node, values or {})
        return
    if token.watch and node.body != case.document.scopes[token.scope].body:
        _fire_handler(case, token, node, values or {})
        return
    if node.event.kind in ("message", "signal"):
        case.record.unsubscribed(token.id)
    if token.gate is not None:
        _choose(case, token)
        case.announce(token, node)
    elif token.watch:  # another start event of the same conversation
        token.watch = None
        case.announce(token, node)
    case.give_outputs(token, node, values or {})
    case.leave(token)


def _fire_together(case: Case, triggers: list[Token]) -> None:
    first = next((t for t in triggers if case.node(t).together == t.node), None)
    if first is None:
        return
    node = case.node(first)
    _happen(case, first, node, together.brought(triggers))
    if not node.interrupting:
        _start_over(case, triggers)


def _start_over(case: Case, triggers: list[Token]) -> None:
    """Let a parallel multiple event listen anew, when each of its triggers can come again.

    A timer comes as often as its cycle says; a condition must have been false in between.
    """
    again = []
    for old in triggers:
        more = {"host": old.host, "watch": old.watch, "due": old.due, "left": old.left}
        new = case.place(old.node, old.scope, **more, every=old.every)
        case.remove(old)
        if case.node(new).event.kind == "timer":
            new.state = WAIT
            due.again(case, new, case.node(new))
        else:
            arm(case, new, case.node(new))
            new.was = old.was
        again.append(new)
    if not all(case.alive(token) for token in again):
        for token in again:
            case.cancel(token)


def _choose(case: Case, token: Token) -> None:
    gateway = case.document.tokens[token.gate or ""]
    case.places.loosen(token)
    node = case.node(gateway)
    case.leave(gateway, flows=())
    flow = next(f for f in node.outgoing if f.target == token.node)
    token.via = flow.id


def _fire_boundary(case: Case, token: Token, node: Node, values: dict[str, Value]) -> None:
    host = case.document.tokens[token.host or ""]
    happened = case.place(node.id, token.scope)
    if node.interrupting:
        token.due = None  # its job, if it has one, is the one that fires it
        case.cancel(host)
    elif node.event.kind == "timer" and node.together is None:
        due.again(case, token, node)
    case.announce(happened, node)
    case.give_outputs(happened, node, values)
    case.leave(happened)


def _fire_handler(case: Case, token: Token, node: Node, values: dict[str, Value]) -> None:
    """Run an event sub-process: beside its scope, or instead of all that runs there."""
    scope = case.document.scopes[token.scope]
    handler = case.diagram(scope.id).nodes[node.body]
    if node.interrupting:
        token.due = None  # its job, if it has one, is the one that fires it
        for other in case.in_scope(scope.id):
            case.cancel(other)
    elif node.event.kind == "timer" and node.together is None:
        due.again(case, token, node)
    body = case.place(handler.id, scope.id)
    body.state = ACTIVE
    case.announce(body, handler)
    inside = case.open_scope(node.process, handler.id, body, handler_variables(case, body, handler))
    arm_handlers(case, inside)
    start = case.place(node.id, inside.id)
    case.announce(start, node)
    case.give_outputs(start, node, values)
    case.leave(start)


def handler_variables(case: Case, token: Token, node: Node) -> dict[str, Any] | None:
    """Return the variables of its own that a sub-process begins with; `None` without a mapping."""
    return None if node.inputs is None else case.mapped(node.inputs, case.visible(token))
