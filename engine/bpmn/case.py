"""One case in one step: its tokens, its variables, and how tokens move. No database, no clock.

The behaviours in `elements/` call these methods; `run.py` decides which token goes next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from engine.bpmn import scopes
from engine.bpmn.bundle import Bundle
from engine.bpmn.diagram import Assignment, Diagram, Flow, Node, Text
from engine.bpmn.document import ACTIVE, OPEN, READY, ROOT, WAIT, Document, Scope, Token
from engine.bpmn.recorder import Recorder
from engine.bpmn.scopes import Visible
from engine.bpmn.timers import LOCAL, local_day
from engine.errors import ModelFault
from engine.feel import tagged
from engine.model import (
    ActivityChange,
    ActivityState,
    Clock,
    ClockAction,
    ClockChange,
    Value,
)

Pick = Callable[[int], int]
MAX_VISITS = 10_000


class Clocks(Protocol):
    """What the machine needs of the legal clocks of a case (`engine.terms.CaseClocks`)."""

    def apply(self, change: ClockChange) -> Clock:
        """Carry out a change."""
        ...

    def end(self, term_key: str) -> Any:
        """Return the last day of a clock."""
        ...

    def fires_at(self, term_key: str) -> datetime | None:
        """Return when a timer on the term is due."""
        ...


class Case:
    """The working copy of one case: everything that a behaviour may read or change."""

    def __init__(self, bundle: Bundle, document: Document, now: datetime, clocks: Clocks) -> None:
        self.bundle = bundle
        self.document = document
        self.now = now
        self.local_now = now.astimezone(LOCAL)
        self.clocks = clocks
        self.record = Recorder()
        self.queue: list[str] = []  # ready tokens; the next one first
        self.visits = 0

    # --- looking ---------------------------------------------------------------------------

    def diagram(self, scope: str) -> Diagram:
        """Return the diagram that a scope runs."""
        return self.bundle.diagrams[self.document.scopes[scope].process]

    def node(self, token: Token) -> Node:
        """Return the node that a token stands on."""
        return self.diagram(token.scope).nodes[token.node]

    def alive(self, token: Token) -> bool:
        """Say whether a token is still part of the case."""
        return self.document.tokens.get(token.id) is token

    def in_scope(self, scope: str) -> list[Token]:
        """Return the tokens that stand directly in a scope."""
        return [t for t in self.document.tokens.values() if t.scope == scope]

    def watching(self, host: str) -> list[Token]:
        """Return the armed boundary events of an activity, or the events of a gateway."""
        return [t for t in self.document.tokens.values() if host in (t.host, t.gate)]

    def visible(self, token: Token) -> Visible:
        """Return the variables that a token sees."""
        return Visible(self.document, token, token.scope)

    # --- evaluating ------------------------------------------------------------------------

    def evaluate(self, text: Text, context: Mapping[str, Value]) -> Value:
        """Return the value of FEEL, or the literal text itself."""
        if text.expression is None:
            return text.source
        return text.expression.evaluate(context, now=self.local_now).value

    def holds(self, node: Node, text: Text, token: Token) -> bool:
        """Say whether a condition is true.

        Raises ModelFault when it gives anything but true or false: a choice that nobody made must
        not be made by an unknown name.
        """
        assert text.expression is not None, "conditions are compiled"
        outcome = text.expression.evaluate(self.visible(token), now=self.local_now)
        if isinstance(outcome.value, bool):
            return outcome.value
        raise ModelFault(
            "condition_without_answer",
            element=node.origin,
            expression=text.source,
            result=tagged.encode(outcome.value),
            warnings=[str(warning) for warning in outcome.warnings],
        )

    def text_of(self, token: Token, node: Node, key: str) -> str | None:
        """Return the text that an attribute of a node gives; `None` when it has none.

        Raises ModelFault when it gives something that is not a text.
        """
        text = node.texts.get(key)
        if text is None:
            return None
        value = self.evaluate(text, self.visible(token))
        if value is None or isinstance(value, str):
            return value or None
        facts = {"expression": text.source, "result": tagged.encode(value), "attribute": key}
        raise ModelFault("not_a_text", element=node.origin, **facts)

    # --- variables -------------------------------------------------------------------------

    def write(self, token: Token, path: str, value: Value) -> None:
        """Write a variable where its name lives; `path` may reach into a context (`a.b`)."""
        name = path.partition(".")[0]
        scope = scopes.home(self.document, token.scope, name)
        self.write_in(scope, path, tagged.encode(value))

    def write_in(self, scope: Scope, path: str, value: Any) -> None:
        """Write a tagged value in one scope."""
        if scope.vars is None:
            scope.vars = {}
        name, old, new = scopes.put(scope.vars, path, value)
        if scope.is_call and name not in scope.written:
            scope.written = (*scope.written, name)
        self.record.variable(scope.owner, name, old, new)

    def write_all(self, token: Token, values: Mapping[str, Value]) -> None:
        """Write each of `values`."""
        for path, value in values.items():
            self.write(token, path, value)

    def take_inputs(self, token: Token, node: Node) -> None:
        """Evaluate the input mapping of a task into variables of its own."""
        if node.inputs is None:
            return
        token.vars = self.mapped(node.inputs, self.visible(token))

    def mapped(self, pairs: tuple[Assignment, ...], context: Mapping[str, Value]) -> dict[str, Any]:
        """Return the tagged values of a mapping."""
        made: dict[str, Any] = {}
        for pair in pairs:
            value = self.evaluate(pair.source, context)
            scopes.put(made, pair.target, tagged.encode(value))
        return made

    def give_outputs(self, token: Token, node: Node, values: Mapping[str, Value]) -> None:
        """Write the result of a task: all of it, or what its output mapping makes of it."""
        if node.outputs is None:
            self.write_all(token, values)
            return
        context = {**self.visible(token), **values}
        for pair in node.outputs:
            self.write(token, pair.target, self.evaluate(pair.source, context))

    # --- moving ----------------------------------------------------------------------------

    def new_id(self) -> str:
        """Return the next number of this case."""
        self.document.number += 1
        return str(self.document.number)

    def place(self, node: str, scope: str, **more: Any) -> Token:
        """Put a new token on a node, ready to be entered."""
        token = Token(self.new_id(), node, scope, **more)
        self.document.tokens[token.id] = token
        return token

    def leave(self, token: Token, flows: tuple[Flow, ...] | None = None) -> None:
        """Let a token go on over `flows` (all outgoing flows when not said)."""
        node = self.node(token)
        self.move_clocks(token, node, "leave")
        self.activity(token, node, ActivityState.LEFT)
        produced = [
            self.place(flow.target, token.scope, via=flow.id).id
            for flow in (node.outgoing if flows is None else flows)
        ]
        self.queue[:0] = produced
        self.remove(token)
        self.check_scope(token.scope)

    def remove(self, token: Token) -> None:
        """Take a token out of the case, with everything that hangs on it."""
        if self.document.tokens.pop(token.id, None) is None:
            return
        node = self.node(token)
        if node.attached or node.behaviour == "event_gateway":
            for watcher in self.watching(token.id):
                self.cancel(watcher)
        if token.state == ACTIVE:
            for scope in [s for s in self.document.scopes.values() if s.owner == token.id]:
                self.close_scope(scope)

    def cancel(self, token: Token) -> None:
        """Take a token out of the case because something interrupted it."""
        if not self.alive(token):
            return
        node = self.node(token)
        self.withdraw(token, node)
        if token.state != READY and not quiet(token):
            self.activity(token, node, ActivityState.CANCELLED)
        self.remove(token)

    def withdraw(self, token: Token, node: Node) -> None:
        """Take back the task, job, timer or subscription of a token that is not done."""
        if token.state == OPEN and node.behaviour == "human":
            self.record.task_closed(token.id, completed=False)
        elif token.state == OPEN:
            self.record.job_dropped(token.id)
        elif token.state == WAIT:
            self.disarm(token, node)

    def disarm(self, token: Token, node: Node) -> None:
        """Take back the timer or subscription of a waiting token."""
        if node.event.kind == "timer" and token.due is not None:
            self.record.job_dropped(token.id)
        elif node.event.kind == "message":
            self.record.unsubscribed(token.id)

    # --- scopes ----------------------------------------------------------------------------

    def open_scope(
        self, process: str, body: str, owner: Token | None, variables: dict[str, Any] | None
    ) -> Scope:
        """Open the scope of a process or embedded sub-process."""
        scope = Scope(self.new_id(), process, body, owner.id if owner else None, variables)
        self.document.scopes[scope.id] = scope
        return scope

    def begin(self, scope: Scope, start: str) -> None:
        """Put the first token of a scope on its start event."""
        self.queue.insert(0, self.place(start, scope.id).id)

    def close_scope(self, scope: Scope) -> None:
        """Cancel everything in a scope and drop it."""
        for token in self.in_scope(scope.id):
            self.cancel(token)
        self.document.scopes.pop(scope.id, None)

    def check_scope(self, identity: str) -> None:
        """Let the activity around a scope go on when nothing runs in it any more."""
        scope = self.document.scopes.get(identity)
        if scope is None or scope.owner is None or self.in_scope(identity):
            return
        owner = self.document.tokens[scope.owner]
        node = self.node(owner)
        inside = Visible(self.document, None, scope.id)
        results = self._results(node, scope, inside)
        del self.document.scopes[identity]
        for path, value in results.items():
            self.write_in(
                scopes.home(self.document, owner.scope, path.partition(".")[0]), path, value
            )
        self.leave(owner)

    def _results(self, node: Node, scope: Scope, inside: Visible) -> dict[str, Any]:
        if node.outputs is not None:
            return self.mapped(node.outputs, inside)
        if scope.is_call and scope.vars:
            return {name: scope.vars[name] for name in scope.written}
        return {}

    @property
    def ended(self) -> bool:
        """Say whether no token is left."""
        return not self.document.tokens

    def root(self) -> Visible:
        """Return the variables of the root process."""
        return Visible(self.document, None, ROOT)

    # --- recording -------------------------------------------------------------------------

    def activity(self, token: Token, node: Node, state: ActivityState) -> None:
        """Note in the trace what happened to an element; helper nodes stay out of sight."""
        if node.shown is None:
            return
        change = ActivityChange(
            id=token.id,
            element=node.shown,
            process=node.process,
            name=node.name,
            kind=node.kind,
            state=state,
            parent=self.document.scopes[token.scope].owner,
            flow=self._shown_flow(token),
        )
        if state is ActivityState.ENTERED:
            self.record.entered(change)
        else:
            self.record.left(change, state)

    def _shown_flow(self, token: Token) -> str | None:
        if token.via is None:
            return None
        return self.diagram(token.scope).flows.get(token.via)

    def announce(self, token: Token, node: Node) -> None:
        """Do what entering an element means: trace, status, clocks."""
        self.activity(token, node, ActivityState.ENTERED)
        self.record.status = self.text_of(token, node, "status") or self.record.status
        self.move_clocks(token, node, "enter")

    def move_clocks(self, token: Token, node: Node, on: str) -> None:
        """Start, suspend, resume or stop the legal clocks that a node names for this moment.

        Raises ModelFault when the day is no date.
        """
        for rule in node.clocks:
            if rule.on != on:
                continue
            day = local_day(self.now)
            if rule.day is not None:
                day = self.evaluate(rule.day, self.visible(token))
            if type(day) is not type(local_day(self.now)):
                facts = {"expression": rule.day.source if rule.day else "", "term": rule.term}
                raise ModelFault("clock_day_is_no_date", element=node.origin, **facts)
            change = ClockChange(rule.term, ClockAction(rule.action), day, node.origin)
            self.clocks.apply(change)
            self.record.clocks.append(change)


def quiet(token: Token) -> bool:
    """Say whether a token only listens: a boundary event, or an event behind a gateway."""
    return token.host is not None or token.gate is not None
