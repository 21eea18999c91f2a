"""What differs between two diagrams, element by element."""

from __future__ import annotations

import re

import pytest

from engine import bpmn, errors
from tests.house import ROOT

SOURCE = (ROOT / "processes" / "correctie" / "correctie.bpmn").read_bytes()


def changed(old: bytes, new: bytes) -> bpmn.Comparison:
    after = SOURCE.replace(old, new)
    assert after != SOURCE
    return bpmn.compare(SOURCE, after)


def test_a_diagram_does_not_differ_from_itself() -> None:
    assert bpmn.compare(SOURCE, SOURCE) == bpmn.Comparison((), moved=False)


def test_spaces_and_the_order_of_attributes_are_no_difference() -> None:
    again = (
        SOURCE.replace(b"><", b">\n  <")
        .replace(b' isExecutable="true"', b"")
        .replace(b"<bpmn:process ", b'<bpmn:process isExecutable="true" ')
    )
    assert bpmn.compare(SOURCE, again) == bpmn.Comparison((), moved=False)


def test_a_property_is_told_before_and_after() -> None:
    found = re.search(rb'<bpmn:userTask id="(\w+)"[^>]*pr:form="(\w+)"', SOURCE)
    assert found
    told = changed(b'pr:form="' + found[2] + b'"', b'pr:form="ander"')
    [one] = [each for each in told.elements if each.element == found[1].decode()]
    assert (one.act, one.kind) == ("changed", "userTask")
    assert one.parts == (bpmn.PartChange("form", (found[2].decode(),), ("ander",)),)


def test_what_came_and_what_went_are_told() -> None:
    more = b'<bpmn:task id="nieuw" name="Nieuwe taak" /></bpmn:process>'
    after = SOURCE.replace(b"</bpmn:process>", more)
    came, went = bpmn.compare(SOURCE, after), bpmn.compare(after, SOURCE)
    assert [(one.act, one.element, one.name) for one in came.elements] == [
        ("added", "nieuw", "Nieuwe taak")
    ]
    assert [(one.act, one.element) for one in went.elements] == [("removed", "nieuw")]


def test_a_shape_that_moved_is_no_change_of_the_process() -> None:
    corner = re.search(rb'<dc:Bounds x="([0-9.]+)"', SOURCE)
    assert corner
    told = changed(corner[0], b'<dc:Bounds x="7"')
    assert told == bpmn.Comparison((), moved=True)


def test_a_clock_and_a_mapping_are_told_as_one_line() -> None:
    inside = b'<pr:clock term="a.b" action="start" />'
    clock = b"<bpmn:extensionElements>%s</bpmn:extensionElements>" % inside
    task = b'<bpmn:task id="nieuw">%s</bpmn:task></bpmn:process>'
    before = SOURCE.replace(b"</bpmn:process>", task % b"")
    [one] = bpmn.compare(before, SOURCE.replace(b"</bpmn:process>", task % clock)).elements
    assert one.parts == (bpmn.PartChange("clock", (), ("action start, term a.b",)),)


@pytest.mark.parametrize("wrong", [b"", b"geen XML", b"<!DOCTYPE a><a/>"])
def test_what_is_no_safe_xml_is_refused(wrong: bytes) -> None:
    with pytest.raises(errors.InvalidModel):
        bpmn.compare(SOURCE, wrong)
