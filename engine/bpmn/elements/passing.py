"""Start events and boundary events that fired: they are passed."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token


def enter(case: Case, token: Token, node: Node) -> None:  # noqa: ARG001 - all behaviours look alike
    """Go on at once."""
    case.leave(token)
