"""A diagram's interchange part as plain boxes and lines (BPMN 2.0.2 §12.2). Reads only."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.tags import ACTIVITIES, kind

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DD = "{http://www.omg.org/spec/DD/20100524/DI}"
_FAR = 100_000.0  # px; coordinates beyond it are not a drawing
_NAME = 300  # characters of a name that are drawn
_MARKS = frozenset({"done", "active", "next", "failed", "skipped"})


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px."""

    x: float
    y: float
    w: float
    h: float

    @property
    def cx(self) -> float:
        """Return the middle, across."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """Return the middle, down."""
        return self.y + self.h / 2


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn element: where it stands, where its label stands, how it is marked."""

    of: etree._Element
    what: str
    name: str
    box: Box
    label: Box | None
    mark: str
    expanded: bool
    horizontal: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """One drawn connection."""

    of: etree._Element
    what: str
    name: str
    points: tuple[tuple[float, float], ...]
    label: Box | None
    mark: str
    default: bool
    conditional: bool


def shapes(
    plane: etree._Element, by_id: Mapping[str, etree._Element], marks: Mapping[str, str]
) -> Iterator[Shape]:
    """Yield the shapes on `plane` whose element exists and whose bounds can be drawn."""
    for shape in plane.iter(f"{DI}BPMNShape"):
        of, box = by_id.get(shape.get("bpmnElement", "")), _box(shape.find(f"{_DC}Bounds"))
        if of is None or box is None:
            continue
        yield Shape(
            of,
            kind(of),
            _name(of),
            box,
            _label(shape),
            _mark(of, marks),
            expanded=shape.get("isExpanded") == "true",
            horizontal=shape.get("isHorizontal") != "false",
        )


def edges(
    plane: etree._Element, by_id: Mapping[str, etree._Element], marks: Mapping[str, str]
) -> Iterator[Edge]:
    """Yield the connections on `plane` that have two points or more."""
    for edge in plane.iter(f"{DI}BPMNEdge"):
        of = by_id.get(edge.get("bpmnElement", ""))
        points = tuple(_points(edge))
        if of is None or len(points) < 2:
            continue
        start = by_id.get(of.get("sourceRef", ""))
        yield Edge(
            of,
            kind(of),
            _name(of),
            points,
            _label(edge),
            _mark(of, marks),
            default=start is not None and start.get("default") == of.get("id"),
            conditional=start is not None
            and kind(start) in ACTIVITIES
            and any(kind(part) == "conditionExpression" for part in of),
        )


def _name(of: etree._Element) -> str:
    text = of.get("name") or ""
    if kind(of) == "textAnnotation":
        text = next((part.text or "" for part in of if kind(part) == "text"), "")
    return " ".join(text[:_NAME].split())


def _mark(of: etree._Element, marks: Mapping[str, str]) -> str:
    mark = marks.get(of.get("id", ""), "")
    return mark if mark in _MARKS else ""


def _label(drawn: etree._Element) -> Box | None:
    label = drawn.find(f"{DI}BPMNLabel")
    return _box(label.find(f"{_DC}Bounds")) if label is not None else None


def _points(edge: etree._Element) -> Iterator[tuple[float, float]]:
    for point in edge.iter(f"{_DD}waypoint"):
        x, y = _px(point.get("x")), _px(point.get("y"))
        if x is not None and y is not None:
            yield x, y


def _box(bounds: etree._Element | None) -> Box | None:
    if bounds is None:
        return None
    x, y, w, h = (_px(bounds.get(name)) for name in ("x", "y", "width", "height"))
    if x is None or y is None or w is None or h is None or w < 0 or h < 0:
        return None
    return Box(x, y, w, h)


def _px(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= _FAR else None
