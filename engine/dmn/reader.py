"""From DMN 1.1-1.5 XML to decisions; what is not understood is a finding, never ignored.

No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.dmn.boxed import Boxes
from engine.dmn.findings import Findings
from engine.dmn.itemtypes import Types
from engine.dmn.model import Decision, FunctionDefinition, InputData, Knowledge, Parts, Service
from engine.dmn.tables import NOTHING
from engine.dmn.tree import Node
from engine.dmn.types import Type

_DOCUMENTARY = frozenset(
    {"knowledgeSource", "textAnnotation", "association", "group", "elementCollection"}
    | {"performanceIndicator", "organizationUnit"}
)
_IN_DEFINITIONS = _DOCUMENTARY | frozenset(
    {"decision", "inputData", "itemDefinition", "businessKnowledgeModel", "decisionService"}
    | {"import"}
)
_IN_DECISION = frozenset(
    {"question", "allowedAnswers", "variable", "informationRequirement", "authorityRequirement"}
    | {"knowledgeRequirement", "supportedObjective", "impactedPerformanceIndicator"}
    | {"decisionMaker", "decisionOwner", "usingProcess", "usingTask"}
)
_IN_KNOWLEDGE = frozenset(
    {"variable", "encapsulatedLogic", "knowledgeRequirement", "authorityRequirement"}
)
_IN_SERVICE = frozenset(
    {"variable", "outputDecision", "encapsulatedDecision", "inputDecision", "inputData"}
)
_OPERATORS = frozenset("+-*/.")
_NAMED = frozenset({"variable", "column", "output", "formalParameter", "itemComponent"})


class Reader:
    """One reading of one model; `imported` are the parts of the models it imports."""

    def __init__(
        self, root: Node, findings: Findings, imported: Mapping[str, Parts] | None = None
    ) -> None:
        self.root = root
        self.findings = findings
        self.namespace = root.get("namespace") or ""
        self.imported: Mapping[str, Parts] = imported or {}
        self.spaces: dict[str, str] = {}
        for node in root.all("import"):
            self._import(node)
        by_name = {space: self.imported[uri] for uri, space in self.spaces.items()}
        self.types = Types(root, findings, by_name)
        self.boxes = Boxes(self.types, findings)
        self.parts = Parts(self.namespace, findings.file, types=self.types.made, spaces=self.spaces)
        self.nodes: dict[str, Node] = {}

    def read(self) -> Parts:
        """Read everything, in the order of the file; decisions come after those they require."""
        self.findings.only(self.root, _IN_DEFINITIONS)
        self.findings.language(self.root)
        for tag in ("decision", "inputData", "businessKnowledgeModel", "decisionService"):
            self._index(tag)
        self.findings.names = self.types.component_names() | _odd_names(self.root)
        for key, node in self._tagged("inputData"):
            self.parts.inputs[key] = InputData(key, _name(node), self.types.of(_variable(node)))
        made = {}
        for read, tag in (
            (self._knowledge, "businessKnowledgeModel"),
            (self._service, "decisionService"),
        ):
            for key, node in self._tagged(tag):
                self.findings.decision = key
                read(key, node)
        for key, node in self._tagged("decision"):
            self.findings.decision = key
            made[key] = self._decision(key, node)
        self.findings.decision = None
        if not (made or self.parts.knowledge or self.parts.types or self.parts.inputs):
            self.findings.add("no_decision", self.root)
        self.parts.decisions.update(self._in_order(made))
        return self.parts

    def _import(self, node: Node) -> None:
        """Read an import of another model; of anything else it is refused."""
        namespace, kind = node.get("namespace") or "", node.get("importType") or ""
        if "dmn" not in kind.lower():
            self.findings.add("not_supported", node, construct=f"import {kind}".strip())
        elif namespace not in self.imported:
            self.findings.add("unknown_import", node, namespace=namespace)
        else:
            self.spaces[namespace] = node.get("name") or ""

    def _index(self, tag: str) -> None:
        """Collect nodes by id; one without an id, or with another's, is refused."""
        for node in self.root.all(tag):
            key = node.get("id")
            if key is None:
                self.findings.add("missing_id", node, construct=tag)
                key = node.get("name") or ""
            if not key:
                continue
            if key in self.nodes:
                self.findings.add("id_twice", node)
            else:
                self.nodes[key] = node

    def _tagged(self, tag: str) -> Iterator[tuple[str, Node]]:
        """Iterate over the keys and indexed nodes with one tag."""
        return ((key, node) for key, node in self.nodes.items() if node.tag == tag)

    def _decision(self, key: str, node: Node) -> Decision:
        """Read one decision."""
        self.findings.only(node, _IN_DECISION | self.boxes.tags)
        inputs, requires = self._information(node)
        knows = self._knows(node)
        visible = {one.space or one.name for one in inputs}
        visible |= {self._seen_as(one) for one in (*requires, *knows)}
        with self.findings.knowing(visible | self._imported_names()):
            logic = self.boxes.only_one_in(node)
        return Decision(
            id=key,
            name=_name(node),
            label=node.get("name") or key,
            logic=logic,
            type=self.types.of(_variable(node)),
            inputs=tuple(inputs),
            requires=tuple(requires),
            description=node.text_in("description"),
            question=node.text_in("question"),
            knows=tuple(knows),
            broken=key in self.findings.broken,
        )

    def _knowledge(self, key: str, node: Node) -> None:
        """Read one business knowledge model; it may call itself."""
        self.findings.only(node, _IN_KNOWLEDGE)
        knows = self._knows(node)
        visible = {_name(node), *(self._seen_as(one) for one in knows)} | self._imported_names()
        inner = node.first("encapsulatedLogic")
        function = FunctionDefinition((), NOTHING)
        if inner is None:
            self.findings.add("no_logic", node)
        else:
            with self.findings.knowing(visible):
                function = self.boxes.function(inner)
        type_ = self._result_type(node, inner)
        broken = key in self.findings.broken
        self.parts.knowledge[key] = Knowledge(
            key, _name(node), function, type_, tuple(knows), broken
        )

    def _result_type(self, node: Node, inner: Node | None) -> Type:
        """Return the type of what a function gives: that of its variable, or of its logic."""
        declared = self.types.of(_variable(node))
        return self.types.of(inner) if declared.base == "Any" and not declared.inner else declared

    def _service(self, key: str, node: Node) -> None:
        """Read one decision service."""
        self.findings.only(node, _IN_SERVICE)
        outputs = self._references(node, "outputDecision", {"decision"})
        if not outputs:
            self.findings.add("no_outputs", node)
        self._references(node, "encapsulatedDecision", {"decision"})
        self.parts.services[key] = Service(
            id=key,
            name=_name(node),
            outputs=tuple(outputs),
            given=tuple(self._references(node, "inputDecision", {"decision"})),
            inputs=tuple(
                self._input_data(one) for one in self._references(node, "inputData", {"inputData"})
            ),
            type=self.types.of(_variable(node)).returns,
            broken=key in self.findings.broken,
        )

    def _information(self, node: Node) -> tuple[list[InputData], list[str]]:
        """Read which inputs and decisions are required."""
        inputs: list[InputData] = []
        requires: list[str] = []
        for one in node.all("informationRequirement"):
            self.findings.only(one, {"requiredInput", "requiredDecision"})
            found = self._references(one, "requiredInput", {"inputData"})
            inputs += [self._input_data(key) for key in found]
            requires += self._references(one, "requiredDecision", {"decision"})
        return inputs, requires

    def _knows(self, node: Node) -> list[str]:
        """Read which knowledge models and decision services are required."""
        kinds = {"businessKnowledgeModel", "decisionService"}
        return [
            key
            for one in node.all("knowledgeRequirement")
            for key in self._references(one, "requiredKnowledge", kinds)
        ]

    def _references(self, node: Node, tag: str, kinds: set[str]) -> list[str]:
        """Return what references point at, as ids here or `namespace#id`; nothing is a finding."""
        found = []
        for one in node.all(tag):
            href = one.get("href") or ""
            namespace, _, key = href.rpartition("#")
            if namespace in {"", self.namespace} and key in self.nodes:
                if self.nodes[key].tag in kinds:
                    found.append(key)
                    continue
            elif namespace in self.spaces and _has(self.imported[namespace], key, kinds):
                found.append(href)
                continue
            self.findings.add("unknown_reference", node, href=href)
        return found

    def _input_data(self, key: str) -> InputData:
        """Return input data of this model or an imported one."""
        namespace, _, inner = key.rpartition("#")
        if not namespace:
            return self.parts.inputs[key]
        return replace(self.imported[namespace].inputs[inner], space=self.spaces[namespace])

    def _seen_as(self, key: str) -> str:
        """Return the name under which something required is seen."""
        namespace, _, inner = key.rpartition("#")
        if not namespace:
            return _name(self.nodes[key])
        return self.spaces[namespace] or _name_in(self.imported[namespace], inner)

    def _imported_names(self) -> set[str]:
        """Return what may stand after the name of an import."""
        return {name for uri in self.spaces for name in self.imported[uri].names()}

    def _in_order(self, made: Mapping[str, Decision]) -> dict[str, Decision]:
        """Put each decision after those it requires; a cycle is a finding."""
        ordered: dict[str, Decision] = {}
        waiting = dict(made)
        while waiting:
            ready = [key for key, one in waiting.items() if not _lacks(one.requires, waiting)]
            if not ready:
                facts = sorted(waiting)
                self.findings.decision = facts[0]
                self.findings.add("requirement_cycle", self.nodes[facts[0]], decisions=facts)
                self.findings.decision = None
                return ordered | {
                    key: replace(one, requires=(), broken=True) for key, one in waiting.items()
                }
            for key in ready:
                ordered[key] = waiting.pop(key)
        return ordered


