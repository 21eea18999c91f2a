"""Complex gateways: go on when the activation condition holds, then wait for the rest (§13.4.5).

The conditions of the outgoing flows are asked twice, and see `waitingForStart`: true when the
gateway goes on, false when it begins again. A gateway without conditions goes on only once.
"""

from __future__ import annotations

from decimal import Decimal

from engine.bpmn import joins
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import WAIT, Token
from engine.bpmn.elements.inclusive import chosen, holding
from engine.bpmn.elements.parallel import merge
from engine.bpmn.scopes import Visible
from engine.feel import tagged
from engine.model import ActivityState


def enter(case: Case, token: Token, node: Node) -> None:
    """Wait for the activation condition; once it went on, take what still comes until all came.

    The token that remembers what came (`loop["came"]`) only listens: nobody waits for it.
    """
    token.state = WAIT
    memory = next((t for t in case.in_scope(token.scope) if _remembers(t, node)), None)
    if memory is None:
        _look(case, token, node)
    elif memory.loop is not None and token.via not in memory.loop["came"]:
        memory.loop["came"].append(token.via)
        case.activity(token, node, ActivityState.LEFT)
        case.remove(token)
        if set(memory.loop["came"]) == set(node.incoming):
            _reset(case, memory, node)
        case.check_scope(token.scope)


def settle(case: Case, memory: Token, node: Node) -> bool:
    """Begin again when nothing can come any more that is waited for; return whether so."""
    assert memory.loop is not None, "it remembers what came"
    here = dict.fromkeys(memory.loop["came"], memory)
    if not joins.inclusive_ready(node, here, case.in_scope(memory.scope)):
        return False
    _reset(case, memory, node)
    return True


def _remembers(token: Token, node: Node) -> bool:
    return token.node == node.id and bool(token.watch)


def _reset(case: Case, memory: Token, node: Node) -> None:
    if any(flow.condition is not None for flow in node.outgoing):
        for flow in holding(case, node, _phase(case, memory, waits=False)):
            case.ready(flow.target, memory.scope, via=flow.id)
    case.remove(memory)
    for token in case.in_scope(memory.scope):
        if token.node == node.id and token.state == WAIT and not token.watch:
            _look(case, token, node)
            return


def _look(case: Case, token: Token, node: Node) -> None:
    assert node.activation is not None, "compiled with a condition"
    here = joins.arrived(case.in_scope(token.scope), token)
    counts = {"activationCount": tagged.encode(Decimal(len(here)))}
    context = Visible(case.document, token, token.scope, counts)
    if not case.answer(node, node.activation, context):
        return
    first = merge(case, token, node, here)
    if set(here) != set(node.incoming):
        memory = case.place(node.id, token.scope, watch=True, loop={"came": list(here)})
        memory.state = WAIT
    case.leave(first, chosen(case, node, _phase(case, first, waits=True)))


def _phase(case: Case, token: Token, *, waits: bool) -> Visible:
    """Return what the conditions of the outgoing flows see (table 13.5)."""
    return Visible(case.document, token, token.scope, {"waitingForStart": waits})
