"""Work for programs elsewhere: fetched and locked, answered once, never lost, told in the trail."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from engine import errors, keys, operations
from engine.model import SYSTEM, HistoryKind
from engine.store import jobs as rows
from tests.api.conftest import TOPIC, Program
from tests.house import House
from tests.verbs import operating, probing

DONE = {"values": {"name": "De Bolderkar vzw"}}


def the_job(program: Program, **more: Any) -> dict[str, Any]:
    (job,) = program.fetch(**more)
    return job


def test_a_program_does_the_work_and_the_case_goes_on(either: House, program: Program) -> None:
    number = probing.start(either)
    either.work_off()
    job = the_job(program)
    assert (job["case"], job["topic"], job["attempt"]) == (number, TOPIC, 1)
    assert job["values"] == {"number": {"@number": "42"}}
    assert program.fetch() == []
    assert program.answer(job, "complete", **DONE).status_code == 200
    assert probing.only_task(either, number).element == "look"
    assert HistoryKind.JOB_FINISHED in probing.kinds(either, number)


def test_the_same_answer_again_is_taken_and_does_nothing(either: House, program: Program) -> None:
    number = probing.start(either)
    job = the_job(program)
    program.answer(job, "complete", **DONE)
    before = probing.kinds(either, number)
    assert program.answer(job, "complete", **DONE).status_code == 200
    assert program.answer({**job, "lock": "another"}, "complete", **DONE).status_code == 409
    assert probing.kinds(either, number) == before


def test_of_programs_that_answer_at_once_one_moves_the_case(
    either: House, program: Program
) -> None:
    number = probing.start(either)
    job = the_job(program)
    start, found = threading.Barrier(4), []

    def answer() -> None:
        start.wait()
        found.append(program.answer(job, "complete", **DONE).status_code)

    threads = [threading.Thread(target=answer) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [200] * 4
    assert probing.kinds(either, number).count(HistoryKind.JOB_FINISHED) == 1


def test_a_lock_that_ran_out_gives_the_work_to_another_under_the_same_key(
    either: House, program: Program
) -> None:
    probing.start(either)
    first = the_job(program)
    either.clock.forward(minutes=2)
    second = the_job(program, worker="w2")
    assert second["idempotency_key"] == first["idempotency_key"]
    assert (second["attempt"], second["lock"] != first["lock"]) == (2, True)
    assert program.answer(first, "complete", **DONE).status_code == 409
    assert program.answer(second, "complete", **DONE).status_code == 200


def test_a_late_answer_counts_while_nobody_else_has_the_work(
    either: House, program: Program
) -> None:
    number = probing.start(either)
    job = the_job(program)
    either.clock.forward(minutes=2)
    assert program.answer(job, "extend", lock_seconds=60).status_code == 409
    assert program.answer(job, "complete", **DONE).status_code == 200
    assert probing.only_task(either, number).element == "look"


def test_a_lock_can_be_kept_longer(either: House, program: Program) -> None:
    probing.start(either)
    job = the_job(program)
    assert program.answer(job, "extend", lock_seconds=600).status_code == 200
    either.clock.forward(minutes=9)
    assert program.fetch() == []


def test_an_error_that_the_diagram_knows_goes_its_way(either: House, program: Program) -> None:
    number = probing.start(either)
    job = the_job(program)
    assert program.answer(job, "bpmn-error", code="unknown_number").status_code == 200
    assert probing.only_task(either, number).element == "by_hand"


def test_an_error_that_nothing_catches_is_an_incident(either: House, program: Program) -> None:
    number = probing.start(either)
    job = the_job(program)
    assert program.answer(job, "bpmn-error", code="of_another_world").status_code == 200
    assert [each.code for each in probing.open_incidents(either, number)] == ["unhandled_error"]


def test_work_that_failed_is_offered_again_after_a_while(either: House, program: Program) -> None:
    number = probing.start(either)
    job = the_job(program)
    again = {"error": "no answer", "again_after_seconds": 300}
    assert program.answer(job, "fail", **again).status_code == 200
    assert program.fetch() == []
    either.clock.forward(seconds=301)
    assert the_job(program)["attempt"] == 2
    assert not probing.open_incidents(either, number)


def test_work_that_failed_for_good_waits_for_an_operator_who_can_have_it_tried_again(
    either: House, program: Program
) -> None:
    number = probing.start(either)
    job = the_job(program)
    assert program.answer(job, "fail", error="gone").status_code == 200
    (found,) = probing.open_incidents(either, number)
    assert (found.code, found.job_id) == ("job_failed", job["id"])
    assert program.fetch() == []
    assert program.answer(job, "complete", **DONE).status_code == 409
    (failed,) = operating.look(either, number).broken
    operating.again(either, number, failed.key)
    assert the_job(program)["case"] == number


def test_work_that_no_program_can_do_is_done_by_hand(either: House, program: Program) -> None:
    number = probing.start(either)
    assert program.answer(the_job(program), "fail", error="gone").status_code == 200
    (failed,) = operating.look(either, number).broken
    operations.skip(
        either.runtime,
        number=number,
        key=failed.key,
        typed={"values": '{name: "Zonnebloem vzw"}'},
        seen=operating.seen(either, number),
        reason=operating.WHY,
        by=operating.operator(either),
    )
    assert probing.only_task(either, number).element == "look"
    known = {each.path: each.text for each in operating.look(either, number).variables}
    assert '"Zonnebloem vzw"' in known.values()


def test_work_of_a_case_that_was_stopped_is_void(either: House, program: Program) -> None:
    number = probing.start(either)
    job = the_job(program)
    operating.stop(either, number)
    assert program.answer(job, "complete", **DONE).status_code == 409


def test_our_own_workers_leave_it_alone(either: House, program: Program) -> None:
    number = probing.start(either)
    either.clock.forward(days=1)
    either.work_off()
    assert not probing.open_incidents(either, number)
    job = the_job(program)
    either.clock.forward(days=1)
    either.work_off()
    with either.runtime.store.read() as tx:
        kept = rows.get(tx, job["id"])
    assert kept is not None
    assert (kept.state, kept.locked_by) == ("open", job["lock"])


def test_the_key_opens_its_own_topics_and_nothing_else(either: House, program: Program) -> None:
    probing.start(either)
    job = the_job(program)
    other = keys.make(either.runtime, name="other", topics=["iets.anders"], by=SYSTEM)
    theirs = {"Authorization": f"Bearer {other}"}
    assert program.post("fetch-and-lock", asked(), headers=theirs).status_code == 403
    body = {"lock": job["lock"], **DONE}
    assert program.post(f"{job['id']}/complete", body, headers=theirs).status_code == 404
    keys.end(either.runtime, name="kbo-1", by=SYSTEM)
    found = program.post("fetch-and-lock", asked())
    assert (found.status_code, found.headers["WWW-Authenticate"][:6]) == (401, "Bearer")
    for headers in ({}, {"Authorization": "Basic abc"}, {"Cookie": "procesregie=x"}):
        assert program.post("fetch-and-lock", asked(), headers=headers).status_code == 401


def asked(**more: Any) -> dict[str, Any]:
    return {"worker": "w1", "topics": [TOPIC], "lock_seconds": 60, **more}


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        asked(lock_seconds=0),
        asked(lock_seconds=1.5),
        asked(topics=[]),
        asked(topics=["Not A Topic"]),
        asked(most=51),
        asked(wait_seconds=31),
        asked(worker="x" * 81),
        asked(worker="line\nbreak"),
        asked(beyond=True),
    ],
    ids=repr,
)
def test_what_is_not_in_the_contract_is_refused(program: Program, body: Any) -> None:
    found = program.post("fetch-and-lock", body)
    assert (found.status_code, found.get_json()["code"]) == (422, "schema")


@pytest.mark.parametrize(
    "value",
    [
        {"@number": "NaN"},
        {"@number": "Infinity"},
        {"@number": "1e999999"},
        {"@date": "2026-02-30"},
        {"@date": None},
        {"@range": {}},
        {"@context": []},
        {"@unknown": "x"},
    ],
    ids=repr,
)
def test_a_value_that_is_none_changes_nothing(either: House, program: Program, value: Any) -> None:
    number = probing.start(either)
    job = the_job(program)
    before = probing.kinds(either, number)
    assert program.answer(job, "complete", values={"name": value}).status_code == 422
    assert probing.kinds(either, number) == before
    assert program.answer(job, "complete", **DONE).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "{", '{"a":' * 100_000, "[" * 100_000, '"\\ud800"', "NaN", "1e400"]
)
def test_what_is_no_body_is_refused(program: Program, text: str) -> None:
    found = program.client.post(
        "/api/v1/external-jobs/fetch-and-lock",
        data=text,
        content_type="application/json",
        headers=program.headers,
    )
    assert (found.status_code, found.mimetype) == (422, "application/problem+json")


def test_who_waits_for_work_has_it_as_soon_as_it_is_there(either: House, program: Program) -> None:
    found: list[list[dict[str, Any]]] = []
    waiting = threading.Thread(target=lambda: found.append(program.fetch(wait_seconds=20)))
    waiting.start()
    number = probing.start(either)
    waiting.join(10)
    assert not waiting.is_alive()
    assert [each["case"] for each in found[0]] == [number]


def test_a_topic_beside_a_job_is_refused_with_the_element(house: House) -> None:
    broken = probing.row(
        '<serviceTask id="both" name="Both" pr:topic="kbo.opzoeken" pr:job="make_letter"/>'
    )
    from engine.errors import InvalidModel  # noqa: PLC0415

    with pytest.raises(InvalidModel) as refused:
        probing.deploy(house, broken)
    assert ("bpmn.topic.beside_job", "both") in {
        (each.rule, each.element) for each in refused.value.findings
    }


def test_while_the_database_is_away_a_program_is_told_when_to_come_back(
    either: House, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise errors.Unavailable("database_unavailable")

    monkeypatch.setattr(either.runtime.store, "read", away)
    answer = program.post("fetch-and-lock", {"worker": "w", "topics": [TOPIC], "lock_seconds": 60})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.get_json()["code"] == "database_unavailable"
