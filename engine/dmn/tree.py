"""The XML of a decision model as plain nodes: only what DMN itself says, with lines.

Extension elements, drawings and attributes of other makers are left out here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from engine import xml
from engine.errors import Finding, InvalidModel

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)  # DMN 1.1, 1.2, 1.3, 1.4, 1.5
_DRAWING_AND_EXTENSIONS = frozenset({"extensionElements"})


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the DMN model; `foreign` are the local names of other makers' attributes."""

    tag: str
    attributes: dict[str, str]
    foreign: frozenset[str]
    text: str
    line: int | None
    children: tuple[Node, ...]
    prefixes: dict[str, str] = field(default_factory=dict)  # of the root: prefix → namespace

    def get(self, name: str) -> str | None:
        """Return an attribute with single spaces, null when absent or blank."""
        return " ".join(self.attributes.get(name, "").split()) or None

    def all(self, tag: str) -> Iterator[Node]:
        """Iterate over the children with this name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Node | None:
        """Return the first child with this name."""
        return next(self.all(tag), None)

    def text_in(self, tag: str = "text") -> str:
        """Return the stripped text of a child, empty when there is none."""
        child = self.first(tag)
        return child.text.strip() if child else ""


@lru_cache(maxsize=256)
def read_tree(data: bytes, file: str) -> Node:
    """Parse the bytes of a decision model; files that many procedures share are parsed once.

    Raises InvalidModel when the XML is refused, or is not DMN 1.1 to 1.5.
    """
    root = xml.parse(data, file)
    namespace, tag = _split(str(root.tag))
    if tag != "definitions" or namespace not in NAMESPACES:
        facts = {"namespace": namespace, "element": tag, "known": sorted(NAMESPACES)}
        raise InvalidModel([Finding(file, "dmn.not_dmn", None, xml.line_of(root), facts=facts)])
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    return replace(_node(root, namespace), prefixes=prefixes)


def _node(element: Any, namespace: str) -> Node:
    """Make a node of an lxml element; nesting is bounded by engine.xml."""
    attributes: dict[str, str] = {}
    foreign: set[str] = set()
    for name, value in element.attrib.items():
        maker, local = _split(str(name))
        if maker:
            foreign.add(local)
        else:
            attributes[local] = str(value)
    children = []
    for child in element:
        maker, tag = _split(str(child.tag))
        if maker == namespace and tag not in _DRAWING_AND_EXTENSIONS:
            children.append(_node(child, namespace))
    return Node(
        _split(str(element.tag))[1],
        attributes,
        frozenset(foreign),
        element.text or "",
        xml.line_of(element),
        tuple(children),
    )


def _split(name: str) -> tuple[str, str]:
    """Cut `{namespace}local` in two."""
    if name.startswith("{"):
        namespace, _, local = name[1:].partition("}")
        return namespace, local
    return "", name
