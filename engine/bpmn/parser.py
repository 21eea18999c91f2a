"""SpiffWorkflow reads the diagram; its specifications are data to us and none of its hooks run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    CANCEL_EVENT_XPATH,
    CONDITIONAL_EVENT_XPATH,
    ERROR_EVENT_XPATH,
    ESCALATION_EVENT_XPATH,
    MESSAGE_EVENT_XPATH,
    SIGNAL_EVENT_XPATH,
    TERMINATION_EVENT_XPATH,
    TIMER_EVENT_XPATH,
    EventDefinitionParser,
)
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from engine.bpmn.extensions import Extensions, parse_extensions
from engine.bpmn.normalise.tree import GENERATED, ORIGIN
from engine.bpmn.repeats import Repeat, parse_repeat
from engine.bpmn.tags import BODIES, NODES, bpmn, kind, pr, text_of
from engine.errors import Finding, InvalidModel

_EVENT_XPATHS = [
    "./bpmn:" + path.removeprefix(".//bpmn:")
    for path in (
        MESSAGE_EVENT_XPATH,
        TIMER_EVENT_XPATH,
        ERROR_EVENT_XPATH,
        TERMINATION_EVENT_XPATH,
        SIGNAL_EVENT_XPATH,
        ESCALATION_EVENT_XPATH,
        CONDITIONAL_EVENT_XPATH,
        CANCEL_EVENT_XPATH,
    )
]


_DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}*"


@dataclass(frozen=True, slots=True)
class FlowSpec:
    """A sequence flow as it was read."""

    id: str
    source: str
    target: str
    condition: str | None
    generated: bool


class NodeSpec(BpmnSpecMixin):  # type: ignore[misc]  # SpiffWorkflow has no types
    """A flow node as it was read: data only."""

    kind: str
    process: str
    body: str
    extensions: Extensions
    attributes: dict[str, str]
    event: Any
    repeat: Repeat | None
    undoes: str | None
    waits: bool
    activation: str | None
    script: str | None
    message: str | None
    generated: str | None
    origin: str


class NodeReader(EventDefinitionParser):  # type: ignore[misc]  # SpiffWorkflow has no types
    """Reads one flow node; never walks to the next, so a long diagram needs no deep stack."""

    def parse_node(self) -> NodeSpec:
        """Return the specification of this node."""
        node: etree._Element = self.node
        spec = NodeSpec(self.spec, self.bpmn_id, **self.bpmn_attributes)
        spec.kind = kind(node)
        spec.process = self.process_parser.bpmn_id
        around = node.getparent()
        assert around is not None
        spec.body = around.get("id", "")
        spec.extensions = parse_extensions(node)
        spec.attributes = {str(name): str(value) for name, value in node.attrib.items()}
        spec.event = self._event()
        spec.repeat = parse_repeat(node)
        spec.undoes, spec.waits = self._undoes()
        spec.activation = text_of(node, "activationCondition")
        spec.script = text_of(node, "script")
        spec.message = self.process_parser.parser.messages.get(node.get("messageRef"))
        spec.generated = node.get(GENERATED)
        origin = node.get(ORIGIN) or node.get("id", "")
        spec.origin = str(origin)
        return spec

    def _event(self) -> Any:
        paths = [path for path in _EVENT_XPATHS if self.xpath(path)]
        if not paths:
            return None
        definitions = [self._definition(path) for path in paths]
        return definitions[0] if len(definitions) == 1 else tuple(definitions)

    def _undoes(self) -> tuple[str | None, bool]:
        definition = self.node.find(bpmn("compensateEventDefinition"))
        if definition is None:
            return None, True
        return definition.get("activityRef") or "", definition.get("waitForCompletion") != "false"

    def _definition(self, path: str) -> Any:
        element = self.xpath(path)[0]
        if kind(element) == "timerEventDefinition" and self.node.get(pr("term")):
            return None
        return self.get_event_definition([path.replace("./", ".//", 1)])


class ProcessReader(ProcessParser):  # type: ignore[misc]  # SpiffWorkflow has no types
    """Reads the nodes and flows of one process, embedded sub-processes included."""

    def add_tasks(self) -> None:
        """Read every flow node in document order, then the flows between them."""
        for element in self.node.iter():
            if kind(element) in NODES:
                self.parse_node(element)
        self.spec.flows = [
            FlowSpec(
                id=flow.get("id", ""),
                source=flow.get("sourceRef", ""),
                target=flow.get("targetRef", ""),
                condition=text_of(flow, "conditionExpression"),
                generated=flow.get(GENERATED) is not None,
            )
            for flow in self.node.iter(bpmn("sequenceFlow"))
        ]
        self.spec.extensions = parse_extensions(self.node)


class DiagramParser(BpmnParser):  # type: ignore[misc]  # SpiffWorkflow has no types
    """SpiffWorkflow's parser, with one reader for all kinds of node."""

    OVERRIDE_PARSER_CLASSES = {bpmn(name): (NodeReader, NodeSpec) for name in NODES}  # noqa: RUF012 - the base class declares it so
    PROCESS_PARSER_CLASS = ProcessReader


def read(root: etree._Element, file: str) -> tuple[DiagramParser, dict[str, Any]]:
    """Return the parser and the specification of each executable process in a normalised tree.

    The drawing is taken out of `root`.
    Raises InvalidModel when SpiffWorkflow refuses the diagram.
    """
    parser = DiagramParser()
    for drawn in list(root.iter(_DRAWN)):  # nobody needs to know where a node stands
        around = drawn.getparent()
        if around is not None:
            around.remove(drawn)
    try:
        parser.add_bpmn_xml(root, filename=file)
        return parser, {name: parser.get_spec(name) for name in parser.get_process_ids()}
    except Exception as error:  # noqa: BLE001 - a tree that another's parser did not foresee
        facts = {"detail": str(error)}
        where = getattr(error, "id", "") or root.get("id")
        raise InvalidModel([Finding(file, "bpmn.unreadable", where, facts=facts)]) from None


def bodies_of(root: etree._Element, process: str) -> list[etree._Element]:
    """Return the process element called `process` and the embedded sub-processes in it."""
    for element in root.iter(bpmn("process")):
        if element.get("id") == process:
            return [e for e in element.iter() if kind(e) in BODIES]
    return []
