"""Boxed expressions as they are read: contexts, invocations, lists, functions, iterators.

No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.dmn.findings import Findings
from engine.dmn.itemtypes import Types
from engine.dmn.model import (
    Conditional,
    Context,
    Entry,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    ListOf,
    Logic,
    Relation,
    Typed,
)
from engine.dmn.tables import NOTHING, read_table
from engine.dmn.tree import Node
from engine.dmn.types import ANY, Type

Parameters = tuple[tuple[str, Type], ...]


class Boxes:
    """Reads the logic of decisions and functions; `findings.names` is what FEEL may name."""

    def __init__(self, types: Types, findings: Findings) -> None:
        self.types = types
        self.findings = findings
        self._readers: dict[str, Callable[[Node], Logic]] = {
            "literalExpression": self._literal,
            "decisionTable": lambda node: read_table(node, self.types, self.findings),
            "context": self._context,
            "invocation": self._invocation,
            "functionDefinition": self.function,
            "list": self._list,
            "relation": self._relation,
            "conditional": self._conditional,
            "filter": self._filter,
            "for": self._iteration,
            "some": self._iteration,
            "every": self._iteration,
        }

    @property
    def tags(self) -> frozenset[str]:
        """Return the names of the elements that are logic."""
        return frozenset(self._readers)

    def only_one_in(self, node: Node) -> Logic:
        """Read the one piece of logic inside a node; none or several are a finding."""
        found = [child for child in node.children if child.tag in self._readers]
        if len(found) == 1:
            return self.read(found[0])
        self.findings.add("several_logics" if found else "no_logic", node)
        return NOTHING

    def read(self, node: Node) -> Logic:
        """Read one piece of logic with the type that it declares."""
        logic = self._readers[node.tag](node)
        type_ = self.types.of(node)
        if type_ == ANY:
            return logic
        if isinstance(logic, FunctionDefinition) and type_.returns is type_:
            body = logic.body and Typed(logic.body, type_)
            return FunctionDefinition(logic.parameters, body, logic.kind)
        return Typed(logic, type_)

    def function(self, node: Node) -> FunctionDefinition:
        """Read a function definition: its parameters and what it does."""
        self.findings.only(node, self.tags | {"formalParameter"})
        parameters = self._parameters(node)
        kind = (node.get("kind") or "FEEL").upper()
        with self.findings.knowing(name for name, _ in parameters):
            if kind == "FEEL":
                return FunctionDefinition(parameters, self.only_one_in(node))
            self.findings.add(
                "not_supported", node, construct=f"functionDefinition {node.get('kind')}"
            )
            return FunctionDefinition(parameters, None, kind)

    def _parameters(self, node: Node) -> Parameters:
        """Read the formal parameters; each has another name."""
        made: dict[str, Type] = {}
        for one in node.all("formalParameter"):
            name = one.get("name")
            if name is None:
                self.findings.add("missing_name", one, construct="formalParameter")
            elif name in made:
                self.findings.add("name_twice", one, name=name)
            else:
                made[name] = self.types.of(one)
        return tuple(made.items())

    def _literal(self, node: Node) -> Logic:
        """Read a literal expression."""
        self.findings.only(node, {"text"})
        if not node.text_in():
            self.findings.add("empty_expression", node)
            return NOTHING
        return self.findings.expression(node, node.text_in()) or NOTHING

    def _context(self, node: Node) -> Logic:
        """Read a context; only its last entry may have no name."""
        self.findings.only(node, {"contextEntry"})
        nodes = list(node.all("contextEntry"))
        entries: list[Entry] = []
        for number, one in enumerate(nodes, start=1):
            self.findings.only(one, self.tags | {"variable"})
            variable = one.first("variable")
            name = (variable.get("name") if variable else None) or ""
            if not name and number < len(nodes):
                self.findings.add("missing_name", one, construct="contextEntry")
            if name and any(name == entry.name for entry in entries):
                self.findings.add("name_twice", one, name=name)
            with self.findings.knowing([*(entry.name for entry in entries if entry.name)]):
                entries.append(Entry(name, self.only_one_in(one), self.types.of(variable)))
        return Context(tuple(entries))

    def _invocation(self, node: Node) -> Logic:
        """Read an invocation; the function is what stands outside the bindings."""
        self.findings.only(node, self.tags | {"binding"})
        callee = self.only_one_in(node)
        bindings: dict[str, Logic] = {}
        for one in node.all("binding"):
            self.findings.only(one, self.tags | {"parameter"})
            parameter = one.first("parameter")
            name = parameter.get("name") if parameter else None
            if name is None:
                self.findings.add("missing_name", one, construct="parameter")
            elif name in bindings:
                self.findings.add("name_twice", one, name=name)
            else:
                empty = not any(child.tag in self._readers for child in one.children)
                bindings[name] = NOTHING if empty else self._bound(one, parameter)
        return Invocation(callee, tuple(bindings.items()))

    def _bound(self, node: Node, parameter: Node | None) -> Logic:
        """Read what a parameter is bound to, of the type that the parameter declares."""
        logic = self.only_one_in(node)
        type_ = self.types.of(parameter)
        return logic if type_ == ANY else Typed(logic, type_)

    def _list(self, node: Node) -> Logic:
        """Read a list."""
        self.findings.only(node, self.tags)
        return ListOf(tuple(self.read(one) for one in node.children if one.tag in self._readers))

    def _relation(self, node: Node) -> Logic:
        """Read a relation; each row has a cell for every column."""
        self.findings.only(node, {"column", "row"})
        columns = tuple((one.get("name") or "", self.types.of(one)) for one in node.all("column"))
        names = [name for name, _ in columns]
        if not all(names):
            self.findings.add("missing_name", node, construct="column")
        if len(set(names)) < len(names):
            self.findings.add("name_twice", node, construct="column")
        rows = []
        for one in node.all("row"):
            self.findings.only(one, self.tags)
            row = tuple(self.read(cell) for cell in one.children if cell.tag in self._readers)
            if len(row) != len(columns):
                self.findings.add("cell_count", one, cells=len(row), columns=len(columns))
            rows.append(row)
        return Relation(columns, tuple(rows))

    def _conditional(self, node: Node) -> Logic:
        """Read a conditional."""
        self.findings.only(node, {"if", "then", "else"})
        return Conditional(
            self._child(node, "if"), self._child(node, "then"), self._child(node, "else")
        )

    def _filter(self, node: Node) -> Logic:
        """Read a filter; its condition sees `item`."""
        self.findings.only(node, {"in", "match"})
        source = self._child(node, "in")
        with self.findings.knowing(["item"]):
            return Filter(source, self._child(node, "match"))

    def _iteration(self, node: Node) -> Logic:
        """Read a `for`, `some` or `every`; a `for` sees what it has made so far as `partial`."""
        body = "return" if node.tag == "for" else "satisfies"
        self.findings.only(node, {"in", body})
        variable = node.get("iteratorVariable")
        if variable is None:
            self.findings.add("missing_name", node, construct="iteratorVariable")
        source = self._child(node, "in")
        names = [variable or "item", *(["partial"] if node.tag == "for" else [])]
        with self.findings.knowing(names):
            inner = self._child(node, body)
        return Iteration(node.tag, names[0], self.types.of(node.first("in")), source, inner)

    def _child(self, node: Node, tag: str) -> Logic:
        """Read the logic in a child that has to be there."""
        child = node.first(tag)
        if child is None:
            self.findings.add("missing_part", node, construct=tag)
            return NOTHING
        self.findings.only(child, self.tags)
        return self.only_one_in(child)
