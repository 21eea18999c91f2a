"""Reads the process repository as plain files: no engine needed."""

import csv
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ROOT / "processes"
FORMS = ROOT / "forms"
SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "dmn": "https://www.omg.org/spec/DMN/20191111/MODEL/",
}
PR = "{https://procesregie.be/schema/bpmn/1}"
TASKS = {"userTask", "serviceTask", "businessRuleTask", "scriptTask", "callActivity"}
BLOCKS = {"subProcess"}
GATEWAYS = {"exclusiveGateway", "eventBasedGateway", "parallelGateway", "inclusiveGateway"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent"}

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box", margin: float = 0) -> bool:
        return (
            self.x - margin < other.x + other.width
            and other.x - margin < self.x + self.width
            and self.y - margin < other.y + other.height
            and other.y - margin < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def touches(self, point: Point) -> bool:
        return (
            self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height
        )


@dataclass
class Drawing:
    """One diagram: its elements and where they are drawn.

    `blocks` are the sub-processes; `around` says in which one a node stands.
    """

    file: str
    process: ET.Element
    nodes: dict[str, ET.Element]
    flows: dict[str, ET.Element]
    lanes: dict[str, ET.Element]
    blocks: dict[str, ET.Element]
    around: dict[str, str]
    shapes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, list[Point]] = field(default_factory=dict)


def tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def drawing(path: Path) -> Drawing:
    root = ET.parse(path).getroot()
    process = root.find("bpmn:process", SPACES)
    assert process is not None, f"{path.name} has no process"
    kinds = TASKS | GATEWAYS | EVENTS
    blocks = {e.attrib["id"]: e for e in process.iter() if tag(e) in BLOCKS}
    found = Drawing(
        file=str(path.relative_to(PROCESSES)),
        process=process,
        nodes={e.attrib["id"]: e for e in process.iter() if tag(e) in kinds},
        flows={e.attrib["id"]: e for e in process.iter() if tag(e) == "sequenceFlow"},
        lanes={e.attrib["id"]: e for e in process.iter() if tag(e) == "lane"},
        blocks=blocks,
        around={
            e.attrib["id"]: name
            for name, block in blocks.items()
            for e in block
            if "id" in e.attrib
        },
    )
    for shape in root.iter(f"{{{SPACES['bpmndi']}}}BPMNShape"):
        found.shapes[shape.attrib["bpmnElement"]] = _box(shape.find("dc:Bounds", SPACES))
    for drawn in root.iter():
        label = drawn.find("bpmndi:BPMNLabel/dc:Bounds", SPACES)
        if label is not None and "bpmnElement" in drawn.attrib:
            found.labels[drawn.attrib["bpmnElement"]] = _box(label)
    for edge in root.iter(f"{{{SPACES['bpmndi']}}}BPMNEdge"):
        points = edge.findall("di:waypoint", SPACES)
        found.edges[edge.attrib["bpmnElement"]] = [
            (float(p.attrib["x"]), float(p.attrib["y"])) for p in points
        ]
    return found


def _box(bounds: ET.Element | None) -> Box:
    assert bounds is not None, "a shape without bounds"
    x, y, width, height = (float(bounds.attrib[n]) for n in ("x", "y", "width", "height"))
    return Box(x, y, width, height)


@cache
def diagram_paths() -> tuple[Path, ...]:
    return tuple(sorted(PROCESSES.rglob("*.bpmn")))


@cache
def drawings() -> tuple[Drawing, ...]:
    return tuple(drawing(path) for path in diagram_paths())


@cache
def terms() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads((PROCESSES / "termijnen.toml").read_text("utf-8"))["termijn"]
    return {row["key"]: row for row in rows}


@cache
def roles() -> dict[str, Any]:
    return tomllib.loads((PROCESSES / "rollen.toml").read_text("utf-8"))


@cache
def people() -> dict[str, dict[str, Any]]:
    plan = tomllib.loads((PROCESSES / "demo.toml").read_text("utf-8"))
    return {person["login"]: person for person in plan["person"]}


@cache
def municipalities() -> tuple[dict[str, str], ...]:
    with (PROCESSES / "registers/gemeenten.csv").open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


@cache
def forms() -> dict[str, dict[str, Any]]:
    return {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(FORMS.rglob("*.json"))}


def fields(schema: dict[str, Any], row: str = "") -> Iterator[dict[str, Any]]:
    """Yield every component of a form that has a key, groups and rows opened.

    A key in a row has a `*` for the number; a verdict is two fields.
    """
    for component in schema["components"]:
        if component["type"] == "group":
            yield from fields(component, row)
        elif component["type"] == "dynamiclist":
            yield from fields(component, f"{row}{component['path']}.*.")
        elif component.get("properties", {}).get("oordeel"):
            for part in ("oordeel", "motivering"):
                yield component | {"key": f"{row}{component['key']}.{part}"}
        elif "key" in component:
            yield component | {"key": f"{row}{component['key']}"}


@cache
def scenarios() -> dict[str, dict[str, Any]]:
    """Return the scenarios of cases; those of a table (`beslissing`) have no steps."""
    found = {
        p.stem: yaml.safe_load(p.read_text("utf-8"))
        for p in sorted(PROCESSES.glob("*/scenarios/*.yaml"))
    }
    return {name: each for name, each in found.items() if "beslissing" not in each}


@cache
def letters() -> dict[str, tuple[dict[str, Any], str]]:
    """Return front matter and body of every letter, its shared blocks put in."""
    found = {}
    for path in sorted(PROCESSES.glob("*/brieven/*.md")):
        _, front, body = path.read_text("utf-8").split("+++", 2)
        facts = {"termijnen": [], **tomllib.loads(front)}
        for name in re.findall(r"^\{\{> (\w+) \}\}$", body, re.MULTILINE):
            listed, text = _block(name)
            facts["termijnen"] += [term for term in listed if term not in facts["termijnen"]]
            body = body.replace(f"{{{{> {name} }}}}", text)
        found[path.stem] = (facts, body)
    return found


def _block(name: str) -> tuple[list[str], str]:
    (path,) = PROCESSES.glob(f"*/brieven/blokken/{name}.md")
    parts = path.read_text("utf-8").split("+++", 2)
    if len(parts) == 1:
        return [], parts[0]
    return tomllib.loads(parts[1]).get("termijnen", []), parts[2]


def rules(table: str) -> list[tuple[list[str], list[str]]]:
    """Return the input and output cells of each rule of a decision table."""
    root = ET.parse(PROCESSES / "gedeeld" / f"{table}.dmn").getroot()
    return [
        (_cells(rule, "dmn:inputEntry"), _cells(rule, "dmn:outputEntry"))
        for rule in root.iterfind(".//dmn:rule", SPACES)
    ]


def _cells(rule: ET.Element, name: str) -> list[str]:
    return [
        (entry.findtext("dmn:text", "", SPACES)).strip() for entry in rule.findall(name, SPACES)
    ]


def matches(cell: str, number: int) -> bool:
    """Say whether `number` is in a cell that holds `-`, a number or a closed range."""
    span = re.fullmatch(r"\[(\d+)\.\.(\d+)\]", cell)
    if span:
        return int(span[1]) <= number <= int(span[2])
    return cell == "-" or cell == str(number)
