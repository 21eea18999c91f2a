"""PostgreSQL itself: limits, lost connections, deadlocks, and a copy to read in."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import insert, select, text

from engine.errors import Contended, Unavailable
from engine.store import Limits, Store
from engine.store.tables import content

pytestmark = pytest.mark.postgres
QUICK = Limits(threads=2, statement_seconds=2, lock_seconds=1)
ROW = {"hash": "a", "bytes": b"x"}
END = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def url(postgresql_database: str) -> Iterator[str]:
    """Return a database whose `content` is empty, before and afterwards."""

    def empty() -> None:
        store = Store(postgresql_database)
        with store.write("test.write") as tx:
            tx.run(text("TRUNCATE content CASCADE"))
        store.close()

    empty()
    yield postgresql_database
    empty()


@pytest.fixture
def quick(url: str) -> Iterator[Store]:
    """Return a store that waits a second at most."""
    store = Store(url, QUICK)
    yield store
    store.close()


def test_every_connection_has_its_limits_and_its_name(quick: Store) -> None:
    with quick.read() as tx:
        told = {
            name: tx.scalar(text(f"SHOW {name}"))
            for name in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
                "tcp_keepalives_idle",
            )
        }
        name = tx.scalar(text("SHOW application_name"))
    assert told.pop("tcp_keepalives_idle") in {"30", "0"}  # 0 on a socket in the file system
    assert told == {
        "statement_timeout": "2s",
        "lock_timeout": "1s",
        "idle_in_transaction_session_timeout": "1min",
    }
    assert name.startswith("procesregie ")


def test_the_pool_is_as_large_as_the_rule_says(quick: Store) -> None:
    assert (QUICK.kept, QUICK.most, quick.most_connections) == (4, 6, 6)
    with quick.read(), quick.read():
        assert quick.connections() == 2
    assert quick.connections() == 0


KEPT = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT content.%'")


def test_plans_of_writes_and_glances_are_kept_whatever_is_read_between(quick: Store) -> None:
    def work() -> int:
        with quick.write("tests.write") as tx:
            tx.all(select(content.c.hash))
        with quick.read() as tx:
            tx.all(select(content.c.bytes))
        with quick.glance() as tx:
            return int(tx.scalar(KEPT))

    assert [work() for _ in range(6)] == [0] * 5 + [1]


def test_a_statement_that_takes_too_long_is_broken_off(quick: Store) -> None:
    with pytest.raises(Unavailable) as told, quick.read() as tx:
        tx.scalar(text("SELECT pg_sleep(5)"))
    assert told.value.code == "database_slow"


def test_a_lock_that_does_not_come_is_given_up(quick: Store, url: str) -> None:
    other = Store(url)
    with other.write("test.write") as first:
        first.run(text("LOCK TABLE content"))
        with pytest.raises(Unavailable) as told, quick.write("test.write") as tx:
            tx.run(insert(content), ROW)
    other.close()
    assert told.value.code == "database_busy"


def test_a_connection_that_the_server_closed_is_replaced_before_it_is_used(
    quick: Store, url: str
) -> None:
    with quick.read(), quick.read():
        pass
    other = Store(url)
    with other.write("test.write") as tx:
        ended = tx.all(END)
    other.close()
    assert len(ended) >= 2
    for _ in range(4):
        with quick.write("test.write") as tx:
            tx.scalar(select(content.c.hash))


def test_what_is_lost_half_way_was_not_kept_and_is_not_repeated(quick: Store, url: str) -> None:
    other, done = Store(url), list[int]()

    def work() -> None:
        with quick.write("test.write") as tx:
            done.append(tx.run(insert(content), ROW))
            with other.write("test.write") as killer:
                killer.run(END)
            tx.run(insert(content), {"hash": "b", "bytes": b""})

    with pytest.raises(Unavailable) as told:
        work()
    assert (told.value.code, done) == ("database_unavailable", [1])
    with other.read() as tx:
        assert tx.all(select(content.c.hash)) == []
    other.close()
    with quick.write("test.write") as tx:
        tx.run(insert(content), ROW)


def test_a_row_that_is_refused_does_not_come_into_the_log(quick: Store) -> None:
    secret = {"hash": "geheim-van-een-dossier", "bytes": b""}
    with pytest.raises(Exception, match="duplicate") as told, quick.write("test.write") as tx:
        tx.run(insert(content), [secret, secret])
    assert "geheim" not in str(told.value)
    assert "pk_content" in str(told.value)


def deadlock(store: Store) -> list[object]:
    """Let two transactions take two rows in the other order; return how each ended."""
    with store.write("test.write") as tx:
        tx.run(insert(content), [{"hash": h, "bytes": b""} for h in "ab"])
    meet, ended = threading.Barrier(2), list[object]()

    def take(order: str) -> None:
        try:
            with store.write("test.write") as tx:
                for step, name in enumerate(order):
                    row = select(content.c.hash).where(content.c.hash == name).with_for_update()
                    tx.all(row)
                    if step == 0:
                        meet.wait(10)
            ended.append(None)
        except Unavailable as error:
            ended.append(error)

    threads = [threading.Thread(target=take, args=(order,)) for order in ("ab", "ba")]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    return ended


def test_of_two_in_each_others_way_one_goes_on_and_one_is_told(url: str) -> None:
    store = Store(url)
    ended = deadlock(store)
    store.close()
    assert len(ended) == 2
    (lost,) = [each for each in ended if each is not None]
    assert isinstance(lost, Contended)
    assert lost.facts["sqlstate"] == "40P01"
