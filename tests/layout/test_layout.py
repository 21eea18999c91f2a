"""What laying out keeps, what it draws, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InvalidModel
from engine.layout import faults, layout
from engine.xml import parse
from tests.web.test_models import HOSTILE, UNSAFE

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
SHIPPED = Path(__file__).parents[2] / "processes" / "gedeeld" / "late_post.bpmn"


def model(body: str, more: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<definitions xmlns="{MODEL}" {more}>{body}</definitions>\n'.encode()


def shape(data: bytes, of: str) -> dict[str, str]:
    """Return the attributes of the shape of an element."""
    root = parse(data, "a")
    found = next(s for s in root.iter(f"{DI}BPMNShape") if s.get("bpmnElement") == of)
    return {str(key): str(value) for key, value in found.attrib.items()}


@pytest.mark.parametrize("what", UNSAFE)
def test_what_is_no_safe_xml_is_refused(what: str) -> None:
    for work in (layout, faults):
        with pytest.raises(InvalidModel):
            work(HOSTILE[what])


def test_everything_but_the_drawing_stays_byte_for_byte() -> None:
    before = SHIPPED.read_bytes().replace(
        b"<bpmn:process ", b"<!-- een <BPMNDiagram> in een noot --><?iets anders?>\n<bpmn:process "
    )
    start, end = before.index(b"<bpmndi:BPMNDiagram"), before.index(b"</bpmn:definitions>")
    after = layout(before)
    assert after.startswith(before[:start])
    assert after.endswith(before[end:])
    assert after != before


def test_colours_and_ids_of_shapes_are_kept() -> None:
    colour = 'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" bioc:stroke="#123456"'
    before = SHIPPED.read_bytes().replace(
        b'id="stuur_verbeterbrief_vorm"', f'id="mijn_vorm" {colour}'.encode()
    )
    kept = shape(layout(before), "stuur_verbeterbrief")
    assert kept["id"] == "mijn_vorm"
    assert kept["{http://bpmn.io/schema/bpmn/biocolor/1.0}stroke"] == "#123456"


def test_a_diagram_without_a_drawing_gets_one() -> None:
    data = model('<process id="p"><startEvent id="s"/><task id="t" name="Een taak"/></process>')
    after = layout(data)
    assert shape(after, "t")["id"] == "t_shape"
    assert after.startswith(data[: data.index(b"</definitions>")])


def test_a_collapsed_box_stays_closed_and_its_inside_has_a_drawing_of_its_own() -> None:
    inside = '<startEvent id="s"/><endEvent id="e"/>'
    body = f'<process id="p"><subProcess id="b" name="Doos">{inside}</subProcess></process>'
    drawn = layout(model(body)).replace(b'isExpanded="true"', b'isExpanded="false"')
    shapes = b'<bpmndi:BPMNShape id="s_shape"'
    closed = drawn[: drawn.index(shapes)] + drawn[drawn.index(b"    </bpmndi:BPMNPlane>") :]
    after = layout(closed)
    assert shape(after, "b")["isExpanded"] == "false"
    assert after.count(b"<bpmndi:BPMNPlane ") == 2
    assert faults(after) == []


def test_what_refers_to_nothing_or_to_itself_is_drawn_as_far_as_it_goes() -> None:
    body = (
        '<process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="weg"/>'
        '<boundaryEvent id="b" attachedToRef="b"/><task id="t"/><task id="t"/>'
        '<sequenceFlow id="g" sourceRef="t" targetRef="t"/></process>'
        '<collaboration id="c"><participant id="q" processRef="p"/>'
        '<participant id="r" processRef="p"/><messageFlow id="m" sourceRef="q" targetRef="r"/>'
        "</collaboration>"
    )
    after = layout(model(body))
    assert {"overlap", "through"}.isdisjoint(fault.rule.split(".")[1] for fault in faults(after))
    assert shape(after, "b")["bpmnElement"] == "b"


@pytest.mark.parametrize("body", ["", '<process id="p"/>', '<collaboration id="c"/>'])
def test_next_to_nothing_is_laid_out_too(body: str) -> None:
    assert faults(layout(model(body))) == []
