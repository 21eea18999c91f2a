"""Throw and end events that undo: compensation, and the cancel end of a transaction (§13.5.5)."""

from __future__ import annotations

from engine.bpmn import compensation
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token


def enter(case: Case, token: Token, node: Node) -> None:
    """Undo first; the token waits for it."""
    if node.event.kind == "cancel":
        compensation.cancel(case, token, node)
    else:
        compensation.throw(case, token, node)
