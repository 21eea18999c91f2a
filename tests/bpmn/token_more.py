"""The rest of the token model: what is thrown (§13.5.2), undone (§13.5.5) or rarely drawn."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from typing_extensions import override

from tests.bpmn.drawn import Node, Trigger
from tests.bpmn.token_model import Listener, Tokens
from tests.bpmn.token_state import Key, Pairs, Path, State, is_instance, outwards, value

Entry = tuple[str, Any, tuple[Any, ...]]  # a node, the variables it ended with, its own entries


class AllTokens(Tokens):
    """The token model with every construct that the engine executes."""

    @override
    def command(self, s: State, verb: str, way: Any, values: Pairs, code: str) -> None:
        if verb == "signal":
            self.broadcast(s, way, values)
        elif verb == "error":
            self.bubble(s, way, Trigger("error", code), values)
        else:
            super().command(s, verb, way, values, code)

    @override
    def steps(self, s: State) -> Iterator[State]:
        """Let what was thrown arrive first, and who threw go on; then look at conditions."""
        sent = [key for key in s if key[0] == "sent"]
        throwing = [key[1] for key in s if key[0] == "run" and s[key] == "throwing"]
        risen = [] if sent or throwing else self.risen(s)
        for key in sent:
            c = s.fork()
            del c[key]
            if key[1:] in list(self.listeners(c)):
                self.fire(c, key[1:], s[key])
            yield c
        for path in [] if sent else throwing:
            self.throw(s, path, s.node(path))
            yield s
        for listener in risen:
            c = s.fork()
            c["was", *listener] = True
            self.fire(c, listener, ())
            yield c
        if not (sent or throwing or risen):
            yield from super().steps(s)
            yield from self.more_steps(s)

    def more_steps(self, s: State) -> Iterator[State]:
        for key, state in s.items():
            if key[0] == "gate" and self.nobody_comes(s, key[1], self.nodes[key[2]], set(state)):
                self.begin_again(c := s.fork(), key)
                yield c
            elif key[0] == "heads" and not s.busy(key[1]):
                for head in state:
                    c = s.fork()
                    c[key] = state - {head}
                    c["at", key[1], head] = 1
                    yield c

    # --- what is thrown (§10.5.1, §13.5.2) ---------------------------------------------------

    @override
    def throw(self, s: State, path: Path, node: Node) -> None:
        """Throw the next trigger of an event; behind the last, go on."""
        number = s.get(("next", path), 0)
        if number == len(node.triggers):
            if not number:
                s.log(node.id)
            self.go_on(s, path, node)
            return
        trigger = node.triggers[number]
        s["run", path], s["next", path] = "throwing", number + 1
        if trigger.kind in ("compensate", "cancel"):
            self.begin_undoing(s, path, trigger)
        elif not self.happens(s, path, trigger) and trigger.kind == "error":
            s["run", path], s["log", "nobody error"] = "failed", 1  # a step tells of one incident
        elif number + 1 == len(node.triggers):
            s.log(node.id)

    def happens(self, s: State, path: Path, trigger: Trigger) -> bool:
        """Carry out what is thrown; return whether anybody handles it."""
        if trigger.kind in ("message", "signal"):
            s.log(f"{trigger.kind} {trigger.name}")
        if trigger.kind == "signal":
            self.broadcast(s, trigger.name or "", ())
        elif trigger.kind == "terminate":
            s.sweep(path[:-2], lambda key: key[1][: len(path)] != path)
        elif trigger.kind in ("error", "escalation"):
            caught = self.bubble(s, path, trigger, ())
            if not caught and trigger.kind == "escalation":
                s.log("nobody escalation")
            return caught
        return True

    def broadcast(self, s: State, name: str, values: Pairs) -> None:
        """Let a signal reach everything that listens at that moment."""
        for listener in list(self.listeners(s)):
            if self.trigger(listener) == Trigger("signal", name):
                s["sent", *listener] = values

    def bubble(self, s: State, thrower: Path, what: Trigger, values: Pairs) -> bool:
        """Let the nearest event that handles it happen; its code goes before any code.

        What an event sub-process throws goes outwards: it does not handle it itself.
        """
        listening = list(self.listeners(s))
        came = ""
        for path in outwards(thrower):
            for kind, wanted in itertools.product(("start", "border"), (what.name, None)):
                for listener in listening:
                    node = self.nodes[listener[1]]
                    here = listener[0] == path and node.kind == kind and node.body != came
                    if here and self.trigger(listener) == Trigger(what.kind, wanted):
                        self.fire(s, listener, values)
                        return True
            came = path[-2]
        return False

    def risen(self, s: State) -> list[Listener]:
        """Return the conditional events whose condition became true."""
        risen = []
        for listener in list(self.listeners(s)):
            trigger = self.trigger(listener)
            if trigger.kind != "conditional":
                continue
            if value(trigger.text, s.seen(self.place(listener))) is not True:
                s.pop(("was", *listener), None)
            elif ("was", *listener) not in s:
                risen.append(listener)
        return risen

    @override
    def caught(self, s: State, listener: Listener) -> None:
        """§10.5.6: with parallel multiple all must come."""
        path, name, _ = listener
        s["left", *listener] = 0
        numbers = range(len(self.nodes[name].triggers))
        waits = any(s.get(("left", path, name, number), 1) for number in numbers)
        if not waits or self.nodes[name].given("parallelMultiple") != "true":
            self.leave(s, path)

    # --- compensation (§10.7, §13.5.5) -------------------------------------------------------

    @override
    def leave(self, s: State, path: Path) -> None:
        node, scope = s.node(path), path[:-2]
        if not is_instance(path) and node.undone_by:
            self.remember(s, scope, (node.id, frozenset(), ()))
        if is_instance(path) or not node.undoes:
            super().leave(s, path)
            return
        s.log(node.id)
        s.drop(path)
        self.undo(s, next(around for around in outwards(scope) if ("undo", around) in s))

    @override
    def completed(self, s: State, scope: Path) -> None:
        path = scope[:-2] if scope[-2] in self.graph.processes else scope
        memory = s.get(("done", scope), ())
        if (memory or self.graph.undoer(scope[-2])) and not s.node(path).undone_by:
            entry = (scope[-2], s.get(("vars", scope), frozenset()), memory)
            self.remember(s, path[:-4] if is_instance(path) else path[:-2], entry)

    def remember(self, s: State, scope: Path, entry: Entry) -> None:
        s["done", scope] = (*s.get(("done", scope), ()), entry)

    def begin_undoing(self, s: State, path: Path, trigger: Trigger) -> None:
        """Take what was done in the scope, and for a handler also in the scope around it."""
        if trigger.kind == "cancel":
            s.sweep(path[:-2], lambda key: key[1][: len(path)] != path)
        scopes = [path[:-2]]
        while s.node(scopes[0]).is_handler:
            scopes.insert(0, scopes[0][:-2])
        s["run", path], s["undo", path] = "undoing", ()
        for scope in scopes:
            done = s.pop(("done", scope), ())
            s["undo", path] += tuple((path, e) for e in done if trigger.name in (None, e[0]))
            rest = tuple(e for e in done if trigger.name not in (None, e[0]))
            s.update({("done", scope): rest} if rest else {})
        self.undo(s, path)

    def undo(self, s: State, path: Path) -> None:
        """Undo the last thing that is not undone yet; when all is, the thrower goes on."""
        while s["undo", path]:
            *rest, (place, (name, held, memory)) = s["undo", path]
            s["undo", path] = tuple(rest)
            handler, undoer = self.nodes[name].undone_by, self.graph.undoer(name)
            if handler:
                s["at", place, handler] = 1
                return
            inner = s.new(place, name)
            s["run", inner], s["vars", inner] = "undone", held
            if undoer:
                s["done", inner], s["at", inner, undoer] = memory, 1
                return
            s["undo", path] += tuple((inner, entry) for entry in memory)
        del s["undo", path]
        node = s.node(path)
        s.log(node.id)
        if node.triggers[-1].kind == "cancel":
            s.drop(path)
            self.bubble(s, path[:-2], Trigger("cancel"), ())
        else:
            self.go_on(s, path, node)

    # --- rarely drawn ------------------------------------------------------------------------

    @override
    def enter(self, s: State, scope: Path, node: Node) -> None:
        """§13.3.2: an activity begins when it has as many tokens as it needs."""
        came = s.pop(("wait", scope, node.id), 0) + 1
        if came < int(node.given("startQuantity", "1")):
            s["wait", scope, node.id] = came
        else:
            super().enter(s, scope, node)

    @override
    def open(self, s: State, scope: Path, body: str) -> None:
        """§13.3.5: in a sequential ad-hoc sub-process one part after the other, in any order."""
        if self.nodes[body].given("ordering") == "Sequential":
            s["run", scope], s["heads", scope] = "active", frozenset(self.graph.heads(body))
        else:
            super().open(s, scope, body)

    @override
    def check(self, s: State, scope: Path) -> None:
        if not s.get(("heads", scope)):
            super().check(s, scope)

    @override
    def go_on(self, s: State, path: Path, node: Node) -> None:
        scope = path[:-2]
        s.drop(path)
        if node.kind != "end":
            s.put(scope, s.leaving(scope, node), int(node.given("completionQuantity", "1")))
        until = s.node(scope).text("completionCondition")
        if until and not node.is_event and s.busy(scope) and value(until, s.seen(scope)) is True:
            everything = s.node(scope).given("cancelRemainingInstances", "true") == "true"
            s.sweep(scope, lambda key: everything or (len(key[1]) == len(scope)))
        self.check(s, scope)

    @override
    def join(self, s: State, scope: Path, node: Node, full: list[str]) -> bool:
        if node.kind != "complex":
            return super().join(s, scope, node, full)
        came = s.get(("gate", scope, node.id))
        if came is not None:
            return self.late(s, scope, node, [flow for flow in full if flow not in came][:1])
        names = {**s.seen(scope), "activationCount": len(full)}
        if value(node.text("activationCondition") or "true", names) is not True:
            return False
        for flow in full:
            s.take(scope, flow)
            s.log(node.id)
        if full != node.into:
            s["gate", scope, node.id] = frozenset(full)
        s.put(scope, s.holding(scope, node, waitingForStart=True))
        return True

    def late(self, s: State, scope: Path, node: Node, flows: list[str]) -> bool:
        """§13.4.5: once it went on, it takes what comes on the other flows."""
        for flow in flows:
            s.take(scope, flow)
            s.log(node.id)
            s["gate", scope, node.id] |= {flow}
            if s["gate", scope, node.id] == set(node.into):
                self.begin_again(s, ("gate", scope, node.id))
            self.check(s, scope)
        return bool(flows)

    def begin_again(self, s: State, gate: Key) -> None:
        """§13.4.5: all came that can come; the conditions of its flows are asked once more."""
        _, scope, name = gate
        node = self.nodes[name]
        del s[gate]
        if any(flow.condition for flow in node.out):
            s.put(scope, s.holding(scope, node, waitingForStart=False))
