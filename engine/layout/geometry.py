"""Measures a drawing as it stands: what overlaps, what runs through what, what cannot be read.

It knows nothing of how a drawing is made; it reads the interchange part (BPMN 2.0.2 §12) with the
same eyes as the engine's own pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from engine import xml
from engine.bpmn import svg_read
from engine.bpmn.svg_read import Edge, Shape
from engine.bpmn.svg_text import LEADING, SIZE, width, wrap
from engine.bpmn.tags import ACTIVITIES, EVENTS, GATEWAYS, NODES, kind
from engine.errors import Finding
from engine.layout.lettering import NARROWEST, SLACK, SMALL, broken_words
from engine.layout.reading import DI, reference
from engine.layout.space import Rect, Space, enters, line

_FRAMES = frozenset({"participant", "lane"})
_BOXES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_FLOWS = frozenset({"sequenceFlow", "messageFlow"})
_TOUCH = 2.0  # px that shapes, words and arrows may share without harm
_SLANT = 1.5  # px that a straight arrow may be off
_BAND = 30.0  # px of a lane or pool that its name takes
_MOST = 500  # findings of one drawing; a hostile one could have millions


def faults(data: bytes, file: str = "diagram.bpmn") -> list[Finding]:
    """Return what is wrong with every drawing in a diagram, in a fixed order; [] is good.

    Raises InvalidModel when `data` is not XML that we read.
    """
    root = xml.parse(data, file)
    by_id = {e.get("id", ""): e for e in root.iter() if kind(e) and e.get("id")}
    found: list[Finding] = []
    for plane in root.iter(f"{DI}BPMNPlane"):
        for fault in _Sheet(plane, by_id, file).faults():
            found.append(fault)
            if len(found) == _MOST:
                return found
    drawn = {reference(one.get("bpmnElement")) for one in root.iter(f"{DI}BPMNShape")}
    found += _missing(root, drawn, file) if drawn else []
    return found[:_MOST]


def _missing(root: etree._Element, drawn: set[str], file: str) -> Iterator[Finding]:
    for node in root.iter():
        parent = node.getparent()
        if kind(node) not in NODES or parent is None or node.get("id", "") in drawn:
            continue
        if kind(parent) not in _BOXES or any(part.get("id") in drawn for part in parent):
            yield Finding(file, "layout.not_drawn", node.get("id"), xml.line_of(node))


class _Sheet:
    """One plane with its shapes, its arrows and where their words stand."""

    def __init__(self, plane: etree._Element, by_id: dict[str, etree._Element], file: str) -> None:
        self.file = file
        self.shapes = [s for s in svg_read.shapes(plane, by_id, {}) if s.what != "group"]
        self.edges = list(svg_read.edges(plane, by_id, {}))
        self.box = {_id(shape): _rect(shape) for shape in self.shapes}
        self.by_id = by_id
        self.frames = [shape for shape in self.shapes if self._holds_others(shape)]
        self.solid: Space[Shape] = Space()
        for shape in self.shapes:
            if not self._holds_others(shape):
                self.solid.add(self.box[_id(shape)], shape)
        self.lines: Space[tuple[Edge, int]] = Space()
        for edge in self.edges:
            for at, (one, other) in enumerate(pairwise(edge.points)):
                self.lines.add(line(one, other), (edge, at))

    def faults(self) -> Iterator[Finding]:
        """Yield everything that is wrong."""
        yield from self._overlaps()
        yield from self._outside()
        for edge in self.edges:
            yield from self._edge(edge)
        yield from self._coincide()
        yield from self._labels()
        yield from self._broken()

    def _fault(self, rule: str, of: Shape | Edge, **facts: object) -> Finding:
        place = of.of
        return Finding(self.file, f"layout.{rule}", _id(of), xml.line_of(place), facts=facts)

    def _holds_others(self, shape: Shape) -> bool:
        if shape.what == "participant":
            process = self.by_id.get(reference(shape.of.get("processRef")))
            return process is not None and any(part.get("id") in self.box for part in process)
        return shape.what == "lane" or (shape.expanded and shape.what in _BOXES)

    # --- shapes ------------------------------------------------------------------------------

    def _overlaps(self) -> Iterator[Finding]:
        everything: Space[Shape] = Space()
        for shape in self.shapes:
            if shape.what == "lane":
                continue
            box = self.box[_id(shape)].inset(_TOUCH / 2)
            for other_box, other in everything.near(box):
                if box.overlaps(other_box) and not self._belong(shape, other):
                    yield self._fault("overlap", shape, other=_name(other))
            everything.add(box, shape)

    def _belong(self, one: Shape, other: Shape) -> bool:
        """Return whether one is drawn on or in the other: an event on its activity, a part."""
        for inner, outer in ((one, other), (other, one)):
            if reference(inner.of.get("attachedToRef")) == _id(outer):
                return True
            if self._holds_others(outer) and _id(outer) in self._around(inner):
                return True
            if self._holds_others(outer) and inner.what not in NODES | _FRAMES:
                return True  # a note may stand in any frame
        return False

    def _around(self, shape: Shape) -> set[str]:
        """Return what should hold a shape: sub-processes, and the pool of its process."""
        names = set()
        for outer in shape.of.iterancestors():
            names.add(outer.get("id", ""))
            if kind(outer) == "process":
                names.update(
                    _id(pool)
                    for pool in self.shapes
                    if pool.what == "participant"
                    and reference(pool.of.get("processRef")) == outer.get("id")
                )
        return names

    def _outside(self) -> Iterator[Finding]:
        lane_of = {
            reference((part.text or "").strip()): shape
            for shape in self.shapes
            if shape.what == "lane"
            for part in shape.of
            if kind(part) == "flowNodeRef"
        }
        frames = {_id(shape): shape for shape in self.shapes if self._holds_others(shape)}
        for shape in self.shapes:
            if shape.what not in NODES and shape.what != "lane":
                continue
            holders = [frames[name] for name in sorted(self._around(shape)) if name in frames]
            if _id(shape) in lane_of:
                holders.append(lane_of[_id(shape)])
            for holder in holders:
                if not self.box[_id(holder)].holds(self.box[_id(shape)]):
                    yield self._fault("outside", shape, other=_name(holder))

    # --- arrows ------------------------------------------------------------------------------

    def _edge(self, edge: Edge) -> Iterator[Finding]:
        ends = self._ends(edge)
        last = len(edge.points) - 2
        told: set[str] = set()
        for at, (one, other) in enumerate(pairwise(edge.points)):
            for _, shape in self.solid.near(line(one, other)):
                name = _id(shape)
                own = (at == 0 and name == ends[0]) or (at == last and name == ends[1])
                if (
                    not own
                    and name not in told
                    and enters(one, other, self.box[name].inset(_TOUCH))
                ):
                    told.add(name)
                    yield self._fault("through", edge, other=_name(shape))
        yield from self._slanted(edge)
        yield from self._loose(edge, ends)

    def _slanted(self, edge: Edge) -> Iterator[Finding]:
        if edge.what in _FLOWS and any(
            min(abs(x1 - x2), abs(y1 - y2)) > _SLANT for (x1, y1), (x2, y2) in pairwise(edge.points)
        ):
            yield self._fault("slanted", edge)

    def _loose(self, edge: Edge, ends: tuple[str, str]) -> Iterator[Finding]:
        for name, (x, y) in zip(ends, (edge.points[0], edge.points[-1]), strict=True):
            box = self.box.get(name)
            if box is not None and not box.inset(-_TOUCH).holds(Rect(x, y, 0, 0)):
                yield self._fault("loose", edge, other=name)

    def _ends(self, edge: Edge) -> tuple[str, str]:
        parent = edge.of.getparent()
        bearer = parent.get("id", "") if parent is not None else ""
        data = {kind(part): reference((part.text or "").strip()) for part in edge.of}
        if edge.what == "dataInputAssociation":
            return data.get("sourceRef", ""), bearer
        if edge.what == "dataOutputAssociation":
            return bearer, data.get("targetRef", "")
        return reference(edge.of.get("sourceRef")), reference(edge.of.get("targetRef"))

    def _coincide(self) -> Iterator[Finding]:
        told: set[tuple[str, str]] = set()
        for edge in self.edges:
            for one, other in pairwise(edge.points):
                here = line(one, other)
                for there, (user, _) in self.lines.near(here):
                    pair = _id(edge), _id(user)
                    if pair[0] >= pair[1] or pair in told or self._may_share(edge, user):
                        continue
                    if _shared_length(here, there) > 2 * _TOUCH:
                        told.add(pair)
                        yield self._fault("coincide", edge, other=_name(user))

    def _may_share(self, one: Edge, other: Edge) -> bool:
        """Return whether two arrows may run as one: they begin or end at the same shape."""
        (start, end), (first, last) = self._ends(one), self._ends(other)
        return start == first or end == last

    # --- words -------------------------------------------------------------------------------

    def _labels(self) -> Iterator[Finding]:
        words: Space[Shape | Edge] = Space()
        for of in self._named():
            box = _words_at(of)
            if box is None:
                continue
            yield from self._label_on_border(of, box)
            box = box.inset(_TOUCH)
            yield from self._label_on_shapes(of, box)
            for at, (edge, number) in self.lines.near(box):
                one, other = edge.points[number], edge.points[number + 1]
                if at.inset(-0.5).overlaps(box) and enters(one, other, box):
                    yield self._fault("label_on_edge", of, other=_name(edge))
                    break
            for place, other_of in words.near(box):
                if place.overlaps(box):
                    yield self._fault("label_on_label", of, other=_name(other_of))
            words.add(box, of)

    def _named(self) -> list[Shape | Edge]:
        return [*self.shapes, *self.edges]

    def _label_on_shapes(self, of: Shape | Edge, box: Rect) -> Iterator[Finding]:
        for place, shape in self.solid.near(box):
            if _id(shape) != _id(of) and place.overlaps(box):
                yield self._fault("label_on_shape", of, other=_name(shape))

    def _label_on_border(self, of: Shape | Edge, box: Rect) -> Iterator[Finding]:
        """Yield the first lane, pool or open sub-process whose border runs through the words."""
        for frame in self.frames:
            if self.box[_id(frame)].overlaps(box) and not _inside(frame).holds(box, 0):
                yield self._fault("label_on_border", of, other=_name(frame))
                return

    def _broken(self) -> Iterator[Finding]:
        for of in self._named():
            broken = _broken_in(of)
            if broken:
                yield self._fault("broken_word", of, word=broken[0])


def _id(of: Shape | Edge) -> str:
    return str(of.of.get("id", ""))


def _name(of: Shape | Edge) -> str:
    return of.name or _id(of)


def _rect(shape: Shape) -> Rect:
    return Rect(shape.box.x, shape.box.y, shape.box.w, shape.box.h)


def _inside(frame: Shape) -> Rect:
    """Return the room in a lane, pool or open sub-process: without the band with its name."""
    box = _rect(frame)
    if frame.what not in _FRAMES:
        return box
    if frame.horizontal:
        return Rect(box.x + _BAND, box.y, box.w - _BAND, box.h)
    return Rect(box.x, box.y + _BAND, box.w, box.h - _BAND)


def _shared_length(one: Rect, other: Rect) -> float:
    """Return over how many px two lines run on top of each other."""
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    if one.w < 1 and other.w < 1 and abs(one.x - other.x) < 1:
        return down
    if one.h < 1 and other.h < 1 and abs(one.y - other.y) < 1:
        return across
    return 0.0


def _outside_words(of: Shape | Edge) -> bool:
    beside = EVENTS | GATEWAYS
    return isinstance(of, Edge) or of.what in beside or of.what.startswith("data")


def _room(of: Shape | Edge) -> float:
    return max(of.label.w + SLACK, NARROWEST) if of.label is not None else 110.0


def _words_at(of: Shape | Edge) -> Rect | None:
    """Return where words beside a shape or arrow come to stand, as the engine draws them."""
    if not of.name or not _outside_words(of):
        return None
    lines = wrap(of.name, _room(of), 4, SMALL)
    wide, high = max(width(text, SMALL) for text in lines), len(lines) * SMALL * LEADING
    if of.label is not None:
        return Rect(of.label.cx - wide / 2, of.label.y, wide, high)
    if isinstance(of, Shape):
        return Rect(of.box.cx - wide / 2, of.box.y + of.box.h + 3, wide, high)
    one, other = max(pairwise(of.points), key=lambda pair: line(*pair).w + line(*pair).h)
    middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    return Rect(middle[0] - wide / 2, middle[1] - 16, wide, high)


def _broken_in(of: Shape | Edge) -> list[str]:
    if _outside_words(of):
        return broken_words(of.name, _room(of), SMALL)
    assert isinstance(of, Shape)
    if of.what in ACTIVITIES and not of.expanded:
        return broken_words(of.name, of.box.w - 14, SIZE)
    if of.what in _FRAMES:
        return broken_words(of.name, (of.box.h if of.horizontal else of.box.w) - 12, SMALL)
    return []
