"""What differs between two diagrams, element by element: what an analyst reads before agreeing.

Only the process is compared. How it is drawn may differ too, and is told in one word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine import xml
from engine.bpmn.tags import BPMN, NODES, kind, split

_OWN = NODES | {
    "process",
    "sequenceFlow",
    "lane",
    "participant",
    "message",
    "signal",
    "error",
    "escalation",
    "messageFlow",
    "textAnnotation",
    "association",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "group",
}
_LEFT_OUT = frozenset({"incoming", "outgoing", "flowNodeRef", "id"})
_HOLDERS = frozenset({"extensionElements", "mapping"})
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DRAWN = (f"{_DI}BPMNShape", f"{_DI}BPMNEdge")
_SIDES = ("x", "y", "width", "height")


@dataclass(frozen=True, slots=True)
class PartChange:
    """A property of an element: by the name that it has in the file, before and after."""

    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ElementChange:
    """An element that came (`act` "added"), went ("removed") or differs ("changed")."""

    act: str
    element: str
    kind: str
    name: str
    parts: tuple[PartChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every element that differs, in the order of the diagram; `moved`: the drawing differs."""

    elements: tuple[ElementChange, ...]
    moved: bool


_Facts = Mapping[str, tuple[str, ...]]


def compare(before: bytes, after: bytes) -> Comparison:
    """Return what differs between two diagrams. Raises InvalidModel for what is no safe XML."""
    old_root, new_root = xml.parse(before, "before.bpmn"), xml.parse(after, "after.bpmn")
    old, new = _elements(old_root), _elements(new_root)
    found = [_change(one, old.get(key), new.get(key)) for key, one in {**old, **new}.items()]
    order = {key: at for at, key in enumerate([*new, *old])}
    changed = [one for one in found if one is not None]
    changed.sort(key=lambda one: order[one.element])
    return Comparison(tuple(changed), _drawing(old_root) != _drawing(new_root))


def _change(
    known: etree._Element, old: etree._Element | None, new: etree._Element | None
) -> ElementChange | None:
    key, name = known.get("id", ""), known.get("name") or ""
    if old is None or new is None:
        return ElementChange("removed" if new is None else "added", key, kind(known), name)
    before, after = _facts(old), _facts(new)
    parts = tuple(
        PartChange(part, before.get(part, ()), after.get(part, ()))
        for part in dict.fromkeys([*before, *after])
        if before.get(part) != after.get(part)
    )
    return ElementChange("changed", key, kind(new), name, parts) if parts else None


def _elements(root: etree._Element) -> dict[str, etree._Element]:
    return {str(one.get("id")): one for one in root.iter() if kind(one) in _OWN and one.get("id")}


def _facts(element: etree._Element) -> _Facts:
    """Return everything that an element says of itself, by part; the same in any spelling."""
    found: dict[str, list[str]] = {}
    for part, text in _told(element):
        found.setdefault(part, []).append(text)
    return {part: tuple(texts) for part, texts in found.items()}


def _told(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        local = split(str(name))[1]
        if local not in _LEFT_OUT:
            yield local, str(value)
    for child in element:
        space, local = split(str(child.tag))
        if kind(child) in _OWN or local in _LEFT_OUT:
            continue
        if local in _HOLDERS:
            yield from _told(child)
        elif space == BPMN and not len(child) and not child.attrib:
            yield local, _text(child)
        else:
            yield local, _all_of(child)


def _all_of(element: etree._Element) -> str:
    """Return an inner part as one line: its attributes, its text, and what stands inside it."""
    told = [
        f"{split(str(name))[1]} {value!s}"
        for name, value in sorted(element.attrib.items())
        if split(str(name))[1] not in {*_LEFT_OUT, "type"}
    ]
    inside = [f"{split(str(child.tag))[1]} {_all_of(child)}".strip() for child in element]
    return ", ".join(each for each in (*told, _text(element), *inside) if each)


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _drawing(root: etree._Element) -> dict[str, list[tuple[int, ...]]]:
    """Return where each element is drawn: its corner and size, or the points of its arrow."""
    found: dict[str, list[tuple[int, ...]]] = {}
    for holder in root.iter(*_DRAWN):
        points = [each for each in holder if split(str(each.tag))[1] in {"Bounds", "waypoint"}]
        sides = [tuple(_whole(point.get(side)) for side in _SIDES) for point in points]
        found[str(holder.get("bpmnElement")).rpartition(":")[2]] = sides
    return found


def _whole(text: str | None) -> int:
    try:
        return round(float(text or 0))
    except (ValueError, OverflowError):
        return 0
