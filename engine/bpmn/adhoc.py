"""Ad-hoc sub-processes that are complete, and activities that need several tokens to start."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import READY, WAIT, Token


def look(case: Case, identity: str) -> None:
    """End an ad-hoc sub-process whose completion condition holds (BPMN 2.0.2 §13.3.5).

    What runs is cancelled, or, when the diagram says so, still completed; nothing more starts.
    Raises ModelFault when the condition says neither true nor false.
    """
    scope = case.document.scopes.get(identity)
    if scope is None or scope.owner is None:
        return
    owner = case.document.tokens[scope.owner]
    node = case.node(owner)
    if node.completion is None or scope.body != node.id:
        return
    inside = [t for t in case.in_scope(identity) if not t.watch]
    if not inside or not case.answer(node, node.completion, case.inside(scope)):
        return
    for token in inside:
        if node.cancels_rest or token.state == READY:
            case.cancel(token)
    case.check_scope(identity)


def enough(case: Case, token: Token, node: Node) -> bool:
    """Say whether an activity has as many tokens as it needs; merge them into `token` (§13.3.2)."""
    token.state = WAIT
    waiting = [t for t in case.in_scope(token.scope) if t.node == token.node and _waits(t)]
    if len(waiting) < node.start_quantity:
        return False
    for other in [t for t in waiting if t is not token][: node.start_quantity - 1]:
        case.remove(other)
    token.state = READY
    return True


def _waits(token: Token) -> bool:
    return token.state == WAIT and token.number is None and token.loop is None
