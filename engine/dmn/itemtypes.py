"""The item definitions of a model as types, and typeRefs as one of them.

No database, no clock, no network.
"""

from __future__ import annotations

from engine.dmn.findings import Findings
from engine.dmn.tree import Node
from engine.dmn.types import ANY, BUILT_IN, Type
from engine.feel import UnaryTests

_PARTS = frozenset({"typeRef", "allowedValues", "itemComponent"})


class Types:
    """Every type that the model names."""

    def __init__(self, root: Node, findings: Findings) -> None:
        self._findings = findings
        self._nodes: dict[str, Node] = {}
        self._made: dict[str, Type] = {}
        self._making: list[str] = []
        for node in root.all("itemDefinition"):
            name = node.get("name") or ""
            if not name or name in self._nodes:
                findings.add("name_twice" if name else "missing_name", node, name=name)
            self._nodes[name] = node
        for name, node in self._nodes.items():
            self._named(name, node)

    def component_names(self) -> frozenset[str]:
        """Return the names of all components, so that FEEL reads those with spaces."""
        found: set[str] = set()
        waiting = list(self._nodes.values())
        while waiting:
            for component in waiting.pop().all("itemComponent"):
                found.add(component.get("name") or "")
                waiting.append(component)
        return frozenset(found - {""})

    def of(self, node: Node | None) -> Type:
        """Return the type in a node's `typeRef`, attribute or element; without one: any."""
        if node is None:
            return ANY
        reference = node.get("typeRef") or node.text_in("typeRef")
        return self.named(reference, node) if reference else ANY

    def named(self, reference: str, node: Node) -> Type:
        """Return the type with this name; DMN 1.1 puts a prefix before it."""
        own = self._nodes.get(reference)
        name = reference
        if own is None and reference not in BUILT_IN and ":" in reference:
            name = reference.partition(":")[2]
            own = self._nodes.get(name)
        if own is not None:
            return self._named(name, own)
        if name in BUILT_IN:
            return Type(name, BUILT_IN[name])
        self._findings.add("unknown_type", node, type=reference, known=sorted(self._nodes))
        return ANY

    def _named(self, name: str, node: Node) -> Type:
        """Make the type of an item definition once; one that contains itself is refused."""
        if name in self._made:
            return self._made[name]
        if name in self._making:
            self._findings.add("type_cycle", node, type=name)
            return ANY
        self._making.append(name)
        made = self._definition(name, node)
        self._making.pop()
        self._made[name] = made
        return made

    def _definition(self, name: str, node: Node) -> Type:
        """Make the type that an item definition or a component describes."""
        self._findings.only(node, _PARTS)
        for one in node.all("itemComponent"):
            if not one.get("name"):
                self._findings.add("missing_name", one, construct="itemComponent")
        components = tuple(
            (one.get("name") or "", self._definition(one.get("name") or "", one))
            for one in node.all("itemComponent")
        )
        allowed = self._allowed(node)
        if components:
            made = Type(name, "context", components=components, allowed=allowed)
        else:
            made = Type(name, inner=self.of(node), allowed=allowed)
        return Type(name, item=made) if node.get("isCollection") == "true" else made

    def _allowed(self, node: Node) -> UnaryTests | None:
        """Read the allowed values."""
        values = node.first("allowedValues")
        if values is None or not values.text_in():
            return None
        return self._findings.tests(values, values.text_in(), type=node.get("name") or "")
