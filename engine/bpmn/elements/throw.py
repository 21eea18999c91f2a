"""Intermediate throw events: nothing, a message, a signal or an escalation."""

from __future__ import annotations

from typing import Any

from engine.bpmn import bubbling, keys
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token
from engine.feel import tagged
from engine.model import ActivityState, MessageThrown, SignalThrown, Value


def enter(case: Case, token: Token, node: Node) -> None:
    """Throw what the event throws and go on, unless that interrupted the thrower itself."""
    throw(case, token, node)
    if case.alive(token):
        case.leave(token)


def throw(case: Case, token: Token, node: Node, carried: dict[str, Value] | None = None) -> None:
    """Throw: a message leaves the case, a signal reaches every case, an escalation goes up.

    A signal is never given back to the event that threw it (BPMN 2.0.2 §10.5.1). `carried` is what
    it brings to who catches it in this case, where all other variables are seen already.
    """
    name = node.event.name or ""
    if node.event.kind == "message":
        case.record.messages.append(_message(case, token, node))
    elif node.event.kind == "signal":
        case.activity(token, node, ActivityState.LEFT)  # it happened, even if that interrupts it
        case.record.signals.append(SignalThrown(name, _values(case, token, node)))
        bubbling.broadcast(case, name, carried)
    elif node.event.kind == "escalation":
        case.activity(token, node, ActivityState.LEFT)  # it happened, even if that interrupts it
        bubbling.escalate(case, token, name, carried)


def _message(case: Case, token: Token, node: Node) -> MessageThrown:
    """Return the message with its correlation keys (BPMN 2.0.2 §8.4.2)."""
    values = _values(case, token, node)
    made = {}
    if node.event.keys:
        read = {name: tagged.decode(value) for name, value in values.items()}
        made = keys.thrown(case, token, node, read)
    return MessageThrown(node.event.name or "", values, made, node.event.keep)


def _values(case: Case, token: Token, node: Node) -> dict[str, Any]:
    """Return what was mapped as input, else all visible variables."""
    return case.given(token, node)
