"""Where everything stands on a grid of columns and rows; lanes and pools are bands of rows.

An expanded sub-process is a block of cells with a ring of empty cells around it, in which its
border is drawn. A cell holds one shape at most, so shapes cannot overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.layout import columns
from engine.layout.scheme import NOTES, SEQUENCE, Node, Plane

_FAR = 10_000
_SHELF = 8  # columns that loose shapes fill before they begin a new row


@dataclass(slots=True)
class Spot:
    """The cells of one node; `port` is the row on whose middle line arrows come and go."""

    column: int
    row: int
    columns: int = 1
    rows: int = 1
    port: int = 0

    def moved(self, right: int, down: int) -> Spot:
        """Return the same spot elsewhere."""
        return Spot(self.column + right, self.row + down, self.columns, self.rows, self.port + down)


@dataclass(slots=True)
class Grid:
    """All spots of a scope, `bands` of rows (first, last) for lanes and pools, and the size."""

    spots: dict[str, Spot] = field(default_factory=dict)
    bands: dict[str, tuple[int, int]] = field(default_factory=dict)
    columns: int = 1
    rows: int = 1
    spine: int = 0


def place(plane: Plane) -> Grid:
    """Return the grid of a whole plane: pools below each other with an empty row around each."""
    whole = Grid(rows=1)
    for pool in plane.parts(""):
        if pool.kind in NOTES:
            continue
        inner = _scope(plane, pool.id) if pool.open else Grid()
        _take(whole, inner, 0, whole.rows)
        whole.bands[pool.id] = (whole.rows, whole.rows + inner.rows - 1)
        if not pool.open:
            whole.spots[pool.id] = Spot(0, whole.rows, 1, 1, whole.rows)
        whole.rows += inner.rows + 1
        whole.columns = max(whole.columns, inner.columns)
    for at, note in enumerate(part for part in plane.parts("") if part.kind in NOTES):
        row, column = divmod(at, whole.columns)
        whole.spots[note.id] = Spot(column, whole.rows + row, 1, 1, whole.rows + row)
    last = max((spot.row for spot in whole.spots.values()), default=0)
    whole.rows = max(whole.rows, last + 1)
    return whole


def _take(whole: Grid, inner: Grid, right: int, down: int) -> None:
    for name, spot in inner.spots.items():
        whole.spots[name] = spot.moved(right, down)
    for name, (first, last) in inner.bands.items():
        whole.bands[name] = (first + down, last + down)


def _scope(plane: Plane, frame: str) -> Grid:
    return _Scope(plane, frame).grid()


class _Scope:
    """Places what stands directly inside one frame."""

    def __init__(self, plane: Plane, frame: str) -> None:
        self.plane = plane
        self.frame = frame
        parts = plane.parts(frame)
        self.nodes = [part for part in parts if part.kind not in NOTES]
        self.notes = [part for part in parts if part.kind in NOTES]
        self.leaves = [leaf.id for lane in plane.lanes.get(frame, ()) for leaf in lane.leaves()]
        self.inner = {node.id: _scope(plane, node.id) for node in self.nodes if node.open}
        self.spans = {node.id: self._span(node) for node in self.nodes}
        self.usual: set[tuple[str, str]] = set()  # arrows that do not come from a border
        self.arrows = self._arrows()
        self.before: dict[str, list[str]] = {}
        self.lane: dict[str, int] = {}
        self.spots: dict[str, Spot] = {}
        self.taken: list[dict[tuple[int, int], str]] = []
        self.low: list[int] = []
        self.high: list[int] = []

    def _span(self, node: Node) -> int:
        return self.inner[node.id].columns + 2 if node.open else 1

    def _arrows(self) -> dict[str, list[str]]:
        names = {node.id for node in self.nodes}
        found: dict[str, dict[str, None]] = {node.id: {} for node in self.nodes}
        for link in self.plane.links:
            source = self.plane.nodes[link.source]
            undoes = link.kind == "association" and source.host
            if link.kind != SEQUENCE and not undoes:
                continue
            start, end = self.plane.bearer(link.source).id, self.plane.bearer(link.target).id
            if start in names and end in names and start != end:
                found[start][end] = None
                if not source.host:
                    self.usual.add((start, end))
        return {name: list(after) for name, after in found.items()}

    def grid(self) -> Grid:
        order = self._columns()
        self._lanes(order)
        left = columns.ahead(order, self.arrows)
        straight = {
            name: max(
                after,
                key=lambda other: (
                    self._same_lane(name, other),
                    (name, other) in self.usual,
                    left[other],
                ),
            )
            for name, after in self.arrows.items()
            if after
        }
        together = columns.groups(order, self.arrows)
        together.sort(key=lambda group: (len(group) == 1, -len(group)))
        for at, group in enumerate(together):
            self._group(group, straight, first=at == 0)
        self._notes()
        return self._whole()

    def _columns(self) -> list[str]:
        names = [node.id for node in self.nodes if node.kind == "startEvent"]
        reached = {after for name in self.arrows for after in self.arrows[name]}
        names += [n.id for n in self.nodes if n.id not in names and n.id not in reached]
        known = set(names)
        names += [node.id for node in self.nodes if node.id not in known]
        self.arrows = columns.forward(names, self.arrows)
        order = columns.ordered(names, self.arrows)
        self.column = columns.columns(order, self.arrows, self.spans)
        self.before = {name: [] for name in order}
        for name in order:
            for after in self.arrows[name]:
                self.before[after].append(name)
        return order

    def _same_lane(self, one: str, other: str) -> bool:
        return self.lane[one] == self.lane[other]

    def _lanes(self, order: list[str]) -> None:
        number = {name: at for at, name in enumerate(self.leaves)}
        for name in order:
            near = next((self.lane[b] for b in self.before[name] if b in self.lane), 0)
            self.lane[name] = number.get(self.plane.nodes[name].lane, near)
        count = max(1, len(self.leaves))
        self.taken = [{} for _ in range(count)]
        self.low, self.high = [0] * count, [-1] * count

    # --- rows --------------------------------------------------------------------------------

    def _group(self, group: list[str], straight: dict[str, str], *, first: bool) -> None:
        floors = list(self.high)
        if len(group) == 1 and not first:
            self._loose(group[0])
            return
        group.sort(key=lambda name: self.column[name])
        for name in group:
            floor = -_FAR if first else floors[self.lane[name]] + 1
            self._set(name, self._row(name, straight, floor))

    def _loose(self, name: str) -> None:
        """Put a shape without arrows below the others, where the fewest arrows have to pass."""
        lane, span = self.lane[name], self.spans[name]
        widest = max([_SHELF, *(spot.column + spot.columns for spot in self.spots.values())])
        passing = self._passing(lane)
        best = min(
            (
                2 * sum(column < at < column + span for at in passing) + row + column / 8,
                row,
                column,
            )
            for column in range(max(1, widest - span + 1))
            for row in (self._under(lane, column, span),)
        )
        self.column[name] = best[2]
        self._set(name, best[1])

    def _passing(self, lane: int) -> list[int]:
        """Return before which columns arrows leave or enter this lane at its lower edge."""
        return [
            self.column[after]
            for name, all_after in self.arrows.items()
            for after in all_after
            if min(self.lane[name], self.lane[after])
            <= lane
            < max(self.lane[name], self.lane[after])
        ]

    def _under(self, lane: int, column: int, span: int) -> int:
        """Return the first row under all that stands in these columns."""
        taken = self.taken[lane]
        return 1 + max(
            (down for across, down in taken if column <= across < column + span),
            default=self.low[lane] - 1,
        )

    def _tall(self, name: str) -> int:
        return self.inner[name].rows + 2 if name in self.inner else 1

    def _port(self, name: str) -> int:
        """Return how far below its first row a node has its port."""
        return self.inner[name].spine + 1 if name in self.inner else 0

    def _row(self, name: str, straight: dict[str, str], floor: int) -> int:
        lane, column = self.lane[name], self.column[name]
        span, tall, port = self.spans[name], self._tall(name), self._port(name)
        wished = self._wish(name, straight, floor)
        best, cheapest = 0, float("inf")
        low, high = min(self.low[lane], wished) - tall - 1, max(self.high[lane], wished) + 2
        for row in sorted(range(low, high + 1), key=lambda r: (abs(r + port - wished), -r)):
            if row < floor or not self._free(lane, column, row, span, tall):
                continue
            cost = abs(row + port - wished) + 1.5 * self._crossed(name, row + port, straight)
            if cost < cheapest:
                best, cheapest = row, cost
        return best if cheapest < float("inf") else max(high, floor) + tall

    def _wish(self, name: str, straight: dict[str, str], floor: int) -> int:
        lane = self.lane[name]
        same = [b for b in self.before[name] if b in self.spots and self.lane[b] == lane]
        if same:
            main = [b for b in same if straight.get(b) == name]
            rows = sorted(self.spots[b].port for b in main) or [self._branch(same[0], straight)]
            return rows[(len(rows) - 1) // 2]
        if floor > -_FAR:
            return floor + self._port(name)
        above = any(self.lane[b] > lane for b in self.before[name] if b in self.spots)
        return max(0, self.high[lane]) if above else max(0, self.low[lane])

    def _branch(self, before: str, straight: dict[str, str]) -> int:
        """Return the row for what branches off: in turn below and above what goes straight on."""
        row, main = self.spots[before].port, straight.get(before, before)
        if self.lane[main] != self.lane[before]:
            return row
        branches = sum(after in self.spots and after != main for after in self.arrows[before])
        return row - 1 if branches % 2 else row + 1

    def _crossed(self, name: str, row: int, straight: dict[str, str]) -> int:
        """Return how many shapes stand in the way of straight arrows to a node in this row."""
        lane, column = self.lane[name], self.column[name]
        main = [other for other in self.before[name] if straight.get(other) == name]
        return sum(
            (across, row) in self.taken[lane]
            for other in main or self.before[name]
            if other in self.spots and self.lane[other] == lane and self.spots[other].port == row
            for across in range(self.spots[other].column + self.spans[other], column)
        )

    def _free(self, lane: int, column: int, row: int, span: int, tall: int) -> bool:
        taken = self.taken[lane]
        return not any(
            (across, down) in taken
            for across in range(column, column + span)
            for down in range(row, row + tall)
        )

    def _set(self, name: str, row: int) -> None:
        lane, column = self.lane[name], self.column[name]
        span, tall = self.spans[name], self._tall(name)
        self.spots[name] = Spot(column, row, span, tall, row + self._port(name))
        for across in range(column, column + span):
            for down in range(row, row + tall):
                self.taken[lane][across, down] = name
        self.low[lane] = min(self.low[lane], row)
        self.high[lane] = max(self.high[lane], row + tall - 1)

    # --- notes, and the whole ----------------------------------------------------------------

    def _notes(self) -> None:
        for note in self.notes:
            near = self._near(note.id)
            number = {name: at for at, name in enumerate(self.leaves)}
            self.lane[note.id] = self.lane[near] if near else number.get(note.lane, 0)
            self.spans[note.id] = 1
            self.arrows[note.id], self.before[note.id] = [], []
            if not near:
                self._loose(note.id)
                continue
            spot, lane = self.spots[near], self.lane[near]
            self.column[note.id] = spot.column + (spot.columns - 1) // 2
            around = range(self.low[lane] - 1, self.high[lane] + 2)
            middle = spot.row + (spot.rows - 1) / 2
            for row in sorted(around, key=lambda r: (abs(r - middle), r)):
                if self._free(lane, self.column[note.id], row, 1, 1):
                    self._set(note.id, row)
                    break

    def _near(self, note: str) -> str:
        for link in self.plane.links:
            for one, other in ((link.source, link.target), (link.target, link.source)):
                bearer = self.plane.bearer(other).id
                if one == note and bearer in self.spots:
                    return bearer
        return ""

    def _whole(self) -> Grid:
        whole, down = Grid(rows=0), 0
        left = min((spot.column for spot in self.spots.values()), default=0)
        names = self.leaves or [""]
        for lane, band in enumerate(names):
            low, high = self.low[lane], max(self.high[lane], self.low[lane])
            if band:
                whole.bands[band] = (down, down + high - low)
            for name, spot in self.spots.items():
                if self.lane[name] == lane:
                    whole.spots[name] = spot.moved(-left, down - low)
            down += high - low + 1
        whole.rows = down
        spans = (spot.column + spot.columns for spot in whole.spots.values())
        whole.columns = max(1, max(spans, default=1))
        whole.spine = self._spine(whole)
        for name, inner in self.inner.items():
            spot = whole.spots[name]
            _take(whole, inner, spot.column + 1, spot.row + 1)
        return whole

    def _spine(self, whole: Grid) -> int:
        """Return the row of the beginning, or of what stands most to the left."""
        starts = [node.id for node in self.nodes if node.kind == "startEvent"]
        names = starts or [node.id for node in self.nodes]
        spots = [whole.spots[name] for name in names]
        return min(spots, key=lambda s: (s.column, s.row)).port if spots else 0
