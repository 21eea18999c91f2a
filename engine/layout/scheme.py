"""What has to be drawn, as plain nodes and links: pools, lanes, flow nodes, notes and arrows.

Nothing here has a place yet. A node is drawn inside its `parent`: a pool, an expanded
sub-process, or the plane itself ("").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SEQUENCE = "sequenceFlow"
MESSAGE = "messageFlow"
POOL = "participant"
UNFRAMED = "process"  # a process that is drawn without a pool around it
NOTES = frozenset(
    {
        *("textAnnotation", "dataObjectReference", "dataStoreReference"),
        *("dataInput", "dataOutput", "group"),
    }
)


@dataclass(slots=True)
class Node:
    """One shape to draw; sizes in px. `open`: its parts are drawn inside it."""

    id: str
    kind: str
    name: str
    parent: str
    lane: str = ""
    host: str = ""
    open: bool = False
    width: int = 0
    height: int = 0
    parts: list[str] = field(default_factory=list)
    border: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Link:
    """One connection to draw; `signed`: it begins with a slash or a diamond (§8.3.13)."""

    id: str
    kind: str
    name: str
    source: str
    target: str
    signed: bool = False


@dataclass(slots=True)
class Lane:
    """A lane with the lanes inside it."""

    id: str
    name: str
    parts: list[Lane] = field(default_factory=list)

    def leaves(self) -> Iterator[Lane]:
        """Yield the lanes without lanes inside, from top to bottom."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def depth(self) -> int:
        """Return how many lanes deep it is, itself included."""
        return 1 + max((part.depth() for part in self.parts), default=0)


@dataclass(slots=True)
class Plane:
    """One drawing: of a collaboration, a process, or the inside of a collapsed sub-process."""

    of: str
    nodes: dict[str, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    lanes: dict[str, list[Lane]] = field(default_factory=dict)

    def parts(self, parent: str) -> list[Node]:
        """Return what is drawn directly inside `parent`, without what sits on a border."""
        names = self.nodes[parent].parts
        return [self.nodes[name] for name in names]

    def scopes(self, name: str) -> list[str]:
        """Return what is drawn around a node, from the inside outwards; the plane is last."""
        around = []
        while name:
            name = self.nodes[name].parent
            around.append(name)
        return around

    def bearer(self, name: str) -> Node:
        """Return the node itself, or the activity on whose border it sits."""
        node = self.nodes[name]
        return self.nodes[node.host] if node.host else node
