"""Messages and signals between cases: for whom they are, once, and never lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from engine import cases, delivery, deployments, errors, jobs, messages, store
from engine.model import SYSTEM
from engine.store.tables import job, message
from tests.house import House
from tests.verbs import probing

NS = (
    '<definitions id="d" targetNamespace="probe"'
    ' xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:pr="https://procesregie.be/schema/bpmn/1">'
)
ANSWER = '<message id="m_answer" name="answer" pr:correlation="=dossier"/>'
ASKED = '<message id="m_asked" name="asked"/>'
ALARM = '<signal id="s_alarm" name="alarm"/>'
FORM = b'{"schemaVersion": 17, "type": "default", "id": "%s", "components": [%s]}'


def field(key: str) -> bytes:
    return b'{"type": "textfield", "id": "f_%s", "key": "%s", "label": "%s"}' % (
        (key.encode(),) * 3
    )


def process(name: str, elements: str) -> str:
    return f'<process id="{name}" name="{name}" isExecutable="true">{elements}</process>'


def event(kind: str, name: str, definition: str) -> str:
    return f'<{kind} id="{name}" name="{name}">{definition}</{kind}>'


def catch(name: str, definition: str) -> str:
    return (
        f'<intermediateCatchEvent id="{name}" name="{name}">{definition}</intermediateCatchEvent>'
    )


def throw(name: str, definition: str) -> str:
    return (
        f'<intermediateThrowEvent id="{name}" name="{name}">{definition}</intermediateThrowEvent>'
    )


def message_of(name: str) -> str:
    return f'<messageEventDefinition messageRef="m_{name}"/>'


def signal_of(name: str) -> str:
    return f'<signalEventDefinition signalRef="s_{name}"/>'


def deploy(house: House, key: str, elements: str, *, top: str = "", form: bytes = b"") -> None:
    """Put a procedure of one process into force, which a person starts with `form`."""
    start = elements.replace('id="begin"', f'id="begin" pr:form="{key}_start"', 1) if form else None
    files = {
        f"{key}/{key}.bpmn": (
            NS + top + process(key, start or elements) + "</definitions>"
        ).encode(),
        f"{key}/procedure.toml": (
            f'title = "{key}"\nmain = "{key}"\nstart = ["{key}"]\nnumber_prefix = "{key[:2]}"\n'
        ).encode(),
        "forms/note.json": FORM % (b"note", field("remark")),
    }
    if form:
        files[f"forms/{key}_start.json"] = FORM % (f"{key}_start".encode(), form)
    deployments.deploy(
        house.runtime, process_key=key, files=files, by=SYSTEM, reason="probe", source="folder"
    )


def start(house: House, key: str, **values: str) -> str:
    return cases.start(
        house.runtime,
        process_id=key,
        by=house.actors["an.admin"],
        posted=values,
        key=store.new_id(),
    )


def waiting_procedure(house: House) -> None:
    elements = probing.row(catch("wait", message_of("answer")), probing.TASK.format("after"))
    deploy(house, "waiter", elements, top=ANSWER, form=field("dossier"))


def sending_procedure(house: House) -> None:
    elements = probing.row(throw("say", message_of("answer")), probing.TASK.format("said"))
    deploy(house, "sender", elements, top=ANSWER, form=field("dossier") + b"," + field("news"))


def work(house: House) -> None:
    """Do what the worker does, until nothing is left."""
    while jobs.run_due(house.runtime) or delivery.deliver_kept(house.runtime):
        pass


def elements(house: House, number: str) -> list[str]:
    return [task.element for task in house.open_tasks(number)]


def kept(house: House) -> list[tuple[str, str | None]]:
    with house.runtime.store.read() as tx:
        rows = tx.all(select(message.c.state, message.c.problem).order_by(message.c.received_at))
    return [(row[0], row[1]) for row in rows]


def count(house: House, table: str) -> int:
    with house.runtime.store.read() as tx:
        return int(tx.scalar(text(f"SELECT count(*) FROM {table}")))


def test_a_message_reaches_the_case_that_waits_with_the_same_key(house: House) -> None:
    waiting_procedure(house)
    sending_procedure(house)
    mine, other = start(house, "waiter", dossier="A"), start(house, "waiter", dossier="B")
    start(house, "sender", dossier="A", news="good")
    work(house)
    assert elements(house, mine) == ["after"]
    assert elements(house, other) == []
    assert probing.kinds(house, mine) == ["case:started", "message:delivered"]
    assert kept(house) == []


def test_an_early_message_waits_for_its_case_and_is_delivered_once(house: House) -> None:
    waiting_procedure(house)
    sending_procedure(house)
    start(house, "sender", dossier="A", news="early")
    work(house)
    assert kept(house) == [("waiting", "message.nobody_waits")]
    first, second = start(house, "waiter", dossier="A"), start(house, "waiter", dossier="A")
    work(house)
    assert sorted(elements(house, first) + elements(house, second)) in ([], ["after"])


def test_an_early_message_reaches_the_one_case_that_comes_to_wait(house: House) -> None:
    waiting_procedure(house)
    sending_procedure(house)
    start(house, "sender", dossier="A", news="early")
    work(house)
    number = start(house, "waiter", dossier="A")
    work(house)
    work(house)
    assert elements(house, number) == ["after"]
    assert kept(house) == [("delivered", None)]
    again = start(house, "waiter", dossier="A")
    work(house)
    assert elements(house, again) == [], "it was delivered once"


def test_two_cases_that_wait_with_the_same_key_are_not_guessed_between(house: House) -> None:
    waiting_procedure(house)
    sending_procedure(house)
    numbers = [start(house, "waiter", dossier="A") for _ in range(2)]
    start(house, "sender", dossier="A", news="for whom?")
    work(house)
    assert [elements(house, number) for number in numbers] == [[], []]
    assert kept(house) == [("waiting", "message.several_wait")]
    (line,) = messages.unassigned(house.runtime, by=house.actors["an.admin"]).rows
    messages.assign(
        house.runtime,
        message_id=line.message.id,
        number=numbers[1],
        by=house.actors["an.admin"],
    )
    assert [elements(house, number) for number in numbers] == [[], ["after"]]
    with pytest.raises(errors.AlreadyDone):
        messages.assign(
            house.runtime,
            message_id=line.message.id,
            number=numbers[0],
            by=house.actors["an.admin"],
        )
    assert elements(house, numbers[0]) == []


def test_a_message_whose_time_is_up_is_still_seen_and_can_be_put_aside_with_a_reason(
    house: House,
) -> None:
    sending_procedure(house)
    start(house, "sender", dossier="A", news="old")
    work(house)
    house.clock.forward(days=house.runtime.settings.message_days, seconds=1)
    assert delivery.expire(house.runtime) == 1
    assert delivery.expire(house.runtime) == 0
    waiting_procedure(house)
    number = start(house, "waiter", dossier="A")
    work(house)
    assert elements(house, number) == [], "its time was up"
    admin = house.actors["an.admin"]
    (line,) = messages.unassigned(house.runtime, by=admin).rows
    assert line.message.state == "expired"
    with pytest.raises(errors.InvalidInput):
        messages.drop(house.runtime, message_id=line.message.id, reason=" ", by=admin)
    messages.drop(house.runtime, message_id=line.message.id, reason="te laat", by=admin)
    assert messages.unassigned(house.runtime, by=admin).rows == ()
    assert kept(house) == [("dropped", "te laat")]


def test_a_message_begins_the_process_that_starts_with_it_once(house: House) -> None:
    asked = '<startEvent id="begin" name="Begin">' + message_of("asked") + "</startEvent>"
    body = probing.row(probing.TASK.format("look"))
    plain = '<startEvent id="begin" name="Begin"/>'
    deploy(house, "answerer", body.replace(plain, asked), top=ASKED)
    elements_ = probing.row(throw("ask", message_of("asked")), probing.TASK.format("asked"))
    deploy(house, "asker", elements_, top=ASKED, form=field("question"))
    start(house, "asker", question="why")
    before = count(house, "case_")
    work(house)
    assert count(house, "case_") == before + 1
    with house.runtime.store.read() as tx:
        number, dossier = tx.all(
            text("SELECT number, dossier_id FROM case_ WHERE process_key = 'answerer'")
        )[0]
        assert (
            tx.scalar(text("SELECT count(*) FROM case_ WHERE dossier_id = :d"), {"d": dossier}) == 2
        )
    assert elements(house, number) == ["look"]


def test_a_signal_reaches_every_case_that_waits_and_not_its_thrower(house: House) -> None:
    hears = probing.row(catch("hear", signal_of("alarm")), probing.TASK.format("heard"))
    deploy(house, "hearer", hears, top=ALARM)
    throws = (
        '<startEvent id="begin" name="Begin"/><parallelGateway id="fork" name="Fork"/>'
        + throw("shout", signal_of("alarm"))
        + catch("own", signal_of("alarm"))
        + probing.TASK.format("shouted")
        + probing.TASK.format("own_heard")
        + '<endEvent id="finish" name="Finish"/><endEvent id="over" name="Over"/>'
        + "".join(
            f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'
            for a, b in (
                ("begin", "fork"),
                ("fork", "own"),
                ("fork", "shout"),
                ("shout", "shouted"),
                ("own", "own_heard"),
                ("shouted", "finish"),
                ("own_heard", "over"),
            )
        )
    )
    deploy(house, "shouter", throws, top=ALARM)
    numbers = [start(house, "hearer") for _ in range(3)]
    mine = start(house, "shouter")
    work(house)
    assert [elements(house, number) for number in numbers] == [["heard"]] * 3
    assert sorted(elements(house, mine)) == ["own_heard", "shouted"]
    assert probing.kinds(house, mine) == ["case:started"], "it heard itself within its own step"
    late = start(house, "hearer")
    work(house)
    assert elements(house, late) == [], "a signal is not kept"


def test_a_signal_begins_what_starts_with_it(house: House) -> None:
    began = '<startEvent id="begin" name="Begin">' + signal_of("alarm") + "</startEvent>"
    body = probing.row(probing.TASK.format("look"))
    deploy(house, "fire", body.replace('<startEvent id="begin" name="Begin"/>', began), top=ALARM)
    shout = probing.row(throw("shout", signal_of("alarm")), probing.TASK.format("shouted"))
    deploy(house, "shouter", shout, top=ALARM)
    start(house, "shouter")
    work(house)
    work(house)
    with house.runtime.store.read() as tx:
        found = tx.all(text("SELECT number FROM case_ WHERE process_key = 'fire'"))
    assert [elements(house, row[0]) for row in found] == [["look"]]


CLOCKED = (
    '<startEvent id="begin" name="Begin"><timerEventDefinition>'
    "<timeCycle>R2/P1D</timeCycle></timerEventDefinition></startEvent>"
)


def clocked(house: House, more: str = "") -> None:
    body = probing.row(probing.TASK.format("look"), *([more] if more else []))
    plain = '<startEvent id="begin" name="Begin"/>'
    deploy(house, "daily", body.replace(plain, CLOCKED))


def begun(house: House) -> int:
    return sum(1 for row in all_cases(house) if row == "daily")


def all_cases(house: House) -> list[str]:
    with house.runtime.store.read() as tx:
        return [row[0] for row in tx.all(text("SELECT process_key FROM case_"))]


def test_a_timer_begins_a_case_as_often_as_it_says(house: House) -> None:
    clocked(house)
    work(house)
    assert begun(house) == 0
    for expected in (1, 2, 2, 2):
        house.clock.forward(days=1, seconds=1)
        work(house)
        assert begun(house) == expected


def test_a_timer_of_an_older_version_begins_nothing(house: House) -> None:
    clocked(house)
    house.clock.forward(hours=12)
    clocked(house, probing.TASK.format("more"))
    house.clock.forward(hours=13)
    work(house)
    assert begun(house) == 0
    house.clock.forward(hours=12)
    work(house)
    assert begun(house) == 1


def test_a_message_from_outside_comes_in_once(house: House) -> None:
    waiting_procedure(house)
    number = start(house, "waiter", dossier="A")
    admin = house.actors["an.admin"]
    about: dict[str, Any] = {"name": "answer", "keys": {"key": "A"}, "values": {"news": "x"}}
    assert messages.publish(house.runtime, **about, by=admin, unique_key="mail-1")
    assert not messages.publish(house.runtime, **about, by=admin, unique_key="mail-1")
    work(house)
    assert elements(house, number) == ["after"]
    assert kept(house) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"keys": {"key": None}},
        {"unique_key": ""},
        {"keep": "tomorrow"},
        {"keys": {str(n): "x" for n in range(11)}},
    ],
)
def test_a_message_from_outside_is_checked(house: House, wrong: dict[str, Any]) -> None:
    about = {"name": "answer", "keys": {"key": "A"}, "values": {}, "unique_key": "k", **wrong}
    with pytest.raises(errors.InvalidInput):
        messages.publish(house.runtime, **about, by=house.actors["an.admin"])


UNANSWERED = (
    '<startEvent id="begin" name="Begin"/>'
    + catch("wait", message_of("answer"))
    + '<exclusiveGateway id="choose" name="Choose" default="f4"/>'
    + probing.TASK.format("yes")
    + '<endEvent id="finish" name="Finish"/><endEvent id="over" name="Over"/>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/>'
    '<sequenceFlow id="f2" sourceRef="wait" targetRef="choose"/>'
    '<sequenceFlow id="f3" name="yes" sourceRef="choose" targetRef="yes">'
    '<conditionExpression xsi:type="tFormalExpression">=score &gt; 1</conditionExpression>'
    '</sequenceFlow><sequenceFlow id="f4" name="no" sourceRef="choose" targetRef="finish"/>'
    '<sequenceFlow id="f5" sourceRef="yes" targetRef="over"/>'
)


def test_what_the_model_of_the_receiver_cannot_answer_leaves_the_message_where_it_was(
    house: House,
) -> None:
    deploy(house, "waiter", UNANSWERED, top=ANSWER, form=field("dossier"))
    sending_procedure(house)
    number = start(house, "waiter", dossier="A")
    sender = start(house, "sender", dossier="A", news="no score")
    work(house)
    assert house.case(number).version == 1
    with house.runtime.store.read() as tx:
        states = [row[0] for row in tx.all(select(job.c.state).where(job.c.kind == "message"))]
    assert states == ["failed"]
    assert len(probing.open_incidents(house, number) + probing.open_incidents(house, sender)) == 1
