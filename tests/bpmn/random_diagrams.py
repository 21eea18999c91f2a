"""Random nested diagrams, and an oracle that runs the same nesting without any token.

The oracle knows blocks inside blocks: a sequence goes to its next part when a part is done, a
fork is done when all its branches are. It shares nothing with the machine but the names.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.bpmn.drawing import Around, Block, Live, Names, Pen
from tests.bpmn.driving import user

# --- leaves --------------------------------------------------------------------------------------


@dataclass
class Leaf:
    """Work that is passed at once (script) or waits (user, service, message, timer)."""

    kind: str
    name: str = ""

    def draw(self, pen: Pen) -> tuple[str, str]:
        self.name = pen.name({"script": "x"}.get(self.kind, self.kind[0]))
        _DRAW[self.kind](pen, self.name)
        return self.name, self.name

    def run(self, around: Around) -> Live:
        return LeafLive(around, self)


def _message(pen: Pen, name: str) -> str:
    pen.sheet.top.append(f'<message id="m_{name}" name="m_{name}"/>')
    return f'<messageEventDefinition messageRef="m_{name}"/>'


_TIMER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
_EVENT = '<intermediateCatchEvent id="{0}" name="{0}">{1}</intermediateCatchEvent>'
_DRAW: dict[str, Callable[[Pen, str], None]] = {
    "script": lambda pen, name: pen.add(
        f'<scriptTask id="{name}" name="{name}" scriptFormat="feel">'
        f'<script>{{"v_{name}": true}}</script></scriptTask>'
    ),
    "user": lambda pen, name: pen.add(user(name)),
    "service": lambda pen, name: pen.add(f'<serviceTask id="{name}" name="{name}" pr:job="work"/>'),
    "message": lambda pen, name: pen.add(_EVENT.format(name, _message(pen, name))),
    "timer": lambda pen, name: pen.add(_EVENT.format(name, _TIMER)),
}
WRITING = ("script", "user", "service", "message")


class LeafLive:
    def __init__(self, around: Around, leaf: Leaf) -> None:
        self.around = around
        self.done = False
        self.leaf = leaf

    def start(self) -> None:
        if self.leaf.kind == "script":
            self._pass()

    def open(self) -> Names:
        return [] if self.done else [self.leaf.name]

    def act(self, name: str) -> None:
        assert name == self.leaf.name
        self._pass()

    def _pass(self) -> None:
        self.done = True
        self.around.log.append(self.leaf.name)
        if self.leaf.kind in WRITING:
            self.around.written.add(f"v_{self.leaf.name}")


# --- sequences, choices, forks, loops ------------------------------------------------------------


@dataclass
class Seq:
    parts: list[Block]

    def draw(self, pen: Pen) -> tuple[str, str]:
        drawn = [part.draw(pen) for part in self.parts]
        for (_, before), (after, _) in itertools.pairwise(drawn):
            pen.flow(before, after)
        return drawn[0][0], drawn[-1][1]

    def run(self, around: Around) -> Live:
        return SeqLive(around, lambda: iter(self.parts))


class SeqLive:
    """Parts one after the other; a loop is a sequence of the same part."""

    def __init__(self, around: Around, parts: Callable[[], Iterator[Block]]) -> None:
        self.around = around
        self.done = False
        self.parts = parts()
        self.live: Live | None = None

    def start(self) -> None:
        self._go_on()

    def open(self) -> Names:
        return [] if self.live is None else self.live.open()

    def act(self, name: str) -> None:
        assert self.live is not None
        self.live.act(name)
        self._go_on()

    def _go_on(self) -> None:
        while self.live is None or self.live.done:
            part = next(self.parts, None)
            if part is None:
                self.done = True
                return
            self.live = part.run(self.around)
            self.live.start()


@dataclass
class Fork:
    """A parallel, inclusive, implicit or exclusive split; `taken` says which branches run."""

    kind: str
    branches: list[Block]
    taken: list[bool]
    before: Leaf | None = None

    def draw(self, pen: Pen) -> tuple[str, str]:
        if self.kind == "implicit":
            self.before = Leaf("script")
            split, _ = self.before.draw(pen)
            join = pen.node("inclusiveGateway", "g")
        else:
            split = pen.node(f"{self.kind}Gateway", "g")
            join = pen.node(f"{self.kind}Gateway", "g")
        for number, (branch, taken) in enumerate(zip(self.branches, self.taken, strict=True)):
            first, last = branch.draw(pen)
            pen.flow(split, first, self._condition(number, taken=taken))
            pen.flow(last, join)
        return split, join

    def _condition(self, number: int, *, taken: bool) -> str | None:
        if self.kind == "parallel" or (self.kind == "implicit" and number == 0):
            return None
        return "1 = 1" if taken else "= 1 = 2"

    def run(self, around: Around) -> Live:
        return ForkLive(around, self)


class ForkLive:
    def __init__(self, around: Around, fork: Fork) -> None:
        self.around = around
        self.done = False
        self.fork = fork
        pairs = zip(fork.branches, fork.taken, strict=True)
        self.lives = [branch.run(around) for branch, taken in pairs if taken]

    def start(self) -> None:
        if self.fork.before is not None:
            self.fork.before.run(self.around).start()
        for live in self.lives:
            live.start()
        self._look()

    def open(self) -> Names:
        return [name for live in self.lives for name in live.open()]

    def act(self, name: str) -> None:
        next(live for live in self.lives if name in live.open()).act(name)
        self._look()

    def _look(self) -> None:
        self.done = all(live.done for live in self.lives)


@dataclass
class Loop:
    inner: Block
    times: int
    ends: tuple[Leaf, Leaf] | None = None

    def draw(self, pen: Pen) -> tuple[str, str]:
        count = pen.name("c")
        first = self._count(pen, count, "0")
        merge = pen.node("exclusiveGateway", "g")
        inner, last = self.inner.draw(pen)
        again = self._count(pen, count, f"{count} + 1")
        test = pen.node("exclusiveGateway", "g")
        out = Leaf("script")
        out_name, _ = out.draw(pen)
        for source, target in ((first, merge), (merge, inner), (last, again), (again, test)):
            pen.flow(source, target)
        pen.flow(test, merge, f"{count} &lt; {self.times}")
        pen.flow(test, out_name, f"{count} &gt;= {self.times}")
        self.ends = (out, out)
        return first, out_name

    def _count(self, pen: Pen, count: str, text: str) -> str:
        name = pen.name("k")
        pen.add(
            f'<scriptTask id="{name}" name="{name}">'
            f'<script>{{"{count}": {text}}}</script></scriptTask>'
        )
        return name

    def run(self, around: Around) -> Live:
        assert self.ends is not None
        return SeqLive(around, lambda: iter([*[self.inner] * self.times, self.ends[0]]))  # type: ignore[index]  # asserted above


@dataclass
class Wait:
    """An event-based gateway: each event with the branch behind it."""

    events: list[Leaf]
    branches: list[Block]

    def draw(self, pen: Pen) -> tuple[str, str]:
        gateway, merge = pen.node("eventBasedGateway", "g"), pen.node("exclusiveGateway", "g")
        for event, branch in zip(self.events, self.branches, strict=True):
            name, _ = event.draw(pen)
            first, last = branch.draw(pen)
            pen.flow(gateway, name)
            pen.flow(name, first)
            pen.flow(last, merge)
        return gateway, merge

    def run(self, around: Around) -> Live:
        return WaitLive(around, self)


class WaitLive:
    def __init__(self, around: Around, wait: Wait) -> None:
        self.around = around
        self.done = False
        self.wait = wait
        self.live: Live | None = None

    def start(self) -> None:
        return

    def open(self) -> Names:
        return [e.name for e in self.wait.events] if self.live is None else self.live.open()

    def act(self, name: str) -> None:
        if self.live is None:
            pairs = zip(self.wait.events, self.wait.branches, strict=True)
            event, branch = next((e, b) for e, b in pairs if e.name == name)
            self.live = SeqLive(self.around, lambda: iter([event, branch]))
            self.live.start()
        self.live.act(name)
        self.done = self.live.done


# --- activities with something inside or attached ------------------------------------------------


@dataclass
class Guard:
    """A boundary event with a script and a user task behind it."""

    event: Leaf
    interrupting: bool
    handler: Seq


@dataclass
class Room:
    """A sub-process, a called process or a user task, with boundary events.

    `bomb` is a user task beside the content whose completion ends the room: by an error that the
    room's boundary catches, or by a terminate event.
    """

    kind: str
    inner: Block
    guards: list[Guard]
    bomb: str | None = None
    bomb_name: str = ""
    name: str = ""
    rescue: Leaf | None = None

    def draw(self, pen: Pen) -> tuple[str, str]:
        merge = pen.node("exclusiveGateway", "g")
        self._draw_room(pen)
        pen.flow(self.name, merge)
        for guard in self.guards:
            self._draw_guard(pen, guard, merge)
        if self.bomb == "error":
            self._draw_rescue(pen, merge)
        return self.name, merge

    def _draw_room(self, pen: Pen) -> None:
        if self.kind == "user":
            self.name, _ = self.inner.draw(pen)
            return
        self.name = pen.name(self.kind)
        inside = self._inside(pen)
        if self.kind == "sub":
            pen.add(f'<subProcess id="{self.name}" name="{self.name}">{inside}</subProcess>')
            return
        pen.sheet.processes[f"p_{self.name}"] = inside
        pen.add(
            f'<callActivity id="{self.name}" name="{self.name}" calledElement="p_{self.name}"/>'
        )

    def _inside(self, pen: Pen) -> str:
        if self.bomb is None:
            return pen.body(self.inner)
        inner = Pen(pen.sheet)
        first, last = self.inner.draw(inner)
        start, fork = inner.node("startEvent", "s"), inner.node("parallelGateway", "g")
        self.bomb_name = inner.name("b")
        inner.add(user(self.bomb_name))
        inner.flow(start, fork)
        inner.flow(fork, first)
        inner.flow(fork, self.bomb_name)
        inner.flow(last, inner.node("endEvent", "e"))
        inner.flow(self.bomb_name, inner.node("endEvent", "e", self._bomb_event(pen)))
        return "".join(inner.parts)

    def _bomb_event(self, pen: Pen) -> str:
        if self.bomb == "terminate":
            return "<terminateEventDefinition/>"
        pen.sheet.top.append(f'<error id="err_{self.name}" name="err" errorCode="{self.name}"/>')
        return f'<errorEventDefinition errorRef="err_{self.name}"/>'

    def _draw_guard(self, pen: Pen, guard: Guard, merge: str) -> None:
        guard.event.name = pen.name("b" + guard.event.kind[0])
        inner = _TIMER if guard.event.kind == "timer" else _message(pen, guard.event.name)
        cancel = "true" if guard.interrupting else "false"
        pen.add(
            f'<boundaryEvent id="{guard.event.name}" name="{guard.event.name}" '
            f'attachedToRef="{self.name}" cancelActivity="{cancel}">{inner}</boundaryEvent>'
        )
        first, last = guard.handler.draw(pen)
        pen.flow(guard.event.name, first)
        pen.flow(last, merge if guard.interrupting else pen.node("endEvent", "e"))

    def _draw_rescue(self, pen: Pen, merge: str) -> None:
        event = pen.node(
            "boundaryEvent",
            "be",
            f'<errorEventDefinition errorRef="err_{self.name}"/>',
            f'attachedToRef="{self.name}"',
        )
        self.rescue = Leaf("script")
        name, _ = self.rescue.draw(pen)
        pen.flow(event, name)
        pen.flow(name, merge)

    def run(self, around: Around) -> Live:
        return RoomLive(around, self)


class RoomLive:
    def __init__(self, around: Around, room: Room) -> None:
        self.around = around
        self.done = False
        self.room = room
        self.scope = around
        if room.kind != "user":
            self.scope = around.inside(own_variables=room.kind == "call")
        self.live = room.inner.run(self.scope)
        self.guards = list(room.guards)
        self.instead: Live | None = None
        self.bomb = bool(room.bomb)

    def start(self) -> None:
        self.live.start()
        self._look()

    def open(self) -> Names:
        if self.done:
            return []
        if self.instead is not None:
            return self.instead.open()
        beside = [] if self.scope is self.around else self.scope.beside
        names = [name for live in (self.live, *beside) for name in live.open()]
        names += [guard.event.name for guard in self.guards]
        return names + ([self.room.bomb_name] if self.bomb else [])

    def act(self, name: str) -> None:
        guard = next((g for g in self.guards if g.event.name == name), None)
        if self.instead is not None:
            self.instead.act(name)
        elif guard is not None:
            self._guard(guard)
        elif name == self.room.bomb_name:
            self._explode()
        else:
            beside = [] if self.scope is self.around else self.scope.beside
            next(live for live in (self.live, *beside) if name in live.open()).act(name)
        self._look()

    def _guard(self, guard: Guard) -> None:
        guard.event.run(self.around).act(guard.event.name)
        handler = guard.handler.run(self.around)
        if guard.interrupting:
            self.instead = handler
        else:
            self.around.beside.append(handler)
            if guard.event.kind == "timer":
                self.guards.remove(guard)
        handler.start()

    def _explode(self) -> None:
        self.around.log.append(self.room.bomb_name)
        self.scope.written.add(f"v_{self.room.bomb_name}")
        self.bomb = False
        if self.room.rescue is not None:
            self.instead = self.room.rescue.run(self.around)
            self.instead.start()
        else:
            self._leave()

    def _look(self) -> None:
        if self.instead is not None:
            self.done = self.instead.done
        elif not self.done:
            beside = [] if self.scope is self.around else self.scope.beside
            if self.live.done and not self.bomb and all(live.done for live in beside):
                self._leave()

    def _leave(self) -> None:
        self.done = True
        self.around.written |= self.scope.written
