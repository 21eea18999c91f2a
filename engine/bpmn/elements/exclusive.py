"""Exclusive gateways: the first flow whose condition holds, else the default (§13.4.3)."""

from __future__ import annotations

from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import Token
from engine.errors import ModelFault


def enter(case: Case, token: Token, node: Node) -> None:
    """Choose one flow.

    Raises ModelFault when no condition holds and there is no default flow.
    """
    for flow in node.outgoing:
        if flow.condition is None or flow.default:
            continue
        if case.holds(node, flow.condition, token):
            case.leave(token, (flow,))
            return
    default = tuple(flow for flow in node.outgoing if flow.default)
    if not default:
        raise ModelFault(
            "no_condition_true",
            element=node.origin,
            expression=[f.condition.source for f in node.outgoing if f.condition],
        )
    case.leave(token, default)
