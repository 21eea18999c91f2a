"""Call activities: another process of the bundle, with its own variables (§13.3.4)."""

from __future__ import annotations

from engine.bpmn import events
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import ACTIVE, Token


def enter(case: Case, token: Token, node: Node) -> None:
    """Start the called process with the mapped inputs, or with all visible variables."""
    called = case.bundle.diagrams[node.called or ""]
    variables = case.given(token, node)
    token.state = ACTIVE
    scope = case.open_scope(called.id, called.id, token, variables)
    events.run_scope(case, scope, case.bundle.none_start(called.id))
