"""Jobs are claimed once, come back when a worker dies, and end once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from engine.errors import Conflict, NotFound
from engine.store import Store, jobs, locking, steps
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
