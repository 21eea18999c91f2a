"""The plan of a migration: which element of one version is which element of the other.

An analyst names elements as they are drawn; tokens stand on nodes of the normalised diagram. What
the normaliser made of an element follows it: the helper with the same role is its counterpart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.bpmn.bundle import Bundle
from engine.bpmn.diagram import Flow, Node
from engine.errors import InvalidInput, Problem
from engine.model import Place

Mapped = Mapping[str, str | None]
RENAMED = ":node"  # what the normaliser adds to an id that its parser reserves


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One element of the old version and its counterpart (`None`: it has none).

    `how` is same, mapped, unmapped, gone or other_kind.
    """

    process: str
    element: str
    name: str
    target: str | None
    how: str


class _Side:
    """One version: its nodes by the analyst's element and their role in it, and its flows."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.elements: dict[str, dict[str, dict[str, Node]]] = {}
        self.flows: dict[str, dict[str, Flow]] = {}
        for name, diagram in bundle.diagrams.items():
            found: dict[str, dict[str, Node]] = defaultdict(dict)
            for node in diagram.nodes.values():
                found[node.origin][role(node)] = node
            self.elements[name] = dict(found)
            self.flows[name] = {f.id: f for n in diagram.nodes.values() for f in n.outgoing}

    def knows(self, name: str) -> bool:
        """Say whether a process, element or flow is called `name` or `process/name`."""
        process, _, inner = name.rpartition("/")
        where = [process] if process else list(self.elements)
        drawn = (self.elements.get(each, {}) for each in where)
        flows = (self.flows.get(each, {}) for each in where)
        return (
            (not process and name in self.elements)
            or any(inner in found for found in drawn)
            or any(inner in found for found in flows)
        )


class MigrationPlan:
    """The counterpart of everything in `old`, as `mapping` says or because it has the same id.

    Keys and values of `mapping` are ids of elements, flows or processes, `process/id` where an id
    stands in several processes; `None` says that an element has no counterpart. An element whose
    id `mapping` gives to another one is no longer the counterpart of itself.
    """

    def __init__(self, old: Bundle, new: Bundle, mapping: Mapped) -> None:
        """Raise InvalidInput, all at once, for names that the versions do not have."""
        self.old = old
        self.new = new
        self.mapping = dict(mapping)
        self._old, self._new = _Side(old), _Side(new)
        problems = [
            *_unknown(self._old, "migration.unknown_source", self.mapping),
            *_unknown(self._new, "migration.unknown_target", self.mapping.values()),
        ]
        if problems:
            raise InvalidInput(problems)

    # --- counterparts ----------------------------------------------------------------------

    def process_of(self, process: str) -> str | None:
        """Return the counterpart of a process."""
        wanted = self.mapping.get(process, process)
        return wanted if wanted in self.new.diagrams else None

    def node_of(self, node: Node) -> Node | None:
        """Return the counterpart of a node of the old version."""
        process = self.process_of(node.process)
        if process is None:
            return None
        element = self._named(node.process, node.origin, process)
        return self._new.elements[process].get(element or "", {}).get(role(node))

    def says(self, node: Node) -> bool:
        """Say whether the mapping itself gives a node its counterpart, or none."""
        return self._given(node.process, node.origin)[0]

    def unmaps(self, node: Node) -> bool:
        """Say whether the mapping itself says that a node has no counterpart."""
        return self._given(node.process, node.origin) == (True, None)

    def flow_to(self, flow: str, old: Node, new: Node) -> str | None:
        """Return the counterpart of a flow into `old` among the flows into `new`.

        The one that is mapped, else that with the same id, else that from the same source.
        """
        given, wanted = self._given(old.process, flow)
        if given:
            name = (wanted or "").rpartition("/")[2]
            return name if name in new.incoming else None
        drawn = self._old.flows[old.process].get(flow)
        if drawn is None:
            return None
        if drawn.shown is not None and flow in new.incoming:
            return flow
        return self._from_same_source(drawn, old, new)

    def _from_same_source(self, flow: Flow, old: Node, new: Node) -> str | None:
        source = self.node_of(self.old.diagrams[old.process].nodes[flow.source])
        if source is None:
            return None
        flows = self._old.flows[old.process]
        before = [each for each in old.incoming if flows[each].source == flow.source]
        after = [each.id for each in source.outgoing if each.target == new.id]
        alike_many = flow.id in before and len(before) == len(after)
        return after[before.index(flow.id)] if alike_many else None

    def _named(self, process: str, element: str, target: str) -> str | None:
        given, wanted = self._given(process, element)
        if given:
            where, _, name = (wanted or "").rpartition("/")
            return name if where in ("", target) else None
        return None if element in self._taken[process] else element

    def _given(self, process: str, name: str) -> tuple[bool, str | None]:
        for key in (f"{process}/{name}", name):
            if key in self.mapping:
                return True, self.mapping[key]
        return False, None

    @cached_property
    def _taken(self) -> Mapping[str, frozenset[str]]:
        """Return, per old process, the elements that the mapping gives to another one."""
        taken: dict[str, set[str]] = {name: set() for name in self.old.diagrams}
        for key, value in self.mapping.items():
            process, _, name = key.rpartition("/")
            target = (value or "").rpartition("/")[2]
            for each in [process] if process else taken:
                if name != target and name in self._old.elements.get(each, {}):
                    taken[each].add(target)
        return {name: frozenset(found) for name, found in taken.items()}

    # --- the plan as people read it --------------------------------------------------------

    def lines(self) -> tuple[PlanLine, ...]:
        """Return every element of the old version with its counterpart."""
        return tuple(self._line(node) for node in self._elements(self._old))

    def _line(self, node: Node) -> PlanLine:
        target = self.node_of(node)
        how = "mapped" if self.says(node) else "same"
        if target is None:
            how = "unmapped" if self.unmaps(node) else "gone"
        elif not alike(node, target):
            how = "other_kind"
        name = None if target is None else target.origin
        return PlanLine(node.process, node.origin, node.name, name, how)

    def _elements(self, side: _Side) -> Iterator[Node]:
        for found in side.elements.values():
            yield from (roles[""] for roles in found.values() if "" in roles)

    @cached_property
    def renamed(self) -> Mapping[Place, Place]:
        """Return the places of the old version whose counterpart is called otherwise."""
        pairs = ((node, self.node_of(node)) for node in self._elements(self._old))
        places = (
            ((old.process, old.origin), (new.process, new.origin)) for old, new in pairs if new
        )
        return {before: after for before, after in places if before != after}

    def inverse(self) -> dict[str, str | None]:
        """Return the mapping that leads back; what two elements became leads nowhere."""
        back: dict[str, str | None] = {}
        for key, value in self.mapping.items():
            if value is not None and (key in self.old.diagrams or self._is_flow(key)):
                back[value] = None if value in back else key
        sources: dict[Place, list[Node]] = defaultdict(list)
        for node in self._elements(self._old):
            target = self.node_of(node)
            if target is not None:
                sources[target.process, target.origin].append(node)
        for node in self._elements(self._new):
            found = sources[node.process, node.origin]
            key = f"{node.process}/{node.origin}"
            if len(found) == 1 and found[0].origin != node.origin:
                back[key] = found[0].origin
            elif len(found) != 1 and self._old.knows(node.origin):
                back[key] = None
        return back

    def _is_flow(self, name: str) -> bool:
        process, _, inner = name.rpartition("/")
        where = [process] if process else list(self._old.flows)
        return any(inner in self._old.flows.get(each, {}) for each in where)


def role(node: Node) -> str:
    """Return what a node is of its element: "" the element itself, else what the helper is for."""
    return node.id.removeprefix(node.origin).removeprefix(RENAMED)


def alike(old: Node, new: Node) -> bool:
    """Say whether a token on `old` can stand on `new`: the same behaviour, the same event."""
    return _nature(old) == _nature(new)


def _nature(node: Node) -> tuple[object, ...]:
    ends = node.kind if node.behaviour in ("undo", "end") else None
    together = node.together is not None
    return node.behaviour, node.event.kind, node.triggered, node.compensates, together, ends


def _unknown(side: _Side, code: str, names: Iterable[str | None]) -> Iterator[Problem]:
    for name in names:
        if name is not None and not side.knows(name):
            yield Problem("mapping", code, {"element": name})
