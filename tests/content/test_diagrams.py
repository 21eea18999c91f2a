"""The diagrams as they are drawn: complete, legible, and without a literal term in them."""

import itertools
import re

import pytest

from engine.model import ALWAYS_EXCLUDES, Hand
from tests.content.reading import (
    GATEWAYS,
    PR,
    PROCESSES,
    SPACES,
    TASKS,
    Box,
    Drawing,
    diagram_paths,
    drawings,
    forms,
    letters,
    tag,
    terms,
)

each_diagram = pytest.mark.parametrize("drawing", drawings(), ids=lambda d: d.file)
LATER = {"vervallen_vergunning"}
"""Letters of the family of decisions that are taken long after a licence was."""
DURATION = re.compile(r"P(?:\d+[YMWD])+|\bPT\d|duration\s*\(|\b\d+\s+(?:kalender|werk)?dagen", re.I)


def test_there_is_a_main_process_and_its_four_parts() -> None:
    assert {path.stem for path in diagram_paths()} >= {
        "vergunning_gezinsopvang",
        "ontvangst",
        "vervollediging",
        "beslissing",
        "kennisgeving",
    }


@each_diagram
def test_a_process_is_called_after_its_file(drawing: Drawing) -> None:
    assert drawing.file.endswith(f"/{drawing.process.attrib['id']}.bpmn")


@each_diagram
def test_every_node_and_lane_has_a_shape_and_every_flow_a_line(drawing: Drawing) -> None:
    drawn = drawing.nodes.keys() | drawing.lanes.keys() | drawing.blocks.keys()
    assert drawn <= drawing.shapes.keys()
    assert drawing.flows.keys() == drawing.edges.keys()
    assert all(len(points) >= 2 for points in drawing.edges.values())


@each_diagram
def test_tasks_are_wide_enough_for_long_words(drawing: Drawing) -> None:
    for name, node in drawing.nodes.items():
        if tag(node) in TASKS:
            box = drawing.shapes[name]
            assert (box.width, box.height) == (140, 80), name


@each_diagram
def test_nothing_lies_on_top_of_anything_else(drawing: Drawing) -> None:
    boxes = {name: drawing.shapes[name] for name in drawing.nodes}
    for (one, a), (other, b) in itertools.combinations(boxes.items(), 2):
        assert not a.overlaps(b, margin=10), f"{one} and {other}"
    for block in drawing.blocks:
        for name, box in boxes.items():
            if drawing.around.get(name) == block:
                assert drawing.shapes[block].holds(box), f"{name} in {block}"
            else:
                assert not box.overlaps(drawing.shapes[block], margin=10), f"{name} and {block}"


@each_diagram
def test_no_label_covers_a_node(drawing: Drawing) -> None:
    for name, label in drawing.labels.items():
        for other in drawing.nodes:
            assert name == other or not label.overlaps(drawing.shapes[other]), f"{name} on {other}"


@each_diagram
def test_every_node_lies_in_the_lane_that_names_it(drawing: Drawing) -> None:
    placed = {
        (ref.text or ""): lane
        for lane, element in drawing.lanes.items()
        for ref in element.iterfind("bpmn:flowNodeRef", SPACES)
    }
    inner = drawing.around.keys()
    assert placed.keys() == (drawing.nodes.keys() | drawing.blocks.keys()) - inner
    for node, lane in placed.items():
        assert drawing.shapes[lane].holds(drawing.shapes[node]), node


@each_diagram
def test_lines_are_straight_and_join_what_they_connect(drawing: Drawing) -> None:
    for name, points in drawing.edges.items():
        flow = drawing.flows[name]
        assert drawing.shapes[flow.attrib["sourceRef"]].touches(points[0]), name
        assert drawing.shapes[flow.attrib["targetRef"]].touches(points[-1]), name
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            assert x0 == x1 or y0 == y1, name


@each_diagram
def test_no_line_runs_through_a_node(drawing: Drawing) -> None:
    for name, points in drawing.edges.items():
        flow = drawing.flows[name]
        ends = {flow.attrib["sourceRef"], flow.attrib["targetRef"]}
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            line = Box(min(x0, x1), min(y0, y1), abs(x0 - x1), abs(y0 - y1))
            for node in drawing.nodes.keys() - ends:
                assert not line.overlaps(drawing.shapes[node]), f"{name} through {node}"


@each_diagram
def test_everything_has_a_name(drawing: Drawing) -> None:
    for element in [drawing.process, *drawing.nodes.values(), *drawing.lanes.values()]:
        assert element.get("name", "").strip(), element.get("id")


