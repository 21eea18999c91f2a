"""What a random diagram is drawn with: a sheet, a pen, and choices out of random bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Sheet:
    """What belongs to the whole drawing: numbers for names, and the called processes."""

    number: int = 0
    called: dict[str, str] = field(default_factory=dict)


class Pen:
    """Collects the XML of one body."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.parts: list[str] = []

    def node(self, kind: str, prefix: str, inner: str = "", more: str = "") -> str:
        self.sheet.number += 1
        name = f"{prefix}{self.sheet.number}"
        self.parts.append(f'<{kind} id="{name}" name="{name}" {more}>{inner}</{kind}>')
        return name

    def flow(self, source: str, target: str, condition: str = "") -> str:
        self.sheet.number += 1
        name = f"flow{self.sheet.number}"
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        ends = f'sourceRef="{source}" targetRef="{target}"'
        self.parts.append(f'<sequenceFlow id="{name}" name="{name}" {ends}>{inner}</sequenceFlow>')
        return name

    def change(self, name: str, more: str) -> None:
        """Give a node that was drawn one more attribute."""
        place = next(n for n, part in enumerate(self.parts) if f'id="{name}"' in part)
        self.parts[place] = self.parts[place].replace(f'id="{name}"', f'id="{name}" {more}')


class Dice:
    """Choices out of random bytes; when they are used up the first one is taken.

    Hypothesis shrinks a text of bytes to one that is shorter and has more zeros, so what is simple
    stands first among the options.
    """

    def __init__(self, thrown: bytes) -> None:
        self.thrown = iter(thrown)

    def number(self, low: int, high: int) -> int:
        return low + next(self.thrown, 0) % (high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def yes(self) -> bool:
        return self.number(0, 1) == 1

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """Return up to `most` different options, in any order."""
        left = list(options)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(min(most, len(left)))]
