"""Intermediate throw events: nothing, or a message for another case or party."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token
from engine.model import MessageThrown


def enter(case: Case, token: Token, node: Node) -> None:
    """Throw the message, if there is one, and go on."""
    if node.event.kind == "message":
        send(case, token, node)
    case.leave(token)


def send(case: Case, token: Token, node: Node) -> None:
    """Put the message in the step: what was mapped as input, else all visible variables."""
    values = case.visible(token).tagged()
    if node.inputs is not None:
        values = case.mapped(node.inputs, case.visible(token))
    case.record.messages.append(MessageThrown(node.event.name or "", values))
