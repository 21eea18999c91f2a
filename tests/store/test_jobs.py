"""Jobs are claimed once, come back when a worker dies, and end once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from engine.errors import Conflict, NotFound
from engine.model import JobKind
from engine.store import Store, jobs, locking, steps
from tests.store.ahead import FIRST, fill
from tests.store.samples import AT, case, open_store, typical

LEASE = AT + timedelta(minutes=5)


def some(store: Store, many: int = 3) -> list[str]:
    with store.write("tests.write") as tx:
        row = case(tx)
        return [
            jobs.add(
                tx,
                kind="timer",
                name="term",
                unique_key=f"{row.id}:{n}",
                at=AT,
                due_at=AT + timedelta(minutes=n),
                case_id=row.id,
                values={"n": n},
            )
            for n in range(many)
        ]


def test_a_case_tells_at_which_elements_a_job_failed_for_good(store: Store) -> None:
    started, by = open_store(store)
    with store.write("tests.write") as tx:
        step, happened = typical(by)
        timer = steps.record(tx, started.case, step, happened, at=AT).jobs[0]
        assert jobs.failed_elements(tx, started.case.id) == frozenset()
        assert jobs.fail(tx, timer, "no law", None, AT)
        assert jobs.failed_elements(tx, started.case.id) == {"too_late"}


def test_only_what_is_due_is_claimed_the_longest_due_first(store: Store) -> None:
    made = some(store)
    now = AT + timedelta(minutes=1)
    with store.write("tests.write") as tx:
        assert jobs.next_due(tx) == AT
        found = jobs.claim_due(tx, "w1", now, LEASE)
    assert [job.id for job in found] == made[:2]
    assert [(job.state, job.attempts, job.locked_by) for job in found] == [("running", 1, "w1")] * 2
    with store.read() as tx:
        assert not jobs.anything_due(tx, now)
        assert jobs.anything_due(tx, AT + timedelta(minutes=2))
        assert jobs.next_due(tx) == AT + timedelta(minutes=2)


def test_no_job_is_claimed_twice_by_workers_at_the_same_time(store: Store) -> None:
    made = some(store, 30)
    now = AT + timedelta(hours=1)
    claimed: list[str] = []
    start = threading.Barrier(4)

    def work(name: str) -> None:
        start.wait()
        for _ in range(10):
            with store.write("tests.write") as tx:
                mine = jobs.claim_due(tx, name, now, now + timedelta(minutes=5), limit=2)
            claimed.extend(job.id for job in mine)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(made)


def test_a_job_comes_back_when_its_lease_runs_out(store: Store) -> None:
    some(store, 1)
    with store.write("tests.write") as tx:
        jobs.claim_due(tx, "w1", AT, LEASE)
    with store.write("tests.write") as tx:
        assert jobs.claim_due(tx, "w2", LEASE - timedelta(seconds=1), LEASE) == ()
        (again,) = jobs.claim_due(tx, "w2", LEASE, LEASE + timedelta(minutes=5))
    assert (again.attempts, again.locked_by) == (2, "w2")


def test_a_failed_job_is_due_later_or_never(store: Store) -> None:
    (made,) = some(store, 1)
    later = AT + timedelta(hours=1)
    with store.write("tests.write") as tx:
        jobs.claim_due(tx, "w1", AT, LEASE)
        assert jobs.fail(tx, made, "no paper", later, AT)
        waiting = jobs.get(tx, made)
    assert waiting is not None
    assert (waiting.state, waiting.due_at, waiting.error) == ("open", later, "no paper")
    with store.write("tests.write") as tx:
        jobs.claim_due(tx, "w1", later, later + timedelta(minutes=5))
        assert jobs.fail(tx, made, "no paper", None, later)
        assert jobs.claim_due(tx, "w1", later + timedelta(days=9), LEASE) == ()
        (failed,) = jobs.listing(tx)
        assert failed.case_id is not None
        assert jobs.failed_elements(tx, failed.case_id) == frozenset()  # it is at no element
        assert jobs.retry(tx, made, later)
        assert not jobs.retry(tx, made, later)
        (again,) = jobs.claim_due(tx, "w1", later, LEASE)
    assert again.attempts == 1


def test_a_job_ends_once(store: Store) -> None:
    done, dropped, _ = some(store)
    with store.write("tests.write") as tx:
        assert jobs.finish(tx, done, AT)
        assert not jobs.finish(tx, done, AT)
        assert jobs.drop(tx, dropped, AT)
        assert not jobs.fail(tx, dropped, "late", None, AT)
        found = jobs.get(tx, done)
    assert found is not None
    assert (found.state, found.ended_at) == ("done", AT)


def test_the_same_work_is_not_wanted_twice(store: Store) -> None:
    with store.write("tests.write") as tx:
        jobs.add(tx, kind="k", name="n", unique_key="same", at=AT)
    with pytest.raises(Conflict), store.write("tests.write") as tx:
        jobs.add(tx, kind="k", name="n", unique_key="same", at=AT)


def test_locking_for_a_job_that_is_gone_or_has_no_case_is_not_found(store: Store) -> None:
    with store.write("tests.write") as tx:
        alone = jobs.add(tx, kind="mail", name="n", unique_key="u", at=AT)
        for job_id in ("none", alone):
            with pytest.raises(NotFound):
                locking.lock_for_job(tx, job_id)


OF_A_STATE = "ix_job_state_due_at"  # few run at once: what is running is found by either


def ready(store: Store, kind: str, letter_at: int = 0) -> str:
    with store.write("tests.ready") as tx:
        at = AT + timedelta(minutes=letter_at)
        return jobs.add(tx, kind=kind, name="n", unique_key=f"{kind}:{letter_at}", at=AT, due_at=at)


def test_a_step_goes_before_a_letter_and_a_letter_before_housekeeping(store: Store) -> None:
    sweep, mail = ready(store, JobKind.SWEEP, 0), ready(store, "mail", 1)
    late, timer = ready(store, JobKind.SIGNAL, 3), ready(store, JobKind.TIMER, 2)
    now = AT + timedelta(minutes=9)
    with store.write("tests.claim_some") as tx:
        first = jobs.claim_due(tx, "w1", now, now + timedelta(minutes=2), limit=3)
        rest = jobs.claim_due(tx, "w1", now, now + timedelta(minutes=2), limit=3)
    assert [job.id for job in (*first, *rest)] == [timer, late, mail, sweep]


def test_what_a_dead_worker_had_goes_first(store: Store) -> None:
    sweep = ready(store, JobKind.SWEEP)
    with store.write("tests.die") as tx:
        jobs.claim_due(tx, "w1", AT, LEASE)
    ready(store, JobKind.TIMER)
    with store.write("tests.claim_again") as tx:
        assert [job.id for job in jobs.claim_due(tx, "w2", LEASE, LEASE, limit=1)] == [sweep]


def test_a_lease_of_a_clock_that_was_set_back_holds_nobody_up(store: Store) -> None:
    made = ready(store, JobKind.TIMER)
    ahead = AT + timedelta(hours=1)
    with store.write("tests.ahead") as tx:
        jobs.claim_due(tx, "w1", ahead, ahead + timedelta(minutes=2))
    with store.read() as tx:
        assert jobs.anything_due(tx, AT)
    with store.write("tests.claim_one") as tx:
        found = jobs.claim_one(tx, made, "w2", AT, AT + timedelta(minutes=2))
    assert found is not None


def test_one_job_is_claimed_by_its_id_once_and_when_it_is_due(store: Store) -> None:
    made = ready(store, JobKind.TIMER, 5)
    with store.write("tests.claim_one") as tx:
        assert jobs.claim_one(tx, made, "w1", AT, LEASE) is None
        now = AT + timedelta(minutes=5)
        assert jobs.claim_one(tx, made, "w1", now, now + timedelta(minutes=2)) is not None
        assert jobs.claim_one(tx, made, "w2", now, now + timedelta(minutes=2)) is None


def test_what_was_claimed_and_not_ended_goes_back_as_it_was(store: Store) -> None:
    mine, ended = some(store, 2)
    with store.write("tests.give_back") as tx:
        jobs.claim_due(tx, "w1", AT + timedelta(hours=1), AT + timedelta(hours=1, minutes=2))
        assert jobs.finish(tx, ended, AT + timedelta(hours=1))
        assert jobs.give_back(tx, "w2") == 0, "it is not w2's"
        assert jobs.give_back(tx, "w1") == 1
        found = [jobs.get(tx, each) for each in (mine, ended)]
    assert [(row.state, row.attempts) for row in found if row] == [("open", 0), ("done", 1)]


def test_due_jobs_are_counted_no_further_than_asked(store: Store) -> None:
    some(store, 5)
    ready(store, JobKind.SWEEP)
    with store.read() as tx:
        assert jobs.count_due(tx, AT + timedelta(minutes=1), 9) == 3
        assert jobs.count_due(tx, AT + timedelta(hours=1), 9) == 6
        assert jobs.count_due(tx, AT + timedelta(hours=1), 4) == 4


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    sent: list[tuple[str, Any]] = []

    def keep(_c: Any, _k: Any, statement: str, values: Any, _x: Any, _many: bool) -> None:
        if " job" in statement:
            sent.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", keep)
    yield sent
    event.remove(store.engine, "before_cursor_execute", keep)


def test_ready_jobs_are_found_by_an_index_of_only_those_that_wait(store: Store) -> None:
    """Neither what is due in years nor what was done is looked at."""
    fill(store, 2_000)
    now = FIRST + timedelta(minutes=1)
    with statements(store) as sent, store.write("tests.plans") as tx:
        jobs.anything_due(tx, now)
        assert jobs.claim_due(tx, "w", now, now + timedelta(minutes=2), limit=5)
    assert len(sent) == 4
    for statement, values in sent:
        explain = "EXPLAIN " if store.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        with store.write("tests.explain") as tx:
            if tx.postgresql:  # a table of a test is short enough to be read whole
                tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            found = tx.connection.exec_driver_sql(explain + statement, values).all()
        plan = "\n".join(str(row[-1]) for row in found)
        wanted = {"ix_job_open"} if "'open'" in statement else {"ix_job_running", OF_A_STATE}
        assert any(name in plan for name in wanted), plan
