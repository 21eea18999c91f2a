"""Workers on PostgreSQL that die with timers in hand: another one does them, each once."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from engine.store import verifying
from tests.house import House
from tests.workers import slow_worker
from tests.workers.crowd import Crew, alarms, fired, until

PROGRAM = (str(Path(slow_worker.__file__)),)  # the real worker; its lease is four seconds
WORKERS = ("one", "two")
PATIENCE = 120.0
SOON = timedelta(seconds=1)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
LATEST = 0.1  # seconds after a worker took the first
WAITING = text("""
    SELECT c.number FROM case_ c WHERE c.process_id = 'probe' AND 1 <> (
        SELECT count(*) FROM user_task t
        WHERE t.case_id = c.id AND t.element = 'look' AND t.state = 'open')""")
IN_HAND = text("SELECT count(*) FROM job WHERE kind = 'timer' AND state = 'running'")
TAKEN_OVER = text("SELECT count(*) FROM job WHERE kind = 'timer' AND attempts > 1")
LEFT = text("SELECT count(*) FROM job WHERE kind = 'timer' AND state IN ('open', 'running')")


@dataclass
class Died:
    """What came of timers while workers died."""

    kills: int = 0
    timers: int = 0
    taken_over: int = 0
    lost: int = 0
    doubled: int = 0
    stuck: list[str] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.stuck or self.chain)


def run(house: House, kills: int, wave: int, seed: int) -> Died:
    """Let `wave` timers fall due at once, kill a worker in the midst of them, again and again."""
    crew, chance, found = Crew(house, PROGRAM), random.Random(seed), Died()
    try:
        parked = [_parked(house, wave, number) for number in range(kills)]
        for name in WORKERS:
            crew.hire(name)
        for number, since in enumerate(parked):
            crew.at_work()
            found.timers += wave
            _fall_due(house, since, datetime.now(UTC) + SOON)
            until(lambda: _count(house, IN_HAND))
            time.sleep(chance.uniform(0, LATEST))
            crew.kill(chance.choice(sorted(crew.workers)))
            found.kills += 1
            crew.hire(f"next-{number}")
        until(lambda: _count(house, LEFT) == 0, PATIENCE)
    finally:
        crew.send_home()
    judge(house, found)
    return found


def judge(house: House, found: Died) -> None:
    """Count what was lost, fired twice or stands still, and what the chains say."""
    told = fired(house, datetime.now(UTC))
    found.lost, found.doubled = found.timers - told.cases, told.doubled
    found.taken_over = _count(house, TAKEN_OVER)
    settings = house.runtime.settings
    with house.runtime.store.read() as tx:
        found.stuck += [str(row[0]) for row in tx.all(WAITING)]
        report = verifying.verify(tx, Path(settings.seal_dir), Path(settings.seal_key))
    found.chain += [str(fault) for fault in report.faults]


def _parked(house: House, wave: int, number: int) -> datetime:
    """Start cases whose timers would be due, and put those off; return until when."""
    since = datetime.now(UTC)
    alarms(house, wave, since)
    _fall_due(house, since, later := FAR + timedelta(days=number))
    return later


def _count(house: House, query: object) -> int:
    with house.runtime.store.read() as tx:
        return int(tx.scalar(query))  # type: ignore[arg-type] # one of the above


def _fall_due(house: House, now: datetime, due: datetime) -> None:
    move = text("UPDATE job SET due_at = :due WHERE due_at = :now AND state = 'open'")
    with house.runtime.store.write("tests.fall_due") as tx:
        tx.run(move, {"due": due, "now": now})
