"""Measure timers: many due at once with two workers, one at a time, and many years ahead.

Writes `bench/results/timers.json` and ends with 1 when one fired twice or not at all, or when a
promise of `budgets` is broken. PostgreSQL brings its own server; its disk is asked to keep what is
committed (`fsync`), as in real use.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

from bench import house as bench
from bench.core import machine
from bench.registers import postgresql
from engine import queueing
from engine.store import Store, jobs
from tests.house import House
from tests.store.ahead import FIRST, fill
from tests.workers.crowd import Crew, alarms, fired, until

RESULTS = Path(__file__).parent / "results" / "timers.json"
BUDGETS = {"lateness_p99_s": 60.0, "idle_lateness_s": 2.0, "ahead_ratio": 1.1}
WORKERS = ("one", "two")


def main() -> int:
    """Measure, write the figures down, print them; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timers", type=int, default=10_000)
    parser.add_argument("--ahead", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=300)
    asked = parser.parse_args()
    load_before = os.getloadavg()[0]
    figures = {"timers": asked.timers, "workers": len(WORKERS)}
    figures |= far_ahead(asked.ahead, asked.rounds)
    figures |= at_once(asked.timers)
    answer = {
        "figures": figures,
        "budgets": BUDGETS,
        "machine": machine(load_before),
        "command": "make bench-timers",
    }
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for name, value in figures.items():
        print(f"{name:<28}{value:>12}")
    kept = all(figures[name] <= most for name, most in BUDGETS.items())
    return 0 if kept and figures["fired"] == asked.timers and not figures["doubled"] else 1


def at_once(many: int) -> dict[str, Any]:
    """Let `many` timers fall due at one moment while two workers are there, then one by one."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="procesregie-bench-")))
        house = working_house(stack, folder)
        crew = Crew(house)
        stack.callback(crew.send_home)
        return _at_once(house, crew, many)


def working_house(stack: ExitStack, folder: Path) -> House:
    """Return a house in `folder` on a PostgreSQL of its own, in which workers do the jobs."""
    url = stack.enter_context(postgresql())
    house = bench.build(folder, datetime.now(UTC), database_url=url)
    runtime = replace(house.runtime, settings=replace(house.runtime.settings, workers=True))
    queueing.set_up(runtime)
    stack.callback(runtime.store.close)
    return House(runtime, house.clock, house.actors)


def _at_once(house: House, crew: Crew, many: int) -> dict[str, Any]:
    began, past, later = time.monotonic(), datetime.now(UTC), datetime(2100, 1, 1, tzinfo=UTC)
    alarms(house, many, past)
    fall_due(house, past, later)  # until the workers are there
    print(f"{many} cases in {time.monotonic() - began:.0f} s", file=sys.stderr)
    for name in WORKERS:
        crew.hire(name)
    crew.at_work()
    due = datetime.now(UTC) + timedelta(seconds=5)
    fall_due(house, later, due)
    until(lambda: fired(house, due).cases == many, patience=900)
    found = fired(house, due)
    idle = [_alone(house, number) for number in range(10)]
    return {
        "fired": found.cases,
        "doubled": found.doubled,
        "lateness_p50_s": round(found.late[len(found.late) // 2], 1),
        "lateness_p99_s": round(found.late[int(len(found.late) * 0.99)], 1),
        "lateness_most_s": round(found.late[-1], 1),
        "timers_per_second": round(many / found.late[-1]),
        "idle_lateness_s": round(max(idle), 2),
        "idle_lateness_median_s": round(statistics.median(idle), 2),
    }


def _alone(house: House, number: int) -> float:
    """Let one timer fall due while nothing else is to be done; return how late it fired."""
    due = datetime.now(UTC) + timedelta(seconds=1 + number / 10)
    before = fired(house, due).cases
    alarms(house, 1, due)
    until(lambda: fired(house, due).cases == before + 1)
    with house.runtime.store.read() as tx:
        last = text("SELECT max(at) FROM history WHERE kind = 'timer:fired'")
        return float((tx.scalar(last) - due).total_seconds())


def fall_due(house: House, now: datetime, due: datetime) -> None:
    """Let every timer that is due at `now` be due at `due` instead."""
    move = text("UPDATE job SET due_at = :due WHERE due_at = :now AND state = 'open'")
    with house.runtime.store.write("bench.fall_due") as tx:
        tx.run(move, {"due": due, "now": now})


def far_ahead(many: int, rounds: int) -> dict[str, Any]:
    """Claim ready jobs beside `many` that are due in years, and beside none, in turns."""
    figures: dict[str, Any] = {"ahead": many}
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        sqlite = [f"sqlite:///{folder}/{name}.db" for name in ("none", "many")]
        figures |= _far_ahead("sqlite", sqlite, many, rounds)
    with postgresql() as url, _second(url) as other:
        figures |= _far_ahead("postgresql", [url, other], many, rounds)
    figures["ahead_ratio"] = max(figures["sqlite.ahead_ratio"], figures["postgresql.ahead_ratio"])
    return figures


def _far_ahead(name: str, urls: list[str], many: int, rounds: int) -> dict[str, Any]:
    stores = [Store(url) for url in urls]
    for store, ahead in zip(stores, (0, many), strict=True):
        store.upgrade()
        fill(store, ahead)
    times: list[list[float]] = [[], []]
    for number in range(2 * rounds):
        which = number % 2 if number // 2 % 2 else 1 - number % 2
        times[which].append(_claim(stores[which]))
    for store in stores:
        store.close()
    none, beside = (statistics.median(each[10:]) for each in times)
    return {
        f"{name}.claim_ms": round(none * 1000, 2),
        f"{name}.claim_ahead_ms": round(beside * 1000, 2),
        f"{name}.ahead_ratio": round(beside / none, 2),
    }


def _claim(store: Store) -> float:
    """Look and claim twenty jobs, as a worker does, and give them back; return the seconds."""
    now = FIRST + timedelta(minutes=1)
    began = time.perf_counter()
    with store.read() as tx:
        assert jobs.anything_due(tx, now)
    with store.write("bench.claim") as tx:
        found = jobs.claim_due(tx, "bench", now, now + timedelta(minutes=2), limit=20)
    seconds = time.perf_counter() - began
    with store.write("bench.give_back") as tx:
        assert jobs.give_back(tx, "bench") == len(found) == 20
    return seconds


@contextmanager
def _second(url: str) -> Iterator[str]:
    """Make a second database on the server of `url`."""
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE DATABASE second TEMPLATE template0")
        name = connection.info.dbname
    yield url.replace(f"/{name}?", "/second?")


if __name__ == "__main__":
    sys.exit(main())
