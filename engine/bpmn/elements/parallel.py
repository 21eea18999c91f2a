"""Parallel gateways: wait for a token on every incoming flow, go on over every outgoing one."""

from __future__ import annotations

from engine.bpmn import joins
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import WAIT, Token
from engine.model import ActivityState


def enter(case: Case, token: Token, node: Node) -> None:
    """Join, then split (BPMN 2.0.2 §13.4.1)."""
    token.state = WAIT
    here = joins.arrived(case.in_scope(token.scope), token)
    if joins.parallel_ready(node, here):
        case.leave(merge(case, token, node, here))


def merge(case: Case, token: Token, node: Node, here: dict[str, Token]) -> Token:
    """Let the tokens that arrived become the one that goes on, which is returned.

    It is `token`, or the one that came before it over the same flow: then `token` itself waits for
    the next turn.
    """
    first = here.get(token.via or "", token)
    for other in here.values():
        if other is not first:
            case.activity(other, node, ActivityState.LEFT)
            case.remove(other)
    return first
