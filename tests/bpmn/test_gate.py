"""What broken models taught: each of these once raised, hung, or hung on the layout of the file."""

from __future__ import annotations

import pytest
from lxml import etree

from engine import bpmn
from engine.errors import ModelFault
from tests.bpmn.broken.pieces import END, START, catch, flow, line, one
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct
from tests.bpmn.driving import Driver, script, user

DRAWING = (
    '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:c="http://www.omg.org/spec/DD/20100524/DC"><d:BPMNPlane><d:BPMNShape bpmnElement="x">'
    '<c:Bounds x="links" y="boven" width="breed"/></d:BPMNShape></d:BPMNPlane></d:BPMNDiagram>'
)


def errors(files: dict[str, bytes]) -> list[tuple[str, str | None, int | None]]:
    found = bpmn.check(files)
    return [(f.rule, f.element, f.line) for f in found if f.severity == "error"]


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.name)
def test_the_layout_of_a_file_does_not_decide_what_is_refused(construct: Construct) -> None:
    def an_element_a_line(data: bytes) -> bytes:
        return etree.tostring(etree.fromstring(data), pretty_print=True)

    assert errors({file: an_element_a_line(data) for file, data in construct.files.items()}) == []


def test_a_drawing_without_numbers_is_a_remark_and_no_exception() -> None:
    text = one(line(user("x")))["p.bpmn"].replace(b"</definitions>", b"%b</definitions>")
    files = {"p.bpmn": text % DRAWING.encode()}
    assert errors(files) == []
    assert bpmn.load(bpmn.prepare(files).normalised, {}).diagrams


@pytest.mark.parametrize("attribute", ["startQuantity", "completionQuantity"])
def test_a_number_without_end_is_refused_before_it_is_read(attribute: str) -> None:
    files = one(line(user("x", f'{attribute}="{"9" * 10_000}"')))
    assert errors(dict(files)) == [("bpmn.repeat.quantity", "x", 1)]


def test_a_loop_maximum_without_end_is_refused_before_it_is_read() -> None:
    loop = f'<standardLoopCharacteristics loopMaximum="{"9" * 10_000}"/>'
    assert errors(dict(one(line(user("x", inner=loop))))) == [("bpmn.repeat.maximum", "x", 1)]


def test_a_value_that_no_case_can_keep_is_a_fault_of_the_model() -> None:
    case = Driver(one(line(script("x", "{f: function(a) a}"))), "p")
    with pytest.raises(ModelFault) as raised:
        case.start()
    assert (raised.value.code, raised.value.facts["element"]) == ("value_not_storable", "x")


def test_a_finding_on_what_the_normaliser_made_stands_where_the_analyst_drew() -> None:
    loop = (
        '<multiInstanceLoopCharacteristics behavior="Complex"><loopCardinality>2</loopCardinality>'
        "<complexBehaviorDefinition><condition>true</condition><event>"
        "<signalEventDefinition/></event></complexBehaviorDefinition>"
        "</multiInstanceLoopCharacteristics>"
    )
    files = one(line(user("x", inner=loop)).replace("><", ">\n<"))
    assert [(element, bool(at)) for _, element, at in errors(dict(files))] == [("x", True)]


def test_definitions_that_point_at_each_other_are_refused() -> None:
    reference = "<eventDefinitionRef>{}</eventDefinitionRef>"
    top = f'<timerEventDefinition id="d">{reference.format("d")}</timerEventDefinition>'
    files = one(START + END + catch("x", reference.format("weg")) + flow("f", "s", "x"), top)
    assert "bpmn.reference.event_definition" in {rule for rule, _, _ in errors(dict(files))}


def test_a_step_called_as_the_parser_calls_its_own_is_executed() -> None:
    case = Driver(one(line(user("p.EndJoin"), "p.EndJoin", "p.EndJoin")), "p")
    case.start()
    assert case.open == ["p.EndJoin"]
    assert case.complete("p.EndJoin").ended
