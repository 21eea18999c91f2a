"""Two pools in one file: each is a process of its own, and they talk over their message flows."""

from __future__ import annotations

from sqlalchemy import text

from engine import cases, deployments
from engine.model import SYSTEM
from tests.house import House
from tests.verbs import probing
from tests.verbs.test_messages import FORM, NS, elements, field, process, start, work

FILE = "pools/both.bpmn"
OPEN = "<messageEventDefinition/>"
KEY = 'pr:correlation="=dossier"'
POOLS = (
    '<collaboration id="talk"><participant id="pool_asks" name="Asks" processRef="pools"/>'
    '<participant id="pool_answers" name="Answers" processRef="answers"/>'
    '<messageFlow id="f_question" name="question" sourceRef="ask" targetRef="asked"/>'
    '<messageFlow id="f_answer" name="answer" sourceRef="told" targetRef="hear"/></collaboration>'
)
ASKS = probing.row(
    f'<intermediateThrowEvent id="ask" name="Ask" {KEY}>{OPEN}</intermediateThrowEvent>',
    f'<intermediateCatchEvent id="hear" name="Hear" {KEY}>{OPEN}</intermediateCatchEvent>',
    probing.TASK.format("after"),
).replace('id="begin"', 'id="begin" pr:form="pools_start"', 1)
ANSWERS = (
    f'<startEvent id="asked" name="Asked">{OPEN}</startEvent>'
    + probing.TASK.format("look")
    + f'<endEvent id="told" name="Told" {KEY}>{OPEN}</endEvent>'
    '<sequenceFlow id="asked_look" sourceRef="asked" targetRef="look"/>'
    '<sequenceFlow id="look_told" sourceRef="look" targetRef="told"/>'
)


def deploy(house: House) -> None:
    drawn = NS + POOLS + process("pools", ASKS) + process("answers", ANSWERS) + "</definitions>"
    deployments.deploy(
        house.runtime,
        process_key="pools",
        files={
            FILE: drawn.encode(),
            "pools/procedure.toml": b'title = "Pools"\nmain = "pools"\nstart = ["pools"]\n',
            "forms/note.json": FORM % (b"note", field("remark")),
            "forms/pools_start.json": FORM % (b"pools_start", field("dossier")),
        },
        by=SYSTEM,
        reason="probe",
        source="folder",
    )


def answering(house: House) -> list[str]:
    with house.runtime.store.read() as tx:
        found = tx.all(
            text("SELECT number FROM case_ WHERE process_id = 'answers' ORDER BY number")
        )
    return [row[0] for row in found]


def test_a_question_begins_the_other_pool_and_its_answer_finds_who_asked(house: House) -> None:
    deploy(house)
    mine, other = start(house, "pools", dossier="A"), start(house, "pools", dossier="B")
    work(house)
    first, _ = answering(house)
    house.do(first, "look", "sara.mertens", {})
    work(house)
    assert elements(house, mine) == ["after"]
    assert elements(house, other) == []
    assert house.case(first).end_event == "told"


def test_a_process_is_found_in_whatever_file_declares_it(house: House) -> None:
    deploy(house)
    start(house, "pools", dossier="A")
    work(house)
    (number,) = answering(house)
    shown = cases.diagram(house.runtime, number=number, by=house.actors["sara.mertens"])
    assert b"pool_answers" in shown.source
    assert shown.marks["look"] == "active"
    for process_id in ("pools", "answers"):
        by = house.actors["pieter.claeys"]
        view = deployments.view(house.runtime, process_id=process_id, by=by)
        assert view.path == FILE
        assert set(view.diagrams) == {("pools", "pools"), ("answers", "answers")}
