"""Transactions: all or nothing, one writer at a time, counted."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from engine.errors import Conflict, Unavailable
from engine.store import Store
from engine.store import engine as engines
from engine.store.tables import content, counter, history
from engine.store.upserts import next_value

AT = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
ROW = {"hash": "a", "bytes": b"x"}


def test_a_write_is_there_after_its_block(store: Store) -> None:
    with store.write("tests.write") as tx:
        tx.run(insert(content), ROW)
    with store.read() as tx:
        assert tx.scalar(select(content.c.bytes)) == b"x"


def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    def work() -> None:
        with store.write("tests.write") as tx:
            tx.run(insert(content), ROW)
            raise KeyError

    with pytest.raises(KeyError):
        work()
    with store.read() as tx:
        assert tx.first(select(content)) is None


def test_a_callback_runs_after_the_commit_and_sees_it(store: Store) -> None:
    seen: list[object] = []

    def look() -> None:
        with store.read() as other:
            seen.append(other.scalar(select(content.c.hash)))

    with store.write("tests.write") as tx:
        tx.run(insert(content), ROW)
        tx.after_commit(look)
        assert seen == []
    assert seen == ["a"]


def test_a_callback_never_runs_after_a_rollback(store: Store) -> None:
    seen: list[int] = []

    def work() -> None:
        with store.write("tests.write") as tx:
            tx.after_commit(lambda: seen.append(1))
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert seen == []


def test_a_read_takes_no_callbacks(store: Store) -> None:
    with store.read() as tx, pytest.raises(RuntimeError):
        tx.after_commit(lambda: None)


def test_a_read_sees_one_moment(store: Store) -> None:
    with store.read() as tx:
        assert tx.first(select(content)) is None
        with store.write("tests.write") as other:
            other.run(insert(content), ROW)
        assert tx.first(select(content)) is None


def test_a_read_changes_nothing(store: Store) -> None:
    with suppress(Unavailable), store.read() as tx:  # PostgreSQL refuses, SQLite forgets
        tx.connection.execute(insert(content), ROW)
    for opened in (store.read, store.glance, store.report):
        with pytest.raises(RuntimeError, match="writes nothing"), opened() as tx:
            tx.run(insert(content), ROW)
    with store.read() as tx:
        assert tx.first(select(content)) is None


def test_a_glance_is_one_statement(store: Store) -> None:
    with store.write("tests.write") as tx:
        tx.run(insert(content), ROW)
    with store.counting() as counts, store.glance() as tx:
        assert tx.scalar(select(content.c.bytes)) == b"x"
    assert (counts.statements, counts.commits) == (1, 0)
    with pytest.raises(RuntimeError, match="one statement"), store.glance() as tx:
        [tx.all(select(content)) for _ in range(2)]


def test_a_second_write_in_the_same_thread_is_a_mistake(store: Store) -> None:
    with (
        store.write("tests.write"),
        pytest.raises(RuntimeError, match="already open"),
        store.write("tests.write"),
    ):
        pass


def test_a_double_key_is_a_conflict(store: Store) -> None:
    with store.write("tests.write") as tx:
        tx.run(insert(content), ROW)
    with pytest.raises(Conflict) as refused, store.write("tests.write") as tx:
        tx.run(insert(content), ROW)
    assert refused.value.code == "duplicate"


def test_a_foreign_key_is_kept(store: Store) -> None:
    line = {"case_id": "no such case", "seq": 1, "at": AT, "kind": "k", "actor": {}, "meta": {}}
    rest = {"commitment": "", "previous": "", "hash": ""}
    with pytest.raises(Conflict), store.write("tests.write") as tx:
        tx.run(insert(history), {**line, **rest})


def test_the_store_works_again_after_a_failure(store: Store) -> None:
    with pytest.raises(Conflict), store.write("tests.write") as tx:
        tx.run(insert(content), [ROW, ROW])
    with store.write("tests.write") as tx:
        tx.run(insert(content), ROW)


def test_statements_and_commits_are_counted(store: Store) -> None:
    with store.counting() as counts:
        with store.write("tests.write") as tx:
            tx.run(insert(content), [{"hash": str(n), "bytes": b""} for n in range(5)])
            tx.all(select(content.c.hash))
        with store.read() as tx:
            tx.all(select(content.c.hash))
    assert (counts.statements, counts.commits) == (3, 1)
    with store.read() as tx:
        tx.all(select(content.c.hash))
    assert counts.statements == 3


def test_a_rollback_is_no_commit(store: Store) -> None:
    with store.counting() as counts, pytest.raises(KeyError), store.write("tests.write"):
        raise KeyError
    assert counts.commits == 0


def test_no_update_is_lost_between_threads(store: Store) -> None:
    def work() -> None:
        for _ in range(10):
            with store.write("tests.write") as tx:
                value = tx.scalar(
                    select(counter.c.value).where(counter.c.name == "n").with_for_update()
                )
                tx.run(counter.update().where(counter.c.name == "n").values(value=value + 1))

    with store.write("tests.write") as tx:
        next_value(tx, "n")
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert tx.scalar(select(counter.c.value)) == 81


def test_no_update_is_lost_between_processes(sqlite_store: Store, sqlite_template: Path) -> None:
    url = sqlite_store.engine.url.render_as_string()
    program = (
        "from engine.store import Store\n"
        "from engine.store.upserts import next_value\n"
        f"store = Store({url!r})\n"
        "for _ in range(15):\n"
        "    with store.write('tests.write') as tx:\n"
        "        next_value(tx, 'n')\n"
        "store.close()\n"
    )
    workers = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    for _ in range(15):
        with sqlite_store.write("tests.write") as tx:
            next_value(tx, "n")
    assert [worker.wait(60) for worker in workers] == [0, 0]
    with sqlite_store.read() as tx:
        assert tx.scalar(select(counter.c.value)) == 45


def test_sqlite_is_set_as_measured(sqlite_store: Store) -> None:
    with sqlite_store.read() as tx:
        values = {
            name: tx.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
    }


def test_only_what_nobody_keeps_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'house.db'}?throwaway=yes")
    with store.read() as tx:
        assert tx.scalar(text("PRAGMA synchronous")) == 0
    assert (tmp_path / "house.db").exists()
    store.close()


def test_a_read_only_database_is_unavailable(sqlite_store: Store) -> None:
    with sqlite_store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = 1")
    with pytest.raises(Unavailable), sqlite_store.write("tests.write") as tx:
        tx.run(insert(content), ROW)


def test_a_database_that_another_program_keeps_is_busy(sqlite_store: Store) -> None:
    file = sqlite_store.engine.url.database
    with closing(sqlite3.connect(str(file), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with sqlite_store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(Unavailable) as told, sqlite_store.write("tests.write"):
            pass
    assert told.value.code == "database_busy"


def test_a_lock_file_that_cannot_be_opened_is_unavailable(sqlite_store: Store) -> None:
    Path(f"{sqlite_store.engine.url.database}.lock").mkdir()
    with pytest.raises(Unavailable) as told, sqlite_store.write("tests.write"):
        pass
    assert told.value.code == "database_unavailable"


def test_a_server_that_is_not_there_is_unavailable() -> None:
    store = Store("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable), store.read():
        pass


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"file|driver"):
        Store(url)


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = f"/dev/x / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n"
    real = Path.read_text
    monkeypatch.setattr(
        Path,
        "read_text",
        lambda self, *a, **k: mounts if str(self) == "/proc/self/mounts" else real(self, *a, **k),
    )
    with pytest.raises(ValueError, match="nfs4"):
        engines.create(f"sqlite:///{tmp_path}/x.db")
