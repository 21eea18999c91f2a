"""The lines along which arrows may run, between and through the cells of the grid.

Every column has three upright lines: a channel before its shapes (0), through their middle (1)
and a channel after them (2); every row likewise from top to bottom. A point is where two lines
meet. It belongs to a scope (a pool, an expanded sub-process, the plane), to a border, or to a
shape, and shapes let nothing through: so no arrow can run through one.
"""

from __future__ import annotations

from engine.layout.placing import Grid, Spot
from engine.layout.scheme import Plane

SOLID = -1
RIGHT, DOWN, LEFT, UP = range(4)
_HALF, _GAP, _THIN = 50, 24, 6  # how far lines are taken to be apart while routes are chosen


class Field:
    """The points of a grid, numbered row by row: whose each one is and roughly where it lies.

    `in_row` and `in_column` tell whether it lies on the middle line of a row, or of a column.
    """

    def __init__(self, plane: Plane, grid: Grid) -> None:
        # a solid line at the right and one below everything: no step leads over the edge
        self.wide, self.high = 3 * grid.columns + 1, 3 * grid.rows + 1
        self.scopes: dict[str, int] = {"": 0}
        self.owner = [0] * (self.wide * self.high)
        self._paint(self.wide - 1, 0, self.wide - 1, self.high - 1, SOLID)
        self._paint(0, self.high - 1, self.wide - 1, self.high - 1, SOLID)
        self.borders: dict[int, int] = {}
        self.flat_ends: set[int] = set()  # points beside a port: kept for who uses that port
        self.upright_ends: set[int] = set()
        thin_columns: set[int] = set()
        thin_rows: set[int] = set()
        for pool in plane.parts(""):
            if pool.id in grid.bands:
                first, last = grid.bands[pool.id]
                self.scopes[pool.id] = len(self.scopes) if pool.open else 0
                mark = self.scopes[pool.id] if pool.open else SOLID
                self._paint(0, 3 * first, self.wide - 2, 3 * last + 2, mark)
        shapes = [(n, spot) for n, spot in grid.spots.items() if n not in grid.bands]
        boxes = [(n, spot) for n, spot in shapes if plane.nodes[n].open]
        for name, spot in sorted(boxes, key=lambda each: len(plane.scopes(each[0]))):
            self.scopes[name] = len(self.scopes)
            self._box(spot, self.scopes[name])
            thin_columns.update((spot.column, spot.column + spot.columns - 1))
            thin_rows.update((spot.row, spot.row + spot.rows - 1))
        for name, spot in shapes:
            left, top, right, bottom = _middle(spot)
            line = 3 * spot.port + 1
            self.flat_ends |= {self.point(left - 1, line), self.point(right + 1, line)}
            if not plane.nodes[name].open:
                self._paint(left, top, right, bottom, SOLID)
                self.upright_ends |= {self.point(left, top - 1), self.point(left, bottom + 1)}
        across, down = _places(grid.columns, thin_columns), _places(grid.rows, thin_rows)
        self.x = [x for _ in down for x in across]
        self.y = [y for y in down for _ in across]
        self.in_row = [at % 3 == 1 for at in range(self.high) for _ in across]
        self.in_column = [at % 3 == 1 for _ in down for at in range(self.wide)]

    def point(self, x: int, y: int) -> int:
        """Return the number of the point on these two lines."""
        return y * self.wide + x

    def _paint(self, left: int, top: int, right: int, bottom: int, mark: int) -> None:
        for y in range(top, bottom + 1):
            self.owner[y * self.wide + left : y * self.wide + right + 1] = [mark] * (
                right - left + 1
            )

    def _box(self, spot: Spot, mark: int) -> None:
        left, top, right, bottom = _middle(spot)
        self._paint(left, top, right, bottom, mark)
        for x in range(left, right + 1):
            for y in (top, bottom):
                self.borders[self.point(x, y)] = mark
        for y in range(top, bottom + 1):
            for x in (left, right):
                self.borders[self.point(x, y)] = mark


def _middle(spot: Spot) -> tuple[int, int, int, int]:
    return (
        3 * spot.column + 1,
        3 * spot.row + 1,
        3 * (spot.column + spot.columns - 1) + 1,
        3 * (spot.row + spot.rows - 1) + 1,
    )


def _places(count: int, thin: set[int]) -> list[int]:
    places, at = [], 0
    for number in range(count):
        half = _THIN if number in thin else _HALF
        places += [at, at + half, at + 2 * half]
        at += 2 * half + _GAP
    return [*places, at]
