"""Operator moves: what is stuck, the move that mends it, its reason, and its line in the trail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from engine import errors, history, jobs, operations, store, tasks
from engine.jobs import Handler
from engine.model import Actor, CancelCase, HistoryKind, MoveToken
from engine.operations import Again, Correction
from engine.store import incidents as incident_rows
from engine.store import jobs as job_rows
from engine.store.rows import HistoryRow
from tests.house import House
from tests.verbs import probing

WHY = "the applicant forgot to say it"
GATE = (
    '<startEvent id="begin" name="Begin"/>'
    + probing.TASK.format("ask")
    + '<exclusiveGateway id="gate" name="How much?" default="small"/>'
    + probing.TASK.format("check")
    + '<endEvent id="finish" name="Finish"/>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>'
    '<sequenceFlow id="f2" sourceRef="ask" targetRef="gate"/>'
    '<sequenceFlow id="large" name="large" sourceRef="gate" targetRef="check">'
    "<conditionExpression>amount &gt; 10</conditionExpression></sequenceFlow>"
    '<sequenceFlow id="small" name="small" sourceRef="gate" targetRef="finish"/>'
    '<sequenceFlow id="f3" sourceRef="check" targetRef="finish"/>'
)
STAMP = probing.row(
    '<serviceTask id="stamp" name="Stamp it" pr:job="stamp"/>', probing.TASK.format("look")
)
TIMED = probing.row(
    '<intermediateCatchEvent id="wait" name="Wait a day"><timerEventDefinition id="t">'
    "<timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>",
    '<scriptTask id="sum" name="Sum" scriptFormat="feel" pr:resultVariable="total"><script>amount'
    "</script></scriptTask>",
    '<exclusiveGateway id="gate" name="How much?" default="gate_look"/>',
    probing.TASK.format("look"),
).replace(
    '<sequenceFlow id="gate_look" sourceRef="gate" targetRef="look"/>',
    '<sequenceFlow id="gate_look" name="else" sourceRef="gate" targetRef="look"/>'
    '<sequenceFlow id="gate_finish" name="nothing" sourceRef="gate" targetRef="finish">'
    "<conditionExpression>total &gt; 100</conditionExpression></sequenceFlow>",
)
BROKEN = (
    '<startEvent id="begin" name="Begin"/>'
    + probing.TASK.format("ask")
    + '<endEvent id="broken" name="Broken"><errorEventDefinition id="e" errorRef="err"/></endEvent>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>'
    '<sequenceFlow id="f2" sourceRef="ask" targetRef="broken"/>'
)
ERROR = '<error id="err" name="Err" errorCode="E1"/>'


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> House:
    """Return a house on each of the databases."""
    found: House = request.getfixturevalue(
        "house" if request.param == "sqlite" else "postgresql_house"
    )
    return found


class Stamp:
    """A handler that refuses an address it does not know."""

    def __init__(self) -> None:
        self.given: list[Any] = []
        self.thrown: Exception | None = None

    def inside(self, _runtime: Any, _tx: Any, _locked: Any, values: Any, _made: Any) -> Any:
        self.given.append(values.get("address"))
        if self.thrown is not None:
            raise self.thrown
        if values.get("address") is None:
            raise errors.ModelFault("notification_incomplete")
        return {"stamped": True}


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch) -> Stamp:
    made = Stamp()
    handler = Handler(HistoryKind.JOB_FINISHED, made.inside)
    monkeypatch.setattr(jobs, "HANDLERS", {**jobs.HANDLERS, "stamp": handler})
    return made


def operator(house: House) -> Actor:
    return house.actors["bert.beheer"]


def seen(house: House, number: str) -> int:
    return int(house.case(number).version)


def look(house: House, number: str) -> operations.Stuck:
    return operations.stuck(house.runtime, number=number, by=operator(house))


def asking(house: House) -> str:
    """Return a case whose only task cannot be completed, after somebody tried to."""
    probing.deploy(house, GATE)
    number = probing.start(house)
    with pytest.raises(errors.ModelFault):
        house.do(number, "ask", "sara.mertens", {})
    return number


def stamping(house: House, stamp: Stamp) -> str:
    """Return a case whose service task failed for good."""
    probing.deploy(house, STAMP)
    number = probing.start(house)
    house.work_off()
    assert stamp.given == [None]
    return number


def broken(house: House) -> str:
    """Return a case that stands on an error which nobody handled."""
    probing.deploy(house, BROKEN, beside=ERROR)
    number = probing.start(house)
    house.do(number, "ask", "sara.mertens", {})
    return number


def correct(house: House, number: str, typed: dict[str, str], **more: Any) -> None:
    operations.set_variables(
        house.runtime,
        number=number,
        typed=typed,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def again(house: House, number: str, key: str, **more: Any) -> None:
    operations.retry(
        house.runtime,
        number=number,
        key=key,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def put(house: House, number: str, element: str, to: str, **more: Any) -> None:
    token = next(each.token for each in look(house, number).places if each.element == element)
    operations.move_token(
        house.runtime,
        number=number,
        token=token,
        element=to,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def stop(house: House, number: str, **more: Any) -> None:
    operations.cancel(
        house.runtime,
        number=number,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def told(house: House, number: str, kind: HistoryKind) -> HistoryRow:
    """Return the only line of a kind, of which the chain is whole."""
    history.make_seal_key(house.runtime)
    assert history.verify(house.runtime).whole
    (line,) = [line for line in probing.lines(house, number) if line.kind == kind]
    assert line.person_id == operator(house).person_id
    assert (line.payload or {})["reason"] == WHY
    return line


def open_incidents(house: House, number: str) -> list[str]:
    return [row.code for row in probing.open_incidents(house, number) if row.state == "open"]


def problems(refused: pytest.ExceptionInfo[errors.InvalidInput]) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in refused.value.problems]


# --- what stands still ---------------------------------------------------------------------------


def test_the_list_names_the_case_the_element_and_how_many_are_alike(either: House) -> None:
    number = asking(either)
    with pytest.raises(errors.ModelFault):
        either.do(number, "ask", "sara.mertens", {})
    found = operations.incidents(either.runtime, by=operator(either))
    assert found.total == 2
    row = found.rows[0]
    assert (row.number, row.code, row.element) == (number, "condition_without_answer", "How much?")
    assert row.facts["expression"] == "amount > 10"
    (kind,) = found.kinds
    assert (kind.name, kind.process_key, kind.count) == ("How much?", "probe", 2)
    assert operations.incidents(either.runtime, by=operator(either), state="resolved").total == 0


def test_a_case_shows_its_places_and_its_variables_as_feel(house: House) -> None:
    number = asking(house)
    correct(house, number, {"owner.name": '"Ann"', "day": 'date("2026-03-31")', "sum": "1 + 1.50"})
    found = look(house, number)
    assert [(v.path, v.text) for v in found.variables] == [
        ("day", 'date("2026-03-31")'),
        ("owner.name", '"Ann"'),
        ("sum", "2.50"),
    ]
    (place,) = found.places
    assert (place.element, place.waits, place.stays) == ("ask", "person", None)
    assert found.broken == ()
    (incident,) = found.incidents
    assert (incident.key, incident.passed) == (None, False)


def test_looking_is_written_down(house: House) -> None:
    number = asking(house)
    look(house, number)
    operations.incidents(house.runtime, by=operator(house))
    log, _ = history.search(house.runtime, by=house.actors["ann.auditor"])[1], None
    assert {"case:read", "list:read"} <= {line.kind for line in log}


# --- variables -----------------------------------------------------------------------------------


def test_a_corrected_variable_lets_the_person_complete_and_the_incident_is_over(
    house: House,
) -> None:
    number = asking(house)
    correct(house, number, {"amount": "12"})
    line = told(house, number, HistoryKind.CASE_CORRECTED)
    assert (line.payload or {})["changes"] == [
        {"name": "amount", "old": None, "new": {"@number": "12"}, "scope": None}
    ]
    assert open_incidents(house, number) == ["condition_without_answer"]
    task = probing.only_task(house, number)
    by = house.actors["sara.mertens"]
    tasks.complete(house.runtime, task_id=task.id, by=by, posted={}, key=store.new_id())
    assert probing.only_task(house, number).element == "check"
    (incident,) = look(house, number).incidents
    assert incident.passed
    operations.resolve(house.runtime, incident_id=incident.id, reason=WHY, by=operator(house))
    assert open_incidents(house, number) == []
    told(house, number, HistoryKind.INCIDENT_RESOLVED)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"amount": "12 +"}, [("amount", "feel_syntax")]),
        ({"amount": "unknown + 1"}, [("amount", "feel_syntax")]),
        ({"amount": "'"}, [("amount", "feel_syntax")]),
        ({"amount": "function(x) x"}, [("amount", "feel_syntax")]),
        ({"amount": '"' + "x" * 2_000 + '"'}, [("amount", "value_too_long")]),
        ({"amount": "for i in 1..9999 return i"}, [("amount", "value_too_long")]),
        ({"9 lives": "1"}, [("9 lives", "not_a_variable")]),
        ({"a.@date": "1"}, [("a.@date", "not_a_variable")]),
        ({}, [("values", "no_values")]),
        ({f"n{i}": "1" for i in range(21)}, [("values", "too_many_values")]),
        ({"a": "1 +", "b": "2", "c": "+"}, [("a", "feel_syntax"), ("c", "feel_syntax")]),
    ],
)
def test_what_is_no_value_is_refused_and_nothing_happens(
    house: House, typed: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    number = asking(house)
    before = seen(house, number)
    with pytest.raises(errors.InvalidInput) as refused:
        correct(house, number, typed)
    assert problems(refused) == expected
    assert seen(house, number) == before


def test_a_value_may_be_computed_from_what_is_known(house: House) -> None:
    number = asking(house)
    correct(house, number, {"amount": "4"})
    correct(house, number, {"amount": "amount * 3"})
    assert look(house, number).variables[0].text == "12"


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
    (kind,) = operations.incidents(house.runtime, by=operator(house)).kinds
    assert (kind.code, kind.count) == ("notification_incomplete", 2)
    for number in numbers[1:]:
        correct(house, number, {"address": '"Gent"'})
    made = operations.retry_all(
        house.runtime,
        code=kind.code,
        element=kind.element,
        process_key=kind.process_key,
        reason=WHY,
        by=operator(house),
    )
    assert (made.done, made.left) == (2, 0)
    house.work_off()
    for number in numbers[1:]:
        assert probing.only_task(house, number).element == "look"
        told(house, number, HistoryKind.JOB_RETRIED)


def test_what_cannot_be_tried_again_is_left_and_counted(house: House) -> None:
    number = asking(house)
    made = operations.retry_all(
        house.runtime,
        code="condition_without_answer",
        element="gate",
        process_key="probe",
        reason=WHY,
        by=operator(house),
    )
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


# --- who, why, and twice at once -----------------------------------------------------------------


def test_a_case_that_went_on_meanwhile_is_left_alone(house: House) -> None:
    number = asking(house)
    old = seen(house, number)
    correct(house, number, {"amount": "12"})
    acts: list[Callable[[], object]] = [
        lambda: correct(house, number, {"amount": "1"}, seen=old),
        lambda: put(house, number, "ask", "check", seen=old),
        lambda: stop(house, number, seen=old),
        lambda: again(house, number, "job-x", seen=old),
    ]
    for act in acts:
        with pytest.raises(errors.Stale):
            act()
    assert look(house, number).variables[0].text == "12"


def test_of_two_moves_at_the_same_moment_one_is_refused(either: House) -> None:
    number = asking(either)
    version = seen(either, number)
    gate, found = threading.Barrier(2, timeout=10), list[str]()

    def act(value: str) -> None:
        gate.wait()
        try:
            correct(either, number, {"amount": value}, seen=version)
            found.append("done")
        except errors.Stale:
            found.append("stale")

    threads = [threading.Thread(target=act, args=(value,)) for value in ("1", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["done", "stale"]
    told(either, number, HistoryKind.CASE_CORRECTED)


@pytest.mark.parametrize("reason", ["", "  ab  ", "x" * 501])
def test_a_move_needs_a_reason(house: House, reason: str) -> None:
    number = asking(house)
    (incident,) = look(house, number).incidents
    acts: list[Callable[[], object]] = [
        lambda: correct(house, number, {"amount": "1"}, reason=reason),
        lambda: put(house, number, "ask", "check", reason=reason),
        lambda: stop(house, number, reason=reason),
        lambda: again(house, number, "job-x", reason=reason),
        lambda: operations.resolve(
            house.runtime, incident_id=incident.id, reason=reason, by=operator(house)
        ),
    ]
    for act in acts:
        with pytest.raises(errors.InvalidInput) as refused:
            act()
        assert problems(refused) == [("reason", "reason_length")]


@pytest.mark.parametrize("login", ["sara.mertens", "ann.auditor", "pieter.claeys"])
def test_who_does_not_operate_sees_and_does_nothing(house: House, login: str) -> None:
    number = asking(house)
    by = house.actors[login]
    (incident,) = look(house, number).incidents
    acts: list[Callable[[], object]] = [
        lambda: operations.incidents(house.runtime, by=by),
        lambda: operations.stuck(house.runtime, number=number, by=by),
        lambda: operations.targets(house.runtime, number=number, token="2", by=by),
        lambda: operations.foresee(house.runtime, number=number, asked=CancelCase(), by=by),
        lambda: correct(house, number, {"amount": "1"}, by=by),
        lambda: put(house, number, "ask", "check", by=by),
        lambda: stop(house, number, by=by),
        lambda: again(house, number, "job-x", by=by),
        lambda: operations.retry_all(
            house.runtime, code="x", element=None, process_key=None, reason=WHY, by=by
        ),
        lambda: operations.resolve(house.runtime, incident_id=incident.id, reason=WHY, by=by),
    ]
    for act in acts:
        with pytest.raises(errors.NotAllowed):
            act()


def test_an_incident_is_resolved_once_with_those_that_say_the_same(house: House) -> None:
    number = asking(house)
    with pytest.raises(errors.ModelFault):
        house.do(number, "ask", "sara.mertens", {})
    first, second = look(house, number).incidents
    operations.resolve(house.runtime, incident_id=first.id, reason=WHY, by=operator(house))
    assert open_incidents(house, number) == []
    for incident in (first, second):
        with pytest.raises(errors.AlreadyDone):
            operations.resolve(
                house.runtime, incident_id=incident.id, reason=WHY, by=operator(house)
            )
    with pytest.raises(errors.NotFound):
        operations.resolve(house.runtime, incident_id="no", reason=WHY, by=operator(house))


def test_a_start_that_failed_is_resolved_without_a_case(house: House) -> None:
    with house.runtime.store.write() as tx:
        made = incident_rows.open_incident(tx, code="no_condition_true", at=house.clock.now)
    (row,) = operations.incidents(house.runtime, by=operator(house)).rows
    assert (row.id, row.number) == (made, None)
    operations.resolve(house.runtime, incident_id=made, reason=WHY, by=operator(house))
    assert operations.incidents(house.runtime, by=operator(house)).total == 0
    with pytest.raises(errors.AlreadyDone):
        operations.resolve(house.runtime, incident_id=made, reason=WHY, by=operator(house))
