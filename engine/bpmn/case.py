"""One case in one step: how its tokens move and its scopes open and close. No database, no clock.

The behaviours in `elements/` call these methods; `run.py` decides which token goes next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.bpmn.diagram import ClockRule, Flow, Node
from engine.bpmn.document import OPEN, READY, ROOT, WAIT, Scope, Token
from engine.bpmn.scopes import Visible
from engine.bpmn.tags import ACTIVITIES
from engine.bpmn.timers import local_day
from engine.bpmn.variables import CaseVariables
from engine.errors import ModelFault
from engine.feel import tagged
from engine.model import ActivityChange, ActivityState, ClockAction, ClockChange

Pick = Callable[[int], int]
MAX_VISITS = 50_000


class Case(CaseVariables):
    """The working copy of one case: everything that a behaviour may read or change."""

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
