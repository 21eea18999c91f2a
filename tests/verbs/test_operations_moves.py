"""Once more, another place, the end: what moves, what is written, what is refused."""

from __future__ import annotations

import pytest

from engine import errors, operations
from engine.model import CancelCase, HistoryKind, MoveToken
from engine.operations import Again, Correction
from engine.store import jobs as job_rows
from tests.house import House
from tests.verbs import probing
from tests.verbs.operating import (
    STAMP,
    TIMED,
    WHY,
    Stamp,
    again,
    asking,
    broken,
    correct,
    look,
    open_incidents,
    operator,
    problems,
    put,
    seen,
    stamping,
    stop,
    told,
)

# --- once more -----------------------------------------------------------------------------------


def test_work_that_failed_is_asked_again_with_the_values_of_now(
    either: House, stamp: Stamp
) -> None:
    number = stamping(either, stamp)
    (failed,) = look(either, number).broken
    (incident,) = look(either, number).incidents
    assert (failed.name, incident.key) == ("Stamp it", failed.key)
    correct(either, number, {"address": '"Gent"'})
    again(either, number, failed.key)
    assert open_incidents(either, number) == []
    assert look(either, number).broken == ()
    either.work_off()
    assert stamp.given == [None, "Gent"]
    assert probing.only_task(either, number).element == "look"
    assert told(either, number, HistoryKind.JOB_RETRIED).meta["name"] == "Stamp it"
    told(either, number, HistoryKind.INCIDENT_RESOLVED)
    with either.runtime.store.read() as tx:
        assert job_rows.failed_of_case(tx, either.case(number).id) == ()


def test_a_timer_that_failed_is_tried_again_as_it_is(house: House) -> None:
    probing.deploy(house, TIMED)
    number = probing.start(house)
    house.clock.forward(days=2)
    house.work_off()
    (failed,) = look(house, number).broken
    assert (failed.name, failed.kind) == ("Wait a day", "timer")
    foreseen = operations.foresee(
        house.runtime, number=number, asked=Again(failed.key), by=operator(house)
    )
    assert [each.code for each in foreseen.problems] == ["condition_without_answer"]
    correct(house, number, {"amount": "3"})
    again(house, number, failed.key)
    assert open_incidents(house, number) == []
    house.work_off()
    assert probing.only_task(house, number).element == "look"
    told(house, number, HistoryKind.JOB_RETRIED)


def test_an_error_that_nobody_handled_is_an_incident_until_the_case_is_moved(
    house: House,
) -> None:
    number = broken(house)
    assert probing.kinds(house, number)[-1] == "incident:opened"
    (failed,) = look(house, number).broken
    (incident,) = look(house, number).incidents
    assert (incident.code, incident.key) == ("unhandled_error", failed.key)
    again(house, number, failed.key)
    assert open_incidents(house, number) == ["unhandled_error"], "it failed again: a new one"
    put(house, number, "broken", "ask")
    assert open_incidents(house, number) == []
    assert probing.only_task(house, number).element == "ask"
    line = told(house, number, HistoryKind.TOKEN_MOVED)
    assert (line.meta["name"], line.meta["target"]) == ("Broken", "ask")


def test_a_case_that_waits_for_what_never_comes_is_an_incident_until_it_is_moved(
    house: House,
) -> None:
    """A parallel join behind a choice: the other way never comes (§13.4.1)."""
    ways = (("choice", "ask"), ("ask", "join"), ("look", "join"), ("join", "finish"))
    flows = "".join(
        f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in (("begin", "choice"), *ways)
    )
    probing.deploy(
        house,
        '<startEvent id="begin" name="Begin"/>'
        '<exclusiveGateway id="choice" name="Kijken?" default="choice_ask"/>'
        + probing.TASK.format("ask")
        + probing.TASK.format("look")
        + '<parallelGateway id="join" name="Samen"/><endEvent id="finish" name="Klaar"/>'
        + flows
        + '<sequenceFlow id="never" name="ja" sourceRef="choice" targetRef="look">'
        "<conditionExpression>1 = 2</conditionExpression></sequenceFlow>",
    )
    number = probing.start(house)
    assert open_incidents(house, number) == []
    house.do(number, "ask", "sara.mertens", {})
    assert probing.kinds(house, number)[-1] == "incident:opened"
    (incident,) = look(house, number).incidents
    assert (incident.code, incident.element) == ("standstill", "Samen")
    put(house, number, "join", "ask")
    assert open_incidents(house, number) == []
    assert probing.only_task(house, number).element == "ask"


def test_an_error_of_a_service_task_that_nobody_handled_is_tried_again(
    house: House, stamp: Stamp
) -> None:
    stamp.thrown = errors.BpmnError("E1")
    probing.deploy(house, STAMP)
    number = probing.start(house)
    house.work_off()
    (failed,) = look(house, number).broken
    stamp.thrown = None
    correct(house, number, {"address": '"Gent"'})
    again(house, number, failed.key)
    house.work_off()
    assert probing.only_task(house, number).element == "look"
    assert open_incidents(house, number) == []


