"""Embedded sub-processes: a scope inside the activity (BPMN 2.0.2 §13.3.4)."""

from __future__ import annotations

from engine.bpmn import events
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import ACTIVE, Token


def enter(case: Case, token: Token, node: Node) -> None:
    """Open the scope; what is mapped as input are variables of its own, like those of a loop."""
    variables = events.handler_variables(case, token, node)
    if token.vars is not None:
        variables = {**token.vars, **(variables or {})}
    token.state = ACTIVE
    scope = case.open_scope(node.process, node.id, token, variables)
    scope.own = node.loop is not None and node.loop.kind != "standard"
    events.run_scope(case, scope, node.starts[0])
