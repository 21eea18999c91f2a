"""The pen that draws a random diagram, and what every block of one can do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

Names = list[str]


@dataclass
class Around:
    """The oracle's scope: what runs beside the main path, and the variables that were written."""

    beside: list[Live] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    log: Names = field(default_factory=list)

    def inside(self, *, own_variables: bool) -> Around:
        return Around([], set() if own_variables else self.written, self.log)


class Failed(Exception):
    """An error that leaves the sub-process it happened in."""


class Live(Protocol):
    """One block running in the oracle."""

    done: bool

    def start(self) -> None:
        """Run until the block waits or is done."""

    def open(self) -> Names:
        """Return the names of what waits."""

    def act(self, name: str) -> None:
        """Let what waits under `name` happen."""


class Block(Protocol):
    """A piece of a diagram: it can be drawn, and it can run in the oracle."""

    def draw(self, pen: Pen) -> tuple[str, str]:
        """Draw the block and return its first and last node."""

    def run(self, around: Around) -> Live:
        """Return the block, not started yet."""


class Pen:
    """Collects the XML of one body; nested bodies have a pen of their own."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.parts: Names = []

    def name(self, prefix: str) -> str:
        self.sheet.number += 1
        return f"{prefix}{self.sheet.number}"

    def node(self, kind: str, prefix: str, inner: str = "", more: str = "") -> str:
        name = self.name(prefix)
        self.add(f'<{kind} id="{name}" name="{name}" {more}>{inner}</{kind}>')
        return name

    def add(self, text: str) -> None:
        self.parts.append(text)

    def flow(self, source: str, target: str, condition: str | None = None) -> str:
        name = self.name("f")
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        named = f'id="{name}" name="{name}"' if self.sheet.named else f'name="{name}"'
        ends = f'sourceRef="{source}" targetRef="{target}"'
        self.add(f"<sequenceFlow {named} {ends}>{inner}</sequenceFlow>")
        return name

    def body(self, block: Block) -> str:
        """Draw `block` between a start and an end event and return the XML."""
        pen = Pen(self.sheet)
        first, last = block.draw(pen)
        start, end = pen.node("startEvent", "s"), pen.node("endEvent", "e")
        pen.flow(start, first)
        pen.flow(last, end)
        return "".join(pen.parts)


@dataclass
class Sheet:
    """One diagram being drawn: messages, errors and called processes stand beside the process."""

    number: int = 0
    named: bool = True
    top: Names = field(default_factory=list)
    processes: dict[str, str] = field(default_factory=dict)
