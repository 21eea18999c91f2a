"""A read-only copy of a PostgreSQL database (streaming replication), for what may be seconds old.

Used only while it answers and keeps up; how far it is behind is seen by the lease that a poller or
worker renews every few seconds, in the database and in its copy. Says nothing about who may use it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, exc

from engine.store import engine as engines
from engine.store.postgresql import Limits, keeps_plans

log = logging.getLogger(__name__)

LOOK_EVERY = 15.0  # seconds
BEHIND = timedelta(seconds=60)
Beat = Callable[[Connection], datetime | None]


class Replica:
    """A copy, and whether it could be used when it was looked at last."""

    def __init__(self, url: str, limits: Limits) -> None:
        self.engine: Engine = engines.create(url, limits)
        self._usable = False
        self._looked: float | None = None

    def connect(self, primary: Engine, beat: Beat) -> Connection | None:
        """Return an open connection to the copy, or None when the database itself has to be read.

        `beat` reads through a connection until when the newest lease holds.
        """
        try:
            if self._must_look():
                self._look(primary, beat)
            return snapshot(self.engine.connect()) if self._usable else None
        except exc.DBAPIError as error:
            self._not_now(type(error.orig).__name__)
            return None

    def _must_look(self) -> bool:
        return self._looked is None or time.monotonic() - self._looked > LOOK_EVERY

    def _look(self, primary: Engine, beat: Beat) -> None:
        self._looked = time.monotonic()
        with snapshot(self.engine.connect()) as copy:
            there = beat(copy)
        with snapshot(primary.connect()) as here:
            newest = beat(here)
        late = newest is not None and (there is None or newest - there > BEHIND)
        if late:
            self._not_now("behind")
        else:
            self._usable = True

    def _not_now(self, why: str) -> None:
        self._usable, self._looked = False, time.monotonic()
        log.warning("replica_not_used", extra={"why": why})


def snapshot(connection: Connection) -> Connection:
    """Let a connection to PostgreSQL read one moment, change nothing, and keep no plans."""
    keeps_plans(connection, keeps=False)
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
