"""Gives arrows that share a channel a track each, so that none runs over another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engine.layout.field import DOWN, LEFT, RIGHT, Field
from engine.layout.routing import Route

FLAT = frozenset({RIGHT, LEFT})


@dataclass(slots=True, eq=False)
class Run:
    """A straight part of a route: on `line` (a row's when flat), from `low` to `high` across.

    `turns` are the places where it meets the parts beside it, with +1 when those lead to the
    higher side, -1 when to the lower one. `bundle` says with whom it may share its track.
    """

    flat: bool
    line: int
    start: int
    end: int
    turns: list[tuple[int, int]]
    bundle: tuple[str, str]
    track: int = 0

    @property
    def low(self) -> int:
        """Return where it begins, seen from left or top."""
        return min(self.start, self.end)

    @property
    def high(self) -> int:
        """Return where it ends."""
        return max(self.start, self.end)

    @property
    def in_channel(self) -> bool:
        """Return whether it runs beside shapes rather than through the middle of cells."""
        return self.line % 3 != 1


def runs(made: Route, field: Field) -> list[Run]:
    """Return the straight parts of a route, from its beginning to its end."""
    corners = [made.steps[0]]
    parts: list[tuple[int, int, int]] = []  # from point, to point, way
    at, way = corners[0]
    begin = at
    for point, turn in made.steps[1:]:
        if turn != way:
            parts.append((begin, at, way))
            begin, way = at, turn
        at = point
    parts.append((begin, at, way))
    found = []
    for number, (one, other, way) in enumerate(parts):
        (y1, x1), (y2, x2) = divmod(one, field.wide), divmod(other, field.wide)
        flat = way in FLAT
        start, end, line = (x1, x2, y1) if flat else (y1, y2, x1)
        turns = []
        if number:
            turns.append((start, -1 if parts[number - 1][2] in {RIGHT, DOWN} else 1))
        if number + 1 < len(parts):
            turns.append((end, 1 if parts[number + 1][2] in {RIGHT, DOWN} else -1))
        found.append(Run(flat, line, start, end, turns, _bundle(made, number, len(parts))))
    return found


def _bundle(made: Route, number: int, count: int) -> tuple[str, str]:
    if number == count - 2 and made.last.side == "left":
        return "to", made.last.node
    if number == 1 and made.first.side == "right":
        return "from", made.first.node
    return made.link.id, str(number)


def spread(all_runs: list[Run]) -> dict[tuple[bool, int], int]:
    """Choose the tracks; returns how many each channel (flat, line) has."""
    channels: dict[tuple[bool, int], list[Run]] = defaultdict(list)
    for run in all_runs:
        if run.in_channel:
            channels[run.flat, run.line].append(run)
    return {key: _spread(members) for key, members in channels.items()}


def _spread(members: list[Run]) -> int:
    bundles: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for run in members:
        bundles[run.bundle].append(run)
    whole = [_together(parts) for parts in bundles.values()]
    whole.sort(key=lambda run: (run.low, run.high))
    if len(whole) <= 60:
        whole = _fewest_crossings(whole)
    placed: list[Run] = []
    for run in whole:
        before = [other.track for other in placed if _meet(run, other)]
        run.track = max(before, default=-1) + 1
        placed.append(run)
    for run in whole:
        for part in bundles[run.bundle]:
            part.track = run.track
    return 1 + max(run.track for run in whole)


def _together(parts: list[Run]) -> Run:
    first = parts[0]
    low, high = min(p.low for p in parts), max(p.high for p in parts)
    turns = [turn for part in parts for turn in part.turns]
    return Run(first.flat, first.line, low, high, turns, first.bundle)


def _meet(one: Run, other: Run) -> bool:
    return one.low <= other.high and other.low <= one.high


def _fewest_crossings(members: list[Run]) -> list[Run]:
    """Put every run before or after the others as crosses least, one by one."""
    placed: list[Run] = []
    for run in members:
        costs = [
            sum(_crossings(other, run) for other in placed[:at])
            + sum(_crossings(run, other) for other in placed[at:])
            for at in range(len(placed) + 1)
        ]
        placed.insert(costs.index(min(costs)), run)
    return placed


def _crossings(low: Run, high: Run) -> int:
    """Return how often two runs cross when `low` has the lower track."""
    crossed = sum(side < 0 and low.low < at < low.high for at, side in high.turns)
    crossed += sum(side > 0 and high.low < at < high.high for at, side in low.turns)
    # where both turn at the same place, the one that turns away would run along the other
    crossed += sum(
        side < 0 and at in (low.low, low.high) and any(a == at and s > 0 for a, s in low.turns)
        for at, side in high.turns
    )
    return crossed
