"""From a parsed diagram to the planes that have to be drawn. Reads only; trusts nothing."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.tags import ACTIVITIES, EVENTS, GATEWAYS, NODES, kind
from engine.layout.lettering import activity_size, note_size, slot_width
from engine.layout.scheme import MESSAGE, NOTES, POOL, SEQUENCE, UNFRAMED, Lane, Link, Node, Plane

Element = etree._Element  # noqa: SLF001 - the type of an element has no other name

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_BOXES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_LONGEST = 300  # characters of a name that are drawn
_SIZES = {"dataStoreReference": (50, 50), "group": (200, 100)}


def planes(root: Element) -> list[Plane]:
    """Return the drawings of a model: of its collaboration or each process, and what is collapsed.

    The inside of a sub-process that is drawn collapsed has a drawing of its own.
    """
    return list(_Reader(root).planes())


class _Reader:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.by_id: dict[str, Element] = {}
        for element in root.iter():
            if kind(element) and element.get("id"):
                self.by_id.setdefault(element.get("id", ""), element)
        self.drawn: dict[str, Element] = {}
        for shape in root.iter(f"{DI}BPMNShape"):
            self.drawn.setdefault(reference(shape.get("bpmnElement")), shape)
        self.closed: list[Element] = []

    def planes(self) -> Iterator[Plane]:
        collaboration = next((e for e in self.root if kind(e) == "collaboration"), None)
        pools = [] if collaboration is None else [e for e in collaboration if kind(e) == POOL]
        if collaboration is not None and pools:
            yield self._collaboration(collaboration, pools)
        told = {reference(pool.get("processRef")) for pool in pools}
        for process in self.root:
            if kind(process) == "process" and process.get("id", "") not in told:
                yield self._alone(process, process.get("id", ""))
        while self.closed:
            inside = self.closed.pop(0)
            yield self._alone(inside, inside.get("id", ""))

    def _collaboration(self, collaboration: Element, pools: list[Element]) -> Plane:
        plane = Plane(collaboration.get("id", ""))
        plane.nodes[""] = Node("", "plane", "", "", open=True)
        used: set[str] = set()
        for pool in pools:
            process = self.by_id.get(reference(pool.get("processRef")))
            node = self._add(plane, pool, "")
            if process is not None and node is not None and process.get("id", "") not in used:
                used.add(process.get("id", ""))
                node.open = True
                self._fill(plane, process, node)
        for part in collaboration:
            if kind(part) in NOTES:
                self._add(plane, part, "")
        self._link(plane, [collaboration, *(e for e in map(self.by_id.get, used) if e is not None)])
        return plane

    def _alone(self, scope: Element, name: str) -> Plane:
        plane = Plane(name)
        plane.nodes[""] = Node("", "plane", "", "", open=True)
        frame = Node(f"\0{name}", UNFRAMED, "", "", open=True)
        plane.nodes[frame.id] = frame
        plane.nodes[""].parts.append(frame.id)
        self._fill(plane, scope, frame)
        self._link(plane, [scope])
        return plane

    def _add(self, plane: Plane, element: Element, parent: str) -> Node | None:
        name = element.get("id", "")
        if not name or name in plane.nodes or self.by_id.get(name) is not element:
            return None
        node = Node(name, kind(element), _words(element), parent)
        plane.nodes[name] = node
        plane.nodes[parent].parts.append(name)
        node.width, node.height = _size(node)
        return node

    def _fill(self, plane: Plane, scope: Element, frame: Node) -> None:
        plane.lanes[frame.id] = lanes = _lanes(scope)
        where = {n: lane.id for top in lanes for lane in top.leaves() for n in self._refs(lane)}
        boundaries = []
        for part in _drawn_parts(scope):
            if kind(part) == "boundaryEvent":
                boundaries.append(part)
                continue
            node = self._add(plane, part, frame.id)
            if node is None:
                continue
            node.lane = where.get(node.id, "")
            self._open(plane, part, node)
        for event in boundaries:
            self._attach(plane, event, frame)
        for node in plane.parts(frame.id):
            if node.border:
                node.width = max(node.width, len(node.border) * slot_width(plane, node))

    def _open(self, plane: Plane, box: Element, node: Node) -> None:
        """Draw what is in a sub-process, inside it or in a drawing of its own."""
        if node.kind not in _BOXES or not any(kind(inner) in NODES for inner in box):
            return
        node.open = self._is_open(box)
        if node.open:
            self._fill(plane, box, node)
        else:
            self.closed.append(box)

    def _attach(self, plane: Plane, event: Element, frame: Node) -> None:
        host = plane.nodes.get(reference(event.get("attachedToRef")))
        node = self._add(plane, event, frame.id)
        fits = host is not None and host.kind in ACTIVITIES and host.parent == frame.id
        if node is not None and host is not None and fits:
            frame.parts.remove(node.id)
            node.host = host.id
            host.border.append(node.id)

    def _refs(self, lane: Lane) -> Iterator[str]:
        for part in self.by_id[lane.id]:
            if kind(part) == "flowNodeRef":
                yield reference((part.text or "").strip())

    def _is_open(self, box: Element) -> bool:
        shape = self.drawn.get(box.get("id", ""))
        if shape is None or shape.get("isExpanded") == "true":
            return True
        plane = shape.getparent()
        inner = [self.drawn.get(part.get("id", "")) for part in box if kind(part) in NODES]
        return any(one is not None and one.getparent() is plane for one in inner)

    def _signed(self, flow: Element, source: Node) -> bool:
        """Return whether a flow is a default, or one of an activity with a condition (§8.3.13)."""
        if kind(flow) != SEQUENCE:
            return False
        default = self.by_id[source.id].get("default") == flow.get("id")
        return default or (
            source.kind in ACTIVITIES and any(kind(part) == "conditionExpression" for part in flow)
        )

    def _link(self, plane: Plane, scopes: list[Element]) -> None:
        seen: set[str] = set()
        for scope in scopes:
            for element in scope.iter():
                link = _link_of(element)
                if link is None or link.id in seen:
                    continue
                if link.source in plane.nodes and link.target in plane.nodes:
                    seen.add(link.id)
                    link.signed = self._signed(element, plane.nodes[link.source])
                    plane.links.append(link)
        _bring_notes_near(plane)


def reference(name: str | None) -> str:
    """Return the local part of a reference to an element."""
    return (name or "").rpartition(":")[2]


def _words(element: Element) -> str:
    text = element.get("name") or ""
    if kind(element) == "textAnnotation":
        text = next((part.text or "" for part in element if kind(part) == "text"), "")
    return " ".join(text[:_LONGEST].split())


def _size(node: Node) -> tuple[int, int]:
    if node.kind in EVENTS:
        return 36, 36
    if node.kind in GATEWAYS:
        return 50, 50
    if node.kind in ACTIVITIES:
        return activity_size(node)
    if node.kind == "textAnnotation":
        return note_size(node.name)
    return _SIZES.get(node.kind, (36, 50))


def _drawn_parts(scope: Element) -> Iterator[Element]:
    for part in scope:
        if kind(part) in NODES or kind(part) in NOTES:
            yield part
        elif kind(part) == "ioSpecification" and kind(scope) == "process":
            yield from (inner for inner in part if kind(inner) in NOTES)


def _lanes(scope: Element) -> list[Lane]:
    return [
        Lane(lane.get("id", ""), lane.get("name") or "", _lanes(lane))
        for found in scope
        if kind(found) in {"laneSet", "childLaneSet"}
        for lane in found
        if kind(lane) == "lane" and lane.get("id")
    ]


def _link_of(element: Element) -> Link | None:
    what, name = kind(element), element.get("id", "")
    if not name:
        return None
    words = " ".join((element.get("name") or "")[:_LONGEST].split())
    if what in {SEQUENCE, MESSAGE, "association"}:
        ends = reference(element.get("sourceRef")), reference(element.get("targetRef"))
        return Link(name, what, words, *ends)
    if what not in {"dataInputAssociation", "dataOutputAssociation"}:
        return None
    parent = element.getparent()
    bearer = parent.get("id", "") if parent is not None else ""
    there = "sourceRef" if what == "dataInputAssociation" else "targetRef"
    data = next((reference((p.text or "").strip()) for p in element if kind(p) == there), "")
    ends = (data, bearer) if what == "dataInputAssociation" else (bearer, data)
    return Link(name, what, "", *ends)


def _bring_notes_near(plane: Plane) -> None:
    """Draw a note where the first thing stands to which it is joined."""
    near: dict[str, str] = {}
    for link in plane.links:
        for note, other in ((link.source, link.target), (link.target, link.source)):
            bearer = plane.bearer(other)
            if plane.nodes[note].kind in NOTES and bearer.kind not in NOTES | {POOL}:
                near.setdefault(note, bearer.id)
    for name, other in near.items():
        moved = plane.nodes[name]
        plane.nodes[moved.parent].parts.remove(name)
        moved.parent, moved.lane = plane.nodes[other].parent, plane.nodes[other].lane
        plane.nodes[moved.parent].parts.append(name)
