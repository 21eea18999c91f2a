"""End events: none, throwing, error and terminate (BPMN 2.0.2 §10.5.3)."""

from __future__ import annotations

from engine.bpmn import bubbling, events
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import FAILED, Token
from engine.bpmn.elements.throw import throw
from engine.bpmn.ending import finish
from engine.model import ActivityState, ModelFailure


def enter(case: Case, token: Token, node: Node) -> None:
    """End this path; the scope ends with its last path, or at once by a terminate event."""
    if node.event.kind == "error":
        _fail(case, token, node)
        return
    throw(case, token, node)
    if case.alive(token):
        finish(case, token, node)


def _fail(case: Case, token: Token, node: Node) -> None:
    code = node.event.name or ""
    handler = bubbling.handler_of(case, token, code)
    if handler is None:
        token.state = FAILED
        case.record.failed = ModelFailure(node.origin, code)
        return
    case.activity(token, node, ActivityState.LEFT)
    events.fire(case, handler)
