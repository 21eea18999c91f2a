"""PostgreSQL in the way of a verb: deadlocks, limits, lost commits, and a copy to read in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bench import house as bench
from engine import tasks
from engine.advance import TIMES, in_one_transaction
from engine.errors import Contended, Unavailable
from engine.store import Boundary, Limits, Store, Tx, new_id, schema
from engine.store.tables import content, user_task
from tests.house import House

pytestmark = pytest.mark.postgres
QUICK = Limits(threads=4, statement_seconds=2, lock_seconds=1)
END = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
DONE = text("SELECT count(*) FROM history WHERE kind = 'task:completed'")


@pytest.fixture
def quick(postgresql_house: House) -> Iterator[House]:
    """Return a house that waits a second for a lock."""
    old = postgresql_house
    store = Store(old.runtime.settings.database_url, QUICK)
    yield House(replace(old.runtime, store=store), old.clock, dict(old.actors))
    store.close()


def completing(house: House) -> Callable[[], tasks.Completed]:
    """Return what completes one task, with the same key each time."""
    task_id, key = bench.open_task_id(house, bench.start(house, "bench_loop")), new_id()
    by = house.actors[bench.WHO]
    return lambda: tasks.complete(
        house.runtime, task_id=task_id, by=by, posted=bench.ANSWERS, key=key
    )


def told(house: House) -> int:
    with house.runtime.store.read() as tx:
        return int(tx.scalar(DONE))


def test_who_gave_way_in_a_deadlock_does_its_transaction_again(postgresql_house: House) -> None:
    runtime = postgresql_house.runtime
    with runtime.store.write("tests.two_rows") as tx:
        tx.run(insert(content), [{"hash": each, "bytes": b""} for each in "ab"])
    meet, tries, ended = threading.Barrier(2), list[str](), list[str]()

    def take(order: str) -> None:
        def work(tx: Tx) -> str:
            tries.append(order)
            for step, name in enumerate(order):
                tx.all(select(content.c.hash).where(content.c.hash == name).with_for_update())
                if step == 0 and tries.count(order) == 1:
                    meet.wait(10)
            return order

        ended.append(in_one_transaction(runtime, work, transaction="tests.deadlock"))

    patient = [threading.Thread(target=take, args=(order,)) for order in ("ab", "ba")]
    for each in patient:
        each.start()
    for each in patient:
        each.join(30)
    assert sorted(ended) == ["ab", "ba"], "both went on in the end"
    assert len(tries) == 3, "one of them did it again"


def test_who_has_to_give_way_each_time_is_told(quick: House) -> None:
    tries = list[int]()

    def work(_tx: Tx) -> None:
        tries.append(1)
        raise Contended(sqlstate="40P01")

    with pytest.raises(Contended):
        in_one_transaction(quick.runtime, work, transaction="tests.in_the_way")
    assert len(tries) == TIMES


def test_a_task_that_somebody_holds_is_given_up_after_a_while_and_can_be_done_later(
    quick: House,
) -> None:
    complete, other = completing(quick), Store(quick.runtime.settings.database_url)
    with other.write("tests.hold") as tx:
        tx.all(select(user_task.c.id).with_for_update())
        with pytest.raises(Unavailable) as refused:
            complete()
    other.close()
    assert refused.value.code == "database_busy"
    assert told(quick) == 0
    assert not complete().again


@pytest.mark.parametrize(("when", "kept"), [("before", False), ("after", True)])
def test_whose_commit_got_no_answer_asks_again_with_the_same_key_and_is_told_the_truth(
    quick: House, when: str, kept: bool
) -> None:
    complete, killer = completing(quick), Store(quick.runtime.settings.database_url)

    def passing(name: str, boundary: Boundary) -> None:
        if name != "tasks.complete" or boundary.value != f"{when} commit":
            return
        quick.runtime.store.passing = lambda *_: None
        if boundary is Boundary.AFTER_COMMIT:  # it was kept; the answer got lost on its way
            raise Unavailable("outcome_unknown")
        with killer.write("tests.kill") as tx:
            tx.run(END)

    quick.runtime.store.passing = passing
    with pytest.raises(Unavailable) as lost:
        complete()
    killer.close()
    assert lost.value.code == "outcome_unknown"
    assert told(quick) == kept
    assert complete().again is kept
    assert told(quick) == 1


def named(url: str, name: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}application_name={name}"


def reader(tx: Tx) -> str:
    return str(tx.scalar(text("SHOW application_name")))


def test_reports_are_read_in_the_copy_and_everything_else_is_not(postgresql_house: House) -> None:
    url = postgresql_house.runtime.settings.database_url
    store = Store(url, QUICK, replica_url=named(url, "copy"))
    with store.report() as tx:
        assert reader(tx) == "copy"
        with pytest.raises(Exception, match="read-only"):
            tx.connection.execute(insert(content), {"hash": "a", "bytes": b""})
    with store.read() as tx:
        assert reader(tx) != "copy"
    with store.write("tests.not_in_the_copy") as tx:
        assert reader(tx) != "copy"
    store.close()


def test_while_the_copy_is_away_reports_are_read_in_the_database(
    postgresql_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    url = postgresql_house.runtime.settings.database_url
    store = Store(url, QUICK, replica_url="postgresql://nobody@127.0.0.1:1/none")
    with store.report() as tx:
        assert reader(tx).startswith("procesregie ")
    store.close()
    assert "replica_not_used" in caplog.text


def test_a_large_index_that_was_broken_off_is_made_anew_while_others_write(quick: House) -> None:
    name, engine = "ix_job_running", quick.runtime.store.engine
    url = quick.runtime.settings.database_url
    made = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")
    broken = text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(:name)")

    def valid() -> Any:
        with quick.runtime.store.read() as tx:
            return tx.scalar(made, {"name": name})

    with quick.runtime.store.write("tests.break_index") as tx:
        tx.run(broken, {"name": name})
    assert valid() is False
    touch, other = text("UPDATE job SET attempts = attempts WHERE false"), Store(url, QUICK)
    with quick.runtime.store.write("tests.write_before") as tx:
        tx.run(touch)
        thread = threading.Thread(target=schema.make_large_indexes, args=(engine, (name,)))
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it waits for who was there first"
        with other.write("tests.write_meanwhile") as second:
            second.run(touch)  # and nobody waits for it
    other.close()
    thread.join(30)
    assert valid() is True
    schema.make_large_indexes(engine, (name,))
    assert valid() is True
