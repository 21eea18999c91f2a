"""Rules of correlation: bad and good models of keys, properties and what a process binds."""

import pytest

from engine import xml
from engine.bpmn import rules
from tests.bpmn.rules.models import HEAD, KNOWN, MESSAGES, Case, E, S, catch, file, flow, process

WAIT = catch('<messageEventDefinition messageRef="m"/>', of="c")


def talk(root: str, more: str = "", wait: str = WAIT) -> str:
    """Return a file whose process waits for a message, with `root` beside it."""
    body = process(S + wait + E + flow("s", "c") + flow("c", "e") + more)
    return file(body, MESSAGES + root)


def declared(inner: str, of: str = "p1") -> str:
    return f'<correlationProperty id="{of}" name="nummer {of}">{inner}</correlationProperty>\n'


def read_from(message: str, path: str = "nummer") -> str:
    name = "correlationPropertyRetrievalExpression"
    return f'<{name} messageRef="{message}"><messagePath>{path}</messagePath></{name}>'


def key(*parts: str, of: str = "k1") -> str:
    inner = "".join(f"<correlationPropertyRef>{p}</correlationPropertyRef>" for p in parts)
    inner = f'<correlationKey id="{of}">{inner}</correlationKey>'
    return f'<collaboration id="{of}_talk">{inner}</collaboration>\n'


def subscribed(*parts: str, to: str = "k1") -> str:
    inner = "".join(
        f'<correlationPropertyBinding correlationPropertyRef="{part}"><dataPath>nr</dataPath>'
        "</correlationPropertyBinding>"
        for part in parts
    )
    what = "correlationSubscription"
    return f'<{what} id="cs" correlationKeyRef="{to}">{inner}</{what}>\n'


ONE = declared(read_from("m")) + key("p1")
TWO = declared(read_from("m")) + declared(read_from("m"), of="p2")
GOOD = talk(ONE)

CASES = [
    Case(
        "bpmn.correlation.not_a_message",
        talk("", wait=catch("<signalEventDefinition/>", 'pr:correlation="nr"')),
        talk("", wait=catch('<messageEventDefinition messageRef="m"/>', 'pr:correlation="nr"')),
    ),
    Case("bpmn.correlation.unknown", talk(declared(read_from("m")) + key("p1", "p9")), GOOD),
    Case("bpmn.correlation.incomplete", talk(declared(read_from("m", "")) + key("p1")), GOOD),
    Case("bpmn.correlation.empty", talk(ONE + key(of="k2")), GOOD),
    Case(
        "bpmn.correlation.partly",
        talk(declared(read_from("m")) + declared(read_from("m2"), of="p2") + key("p1", "p2")),
        talk(TWO + key("p1", "p2")),
    ),
    Case(
        "bpmn.correlation.several",
        talk(TWO + key("p1") + key("p2", of="k2")),
        talk(TWO + key("p1", "p2")),
    ),
    Case(
        "bpmn.correlation.unbound",
        talk(TWO + key("p1", "p2"), subscribed("p1")),
        talk(TWO + key("p1", "p2"), subscribed("p1", "p2")),
    ),
    Case("bpmn.correlation.unused", talk(ONE + declared(read_from("m"), of="p2")), GOOD),
]


def found(text: str) -> list[str]:
    return [f.rule for f in rules.check(xml.parse(text.encode(), "t.bpmn"), "t.bpmn", KNOWN)]


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_a_broken_model_is_found_and_a_whole_one_is_not(case: Case) -> None:
    assert HEAD in case.bad
    assert case.rule in found(case.bad)
    assert case.rule not in found(case.good)


@pytest.mark.parametrize(
    "broken",
    [
        ONE.replace('messageRef="m"', ""),
        ONE.replace("<messagePath>nummer</messagePath>", ""),
        declared("") + key("p1"),
    ],
)
def test_every_missing_part_of_a_property_is_found(broken: str) -> None:
    assert "bpmn.correlation.incomplete" in found(talk(broken))


@pytest.mark.parametrize("broken", [subscribed("p1", to="k9"), subscribed("p1", "p9")])
def test_what_a_process_binds_exists(broken: str) -> None:
    assert "bpmn.correlation.unknown" in found(talk(ONE, broken))


def test_a_conversation_documents_and_may_hold_the_key() -> None:
    spoken = (
        '<collaboration id="talk"><participant id="a" processRef="p"/><participant id="b"/>'
        '<conversation id="conv"><participantRef>a</participantRef><participantRef>b'
        '</participantRef><correlationKey id="k1"><correlationPropertyRef>p1'
        "</correlationPropertyRef></correlationKey></conversation></collaboration>"
    )
    text = talk(declared(read_from("m")) + spoken)
    assert not [rule for rule in found(text) if not rule.startswith("bpmn.style")]
