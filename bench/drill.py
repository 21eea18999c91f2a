"""Drill the loss of everything: under load, on both databases, and of PostgreSQL's disk alone.

Writes `bench/results/drill.json` and ends with 1 when anything that was acknowledged before a
backup is not in it, when a chain is broken, or when a case cannot go on. `--rounds` chooses how
long people work before and after each backup.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from bench import house as bench
from bench.core import machine
from engine import runtime as wiring
from engine.store import Store
from tests import house as houses
from tests.backups import drill as drills
from tests.backups import recovery
from tests.backups.living import elsewhere
from tests.faults.killing import PEOPLE
from tests.furnished import fill
from tests.house import Clock, House
from tests.store import databases
from tests.store.cluster import Cluster
from tests.store.programs import programs

RESULTS = Path(__file__).parent / "results" / "drill.json"
ARCHIVE_SECONDS = 5
LEAST = 15  # the oldest PostgreSQL that is drilled with


def main() -> int:
    """Drill, write the figures down, print them; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    asked = parser.parse_args()
    load_before = os.getloadavg()[0]
    found = programs(LEAST)
    os.environ["PATH"] = f"{found}{os.pathsep}{os.environ['PATH']}"
    with _folder() as folder:
        pattern = bench.build(folder / "pattern")
        pattern.runtime.store.close()
        figures = {
            **_under_load("sqlite", _copied(pattern, folder / "one"), folder / "two", asked.rounds),
            **_on_postgresql(pattern, folder, found, asked.rounds),
            **_disk_lost(pattern, folder / "wal", found),
        }
    answer = {
        "figures": figures,
        "machine": machine(load_before),
        "command": "make drill",
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for name, value in figures.items():
        print(f"{name:<40}{value:>12}")
    wrong = (".lost", ".doubled", ".torn", ".chain", ".stuck", ".lost_documents", ".faults")
    return 1 if any(figures[name] for name in figures if name.endswith(wrong)) else 0


def _under_load(
    name: str, house: House, target: Path, rounds: int, url: str | None = None
) -> dict[str, Any]:
    drill = drills.work_and_back_up(house, target.parent / f"{name}-backups", rounds)
    outcome = drills.restore_and_go_on(drill, elsewhere(target, url))
    house.runtime.store.close()
    verdict = outcome.verdict
    return {
        f"{name}.acknowledged_before": drill.before.acknowledged,
        f"{name}.acknowledged_after": drill.acknowledged_after,
        f"{name}.documents_before": len(drill.documents),
        f"{name}.lost": len(verdict.lost),
        f"{name}.doubled": len(verdict.doubled),
        f"{name}.torn": len(verdict.torn),
        f"{name}.chain": len(verdict.chain),
        f"{name}.lost_documents": len(outcome.lost_documents),
        f"{name}.faults": len(outcome.restored.report.faults),
        f"{name}.stuck": len(PEOPLE) * drills.CASES_EACH - outcome.ended,
        f"{name}.backup_s": round(drill.made.seconds, 2),
        f"{name}.restore_s": round(outcome.seconds, 2),
        f"{name}.slowest_write_meanwhile_s": round(drill.slowest_write, 2),
    }


def _on_postgresql(pattern: House, folder: Path, found: Path, rounds: int) -> dict[str, Any]:
    cluster = Cluster(folder / "cluster" / "data", found)
    cluster.make()
    cluster.start()
    try:
        server = make_url(cluster.url)
        for name in ("drilled", "restored"):
            databases.create_database(server, name)
        url = databases.on(server, "drilled")
        store = Store(url)
        store.upgrade()
        store.close()
        fill(pattern, url)
        house = _copied(pattern, folder / "three", database_url=url)
        restored = databases.on(server, "restored")
        return _under_load("postgresql", house, folder / "four", rounds, restored)
    finally:
        cluster.kill()


def _disk_lost(pattern: House, folder: Path, found: Path) -> dict[str, Any]:
    """Lose the disk in the middle of the work; tell how much of it the archive did not have."""
    site = recovery.begin(pattern, folder, found, ARCHIVE_SECONDS)
    try:
        told, end = recovery.Told(), time.monotonic() + 4 * ARCHIVE_SECONDS
        while time.monotonic() < end:
            told.complete(site.house, site.number)
        died = datetime.now(UTC)
        recovery.lose_disk(site)
        began = time.monotonic()
        kept = recovery.recover(site)
        lost = told.lost(kept)
        first = min((told.moments[key] for key in lost), default=died)
        return {
            "disk.acknowledged": len(told.moments),
            "disk.archive_timeout_s": ARCHIVE_SECONDS,
            "disk.not_archived": len(lost),
            "disk.rpo_s": round((died - first).total_seconds(), 2),
            "disk.recovery_s": round(time.monotonic() - began, 2),
            "disk.stuck": 0 if recovery.goes_on(site) else 1,
        }
    finally:
        site.house.runtime.store.close()
        site.cluster.kill()


def _copied(pattern: House, folder: Path, **more: Any) -> House:
    shutil.copytree(pattern.runtime.settings.data_dir, folder)
    clock = Clock(pattern.clock.now)
    runtime = wiring.build(houses.settings(folder, **more), clock)
    return House(runtime, clock, dict(pattern.actors))


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that also somebody who is not root may enter."""
    with tempfile.TemporaryDirectory(prefix="procesregie-drill-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


if __name__ == "__main__":
    sys.exit(main())
