"""The drawing: what it shows, how it marks, and that nothing of the file escapes into the page."""

import re
import time

import pytest
from lxml import etree

from engine.bpmn.svg import draw
from engine.bpmn.svg_text import escape, width, wrap
from engine.errors import InvalidModel

SVG = "{http://www.w3.org/2000/svg}"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:dd="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="t">'
)
NAME = "Beoordeel &lt;script&gt;alert(1)&lt;/script&gt;"
NODES = f"""
<startEvent id="s" name="Aanvraag ontvangen"><messageEventDefinition/></startEvent>
<userTask id="t" name="{NAME}"/>
<exclusiveGateway id="g" name="Volledig?" default="f2"/>
<boundaryEvent id="b" attachedToRef="t" cancelActivity="false">
  <timerEventDefinition/>
</boundaryEvent>
<subProcess id="sub" name="Onderzoek"><task id="in" name="Binnen"/></subProcess>
<textAnnotation id="a"><text>Een toelichting</text></textAnnotation>
<sequenceFlow id="f1" name="ja" sourceRef="s" targetRef="t"/>
<sequenceFlow id="f2" sourceRef="g" targetRef="t"/>"""


def shape(of: str, x: object, y: object, w: object, h: object, more: str = "") -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/>'
    return f'<di:BPMNShape id="{of}_di" bpmnElement="{of}" {more}>{bounds}</di:BPMNShape>'


def edge(of: str, *points: tuple[int, int]) -> str:
    way = "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<di:BPMNEdge id="{of}_di" bpmnElement="{of}">{way}</di:BPMNEdge>'


SHAPES = (
    shape("s", 100, 100, 36, 36)
    + shape("t", 200, 80, 100, 80)
    + shape("g", 360, 95, 50, 50)
    + shape("b", 280, 142, 36, 36)
    + shape("sub", 460, 40, 300, 200, 'isExpanded="true"')
    + shape("in", 500, 80, 140, 80)
    + shape("a", 500, 180, 120, 30)
    + edge("f1", (136, 118), (200, 118))
    + edge("f2", (410, 120), (440, 120), (440, 40), (250, 40), (250, 80))
)


def model(shapes: str = SHAPES, nodes: str = NODES) -> bytes:
    process = (
        f'<process id="p" name="Vergunning &amp; &lt;b&gt;" isExecutable="true">{nodes}</process>'
    )
    plane = f'<di:BPMNPlane id="pl" bpmnElement="p">{shapes}</di:BPMNPlane>'
    diagram = f'<di:BPMNDiagram id="d">{plane}</di:BPMNDiagram>'
    return f"{HEAD}{process}{diagram}</definitions>".encode()


def drawn(marks: dict[str, str] | None = None, source: bytes | None = None) -> etree._Element:
    return etree.fromstring(draw(source or model(), marks or {}))


def group(root: etree._Element, of: str) -> etree._Element:
    (found,) = [e for e in root.iter(f"{SVG}g") if e.get("data-element") == of]
    return found


def test_every_shape_and_flow_is_drawn_once() -> None:
    root = drawn()
    ids = [e.get("data-element") for e in root.iter(f"{SVG}g") if e.get("data-element")]
    assert sorted(str(i) for i in ids) == ["a", "b", "f1", "f2", "g", "in", "s", "sub", "t"]


def test_the_drawing_has_a_role_and_a_title() -> None:
    root = drawn()
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Vergunning & <b>"


def test_names_are_text_and_never_markup() -> None:
    text = draw(model(), {})
    assert "<script" not in text
    assert "Beoordeel &lt;script&gt;" in text


def test_no_inline_style_script_or_link_is_used() -> None:
    text = draw(model(), {"t": "done", "g": "active"})
    assert not re.search(r"\s(style|on\w+|href|xlink:href|src)=", text)
    assert "url(" not in text


@pytest.mark.parametrize("mark", ["done", "active", "next", "failed", "skipped"])
def test_a_mark_is_a_class_of_the_shape(mark: str) -> None:
    root = drawn({"t": mark, "g": "done"})
    assert group(root, "t").get("class") == f"drawing-node drawing-userTask drawing-{mark}"
    assert group(root, "s").get("class") == "drawing-node drawing-startEvent"


