"""When a joining gateway may go on. Pure: tokens and the compiled diagram in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.diagram import Node
from engine.bpmn.document import READY, WAIT, Token


def arrived(tokens: Iterable[Token], token: Token) -> dict[str, Token]:
    """Return, per incoming flow, the first token that waits at the gateway of `token`.

    A second token on the same flow waits for the next turn (BPMN 2.0.2 §13.4.1).
    """
    here: dict[str, Token] = {}
    for other in tokens:
        same_place = other.node == token.node and other.scope == token.scope
        if same_place and other.via is not None and (other.state == WAIT or other is token):
            here.setdefault(other.via, other)
    return here


def parallel_ready(node: Node, here: dict[str, Token]) -> bool:
    """Say whether a parallel gateway has a token on each of its incoming flows (§13.4.1)."""
    return all(flow in here for flow in node.incoming)


def inclusive_ready(node: Node, here: dict[str, Token], tokens: Iterable[Token]) -> bool:
    """Say whether an inclusive gateway need not wait for any other token (§13.4.2).

    It waits while some token can still come by a flow without token, unless sequence flows also
    lead that token to a flow that has one already. An event at a border is a way to come, not such
    a flow: who may be reminded once more still has to come. A token that has come but was not
    entered yet counts as on its way; tokens that only listen do not, nor what is undone beside the
    flow. `tokens` are those of the gateway's scope.
    """
    empty: set[str] = set()
    full: set[str] = set()
    for flow in node.incoming:
        if flow in here:
            full.update(node.flowing.get(flow, ()))
        else:
            empty.update(node.upstream.get(flow, ()))
    missing = empty - full
    return not any(
        _may_come(node, other, here, missing)
        for other in tokens
        if other.host is None and other.gate is None and not other.watch and not other.beside
    )


def _may_come(node: Node, token: Token, here: dict[str, Token], empty: set[str]) -> bool:
    if token.node != node.id:
        return token.node in empty
    return token.state == READY and token.via not in here