def _lacks(requires: Sequence[str], waiting: Mapping[str, Decision]) -> bool:
    """Tell whether something required still waits."""
    return any(key in waiting for key in requires)


def _has(parts: Parts, key: str, kinds: set[str]) -> bool:
    """Tell whether an imported model has something of one of these kinds."""
    of: dict[str, Mapping[str, object]] = {
        "decision": parts.decisions,
        "inputData": parts.inputs,
        "businessKnowledgeModel": parts.knowledge,
        "decisionService": parts.services,
    }
    return any(key in of[kind] for kind in kinds)


def _name_in(parts: Parts, key: str) -> str:
    """Return the name of something in an imported model."""
    many = (parts.decisions, parts.knowledge, parts.services)
    return next((one[key].name for one in many if key in one), "")


def _variable(node: Node) -> Node | None:
    """Return the variable of an element."""
    return node.first("variable")


def _name(node: Node) -> str:
    """Return the name under which others see what an element gives."""
    variable = _variable(node)
    return (variable.get("name") if variable else None) or node.get("name") or node.get("id") or ""


def _odd_names(root: Node) -> set[str]:
    """Return every name of an entry, column or parameter that is more than one word.

    They may stand after a point or before a colon anywhere; those that spell an operator or a path
    are read as that, unless they are in scope.
    """
    found: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        name = node.get("name") if node.tag in _NAMED else None
        if name and not name.isidentifier() and not _OPERATORS & set(name):
            found.add(name)
    return found
