"""One case in one step: its tokens, its variables, and how tokens move. No database, no clock.

The behaviours in `elements/` call these methods; `run.py` decides which token goes next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from engine.bpmn import scopes
from engine.bpmn.bundle import Bundle
from engine.bpmn.diagram import Assignment, ClockRule, Diagram, Flow, Node, Text
from engine.bpmn.document import OPEN, READY, ROOT, WAIT, Document, Scope, Token
from engine.bpmn.places import Places
from engine.bpmn.recorder import Recorder
from engine.bpmn.scopes import Visible
from engine.bpmn.tags import ACTIVITIES
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
MAX_VISITS = 50_000


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
        self.fresh: list[str] = []  # ready tokens of this moment; listening ones go first
        self.returned: list[tuple[str, Token]] = []  # (loop or compensation, what it ended)
        self.completed: list[str] = []  # scopes in which an activity was completed
        self.changed = True  # a variable was written, or a condition armed
        self.visits = 0
        self.at = ""  # the analyst's element that was entered or acted on last
        self.places = Places(document)
        self.conditions = {t.id for t in document.tokens.values() if t.was is not None}

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
        return self.places.in_scope(scope)

    def watching(self, host: str) -> list[Token]:
        """Return what hangs on a token: boundary events, events of a gateway, instances."""
        return self.places.hanging(host)

    def visible(self, token: Token) -> Visible:
        """Return the variables that a token sees."""
        return Visible(self.document, token, token.scope)

    def inside(self, scope: Scope) -> Visible:
        """Return the variables that are seen in a scope."""
        return Visible(self.document, None, scope.id)

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
        return self.answer(node, text, self.visible(token))

    def answer(self, node: Node, text: Text, context: Mapping[str, Value]) -> bool:
        """Return what a condition says. Raises ModelFault when that is neither true nor false."""
        assert text.expression is not None, "conditions are compiled"
        outcome = text.expression.evaluate(context, now=self.local_now)
        if isinstance(outcome.value, bool):
            return outcome.value
        warnings = [str(warning) for warning in outcome.warnings]
        raise self.no_answer(node, text.source, tagged.encode(outcome.value), warnings)

    def no_answer(
        self, node: Node, expression: str, result: Any, warnings: list[str] | None = None
    ) -> ModelFault:
        """Return the fault of a condition that gave neither true nor false."""
        return ModelFault(
            "condition_without_answer",
            element=node.origin,
            expression=expression,
            result=result,
            warnings=warnings or [],
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
        self.write_tagged(token, path, tagged.encode(value))

    def write_tagged(self, token: Token, path: str, value: Any) -> None:
        """Write a tagged value where its name lives, which may be the instance of a loop."""
        name = path.partition(".")[0]
        if self._belongs_to(token, name):
            token.vars = token.vars or {}
            _, old, new = scopes.put(token.vars, path, value)
            self.record.variable(token.id, name, old, new)
            return
        self.write_in(scopes.home(self.document, token.scope, name), path, value)

    def _belongs_to(self, token: Token, name: str) -> bool:
        if token.number is None:
            return False
        if token.vars is not None and name in token.vars:
            return True
        loop = self.node(token).loop
        own = loop is not None and loop.kind != "standard"
        return own and not scopes.has(self.document, token.scope, name)

    def write_in(self, scope: Scope, path: str, value: Any) -> None:
        """Write a tagged value in one scope."""
        self.changed = True
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
        token.vars = {**(token.vars or {}), **self.mapped(node.inputs, self.visible(token))}

    def given(self, token: Token, node: Node) -> dict[str, Any]:
        """Return what leaves its scope: the mapped inputs, all visible variables, or both."""
        visible = self.visible(token)
        every = visible.tagged() if node.inputs is None or node.all_in else {}
        return {**every, **self.mapped(node.inputs or (), visible)}

    def mapped(self, pairs: tuple[Assignment, ...], context: Mapping[str, Value]) -> dict[str, Any]:
        """Return the tagged values of a mapping."""
        made: dict[str, Any] = {}
        for pair in pairs:
            value = self.evaluate(pair.source, context)
            scopes.put(made, pair.target, tagged.encode(value))
        return made

    def give_outputs(self, token: Token, node: Node, values: Mapping[str, Value]) -> None:
        """Write the result of a task: all of it, or what its output mapping makes of it."""
        context = {**self.visible(token), **values}
        if node.outputs is None or node.all_out:
            self.write_all(token, values)
        if node.outputs is None:
            return
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
        self.places.add(token)
        return token

    def ready(self, node: str, scope: str, **more: Any) -> Token:
        """Put a new token on a node and have it entered as soon as may be."""
        token = self.place(node, scope, **more)
        self.fresh.append(token.id)
        return token

    def leave(self, token: Token, flows: tuple[Flow, ...] | None = None) -> None:
        """Let a token go on over `flows` (all outgoing flows when not said)."""
        node = self.node(token)
        if token.number is None:
            self.move_clocks(token, node, "leave")
        self.activity(token, node, ActivityState.LEFT)
        if node.compensated_by is not None and token.number is None:
            self.document.scopes[token.scope].done.append({"at": node.id})
        if token.parent is not None:
            self.remove(token)
            self.returned.append((token.parent, token))
            return
        for flow in node.outgoing if flows is None else flows:
            for _ in range(node.completion_quantity):
                self.ready(flow.target, token.scope, via=flow.id)
        self.remove(token)
        if node.kind in ACTIVITIES and node.shown is not None:
            self.completed.append(token.scope)
        self.check_scope(token.scope)

    def remove(self, token: Token) -> None:
        """Take a token out of the case, with everything that hangs on it."""
        if self.document.tokens.pop(token.id, None) is None:
            return
        self.places.drop(token)
        for hanging in self.watching(token.id):
            self.cancel(hanging)
        for scope in self.places.scopes_of(token.id):
            self.close_scope(self.document.scopes[scope])

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
        elif node.event.kind in ("message", "signal"):
            self.record.unsubscribed(token.id)

    # --- scopes ----------------------------------------------------------------------------

    def open_scope(
        self, process: str, body: str, owner: Token | None, variables: dict[str, Any] | None
    ) -> Scope:
        """Open the scope of a process or embedded sub-process."""
        scope = Scope(self.new_id(), process, body, owner.id if owner else None, variables)
        self.document.scopes[scope.id] = scope
        self.places.opened(scope)
        return scope

    def close_scope(self, scope: Scope) -> None:
        """Cancel everything in a scope and drop it."""
        for token in self.in_scope(scope.id):
            self.cancel(token)
        self._drop_scope(scope)

    def _drop_scope(self, scope: Scope) -> None:
        self.document.scopes.pop(scope.id, None)
        self.places.closed(scope)

    def check_scope(self, identity: str) -> None:
        """Let the activity around a scope go on when nothing runs in it any more."""
        scope = self.document.scopes.get(identity)
        if scope is None or self.places.runs(identity):
            return
        for listening in self.in_scope(identity):
            self.cancel(listening)
        if scope.owner is None:
            return
        owner = self.document.tokens[scope.owner]
        node = self.node(owner)
        inside = Visible(self.document, None, scope.id)
        results = self._results(node, scope, inside)
        if owner.number is not None and not scope.is_call and scope.vars:
            owner.vars = {**(owner.vars or {}), **scope.vars}
        self._remember(owner, node, scope)
        self._drop_scope(scope)
        for path, value in results.items():
            self.write_tagged(owner, path, value)
        self.leave(owner)

    def _remember(self, owner: Token, node: Node, scope: Scope) -> None:
        """Keep what a completed sub-process could undo, unless a handler of its own does that."""
        undoes = scope.body in self.diagram(scope.id).compensators
        if node.compensated_by is not None or not (scope.done or undoes):
            return
        entry: dict[str, Any] = {"at": node.id, "of": scope.process, "body": scope.body}
        if scope.vars is not None:
            entry["vars"] = scope.vars
        if scope.done:
            entry["done"] = scope.done
        self.document.scopes[owner.scope].done.append(entry)

    def _results(self, node: Node, scope: Scope, inside: Visible) -> dict[str, Any]:
        if node.outputs is not None:
            every = (scope.vars or {}) if node.all_out and scope.is_call else {}
            if node.inputs is None or node.all_in:  # what it was given with all else is not its own
                named = {pair.target.partition(".")[0] for pair in node.inputs or ()}
                every = {n: every[n] for n in every if n in named or n in scope.written}
            return {**every, **self.mapped(node.outputs, inside)}
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
            kind=loop_kind(node) if is_whole(token, node) else node.kind,
            state=state,
            parent=token.parent or self.document.scopes[token.scope].owner,
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
        if token.number is not None:
            return
        self.record.status = self.text_of(token, node, "status") or self.record.status
        self.move_clocks(token, node, "enter")

    def move_clocks(self, token: Token, node: Node, on: str) -> None:
        """Move the legal clocks that a node names for this moment.

        Raises ModelFault when the day is no date, or the reason no text.
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
            action = ClockAction(rule.action)
            reason = self._reason(rule, token, node)
            change = ClockChange(rule.term, action, day, node.origin, reason, rule.to)
            self.clocks.apply(change)
            self.record.clocks.append(change)

    def _reason(self, rule: ClockRule, token: Token, node: Node) -> str | None:
        if rule.reason is None:
            return None
        value = self.evaluate(rule.reason, self.visible(token))
        if value is None or isinstance(value, str):
            return value or None
        facts = {"expression": rule.reason.source, "result": tagged.encode(value)}
        raise ModelFault("not_a_text", element=node.origin, **facts, attribute="reason")


def quiet(token: Token) -> bool:
    """Say whether a token is out of sight: it only listens, or undoes something beside the flow."""
    listens = token.host is not None or token.gate is not None or bool(token.watch)
    return listens or token.beside


def is_whole(token: Token, node: Node) -> bool:
    """Say whether a token stands for all instances of a repeated activity together."""
    return node.loop is not None and token.number is None


def loop_kind(node: Node) -> str:
    """Return what the trace calls a repeated activity as a whole."""
    standard = node.loop is not None and node.loop.kind == "standard"
    return "standardLoop" if standard else "multiInstance"
