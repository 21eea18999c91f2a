"""Where every token of a case stands in the new version, or why it cannot stand there.

Pure bookkeeping on the unpacked document, outermost scope first: a token goes where its element's
counterpart is, if the scope it runs in is there around it. Nothing is evaluated here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from engine.bpmn.diagram import LoopRule, Node
from engine.bpmn.document import CAME, ROOT, WAIT, Document, Scope, Token
from engine.bpmn.migrating.plan import MigrationPlan, alike
from engine.errors import Finding

Body = tuple[str, str]  # a process and the body in it that a scope runs
JOINS = frozenset({"parallel", "inclusive", "complex"})


class Placing:
    """The document of one case on its way: `old` and `new` are the nodes of every token that stays.

    `withdrawn` are tokens that only listen and that the new version does not know; `was` and `now`
    the bodies of every scope. `reasons` say what cannot go along; with any, nothing may be kept.
    """

    def __init__(self, plan: MigrationPlan, document: Document) -> None:
        self.plan = plan
        self.document = document
        self.old: dict[str, Node] = {}
        self.new: dict[str, Node] = {}
        self.withdrawn: list[Token] = []
        self.was: dict[str, Body] = {s.id: (s.process, s.body) for s in document.scopes.values()}
        self.now: dict[str, Body] = {}
        self.reasons: list[Finding] = []
        self._arrived: dict[tuple[str, str, str], str] = {}
        self._inside: dict[str, list[Token]] = defaultdict(list)
        self._owned: dict[str, list[Scope]] = defaultdict(list)
        for token in document.tokens.values():
            self._inside[token.scope].append(token)
            self.old[token.id] = plan.old.diagrams[self.was[token.scope][0]].nodes[token.node]
        for scope in document.scopes.values():
            if scope.owner is not None:
                self._owned[scope.owner].append(scope)

    def refuse(self, node: Node, code: str, **facts: Any) -> None:
        """Note once why a token on `node` cannot go along."""
        file = self.plan.old.diagrams[node.process].file
        told = {"name": node.name or node.origin, **facts}
        reason = Finding(file, code, node.origin, facts=told)
        if reason not in self.reasons:
            self.reasons.append(reason)

    def place(self) -> None:
        """Place every scope and token, from the root process inwards."""
        process = self.plan.process_of(self.document.process)
        if process is None:
            facts = {"name": self.document.process}
            file = self.plan.old.diagrams[self.document.process].file
            self.reasons.append(Finding(file, "migration.process_gone", facts=facts))
            return
        self.document.process = process
        self.now[ROOT] = (process, process)
        todo = [ROOT]
        while todo:
            todo += self._scope(self.document.scopes[todo.pop()])

    # --- scopes ----------------------------------------------------------------------------

    def _scope(self, scope: Scope) -> list[str]:
        """Place what stands in a scope; return the scopes inside that have a place now."""
        body = self.now[scope.id]
        inside = self._inside[scope.id]
        for token in sorted(inside, key=_hangs):
            self._token(token, body)
        scope.process, scope.body = body
        scope.done = self._remembered(self.was[scope.id][0], body, scope.done)
        found = []
        for token in inside:
            for owned in self._owned[token.id] if token.id in self.new else ():
                target = self._body(owned, self.old[token.id], self.new[token.id])
                if target is not None:
                    self.now[owned.id] = target
                    found.append(owned.id)
        return found

    def _body(self, scope: Scope, old: Node, new: Node) -> Body | None:
        """Return the body that a scope inside a token runs from now on."""
        if old.behaviour == "call":
            called = self._called(scope.process, old, new)
            return None if called is None else (called, called)
        if old.behaviour == "undo":
            return self._undone_body(scope, old)
        return new.process, new.id

    def _called(self, process: str, old: Node, new: Node) -> str | None:
        """Return the counterpart of a called process, when `new` calls that or computes whom."""
        called = self.plan.process_of(process)
        if called is None or new.called not in (None, called):
            self.refuse(old, "migration.other_call", called=process, to=new.called)
            return None
        return called

    def _undone_body(self, scope: Scope, thrower: Node) -> Body | None:
        if scope.body == scope.process:
            called = self.plan.process_of(scope.process)
            if called is not None:
                return called, called
            self.refuse(thrower, "migration.process_gone", name=scope.process)
            return None
        node = self.plan.old.diagrams[scope.process].nodes[scope.body]
        target = self.plan.node_of(node)
        if target is None or not alike(node, target):
            self.refuse(node, "migration.undo_gone")
            return None
        return target.process, target.id

    # --- tokens ----------------------------------------------------------------------------

    def _token(self, token: Token, body: Body) -> None:
        old = self.old[token.id]
        if token.host is not None or token.gate is not None or _listens(token, old):
            self._listener(token, old, body)
            return
        new = self.plan.node_of(old)
        if new is None:
            code = "migration.unmapped" if self.plan.unmaps(old) else "migration.gone"
            self.refuse(old, code)
        elif self._fits(token, old, new, body):
            self._stand(token, new)

    def _listener(self, token: Token, old: Node, body: Body) -> None:
        """Place an event that only listens; one that the new version lacks is withdrawn."""
        anchor = token.host or token.gate
        if anchor is not None and anchor not in self.new:
            return  # what it hangs on is refused already
        new = self.plan.node_of(old)
        if new is not None and alike(old, new) and self._heard(token, new, body):
            self._stand(token, new)
        elif new is not None and self.plan.says(old):
            self.refuse(old, "migration.boundary_elsewhere", to=new.origin)
        elif self._half_come(token, old):
            self.refuse(old, "migration.gone")
        else:
            self.withdrawn.append(token)

    def _half_come(self, token: Token, old: Node) -> bool:
        """Say whether some triggers of a parallel multiple event have come, with this one in it."""
        return old.together is not None and any(
            other.state == CAME and self.old[other.id].together == old.together
            for other in self._inside[token.scope]
            if other.host == token.host
        )

    def _heard(self, token: Token, new: Node, body: Body) -> bool:
        """Say whether what `token` hangs on would listen to `new` in the new version."""
        if token.host is not None:
            return new.id in self.new[token.host].attached
        if token.gate is not None:
            return new.id in [flow.target for flow in self.new[token.gate].outgoing]
        process, inside = body
        diagram = self.plan.new.diagrams[process]
        known = (*diagram.handlers.get(inside, ()), *diagram.starts.get(inside, ()))
        return new.id in known

    def _stand(self, token: Token, new: Node) -> None:
        self.new[token.id] = new
        token.node = new.id
        if token.via is not None and new.behaviour not in JOINS:
            known = self.plan.new.diagrams[new.process].flows
            token.via = token.via if token.via in known else None

    def _fits(self, token: Token, old: Node, new: Node, body: Body) -> bool:
        """Say whether a token can stand on `new`; the reasons why not are noted."""
        before = len(self.reasons)
        if not alike(old, new):
            self.refuse(old, "migration.other_kind", to=new.origin, kind=old.kind, to_kind=new.kind)
        elif (new.process, new.body) != body:
            self.refuse(old, "migration.other_scope", to=new.origin)
        elif _repeats(old.loop) != _repeats(new.loop):
            self.refuse(old, "migration.loop_changed", to=new.origin)
        elif token.state == WAIT and old.start_quantity != new.start_quantity:
            self.refuse(old, "migration.quantity", to=new.origin)
        else:
            self._flows(token, old, new)
            self._undoing(token)
        return len(self.reasons) == before

    # --- joins -----------------------------------------------------------------------------

    def _flows(self, token: Token, old: Node, new: Node) -> None:
        """Give a token that waits at a join the flow by which it came, in the new version."""
        if old.behaviour not in JOINS:
            return
        if token.via is not None:
            token.via = self._flow(token, token.via, old, new)
        if token.loop is not None:  # what a complex gateway remembers
            token.loop["came"] = [self._flow(token, each, old, new) for each in token.loop["came"]]

    def _flow(self, token: Token, flow: str, old: Node, new: Node) -> str:
        found = self.plan.flow_to(flow, old, new)
        drawn = self.plan.old.diagrams[old.process].flows.get(flow) or flow
        if found is None:
            self.refuse(old, "migration.flow_gone", to=new.origin, flow=drawn)
            return flow
        if self._arrived.setdefault((token.scope, new.id, found), flow) != flow:
            self.refuse(old, "migration.flows_merged", to=new.origin, flow=drawn)
        return found

    # --- compensation ----------------------------------------------------------------------

    def _undoing(self, token: Token) -> None:
        """Place what a throwing event still has to undo."""
        todo = (token.loop or {}).get("todo")
        if not todo:
            return
        assert token.loop is not None, "it has a list of what to undo"
        kept = []
        for where, entry in todo:
            process = self.was[where][0]
            kept += [(where, e) for e in self._remembered(process, None, [entry])]
        token.loop["todo"] = kept

    def _remembered(
        self, process: str, body: Body | None, entries: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Place what was completed in a body of the old `process` and can be undone."""
        return [kept for entry in entries if (kept := self._entry(process, body, entry))]

    def _entry(
        self, process: str, body: Body | None, entry: dict[str, Any]
    ) -> dict[str, Any] | None:
        old = self.plan.old.diagrams[process].nodes[entry["at"]]
        if self.plan.unmaps(old):
            return None
        new = self.plan.node_of(old)
        if new is None or not alike(old, new) or not _can_undo(entry, new, body):
            self.refuse(old, "migration.undo_gone")
            return None
        placed = {**entry, "at": new.id}
        if "of" in entry:
            called = self._called(entry["of"], old, new) if new.behaviour == "call" else None
            inner = (called, called) if called else (new.process, new.id)
            placed |= {"of": inner[0], "body": inner[1]}
            if "done" in entry:
                placed["done"] = self._remembered(entry["of"], inner, entry["done"])
        return placed


def _can_undo(entry: dict[str, Any], new: Node, body: Body | None) -> bool:
    there = body is None or (new.process, new.body) == body
    return there and ("of" in entry or new.compensated_by is not None)


def _listens(token: Token, node: Node) -> bool:
    """Say whether a token is the start event of an event sub-process that listens."""
    return bool(token.watch) and node.kind == "startEvent"


def _hangs(token: Token) -> tuple[bool, int]:
    """Order tokens so that what hangs on another comes after it."""
    return token.host is not None or token.gate is not None, int(token.id)


def _repeats(rule: LoopRule | None) -> tuple[object, ...] | None:
    """Return what running instances of a repeated activity depend on."""
    return None if rule is None else (rule.kind, rule.element, rule.output is None)
