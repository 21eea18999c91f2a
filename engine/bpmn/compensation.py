"""Undoing what was done: compensation and cancelled transactions (BPMN 2.0.2 §10.7, §13.5.5).

A scope remembers what was completed in it and can be undone, in the order of completion: `done`
holds an entry per activity, with what a sub-process remembers and knew when it ended. The token
that throws keeps what it still has to undo in `loop["todo"]`, the last first; one that does not
wait leaves that to a token beside the flow.
"""

from __future__ import annotations

from typing import Any

from engine.bpmn import events
from engine.bpmn.bubbling import handler_of
from engine.bpmn.case import Case
from engine.bpmn.diagram import Node
from engine.bpmn.document import ACTIVE, Scope, Token
from engine.bpmn.ending import finish
from engine.model import ActivityState

Entry = dict[str, Any]
Planned = list[Any]  # where, and which entry: plain JSON, like everything in a document


def throw(case: Case, token: Token, node: Node) -> None:
    """Undo what is remembered, or one activity, in the reverse order; then the token goes on.

    With `waitForCompletion` off it goes on at once (table 10.90); the scope still waits.
    """
    if node.event.waits:
        _begin(case, token, node, node.event.name)
        return
    todo = _to_undo(case, token, node.event.name)
    beside = case.place(node.id, token.scope, state=ACTIVE, loop={"beside": True, "todo": todo})
    if node.kind == "intermediateThrowEvent":
        case.leave(token)
    else:
        finish(case, token, node)
    _next(case, beside, node)


def cancel(case: Case, token: Token, node: Node) -> None:
    """Stop everything in the transaction, undo what was completed, leave by the cancel event."""
    for other in case.in_scope(token.scope):
        if other is not token:
            case.cancel(other)
    _begin(case, token, node, None)


def child_done(case: Case, whole: Token) -> None:
    """Undo the next, when a handler is done."""
    _next(case, whole, case.node(whole))


def _begin(case: Case, token: Token, node: Node, activity: str | None) -> None:
    token.state = ACTIVE
    token.loop = {"todo": _to_undo(case, token, activity)}
    _next(case, token, node)


def _to_undo(case: Case, token: Token, activity: str | None) -> list[Planned]:
    return [entry for scope in _undone_by(case, token) for entry in _taken(scope, activity)]


def _undone_by(case: Case, token: Token) -> list[Scope]:
    """Return the scopes whose work a token undoes: its own; in an event sub-process those around.

    The outermost first, so that what is taken from the end is the nearest.
    """
    scope = case.document.scopes[token.scope]
    found = [scope]
    while scope.owner is not None:
        owner = case.document.tokens[scope.owner]
        if not case.node(owner).triggered:
            break
        scope = case.document.scopes[owner.scope]
        found.append(scope)
    return found[::-1]


def _taken(scope: Scope, activity: str | None) -> list[Planned]:
    """Take the entries that are undone out of the memory of a scope: nothing is undone twice."""
    wanted = [e for e in scope.done if activity is None or e["at"] == activity]
    scope.done = [e for e in scope.done if e not in wanted]
    return [[scope.id, entry] for entry in wanted]


def _next(case: Case, token: Token, node: Node) -> None:
    assert token.loop is not None, "it has a list of what to undo"
    todo = token.loop["todo"]
    while todo:
        where, entry = todo.pop()
        scope = case.document.scopes[where]
        handler = case.diagram(scope.id).nodes[entry["at"]].compensated_by
        if handler is not None:
            case.ready(handler, scope.id, parent=token.id)
            return
        if _inside(case, token, where, entry):
            return
    _done(case, token, node)


def _inside(case: Case, token: Token, where: str, entry: Entry) -> bool:
    """Undo a sub-process by its own handler, or what was done in it; return whether one runs.

    It sees its variables of the moment in which it was completed, and those of what it stood in.
    """
    assert token.loop is not None, "it has a list of what to undo"
    scope = case.open_scope(entry["of"], entry["body"], token, entry.get("vars"))
    scope.around = where if where != token.scope else None
    handler = case.diagram(scope.id).compensators.get(scope.body)
    if handler is not None:
        scope.done = list(entry.get("done", ()))
        case.ready(handler, scope.id, parent=token.id)
        return True
    token.loop["todo"] += [[scope.id, inner] for inner in entry.get("done", ())]
    return False


def _done(case: Case, token: Token, node: Node) -> None:
    if token.beside:
        case.remove(token)
        case.check_scope(token.scope)
        return
    token.loop = None
    if node.kind == "intermediateThrowEvent":
        case.leave(token)
    elif node.event.kind == "cancel":
        handler = handler_of(case, token, None, "cancel")
        assert handler is not None, "compiled with a cancel event at the border"
        case.activity(token, node, ActivityState.LEFT)
        case.remove(token)
        events.fire(case, handler)
    else:
        finish(case, token, node)
