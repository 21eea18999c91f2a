"""A clock that jumps, on the days on which the hour changes too, and timers due while nobody is up.

Only the engine's own clock moves: the runtime's in this process, an offset in a server's settings.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from engine import jobs
from engine import runtime as wiring
from engine.store.tables import clock, history, job
from engine.worker import Rounds
from tests import house as houses
from tests.faults.serving import Server
from tests.house import Clock, House
from tests.verbs import probing
from tests.verbs.test_jobs import TERM, TIMER
from tests.workers.crowd import alarms, fired, until

LOCAL = ZoneInfo("Europe/Brussels")
CHANGES = (date(2026, 10, 25), date(2027, 3, 28))  # a day of 25 hours, and one of 23
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COARSE, FINE = 6 * HOUR, HOUR / 2
JUMPS = (timedelta(), -HOUR, timedelta(), HOUR)
BETWEEN = 9  # fine ticks between two jumps: they fall at other hours each day
DAYS = 15  # of the term
GROUP = 30  # timers
ROUNDS_EVERY = 5  # ticks
STAGES = (  # how far a server's clock is ahead, and after how many timers it is killed
    (timedelta(), 3),
    (HOUR, GROUP + 3),
    (HOUR * 1.1, 2 * GROUP),
    (timedelta(), 2 * GROUP),
)
_STRAIGHT = '<sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/>'
ALARM_AND_TERM = TIMER.replace(
    _STRAIGHT,
    '<intermediateCatchEvent id="alarm" name="Alarm"><timerEventDefinition id="at">'
    "<timeDuration>PT24H</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="alarm"/>'
    '<sequenceFlow id="f0" sourceRef="alarm" targetRef="wait"/>',
)


@dataclass(frozen=True)
class Timers:
    """How many there were, and which did not fire once, at the first moment that was late enough.

    `strange` are legal terms that are not over at midnight in Brussels after their last day.
    """

    timers: int
    lost: int
    doubled: int
    early: int = 0
    late: int = 0
    strange: int = 0

    def __add__(self, other: Timers) -> Timers:
        """Return both together."""
        both = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in _PARTS}
        return Timers(**both)


_PARTS = fields(Timers)


def moments(change: date) -> Iterator[tuple[datetime, bool]]:
    """Yield what the clock says, tick after tick, and whether a case begins then.

    Coarse while cases begin whose terms end around the change (at 11:00 and 23:00 UTC, which is the
    next day in Brussels); fine, with jumps of an hour, from two days before it until two after.
    """
    middle = datetime.combine(change, time(), UTC)
    moment, fine = middle - 2 * DAY - DAYS * DAY - HOUR, middle - 2 * DAY
    while moment < fine:
        yield moment, moment.hour % 12 == 11 and moment < fine - (DAYS - 4) * DAY
        moment += COARSE
    for number in range(4 * DAY // FINE):
        shift = JUMPS[number // BETWEEN % len(JUMPS)]
        yield fine + number * FINE + shift, number % 5 == 0 and number < 2 * DAY // FINE


def play(house: House, change: date) -> Timers:
    """Let terms and alarms fall due around a change while the clock jumps to and fro."""
    plan = list(moments(change))
    house.clock.now = plan[0][0] - HOUR
    probing.deploy(house, ALARM_AND_TERM)
    rounds = Rounds(house.runtime)
    for number, (moment, begins) in enumerate(plan):
        house.clock.now = moment
        if begins:
            probing.start(house)
        if number % ROUNDS_EVERY == 0:
            rounds.go()
        while jobs.run_due(house.runtime):
            pass
    return judged(house, [moment for moment, _ in plan])


def judged(house: House, shown: Sequence[datetime]) -> Timers:
    """Hold what fired, and when, against when each timer was due."""
    due = select(job.c.id, job.c.due_at, job.c.created_at).where(job.c.kind == "timer")
    line = select(history.c.meta, history.c.at).where(history.c.kind == "timer:fired")
    with house.runtime.store.read() as tx:
        rows = tx.all(due)
        told: dict[str, list[datetime]] = {}
        for meta, at in tx.pairs(line):
            told.setdefault(meta["job"], []).append(at)
    first = {
        key: found
        for key, due_at, made in rows
        if (found := _first(shown, due_at, made)) is not None
    }
    wanted = {key: due_at for key, due_at, _ in rows}
    once = {key: each[0] for key, each in told.items()}
    return Timers(
        timers=len(first),
        lost=len(first.keys() - told.keys()),
        doubled=sum(len(each) != 1 for each in told.values()),
        early=sum(at < wanted[key] for key, at in once.items()),
        late=sum(at != first.get(key) for key, at in once.items()),
        strange=_strange(house),
    )


def _first(shown: Sequence[datetime], due: datetime, made: datetime) -> datetime | None:
    """Return the first moment of a clock that is late enough for a timer made at another one."""
    since = shown.index(made)
    return next((each for each in shown[since:] if each >= due), None)


def _strange(house: House) -> int:
    found = (
        select(job.c.due_at, clock.c.end_on)
        .join(clock, clock.c.case_id == job.c.case_id)
        .where(job.c.kind == "timer", job.c.element == "late", clock.c.term_key == TERM)
    )
    with house.runtime.store.read() as tx:
        pairs = tx.pairs(found)
    assert pairs
    return sum(due != _midnight_after(end) for due, end in pairs)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + DAY, time(), LOCAL).astimezone(UTC)


def killed_while_due(folder: Path, pattern: House) -> Timers:
    """Kill a server while timers are due, and start it with its clock an hour on, and back again.

    The first group of timers is due within seconds, the second half an hour later: only a server
    that is an hour ahead fires those. The third is due much later, when nobody is there. What a
    killed server had in hand is held by its lease: the one after it is ahead of that.
    """
    shutil.copytree(pattern.runtime.settings.data_dir, folder)
    now = datetime.now(UTC)
    clock_here = Clock(now)
    runtime = wiring.build(houses.settings(folder), clock_here)
    house = House(runtime, clock_here, dict(pattern.actors))
    dues = [now + each for each in (timedelta(seconds=8), HOUR / 2, 3 * HOUR)]
    for each in dues:
        alarms(house, GROUP, each)
    _one_by_one(house, dues[0])
    for shift, enough in STAGES:
        server = Server(folder, more={"clock_offset_seconds": int(shift.total_seconds())})
        try:
            server.start()
            until(lambda enough=enough: fired(house, now).cases >= enough)  # type: ignore[misc]
        finally:
            server.kill()
    found = fired(house, now)
    with house.runtime.store.read() as tx:
        left = tx.scalar(text("SELECT count(*) FROM job WHERE kind = 'timer' AND state = 'open'"))
    house.runtime.store.close()
    early = GROUP - int(left)
    return Timers(2 * GROUP, 2 * GROUP - found.cases + early, found.doubled, early)


def _one_by_one(house: House, due: datetime) -> None:
    """Let timers that are due at one moment be due one after another, five a second."""
    which = select(job.c.id).where(job.c.due_at == due)
    with house.runtime.store.write("tests.one_by_one") as tx:
        for number, row in enumerate(tx.all(which)):
            at = due + number * timedelta(seconds=0.2)
            tx.run(job.update().where(job.c.id == row[0]).values(due_at=at))
