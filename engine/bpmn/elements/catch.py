"""Intermediate catch events and receive tasks: wait for a timer or a message."""

from __future__ import annotations

from engine.bpmn import events
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token


def enter(case: Case, token: Token, node: Node) -> None:
    """Wait."""
    case.take_inputs(token, node)
    events.arm(case, token, node)
