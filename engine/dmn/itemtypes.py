"""The item definitions of a model as types, and typeRefs as one of them.

No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.dmn.findings import Findings
from engine.dmn.model import Parts
from engine.dmn.tree import Node
from engine.dmn.types import ANY, BUILT_IN, Type
from engine.feel import UnaryTests

_DEEPEST = 50  # types that refer to one another
_PARTS = frozenset({"typeRef", "allowedValues", "typeConstraint", "itemComponent", "functionItem"})


class Types:
    """Every type that the model names; `imported` are the models it imports, by import name."""

    def __init__(
        self, root: Node, findings: Findings, imported: Mapping[str, Parts] | None = None
    ) -> None:
        self._findings = findings
        self._imported = dict(imported or {})
        self._prefixes = root.prefixes
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

    @property
    def made(self) -> dict[str, Type]:
        """Return the types of the item definitions by name."""
        return dict(self._made)

    def component_names(self) -> frozenset[str]:
        """Return the names of all components, so that FEEL reads those with spaces."""
        return frozenset(
            name
            for many in (self._made, *(parts.types for parts in self._imported.values()))
            for made in many.values()
            for name in _component_names(made)
        )

    def of(self, node: Node | None) -> Type:
        """Return the type in a node's `typeRef`, attribute or element; without one: any."""
        if node is None:
            return ANY
        reference = node.get("typeRef") or node.text_in("typeRef")
        return self.named(reference, node) if reference else ANY

    def named(self, reference: str, node: Node) -> Type:
        """Return the type with this name.

        DMN 1.1 puts a namespace prefix before the name of a built-in or imported type, later
        versions the name of the import and a point before that of an imported one.
        """
        own = self._nodes.get(reference)
        if own is not None:
            return self._named(reference, own)
        if reference in BUILT_IN:
            return Type(reference, BUILT_IN[reference])
        found = self._of_import(reference) or self._prefixed(reference)
        if found is None:
            self._findings.add("unknown_type", node, type=reference, known=sorted(self._nodes))
        return found or ANY

    def _of_import(self, reference: str) -> Type | None:
        """Return a type of an imported model, `import.type`; an import may have no name."""
        for space, parts in self._imported.items():
            name = reference.removeprefix(f"{space}.") if space else reference
            if (name != reference or not space) and name in parts.types:
                return parts.types[name]
        return None

    def _prefixed(self, reference: str) -> Type | None:
        """Return the type after a namespace prefix."""
        prefix, colon, name = reference.partition(":")
        if not colon:
            return None
        namespace = self._prefixes.get(prefix)
        for parts in self._imported.values():
            if parts.namespace == namespace and name in parts.types:
                return parts.types[name]
        if name in self._nodes:
            return self._named(name, self._nodes[name])
        return Type(name, BUILT_IN[name]) if name in BUILT_IN else None

    def _named(self, name: str, node: Node) -> Type:
        """Make the type of an item definition once; one that contains itself is refused."""
        if name in self._made:
            return self._made[name]
        if name in self._making:
            self._findings.add("type_cycle", node, type=name)
            return ANY
        if len(self._making) > _DEEPEST:
            self._findings.add("type_too_deep", node, type=name, limit=_DEEPEST)
            return ANY
        self._making.append(name)
        made = self._definition(name, node)
        self._making.pop()
        self._made[name] = made
        return made

    def _definition(self, name: str, node: Node) -> Type:
        """Make the type that an item definition or a component describes."""
        self._findings.only(node, _PARTS)
        allowed = self._tests(node, "allowedValues")
        constraint = self._tests(node, "typeConstraint")
        function = node.first("functionItem")
        if node.first("itemComponent") is not None:
            made = Type(name, "context", components=self._components(node), allowed=allowed)
        elif function is not None:
            made = self._function(name, function)
        else:
            made = Type(name, inner=self.of(node), allowed=allowed)
        if node.get("isCollection") == "true":
            return Type(name, item=made, whole=constraint)
        return replace(made, whole=constraint)

    def _components(self, node: Node) -> tuple[tuple[str, Type], ...]:
        """Make the types of the components."""
        made = []
        for one in node.all("itemComponent"):
            name = one.get("name") or ""
            if not name:
                self._findings.add("missing_name", one, construct="itemComponent")
            made.append((name, self._definition(name, one)))
        return tuple(made)

    def _function(self, name: str, node: Node) -> Type:
        """Make the type of a function."""
        parameters = tuple((one.get("name") or "", self.of(one)) for one in node.all("parameters"))
        output = node.get("outputTypeRef") or node.text_in("outputTypeRef")
        result = self.named(output, node) if output else ANY
        return Type(name, "function", parameters=parameters, result=result)

    def _tests(self, node: Node, tag: str) -> UnaryTests | None:
        """Read the allowed values or a type constraint."""
        values = node.first(tag)
        if values is None or not values.text_in():
            return None
        return self._findings.tests(values, values.text_in(), type=node.get("name") or "")


def _component_names(made: Type) -> set[str]:
    """Return the names of the components of a type, however deep."""
    found: set[str] = set()
    waiting: list[Type | None] = [made]
    while waiting:
        one = waiting.pop()
        if one is not None:
            found.update(name for name, _ in one.components)
            waiting += [component for _, component in one.components]
            waiting += [one.item, one.inner]
    return found - {""}
