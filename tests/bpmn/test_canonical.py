"""What the schema lets one write in several ways means one thing, in every construct."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from lxml import etree

from engine import bpmn, xml
from engine.bpmn.canonical import canonical
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct, line, play
from tests.bpmn.driving import Driver, diagram, user

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_TRUTH = re.compile(rb'(?<=[a-z])="(true|false)"')
_NAMES = rb"messageRef|errorRef|signalRef|escalationRef|activityRef|attachedToRef|calledElement"
_REFERENCE = re.compile(rb" (" + _NAMES + rb')="(\w+)"')


def as_digits(data: bytes) -> bytes:
    return _TRUTH.sub(lambda found: b'="1"' if found[1] == b"true" else b'="0"', data)


def spaced(data: bytes) -> bytes:
    data = re.sub(rb' (\w+Ref|id|isSequential|cancelActivity)="([^"]*)"', rb' \1=" \2\t "', data)
    return re.sub(rb"<(\w+Ref)>([^<]*)<", rb"<\1>\t  \2 <", data)


def qualified(data: bytes) -> bytes:
    data = data.replace(b"<definitions ", b'<definitions xmlns:own="test" ')
    return _REFERENCE.sub(rb' \1="own:\2"', data)


def prefixed(data: bytes) -> bytes:
    """Write every element of BPMN with a prefix of the tool's own choice."""
    root = etree.fromstring(data)
    text = etree.tostring(root).replace(b' xmlns="http', b' xmlns:semantic="http')
    text = text.replace(b'xsi:type="', b'xsi:type="semantic:')
    return re.sub(rb"<(/?)(?=[A-Za-z]+[\s>/])", rb"<\1semantic:", text)


def turned(data: bytes) -> bytes:
    """Write the attributes of every element the other way round."""
    root = etree.fromstring(data)
    for element in root.iter(etree.Element):
        pairs = list(element.attrib.items())[::-1]
        element.attrib.clear()
        element.attrib.update(pairs)
    return etree.tostring(root)


def hoisted(data: bytes) -> bytes:
    """Put every event definition at the top, and refer to it."""
    root = etree.fromstring(data)
    kinds = re.compile(r"(?!link)\w+EventDefinition")
    inner = [e for e in root.iter(f"{{{MODEL}}}*") if kinds.fullmatch(etree.QName(e).localname)]
    for number, definition in enumerate(e for e in inner if e.getparent() is not root):
        event = definition.getparent()
        assert event is not None
        reference = etree.Element(f"{{{MODEL}}}eventDefinitionRef")
        reference.text = f"d{number}"
        event.replace(definition, reference)
        definition.set("id", f"d{number}")
        root.insert(0, definition)
    return etree.tostring(root)


WAYS = {
    "event definitions beside the processes": hoisted,
    "truth as 1 and 0": as_digits,
    "white space around values": spaced,
    "references with a prefix": qualified,
    "elements with a prefix": prefixed,
    "attributes in another order": turned,
}


def written(way: str, constructs: Sequence[Construct]) -> None:
    """Play constructs that are written in another way."""
    for construct in constructs:
        files = {name: WAYS[way](data) for name, data in construct.files.items()}
        try:
            play(construct, Driver(files, "p"))
        except Exception as error:
            error.add_note(construct.name)
            raise


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_construct_does_the_same_written_otherwise(way: str) -> None:
    """Each way takes constructs of its own; the long form below takes them all."""
    written(way, CONSTRUCTS[sorted(WAYS).index(way) :: 3 * len(WAYS)])


@pytest.mark.long
@pytest.mark.parametrize("way", sorted(WAYS))
def test_every_construct_does_the_same_written_otherwise(way: str) -> None:
    written(way, CONSTRUCTS)


def test_a_finding_in_a_definition_that_is_referred_to_names_the_event_and_its_line() -> None:
    time = "<timeDuration>14 dagen</timeDuration>"
    top = f'<timerEventDefinition id="t">{time}</timerEventDefinition>\n'
    body = line(
        user("a")
        + '\n<boundaryEvent id="b" attachedToRef="a"><eventDefinitionRef>t</eventDefinitionRef>'
        + '</boundaryEvent><sequenceFlow id="f" name="f" sourceRef="b" targetRef="end"/>',
        names="a",
    )
    found = [f for f in bpmn.check(diagram(body, top=top)) if f.rule == "bpmn.timer.unreadable"]
    assert [(f.element, f.line) for f in found] == [("b", 3)]


def test_names_that_people_read_stay_as_they_are() -> None:
    text = f'<definitions xmlns="{MODEL}"><process id=" p " name=" a  b "/></definitions>'
    process = canonical(xml.parse(text.encode(), "p"))[0]
    assert {str(k): v for k, v in process.attrib.items()} == {"id": "p", "name": " a  b "}


def test_doing_it_twice_changes_nothing() -> None:
    for construct in CONSTRUCTS[::10]:
        once = canonical(xml.parse(hoisted(spaced(construct.files["p.bpmn"])), "p"))
        before = xml.write(once)
        assert xml.write(canonical(once)) == before
