"""The measure itself: each fault is found where it is put, and nothing else."""

from __future__ import annotations

import pytest

from engine.layout import faults

SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
)
BODY = (
    '<process id="p"><laneSet id="ls"><lane id="l"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    '<task id="a" name="Kijk na"/><task id="b" name="Beslis"/><task id="c"/>'
    '<startEvent id="s" name="Begin"/>'
    '<sequenceFlow id="f" name="ja" sourceRef="a" targetRef="b"/>'
    '<sequenceFlow id="g" sourceRef="c" targetRef="s"/></process>'
)
SOUND: dict[str, tuple[int, ...]] = {  # x, y, width, height of shapes; points of arrows
    "l": (0, 0, 200, 200),
    "a": (40, 40, 140, 80),
    "b": (300, 40, 140, 80),
    "c": (300, 200, 140, 80),
    "s": (560, 222, 36, 36),
    "s words": (548, 262, 60, 14),
    "f": (180, 80, 300, 80),
    "f words": (220, 60, 20, 14),
    "g": (440, 240, 560, 240),
}


def bounds(place: tuple[int, ...]) -> str:
    x, y, w, h = place
    return f'<dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/>'


def drawing(**changed: tuple[int, ...] | None) -> bytes:
    """Return the sound drawing with some places changed; `None`: not drawn."""
    names = {name.replace("_", " "): place for name, place in changed.items()}
    places = {name: place for name, place in (SOUND | names).items() if place}
    drawn = []
    for name, place in places.items():
        if " " in name:
            continue
        words = places.get(f"{name} words")
        label = f"<bpmndi:BPMNLabel>{bounds(words)}</bpmndi:BPMNLabel>" if words else ""
        if name in "fg":
            points = zip(place[::2], place[1::2], strict=True)
            inner = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
            drawn.append(f'<bpmndi:BPMNEdge bpmnElement="{name}">{inner}{label}</bpmndi:BPMNEdge>')
        else:
            shape = f'<bpmndi:BPMNShape bpmnElement="{name}">{bounds(place)}{label}'
            drawn.append(f"{shape}</bpmndi:BPMNShape>")
    plane = f'<bpmndi:BPMNPlane bpmnElement="p">{"".join(drawn)}</bpmndi:BPMNPlane>'
    diagram = f"<bpmndi:BPMNDiagram>{plane}</bpmndi:BPMNDiagram>"
    return f"<definitions {SPACES}>{BODY}{diagram}</definitions>".encode()


def test_a_sound_drawing_has_no_faults() -> None:
    assert faults(drawing()) == []


@pytest.mark.parametrize(
    ("changed", "rule", "element"),
    [
        ({"c": (300, 100, 140, 80), "g": (440, 140, 578, 140, 578, 222)}, "overlap", "c"),
        (
            {"a": (80, 40, 140, 80), "f": (220, 80, 300, 80), "f_words": (240, 60, 20, 14)},
            "outside",
            "a",
        ),
        (
            {"f": (180, 80, 240, 80, 240, 240, 290, 240, 290, 300, 370, 300, 370, 120)},
            "through",
            "f",
        ),
        ({"f": (180, 80, 300, 100)}, "slanted", "f"),
        ({"f": (180, 80, 280, 80)}, "loose", "f"),
        (
            {"g": (440, 240, 500, 240, 500, 80, 250, 80, 250, 20, 578, 20, 578, 222)},
            "coincide",
            "f",
        ),
        (
            {"f_words": (190, 40, 20, 14), "a": (40, 40, 158, 80), "f": (198, 80, 300, 80)},
            "label_on_shape",
            "f",
        ),
        ({"f_words": (560, 262, 20, 14)}, "label_on_label", "f"),
        ({"f_words": (220, 73, 20, 14)}, "label_on_edge", "f"),
        ({"f_words": (190, 60, 20, 14)}, "label_on_border", "f"),
        ({"b": (300, 40, 40, 80)}, "broken_word", "b"),
        ({"c": None, "g": None}, "not_drawn", "c"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_fault_is_found_where_it_is(
    changed: dict[str, tuple[int, ...] | None], rule: str, element: str
) -> None:
    found = [(fault.rule, fault.element) for fault in faults(drawing(**changed))]
    assert (f"layout.{rule}", element) in found
