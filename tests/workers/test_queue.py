"""The queue of the workers: made and upgraded once, fed by every transaction that adds a job."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from procrastinate import sql
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from bench import house as bench
from engine import cli, jobs, queueing, sweeps
from engine.store import Store, queue
from engine.store import jobs as rows
from engine.store.jobs import LONGEST_LEASE
from tests import house as houses
from tests.desk import Desk
from tests.house import House
from tests.verbs import probing
from tests.workers.crowd import alarms

SEND = probing.row(
    '<intermediateThrowEvent id="tell" name="Tell"><messageEventDefinition id="m" '
    'messageRef="told"/></intermediateThrowEvent>',
    probing.TASK.format("look"),
)
MESSAGE = '<message id="told" name="told"/>'
ELSEWHERE = probing.row(
    '<serviceTask id="look_up" name="Look up" pr:topic="kbo.opzoeken"/>',
    probing.TASK.format("look"),
)


def queued(house: House) -> list[tuple[str, object]]:
    """Return what waits for a worker: the name of the work, and its arguments."""
    found = text("SELECT task_name, args FROM procrastinate.procrastinate_jobs ORDER BY id")
    with house.runtime.store.read() as tx:
        return tx.pairs(found)


def throw(house: House) -> str:
    """Let a case throw a message: a job that is due at once; return its id."""
    probing.deploy(house, SEND, beside=MESSAGE)
    number = probing.start(house)
    with house.runtime.store.read() as tx:
        (job,) = rows.of_case(tx, house.case(number).id)
    return job.id


@pytest.mark.postgres
def test_a_job_that_is_due_is_handed_over_with_its_id_and_one_for_later_is_not(
    working_house: House,
) -> None:
    job_id = throw(working_house)
    alarms(working_house, 1, working_house.clock.now + timedelta(days=1))
    assert queued(working_house) == [("do", {"job_id": job_id})]


@pytest.mark.postgres
def test_work_for_a_program_elsewhere_is_handed_to_no_worker(working_house: House) -> None:
    probing.deploy(working_house, ELSEWHERE)
    number = probing.start(working_house)
    with working_house.runtime.store.read() as tx:
        (job,) = rows.of_case(tx, working_house.case(number).id)
    assert queued(working_house) == []
    assert not jobs.run_one(working_house.runtime, job.id)
    assert queueing.hand_over(working_house.runtime) == 0


@pytest.mark.postgres
def test_what_is_rolled_back_is_not_handed_over(working_house: House) -> None:
    def fail() -> None:
        with working_house.runtime.store.write("tests.roll_back") as tx:
            rows.add(tx, kind="sweep", name="queue", unique_key="u", at=working_house.clock.now)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert queued(working_house) == []


@pytest.mark.postgres
def test_what_became_due_or_was_lost_is_asked_for_once(working_house: House) -> None:
    house = working_house
    assert queueing.hand_over(house.runtime) == 0
    alarms(house, 3, house.clock.now + timedelta(days=1))
    assert queueing.hand_over(house.runtime) == 1
    assert queueing.hand_over(house.runtime) == 0, "that order still waits for a worker"
    assert queued(house) == [("drain", {})]


@pytest.mark.postgres
def test_two_workers_that_ask_at_the_same_time_ask_once(
    working_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarms(working_house, 1, working_house.clock.now + timedelta(days=1))
    assert queueing.hand_over(working_house.runtime) == 1
    monkeypatch.setattr(queue, "waiting", lambda _tx: frozenset())
    assert queueing.hand_over(working_house.runtime) == 0
    assert len(queued(working_house)) == 1


@pytest.mark.postgres
def test_a_job_that_is_handed_over_twice_is_done_once(working_house: House) -> None:
    job_id = throw(working_house)
    assert jobs.run_one(working_house.runtime, job_id)
    assert not jobs.run_one(working_house.runtime, job_id)
    assert not jobs.run_one(working_house.runtime, "no-such-job")


@pytest.mark.postgres
def test_what_a_dead_worker_had_in_hand_leaves_the_queue(working_house: House) -> None:
    house = working_house
    throw(house)
    with house.runtime.store.write("tests.die") as tx:
        queue.driver(tx).execute("UPDATE procrastinate_jobs SET status = 'doing'")
    sweeps.SWEEPS["queue"].do(house.runtime)
    assert queued(house) == []


@pytest.mark.postgres
def test_the_queue_is_made_once_and_what_procrastinate_adds_is_applied_later(
    working_house: House,
) -> None:
    house = working_house
    assert queueing.set_up(house.runtime) == []
    newest = max(Path(SchemaManager.get_migrations_path()).glob("*.sql")).name
    with house.runtime.store.write("tests.older") as tx:
        given = {"name": newest}
        tx.run(text("DELETE FROM procrastinate.procesregie_migration WHERE name = :name"), given)
    assert queueing.set_up(house.runtime) == [newest]


@pytest.mark.postgres
def test_without_workers_nothing_is_handed_over(working_house: House) -> None:
    runtime = working_house.runtime
    assert queueing.is_on(runtime)
    queueing.set_up(replace(runtime, settings=replace(runtime.settings, workers=False)))
    assert not queueing.is_on(runtime)
    throw(working_house)
    assert queued(working_house) == []


@pytest.mark.postgres
def test_a_completed_task_costs_as_many_statements_with_workers_as_without(
    working_house: House,
) -> None:
    """As `tests/verbs/test_cost.py` counts them; the database itself hands over."""
    pages, most = Desk(working_house.runtime), 0
    for task, login, posted in bench.application(working_house):
        pages.browser(login)
        with working_house.runtime.store.counting() as counts:
            assert pages.complete(task.id, login, posted).status_code == 303
        assert counts.commits == 1
        most = max(most, counts.statements)
    assert most == 12
    assert queued(working_house), "jobs were handed over meanwhile"


def test_the_trigger_calls_what_procrastinate_itself_calls() -> None:
    called = re.findall(r"procrastinate_defer_jobs_v\d+", sql.queries["defer_jobs"])
    assert called
    assert set(called) == set(re.findall(r"procrastinate_defer_jobs_v\d+", queue._HAND_OVER))


def test_sqlite_has_no_workers(sqlite_store: Store) -> None:
    with sqlite_store.write("tests.queue") as tx:
        with pytest.raises(ValueError, match="PostgreSQL"):
            queue.install(tx)
        queue.remove(tx)
        assert not queue.is_on(tx)


def test_a_worker_without_a_queue_says_what_to_do(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in houses.environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)
    assert cli.main(["worker"]) == 1
    assert "procesregie upgrade" in capsys.readouterr().out


def test_a_lease_is_shorter_than_what_counts_as_a_wrong_clock() -> None:
    assert jobs.LEASE < LONGEST_LEASE
