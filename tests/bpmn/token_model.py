"""A small token model that follows the text of BPMN 2.0.2, chapter 13: the oracle of the fuzz.

It knows the drawn diagram (`drawn.py`) and nothing of the engine. Where concurrent tokens may go in
any order it follows every order: a command leads to a *set* of states, and an outcome is right when
one of these states shows it. What is thrown, undone or rarely drawn stands in `token_more.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from tests.bpmn.drawn import Flow, Graph, Loop, Node, Trigger
from tests.bpmn.token_state import (
    END,
    Frozen,
    Pairs,
    Path,
    State,
    entries,
    is_instance,
    value,
)

Listener = tuple[Path, str, int]  # the run or scope it belongs to, the event, its trigger's number
Label = tuple[str, str, frozenset[tuple[str, Any]]]  # an element, how it waits, what it sees
MOST_STATES = 3_000
MOST_THINGS = 160  # in one state: what throws to itself grows without end


class TooMany(Exception):
    """More orders than are followed: such a model is left out, and counted."""


class Tokens:
    """One drawn process, and where its tokens may go."""

    def __init__(self, files: Mapping[str, bytes], process: str) -> None:
        self.graph = Graph(files)
        self.nodes = self.graph.nodes
        self.root: Path = (process, 1)
        self.states = 0
        self.after = cache(self._after)
        self.sees = cache(self._sees)

    # --- what can be commanded, what can be seen ---------------------------------------------

    def begin(self, values: Pairs) -> frozenset[Frozen]:
        """Return the states in which the process may stand after its start."""
        s = State(self.graph, [(("vars", self.root), frozenset(values))])
        self.open(s, self.root, self.root[0])
        return self._quiet([s])

    def _after(
        self, before: Frozen, verb: str, about: Any, values: Pairs, code: str = ""
    ) -> frozenset[Frozen]:
        """Return the states after a command about open work (its label) or a signal (its name)."""
        found = []
        old = State(self.graph, before)
        ways = [way for label, way in self.waiting(old) if label == about]
        for way in ways if verb != "signal" else [about]:
            s = State(self.graph, (item for item in before if item[0][0] != "log"))
            self.command(s, verb, way, values, code)
            found.append(s)
        return self._quiet(found)

    def command(self, s: State, verb: str, way: Any, values: Pairs, code: str) -> None:
        """Complete work, or let an event happen; `way` is its path or listener."""
        if verb == "work":
            s.write(way, values)
            self.leave(s, way)
        else:
            self.fire(s, way, values)

    def _sees(self, at: Frozen) -> tuple[Any, ...]:
        """Return what can be seen: the open work, what was passed, the variables, the end."""
        s = State(self.graph, at)
        work = frozenset(Counter(label for label, _ in self.waiting(s)).items())
        passed = frozenset((key[1], times) for key, times in at if key[0] == "log")
        return work, passed, s.get(("vars", self.root), frozenset()), ("run", self.root) not in s

    def waiting(self, s: State) -> Iterator[tuple[Label, Path | Listener]]:
        """Yield the open work and the events that wait, each with its label."""
        for key, state in s.items():
            if key[0] == "run" and state == "open" and s.node(key[1]).kind in ("task", "job"):
                node = s.node(key[1])
                yield (node.id, node.kind, frozenset(s.seen(key[1]).items())), key[1]
        for listener in self.listeners(s):
            trigger = self.trigger(listener)
            if trigger.kind in ("message", "signal", "timer"):
                names = frozenset(s.seen(self.place(listener)).items())
                yield (listener[1], f"{trigger.kind} {trigger.name}", names), listener

    # --- every order -------------------------------------------------------------------------

    def _quiet(self, states: Iterable[State]) -> frozenset[Frozen]:
        """Return the states in which nothing goes by itself any more, whatever went first."""
        known = {s.frozen() for s in states}
        todo, quiet = list(known), set()
        while todo:
            at = todo.pop()
            reached = {s.frozen() for s in self.steps(State(self.graph, at))}
            if not reached:
                quiet.add(at)
            todo += reached - known
            known |= reached
            self.states += 1
            if self.states > MOST_STATES or len(at) > MOST_THINGS:
                raise TooMany
        return frozenset(quiet)

    def steps(self, s: State) -> Iterator[State]:
        """Yield every state that one token going on leads to."""
        for key, state in s.items():
            if key[0] == "at" and self.arrive(c := s.fork(), key[1], key[2]):
                yield c
            elif key[0] == "run" and state == "ready":
                self.perform(c := s.fork(), key[1])
                yield c

    # --- flows and gateways (§13.3.1, §13.4) -------------------------------------------------

    def arrive(self, s: State, scope: Path, place: str) -> bool:
        """Let what a token on a flow (or on a node that starts) leads to happen, if it may."""
        if place == END:
            s.take(scope, END)
            self.check(s, scope)
            return True
        flow = self.graph.flows.get(place)
        node = self.nodes[flow.target if flow else place]
        full = [f for f in node.into if ("at", scope, f) in s] or [place]
        if node.kind in ("and", "or", "complex"):
            return place == full[0] and self.join(s, scope, node, full)
        s.take(scope, place)
        if node.kind == "xor":  # §13.4.3: each token by itself, over the first flow that holds
            s.log(node.id)
            s.put(scope, s.holding(scope, node)[:1])
        elif node.kind == "start":
            s.log(node.id)
            s.put(scope, node.out)
        else:
            self.enter(s, scope, node)
        return True

    def join(self, s: State, scope: Path, node: Node, full: list[str]) -> bool:
        """§13.4.1: a token on each flow; §13.4.2: nobody comes by an empty one. One is taken."""
        if node.kind == "and" and node.into and full != node.into:
            return False
        if node.kind == "or" and not self.nobody_comes(s, scope, node, set(full)):
            return False
        for flow in full:
            s.take(scope, flow)
            s.log(node.id)
        s.put(scope, node.out if node.kind == "and" else s.holding(scope, node))
        return True

    def nobody_comes(self, s: State, scope: Path, node: Node, full: set[str]) -> bool:
        """§13.4.2: no token has a path to an empty flow, unless it has one to a full flow too.

        Who is in an activity may also come by an event at its border; that is no path to a full
        flow, because the token that goes on behind the activity does not take it.
        """
        empty = set(node.into) - full
        for near, far in self._positions(s, scope):
            reached = self.graph.ahead(far, node.id, borders=True)
            if reached & empty and not self.graph.ahead(near, node.id, borders=False) & full:
                return False
        return True

    def _positions(self, s: State, scope: Path) -> Iterator[tuple[list[Flow], list[Flow]]]:
        for key in s:
            if key[0] in ("at", "wait") and key[1] == scope and key[2] in self.graph.flows:
                yield [self.graph.flows[key[2]]], [self.graph.flows[key[2]]]
            elif key[0] in ("at", "wait") and key[1] == scope and key[2] in self.nodes:
                yield self.nodes[key[2]].out, self.nodes[key[2]].out
            elif key[0] == "run" and key[1][:-2] == scope:
                name = key[1][-2]
                yield self.nodes[name].out, self.graph.out_of(name, borders=True)

    # --- activities (§13.3) ------------------------------------------------------------------

    def enter(self, s: State, scope: Path, node: Node) -> None:
        self.perform(s, s.new(scope, node.id))

    def perform(self, s: State, path: Path) -> None:
        node = s.node(path)
        if node.loop is not None and not is_instance(path):
            self.repeat(s, path, node.loop)
        elif node.kind == "script":
            s.write(path, entries(node.text("script"), s.seen(path)))
            self.leave(s, path)
        elif node.kind in ("throw", "end"):
            self.throw(s, path, node)
        elif node.kind == "call":
            inner = (*path, node.given("calledElement"), 1)
            s["run", path] = "active"
            s["vars", inner] = frozenset(s.seen(path).items())
            self.open(s, inner, inner[-2])
        elif node.kind == "sub":
            self.open(s, path, node.id)
        else:
            s["run", path] = "open"

    def throw(self, s: State, path: Path, node: Node) -> None:
        """§13.5.6: an end event takes the token; a throw event of no kind is passed."""
        self.leave(s, path)

    def open(self, s: State, scope: Path, body: str) -> None:
        """Begin what stands in a process or sub-process (§13.3.4)."""
        s["run", scope] = "active"
        for head in self.graph.heads(body):
            s["at", scope, head] = 1
        self.check(s, scope)

    def leave(self, s: State, path: Path) -> None:
        """Complete an activity or event: so is an instance, or its tokens go on."""
        node = s.node(path)
        s.log(node.id)
        if is_instance(path):
            assert node.loop is not None
            self.instance_done(s, path, node.loop)
        else:
            self.go_on(s, path, node)

    def go_on(self, s: State, path: Path, node: Node) -> None:
        s.drop(path)
        if node.kind != "end":
            s.put(path[:-2], s.leaving(path[:-2], node))
        self.check(s, path[:-2])

    def check(self, s: State, scope: Path) -> None:
        """§13.3.4: a sub-process is complete when no token is left in it and nothing runs."""
        if s.get(("run", scope)) != "active" or s.busy(scope):
            return
        if scope == self.root:
            del s["run", scope]
            return
        self.completed(s, scope)
        path = scope
        if scope[-2] in self.graph.processes:  # it gives back what it wrote
            held, wrote = dict(s.get(("vars", scope), ())), s.get(("wrote", scope), ())
            path = scope[:-2]
            s.drop(scope)
            s.write(path, [(name, held[name]) for name in sorted(wrote)])
        self.leave(s, path)

    def completed(self, s: State, scope: Path) -> None:
        """Keep what a completed sub-process could undo: see `token_more.py`."""

    # --- repeated activities (§13.3.6, §13.3.7) ----------------------------------------------

    def repeat(self, s: State, whole: Path, loop: Loop) -> None:
        s["run", whole] = "many"
        if loop.standard:
            self.next_round(s, whole, loop, 0)
            return
        names = s.seen(whole)
        items = value(loop.collection, names) if loop.collection else ()
        items = items if loop.collection else (None,) * int(value(loop.cardinality, names))
        s["loop", whole] = (0, items, (None,) * len(items))
        for number, _ in enumerate(items[:1] if loop.sequential else items, start=1):
            self.instance(s, whole, loop, number)
        if not items:
            self.all_done(s, whole, loop)

    def instance(self, s: State, whole: Path, loop: Loop, number: int) -> None:
        own = {"loopCounter": number}
        if loop.element:
            own[loop.element] = s["loop", whole][1][number - 1]
        path = (*whole, whole[-2], number)
        s["run", path], s["vars", path] = "ready", frozenset(own.items())

    def instance_done(self, s: State, path: Path, loop: Loop) -> None:
        whole, number, names = path[:-2], path[-1], s.seen(path)
        s.drop(path)
        if loop.standard:
            self.next_round(s, whole, loop, number)
            return
        done, items, results = s["loop", whole]
        if loop.result:
            results = (*results[: number - 1], value(loop.result, names), *results[number:])
        s["loop", whole] = done, _, _ = (done + 1, items, results)
        active = sum(1 for key in s if key[0] == "run" and key[1][:-2] == whole)
        names |= {"numberOfInstances": len(items), "numberOfCompletedInstances": done}
        names |= {"numberOfActiveInstances": active}
        if done == len(items) or (loop.until and value(loop.until, names) is True):
            self.all_done(s, whole, loop)
        elif loop.sequential:
            self.instance(s, whole, loop, done + 1)

    def all_done(self, s: State, whole: Path, loop: Loop) -> None:
        s.write(whole, [(loop.output, s["loop", whole][2])] if loop.output else [])
        self.leave(s, whole)

    def next_round(self, s: State, whole: Path, loop: Loop, done: int) -> None:
        again = {**s.seen(whole), "loopCounter": done}
        asked = done or loop.before
        if asked and (done >= loop.maximum or value(loop.condition, again) is not True):
            self.leave(s, whole)
        else:
            self.instance(s, whole, loop, done + 1)

    # --- events that listen (§13.5.3, §13.5.4) -----------------------------------------------

    def trigger(self, listener: Listener) -> Trigger:
        return self.nodes[listener[1]].triggers[listener[2]]

    def place(self, listener: Listener) -> Path:
        """Return where an event stands: in its own run, or in the scope around."""
        path, name, _ = listener
        within = self.nodes[name].kind == "start" or path[-2] == name
        return path if within else path[:-2]

    def listeners(self, s: State) -> Iterator[Listener]:
        """Yield every event that waits: reached, at a border, or for a scope to be interrupted."""
        for path, state in [(key[1], s[key]) for key in s if key[0] == "run"]:
            node, names = s.node(path), list[str]()
            if state == "open" and node.kind in ("catch", "first"):
                names = [node.id] if node.kind == "catch" else [f.target for f in node.out]
            elif state == "active" and ("stopped", path) not in s:
                names = [x for h in node.handlers for x in self.graph.starts(h)]
            if state in ("open", "active", "many") and not is_instance(path):
                names += node.border
            for name in names:
                for number, trigger in enumerate(self.nodes[name].triggers):
                    if s.get(("left", path, name, number), 1) and trigger.kind != "compensate":
                        yield path, name, number

    def fire(self, s: State, listener: Listener, values: Pairs) -> None:
        """Let an event happen: instead of what it interrupts, or beside it."""
        path, name, _ = listener
        node, place = self.nodes[name], self.place(listener)
        if node.kind == "catch" and path == place:
            s.write(path, values)
            self.caught(s, listener)
            return
        if node.kind == "catch":  # §13.4.4: behind an event-based gateway
            s.log(path[-2])
            s.drop(path)
        elif not node.interrupts:
            self.count(s, listener)
        elif node.kind == "border":
            s.drop(path)
        else:
            s.sweep(path)
            s["stopped", path] = True
        s.log(name)
        s.write(place, values)
        if node.kind == "start":
            place = s.new(place, node.body)
            s["run", place] = "active"
        s.put(place, s.leaving(place, node))
        self.check(s, place)

    def caught(self, s: State, listener: Listener) -> None:
        self.leave(s, listener[0])

    def count(self, s: State, listener: Listener) -> None:
        """Let a timer fire once, or as often as its cycle says; other events as often as may be."""
        trigger = self.trigger(listener)
        if trigger.kind == "timer" and not trigger.text.startswith("R/"):
            times = int(trigger.text[1:].partition("/")[0]) if trigger.text[0] == "R" else 1
            s["left", *listener] = s.get(("left", *listener), times) - 1
