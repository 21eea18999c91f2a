"""The normaliser: derived ids, the way back to the analyst's ids, the same tree every time."""

from __future__ import annotations

import pytest
from lxml import etree

from engine import xml
from engine.bpmn.normalise import normalise
from engine.bpmn.normalise.tree import GENERATED, ORIGIN
from engine.bpmn.tags import bpmn, kind
from tests.bpmn.driving import HERE, Driver, diagram, flows, user

START, END = '<startEvent id="start"/>', '<endEvent id="end"/>'


def normal(body: str, top: str = "") -> etree._Element:
    (data,) = diagram(body, top=top).values()
    root, findings = normalise(xml.parse(data, "p.bpmn"), "p.bpmn")
    assert findings == []
    return root


def made(root: etree._Element) -> dict[str, tuple[str, str]]:
    """Return what the normaliser added: id → (kind, origin)."""
    return {
        e.get("id", ""): (kind(e), e.get(ORIGIN, ""))
        for e in root.iter()
        if kind(e) != "sequenceFlow" and e.get(GENERATED)
    }


def test_an_implicit_split_becomes_a_parallel_gateway_with_the_choice_behind_it() -> None:
    body = START + user("a") + user("b") + user("c") + END
    root = normal(
        body + flows(("start", "a"), ("a", "b"), ("a", "c", "x"), ("b", "end"), ("c", "end"))
    )
    assert made(root) == {
        "a:split": ("parallelGateway", "a"),
        "a:choice": ("inclusiveGateway", "a"),
        "a:none": ("endEvent", "a"),
    }
    wired = {(f.get("sourceRef"), f.get("targetRef")) for f in root.iter(bpmn("sequenceFlow"))}
    assert {("a", "a:split"), ("a:split", "b"), ("a:split", "a:choice"), ("a:choice", "c")} <= wired


def test_missing_starts_and_ends_are_drawn() -> None:
    root = normal(user("a") + user("b"))
    assert made(root) == {
        "p:start": ("startEvent", "p"),
        "p:fork": ("parallelGateway", "p"),
        "a:end": ("endEvent", "a"),
        "b:end": ("endEvent", "b"),
    }


def test_ids_that_the_parser_uses_itself_are_renamed_and_shown_as_they_were() -> None:
    body = '<startEvent id="Start"/>' + user("a") + '<endEvent id="End"/>'
    case = Driver(diagram(body + flows(("Start", "a"), ("a", "End"))), "p")
    assert case.passed(case.start()) == ["-Start", "+a"]
    assert case.passed(case.complete("a")) == ["-a", "-End"]
    assert case.steps[-1].end_event == "End"


def test_a_derived_id_steps_aside_for_one_of_the_analyst() -> None:
    body = START + user("a") + user("b") + user("a_split") + END
    body = body.replace('id="a_split"', 'id="a:split"')
    wires = flows(("start", "a"), ("a", "b"), ("a", "a_split"), ("b", "end"), ("a_split", "end"))
    root = normal(body + wires.replace('Ref="a_split"', 'Ref="a:split"'))
    assert "a:split:2" in made(root)


@pytest.mark.parametrize("name", sorted(p.name for p in HERE.glob("*.bpmn")))
def test_the_same_source_gives_the_same_tree_and_stays_as_it_is(name: str) -> None:
    root = xml.parse((HERE / name).read_bytes(), name)
    before = xml.write(root)
    first, _ = normalise(root, name)
    second, _ = normalise(root, name)
    assert xml.write(first) == xml.write(second)
    assert xml.write(root) == before


def test_what_is_normal_already_stays_so() -> None:
    """Ids that tokens stand on survive when a tree would be normalised twice."""
    root = normal(
        START + user("a") + user("b") + user("c") + flows(("start", "a"), ("a", "b"), ("a", "c"))
    )
    again, findings = normalise(root, "p.bpmn")
    assert findings == []
    assert {e.get("id") for e in again.iter()} == {e.get("id") for e in root.iter()}


def test_a_link_without_target_is_refused() -> None:
    link = (
        '<intermediateThrowEvent id="out"><linkEventDefinition name="x"/></intermediateThrowEvent>'
    )
    (data,) = diagram(START + link + flows(("start", "out"))).values()
    _, findings = normalise(xml.parse(data, "p.bpmn"), "p.bpmn")
    assert [(f.rule, f.element) for f in findings] == [("bpmn.link.no_target", "out")]
