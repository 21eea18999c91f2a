"""From cells and routes to px: how wide columns are, how high rows, and where every line runs.

The channels are as wide as their tracks ask, the cells as their largest shape with its words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from engine.layout.field import Field
from engine.layout.lettering import label_size
from engine.layout.placing import Grid
from engine.layout.room import GAP, SIGN, SILENT, Room
from engine.layout.routing import Route
from engine.layout.scheme import Lane, Node, Plane
from engine.layout.space import Rect
from engine.layout.tracks import Run, runs, spread

TRACK = 12  # px between arrows beside each other
HEAD = 30  # px of the band with the name of a pool or lane
_BEFORE, _AFTER = 16, 12  # px between shapes and the first track beside them
_ABOVE, _BELOW = 10, 10
_EDGE = 12  # px between the border of a lane or pool and what is in it
Point = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """Where everything of a plane stands, in px; labels are of shapes and of arrows."""

    plane: Plane
    shapes: dict[str, Rect] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    edges: dict[str, list[Point]] = field(default_factory=dict)


class Measures:
    """Turns a placed and routed plane into a drawing."""

    def __init__(self, plane: Plane, grid: Grid, routes: list[Route], lines: Field) -> None:
        self.plane, self.grid, self.routes = plane, grid, routes
        self.parts = {made.link.id: runs(made, lines) for made in routes}
        self.tracks = spread([run for parts in self.parts.values() for run in parts])
        self.room = Room(plane, grid, routes)
        self.x: list[int] = []
        self.y: list[int] = []

    def drawing(self) -> Drawing:
        """Return the whole drawing, except the words along arrows that found no place yet."""
        self._columns()
        self._rows()
        made = Drawing(self.plane)
        self._frames(made)
        for name in self.grid.spots:
            if name not in self.grid.bands:
                self._shape(made, self.plane.nodes[name])
        for route in self.routes:
            made.edges[route.link.id] = self._edge(made, route)
        for route in self.routes:
            if route.link.id in self.room.beside:
                made.labels[route.link.id] = self._words_beside(made, route)
        return made

    # --- lines -------------------------------------------------------------------------------

    def _columns(self) -> None:
        at = 0
        for number, cell in enumerate(self.room.columns):
            first, second = (self.tracks.get((False, 3 * number + k), 0) for k in (0, 2))
            self.x.append(at)
            middle = at + first * TRACK + max(_BEFORE, self.room.before[number]) + cell.left
            after = middle + cell.right + max(_AFTER, self.room.after[number])
            self.x += [middle, after]
            at = after + second * TRACK + 4
        self.right = at + _EDGE

    def _rows(self) -> None:
        tops = {self.grid.bands[band][0] for band in self.grid.bands}
        ends = {self.grid.bands[band][1] for band in self.grid.bands}
        at = 0
        for number, cell in enumerate(self.room.rows):
            at += _EDGE if number in tops else 0
            first, second = (self.tracks.get((True, 3 * number + k), 0) for k in (0, 2))
            self.y.append(at)
            middle = at + first * TRACK + _ABOVE + cell.top
            after = middle + cell.bottom + _BELOW
            self.y += [middle, after]
            at = after + second * TRACK
            at += _EDGE if number in ends else 0
        self.tops, self.bottom = tops, at

    def _level(self, row: int) -> int:
        """Return where a band begins that begins with this row."""
        if row >= len(self.room.rows):
            return self.bottom
        return self.y[3 * row] - (_EDGE if row in self.tops else 0)

    def _at(self, run: Run) -> int:
        line = (self.y if run.flat else self.x)[run.line]
        return line + run.track * TRACK if run.in_channel else line

    # --- shapes ------------------------------------------------------------------------------

    def _frames(self, made: Drawing) -> None:
        every = [lane for lanes in self.plane.lanes.values() for lane in lanes]
        left = -_EDGE - HEAD * (1 + max((lane.depth() for lane in every), default=0))
        for pool in self.plane.parts(""):
            if pool.id not in self.grid.bands:
                continue
            first, last = self.grid.bands[pool.id]
            top, bottom = self._level(first), self._level(last + 1)
            made.shapes[pool.id] = Rect(left, top, self.right - left, bottom - top)
            for lane in self.plane.lanes.get(pool.id, ()):
                self._lane(made, lane, left + HEAD)

    def _lane(self, made: Drawing, lane: Lane, left: int) -> None:
        leaves = [self.grid.bands[leaf.id] for leaf in lane.leaves()]
        top, bottom = self._level(leaves[0][0]), self._level(leaves[-1][1] + 1)
        made.shapes[lane.id] = Rect(left, top, self.right - left, bottom - top)
        for part in lane.parts:
            self._lane(made, part, left + HEAD)

    def _shape(self, made: Drawing, node: Node) -> None:
        spot = self.grid.spots[node.id]
        x, y = self.x[3 * spot.column + 1], self.y[3 * spot.row + 1]
        if node.open:
            right = self.x[3 * (spot.column + spot.columns - 1) + 1]
            bottom = self.y[3 * (spot.row + spot.rows - 1) + 1]
            box = Rect(x, y, right - x, bottom - y)
        else:
            box = Rect(x - node.width // 2, y - node.height // 2, node.width, node.height)
            if node.kind not in SILENT and node.name:
                made.labels[node.id] = self._words(node, box)
        made.shapes[node.id] = box
        for name in node.border:
            self._event(made, self.plane.nodes[name], box)

    def _words(self, node: Node, box: Rect) -> Rect:
        wide, high = label_size(node.name)
        side, middle = self.room.side(node), box.x + box.w // 2
        if side == "below":
            return Rect(middle - wide // 2, box.y + box.h + GAP, wide, high)
        left = middle - wide // 2 if side == "above" else middle - wide - 6
        return Rect(left, box.y - GAP - high, wide, high)

    def _event(self, made: Drawing, event: Node, host: Rect) -> None:
        column, shift = self.room.places[event.id]
        x, y = self.x[3 * column + 1] + shift, host.y + host.h
        made.shapes[event.id] = Rect(x - 18, y - 18, 36, 36)
        if event.name:
            wide, high = label_size(event.name)
            made.labels[event.id] = Rect(x + 6, y + 18 + GAP, wide, high)

    # --- arrows ------------------------------------------------------------------------------

    def _edge(self, made: Drawing, route: Route) -> list[Point]:
        parts = self.parts[route.link.id]
        places = [self._at(run) for run in parts]
        for end, at in ((route.first, 0), (route.last, -1)):
            if end.shift and not parts[at].flat:
                places[at] += end.shift
        points = [self._border(made, route.first.node, route.first.side, places[0])]
        for before, after in pairwise(range(len(parts))):
            flat = parts[before].flat
            x, y = (places[after], places[before]) if flat else (places[before], places[after])
            points.append((x, y))
        points.append(self._border(made, route.last.node, route.last.side, places[-1]))
        return _without_needless(points)

    def _border(self, made: Drawing, name: str, side: str, place: int) -> Point:
        box = made.shapes[name]
        if side in {"left", "right"}:
            return box.x + (box.w if side == "right" else 0), place
        return place, box.y + (box.h if side == "bottom" else 0)

    def _words_beside(self, made: Drawing, route: Route) -> Rect:
        wide, high = label_size(route.link.name)
        side, sign = self.room.beside[route.link.id], SIGN * route.link.signed
        if side == "end":
            x, y = made.edges[route.link.id][-1]
            return Rect(x - 12 - wide, y - high - 5, wide, high)
        x, y = made.edges[route.link.id][0]
        if side == "right":
            return Rect(x + 4 + sign, y - high - 3, wide, high)
        return Rect(x + 6, y + 3 + sign if side == "bottom" else y - high - 3 - sign, wide, high)


def _without_needless(points: list[Point]) -> list[Point]:
    """Drop points that repeat the one before or lie on a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and any(kept[-2][k] == kept[-1][k] == point[k] for k in (0, 1)):
            kept[-1] = point
        else:
            kept.append(point)
    return kept
