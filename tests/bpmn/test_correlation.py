"""Messages carry the keys by which they find their case, and a case knows which it waits for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine import bpmn
from engine.errors import InvalidModel, ModelFault, Stale
from engine.feel import tagged
from engine.model import Deliver, MessageThrown, SubscriptionOpened
from tests.bpmn.constructs.model import (
    MESSAGES,
    catch,
    end,
    event,
    flows,
    line,
    message,
    start,
    throw,
    user,
)
from tests.bpmn.constructs.talking import BY_NUMBER, declared, joined, key, subscribed
from tests.bpmn.driving import Driver, diagram

SEVEN = tagged.encode(Decimal(7))
EIGHT = tagged.encode(Decimal(8))
ORDER = {"number": Decimal(7)}
TALK = line(throw("t", message()), catch("c", message("m2")), names="t c")


def drive(body: str, top: str = BY_NUMBER) -> Driver:
    return Driver(diagram(body, top=MESSAGES + top), "p")


def refused(body: str, top: str = "") -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidModel) as refusal:
        bpmn.prepare(diagram(body, top=MESSAGES + top))
    return [(finding.rule, finding.element) for finding in refusal.value.findings]


def thrown(case: Driver) -> list[MessageThrown]:
    return [one for step in case.steps for one in step.messages]


def awaited(case: Driver) -> list[SubscriptionOpened]:
    return list(case.waiting.values())


# --- what is thrown ------------------------------------------------------------------------------


def test_a_thrown_message_carries_the_key_that_is_read_from_it() -> None:
    case = drive(TALK)
    case.start(order=ORDER)
    (sent,) = thrown(case)
    assert sent.keys == {"nr": SEVEN}
    assert sent.keep is None


def test_a_mapping_says_what_the_key_is_read_from() -> None:
    more = (
        '<extensionElements><pr:mapping><pr:in source="={number: 8}" target="order"/>'
        "</pr:mapping></extensionElements>"
    )
    case = drive(line(throw("t", more + message()), names="t"))
    case.start(order=ORDER)
    assert thrown(case)[0].keys == {"nr": EIGHT}


@pytest.mark.parametrize(
    "sender",
    [
        lambda more: event("intermediateThrowEvent", "t", message(), more),
        lambda more: f'<sendTask id="t" messageRef="m1" {more}/>',
    ],
)
def test_every_sender_has_its_own_key_and_time_to_keep(sender: Any) -> None:
    case = drive(line(sender('pr:correlation="=order.number" pr:keep="P30D"'), names="t"), "")
    case.start(order=ORDER)
    assert thrown(case) == [
        MessageThrown("m1", {"order": {"number": SEVEN}}, {"key": SEVEN}, "P30D")
    ]


def test_an_end_event_sends_with_the_key_of_its_message() -> None:
    told = '<message id="k" name="k" pr:correlation="order.number" pr:keep="PT1H"/>'
    case = drive(start() + end("end", message("k")) + flows(("start", "end")), told)
    case.start(order=ORDER)
    assert (thrown(case)[0].keys, thrown(case)[0].keep) == ({"key": SEVEN}, "PT1H")


def test_what_the_event_says_goes_before_what_the_message_says() -> None:
    told = '<message id="k" name="k" pr:correlation="a" pr:keep="P1D"/>'
    more = 'pr:correlation="b" pr:keep="P2D"'
    case = drive(line(event("intermediateThrowEvent", "t", message("k"), more), names="t"), told)
    case.start(a=Decimal(7), b=Decimal(8))
    assert (thrown(case)[0].keys, thrown(case)[0].keep) == ({"key": EIGHT}, "P2D")


def test_each_message_of_a_multiple_event_has_its_keys() -> None:
    more = 'pr:correlation="nr" pr:keep="P2D"'
    inner = message() + message("m2")
    case = drive(line(event("intermediateThrowEvent", "t", inner, more), names="t"), "")
    case.start(nr=Decimal(7))
    assert [(m.message, m.keys, m.keep) for m in thrown(case)] == [
        ("m1", {"key": SEVEN}, "P2D"),
        ("m2", {"key": SEVEN}, "P2D"),
    ]


def test_a_path_may_be_called_by_its_type() -> None:
    case = drive(TALK, BY_NUMBER.replace("messagePath", "formalExpression"))
    case.start(order=ORDER)
    assert thrown(case)[0].keys == {"nr": SEVEN}


def test_a_key_of_several_properties_is_carried_whole() -> None:
    both = declared("a", m1="a") + declared("b", m1="a + 1") + key("a", "b")
    case = drive(line(throw("t", message()), names="t"), both)
    case.start(a=Decimal(7))
    assert thrown(case)[0].keys == {"a": SEVEN, "b": EIGHT}


@pytest.mark.parametrize("top", [BY_NUMBER, '<message id="k" name="k" pr:correlation="order"/>'])
def test_a_message_without_its_key_is_not_sent(top: str) -> None:
    name = "m1" if top == BY_NUMBER else "k"
    case = drive(line(throw("t", message(name)), names="t"), top)
    with pytest.raises(ModelFault) as fault:
        case.start()
    assert fault.value.code == "correlation_without_key"
    assert fault.value.facts["element"] == "t"


def test_a_second_message_with_another_key_is_a_fault_of_the_model() -> None:
    case = drive(line(throw("t", message()), user("a"), throw("u", message()), names="t a u"))
    case.start(order=ORDER)
    with pytest.raises(ModelFault) as fault:
        case.complete("a", order={"number": Decimal(8)})
    assert fault.value.code == "correlation_changed"


# --- what is waited for --------------------------------------------------------------------------


def test_the_first_message_fixes_the_key_of_the_case() -> None:
    case = drive(TALK)
    case.start(order=ORDER)
    assert [(s.message, s.keys) for s in awaited(case)] == [("m2", {"nr": SEVEN})]


def test_a_message_that_begins_the_case_fixes_its_key() -> None:
    body = start(message(), "s") + catch("c", message("m2")) + end()
    case = drive(body + flows(("s", "c"), ("c", "end")))
    case.start("m1", order=ORDER)
    assert awaited(case)[0].keys == {"nr": SEVEN}


def test_a_case_that_began_without_its_key_does_not_hear_the_rest_of_its_conversation() -> None:
    two = start(message(), "s") + start(message("m2"), "t") + user("a") + end()
    case = drive(two + flows(("s", "a"), ("t", "a"), ("a", "end")))
    case.start("m1", told="by phone")
    assert case.open == ["a"]


def test_of_two_messages_with_one_name_the_key_of_either_counts() -> None:
    both = '<message id="k" name="k"/><message id="l" name="k" pr:correlation="nr"/>'
    case = drive(line(throw("t", message("k")), names="t"), both)
    case.start(nr=Decimal(7))
    assert thrown(case)[0].keys == {"key": SEVEN}


def test_nothing_is_waited_for_without_a_key() -> None:
    case = drive(line(catch("c", message("m2")), names="c"))
    with pytest.raises(ModelFault) as fault:
        case.start()
    assert fault.value.code == "correlation_without_key"
    assert fault.value.facts["key"] == "nr"


def test_a_key_of_our_own_that_is_null_is_waited_for_by_nobody() -> None:
    told = '<message id="k" name="k" pr:correlation="unknown"/>'
    with pytest.raises(ModelFault):
        drive(line(catch("c", message("k")), names="c"), told).start()


def test_another_key_is_not_delivered() -> None:
    case = drive(TALK)
    case.start(order=ORDER)
    with pytest.raises(Stale) as refusal:
        case.deliver("c", number=Decimal(8))
    assert refusal.value.code == "message_for_another_case"


def test_what_a_person_brings_without_a_key_is_delivered() -> None:
    case = drive(TALK)
    case.start(order=ORDER)
    case.deliver("c", told="by phone")
    assert case.ended


def test_what_the_case_knows_itself_changes_with_it() -> None:
    waits = catch("c", message("m2")) + user("a") + catch("d", message("m2"))
    body = line(waits, names="c a d") + subscribed(("nr", "mine"))
    case = drive(body)
    case.start(mine=Decimal(7))
    assert awaited(case)[0].keys == {"nr": SEVEN}
    case.deliver("c", number=Decimal(7))
    case.complete("a", mine=Decimal(8))
    assert awaited(case)[0].keys == {"nr": EIGHT}


def test_every_called_process_has_a_conversation_of_its_own() -> None:
    called = TALK.replace('id="start"', 'id="qs"').replace('sourceRef="start"', 'sourceRef="qs"')
    many = '<multiInstanceLoopCharacteristics pr:collection="orders" pr:element="order"/>'
    body = line(f'<callActivity id="call" calledElement="q">{many}</callActivity>', names="call")
    files = diagram(body, top="") | diagram(called, process="q", top=MESSAGES + BY_NUMBER)
    case = Driver(files, "p")
    case.start(orders=[{"number": Decimal(7)}, {"number": Decimal(8)}])
    assert [s.keys for s in awaited(case)] == [{"nr": SEVEN}, {"nr": EIGHT}]


def test_the_keys_outlive_the_step() -> None:
    case = drive(line(throw("t", message()), user("a"), catch("c", message("m2")), names="t a c"))
    case.start(order=ORDER)
    case.complete("a", order={"number": Decimal(9)})
    assert awaited(case)[0].keys == {"nr": SEVEN}


# --- two processes -------------------------------------------------------------------------------

POOLS = (
    line(
        event("intermediateThrowEvent", "ask", "<messageEventDefinition/>", 'pr:correlation="nr"'),
        event("intermediateCatchEvent", "hear", "<messageEventDefinition/>", 'pr:correlation="nr"'),
        names="ask hear",
    )
    + '</process><process id="q" isExecutable="true">'
    + start("<messageEventDefinition/>", "asked")
    + user("answer")
    + event("endEvent", "told", "<messageEventDefinition/>", 'pr:correlation="nr"')
    + flows(("asked", "answer"), ("answer", "told"))
)


def test_two_pools_of_one_file_talk_over_their_message_flows() -> None:
    prepared = bpmn.prepare(diagram(POOLS, top=joined("ask>asked", "told>hear")))
    bundle = bpmn.load(prepared.normalised, {})
    asks, answers = Driver(bundle, "p"), Driver(bundle, "q")
    (question,) = asks.start(nr=Decimal(7)).messages
    (begins,) = bundle.process("q").starts
    assert (begins.kind, begins.name) == ("message", question.message)
    answers.start(question.message, nr=Decimal(7))
    (answer,) = answers.complete("answer").messages
    (waits,) = awaited(asks)
    assert (waits.message, waits.keys) == (answer.message, answer.keys)
    asks.do(Deliver(waits.token, answer.message, {}))
    assert asks.ended
    assert bundle.process("p").file == bundle.process("q").file == "p.bpmn"


def test_a_message_that_flows_name_is_called_after_the_flow() -> None:
    body = line(throw("t", "<messageEventDefinition/>"), names="t")
    body += '</process><process id="q">' + start("<messageEventDefinition/>", "qs")
    for name, called in (("t qs", "t qs"), ("m1", "t_qs"), ("", "t_qs")):
        top = MESSAGES + joined("t>qs").replace('name="t qs"', f'name="{name}"')
        case = Driver(diagram(body, top=top), "p")
        assert [sent.message for sent in case.start().messages] == [called]


def test_a_pool_that_is_not_executed_only_documents() -> None:
    body = line(user("a"), names="a")
    body += '</process><process id="q">' + start("<messageEventDefinition/>", "qs")
    body += '<task id="loose"/><scriptTask id="empty"/>'
    case = Driver(diagram(body), "p")
    case.start()
    assert set(case.bundle.diagrams) == {"p"}


def test_a_flow_without_a_name_or_an_id_still_joins_its_ends() -> None:
    body = line(throw("t", "<messageEventDefinition/>"), names="t")
    body += '</process><process id="q">' + start("<messageEventDefinition/>", "qs")
    top = joined("t>qs").replace('id="t_qs" name="t qs"', "")
    case = Driver(diagram(body, top=top), "p")
    assert [sent.message for sent in case.start().messages] == ["t:to:qs"]


def test_one_sender_may_speak_to_several_pools() -> None:
    body = line(throw("t", "<messageEventDefinition/>"), names="t")
    for name in ("q", "r"):
        body += f'</process><process id="{name}">' + start("<messageEventDefinition/>", f"{name}s")
    case = Driver(diagram(body, top=joined("t>qs", "t>rs")), "p")
    assert [sent.message for sent in case.start().messages] == ["t qs"]


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["P0D", "=duration(x)", "-P1D"])
def test_a_time_to_keep_is_a_duration(text: str) -> None:
    body = line(event("intermediateThrowEvent", "t", message(), f'pr:keep="{text}"'), names="t")
    assert refused(body) == [("bpmn.message.keep", "t")]


@pytest.mark.parametrize("more", ['pr:correlation="a"', 'pr:keep="P1D"'])
def test_only_messages_have_a_key_and_a_time_to_keep(more: str) -> None:
    inner = "<escalationEventDefinition/>"
    body = line(event("intermediateThrowEvent", "t", inner, more), names="t")
    assert ("bpmn.correlation.not_a_message", "t") in refused(body)


def test_a_path_that_is_no_feel_is_refused_where_it_stands() -> None:
    wrong = declared("nr", m1="a = =") + key("nr")
    assert refused(TALK, wrong) == [("bpmn.feel.syntax", "nr")]