@each_diagram
def test_every_way_out_of_a_choice_has_a_name_and_one_is_the_default(drawing: Drawing) -> None:
    for name, node in drawing.nodes.items():
        out = [f for f in drawing.flows.values() if f.attrib["sourceRef"] == name]
        if tag(node) not in GATEWAYS - {"eventBasedGateway", "parallelGateway"} or len(out) < 2:
            continue
        assert node.get("default"), name
        for flow in out:
            is_default = flow.attrib["id"] == node.get("default")
            has_condition = flow.find("bpmn:conditionExpression", SPACES) is not None
            assert flow.get("name"), flow.attrib["id"]
            assert is_default != has_condition, flow.attrib["id"]


@each_diagram
def test_no_diagram_holds_a_literal_duration(drawing: Drawing) -> None:
    assert not [e for e in drawing.process.iter() if tag(e) in {"timeDuration", "timeDate"}]
    for element in drawing.process.iter():
        for name, value in element.attrib.items():
            assert not DURATION.search(value), f"{name}={value}"
        assert not DURATION.search(element.text or ""), element.text


def test_a_literal_duration_would_be_seen() -> None:
    for text in ("P30D", '=duration("P1M")', "binnen 30 kalenderdagen", "PT4H"):
        assert DURATION.search(text)


@each_diagram
def test_every_term_stands_in_the_register(drawing: Drawing) -> None:
    for element in drawing.process.iter():
        for name in ("term", f"{PR}term"):
            assert element.get(name) is None or element.get(name) in terms(), element.attrib


@each_diagram
def test_people_know_why_and_for_whom_each_task_is(drawing: Drawing) -> None:
    for node in drawing.process.iterfind(".//bpmn:userTask", SPACES):
        name = node.attrib["id"]
        assert node.get(f"{PR}legalBasis"), name
        assert node.get(f"{PR}candidateGroup"), name
        assert node.get(f"{PR}form") in forms(), name


@each_diagram
def test_what_a_diagram_calls_exists(drawing: Drawing) -> None:
    for node in drawing.nodes.values():
        if tag(node) == "callActivity":
            assert _file(drawing, f"{node.attrib['calledElement']}.bpmn")
        if tag(node) == "businessRuleTask":
            assert _file(drawing, f"{node.attrib[f'{PR}decision']}.dmn")


def _file(drawing: Drawing, name: str) -> bool:
    own = (PROCESSES / drawing.file).parent
    return any((folder / name).is_file() for folder in (own, PROCESSES / "gedeeld"))


@pytest.mark.parametrize("name", ["vergunning_gezinsopvang", "vergunning_groepsopvang"])
def test_the_letters_that_a_main_process_hands_over_exist(name: str) -> None:
    text = (PROCESSES / f"vergunning/{name}.bpmn").read_text("utf-8")
    source = re.search(r"source='=(\{[^']*\})' target=\"brieven\"", text)
    assert source
    assert (
        set(re.findall(r': "(\w+)"', source[1]))
        == {
            name
            for name, (front, _) in letters().items()
            if front["soort"] == "beslissing"
            and (PROCESSES / f"vergunning/brieven/{name}.md").is_file()
        }
        - LATER
    )


def test_review_and_decision_are_never_by_the_proposer() -> None:
    (decision,) = (d for d in drawings() if d.process.attrib["id"] == "beslissing")
    hands = {
        name: node.attrib[f"{PR}hand"]
        for name, node in decision.nodes.items()
        if f"{PR}hand" in node.attrib
    }
    assert hands == {
        "stel_beslissing_voor": "proposer",
        "stel_onontvankelijkheid_voor": "proposer",
        "kijk_voorstel_na": "reviewer",
        "neem_beslissing": "decider",
    }
    assert Hand.PROPOSER in ALWAYS_EXCLUDES[Hand.REVIEWER]
    assert {Hand.PROPOSER, Hand.REVIEWER} <= ALWAYS_EXCLUDES[Hand.DECIDER]


def test_after_an_expired_term_a_person_looks_before_anything_follows() -> None:
    for drawing in drawings():
        for name, node in drawing.nodes.items():
            if node.find("bpmn:timerEventDefinition", SPACES) is None:
                continue
            after = [f for f in drawing.flows.values() if f.attrib["sourceRef"] == name]
            next_ones = [drawing.nodes[f.attrib["targetRef"]] for f in after]
            if terms()[node.attrib[f"{PR}term"]]["on_end"] == "herinnering":
                assert all(each.get(f"{PR}letter") for each in next_ones), name
                continue
            assert {tag(each) for each in next_ones} == {"userTask"}, name
