"""Many cases whose timers are due at one moment, and processes that do jobs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from engine.store.tables import history
from tests import house as houses
from tests.house import House
from tests.verbs import probing

AHEAD = timedelta(hours=1)
ALARM = probing.row(
    '<intermediateCatchEvent id="alarm" name="Alarm"><timerEventDefinition id="at">'
    "<timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>",
    probing.TASK.format("look"),
)
PATIENCE = 60.0


def alarms(house: House, many: int, due: datetime) -> None:
    """Start cases of which the timer is due at `due`."""
    probing.deploy(house, ALARM)
    house.clock.now = due - AHEAD
    for _ in range(many):
        probing.start(house)
    house.clock.now = due


@dataclass(frozen=True)
class Fired:
    """What came of timers: how many fired, how many too often, how late in seconds each."""

    cases: int
    doubled: int
    late: tuple[float, ...]


def fired(house: House, due: datetime) -> Fired:
    """Look in the trail how often and when the timers of `alarms` fired."""
    found = select(history.c.case_id, history.c.at).where(history.c.kind == "timer:fired")
    with house.runtime.store.read() as tx:
        rows = tx.pairs(found)
    times = Counter(case_id for case_id, _ in rows)
    late = sorted((at - due).total_seconds() for _, at in rows)
    return Fired(len(times), sum(count > 1 for count in times.values()), tuple(late))


def until(told: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience
    while not told():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@dataclass
class Crew:
    """Worker processes on a house's database; `program` is what Python runs instead, if given."""

    house: House
    program: tuple[str, ...] = ("-m", "engine")
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def hire(self, name: str, *options: str) -> None:
        """Start a worker; `at_work` waits until it is."""
        settings = self.house.runtime.settings
        with self._log(name).open("ab") as log:
            self.workers[name] = subprocess.Popen(
                [sys.executable, *self.program, "worker", "--name", name, *options],
                cwd=houses.ROOT,
                env={**os.environ, **houses.environment(settings), "PYTHONPATH": str(houses.ROOT)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def at_work(self) -> None:
        """Wait until every worker does jobs."""
        for name, process in self.workers.items():
            until(lambda name=name: "worker_started" in self.log(name))  # type: ignore[misc]
            assert process.poll() is None, self.log(name)[-2000:]

    def named(self, pid: int) -> str:
        """Return the name of the worker with this process number."""
        return next(name for name, process in self.workers.items() if process.pid == pid)

    def kill(self, name: str) -> None:
        """Let a worker die as in a power cut."""
        process = self.workers.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def ask_to_stop(self, name: str) -> subprocess.Popen[bytes]:
        """Tell a worker to stop, as the service manager does, and do not wait for it."""
        process = self.workers.pop(name)
        process.send_signal(signal.SIGTERM)
        return process

    def send_home(self) -> None:
        """End whoever is still there."""
        for name in list(self.workers):
            self.kill(name)

    def log(self, name: str) -> str:
        """Return what a worker wrote."""
        return self._log(name).read_text("utf-8", "replace")

    def _log(self, name: str) -> Path:
        return Path(self.house.runtime.settings.data_dir) / f"worker-{name}.log"
