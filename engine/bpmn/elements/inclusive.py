"""Inclusive gateways: wait for whoever can still come, take every flow that holds (§13.4.2)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn import joins
from engine.bpmn.case import Case
from engine.bpmn.diagram import Flow, Node
from engine.bpmn.document import WAIT, Token
from engine.bpmn.elements.parallel import merge
from engine.errors import ModelFault
from engine.model import Value


def enter(case: Case, token: Token, node: Node) -> None:
    """Wait; go on at once when nobody else can come."""
    token.state = WAIT
    settle(case, token, node)


def settle(case: Case, token: Token, node: Node) -> bool:
    """Go on when nobody else can come; return whether that happened.

    Raises ModelFault when no condition holds and there is no default flow.
    """
    tokens = case.in_scope(token.scope)
    here = joins.arrived(tokens, token)
    if not joins.inclusive_ready(node, here, tokens):
        return False
    flows = chosen(case, node, case.visible(token))
    case.leave(merge(case, token, node, here), flows)
    return True


def chosen(case: Case, node: Node, context: Mapping[str, Value]) -> tuple[Flow, ...]:
    """Return the flows whose condition holds, else the default flow.

    Raises ModelFault when no condition holds and there is no default flow.
    """
    flows = holding(case, node, context)
    if not flows:
        raise ModelFault("no_condition_true", element=node.origin)
    return flows


def holding(case: Case, node: Node, context: Mapping[str, Value]) -> tuple[Flow, ...]:
    """Return the flows whose condition holds, else the default flow, else none."""
    flows = tuple(
        flow
        for flow in node.outgoing
        if flow.condition is not None
        and not flow.default
        and case.answer(node, flow.condition, context)
    )
    return flows or tuple(flow for flow in node.outgoing if flow.default)
