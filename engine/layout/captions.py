"""Where the words of an arrow stand that did not get room at its beginning: where it is empty."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from engine.layout.drawing import HEAD, Drawing, Point
from engine.layout.lettering import label_size
from engine.layout.scheme import Node
from engine.layout.space import Rect, Space, line

_AIR = 2  # px that stay empty around words
_BESIDE = 4  # px between words and their arrow
_STEP = 24  # px between places that are tried
_FRAMES = frozenset({"participant", "process"})


def caption(made: Drawing) -> None:
    """Give every arrow with a name, and no words yet, the first empty place along it."""
    space = _filled(made)
    for link in made.plane.links:
        points = made.edges.get(link.id)
        if not link.name or points is None or link.id in made.labels:
            continue
        wide, high = label_size(link.name)
        best, least = None, 1 << 30
        for place in _places(points, wide, high):
            hits = sum(
                place.inset(-_AIR).overlaps(box) for box, _ in space.near(place.inset(-_AIR))
            )
            if hits < least:
                best, least = place, hits
            if not hits:
                break
        if best is not None:
            made.labels[link.id] = best
            space.add(best, link.id)


def _places(points: list[Point], wide: int, high: int) -> Iterator[Rect]:
    """Yield places along an arrow, from its beginning to its end."""
    for (x1, y1), (x2, y2) in pairwise(points):
        flat = y1 == y2
        length = abs(x2 - x1) if flat else abs(y2 - y1)
        size = wide if flat else high
        way = 1 if (x2 > x1 if flat else y2 > y1) else -1
        for at in range(6, max(7, int(length) - size - 12), _STEP):
            if flat:
                left = x1 + at if way > 0 else x1 - at - wide
                yield Rect(left, y1 - high - _BESIDE, wide, high)
                yield Rect(left, y1 + _BESIDE, wide, high)
            else:
                top = y1 + at if way > 0 else y1 - at - high
                yield Rect(x1 + _BESIDE + 1, top, wide, high)
                yield Rect(x1 - _BESIDE - 1 - wide, top, wide, high)


def _filled(made: Drawing) -> Space[str]:
    space: Space[str] = Space()
    for name, box in made.shapes.items():
        node = made.plane.nodes.get(name)
        for part in _solid(node, box):
            space.add(part, name)
    for name, box in made.labels.items():
        space.add(box, name)
    for name, points in made.edges.items():
        for one, other in pairwise(points):
            space.add(line(one, other).inset(-0.5), name)
    return space


def _solid(node: Node | None, box: Rect) -> list[Rect]:
    """Return the parts of a shape over which no words may stand."""
    if node is not None and not node.open:
        return [box]
    sides = [
        Rect(box.x, box.y, box.w, 1),
        Rect(box.x, box.bottom, box.w, 1),
        Rect(box.x, box.y, 1, box.h),
        Rect(box.right, box.y, 1, box.h),
    ]
    if node is None or node.kind in _FRAMES:
        return [*sides, Rect(box.x, box.y, HEAD, box.h)]
    return [*sides, Rect(box.x, box.y, box.w, 24)]
