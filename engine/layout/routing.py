"""Chooses for every link the lines along which it runs: few bends, few crossings, no detours."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from engine.layout.field import DOWN, LEFT, RIGHT, UP, Field
from engine.layout.placing import Grid
from engine.layout.ports import Port, Ports
from engine.layout.scheme import SEQUENCE, Link, Plane

_BEND, _CROSSING, _BESIDE = 60, 30, 4
_MOST = 20_000  # points that are tried for one link
_FAR = 1 << 30
_TURNS = {way: (way, (way + 1) % 4, (way + 3) % 4) for way in range(4)}
State = tuple[int, int]  # a point and the direction in which it was reached


@dataclass(slots=True)
class Route:
    """The way of one link: the points from port to port, with the direction at each."""

    link: Link
    first: Port
    last: Port
    steps: list[State]


def route(plane: Plane, grid: Grid, field: Field) -> list[Route]:
    """Return a route for every link that can have one, short ones chosen first."""
    return _Router(plane, grid, field).routes()


class _Router:
    def __init__(self, plane: Plane, grid: Grid, field: Field) -> None:
        self.plane, self.grid, self.field = plane, grid, field
        self.ports = Ports(plane, grid, field)
        # who runs where: along the middle line of a row or column there is room for one
        self.across: dict[int, list[Route]] = defaultdict(list)
        self.upright: dict[int, list[Route]] = defaultdict(list)
        self.masks: dict[frozenset[int], bytearray] = {}
        self.moves = {RIGHT: 1, LEFT: -1, DOWN: field.wide, UP: -field.wide}

    def routes(self) -> list[Route]:
        done = {}
        for link in sorted(self.plane.links, key=self._weight):
            found = self._search(link)
            if found is not None:
                self._mark(found)
                done[link.id] = found
        return [done[link.id] for link in self.plane.links if link.id in done]

    def _weight(self, link: Link) -> tuple[bool, bool, int]:
        start, end = (self._spot(name) for name in (link.source, link.target))
        if start is None or end is None:
            return True, True, 0
        row, column = abs(start[1] - end[1]), end[0] - start[0]
        return link.kind != SEQUENCE, row > 0, 4 * row + abs(column)

    def _spot(self, name: str) -> tuple[int, int] | None:
        spot = self.grid.spots.get(self.plane.bearer(name).id)
        return (spot.column, spot.port) if spot else None

    # --- one link ----------------------------------------------------------------------------

    def _search(self, link: Link) -> Route | None:
        starts, ends = self.ports.leaving(link), self.ports.reaching(link)
        allowed = self._allowed(link)
        for strict in (True, False):
            found = _Search(self, link, allowed, strict=strict).run(starts, ends)
            if found is not None:
                self.ports.use(found.first, found.last)
                return found
        return None

    def _allowed(self, link: Link) -> frozenset[int]:
        """Return the scopes through which a link may run: from its ends out to what they share."""
        one = self._around(link.source)
        other = self._around(link.target)
        shared = next((name for name in one if name in other), "")
        names = {*one[: one.index(shared) + 1], *other[: other.index(shared) + 1]}
        return frozenset(self.field.scopes[name] for name in names)

    def passable(self, allowed: frozenset[int]) -> bytearray:
        """Return for every point whether a link that may be in these scopes may be there."""
        if allowed not in self.masks:
            self.masks[allowed] = bytearray(owner in allowed for owner in self.field.owner)
        return self.masks[allowed]

    def _around(self, name: str) -> list[str]:
        return self.plane.scopes(self.plane.bearer(name).id) if name else [""]

    def _mark(self, made: Route) -> None:
        for point, way in made.steps:
            (self.across if way in {RIGHT, LEFT} else self.upright)[point].append(made)
        for (bend, before), (_, way) in pairwise(made.steps):
            if before != way:  # a bend lies on both lines
                (self.across if way in {RIGHT, LEFT} else self.upright)[bend].append(made)


class _Search:
    """Looks for the cheapest way of one link (A*); `strict`: lines in use are closed."""

    def __init__(
        self, router: _Router, link: Link, allowed: frozenset[int], *, strict: bool
    ) -> None:
        self.router, self.link, self.strict = router, link, strict
        self.field, self.passable = router.field, router.passable(allowed)
        self.cost: dict[State, int] = {}
        self.came: dict[State, State | None] = {}
        self.queue: list[tuple[int, int, State]] = []
        self.count = 0

    def run(self, starts: list[Port], ends: list[Port]) -> Route | None:
        """Return the cheapest route from one of `starts` to one of `ends`, if there is any."""
        self.begins = {start.point: start for start in starts}
        self.ends = {end.point: end for end in ends}
        self.goals = {(end.point, end.way): end for end in reversed(ends)}
        xs, ys = [self.field.x[e.point] for e in ends], [self.field.y[e.point] for e in ends]
        self.aim = min(xs), max(xs), min(ys), max(ys)
        for start in starts:
            if self.passable[start.point] and self._free(start.point, start.way):
                self._reach((start.point, start.way), start.cost, None)
        closed: set[State] = set()
        while self.queue and self.count < _MOST:
            state = heapq.heappop(self.queue)[2]
            if state in closed:
                continue
            closed.add(state)
            if state in self.goals and self._may_end(state):
                return self._route(state)
            self._turn_in(state)
            self._go_on(state, closed)
        return None

    def _turn_in(self, state: State) -> None:
        """Turn into a port from the channel beside it."""
        point, way = state
        end = self.ends.get(point)
        if end is not None and (end.way - way) % 2 and self._free(point, end.way):
            self._reach((point, end.way), self.cost[state] + _BEND, state)

    def _reach(self, state: State, price: int, before: State | None) -> None:
        """Note that a state can be reached for this price, when that is the best so far."""
        if state in self.goals:
            price += self.goals[state].cost
        if price < self.cost.get(state, _FAR):
            self.cost[state], self.came[state] = price, before
            self.count += 1
            heapq.heappush(self.queue, (price + self._left(state[0]), self.count, state))

    def _left(self, point: int) -> int:
        """Return about what is still to go; a bit too much, which finds a good way sooner."""
        west, east, north, south = self.aim
        x, y = self.field.x[point], self.field.y[point]
        across, down = max(west - x, x - east, 0), max(north - y, y - south, 0)
        left = across + down + (_BEND if across and down else 0)
        return left + left // 4

    def _may_end(self, state: State) -> bool:
        """Return whether the shape is wide enough for an arrow that comes from a bit aside."""
        steps = self._steps(state)
        if state[1] not in {UP, DOWN} or any(way != state[1] for _, way in steps):
            return True
        end = self.goals[state]
        shift = abs(self.begins[steps[0][0]].shift - end.shift)
        node = self.router.plane.nodes[end.node]
        return not shift or node.id in self.router.grid.bands or shift < node.width / 2 - 12

    def _steps(self, state: State) -> list[State]:
        steps = [state]
        back = self.came[state]
        while back is not None:
            steps.append(back)
            back = self.came[back]
        return steps[::-1]

    def _route(self, state: State) -> Route:
        steps = self._steps(state)
        return Route(self.link, self.begins[steps[0][0]], self.goals[state], steps)

    def _go_on(self, state: State, closed: set[State]) -> None:
        """Reach the points beside this one: straight on or, not on a border, round a corner."""
        point, way = state
        x, y = self.field.x, self.field.y
        paid = self.cost[state]
        for turn in (way,) if point in self.field.borders else _TURNS[way]:
            after = point + self.router.moves[turn]
            if not self.passable[after] or (after, turn) in closed:
                continue
            if not self._free(after, turn) or (turn != way and not self._free(point, turn)):
                continue
            far = abs(x[after] - x[point]) + abs(y[after] - y[point])
            price = paid + far + self._price(after, turn) + (_BEND if turn != way else 0)
            self._reach((after, turn), price, state)

    def _price(self, point: int, way: int) -> int:
        crossed, beside = self.router.upright, self.router.across
        if way in {UP, DOWN}:
            crossed, beside = beside, crossed
        crossings, neighbours = crossed.get(point), beside.get(point)
        price = _CROSSING * len(crossings) if crossings else 0
        return price + (_BESIDE * len(neighbours) if neighbours else 0)

    def _free(self, point: int, way: int) -> bool:
        """Return whether there is room for the link at a point, in this direction."""
        if self.field.borders and point in self.field.borders and not self._crosses(point, way):
            return False
        flat = way in {RIGHT, LEFT}
        if not self.strict or not (self.field.in_row if flat else self.field.in_column)[point]:
            return True
        if point in (self.field.flat_ends if flat else self.field.upright_ends) and not (
            point in self.begins or point in self.ends
        ):
            return False
        users = (self.router.across if flat else self.router.upright).get(point)
        return not users or all(self._shares(point, user) for user in users)

    def _crosses(self, point: int, way: int) -> bool:
        """Return whether going this way at a border leads through it, not along it."""
        step = self.router.moves[way]
        borders = self.field.borders
        return point - step not in borders and point + step not in borders

    def _shares(self, point: int, user: Route) -> bool:
        """Return whether both begin here at one shape or border, or end here at one shape."""
        begin, end = self.begins.get(point), self.ends.get(point)
        if begin and user.first.point == point:
            nodes = self.router.plane.nodes
            host = nodes[begin.node].host
            if user.first.node == begin.node or (host and host == nodes[user.first.node].host):
                return True
        return bool(end and user.last.point == point and user.last.node == end.node)
