"""Processes that die right before and right after each commit, and what is there afterwards.

A command is asked in a process of its own (a fork), which kills itself at a boundary. What others
saw at that moment has to be what is there afterwards. Whoever asked asks again until it is
answered; then there has to be as much of everything as when nobody had died, and nothing may wait
that did not wait then. Whoever forks may have no threads: what draws a letter starts some.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from engine import delivery, sweeps
from engine.runtime import Runtime
from engine.store import Boundary, verifying
from engine.store.tables import metadata
from tests.faults.copies import as_it_was
from tests.web.site import Site

Ask = Callable[[], int]
"""Asks once, and returns the status of the answer as HTTP counts it."""
Point = tuple[str, str]
LONGEST = 60
INTEGRITY = text("PRAGMA integrity_check")
REFUSED, FAULT = 400, 500
LEASES = timedelta(seconds=130)
GROWS_BY_LOOKING = frozenset({"access_log", "attempt", "session", "counter"})


@dataclass(frozen=True)
class Life:
    """What a process passed and saw before it ended; `died` where it was made to."""

    passed: tuple[Point, ...]
    died: bool
    seen: str = ""
    broken: str = ""
    status: int = 0


@dataclass
class Drill:
    """What was cut so far, at which boundary, and what was wrong after it.

    `again` says of a command that names no key, by its name, which tables grow when it is asked
    twice and nobody dies: there an answer that never came may leave as much more as it was asked.
    `stands` names tables of which a row stays in the state in which the process that died had it.
    """

    again: Mapping[str, frozenset[str]] = field(default_factory=dict)
    stands: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cut: dict[Point, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.stuck or self.chain)

    def run(self, name: str, site: Site, ask: Ask) -> None:
        """Cut a command wherever nothing was cut yet, and judge what is left of it."""
        with as_it_was(site) as restore:
            whole = live(site, ask)
            if whole.broken or whole.status >= REFUSED:
                raise AssertionError(f"{name}: {whole.status} {whole.broken}")
            if all(point in self.cut for point in whole.passed):
                return
            once = _amounts(site)
            live(site, ask, lives=2)
            twice = _amounts(site)
            while not all(point in self.cut for point in whole.passed):
                restore()
                lives = self._die(name, site, ask)
                self._compare(name, Amounts(once, twice, _amounts(site), lives))
                if lives == 1:  # it goes another way this time
                    break

    def _die(self, name: str, site: Site, ask: Ask) -> int:
        """Let whoever asks die at each point that was not cut; return how many lives it took."""
        lives = 1
        while (life := live(site, ask, self.cut, lives)).died:
            self.cut[life.passed[-1]] = name
            self._look(site, f"{name} at {life.passed[-1]}", life)
            lives += 1
        if life.broken or life.status >= FAULT:
            self.stuck.append(f"{name}, asked again: {life.status} {life.broken}")
        return lives

    def _look(self, site: Site, where: str, life: Life) -> None:
        if seen_in(site) != life.seen:
            self.lost.append(f"{where}: not what others saw")
        self.chain += [f"{where}: {fault}" for fault in _faults(site)]

    def _compare(self, name: str, found: Amounts) -> None:
        allowed = self.again.get(name, frozenset())
        for table in sorted({each for each, _ in found.once.keys() | found.cut.keys()}):
            once, twice, cut = found.of(table)
            most = once + (found.lives - 1) * (twice - once) if table in allowed else once
            said = f"{name}: {table} {cut} times, {once} when nobody dies, {twice} asked twice"
            if cut < once:
                self.lost.append(said)
            elif cut > most:
                self.doubled.append(said)
            elif table not in self.stands.get(name, ()) and cut == once and found.states(table):
                self.stuck.append(f"{name}: {table} {found.states(table)}")


Amount = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Amounts:
    """How much there is, by table and state: asked once, asked twice, and after the deaths."""

    once: Amount
    twice: Amount
    cut: Amount
    lives: int

    def of(self, table: str) -> tuple[int, int, int]:
        """Return how many rows a table has in each, whatever their state."""
        once, twice, cut = (
            sum(count for (name, _), count in each.items() if name == table)
            for each in (self.once, self.twice, self.cut)
        )
        return once, twice, cut

    def states(self, table: str) -> str:
        """Return where states differ from those of asking once and of asking twice."""
        keys = sorted(key for key in self.once.keys() | self.cut.keys() if key[0] == table)
        return ", ".join(
            f"{state}: {self.cut[table, state]}, {self.once[table, state]} when nobody dies"
            for _, state in keys
            if self.cut[table, state] not in {self.once[table, state], self.twice[table, state]}
        )


def live(site: Site, ask: Ask, spared: Mapping[Point, str] | None = None, lives: int = 1) -> Life:
    """Ask in a process of its own, killed at the first boundary that is not `spared`; None: never.

    Afterwards what waits is worked off in it, when every lease of as many `lives` has run out.
    """
    site.house.runtime.store.close()
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(here)
        _be_asked(site, ask, spared, there, lives)
    os.close(there)
    with os.fdopen(here, encoding="utf-8") as told:
        lines: list[dict[str, Any]] = [json.loads(line) for line in told]
    _, status = os.waitpid(child, 0)
    passed = tuple((line["name"], line["boundary"]) for line in lines if "name" in line)
    last = lines[-1] if lines else {}
    died = os.WIFSIGNALED(status) and "seen" in last
    ended = died or "status" in last
    broken = "" if ended else last.get("broken", f"ended with {status} after {passed[-1:]}")
    return Life(passed, died, last.get("seen", ""), broken, last.get("status", 0))


def _be_asked(
    site: Site, ask: Ask, spared: Mapping[Point, str] | None, there: int, lives: int
) -> None:
    """Do what is asked and end this process; never returns."""
    signal.alarm(LONGEST)

    def tell(**what: object) -> None:
        os.write(there, json.dumps(what).encode() + b"\n")

    def passing(name: str, boundary: Boundary) -> None:
        if name.startswith("tests."):
            return
        if spared is not None and (name, str(boundary)) not in spared:
            tell(name=name, boundary=boundary, seen=seen_in(site))
            os.kill(os.getpid(), signal.SIGKILL)
        tell(name=name, boundary=boundary)

    try:
        site.house.runtime.store.passing = passing
        site.house.clock.now += LEASES * (lives - 1)
        status = ask()
        site.house.clock.now += LEASES
        _settle(site.house.runtime, site.house.work_off)
        tell(status=status)
    except BaseException:  # noqa: BLE001 - told to whoever waits
        tell(broken=traceback.format_exc()[-1500:])
    finally:
        os._exit(0)


def _settle(runtime: Runtime, work_off: Callable[[], int]) -> None:
    """Do what a poller does later: what waits, and every sweep."""
    work_off()
    sweeps.ask(runtime, {})
    delivery.deliver_kept(runtime)
    work_off()


def seen_in(site: Site) -> str:
    """Return a digest of every row of the database, as others see it now."""
    return hashlib.sha256(repr(site.rows()).encode()).hexdigest()


def _faults(site: Site) -> list[str]:
    settings = site.house.runtime.settings
    with site.house.runtime.store.read() as tx:
        found = verifying.verify(tx, Path(settings.seal_dir), Path(settings.seal_key)).faults
        said = [] if tx.postgresql else [str(row[0]) for row in tx.all(INTEGRITY)]
        said += [] if tx.postgresql else map(str, tx.all(text("PRAGMA foreign_key_check")))
    return [*map(str, found), *(line for line in said if line != "ok")]


def _amounts(site: Site) -> Amount:
    """Return how much there is of everything that is no mere look."""
    found: Amount = Counter()
    with site.house.runtime.store.read() as tx:
        for name in metadata.tables.keys() - GROWS_BY_LOOKING:
            if "state" in metadata.tables[name].c:
                rows = tx.pairs(text(f"SELECT state, count(*) FROM {name} GROUP BY 1"))
                found.update({(name, str(state)): count for state, count in rows})
            else:
                found[name, ""] = int(tx.scalar(text(f"SELECT count(*) FROM {name}")))
    return found


def boundaries(names: Iterable[str]) -> set[Point]:
    """Return both boundaries of every named transaction."""
    return {(name, str(each)) for name in names for each in Boundary}
