"""Where an arrow may leave a shape and reach one, and what each of these costs."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.tags import GATEWAYS
from engine.layout.field import DOWN, UP, Field
from engine.layout.lettering import slot_width
from engine.layout.placing import Grid, Spot
from engine.layout.scheme import MESSAGE, POOL, SEQUENCE, Link, Node, Plane

_RARE, _CORNER = 90, 12  # what it costs to come or go at an unusual side
_ASIDE = 34  # px that a single event on a border stands from its middle
SIDES = "right", "bottom", "left", "top"


@dataclass(frozen=True, slots=True)
class Port:
    """A way in or out: the first or last `point`, the direction there, its cost, the shape's side.

    `shift` is how far, in px, it lies from the middle line of its column.
    """

    point: int
    way: int
    cost: int
    node: str
    side: str
    shift: int = 0


class Ports:
    """The ports of every node on a field, as far as they are free."""

    def __init__(self, plane: Plane, grid: Grid, field: Field) -> None:
        self.plane, self.grid, self.field = plane, grid, field
        self.places = border_places(plane, grid)
        self.used: dict[tuple[str, str], str] = {}

    def leaving(self, link: Link) -> list[Port]:
        """Return where a link may begin."""
        return self._ports(link, self.plane.nodes[link.source], out=True)

    def reaching(self, link: Link) -> list[Port]:
        """Return where a link may end; the way is the one in which it comes in."""
        return self._ports(link, self.plane.nodes[link.target], out=False)

    def use(self, first: Port, last: Port) -> None:
        """Remember that a link runs from one of these to the other."""
        self.used[first.node, first.side] = "out"
        self.used[last.node, last.side] = "in"

    def _ports(self, link: Link, node: Node, *, out: bool) -> list[Port]:
        if node.kind == POOL or node.id in self.grid.bands:
            return self._pool(node, out=out)
        if node.host:
            return [self._border(node, out=out)]
        spot = self.grid.spots[node.id]
        costs = _costs(link, node, out=out)
        found = []
        for side, cost in costs.items():
            use = self.used.get((node.id, side))
            if use and (use != ("out" if out else "in") or (out and side in {"top", "bottom"})):
                continue
            if side in {"top", "bottom"} and (node.open or (side == "bottom" and node.border)):
                continue
            found.append(self._port(node.id, spot, side, cost + (40 if use and out else 0), out))
        return found or [self._port(node.id, spot, "right" if out else "left", 0, out)]

    def _port(self, name: str, spot: Spot, side: str, cost: int, out: bool) -> Port:  # noqa: FBT001 - passed on
        left, right = 3 * spot.column, 3 * (spot.column + spot.columns - 1) + 2
        middle, line = left + 1, 3 * spot.port + 1
        at = {
            "right": self.field.point(right, line),
            "left": self.field.point(left, line),
            "bottom": self.field.point(middle, 3 * (spot.row + spot.rows - 1) + 2),
            "top": self.field.point(middle, 3 * spot.row),
        }[side]
        way = SIDES.index(side) if out else (SIDES.index(side) + 2) % 4
        return Port(at, way, cost, name, side)

    def _border(self, node: Node, *, out: bool) -> Port:
        column, shift = self.places[node.id]
        host = self.grid.spots[node.host]
        point = self.field.point(3 * column + 1, 3 * (host.row + host.rows - 1) + 2)
        return Port(point, DOWN if out else UP, 0, node.id, "bottom", shift)

    def _pool(self, node: Node, *, out: bool) -> list[Port]:
        first, last = self.grid.bands[node.id]
        found = []
        for column in range(self.grid.columns):
            above = self.field.point(3 * column + 1, 3 * (first - 1) + 2)
            found.append(Port(above, UP if out else DOWN, 0, node.id, "top"))
            if last + 1 < self.grid.rows:
                below = self.field.point(3 * column + 1, 3 * (last + 1))
                found.append(Port(below, DOWN if out else UP, 0, node.id, "bottom"))
        return found


def _costs(link: Link, node: Node, *, out: bool) -> dict[str, int]:
    if link.kind != SEQUENCE:
        sideways = 120 if link.kind == MESSAGE else 60
        return {"top": 0, "bottom": 0, "right" if out else "left": sideways}
    turned = _CORNER if node.kind in GATEWAYS else _RARE
    return {"right" if out else "left": 0, "bottom": turned, "top": turned}


def border_places(plane: Plane, grid: Grid) -> dict[str, tuple[int, int]]:
    """Return (column, px from its middle) of every event on a border, from right to left."""
    places: dict[str, tuple[int, int]] = {}
    for node in plane.nodes.values():
        spot = grid.spots.get(node.id)
        if not node.border or spot is None:
            continue
        room = max(1, spot.columns - 2)  # an expanded one has an empty column at both ends
        last = spot.column + room - (0 if node.open else 1)
        many = -(-len(node.border) // room)
        slot = slot_width(plane, node)
        for at, name in enumerate(reversed(node.border)):
            shift = ((many - 1) / 2 - at // room) * slot
            if many == 1 and not node.open:
                shift = _ASIDE  # not over the sign in the middle
            places[name] = (last - at % room, round(shift))
    return places
