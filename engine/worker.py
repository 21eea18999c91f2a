"""The clock's door: a thread that does due jobs and seals the audit trail while pages are served.

Any number of processes may poll: a job is claimed, for a time, before it is done. What only one of
them should do (`Rounds`) is done by who has the lease for it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta

from engine import delivery, history, jobs, scenarios, sweeps
from engine.leases import Lease
from engine.runtime import Runtime

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
LEASE = timedelta(seconds=30)
KEEP_EVERY = timedelta(seconds=10)


class Rounds:
    """What comes back every second or hour, done by one process at a time.

    Kept messages are brought, seals set, rehearsals played and sweeps asked for, by who has the
    lease. When that process dies, another one goes on at most `LEASE` + `KEEP_EVERY` later.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._lease = Lease("rounds", LEASE)
        self._looked: datetime | None = None
        self._asked: Mapping[str, int] = {}
        self._stage = scenarios.Stage(runtime)

    def go(self) -> int:
        """Do what is due, if this process has the lease; return how many messages were brought."""
        if not self._mine():
            return 0
        brought = delivery.deliver_kept(self._runtime)
        delivery.expire(self._runtime)
        history.seal_if_due(self._runtime)
        self._stage.look()
        self._asked = sweeps.ask(self._runtime, self._asked)
        return brought

    def _mine(self) -> bool:
        """Tell whether this process has the lease; ask for it now and then."""
        now = self._runtime.now()
        if self._looked is None or not timedelta() <= now - self._looked < KEEP_EVERY:
            self._lease.ask(self._runtime)
            self._looked = now
        return self._lease.mine

    def close(self) -> None:
        """Stop what is played and let another process have the lease."""
        self._stage.close()
        self._lease.leave(self._runtime)


class Poller:
    """Do what is due, then wait for the next second or for a commit that left a job."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stop = threading.Event()
        self._rounds = Rounds(runtime)
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)

    def start(self) -> None:
        """Start polling; call it after a fork, never before."""
        self._thread.start()

    def stop(self, patience: float = 10.0) -> None:
        """Finish the job in hand and stop; wait at most `patience` seconds."""
        self._stop.set()
        self._runtime.wake.set()
        self._thread.join(patience)
        self._rounds.close()

    def _run(self) -> None:
        while True:
            self._runtime.wake.clear()
            worked = self._round()
            if self._stop.is_set():
                return
            if not worked:
                self._runtime.wake.wait(IDLE_SECONDS)

    def _round(self) -> bool:
        try:
            brought = self._rounds.go()
            return jobs.run_due(self._runtime, stopping=self._stop.is_set) + brought > 0
        except Exception:
            log.exception("poller_round_failed")
            self._stop.wait(IDLE_SECONDS)
            return False
