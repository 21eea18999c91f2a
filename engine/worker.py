"""The clock's door: a thread that does due jobs and seals the audit trail while pages are served.

Any number of processes may poll: a job is claimed, for a time, before it is done.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from engine import (
    delivery,
    documents,
    drafts,
    history,
    jobs,
    lawbook,
    people,
    registers,
    reminders,
    scenarios,
    uploads,
)
from engine.runtime import Runtime

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
TIDY_EVERY = timedelta(hours=1)


class Poller:
    """Do what is due, then wait for the next second or for a commit that left a job."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stop = threading.Event()
        self._tidied: datetime | None = None
        self._stage = scenarios.Stage(runtime)
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)

    def start(self) -> None:
        """Start polling; call it after a fork, never before."""
        self._thread.start()

    def stop(self, patience: float = 10.0) -> None:
        """Finish the job in hand and stop; wait at most `patience` seconds."""
        self._stop.set()
        self._runtime.wake.set()
        self._thread.join(patience)
        self._stage.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._runtime.wake.clear()
            worked = self._round()
            if not worked and not self._stop.is_set():
                self._runtime.wake.wait(IDLE_SECONDS)

    def _round(self) -> bool:
        try:
            done = jobs.run_due(self._runtime) + delivery.deliver_kept(self._runtime)
            delivery.expire(self._runtime)
            history.seal_if_due(self._runtime)
            self._stage.look()
            self._tidy()
        except Exception:
            log.exception("poller_round_failed")
            self._stop.wait(IDLE_SECONDS)
            return False
        return done > 0

    def _tidy(self) -> None:
        """Now and then: what expired, what nobody keeps any more, records that turn."""
        now = self._runtime.now()
        if self._tidied is None or now - self._tidied >= TIDY_EVERY:
            self._tidied = now
            documents.expire(self._runtime)
            lawbook.carry_out(self._runtime)
            reminders.give_due(self._runtime)
            drafts.expire(self._runtime)
            uploads.sweep(self._runtime)
            registers.turn(self._runtime)
            people.sweep(self._runtime)
