"""Errors, escalations and cancels go up, from where they are thrown to who handles them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn import events
from engine.bpmn.case import Case
from engine.bpmn.document import WAIT, Token
from engine.feel import tagged
from engine.model import ModelFailure, Value


def handler_of(case: Case, token: Token, code: str | None, kind: str = "error") -> Token | None:
    """Return the armed event that handles `code` thrown at `token`.

    From the activity itself outwards, through called processes too: its boundary events, then the
    event sub-processes of the scope that it stands in, but not the one that it comes from: what a
    handler throws goes on outwards. An event that names the code goes before one for any code
    (BPMN 2.0.2 §10.5.1, §10.5.6, §10.5.7).
    """
    for nearby in _outwards(case, token):
        found = _catching(case, nearby, code, kind)
        if found is not None:
            return found
    return None


def escalate(case: Case, token: Token, code: str, values: dict[str, Value] | None = None) -> None:
    """Throw an escalation: whoever handles it runs; nobody does, and it is only noted."""
    handler = handler_of(case, token, code, "escalation")
    if handler is None:
        case.record.escalations.append(ModelFailure(case.node(token).origin, code))
        return
    events.fire(case, handler, values)


def broadcast(case: Case, signal: str, values: dict[str, Value] | None = None) -> int:
    """Let everything in the case that waits for a signal go on; return how many there were.

    Who is interrupted by another taker of the same signal no longer takes it (§10.5.1).
    """
    taken = 0
    for token in list(case.document.tokens.values()):
        if not case.alive(token) or token.state != WAIT:
            continue
        event = case.node(token).event
        if event.kind == "signal" and event.name == signal:
            taken += 1
            events.fire(case, token, values)
    return taken


def conditions(case: Case) -> None:
    """Fire the waiting conditional events whose condition became true (false before).

    Raises ModelFault when a condition gives anything but true, false or null; null is not yet.
    """
    while case.changed:
        case.changed = False
        for identity in sorted(case.conditions, key=int):
            token = case.document.tokens.get(identity)
            if token is None:
                case.conditions.discard(identity)
                continue
            before, token.was = token.was, _holds(case, token)
            if token.was and not before:
                events.fire(case, token)


def _holds(case: Case, token: Token) -> bool:
    node = case.node(token)
    assert node.event.text is not None, "conditions are compiled"
    value = case.evaluate(node.event.text, case.visible(token))
    if value is None or isinstance(value, bool):
        return bool(value)
    raise case.no_answer(node, node.event.text.source, tagged.encode(value))


def _outwards(case: Case, token: Token) -> Iterator[Iterable[Token]]:
    at: Token | None = token
    while at is not None:
        yield (w for w in case.watching(at.id) if w.host is not None)
        if at.parent is not None:
            at = case.document.tokens[at.parent]
            continue
        inside = at.node
        yield (w for w in case.in_scope(at.scope) if w.watch and case.node(w).body != inside)
        owner = case.document.scopes[at.scope].owner
        at = case.document.tokens[owner] if owner is not None else None


def _catching(case: Case, nearby: Iterable[Token], code: str | None, kind: str) -> Token | None:
    watchers = [(case.node(w).event, w) for w in nearby if w.state == WAIT]
    named = [(event.name, w) for event, w in watchers if event.kind == kind]
    for wanted in (code, None):
        for name, watcher in named:
            if name == wanted:
                return watcher
    return None
