"""Event-based gateways: listen to every event behind it; the first one to happen goes on."""

from __future__ import annotations

from engine.bpmn import events
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import WAIT, Token


def enter(case: Case, token: Token, node: Node) -> None:
    """Arm the events behind the gateway, each as a token that only listens (§13.4.4)."""
    token.state = WAIT
    for flow in node.outgoing:
        listener = case.place(flow.target, token.scope, gate=token.id)
        events.arm(case, listener, case.node(listener))