def test_what_was_tried_again_is_not_tried_twice(house: House, stamp: Stamp) -> None:
    number = stamping(house, stamp)
    (failed,) = look(house, number).broken
    again(house, number, failed.key)
    with pytest.raises(errors.AlreadyDone):
        again(house, number, failed.key)
    with pytest.raises(errors.AlreadyDone):
        again(house, number, "job-nobody")


def test_everything_of_one_kind_is_tried_again_at_once(house: House, stamp: Stamp) -> None:
    probing.deploy(house, STAMP)
    numbers = [probing.start(house) for _ in range(3)]
    house.work_off()
    stop(house, numbers[0])
    found = operations.incidents(house.runtime, by=operator(house))
    assert [(each.code, each.count) for each in found.kinds] == [("decision_act_incomplete", 2)]
    ids = [each.id for each in found.rows]
    for number in numbers[1:]:
        correct(house, number, {"address": '"Gent"'})
    made = operations.retry_all(house.runtime, ids=ids, reason=WHY, by=operator(house))
    assert (made.done, made.left) == (2, 0)
    twice = operations.retry_all(house.runtime, ids=ids, reason=WHY, by=operator(house))
    assert (twice.done, twice.left) == (0, 0)
    house.work_off()
    for number in numbers[1:]:
        assert probing.only_task(house, number).element == "look"
        told(house, number, HistoryKind.JOB_RETRIED)


def test_what_cannot_be_tried_again_is_left_and_counted(house: House) -> None:
    number = asking(house)
    (row,) = operations.incidents(house.runtime, by=operator(house)).rows
    made = operations.retry_all(house.runtime, ids=[row.id], reason=WHY, by=operator(house))
    assert (made.done, made.left) == (0, 1)
    assert open_incidents(house, number) == ["condition_without_answer"]


# --- another place, the end ----------------------------------------------------------------------


def test_a_task_is_taken_back_and_the_job_of_what_was_left_is_void(
    house: House, stamp: Stamp
) -> None:
    number = stamping(house, stamp)
    put(house, number, "stamp", "look")
    assert probing.only_task(house, number).element == "look"
    assert open_incidents(house, number) == []
    assert look(house, number).broken == ()
    told(house, number, HistoryKind.TOKEN_MOVED)
    put(house, number, "look", "finish")
    assert house.case(number).state == "ended"


def test_a_place_that_means_nothing_is_refused_with_the_reason(house: House) -> None:
    number = asking(house)
    with pytest.raises(errors.InvalidInput) as refused:
        put(house, number, "ask", "begin")
    assert problems(refused) == [("element", "move_never_entered")]
    offered = operations.targets(
        house.runtime, number=number, token=look(house, number).places[0].token, by=operator(house)
    )
    assert [each.element for each in offered] == ["ask", "gate", "check", "finish"]


def test_a_move_after_which_the_model_has_no_answer_is_refused_and_no_new_incident(
    house: House,
) -> None:
    number = asking(house)
    before = seen(house, number)
    with pytest.raises(errors.InvalidInput) as refused:
        put(house, number, "ask", "gate")
    assert problems(refused) == [("", "condition_without_answer")]
    assert seen(house, number) == before
    assert len(open_incidents(house, number)) == 1


def test_a_cancelled_case_is_at_an_end_with_everything_taken_back(
    house: House, stamp: Stamp
) -> None:
    number = stamping(house, stamp)
    stop(house, number)
    case = house.case(number)
    assert (case.state, case.end_event) == ("cancelled", None)
    assert case.ended_at is not None
    assert open_incidents(house, number) == []
    assert house.open_tasks(number) == []
    assert look(house, number).broken == ()
    told(house, number, HistoryKind.CASE_CANCELLED)
    assert "case:ended" not in probing.kinds(house, number)
    with pytest.raises(errors.AlreadyDone):
        stop(house, number)


def test_what_a_move_would_do_is_told_beforehand_and_not_done(house: House) -> None:
    number = asking(house)
    (place,) = look(house, number).places
    by = operator(house)

    def foreseen(asked: operations.Asked) -> operations.Foreseen:
        return operations.foresee(house.runtime, number=number, asked=asked, by=by)

    moved = foreseen(MoveToken(place.token, "check"))
    assert (moved.taken_back, moved.opened, moved.ends) == (("ask",), ("check",), False)
    ended = foreseen(MoveToken(place.token, "finish"))
    assert (ended.ends, ended.end) == (True, "Finish")
    stopped = foreseen(CancelCase())
    assert (stopped.taken_back, stopped.ends, stopped.end) == (("ask",), True, None)
    changed = foreseen(Correction({"amount": "12"}))
    assert changed.changes == (("amount", "null", "12"),)
    refused = foreseen(MoveToken(place.token, "gate"))
    assert [each.code for each in refused.problems] == ["condition_without_answer"]
    wrong = foreseen(Correction({"amount": "12 +"}))
    assert [each.code for each in wrong.problems] == ["feel_syntax"]
    assert seen(house, number) == 1