@pytest.mark.parametrize("mark", ["done", "active", "failed"])
def test_a_state_is_a_badge_and_not_only_a_colour(mark: str) -> None:
    badges = [e.get("class") for e in drawn({"t": mark}).iter(f"{SVG}g")]
    assert f"drawing-badge drawing-badge-{mark}" in badges


def test_active_has_a_blue_border_of_three_px_and_skipped_is_dashed() -> None:
    active, skipped = group(drawn({"t": "active"}), "t"), group(drawn({"t": "skipped"}), "t")
    border = active.find(f"{SVG}rect")
    assert border is not None
    assert (border.get("stroke"), border.get("stroke-width")) == ("#0055cc", "3")
    other = skipped.find(f"{SVG}rect")
    assert other is not None
    assert other.get("stroke-dasharray")


def test_every_class_is_of_the_drawing_alone() -> None:
    classes = {
        name for e in drawn({"t": "done"}).iter() for name in str(e.get("class", "")).split()
    }
    assert {name for name in classes if name.split("-")[0] != "drawing"} == set()


def test_an_unknown_mark_is_ignored() -> None:
    assert draw(model(), {"t": '"><script>'}) == draw(model(), {})


def test_the_frame_holds_everything() -> None:
    root = drawn()
    left, top, across, down = (float(side) for side in str(root.get("viewBox")).split())
    assert left <= 100
    assert top <= 40
    assert left + across >= 760
    assert top + down >= 240


def test_a_diagram_without_drawing_still_has_its_title() -> None:
    root = drawn(source=model("", NODES))
    assert root[0].text == "Vergunning & <b>"
    assert list(root.iter(f"{SVG}g")) == []


@pytest.mark.parametrize("bad", ["NaN", "inf", "1e300", "breed", "", "-5"])
def test_a_shape_without_sensible_bounds_is_left_out(bad: str) -> None:
    source = model(shape("t", 10, 10, bad, 80) + shape("s", 1, 1, 36, 36))
    groups = [e.get("data-element") for e in drawn(source=source).iter(f"{SVG}g")]
    assert groups == ["s"]


def test_a_shape_of_nothing_is_left_out() -> None:
    assert draw(model(shape("weg", 0, 0, 10, 10)), {}).count("<g") == 0


def test_what_is_not_xml_is_refused() -> None:
    with pytest.raises(InvalidModel):
        draw(b"geen xml", {})


def test_a_long_name_is_wrapped_inside_its_task() -> None:
    long = "Vergunningsaanvraagbehandelingstermijn van de organisator opnieuw beoordelen"
    root = drawn(source=model(SHAPES, NODES.replace(NAME, long)))
    lines = [span.text or "" for span in group(root, "t").iter(f"{SVG}tspan")]
    assert len(lines) > 2
    assert all(width(line, 10) <= 100 for line in lines)


def test_wrapping_keeps_every_letter_or_says_that_it_does_not() -> None:
    assert wrap("een twee drie", 1000, 5) == ["een twee drie"]
    assert "".join(wrap("aaaaaaaaaaaaaaaaaaaaaaaaaaa", 60, 9)).replace("-", "") == "a" * 27
    assert wrap("een twee drie vier vijf", 30, 2)[-1].endswith("\u2026")
    assert wrap("", 30, 2) == []


def test_control_signs_do_not_reach_the_page() -> None:
    assert escape('a\u202e"<\t') == "a &quot;&lt; "


def test_a_diagram_of_two_thousand_shapes_is_drawn_in_time() -> None:
    nodes = "".join(f'<task id="n{i}" name="Taak nummer {i}"/>' for i in range(2000))
    shapes = "".join(shape(f"n{i}", i % 50 * 150, i // 50 * 100, 140, 80) for i in range(2000))
    began = time.process_time()
    assert draw(model(shapes, nodes), {}).count("data-element") == 2000
    assert time.process_time() - began < 3
