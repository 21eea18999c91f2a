"""The diagrams that ship: fault-free as they stand, and fault-free when they are laid out anew."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from lxml import etree

from engine.layout import faults, layout

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "processes").rglob("*.bpmn"))
DRAWN = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"


def by_name(path: Path) -> str:
    return path.stem


def told(data: bytes) -> list[tuple[str, str | None, object]]:
    return [(fault.rule, fault.element, dict(fault.facts)) for fault in faults(data)]


def without_drawing(data: bytes) -> bytes:
    """Return what a diagram says, whatever it looks like."""
    root = etree.fromstring(data)
    for diagram in root.findall(DRAWN):
        root.remove(diagram)
    return etree.tostring(root, method="c14n")


def drawn_elements(data: bytes) -> set[str]:
    root = etree.fromstring(data)
    found = chain.from_iterable(one.iter() for one in root.findall(DRAWN))
    return {one.get("bpmnElement", "") for one in found if one.get("bpmnElement")}


@pytest.mark.parametrize("path", SHIPPED, ids=by_name)
def test_a_shipped_diagram_is_drawn_without_faults(path: Path) -> None:
    assert told(path.read_bytes()) == []


@pytest.mark.parametrize("path", SHIPPED, ids=by_name)
def test_a_shipped_diagram_is_laid_out_without_faults(path: Path) -> None:
    before = path.read_bytes()
    after = layout(before)
    assert told(after) == []
    assert without_drawing(after) == without_drawing(before)
    assert drawn_elements(after) == drawn_elements(before)
    assert layout(before) == after
    assert layout(after) == after
