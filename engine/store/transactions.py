"""Transactions: the one way to the database, on SQLite and on PostgreSQL. No queries, no tables.

SQLite: WAL, `synchronous=FULL`, foreign keys, `BEGIN IMMEDIATE` for writes, and a thread lock plus
`flock` around write transactions so that writers queue instead of starving. One host only.
PostgreSQL: `postgresql+psycopg`, READ COMMITTED for writes (rows are locked by name), one
REPEATABLE READ snapshot for reads, no transaction around a glance.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Executable, event, select

from engine.errors import Unavailable
from engine.store import engine as engines
from engine.store import failures, postgresql
from engine.store.postgresql import Limits
from engine.store.replica import Replica, snapshot
from engine.store.tables import lease


@dataclass(slots=True)
class Counts:
    """What went to the database: statements (an executemany is one; BEGIN is none) and commits."""

    statements: int = 0
    commits: int = 0


class Boundary(StrEnum):
    """Where a process may die around a commit: with nothing written, or with an answer unsaid."""

    BEFORE_COMMIT = "before commit"
    AFTER_COMMIT = "after commit"


class Tx:
    """One open transaction. Functions of `engine.store` take it first; it ends with its block."""

    def __init__(
        self, connection: Connection, callbacks: list[Callable[[], None]] | None = None
    ) -> None:
        self.connection = connection
        self._callbacks = callbacks

    @property
    def postgresql(self) -> bool:
        """Tell whether this is PostgreSQL (else SQLite)."""
        return self.connection.dialect.name == "postgresql"

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call `callback` once this transaction has been committed; never after a rollback."""
        if self._callbacks is None:
            raise RuntimeError("a read transaction has nothing to commit")
        self._callbacks.append(callback)

    def all(
        self, statement: Executable, params: Mapping[str, Any] | None = None
    ) -> Sequence[Sequence[Any]]:
        """Return every row of `statement`."""
        return self.connection.execute(statement, params).all()

    def first(
        self, statement: Executable, params: Mapping[str, Any] | None = None
    ) -> Sequence[Any] | None:
        """Return the first row of `statement`, or None."""
        return self.connection.execute(statement, params).first()

    def stream(self, statement: Executable) -> Iterator[Sequence[Any]]:
        """Return the rows of `statement` one by one, a thousand in memory at a time."""
        yield from self.connection.execute(statement, execution_options={"yield_per": 1000})

    def pairs(
        self, statement: Executable, params: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, Any]]:
        """Return every row of a statement with two columns."""
        return [(row[0], row[1]) for row in self.all(statement, params)]

    def scalar(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.execute(statement, params).scalar()

    def run(
        self,
        statement: Executable,
        params: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> int:
        """Execute a write and return how many rows it touched; many params are one statement.

        Raises RuntimeError in a transaction that was opened to read.
        """
        if self._callbacks is None:
            raise RuntimeError("a read transaction writes nothing")
        kept = {"preserve_rowcount": True}
        return self.connection.execute(statement, params, execution_options=kept).rowcount


class Store:
    """A database: where transactions come from."""

    def __init__(self, url: str, limits: Limits | None = None, *, replica_url: str = "") -> None:
        self.limits = limits or Limits()
        self.engine: Engine = engines.create(url, self.limits)
        self._file = engines.sqlite_file(self.engine)
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._counting: list[Counts] = []
        self.passing: Callable[[str, Boundary], None] = _pass_by
        self._replica = Replica(replica_url, self.limits) if replica_url else None
        event.listen(self.engine, "after_cursor_execute", self._count_statement)
        if self._replica is not None:
            event.listen(self._replica.engine, "after_cursor_execute", self._count_statement)
        event.listen(self.engine, "commit", self._count_commit)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open a read transaction: one snapshot, never waits for a writer, changes nothing."""
        with failures.named(), self.engine.connect() as connection:
            if self._file is None:
                snapshot(connection)
            yield Tx(connection)
            self._end_read(connection)

    @contextmanager
    def glance(self) -> Iterator[Tx]:
        """Open a read for one statement by a key: a moment of its own, with nothing around it.

        Raises RuntimeError after a second statement, which might see another moment.
        """
        before = self.sent()
        with failures.named(), self.engine.connect() as connection:
            if self._file is None:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                postgresql.keeps_plans(connection, keeps=True)
            else:
                connection.execution_options(**{engines.GLANCES: True})
            yield Tx(connection)
        if self.sent() > before + 1:
            raise RuntimeError("a glance is one statement")

    @contextmanager
    def report(self) -> Iterator[Tx]:
        """Open a read transaction for what may be seconds old: in the copy, where there is one.

        Without a copy, or while it is away or behind, it is a `read`. Never use it for what the
        reader has just written.
        """
        copy = self._replica.connect(self.engine, _newest_beat) if self._replica else None
        if copy is None:
            with self.read() as tx:
                yield tx
            return
        with failures.named(), copy:
            yield Tx(copy)
            copy.rollback()

    def compact(self) -> None:
        """Write the database anew, so that what was replaced in it is gone; takes a while.

        On PostgreSQL the versions of records and their keys, which nobody can use meanwhile.
        Raises Unavailable.
        """
        with failures.named():
            engines.compact(self.engine)

    @contextmanager
    def write(self, name: str) -> Iterator[Tx]:
        """Open the write transaction `name`; commit at the block's end, roll back on any exception.

        The name (`noun.verb`, one place in the code) is what a test of faults cuts it off by.
        Raises Unavailable when the database cannot be reached, is full, read-only or locked,
        Contended (one of these) when it gave way in a deadlock and may be done again, Unavailable
        (code `outcome_unknown`) when the connection was lost while it committed and nobody may
        repeat it, and Conflict (code `duplicate`) when a unique key says that somebody was first.
        """
        if getattr(self._mine, "writing", False):
            raise RuntimeError("a write transaction is already open in this thread")
        self._mine.writing = True
        callbacks: list[Callable[[], None]] = []
        try:
            with failures.named(), self._turn(), self.engine.connect() as connection:
                connection.execution_options(**{engines.WRITES: True})
                if self._file is None:
                    postgresql.keeps_plans(connection, keeps=True)
                with connection.begin() as begun:
                    yield Tx(connection, callbacks)
                    self.passing(name, Boundary.BEFORE_COMMIT)
                    with failures.at_commit():
                        begun.commit()
            self.passing(name, Boundary.AFTER_COMMIT)
        finally:
            self._mine.writing = False
        for callback in callbacks:
            callback()

    @contextmanager
    def counting(self) -> Iterator[Counts]:
        """Count what this store sends while the block runs (of all its threads)."""
        counts = Counts()
        self._counting.append(counts)
        try:
            yield counts
        finally:
            self._counting.remove(counts)

    def sent(self) -> int:
        """Return how many statements this thread has sent, ever."""
        return int(getattr(self._mine, "sent", 0))

    def connections(self) -> int:
        """Return how many connections are in use now."""
        return int(self.engine.pool.checkedout())  # type: ignore[attr-defined] # of every pool we use

    @property
    def most_connections(self) -> int:
        """Return how many connections this process may have at once."""
        return self.limits.most

    def upgrade(self) -> bool:
        """Bring the schema to the newest version (Alembic), in one write transaction.

        Large indexes are made after it, on PostgreSQL without a lock. Returns False, and changes
        nothing, on a schema that is newer than this program and that it can work with. Raises
        Unavailable (code `schema_too_new`) on one that it cannot.
        """
        from engine.store import schema  # noqa: PLC0415 - Alembic loads only when asked

        with self.read() as tx:
            found = schema.fit(tx.connection)
        if found is schema.Fit.TOO_NEW:
            raise Unavailable("schema_too_new")
        if found is schema.Fit.AHEAD:
            return False
        with self.write("schema.upgrade") as tx:
            schema.upgrade(tx.connection)
        with failures.named():
            schema.make_large_indexes(self.engine)
        return True

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
        if self._replica is not None:
            self._replica.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for this writer's turn: threads by a lock, processes by `flock`."""
        if self._file is None:
            yield
            return
        with self._lock:
            try:
                turn = os.open(f"{self._file}.lock", os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as refused:  # a full disk, or one that takes no writes
                raise Unavailable("database_unavailable", errno=refused.errno) from refused
            try:
                _flock(turn)
                yield
            finally:
                os.close(turn)

    def _count_statement(self, *_what: Any) -> None:
        self._mine.sent = self.sent() + 1
        for counts in self._counting:
            counts.statements += 1

    def _end_read(self, connection: Connection) -> None:
        if self._file is None:
            connection.commit()  # a ROLLBACK makes psycopg forget every plan that is kept
        else:
            connection.rollback()

    def _count_commit(self, connection: Connection) -> None:
        if not connection.get_execution_options().get(engines.WRITES, False):
            return
        for counts in self._counting:
            counts.commits += 1


def _pass_by(_name: str, _boundary: Boundary) -> None:
    """Do nothing at a commit; a test of faults puts something else in its place."""


def _newest_beat(connection: Connection) -> datetime | None:
    newest = select(lease.c.until).order_by(lease.c.until.desc()).limit(1)
    moment: datetime | None = connection.execute(newest).scalar()
    return moment


def _flock(fileno: int, *, patience: float = 30.0) -> None:
    """Take the write lock of the database file, or give up after `patience` seconds.

    Raises Unavailable when another process keeps it.
    """
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(fileno, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            if time.monotonic() > end:
                raise Unavailable("database_busy") from busy
            time.sleep(0.002)
        else:
            return
