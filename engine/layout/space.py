"""Rectangles, lines, and finding quickly what lies near. Geometry only; px."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

_SIDE = 160
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in px; a horizontal or upright line is one without height or width."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.y + self.h

    def inset(self, by: float) -> Rect:
        """Return the rectangle that lies this much within it; negative: around it."""
        return Rect(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def overlaps(self, other: Rect) -> bool:
        """Return whether the two share more than an edge; a line may lie inside a rectangle."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: Rect, slack: float = 0.5) -> bool:
        """Return whether `other` lies wholly inside."""
        return (
            self.x - slack <= other.x
            and self.y - slack <= other.y
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


def line(one: tuple[float, float], other: tuple[float, float]) -> Rect:
    """Return the rectangle around a straight line."""
    (x1, y1), (x2, y2) = one, other
    return Rect(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))


def enters(one: tuple[float, float], other: tuple[float, float], box: Rect) -> bool:
    """Return whether a straight line runs through the inside of `box` (Liang and Barsky, 1984)."""
    (x1, y1), (x2, y2) = one, other
    first, last = 0.0, 1.0
    for step, near, far in (
        (x2 - x1, box.x - x1, box.right - x1),
        (y2 - y1, box.y - y1, box.bottom - y1),
    ):
        if not step:
            if near >= 0 or far <= 0:
                return False
            continue
        low, high = sorted((near / step, far / step))
        first, last = max(first, low), min(last, high)
    return first < last


class Space(Generic[T]):
    """Things with a rectangle, found by where they lie."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._all: list[tuple[Rect, T]] = []

    def add(self, box: Rect, what: T) -> None:
        """Put something at a place."""
        for cell in _cells(box):
            self._cells[cell].append(len(self._all))
        self._all.append((box, what))

    def near(self, box: Rect) -> Iterator[tuple[Rect, T]]:
        """Yield what may overlap `box`, once each, in the order in which it was put."""
        found = {at for cell in _cells(box) for at in self._cells.get(cell, ())}
        for at in sorted(found):
            yield self._all[at]


def _cells(box: Rect) -> Iterator[tuple[int, int]]:
    for across in range(int(box.x // _SIDE), int(box.right // _SIDE) + 1):
        for down in range(int(box.y // _SIDE), int(box.bottom // _SIDE) + 1):
            yield across, down
