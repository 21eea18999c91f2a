"""A BPMN diagram as accessible SVG, drawn by us from its interchange part (BPMN 2.0.2 §12).

Only presentation attributes and classes, so that no content policy has to allow inline styles;
no links, no scripts, no references to elsewhere. No database, no clock, no network.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from lxml import etree

from engine import xml
from engine.bpmn import svg_icons as icons
from engine.bpmn import svg_read as read
from engine.bpmn.canonical import canonical
from engine.bpmn.svg_read import DI, Box, Edge, Shape
from engine.bpmn.svg_text import LEADING, SIZE, element, escape, number, text_block, width, wrap
from engine.bpmn.tags import ACTIVITIES, EVENTS, GATEWAYS, definitions_of, kind

_MARGIN = 24.0
_SOFT = {"done": "#e3f3e8", "active": "#e8f0fb", "failed": "#fbe9e9"}
_EDGE = {"done": icons.GREEN, "active": icons.BLUE, "failed": icons.RED}
_QUIET = "#767d8a"


def draw(source: bytes, marks: Mapping[str, str]) -> str:
    """Return the first diagram in `source` as one `<svg>` element.

    `marks` gives elements a state: done, active, next, failed or skipped (others are ignored).
    Every shape is a `<g class="node …" data-element="id">` with the element's name as its title.
    Raises InvalidModel when `source` is not XML that we read.
    """
    root = canonical(xml.parse(source, "diagram.bpmn"))
    by_id = {e.get("id", ""): e for e in root.iter() if kind(e) and e.get("id")}
    plane = next(root.iter(f"{DI}BPMNPlane"), None)
    shapes = list(read.shapes(plane, by_id, marks)) if plane is not None else []
    edges = list(read.edges(plane, by_id, marks)) if plane is not None else []
    frame = _frame(shapes, edges)
    body = _background(frame) + "".join(_painted(shapes, edges))
    return element(
        "svg",
        element("title", escape(_title(root, plane, by_id))) + body,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        class_="drawing",
        viewBox=" ".join(number(side) for side in (frame.x, frame.y, frame.w, frame.h)),
        width=frame.w,
        height=frame.h,
        font_family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    )


def _background(frame: Box) -> str:
    return element(
        "rect",
        class_="drawing-ground",
        x=frame.x,
        y=frame.y,
        width=frame.w,
        height=frame.h,
        fill=icons.PAPER,
    )


def _title(
    root: etree._Element, plane: etree._Element | None, by_id: Mapping[str, etree._Element]
) -> str:
    drawn = by_id.get(plane.get("bpmnElement", "")) if plane is not None else None
    candidates = [drawn] if drawn is not None else []
    candidates += [e for e in root.iter() if kind(e) == "process"]
    names = [e.get("name") for e in candidates if e.get("name")]
    return names[0] if names and names[0] else "BPMN"


def _frame(shapes: list[Shape], edges: list[Edge]) -> Box:
    boxes = [shape.box for shape in shapes]
    boxes += [shape.label for shape in shapes if shape.label is not None]
    boxes += [edge.label for edge in edges if edge.label is not None]
    boxes += [_label_box(shape) for shape in shapes if shape.what in EVENTS | GATEWAYS]
    boxes += [Box(x, y, 0, 0) for edge in edges for x, y in edge.points]
    if not boxes:
        return Box(0, 0, 320, 80)
    left, top = min(b.x for b in boxes) - _MARGIN, min(b.y for b in boxes) - _MARGIN
    right, bottom = max(b.x + b.w for b in boxes), max(b.y + b.h for b in boxes)
    return Box(left, top, right + _MARGIN - left, bottom + _MARGIN - top)


def _painted(shapes: list[Shape], edges: list[Edge]) -> Iterator[str]:
    back = [shape for shape in shapes if _is_ground(shape)]
    front = [shape for shape in shapes if not _is_ground(shape)]
    for shape in sorted(back, key=lambda s: -s.box.w * s.box.h):
        yield _group(shape, _container(shape))
    yield from (_edge(edge) for edge in edges)
    events_last = sorted(front, key=lambda s: s.what == "boundaryEvent")
    for shape in events_last:
        yield _group(shape, _shape(shape))
    for shape in front:
        yield _outside_label(shape)
    yield from (_edge_label(edge) for edge in edges)


def _is_ground(shape: Shape) -> bool:
    if shape.what in {"participant", "lane", "group"}:
        return True
    return shape.expanded and shape.what in {"subProcess", "transaction", "adHocSubProcess"}


def _group(shape: Shape, content: str) -> str:
    title = element("title", escape(shape.name)) if shape.name else ""
    classes = _classes("node", shape.what, shape.mark)
    return element("g", title + content, class_=classes, data_element=shape.of.get("id"))


def _classes(*names: str) -> str:
    # a prefix of our own: the pages have classes called task, group, icon and label too
    return " ".join(f"drawing-{name}" for name in names if name)


def _outline(shape: Shape, edge: float = 1.5) -> dict[str, object]:
    """Return the presentation of a border: its colour, weight and dashes say the state."""
    dashed = "5 4" if shape.mark == "skipped" else None
    return {
        "class_": "drawing-shape",
        "fill": _SOFT.get(shape.mark, icons.PAPER),
        "stroke": _EDGE.get(shape.mark, _QUIET if shape.mark == "skipped" else icons.LINE),
        "stroke_width": max(edge, 3.0) if shape.mark in {"active", "failed"} else edge,
        "stroke_dasharray": dashed,
    }


def _container(shape: Shape) -> str:
    box, look = shape.box, _outline(shape)
    if shape.what == "group":
        look |= {"fill": "none", "stroke_dasharray": "8 4 2 4"}
    if shape.what in {"participant", "lane"}:
        look |= {"stroke_width": 1.0, "stroke": _QUIET, "fill": icons.PAPER}
        return _rect(box, 0, look) + _band(shape)
    corner = 0.0 if shape.what == "group" else 10.0
    title = wrap(shape.name, box.w - 40, 1)
    head = text_block(title, box.cx, box.y + 14, SIZE, _ink(shape) | {"font_weight": "600"})
    return _rect(box, corner, look) + head + _badge(shape)


def _band(shape: Shape) -> str:
    """Return the head of a pool or lane: a band with its name along the short side."""
    box, band = shape.box, 30.0
    look = {"class_": "drawing-band", "stroke": _QUIET, "stroke_width": 1.0, "fill": "#eef1f6"}
    if not shape.horizontal:
        lines = wrap(shape.name, box.w - 12, 1)
        head = _rect(Box(box.x, box.y, box.w, band), 0, look)
        return head + text_block(lines, box.cx, box.y + band / 2, SIZE, _ink(shape))
    lines = wrap(shape.name, box.h - 12, 2, 11)
    turned = f"rotate(-90 {number(box.x + band / 2)} {number(box.cy)})"
    words = text_block(lines, box.x + band / 2, box.cy, 11, _ink(shape) | {"transform": turned})
    return _rect(Box(box.x, box.y, band, box.h), 0, look) + words


def _shape(shape: Shape) -> str:
    if shape.what in EVENTS:
        return _event(shape)
    if shape.what in GATEWAYS:
        return _gateway(shape)
    if shape.what in ACTIVITIES:
        return _activity(shape)
    return _other(shape)


def _activity(shape: Shape) -> str:
    box = shape.box
    heavy = 3.0 if shape.what == "callActivity" else 1.5
    parts = [_rect(box, 10, _outline(shape, heavy))]
    parts.append(icons.task(shape.what, box.x + 5, box.y + 5))
    room = box.w - 14
    size = next((s for s in (SIZE, 11.0, 10.5) if _fits(shape.name, room, box.h, s)), 10.0)
    most = max(1, int((box.h - 8) / (size * LEADING)))
    lines = wrap(shape.name, room, most, size)
    lower = 5 if len(lines) >= most - 1 and shape.what in _WITH_ICON else 0
    parts.append(text_block(lines, box.cx, box.cy + lower, size, _ink(shape)))
    if shape.what in {"subProcess", "transaction", "adHocSubProcess", "callActivity"}:
        parts.append(_collapsed(box))
    return "".join(parts) + _badge(shape)


_WITH_ICON = ACTIVITIES - {"task", "subProcess", "callActivity", "transaction", "adHocSubProcess"}


def _fits(text: str, room: float, height: float, size: float) -> bool:
    longest = max((width(word, size) for word in text.split()), default=0)
    return longest <= room and len(wrap(text, room, 99, size)) * size * LEADING <= height - 18


def _collapsed(box: Box) -> str:
    """Return the small plus that says: there is a process inside."""
    x, y = box.cx - 6, box.y + box.h - 14
    square = {
        "fill": icons.PAPER,
        "stroke": icons.LINE,
        "stroke_width": 1.0,
        "class_": "drawing-icon",
    }
    sign = f"M{number(x + 6)} {number(y + 2.5)}v7M{number(x + 2.5)} {number(y + 6)}h7"
    return _rect(Box(x, y, 12, 12), 0, square) + element(
        "path", d=sign, stroke=icons.INK, stroke_width=1.2, fill="none", class_="drawing-icon"
    )


def _event(shape: Shape) -> str:
    box, radius = shape.box, min(shape.box.w, shape.box.h) / 2
    look = _outline(shape, 3.0 if shape.what == "endEvent" else 1.5)
    gentle = "false" in (shape.of.get("cancelActivity"), shape.of.get("isInterrupting"))
    if gentle:
        look["stroke_dasharray"] = "4 3"
    parts = [element("circle", cx=box.cx, cy=box.cy, r=radius, **look)]
    if shape.what not in {"startEvent", "endEvent"}:
        inner = look | {
            "fill": "none",
            "stroke_width": 1.2,
            "class_": "drawing-shape drawing-inner",
        }
        parts.append(element("circle", cx=box.cx, cy=box.cy, r=radius - 3.5, **inner))
    triggers = [kind(d).removesuffix("EventDefinition") for d in definitions_of(shape.of)]
    name = "multiple" if len(triggers) > 1 else (triggers or [""])[0]
    thrown = shape.what in {"endEvent", "intermediateThrowEvent"}
    parts.append(icons.trigger(name, box.cx, box.cy, radius * 1.1, thrown=thrown))
    return "".join(parts) + _badge(shape)


def _gateway(shape: Shape) -> str:
    box = shape.box
    corners = ((box.cx, box.y), (box.x + box.w, box.cy), (box.cx, box.y + box.h), (box.x, box.cy))
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    diamond = element("polygon", points=points, stroke_linejoin="round", **_outline(shape))
    sign = icons.gateway(shape.what, box.cx, box.cy, min(box.w, box.h) * 0.56)
    return diamond + sign + _badge(shape)


def _other(shape: Shape) -> str:
    """Return a note, a data object or anything else that a diagram shows."""
    box = shape.box
    if shape.what == "textAnnotation":
        bracket = f"M{number(box.x + 10)} {number(box.y)}h-10v{number(box.h)}h10"
        lines = wrap(shape.name, box.w - 12, max(1, int(box.h / (11 * LEADING))), 11)
        words = text_block(lines, box.cx + 4, box.cy, 11, _ink(shape))
        return (
            element("path", d=bracket, fill="none", stroke=_QUIET, class_="drawing-shape") + words
        )
    if shape.what.startswith("data"):
        x, y, fold = box.x, box.y, 10.0
        outline = (
            f"M{number(x)} {number(y)}h{number(box.w - fold)}l{fold} {fold}"
            f"v{number(box.h - fold)}h{number(-box.w)}z"
        )
        return element("path", d=outline, **_outline(shape, 1.2))
    return _rect(box, 4, _outline(shape))


def _rect(box: Box, corner: float, look: Mapping[str, object]) -> str:
    rounded = corner or None
    return element("rect", x=box.x, y=box.y, width=box.w, height=box.h, rx=rounded, **look)


def _ink(shape: Shape) -> dict[str, object]:
    return {"fill": "#5f6470" if shape.mark == "skipped" else icons.INK, "class_": "drawing-name"}


def _badge(shape: Shape) -> str:
    box = shape.box
    inset = box.w * 0.14 if shape.what in EVENTS else 3.0
    if shape.what in GATEWAYS:
        inset = box.w * 0.12
    return icons.badge(shape.mark, box.x + box.w - inset, box.y + inset)


def _label_box(shape: Shape) -> Box:
    """Return where the name of an event or gateway stands when the drawing does not say."""
    if shape.label is not None:
        return shape.label
    lines = len(wrap(shape.name, 110, 4, 11))
    return Box(shape.box.cx - 55, shape.box.y + shape.box.h + 3, 110, lines * 11 * LEADING)


def _outside_label(shape: Shape) -> str:
    outside = shape.what in EVENTS | GATEWAYS or shape.what.startswith("data")
    if not outside or not shape.name:
        return ""
    box = _label_box(shape)
    return _label_text(shape.name, box, _ink(shape))


def _label_text(text: str, box: Box, look: Mapping[str, object]) -> str:
    lines = wrap(text, max(box.w + 8, 70), 4, 11)
    middle = box.y + max(len(lines) * 11 * LEADING, min(box.h, 16)) / 2
    halo = {"stroke": icons.PAPER, "stroke_width": 3.0, "paint_order": "stroke"}
    look = {**look, **halo, "stroke_linejoin": "round", "class_": "drawing-name drawing-label"}
    return text_block(lines, box.cx, middle, 11, look)


def _edge_label(edge: Edge) -> str:
    if not edge.name:
        return ""
    box = edge.label
    if box is None:
        (x1, y1), (x2, y2) = max(
            zip(edge.points, edge.points[1:], strict=False), key=lambda pair: math.dist(*pair)
        )
        box = Box((x1 + x2) / 2 - 40, (y1 + y2) / 2 - 16, 80, 14)
    return _label_text(edge.name, box, {"fill": icons.INK})


def _edge(edge: Edge) -> str:
    colour = {"done": icons.GREEN, "active": icons.BLUE, "failed": icons.RED}.get(
        edge.mark, _QUIET if edge.what != "sequenceFlow" else icons.LINE
    )
    dashes = {"messageFlow": "6 4", "association": "2 3"}.get(edge.what)
    if edge.what.startswith("data"):
        dashes = "2 3"
    if edge.mark == "skipped":
        colour, dashes = _QUIET, "5 4"
    line = element(
        "path",
        d=_rounded(edge.points),
        fill="none",
        stroke=colour,
        stroke_width=2.2 if edge.mark in _EDGE else 1.4,
        stroke_dasharray=dashes,
        class_="drawing-line",
    )
    signs = _arrow(edge, colour) + _start_sign(edge, colour)
    classes = _classes("flow", edge.what, edge.mark)
    return element("g", line + signs, class_=classes, data_element=edge.of.get("id"))


def _rounded(points: tuple[tuple[float, float], ...]) -> str:
    """Return a path with small round bends."""
    path = f"M{number(points[0][0])} {number(points[0][1])}"
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(7.0, math.dist(before, at) / 2, math.dist(at, after) / 2)
        (x1, y1), (x2, y2) = _towards(at, before, bend), _towards(at, after, bend)
        path += f"L{number(x1)} {number(y1)}Q{number(at[0])} {number(at[1])}"
        path += f" {number(x2)} {number(y2)}"
    return f"{path}L{number(points[-1][0])} {number(points[-1][1])}"


def _towards(
    start: tuple[float, float], end: tuple[float, float], far: float
) -> tuple[float, float]:
    length = math.dist(start, end) or 1.0
    share = far / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _arrow(edge: Edge, colour: str) -> str:
    if edge.what == "association":
        return ""
    (x0, y0), (x1, y1) = edge.points[-2], edge.points[-1]
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    place = f"translate({number(x1)} {number(y1)}) rotate({number(angle)})"
    fill = colour if edge.what == "sequenceFlow" else icons.PAPER
    return element("path", d="M0 0L-9 -4.5L-9 4.5Z", fill=fill, stroke=colour, transform=place)


def _start_sign(edge: Edge, colour: str) -> str:
    """Return the slash of a default flow, or the diamond of a conditional one."""
    if not (edge.default or edge.conditional):
        return ""
    (x0, y0), (x1, y1) = edge.points[0], edge.points[1]
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    place = f"translate({number(x0)} {number(y0)}) rotate({number(angle)})"
    path = "M6 5L11 -5" if edge.default else "M0 0L8 -4.5L16 0L8 4.5Z"
    return element(
        "path", d=path, fill=icons.PAPER, stroke=colour, stroke_width=1.4, transform=place
    )
