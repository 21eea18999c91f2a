"""Where a case stands, token by token, for who has to mend it. Views only; nothing moves here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import document as documents
from engine.bpmn import moving
from engine.bpmn.bundle import Bundle
from engine.bpmn.case import is_whole, quiet
from engine.bpmn.diagram import Node
from engine.bpmn.document import ACTIVE, FAILED, OPEN, ROOT, Document, Scope, Token
from engine.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Standing:
    """One token as a person reads it.

    `waits` says for what: person, machine, timer, message, signal, condition, others (at a
    gateway), inside (what runs in it), or failed. `number` is that of an instance; `around` the
    token of the activity around it; `own` the variables that only it sees, tagged; `stays` why it
    cannot be moved (a code).
    """

    token: str
    element: str
    name: str
    kind: str
    process: str
    waits: str
    number: int | None = None
    around: str | None = None
    due: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
    stays: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """An element to which a token may be moved."""

    element: str
    name: str
    kind: str


def standing(bundle: Bundle, stored: Mapping[str, Any]) -> tuple[Standing, ...]:
    """Return the tokens of a case that do more than listen, the oldest first."""
    document = documents.read(stored)
    inside: dict[str, Scope] = {s.owner: s for s in document.scopes.values() if s.owner}
    return tuple(
        _standing(bundle, document, token, inside.get(token.id))
        for token in document.tokens.values()
        if not quiet(token)
    )


def targets(bundle: Bundle, stored: Mapping[str, Any], token: str) -> tuple[Target, ...]:
    """Return where a token may be moved to. Raises AlreadyDone or NotFound when it is gone."""
    document = documents.read(stored)
    found = moving.targets(bundle, document, document.find(token))
    return tuple(Target(node.origin, node.name, node.kind) for node in found)


def process_variables(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the variables of the process of a case, tagged."""
    return documents.read(stored).scopes[ROOT].vars or {}


def _standing(bundle: Bundle, document: Document, token: Token, inside: Scope | None) -> Standing:
    scope = document.scopes[token.scope]
    node = bundle.diagrams[scope.process].nodes[token.node]
    return Standing(
        token=token.id,
        element=node.origin,
        name=node.name,
        kind=node.kind,
        process=node.process,
        waits=_waits(token, node),
        number=token.number,
        around=token.parent or scope.owner,
        due=token.due,
        own={**(token.vars or {}), **((inside.vars if inside else None) or {})},
        stays=_stays(bundle, document, token),
    )


def _waits(token: Token, node: Node) -> str:
    if token.state == FAILED:
        return "failed"
    if token.state == ACTIVE or is_whole(token, node):
        return "inside"
    if token.state == OPEN:
        return "person" if node.behaviour == "human" else "machine"
    known = {"timer": "timer", "message": "message", "signal": "signal"}
    by_event = known.get(node.event.kind, "condition")
    return by_event if node.behaviour == "catch" else "others"


def _stays(bundle: Bundle, document: Document, token: Token) -> str | None:
    try:
        moving.check_leaves(bundle, document, token)
    except InvalidInput as refused:
        return refused.problems[0].code
    return None
