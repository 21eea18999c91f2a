"""Blocks of the random diagrams that run a scope more than once, or listen beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bpmn.drawing import Around, Block, Live, Names, Pen
    from tests.bpmn.random_diagrams import Guard


def trigger(pen: Pen, guard: Guard) -> str:
    """Name the event of `guard` and return its definition."""
    guard.event.name = pen.name("h" + guard.event.kind[0])
    if guard.event.kind == "timer":
        return "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
    pen.sheet.top.append(f'<message id="m_{guard.event.name}" name="m_{guard.event.name}"/>')
    return f'<messageEventDefinition messageRef="m_{guard.event.name}"/>'


class ScopeLive:
    """One scope of the oracle: its main path, and what runs beside it."""

    def __init__(self, around: Around, inner: Block, guards: Sequence[Guard] = ()) -> None:
        self.scope = around
        self.done = False
        self.inner: Live | None = inner.run(around)
        self.guards = list(guards)

    def start(self) -> None:
        assert self.inner is not None
        self.inner.start()
        self._look()

    def _lives(self) -> list[Live]:
        return [*([self.inner] if self.inner else []), *self.scope.beside]

    def open(self) -> Names:
        if self.done:
            return []
        names = [name for live in self._lives() for name in live.open()]
        return names + [guard.event.name for guard in self.guards]

    def act(self, name: str) -> None:
        guard = next((g for g in self.guards if g.event.name == name), None)
        if guard is None:
            next(live for live in self._lives() if name in live.open()).act(name)
        else:
            self._handle(guard)
        self._look()

    def _handle(self, guard: Guard) -> None:
        if guard.interrupting:
            self.inner, self.guards = None, []
            self.scope.beside.clear()
        elif guard.event.kind == "timer":
            self.guards.remove(guard)
        guard.event.run(self.scope).act(guard.event.name)
        handler = guard.handler.run(self.scope)
        self.scope.beside.append(handler)
        handler.start()

    def _look(self) -> None:
        self.done = all(live.done for live in self._lives())


@dataclass
class Listening:
    """A sub-process with event sub-processes, interrupting or not."""

    inner: Block
    guards: list[Guard]
    name: str = ""

    def draw(self, pen: Pen) -> tuple[str, str]:
        self.name = pen.name("sub")
        inside = pen.body(self.inner) + "".join(self._handler(pen, g) for g in self.guards)
        pen.add(f'<subProcess id="{self.name}" name="{self.name}">{inside}</subProcess>')
        return self.name, self.name

    def _handler(self, pen: Pen, guard: Guard) -> str:
        inner = type(pen)(pen.sheet)
        interrupts = "true" if guard.interrupting else "false"
        definition = trigger(inner, guard)
        inner.add(
            f'<startEvent id="{guard.event.name}" name="{guard.event.name}" '
            f'isInterrupting="{interrupts}">{definition}</startEvent>'
        )
        first, last = guard.handler.draw(inner)
        inner.flow(guard.event.name, first)
        inner.flow(last, inner.node("endEvent", "e"))
        name = pen.name("esp")
        parts = "".join(inner.parts)
        return f'<subProcess id="{name}" name="{name}" triggeredByEvent="true">{parts}</subProcess>'

    def run(self, around: Around) -> Live:
        return ScopeLive(around.inside(own_variables=False), self.inner, self.guards)


@dataclass
class Many:
    """A repeated sub-process: parallel, sequential or standard."""

    kind: str
    inner: Block
    times: int
    name: str = ""

    def draw(self, pen: Pen) -> tuple[str, str]:
        self.name = pen.name("many")
        inside = pen.body(self.inner) + self._loop()
        pen.add(f'<subProcess id="{self.name}" name="{self.name}">{inside}</subProcess>')
        return self.name, self.name

    def _loop(self) -> str:
        if self.kind == "standard":
            return f'<standardLoopCharacteristics loopMaximum="{self.times}"/>'
        sequential = "true" if self.kind == "sequential" else "false"
        return (
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>'
            f"{self.times}</loopCardinality></multiInstanceLoopCharacteristics>"
        )

    def run(self, around: Around) -> Live:
        return ManyLive(around, self)


class ManyLive:
    def __init__(self, around: Around, many: Many) -> None:
        self.around = around
        self.many = many
        self.done = False
        self.left = many.times
        self.lives: list[ScopeLive] = []

    def start(self) -> None:
        self._go_on()

    def _go_on(self) -> None:
        at_once = self.many.kind == "parallel"
        while self.left and (at_once or all(live.done for live in self.lives)):
            self.left -= 1
            own = self.around.inside(own_variables=self.many.kind != "standard")
            self.lives.append(ScopeLive(own, self.many.inner))
            self.lives[-1].start()
        self.done = not self.left and all(live.done for live in self.lives)

    def open(self) -> Names:
        return [name for live in self.lives for name in live.open()]

    def act(self, name: str) -> None:
        next(live for live in self.lives if name in live.open()).act(name)
        self._go_on()
