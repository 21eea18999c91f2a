"""How a connection to PostgreSQL is made, limited, and found to be broken. No queries, no tables.

Limits are sent when a connection is made, so that they cost no statement later. A pooled connection
whose server went away is found by looking at its socket, without asking the server anything: what
can be read there while nobody asked something is the server's farewell.
"""

from __future__ import annotations

import os
import select
import socket
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc

CONNECT_SECONDS = 5
POOL_SECONDS = 10
RECYCLE_SECONDS = 1_800
IDLE_IN_TRANSACTION_SECONDS = 60
KEPT_AFTER = 5  # uses of a statement on a connection, after which its plan is kept
BESIDE_THREADS = 2  # the poller, and the scenarios that it plays
KEEPALIVES = {
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How many threads of this process ask for connections, and how long (seconds) they may wait.

    A statement that takes longer than `statement_seconds` is broken off, a lock that does not come
    within `lock_seconds` is given up.
    """

    threads: int = 8
    statement_seconds: int = 30
    lock_seconds: int = 5

    @property
    def kept(self) -> int:
        """Return how many connections stay open: one a thread, and two beside them."""
        return self.threads + BESIDE_THREADS

    @property
    def most(self) -> int:
        """Return how many there may be: a thread that writes may read beside it."""
        return self.kept + self.threads


def create(url: URL, limits: Limits) -> Engine:
    """Return the engine of a PostgreSQL database; nothing is connected yet."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=arguments(url, limits),
        hide_parameters=True,
        pool_pre_ping=False,
        pool_size=limits.kept,
        max_overflow=limits.threads,
        pool_timeout=POOL_SECONDS,
        pool_recycle=RECYCLE_SECONDS,
        pool_use_lifo=True,
    )
    event.listen(engine, "checkout", _look_at_socket)
    return engine


def arguments(url: URL, limits: Limits) -> dict[str, Any]:
    """Return what every connection is made with; what the URL says itself goes first."""
    chosen = {
        "statement_timeout": f"{limits.statement_seconds}s",
        "lock_timeout": f"{limits.lock_seconds}s",
        "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_SECONDS}s",
    }
    options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    asked: dict[str, Any] = {
        "application_name": f"procesregie {socket.gethostname()[:30]} {os.getpid()}",
        "connect_timeout": CONNECT_SECONDS,
        **KEEPALIVES,
    }
    own = url.query.get("options")
    return {
        **{name: value for name, value in asked.items() if name not in url.query},
        "options": f"{options} {own}" if isinstance(own, str) else options,
    }


def keeps_plans(connection: Connection, *, keeps: bool) -> None:
    """Let the server keep the plans of statements that come again on this connection, or not.

    A kept plan fits all values, so it is for statements that look rows up by their keys; a list is
    planned for what is asked of it. A ROLLBACK throws all that were kept away: a read that kept
    none ends with COMMIT.
    """
    driver: Any = connection.connection.driver_connection
    driver.prepare_threshold = KEPT_AFTER if keeps else None


def _look_at_socket(connection: Any, _record: Any, _proxy: Any) -> None:
    """Raise InvalidatePoolError when the server has something to say to an idle connection.

    It hung up, or it changes: either way every connection that is older is made anew.
    """
    if connection.closed:
        raise exc.InvalidatePoolError("the connection is closed")
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    if watch.poll(0):
        raise exc.InvalidatePoolError("the server has closed the connection")
