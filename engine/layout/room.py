"""How much room every cell, and the channel beside it, needs for shapes and their words; px."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.bpmn.tags import ACTIVITIES
from engine.layout.lettering import label_size
from engine.layout.placing import Grid
from engine.layout.ports import border_places
from engine.layout.routing import Route
from engine.layout.scheme import Node, Plane

TITLE = 26  # px that the name of an expanded sub-process takes
SIGN = 12  # px that the sign of a default or conditional flow takes
GAP = 4  # px between a shape and its words
SILENT = ACTIVITIES | {"textAnnotation", "participant", "process", "group"}


@dataclass(slots=True)
class Reach:
    """How far a cell reaches from its middle, in px."""

    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    def grow(self, left: int = 0, right: int = 0, top: int = 0, bottom: int = 0) -> None:
        """Reach at least this far."""
        self.left, self.right = max(self.left, left), max(self.right, right)
        self.top, self.bottom = max(self.top, top), max(self.bottom, bottom)


class Room:
    """What every column and row of a grid needs around its middle line, and where words stand.

    `beside` tells of an arrow whose words stand at an end of it: at which side of its first
    shape, or "end" for before its last one.
    """

    def __init__(self, plane: Plane, grid: Grid, routes: list[Route]) -> None:
        """Reach at least this far."""
        self.plane, self.grid, self.routes = plane, grid, routes
        self.places = border_places(plane, grid)
        self.sides: dict[str, set[str]] = defaultdict(set)
        for made in routes:
            self.sides[made.first.node].add(made.first.side)
            self.sides[made.last.node].add(made.last.side)
        self.columns = [Reach() for _ in range(grid.columns)]
        self.rows = [Reach() for _ in range(grid.rows)]
        self.before: dict[int, int] = defaultdict(int)  # px for words before a column's shapes
        self.after: dict[int, int] = defaultdict(int)
        self.beside: dict[str, str] = {}
        for name in grid.spots:
            if name not in grid.bands:
                self._reach(plane.nodes[name])
        self._own_words()
        for lane in (lane for lanes in plane.lanes.values() for lane in lanes):
            for leaf in lane.leaves():
                self._name_fits(leaf.id, leaf.name)
        for pool in plane.parts(""):
            self._name_fits(pool.id, pool.name)

    def _reach(self, node: Node) -> None:
        spot = self.grid.spots[node.id]
        if node.open:
            self.rows[spot.row].grow(bottom=TITLE)
            for name in node.border:
                self._border_reach(name, self.rows[spot.row + spot.rows - 1], 0)
            return
        column, row = self.columns[spot.column], self.rows[spot.row]
        across, down = -(-node.width // 2), -(-node.height // 2)
        column.grow(across, across)
        row.grow(top=down, bottom=down)
        for name in node.border:
            self._border_reach(name, row, down)
        if node.kind in SILENT or not node.name:
            return
        wide, high = label_size(node.name)
        side = self.side(node)
        if side == "corner":
            column.grow(left=wide + 10)
        else:
            column.grow(-(-wide // 2), -(-wide // 2))
        row.grow(
            top=down + high + GAP if side != "below" else 0,
            bottom=down + high + GAP if side == "below" else 0,
        )

    def _border_reach(self, name: str, row: Reach, down: int) -> None:
        place, shift = self.places[name]
        wide, high = label_size(self.plane.nodes[name].name)
        row.grow(bottom=down + 18 + (high + GAP if high else 0))
        self.columns[place].grow(left=18 - shift, right=shift + max(18, wide + 8))

    def side(self, node: Node) -> str:
        """Return where the words of an event, gateway or data stand: where no arrow comes."""
        used = self.sides[node.id]
        if "bottom" not in used:
            return "below"
        return "above" if "top" not in used else "corner"

    def _own_words(self) -> None:
        """Keep room for the words of an arrow at an end of it where no other arrow is."""
        ends: dict[tuple[str, str], int] = defaultdict(int)
        for made in self.routes:
            ends[made.first.node, made.first.side] += 1
            ends[made.last.node, made.last.side] += 1
        for made in self.routes:
            first, last = made.first, made.last
            node = self.plane.nodes[first.node]
            plain = not (node.host or node.open or node.id in self.grid.bands)
            if not made.link.name:
                continue
            if ends[first.node, first.side] == 1 and plain and first.side != "left":
                self._words_first(made)
            elif ends[last.node, last.side] == 1 and last.side == "left":
                self._words_last(made)

    def _words_first(self, made: Route) -> None:
        node, side = self.plane.nodes[made.first.node], made.first.side
        wide, high = label_size(made.link.name)
        spot = self.grid.spots[node.id]
        self.beside[made.link.id] = side
        row, down, sign = self.rows[spot.row], node.height // 2, SIGN * made.link.signed
        if side == "right":
            self.after[spot.column] = max(self.after[spot.column], wide + sign + 10)
            row.grow(top=high + 8)
        else:
            self.columns[spot.column].grow(right=wide + 10)
            extra = down + high + sign + 8
            row.grow(top=extra if side == "top" else 0, bottom=extra if side == "bottom" else 0)

    def _words_last(self, made: Route) -> None:
        wide, high = label_size(made.link.name)
        spot = self.grid.spots[made.last.node]
        self.beside[made.link.id] = "end"
        self.before[spot.column] = max(self.before[spot.column], wide + 18)
        self.rows[spot.port].grow(top=high + 10)

    def _name_fits(self, band: str, name: str) -> None:
        """Make a lane or pool high enough for its name, in at most two lines."""
        if band not in self.grid.bands or not name:
            return
        first, last = self.grid.bands[band]
        wide, _ = label_size(max(name.split(), key=len, default=""))
        need = max(wide, label_size(name)[0]) + 24
        have = sum(self.rows[row].top + self.rows[row].bottom for row in range(first, last + 1))
        short = need - have
        if short > 0:
            self.rows[first].grow(top=self.rows[first].top + short // 2)
            self.rows[last].grow(bottom=self.rows[last].bottom + short - short // 2)
