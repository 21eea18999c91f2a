"""What an operator sees of a case that stands still, other values, and who may do what."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from engine import errors, history, operations, store, tasks
from engine.model import CancelCase, HistoryKind
from engine.store import incidents as incident_rows
from tests.house import House
from tests.verbs import probing
from tests.verbs.operating import (
    WHY,
    again,
    asking,
    correct,
    look,
    open_incidents,
    operator,
    problems,
    put,
    seen,
    stop,
    told,
)

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
        lambda: operations.chosen(house.runtime, by=by, sought=operations.Sought(ids=["x"])),
        lambda: operations.drawing(house.runtime, number=number, element="gate", by=by),
        lambda: operations.retry_all(house.runtime, ids=["x"], reason=WHY, by=by),
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
    with house.runtime.store.write("tests.write") as tx:
        made = incident_rows.open_incident(tx, code="no_condition_true", at=house.clock.now)
    (row,) = operations.incidents(house.runtime, by=operator(house)).rows
    assert (row.id, row.number) == (made, None)
    operations.resolve(house.runtime, incident_id=made, reason=WHY, by=operator(house))
    assert operations.incidents(house.runtime, by=operator(house)).total == 0
    with pytest.raises(errors.AlreadyDone):
        operations.resolve(house.runtime, incident_id=made, reason=WHY, by=operator(house))
