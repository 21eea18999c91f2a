"""Where an operator may put a token: what it would leave, and where it would be entered.

Pure: a document and its compiled diagrams in, a verdict out. A token stays in its scope, or goes
out of it when nothing else runs there; never into another one, where nobody opened the scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.bundle import Bundle
from engine.bpmn.case import quiet
from engine.bpmn.diagram import Node
from engine.bpmn.document import Document, Token
from engine.errors import InvalidInput, Problem

JOINS = frozenset({"parallel", "inclusive", "complex"})


@dataclass(frozen=True, slots=True)
class Way:
    """A token that is taken away, and the node where a new one is entered in the same scope."""

    leaves: Token
    enters: Node


def way(bundle: Bundle, document: Document, token: Token, element: str) -> Way:
    """Return how `token` gets to the analyst's `element`.

    Raises InvalidInput, with the reason, when it cannot: the token only listens, is an instance or
    undoes something; the element is not there, lies inside another scope, is entered by an event
    or joins tokens; or something else still runs in the scope that would be left.
    """
    inner: list[Token] = []
    for at in outwards(document, token):
        check_leaves(bundle, document, at)
        node = entries(bundle, document, at.scope).get(element)
        if node is not None:
            _may_enter(node)
            _alone(document, inner)
            return Way(at, node)
        inner.append(at)
    raise _refusal(bundle, document, token, element)


def entered(bundle: Bundle, document: Document, scope: str, element: str) -> Node:
    """Return the node by which the analyst's `element` of a scope is entered with a new token.

    Raises InvalidInput, with the reason, when it cannot.
    """
    node = entries(bundle, document, scope).get(element)
    if node is None:
        raise _not_here(bundle, document.scopes[scope].process, element)
    _may_enter(node)
    return node


def counted_by(node: Node) -> str | None:
    """Return the flow by which a gateway that counts what comes counts a new token."""
    return next(iter(node.incoming), None) if node.behaviour in JOINS else None


def targets(bundle: Bundle, document: Document, token: Token) -> tuple[Node, ...]:
    """Return the nodes to which `token` may be moved, those of its own scope first."""
    found: dict[str, Node | None] = {}
    inner: list[Token] = []
    for at in outwards(document, token):
        try:
            check_leaves(bundle, document, at)
            _alone(document, inner)
        except InvalidInput:
            break
        for element, node in entries(bundle, document, at.scope).items():
            found.setdefault(element, node if _enterable(node) else None)
        inner.append(at)
    return tuple(node for node in found.values() if node is not None)


def outwards(document: Document, token: Token) -> Iterator[Token]:
    """Yield a token, then the activity around it, and so on up to the process of the case."""
    at: Token | None = token
    while at is not None:
        yield at
        owner = document.scopes[at.scope].owner
        at = document.tokens[owner] if owner is not None else None


def check_leaves(bundle: Bundle, document: Document, token: Token) -> None:
    """Raise InvalidInput when a token cannot be taken from where it stands."""
    node = bundle.diagrams[document.scopes[token.scope].process].nodes[token.node]
    if quiet(token):
        raise refused("move_listens", element=node.origin)
    if token.number is not None:
        raise refused("move_instance", element=node.origin)
    if token.parent is not None or "todo" in (token.loop or {}):
        raise refused("move_undoes", element=node.origin)


def entries(bundle: Bundle, document: Document, scope: str) -> dict[str, Node]:
    """Return the node by which each of the analyst's elements of a scope is entered.

    What the normaliser drew for one element is entered where no part of it leads to.
    """
    around = document.scopes[scope]
    parts: dict[str, list[Node]] = defaultdict(list)
    for node in bundle.diagrams[around.process].nodes.values():
        if node.body == around.body:
            parts[node.origin].append(node)
    return {element: _first(nodes) for element, nodes in parts.items()}


def _first(parts: list[Node]) -> Node:
    inside = {flow.target for part in parts for flow in part.outgoing}
    return next((part for part in parts if part.id not in inside), parts[0])


def refused(code: str, **facts: object) -> InvalidInput:
    """Return why a token cannot be moved."""
    return InvalidInput([Problem("element", code, facts)])


def _may_enter(node: Node) -> None:
    by_event = node.kind in ("startEvent", "boundaryEvent") or node.triggered
    if by_event or node.compensates:
        raise refused("move_never_entered", element=node.origin)
    if node.behaviour in JOINS and len(node.incoming) > 1:
        raise refused("move_onto_join", element=node.origin)


def _enterable(node: Node) -> bool:
    try:
        _may_enter(node)
    except InvalidInput:
        return False
    return True


def _alone(document: Document, leaving: list[Token]) -> None:
    """Refuse to leave a scope in which more runs than the token and what hangs on it."""
    for token in leaving:
        for other in document.tokens.values():
            own = other is token or other.parent == token.id
            if other.scope == token.scope and not own and not quiet(other):
                raise refused("move_not_alone")


def _refusal(bundle: Bundle, document: Document, token: Token, element: str) -> InvalidInput:
    return _not_here(bundle, document.scopes[token.scope].process, element)


def _not_here(bundle: Bundle, process: str, element: str) -> InvalidInput:
    if any(node.origin == element for node in bundle.diagrams[process].nodes.values()):
        return refused("move_into_scope", element=element)
    return refused("move_element_unknown", element=element)
