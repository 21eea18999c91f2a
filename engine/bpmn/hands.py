"""The hand that a user task is in a decision: its attributes, and what they give for a token.

Who may have the hand is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.bpmn import document as documents
from engine.bpmn.bundle import Bundle
from engine.bpmn.diagram import Node
from engine.bpmn.scopes import Visible
from engine.bpmn.timers import LOCAL
from engine.model import ALWAYS_EXCLUDES, Hand, HandAsked, Over, Value


def asked(
    bundle: Bundle,
    document: Mapping[str, Any],
    token: str,
    now: datetime,
    values: Mapping[str, Value] | None = None,
) -> HandAsked | None:
    """Return what the task on `token` asks of whoever does it; None when it is no hand.

    `values` are what is about to be written: they lie over what the token sees. An amount that is
    no number, or below zero, is not known, and so is a type that is no text: whoever asks goes up.
    """
    state = documents.read(document)
    found = state.tokens.get(token)
    if found is None:
        return None
    node = bundle.diagrams[state.scopes[found.scope].process].nodes[found.node]
    if node.extensions.hand is None:
        return None
    hand = Hand(node.extensions.hand)
    context = {**Visible(state, found, found.scope), **(values or {})}
    kind, amount = (_value(node, name, context, now) for name in ("decision_type", "amount"))
    known = isinstance(amount, Decimal) and amount >= 0
    about, involved = (
        tuple(_each(_value(node, name, context, now))) for name in ("about_decision", "involved")
    )
    return HandAsked(
        hand=hand,
        excludes=ALWAYS_EXCLUDES.get(hand, frozenset()) | set(map(Hand, node.extensions.excludes)),
        over=Over(node.extensions.excludes_over or Over.CONNECTED),
        decision_type=kind if isinstance(kind, str) and kind else None,
        amount=amount if known and isinstance(amount, Decimal) else None,
        about=tuple(filter(None, about)),
        involved=tuple(filter(None, involved)),
        readable=None not in about and None not in involved,
    )


def _value(node: Node, name: str, context: Mapping[str, Value], now: datetime) -> Value:
    text = node.texts.get(name)
    if text is None or text.expression is None:
        return text.source if text else None
    return text.expression.evaluate(context, now=now.astimezone(LOCAL)).value


def _each(value: Value) -> Iterator[str | None]:
    """Yield the texts of a value: itself, of a list, the `login` of contexts; None for others."""
    for one in value if isinstance(value, list) else [value]:
        if one is None:
            continue
        text = one.get("login") if isinstance(one, dict) else one
        yield text if isinstance(text, str) else None


def elements(bundle: Bundle) -> Mapping[Hand, frozenset[str]]:
    """Return the analyst's ids of the tasks that are each hand, in every process of a bundle."""
    found: dict[Hand, set[str]] = {}
    for diagram in bundle.diagrams.values():
        for node in diagram.nodes.values():
            if node.extensions.hand is not None:
                found.setdefault(Hand(node.extensions.hand), set()).add(node.origin)
    return {hand: frozenset(names) for hand, names in found.items()}
