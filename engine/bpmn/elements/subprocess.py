"""Embedded sub-processes: a scope inside the activity (BPMN 2.0.2 §13.3.4)."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import ACTIVE, Token


def enter(case: Case, token: Token, node: Node) -> None:
    """Open the scope; what is mapped as input are variables of its own."""
    variables = None
    if node.inputs is not None:
        variables = case.mapped(node.inputs, case.visible(token))
    token.state = ACTIVE
    scope = case.open_scope(node.process, node.id, token, variables)
    case.begin(scope, node.starts[0])
