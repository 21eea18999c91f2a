"""From DMN 1.1-1.5 XML to decisions; what is not understood is a finding, never ignored.

No database, no clock, no network. Decision tables and literal expressions are read, with the
decisions and inputs they require; knowledge models, boxed contexts and invocations, decision
services and imports are refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.dmn.findings import Findings
from engine.dmn.itemtypes import Types
from engine.dmn.model import Decision, InputData, Table
from engine.dmn.tables import NOTHING, read_table
from engine.dmn.tree import Node, read_tree
from engine.errors import InvalidModel
from engine.feel import Expression

_IN_DEFINITIONS = frozenset(
    {"decision", "inputData", "itemDefinition", "knowledgeSource", "textAnnotation"}
    | {"association", "group", "elementCollection", "performanceIndicator", "organizationUnit"}
)
_IN_DECISION = frozenset(
    {"question", "allowedAnswers", "variable", "informationRequirement", "authorityRequirement"}
    | {"supportedObjective", "impactedPerformanceIndicator", "decisionMaker", "decisionOwner"}
    | {"usingProcess", "usingTask", "decisionTable", "literalExpression"}
)
_LOGIC = frozenset({"decisionTable", "literalExpression"})
_OTHER_LOGIC = frozenset(
    {"context", "invocation", "relation", "list", "functionDefinition", "conditional", "for"}
    | {"every", "some", "filter"}
)


def read(data: bytes, file: str) -> Mapping[str, Decision]:
    """Return the decisions of a model by id, each after those it requires.

    Raises InvalidModel with every finding at once: XML, unknown constructs, FEEL syntax in cells
    (with decision, rule and column), references, types, cycles.
    """
    root = read_tree(data, file)
    findings = Findings(file)
    made = _Reader(root, findings).read()
    if findings.found:
        raise InvalidModel(findings.found)
    return MappingProxyType(made)


class _Reader:
    """One reading of one model."""

    def __init__(self, root: Node, findings: Findings) -> None:
        self.root = root
        self.findings = findings
        self.decisions: dict[str, Node] = {}
        self.input_data: dict[str, InputData] = {}

    def read(self) -> dict[str, Decision]:
        """Read everything, in the order of the file."""
        self.findings.only(self.root, _IN_DEFINITIONS)
        self.findings.language(self.root)
        types = Types(self.root, self.findings)
        self.index("decision", self.decisions)
        inputs: dict[str, Node] = {}
        self.index("inputData", inputs)
        for key, node in inputs.items():
            variable = node.first("variable")
            name = (variable.get("name") if variable else None) or node.get("name") or key
            self.input_data[key] = InputData(key, name, types.of(variable))
        if not self.decisions:
            self.findings.add("no_decision", self.root)
        names = types.component_names()
        made = {key: self.decision(key, node, types, names) for key, node in self.decisions.items()}
        return self.in_order(made)

    def index(self, tag: str, into: dict[str, Node]) -> None:
        """Collect nodes by id; one without an id, or with another's, is refused."""
        for node in self.root.all(tag):
            key = node.get("id")
            if key is None:
                self.findings.add("missing_id", node, construct=tag)
            elif key in self.decisions or key in into:
                self.findings.add("id_twice", node)
            else:
                into[key] = node

    def decision(self, key: str, node: Node, types: Types, names: frozenset[str]) -> Decision:
        """Read one decision."""
        self.findings.decision = key
        self.findings.only(node, _IN_DECISION | _OTHER_LOGIC)
        inputs, requires = self.requirements(node)
        visible = {one.name for one in inputs} | {_name(self.decisions[one]) for one in requires}
        self.findings.names = names | visible
        variable = node.first("variable")
        made = Decision(
            id=key,
            name=_name(node),
            label=node.get("name") or key,
            logic=self.logic(node, types),
            type=types.of(variable),
            inputs=tuple(inputs),
            requires=tuple(requires),
            description=node.text_in("description"),
            question=node.text_in("question"),
        )
        self.findings.decision = None
        return made

    def requirements(self, node: Node) -> tuple[list[InputData], list[str]]:
        """Read what a decision requires; a reference to nothing is a finding."""
        inputs: list[InputData] = []
        requires: list[str] = []
        for requirement in node.all("informationRequirement"):
            for reference in requirement.children:
                key = (reference.get("href") or "").rpartition("#")[2]
                if reference.tag == "requiredInput" and key in self.input_data:
                    inputs.append(self.input_data[key])
                elif reference.tag == "requiredDecision" and key in self.decisions:
                    requires.append(key)
                elif reference.tag != "description":
                    self.findings.add("unknown_reference", requirement, href=reference.get("href"))
        return inputs, requires

    def logic(self, node: Node, types: Types) -> Table | Expression:
        """Read how a decision is made."""
        logic = [child for child in node.children if child.tag in _LOGIC | _OTHER_LOGIC]
        if len(logic) != 1:
            self.findings.add("no_logic" if not logic else "several_logics", node)
        elif logic[0].tag == "decisionTable":
            return read_table(logic[0], types, self.findings)
        elif logic[0].tag == "literalExpression":
            return self.literal(logic[0])
        else:
            self.findings.add("not_supported", logic[0], construct=logic[0].tag)
        return NOTHING

    def literal(self, node: Node) -> Expression:
        """Read a literal expression."""
        self.findings.only(node, {"text"})
        if not node.text_in():
            self.findings.add("empty_expression", node)
            return NOTHING
        return self.findings.expression(node, node.text_in()) or NOTHING

    def in_order(self, made: Mapping[str, Decision]) -> dict[str, Decision]:
        """Put each decision after those it requires; a cycle is a finding."""
        ordered: dict[str, Decision] = {}
        waiting = dict(made)
        while waiting:
            ready = [
                key for key, one in waiting.items() if all(need in ordered for need in one.requires)
            ]
            if not ready:
                self.findings.decision = min(waiting)
                facts = sorted(waiting)
                self.findings.add("requirement_cycle", self.decisions[facts[0]], decisions=facts)
                break
            for key in ready:
                ordered[key] = waiting.pop(key)
        return ordered


def _name(node: Node) -> str:
    """Return the name under which others see a decision's result."""
    variable = node.first("variable")
    return (variable.get("name") if variable else None) or node.get("name") or node.get("id") or ""
