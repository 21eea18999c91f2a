"""Parallel multiple events at a border or a start: all triggers must come (BPMN 2.0.2 §10.5.6).

Each trigger listens as an event of its own; one that came is remembered, with what it brought,
until the others have come too. Each kind of trigger may stand in it but those that end what they
interrupt: an error, a cancellation, a compensation.
"""

from __future__ import annotations

from engine.bpmn.case import Case, quiet
from engine.bpmn.diagram import Node
from engine.bpmn.document import CAME, WAIT, Token
from engine.feel import tagged
from engine.model import Value


def note(case: Case, token: Token, node: Node, values: dict[str, Value]) -> list[Token]:
    """Remember that a trigger came; return all tokens of the event once none is waited for."""
    if token.state != WAIT:
        return []
    if node.event.kind in ("message", "signal"):
        case.record.unsubscribed(token.id)
    token.state = CAME
    token.vars = {name: tagged.encode(value) for name, value in values.items()} or None
    all_of_it = _beside(case, token, node)
    return [] if any(other.state == WAIT for other in all_of_it) else all_of_it


def brought(tokens: list[Token]) -> dict[str, Value]:
    """Return what the triggers of an event brought, in the drawn order."""
    packed = [(token.vars or {}).items() for token in tokens]
    return {name: tagged.decode(value) for items in packed for name, value in items}


def _beside(case: Case, token: Token, node: Node) -> list[Token]:
    near = case.watching(token.host) if token.host else case.in_scope(token.scope)
    return [t for t in near if quiet(t) and case.node(t).together == node.together]
