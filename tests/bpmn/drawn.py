"""Reads a diagram as the analyst drew it into a plain graph, for the token model.

It shares no code with the engine: neither its normaliser nor its parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PR = "{https://procesregie.be/schema/bpmn/1}"
KINDS = {
    **dict.fromkeys(("task", "userTask", "manualTask"), "task"),
    **dict.fromkeys(("serviceTask", "sendTask"), "job"),
    **dict.fromkeys(("receiveTask", "intermediateCatchEvent"), "catch"),
    **dict.fromkeys(("subProcess", "transaction", "adHocSubProcess"), "sub"),
    "scriptTask": "script",
    "callActivity": "call",
    "startEvent": "start",
    "intermediateThrowEvent": "throw",
    "endEvent": "end",
    "boundaryEvent": "border",
    "exclusiveGateway": "xor",
    "parallelGateway": "and",
    "inclusiveGateway": "or",
    "complexGateway": "complex",
    "eventBasedGateway": "first",
}
LAST = ("error", "cancel", "terminate")  # thrown after whatever else the event throws


@dataclass(frozen=True)
class Trigger:
    """An event definition: `name` is what it refers to (a code, `None`: any), `text` when."""

    kind: str
    name: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str


class Loop:
    """How an activity is repeated; the texts are FEEL."""

    def __init__(self, drawn: Element) -> None:
        self.standard = drawn.tag == f"{BPMN}standardLoopCharacteristics"
        self.sequential = drawn.get("isSequential") == "true"
        self.cardinality = drawn.findtext(f"{BPMN}loopCardinality", "")
        self.collection = drawn.get(f"{PR}collection", "")
        self.element = drawn.get(f"{PR}element")
        self.output = drawn.get(f"{PR}outputCollection")
        self.result = drawn.get(f"{PR}outputElement", "")
        self.until = drawn.findtext(f"{BPMN}completionCondition", "")
        self.condition = drawn.findtext(f"{BPMN}loopCondition", "true")
        self.maximum = int(drawn.get("loopMaximum", "1000000"))
        self.before = drawn.get("testBefore") == "true"


@dataclass
class Node:
    """A flow node or process: `parts` stand in it, `handlers` are its event sub-processes."""

    id: str
    kind: str
    drawn: Element
    body: str
    triggers: tuple[Trigger, ...] = ()
    out: list[Flow] = field(default_factory=list)
    into: list[str] = field(default_factory=list)
    border: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    default: str = ""
    loop: Loop | None = None
    undone_by: str | None = None
    undoes: bool = False

    def given(self, name: str, default: str = "") -> str:
        return self.drawn.get(name, default)

    def text(self, name: str) -> str:
        return self.drawn.findtext(f"{BPMN}{name}", "")

    @property
    def is_event(self) -> bool:
        return self.drawn.tag.endswith("Event")

    @property
    def is_handler(self) -> bool:
        return self.given("triggeredByEvent") == "true"

    @property
    def interrupts(self) -> bool:
        name = "isInterrupting" if self.kind == "start" else "cancelActivity"
        return self.given(name, "true") == "true"


class Graph:
    """All processes of some files: nodes by id, flows by id."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.names: dict[str, str] = {}  # of messages, signals, errors and escalations
        roots = [fromstring(content) for _, content in sorted(files.items())]
        for top in (element for root in roots for element in root):
            code = top.get("errorCode") or top.get("escalationCode") or top.get("name")
            self.names[top.get("id", "")] = code or ""
        processes = [p for root in roots for p in root.findall(f"{BPMN}process")]
        self.processes = {process.get("id", "") for process in processes}
        for process in processes:
            self._read(process, Node(process.get("id", ""), "process", process, ""))
            self._connect(process)
        for node in list(self.nodes.values()):
            self._attach(node)

    def _read(self, element: Element, node: Node) -> None:
        self.nodes[node.id] = node
        for part in element:
            tag = part.tag.removeprefix(BPMN)
            if tag.endswith("LoopCharacteristics"):
                node.loop = Loop(part)
            if tag in KINDS:
                made = Node(part.get("id", ""), KINDS[tag], part, node.id)
                made.default = part.get("default", "")
                found = [d for d in part if d.tag.endswith("EventDefinition")]
                found += [part] if part.get("messageRef") else []
                triggers = [self._trigger(definition) for definition in found]
                made.triggers = tuple(sorted(triggers, key=lambda t: t.kind in LAST))
                (node.handlers if made.is_handler else node.parts).append(made.id)
                self._read(part, made)

    def _trigger(self, found: Element) -> Trigger:
        kind = found.tag.removeprefix(BPMN).removesuffix("EventDefinition")
        kind = "message" if kind.endswith("Task") else kind
        if kind == "compensate":
            return Trigger(kind, found.get("activityRef"))
        if kind == "link":
            return Trigger(kind, found.get("name"))
        inner = [part.text or "" for part in found if kind in ("timer", "conditional")]
        return Trigger(kind, self.names.get(found.get(f"{kind}Ref", "")), "".join(inner))

    def _connect(self, process: Element) -> None:
        for number, drawn in enumerate(process.iter(f"{BPMN}sequenceFlow")):
            name = drawn.get("id", f"{process.get('id')} flow {number}")
            condition = drawn.findtext(f"{BPMN}conditionExpression", "")
            self._flow(name, drawn.get("sourceRef", ""), drawn.get("targetRef", ""), condition)
        for line in process.iter(f"{BPMN}association"):
            event = self.nodes[line.get("sourceRef", "")]
            handler = self.nodes[line.get("targetRef", "")]
            self.nodes[event.given("attachedToRef")].undone_by = handler.id
            handler.undoes = True

    def _flow(self, name: str, source: str, target: str, condition: str = "") -> None:
        self.flows[name] = flow = Flow(name, source, target, condition)
        self.nodes[source].out.append(flow)
        self.nodes[target].into.append(name)

    def _attach(self, node: Node) -> None:
        bare = [flow.id for flow in node.out if not flow.condition]
        if node.kind in ("xor", "or", "complex") and not node.default and len(bare) == 1:
            node.default = bare[0]
        if node.kind == "job" and node.triggers and not node.given(f"{PR}job"):
            node.kind = "throw"  # a send task with a message
        if node.kind == "border" and node.triggers[0].kind != "compensate":
            self.nodes[node.given("attachedToRef")].border.append(node.id)
        if node.is_handler:
            start = self.nodes[self.starts(node.id)[0]]
            node.undoes = start.triggers[0].kind == "compensate"
        if node.kind == "throw" and node.triggers and node.triggers[0].kind == "link":
            beside = [self.nodes[name] for name in self.nodes[node.body].parts]
            target = next(n for n in beside if n is not node and n.triggers == node.triggers)
            node.triggers = target.triggers = ()  # §10.5.5: as if a flow led there
            target.kind = "throw"
            self._flow(f"link {node.id}", node.id, target.id)

    # --- looking ---------------------------------------------------------------------------

    def starts(self, body: str) -> list[str]:
        """Return the start events of a process or sub-process."""
        return [name for name in self.nodes[body].parts if self.nodes[name].kind == "start"]

    def heads(self, body: str) -> list[str]:
        """Return where a body begins: at its start event, else at whatever no flow leads to."""
        parts = [self.nodes[name] for name in self.nodes[body].parts]
        free = [n.id for n in parts if not n.into and n.kind != "border" and not n.undoes]
        return self.starts(body) or free

    def undoer(self, body: str) -> str | None:
        """Return the compensation event sub-process of a body."""
        return next((h for h in self.nodes[body].handlers if self.nodes[h].undoes), None)

    def out_of(self, name: str, *, borders: bool) -> list[Flow]:
        """Return the flows out of a node, and with `borders` those of the events at its border."""
        node = self.nodes[name]
        around = [self.nodes[b] for b in node.border] if borders else []
        return [flow for each in (node, *around) for flow in each.out]

    def ahead(self, flows: list[Flow], stop: str, *, borders: bool) -> set[str]:
        """Return the flows that a token on one of `flows` can come by without passing `stop`."""
        seen: set[str] = set()
        todo = list(flows)
        while todo:
            flow = todo.pop()
            if flow.id not in seen and flow.target != stop:
                todo += self.out_of(flow.target, borders=borders)
            seen.add(flow.id)
        return seen
