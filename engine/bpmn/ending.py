"""How a path ends, after whatever its end event threw (BPMN 2.0.2 §10.5.3)."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import ROOT, Token
from engine.model import ActivityState


def finish(case: Case, token: Token, node: Node) -> None:
    """End this path; the scope ends with its last path, or at once by a terminate event."""
    if node.event.kind == "terminate":
        for other in case.in_scope(token.scope):
            if other is not token:
                case.cancel(other)
    if _is_of_the_process(case, token):
        case.record.end_event = node.origin
    case.activity(token, node, ActivityState.LEFT)
    case.remove(token)
    case.check_scope(token.scope)


def _is_of_the_process(case: Case, token: Token) -> bool:
    """Tell whether a path is the process's own, or that of an event sub-process in its place."""
    if token.scope == ROOT:
        return True
    owner = case.document.tokens.get(case.document.scopes[token.scope].owner or "")
    if owner is None or owner.scope != ROOT:
        return False
    handler = case.node(owner)
    nodes = case.diagram(ROOT).nodes
    return handler.triggered and any(nodes[start].interrupting for start in handler.starts)
