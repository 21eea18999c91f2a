"""Count what a piece of work asks of the database: not how long it takes, which a machine decides.

Rows are counted where they come out of the store and where the database says that it changed
them; bytes are those of the values sent with INSERT and UPDATE. On SQLite the instructions of its
virtual machine are counted too: they show a walk through rows that are then not fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from unittest import mock

from sqlalchemy import Connection, event

from engine.store import Store, Tx

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(slots=True)
class Work:
    """What was asked of the database; `_watched` are the SQLite connections that are counted."""

    statements: int = 0
    rows_read: int = 0
    rows_written: int = 0
    bytes_written: int = 0
    instructions: int = 0
    _watched: list[Any] = field(default_factory=list)

    def sent(self, _c: Any, cursor: Any, statement: str, values: Any, _x: Any, many: Any) -> None:
        """Count a statement that was executed."""
        if statement.startswith("BEGIN"):
            return
        self.statements += 1
        if statement.startswith(WRITES):
            self.rows_written += max(0, cursor.rowcount)
            self.bytes_written += sum(_size(each) for each in (values if many else [values]))

    def connected(self, connection: Connection) -> None:
        """Count what SQLite does for a connection that was taken from the pool."""
        if connection.dialect.name == "sqlite":
            driver: Any = connection.connection.dbapi_connection
            driver.set_progress_handler(self._instruction, 1)
            self._watched.append(driver)

    def ended(self) -> None:
        """Let go of the connections."""
        for driver in self._watched:
            driver.set_progress_handler(None, 1)

    def _instruction(self) -> int:
        self.instructions += 1
        return 0


@contextmanager
def counted(store: Store) -> Iterator[Work]:
    """Count the work that is done while the block runs."""
    work = Work()
    listening = (("after_cursor_execute", work.sent), ("engine_connect", work.connected))
    for name, listener in listening:
        event.listen(store.engine, name, listener)
    with ExitStack() as patches:
        for name, rows in (("all", len), ("first", _one), ("scalar", _one)):
            real = getattr(Tx, name)
            patches.enter_context(mock.patch.object(Tx, name, _counting(real, work, rows)))
        yield work
    for name, listener in listening:
        event.remove(store.engine, name, listener)
    work.ended()


def _counting(real: Callable[..., Any], work: Work, rows: Callable[[Any], int]) -> Any:
    """Return a method of a transaction that counts the rows it hands out."""

    @wraps(real)
    def counting(*args: Any) -> Any:
        answer = real(*args)
        work.rows_read += rows(answer)
        return answer

    return counting


def _one(answer: Any) -> int:
    return int(answer is not None)


def _size(values: Any) -> int:
    given = values.values() if isinstance(values, dict) else values
    return sum(len(each.encode()) if isinstance(each, str) else 8 for each in given or ())
