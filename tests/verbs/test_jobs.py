"""Jobs: tried again when they fail, an incident in the end; a timer fires once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from engine import errors, jobs
from engine.handler import ATTEMPTS, FIRST_WAIT, Handler
from engine.store import jobs as rows
from engine.store.tables import job
from tests.house import House
from tests.verbs import probing

SERVICE = probing.row(
    '<serviceTask id="stamp" name="Stamp" pr:job="stamp"/>', probing.TASK.format("look")
)
TERM = "vergunning.ontvangstmelding"
TIMER = (
    '<startEvent id="begin" name="Begin"><extensionElements>'
    f'<pr:clock term="{TERM}" action="start" on="leave" day="=today()"/>'
    "</extensionElements></startEvent>"
    + probing.TASK.format("wait")
    + f'<boundaryEvent id="late" name="Late" attachedToRef="wait" pr:term="{TERM}">'
    '<timerEventDefinition id="t"/></boundaryEvent>'
    + probing.TASK.format("remind")
    + '<endEvent id="finish" name="Finish"/><endEvent id="over" name="Over"/>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/>'
    '<sequenceFlow id="f2" sourceRef="wait" targetRef="finish"/>'
    '<sequenceFlow id="f3" sourceRef="late" targetRef="remind"/>'
    '<sequenceFlow id="f4" sourceRef="remind" targetRef="over"/>'
)


class Stamp:
    """A handler whose world fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures, self.calls = 0, 0
        self.breaks: Exception | None = None

    def prepare(self, *_: Any) -> str:
        self.calls += 1
        if self.calls <= self.failures:
            raise OSError("the post office is closed")
        return "stamped"

    def inside(self, _runtime: Any, _tx: Any, _locked: Any, _values: Any, made: str) -> Any:
        if self.breaks is not None:
            raise self.breaks
        return {"stamp": made}


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch) -> Stamp:
    made = Stamp()
    handler = Handler("stamp", made.inside, made.prepare)
    monkeypatch.setattr(jobs, "HANDLERS", {**jobs.HANDLERS, "stamp": handler})
    return made


def stamping(house: House) -> str:
    probing.deploy(house, SERVICE)
    return probing.start(house)


def states(house: House, number: str) -> list[str]:
    query = text("SELECT state FROM job WHERE case_id = :case ORDER BY created_at")
    with house.runtime.store.read() as tx:
        return [row[0] for row in tx.all(query, {"case": house.case(number).id})]


def due_at(house: House, number: str) -> list[datetime]:
    query = select(job.c.due_at).where(job.c.case_id == house.case(number).id)
    with house.runtime.store.read() as tx:
        return [row[0] for row in tx.all(query)]


def test_a_job_that_is_done_moves_the_case_on(house: House, stamp: Stamp) -> None:
    number = stamping(house)
    assert house.open_tasks(number) == []
    assert jobs.run_due(house.runtime) == 1
    assert probing.only_task(house, number).element == "look"
    assert states(house, number) == ["done"]
    assert jobs.run_due(house.runtime) == 0


def test_a_job_that_fails_is_tried_again_later_and_then_succeeds(
    house: House, stamp: Stamp
) -> None:
    stamp.failures = 1
    number = stamping(house)
    assert jobs.run_due(house.runtime) == 1
    assert jobs.run_due(house.runtime) == 0, "it waits before it tries again"
    house.clock.forward(seconds=FIRST_WAIT.total_seconds() + 1)
    assert jobs.run_due(house.runtime) == 1
    assert probing.only_task(house, number).element == "look"
    assert probing.kinds(house, number) == ["case:started", "job:failed", "job:finished"]


def test_a_job_that_keeps_failing_becomes_an_incident(house: House, stamp: Stamp) -> None:
    stamp.failures = 99
    number = stamping(house)
    for _ in range(6):
        jobs.run_due(house.runtime)
        house.clock.forward(minutes=5)
    assert stamp.calls == ATTEMPTS
    assert states(house, number) == ["failed"]
    (incident,) = probing.open_incidents(house, number)
    assert (incident.code, incident.element) == ("job_failed", "stamp")
    kinds = probing.kinds(house, number)
    assert kinds.count("job:failed") == ATTEMPTS
    assert kinds[-1] == "incident:opened"


def test_what_a_model_cannot_answer_is_an_incident_at_once_and_leaves_the_case_as_it_was(
    house: House, stamp: Stamp
) -> None:
    stamp.breaks = errors.ModelFault("decision_incomplete", missing="number")
    number = stamping(house)
    stamp.breaks.facts["case_id"] = house.case(number).id
    jobs.run_due(house.runtime)
    assert stamp.calls == 1
    assert states(house, number) == ["failed"]
    assert len(probing.open_incidents(house, number)) >= 1
    assert house.case(number).version == 1


def test_a_job_that_was_claimed_by_a_dead_process_is_taken_up_after_its_lease(
    house: House, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = stamping(house)
    monkeypatch.setattr(jobs, "_run", lambda *_: None)  # killed between claim and work
    assert jobs.run_due(house.runtime) == 1
    monkeypatch.undo()
    handler = Handler("stamp", stamp.inside, stamp.prepare)
    monkeypatch.setattr(jobs, "HANDLERS", {**jobs.HANDLERS, "stamp": handler})
    assert jobs.run_due(house.runtime) == 0, "somebody may still be at it"
    house.clock.forward(seconds=jobs.LEASE.total_seconds() + 1)
    assert jobs.run_due(house.runtime) == 1
    assert probing.only_task(house, number).element == "look"


def test_a_timer_fires_once_when_it_is_due_and_not_before(house: House) -> None:
    probing.deploy(house, TIMER)
    number = probing.start(house)
    (due,) = due_at(house, number)
    house.clock.to(due - timedelta(seconds=1))
    assert jobs.run_due(house.runtime) == 0
    house.clock.to(due)
    assert jobs.run_due(house.runtime) == 1
    assert jobs.run_due(house.runtime) == 0
    assert probing.only_task(house, number).element == "remind"
    assert probing.kinds(house, number) == ["case:started", "timer:fired"]


def test_a_timer_whose_task_was_done_in_time_never_fires(house: House) -> None:
    probing.deploy(house, TIMER)
    number = probing.start(house)
    house.do(number, "wait", "sara.mertens", {})
    house.clock.forward(days=60)
    assert jobs.run_due(house.runtime) == 0
    assert states(house, number) == ["dropped"]
    assert "timer:fired" not in probing.kinds(house, number)


def test_a_model_that_fails_in_a_job_is_one_incident_that_names_the_job(
    house: House, stamp: Stamp
) -> None:
    stamp.breaks = errors.ModelFault("decision_incomplete", missing="number")
    number = stamping(house)
    jobs.run_due(house.runtime)
    (incident,) = probing.open_incidents(house, number)
    assert (incident.code, incident.element) == ("decision_incomplete", "stamp")
    with house.runtime.store.read() as tx:
        failed = rows.get(tx, incident.job_id or "")
    assert failed is not None
    assert failed.state == "failed"


def test_a_job_that_nobody_knows_any_more_is_an_incident(
    house: House, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = stamping(house)
    monkeypatch.setattr(jobs, "HANDLERS", {})
    jobs.run_due(house.runtime)
    (incident,) = probing.open_incidents(house, number)
    assert incident.code == "job_unknown"
