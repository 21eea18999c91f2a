"""The figures of what surrounds the engine and goes wrong: PostgreSQL, the clock, the disk.

`figures` is what `make faults` asks for; `python -m tests.faults.surroundings` says them as JSON,
and ends with 1 when one of them is wrong.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from bench import house as bench
from engine import runtime as wiring
from tests import house as houses
from tests.faults import jumping, restarting, starving, telling
from tests.house import Clock, House

RESTARTS, SEED, SOON = 5, 1, 10.0
WRONG = ("lost", "doubled", "stuck", "chain", "wrong_2xx", "unclean", "early", "late", "strange")
Figures = dict[str, int | float]


def figures() -> Figures:
    """Let each of them go wrong and return what came of it, by flat names."""
    with _folder() as folder:
        pattern = bench.build(folder / "pattern")
        pattern.runtime.store.close()
        return {
            **on_postgresql(folder / "postgresql", pattern),
            **_named("disk_full", starving.full_disk(folder / "full", pattern)),
            **clocks(folder, pattern),
            **messages(pattern, folder / "messages"),
        }


def clocks(folder: Path, pattern: House) -> Figures:
    """Let clocks jump around the days on which the hour changes, and kill while timers are due."""
    jumped = jumping.Timers(0, 0, 0)
    for change in jumping.CHANGES:
        with _copied(pattern, folder / f"clock-{change}") as house:
            jumped += jumping.play(house, change)
    killed = jumping.killed_while_due(folder / "killed", pattern)
    return {
        **_named("clock", asdict(jumped)),
        "due_during_kill.timers": killed.timers,
        "due_during_kill.lost": killed.lost,
        "due_during_kill.doubled": killed.doubled,
    }


def on_postgresql(folder: Path, pattern: House) -> Figures:
    """Let PostgreSQL die under load, again and again, and then take no writes for a while."""
    with restarting.site(folder, pattern) as made:
        found = restarting.run(made, RESTARTS, SEED)
        refused = starving.read_only(made)
    return {**_restarts(found), **_named("read_only", refused)}


def _restarts(found: restarting.Restarted) -> Figures:
    verdict = found.verdict
    return {
        "restart.restarts": RESTARTS,
        "restart.acknowledged": found.ledger.acknowledged,
        "restart.asked_again": found.asked_again,
        "restart.answered_again": found.ledger.answered_again,
        "restart.lost": len(verdict.lost),
        "restart.doubled": len(verdict.doubled),
        "restart.stuck": found.stuck,
        "restart.unclean": found.unclean,
        "restart.chain": len(verdict.chain),
        "restart.first_success_s": round(max(found.first_success), 1),
        "restart.timers": restarting.TIMERS,
        "restart.timers_lost": found.timers_lost,
        "restart.timers_doubled": found.timers_doubled,
        "restart.timers_late_s": round(found.timers_late, 1),
    }


def messages(pattern: House, folder: Path) -> Figures:
    """Send messages twice, too early and in the wrong order; count the correlations."""
    with _copied(pattern, folder) as house:
        return _named("messages", asdict(telling.play(house)))


def _named(name: str, found: Mapping[str, int | float]) -> Figures:
    return {f"{name}.{each}": value for each, value in found.items()}


@contextmanager
def _copied(pattern: House, folder: Path) -> Iterator[House]:
    """Yield a copy of a house on SQLite, with a clock of its own."""
    shutil.copytree(pattern.runtime.settings.data_dir, folder)
    clock = Clock(pattern.clock.now)
    runtime = wiring.build(houses.settings(folder), clock)
    yield House(runtime, clock, dict(pattern.actors))
    runtime.store.close()


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that also somebody who is not root may enter."""
    with tempfile.TemporaryDirectory(prefix="procesregie-faults-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def main() -> int:
    """Measure, say the figures; 1 when something is wrong."""
    found = figures()
    json.dump(found, sys.stdout, indent=2)
    wrong = [name for name in found if name.endswith(WRONG) and found[name]]
    return 1 if wrong or found["restart.first_success_s"] > SOON else 0


if __name__ == "__main__":
    sys.exit(main())
