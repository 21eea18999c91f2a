"""Writes drawings as Camunda Modeler saves them: prefixes, ids of its own, an element a line."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

_SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "modeler": "http://camunda.org/schema/modeler/1.0",
    "pr": "https://procesregie.be/schema/bpmn/1",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_PLATFORMS = {7: "Camunda Platform", 8: "Camunda Cloud"}
_VENDOR = {7: "camunda", 8: "zeebe"}
_DRAWN = re.compile(r'<bpmn:(\w+)[^>]* id="([^"]+)"|<bpmn:(\w+) id="([^"]+)"')
_NO_SHAPE = frozenset({"process", "message", "error", "signal", "escalation", "laneSet"})
_NO_SHAPE_END = ("EventDefinition", "Characteristics", "Expression", "dataObject")


@dataclass(frozen=True)
class Draft:
    """An unfinished drawing, and every finding on it: `rule element`, one a line."""

    name: str
    files: dict[str, bytes]
    expected: str

    @property
    def findings(self) -> list[tuple[str, str]]:
        """Return the expected findings, sorted."""
        lines = (line.split() for line in self.expected.strip().splitlines())
        return sorted((rule, element) for rule, element in lines)


def saved(*parts: str, root: str = "", flavour: int = 7, executable: bool = True) -> bytes:
    """Return one process as the modeler saves it, everything in it drawn."""
    runs = "true" if executable else "false"
    head = f'<bpmn:process id="Process_1" name="Aanvraag" isExecutable="{runs}">'
    return whole(f"{head}\n{_lines(parts)}\n</bpmn:process>", root=root, flavour=flavour)


def whole(inside: str, root: str = "", flavour: int = 7, plane: str = "Process_1") -> bytes:
    """Return a file around processes and a collaboration."""
    other = _VENDOR[15 - flavour]
    spaces = "\n".join(
        f'  xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items() if prefix != other
    )
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {spaces.strip()}\n'
        '  id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"\n'
        '  exporter="Camunda Modeler" exporterVersion="5.20.0"\n'
        f'  modeler:executionPlatform="{_PLATFORMS[flavour]}">\n'
    )
    body = f"{inside}\n{root}\n"
    return f"{head}{body}{_drawing(body, plane)}</bpmn:definitions>\n".encode()


def _lines(parts: tuple[str, ...]) -> str:
    return "\n".join(part.replace("><", ">\n<") for part in parts)


def _drawing(body: str, plane: str) -> str:
    shapes = []
    for at, found in enumerate(_DRAWN.finditer(body)):
        kind, name = found[1] or found[3], found[2] or found[4]
        if kind in _NO_SHAPE or kind.endswith(_NO_SHAPE_END):
            continue
        if kind in {"sequenceFlow", "messageFlow", "association"}:
            points = '<di:waypoint x="0" y="0"/><di:waypoint x="9" y="9"/>'
            shapes.append(
                f'<bpmndi:BPMNEdge id="{name}_di" bpmnElement="{name}">{points}</bpmndi:BPMNEdge>'
            )
            continue
        bounds = f'<dc:Bounds x="{at * 200}" y="80" width="160" height="80"/>'
        shapes.append(
            f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}">{bounds}</bpmndi:BPMNShape>'
        )
    inner = "\n".join(shapes)
    return (
        '<bpmndi:BPMNDiagram id="BPMNDiagram_1">\n'
        f'<bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="{plane}">\n{inner}\n'
        "</bpmndi:BPMNPlane>\n</bpmndi:BPMNDiagram>\n"
    )


# --- what stands on the canvas -------------------------------------------------------------------


def node(kind: str, name: str, title: str = "", inner: str = "", more: str = "") -> str:
    """Return a node; the title defaults to its id."""
    named = f' name="{title or name}"'
    return f'<bpmn:{kind} id="{name}"{named} {more}>{inner}</bpmn:{kind}>'


def start(name: str = "StartEvent_1", inner: str = "") -> str:
    return node("startEvent", name, "Aanvraag komt toe", inner)


def end(name: str = "Event_1", inner: str = "") -> str:
    return node("endEvent", name, "Klaar", inner)


def user(name: str = "Activity_1", title: str = "Aanvraag bekijken", inner: str = "") -> str:
    """Return a user task that is finished: it has a group."""
    return node("userTask", name, title, inner, 'pr:candidateGroup="kb-ko"')


def flow(source: str, target: str, condition: str | None = None, name: str = "") -> str:
    """Return a flow called `Flow_<source>_<target>`, with a condition when one is given."""
    inner = ""
    if condition is not None:
        kind = 'xsi:type="bpmn:tFormalExpression"'
        inner = f"<bpmn:conditionExpression {kind}>{condition}</bpmn:conditionExpression>"
    title = f' name="{name}"' if name else ""
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return (
        f'<bpmn:sequenceFlow id="Flow_{source}_{target}"{title} {ends}>{inner}</bpmn:sequenceFlow>'
    )


def flows(*names: str) -> str:
    """Return flows along these nodes, one after the other."""
    return "".join(itertools.starmap(flow, itertools.pairwise(names)))


def trigger(kind: str, inner: str = "", more: str = "") -> str:
    name = f"{kind}EventDefinition"
    return f'<bpmn:{name} id="{name}_1" {more}>{inner}</bpmn:{name}>'


def boundary(name: str, host: str, inner: str) -> str:
    return node("boundaryEvent", name, "Te laat", inner, f'attachedToRef="{host}"')


def line(*middle: str, names: str = "") -> tuple[str, ...]:
    """Return start, the nodes and end in one line; `names` are those that are connected."""
    return (start(), *middle, end(), flows("StartEvent_1", *names.split(), "Event_1"))
