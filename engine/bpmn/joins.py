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

    It waits while some token can still come by a flow without token, unless that token can also
    come by a flow that has one already. Tokens that only listen are not on their way.
    """
    empty: set[str] = set()
    full: set[str] = set()
    for flow in node.incoming:
        (full if flow in here else empty).update(node.upstream[flow])
    if not empty - full:
        return True
    scope = next(iter(here.values())).scope
    return not any(
        other.scope == scope and other.node in empty and other.node not in full
        for other in tokens
        if other.host is None and other.gate is None and not _stands_at(node, other)
    )


def _stands_at(node: Node, token: Token) -> bool:
    return token.node == node.id and token.state in (WAIT, READY)
