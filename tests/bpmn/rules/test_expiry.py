"""A timer on a citizen's term comes to a person first, whichever way the case goes from there."""

import pytest

from engine import bpmn, xml
from engine.bpmn import rules
from engine.errors import Finding
from tests.bpmn.rules.models import (
    KNOWN,
    SERVICE,
    E,
    S,
    boundary,
    catch,
    file,
    flow,
    process,
    sub,
    task,
    timer,
)

RULE = "bpmn.timer.decides"
TERM = 'pr:term="vergunning.aanvulling"'
LETTER = SERVICE.replace('id="t"', 'id="letter"').replace("Taak t", "Brief")
PERSON = task("look")
CALL = '<callActivity id="call" name="Roep" calledElement="{0}"/>\n'


def found(text: str, known: bpmn.KnownNames = KNOWN) -> list[Finding]:
    every = rules.check(xml.parse(text.encode(), "proef.bpmn"), "proef.bpmn", known)
    return [finding for finding in every if finding.rule == RULE]


def expired(nodes: str, *flows: str, term: str = TERM) -> str:
    """Return a file in which a term runs out at the boundary `b`, with what comes after it."""
    start = S + task() + boundary(timer(""), f'attachedToRef="t" {term}') + nodes + E
    return file(process(start + flow("s", "t") + flow("t", "e") + "".join(flows)))


LETTER_FIRST = expired(LETTER + PERSON, flow("b", "letter"), flow("letter", "look"))
ONE_WAY = expired(
    '<exclusiveGateway id="g" name="Hoe?"/>' + LETTER + PERSON,
    *(flow("b", "g"), flow("g", "look"), flow("g", "letter")),
    *(flow("look", "e"), flow("letter", "e")),
)
THROWN = expired(
    '<intermediateThrowEvent id="say" name="Zeg"><messageEventDefinition messageRef="m"/>'
    "</intermediateThrowEvent>" + PERSON,
    *(flow("b", "say"), flow("say", "look"), flow("look", "e")),
)
AFTER_A_WAIT = expired(
    catch('<messageEventDefinition messageRef="m"/>') + LETTER,
    *(flow("b", "c"), flow("c", "letter"), flow("letter", "e")),
)
INNER = '<startEvent id="is" name="In"/><endEvent id="ie" name="Uit"/>' + flow("is", "ie")
EMPTY_SUB = expired(
    sub(INNER).replace('id="t"', 'id="part"') + LETTER,
    *(flow("b", "part"), flow("part", "letter"), flow("letter", "e")),
)
BLIND_CALL = expired(CALL.format("kennisgeving"), flow("b", "call"), flow("call", "e"))
IN_A_HANDLER = file(
    process(
        '<subProcess id="handler" name="Verstreken" triggeredByEvent="true">'
        f'<startEvent id="hs" name="Om" {TERM}><timerEventDefinition/></startEvent>'
        '<endEvent id="he" name="Uit"/>'
        + flow("hs", "he")
        + "</subProcess>"
        + S
        + task()
        + E
        + flow("s", "t")
        + flow("t", "e")
    )
)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        (expired("", flow("b", "e")), "Klaar"),
        (LETTER_FIRST, "Brief"),
        (ONE_WAY, "Brief"),
        (THROWN, "Zeg"),
        (AFTER_A_WAIT, "Brief"),
        (EMPTY_SUB, "Brief"),
        (BLIND_CALL, "Roep"),
        (IN_A_HANDLER, "Uit"),
    ],
)
def test_an_effect_without_a_person_is_found_and_named(text: str, effect: str) -> None:
    (finding,) = found(text)
    assert finding.severity == "error"
    assert finding.facts["effect"] == effect


COMPUTED = (
    '<scriptTask id="sum" name="Tel" scriptFormat="feel" pr:resultVariable="x">'
    "<script>1</script></scriptTask>"
)


@pytest.mark.parametrize(
    "text",
    [
        expired(LETTER + PERSON, flow("b", "look"), flow("look", "letter"), flow("letter", "e")),
        expired(COMPUTED + PERSON, flow("b", "sum"), flow("sum", "look"), flow("look", "e")),
        expired("", flow("b", "t")),
        expired("", flow("b", "e"), term='pr:term="vergunning.beslissing"'),
    ],
)
def test_a_person_before_every_effect_is_enough(text: str) -> None:
    assert found(text) == []


def test_a_called_process_that_asks_a_person_first_will_do_in_another_file_too() -> None:
    caller = expired(CALL.format("nakijken"), flow("b", "call"), flow("call", "e"))
    called = file(
        process(
            S + CALL.format("vragen").replace('id="call"', 'id="x"') + E + flow("s", "x")
            + flow("x", "e"),
            of="nakijken",
        )
    )  # fmt: skip
    asks = file(process(S + PERSON + E + flow("s", "look") + flow("look", "e"), of="vragen"))
    hasty = file(process(S + LETTER + E + flow("s", "letter") + flow("letter", "e"), of="vragen"))

    def told(*texts: str) -> list[str]:
        files = {f"{number}.bpmn": text.encode() for number, text in enumerate(texts)}
        return [f.element or "" for f in bpmn.check(files, KNOWN) if f.rule == RULE]

    assert told(caller, called, asks) == []
    assert told(caller, called, hasty) == ["b"]
    assert told(caller) == ["b"]


def test_nothing_is_said_where_no_register_is_known() -> None:
    assert found(expired("", flow("b", "e")), bpmn.KnownNames()) == []
