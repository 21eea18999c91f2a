"""Puts a drawing into the bytes of a diagram; everything but the drawing stays byte for byte.

BPMN 2.0.2 §12: a BPMNDiagram with a plane of shapes and edges. What an element's shape said
besides its place (colours, markers, its id) is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engine.layout.drawing import Drawing
from engine.layout.reading import DI, reference
from engine.layout.scheme import UNFRAMED
from engine.layout.space import Rect

_SPACES = {
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)[^\s/>]+(?:\"[^\"]*\"|'[^']*'|[^\"'>])*?(/?)>",
    re.DOTALL,
)
_BOXES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_HORIZONTAL = frozenset({"participant", "lane"})


def rewritten(data: bytes, root: etree._Element, drawings: list[Drawing]) -> bytes:
    """Return `data` with the drawings instead of those that stand in it; none: as it was."""
    if not drawings:
        return data
    spans = list(_children(data))
    old = [spans[at] for at, child in enumerate(root) if child.tag == f"{DI}BPMNDiagram"]
    text = _Writer(root, drawings).text().encode("ascii", "xmlcharrefreplace")
    if not old:
        at = _closing(data)
        return data[:at] + b"  " + text + b"\n" + data[at:]
    (start, end), *others = old
    pieces = [data[:start], text]
    for first, last in others:
        pieces.append(data[end:first].rstrip())
        end = last
    return b"".join([*pieces, data[end:]])


def _children(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each child of the root element begins and ends; `data` is well-formed."""
    depth = start = 0
    for token in _TOKEN.finditer(data):
        if token[1] is None:
            continue
        closing, empty = bool(token[1]), bool(token[2])
        if depth == 1 and not closing:
            start = token.start()
        depth += 0 if empty else -1 if closing else 1
        if depth == 1 and (closing or empty):
            yield start, token.end()


def _closing(data: bytes) -> int:
    """Return where the end tag of the root element begins."""
    last = 0
    for token in _TOKEN.finditer(data):
        if token[1]:
            last = token.start()
    return last


class _Writer:
    def __init__(self, root: etree._Element, drawings: list[Drawing]) -> None:
        self.root, self.drawings = root, drawings
        self.old: dict[str, etree._Element] = {}
        self.diagrams: dict[str, etree._Element] = {}
        for shape in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge"):
            self.old.setdefault(reference(shape.get("bpmnElement")), shape)
        for plane in root.iter(f"{DI}BPMNPlane"):
            self.diagrams.setdefault(reference(plane.get("bpmnElement")), plane)
        self.ids = {e.get("id") for e in root.iter()}
        self.names: dict[str, str] = {}
        self.declared = ""
        for name, space in _SPACES.items():
            prefix = _prefix(root, space)
            self.names[name] = prefix or name
            if prefix is None:
                self.declared += f' xmlns:{name}="{space}"'

    def text(self) -> str:
        return "\n  ".join(self._diagram(drawing) for drawing in self.drawings)

    def _diagram(self, drawing: Drawing) -> str:
        bpmndi = self.names["bpmndi"]
        plane = self.diagrams.get(drawing.plane.of)
        diagram = plane.getparent() if plane is not None else None
        outer = self._id(diagram, f"{drawing.plane.of}_diagram")
        inner = self._id(plane, f"{drawing.plane.of}_plane")
        lines = [f'<{bpmndi}:BPMNDiagram{self.declared} id="{outer}">']
        lines.append(
            f'    <{bpmndi}:BPMNPlane id="{inner}" bpmnElement="{_safe(drawing.plane.of)}">'
        )
        lines += self._shapes(drawing)
        lines += self._edges(drawing)
        return "\n".join([*lines, f"    </{bpmndi}:BPMNPlane>", f"  </{bpmndi}:BPMNDiagram>"])

    def _shapes(self, drawing: Drawing) -> Iterator[str]:
        tag = f"{self.names['bpmndi']}:BPMNShape"
        for name, box in drawing.shapes.items():
            node = drawing.plane.nodes.get(name)
            if node is not None and node.kind == UNFRAMED:
                continue
            what = node.kind if node is not None else "lane"
            more: dict[str, str] = {}
            if what in _HORIZONTAL:
                more["isHorizontal"] = "true"
            if what in _BOXES and node is not None:
                more["isExpanded"] = str(node.open).lower()
            if what == "exclusiveGateway" and name not in self.old:
                more["isMarkerVisible"] = "true"
            yield f"      <{tag}{self._attributes(name, 'shape', more)}>"
            yield f"        {self._bounds(box)}"
            yield from self._label(drawing.labels.get(name), name)
            yield f"      </{tag}>"

    def _edges(self, drawing: Drawing) -> Iterator[str]:
        tag = f"{self.names['bpmndi']}:BPMNEdge"
        for name, points in drawing.edges.items():
            yield f"      <{tag}{self._attributes(name, 'edge', {})}>"
            for x, y in points:
                yield f'        <{self.names["di"]}:waypoint x="{x:.0f}" y="{y:.0f}" />'
            yield from self._label(drawing.labels.get(name), name)
            yield f"      </{tag}>"

    def _bounds(self, box: Rect) -> str:
        place = f'x="{box.x:.0f}" y="{box.y:.0f}" width="{box.w:.0f}" height="{box.h:.0f}"'
        return f"<{self.names['dc']}:Bounds {place} />"

    def _label(self, box: Rect | None, name: str) -> Iterator[str]:
        if box is None:
            return
        old = self.old.get(name)
        label = old.find(f"{DI}BPMNLabel") if old is not None else None
        kept = label.get("id") if label is not None else None
        tag = f"{self.names['bpmndi']}:BPMNLabel"
        named = f' id="{_safe(kept)}"' if kept else ""
        yield f"        <{tag}{named}>"
        yield f"          {self._bounds(box)}"
        yield f"        </{tag}>"

    def _attributes(self, name: str, sort: str, more: dict[str, str]) -> str:
        old = self.old.get(name)
        drawn = old.get("bpmnElement") if old is not None else None
        kept = {"id": self._id(old, f"{name}_{sort}"), "bpmnElement": drawn or name}
        spaces = ""
        for key, value in _attributes_of(old):
            space, _, local = key.removeprefix("{").rpartition("}")
            prefix = _prefix(old, space) if space else ""
            if prefix is None:
                continue
            if prefix and self.root.nsmap.get(prefix) != space:
                spaces += f' xmlns:{prefix}="{_safe(space)}"'
            kept.setdefault(f"{prefix}:{local}" if prefix else local, value)
        kept |= more
        return spaces + "".join(f' {key}="{_safe(value)}"' for key, value in kept.items())

    def _id(self, old: etree._Element | None, wished: str) -> str:
        """Return the id that a shape had, or a new one that nothing else has."""
        kept = old.get("id") if old is not None else None
        if kept:
            return _safe(kept)
        while wished in self.ids:
            wished += "_1"
        self.ids.add(wished)
        return _safe(wished)


def _attributes_of(old: etree._Element | None) -> list[tuple[str, str]]:
    return [(str(k), str(v)) for k, v in old.attrib.items()] if old is not None else []


def _prefix(element: etree._Element | None, space: str) -> str | None:
    """Return the prefix that stands for a namespace where `element` stands."""
    known = element.nsmap if element is not None else {}
    return next((prefix for prefix, uri in known.items() if uri == space and prefix), None)


def _safe(text: str) -> str:
    quoted = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return quoted.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
