"""Call activities: another process of the bundle, with its own variables (§13.3.4)."""

from __future__ import annotations

from engine.bpmn import events
from engine.bpmn.calling import plain_start
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import ACTIVE, Token
from engine.errors import ModelFault


def enter(case: Case, token: Token, node: Node) -> None:
    """Start the called process with the mapped inputs, or with all visible variables.

    Raises ModelFault when the name is computed and no process that can be called has it.
    """
    name = node.called or case.text_of(token, node, "called") or ""
    called = case.bundle.diagrams.get(name)
    start = None if called is None else plain_start(called)
    if called is None or start is None:
        text = node.texts["called"].source
        raise ModelFault("no_such_call", element=node.origin, expression=text, result=name)
    variables = case.given(token, node)
    token.state = ACTIVE
    scope = case.open_scope(called.id, called.id, token, variables)
    events.run_scope(case, scope, start)
