"""Simulate what two, ten and a hundred hosts carry, from what `make bench-throughput` measured.

A discrete-event simulation: requests arrive by chance (Poisson), take a web process, then a core of
the database; a completion then waits for the disk, and a look at a task for its line in the log of
looks, which is one chain and takes one line at a time. Each station serves in the order of arrival.
How long each takes is drawn around what was measured on PostgreSQL. What hosts carry is the largest
rate at which 95 of 100 requests are answered in time; it is found by halving. Everything that is
assumed stands in `ASSUMED`, and docs/scaling.md says it in words. The seed is fixed: the same
figures go in, the same come out. Writes `bench/results/scaling.json`.
"""

from __future__ import annotations

import heapq
import json
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.throughput import RESULTS as MEASURED

RESULTS = Path(__file__).parent / "results" / "scaling.json"
SEED = 8
REQUESTS = 12_000  # of one run at least; the first sixth is not counted
SECONDS = 8.0  # that a run lasts at least: what cannot be kept up with has time to pile up
CLIENTS = 4
ASSUMED: dict[str, float] = {
    "answered_within_ms": 200.0,  # 95 of 100 requests
    "spread": 1.0,  # standard deviation of a service time over its mean
    "cores_a_host": 2.0,  # of those that serve pages, as measured
    "core_gain": 0.85,  # n cores of a database do the work of n ** 0.85
    "tasks_a_person_a_day": 40.0,
    "people": 1000.0,  # of the day that is played
}
DAY = (4, 9, 14, 15, 12, 6, 11, 13, 11, 5)  # tasks of a hundred in each hour, 8 to 18; assumed


@dataclass(frozen=True)
class Kind:
    """A kind of request: milliseconds of a web process, of the database, of disk, of the log."""

    web: float
    database: float
    disk: float = 0.0
    log: float = 0.0


@dataclass(frozen=True)
class Hosts:
    """What there is: web processes, cores of the database, whether both share those cores."""

    web: int
    database: int
    shared: bool = False
    parts: int = 1  # databases among which cases are divided
    logs: int = 1  # chains of the log of looks; there is one today


CASES: dict[str, Hosts] = {
    "one": Hosts(2, 2, shared=True),
    "two": Hosts(2, 2),
    "ten": Hosts(18, 2),
    "ten_database_16_cores": Hosts(18, 16),
    "hundred": Hosts(198, 2),
    "hundred_database_16_cores": Hosts(198, 16),
    "hundred_database_64_cores": Hosts(198, 64),
    "hundred_database_64_cores_32_logs": Hosts(198, 64, logs=32),
    "hundred_16_parts_of_16_cores": Hosts(198, 16, parts=16, logs=32),
}


class Station:
    """Servers that work side by side, and serve in the order of arrival."""

    def __init__(self, servers: int) -> None:
        self._free = [0.0] * servers
        self.servers, self.busy = servers, 0.0

    def serve(self, now: float, takes: float) -> float:
        """Return when something that arrives now and takes so long is done."""
        begins = max(now, heapq.heappop(self._free))
        heapq.heappush(self._free, begins + takes)
        self.busy += takes
        return begins + takes


@dataclass(frozen=True)
class Ran:
    """How one run went: milliseconds within which 50, 95 and 99 of 100 were answered; shares."""

    p50: float
    p95: float
    p99: float
    web_busy: float
    database_busy: float
    log_busy: float


def kinds(figures: dict[str, float]) -> tuple[Kind, ...]:
    """Return the requests of one finished task: the list, the task, its completion."""
    of = {name: figures[f"postgresql.{name}"] for name in _NEEDED}
    return (
        Kind(of["list_page_cpu_ms"], of["list_page_database_cpu_ms"]),
        Kind(of["task_page_cpu_ms"], of["task_page_database_cpu_ms"], log=of["look_ms"]),
        Kind(of["cpu_ms_4_clients"], of["database_cpu_ms_4_clients"], of["insert_ms"]),
    )


_NEEDED = (
    "list_page_cpu_ms",
    "list_page_database_cpu_ms",
    "task_page_cpu_ms",
    "task_page_database_cpu_ms",
    "cpu_ms_4_clients",
    "database_cpu_ms_4_clients",
    "insert_ms",
    "look_ms",
)


def run(hosts: Hosts, asked: Sequence[Kind], tasks_a_second: float) -> Ran:
    """Let requests of these kinds arrive, one of each a task, and return how they were answered."""
    chance = random.Random(SEED)
    web = Station(hosts.web)
    parts = [web] if hosts.shared else [Station(workers(hosts)) for _ in range(hosts.parts)]
    log = Station(hosts.logs)
    waiting = arrivals(chance, asked, tasks_a_second)
    first, last = len(waiting) // 6, 0.0
    took: list[float] = []
    while waiting:
        at, number, stage, arrived, kind = heapq.heappop(waiting)
        if stage < 2:
            station = parts[chance.randrange(len(parts))] if stage else web
            done = station.serve(at, drawn(chance, kind.database if stage else kind.web))
            heapq.heappush(waiting, (done, number, stage + 1, arrived, kind))
            continue
        done = log.serve(at, drawn(chance, kind.log)) if kind.log else at + drawn(chance, kind.disk)
        last = max(last, done)
        if number >= first:
            took.append(done - arrived)
    took.sort()
    p50, p95, p99 = (took[len(took) * each // 100] for each in (50, 95, 99))
    busy = sum(each.busy for each in parts) / sum(each.servers for each in parts)
    shares = (web.busy / web.servers, busy, log.busy / log.servers)
    return Ran(p50, p95, p99, *(each / last for each in shares))


def arrivals(
    chance: random.Random, asked: Sequence[Kind], tasks_a_second: float
) -> list[tuple[float, int, int, float, Kind]]:
    """Return requests in the order of their arrival (ms), each with its number."""
    rate = tasks_a_second * len(asked)
    found, now = [], 0.0
    for number in range(max(REQUESTS, int(rate * SECONDS))):
        now += chance.expovariate(rate) * 1000
        found.append((now, number, 0, now, asked[chance.randrange(len(asked))]))
    return found  # in order, so it is a heap


def workers(hosts: Hosts) -> int:
    """Return how many requests one database works on at once."""
    return max(1, round(math.pow(hosts.database, ASSUMED["core_gain"])))


def drawn(chance: random.Random, mean: float) -> float:
    """Return a time around a mean (log-normal), 0 when there is none."""
    if mean <= 0:
        return 0.0
    variance = math.log(1 + ASSUMED["spread"] ** 2)
    return chance.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))


def largest(hosts: Hosts, asked: Sequence[Kind]) -> tuple[float, Ran]:
    """Return the most tasks a second that are answered in time, to one in a hundred."""
    web, database = sum(each.web for each in asked), sum(each.database for each in asked)
    log = sum(each.log for each in asked)
    bounds = (hosts.web / web, workers(hosts) * hosts.parts / database, hosts.logs / log)
    least, most = 0.0, min(bounds) * 1000
    while most - least > most / 100:
        middle = (least + most) / 2
        if run(hosts, asked, middle).p95 <= ASSUMED["answered_within_ms"]:
            least = middle
        else:
            most = middle
    return least, run(hosts, asked, least)


def played(figures: dict[str, float]) -> float:
    """Return the completions a second of four clients on one host, simulated as they were measured.

    Server, database and clients share the cores; a client asks again as soon as it was answered.
    """
    chance = random.Random(SEED)
    *_, kind = kinds(figures)
    host = Station(CASES["one"].web)
    stages = (figures["postgresql.client_cpu_ms"], kind.web, kind.database)
    waiting = [(0.0, client, 0) for client in range(CLIENTS)]
    done, now = 0, 0.0
    while done < REQUESTS:
        now, client, stage = heapq.heappop(waiting)
        if stage < len(stages):
            then = host.serve(now, drawn(chance, stages[stage]))
            heapq.heappush(waiting, (then, client, stage + 1))
        else:
            done += 1
            heapq.heappush(waiting, (now + drawn(chance, kind.disk), client, 0))
    return done / now * 1000


def simulated(figures: dict[str, float]) -> dict[str, Any]:
    """Return the figures of every number of hosts."""
    asked = kinds(figures)
    closed = played(figures)
    measured = figures["postgresql.completions_per_second"]
    found: dict[str, Any] = {
        "closed.completions_per_second": round(closed, 1),
        "closed.measured": measured,
        "closed.simulated_over_measured": round(closed / measured, 2),
    }
    for name, hosts in CASES.items():
        tasks, ran = largest(hosts, asked)
        found |= {
            f"{name}.tasks_per_second": round(tasks, 1),
            f"{name}.p50_ms": round(ran.p50, 1),
            f"{name}.p95_ms": round(ran.p95, 1),
            f"{name}.p99_ms": round(ran.p99, 1),
            f"{name}.web_busy_percent": round(100 * ran.web_busy),
            f"{name}.database_busy_percent": round(100 * ran.database_busy),
            f"{name}.log_busy_percent": round(100 * ran.log_busy),
        }
    return found | a_day(asked)


def a_day(asked: Sequence[Kind]) -> dict[str, Any]:
    """Play every hour of a working day of the people of an agency, on one host."""
    assert sum(DAY) == 100
    tasks = ASSUMED["people"] * ASSUMED["tasks_a_person_a_day"]
    hours = [run(CASES["one"], asked, tasks * share / 100 / 3600) for share in DAY]
    worst = max(hours, key=lambda ran: ran.p95)
    return {
        "day.people": round(ASSUMED["people"]),
        "day.tasks": round(tasks),
        "day.tasks_per_second_busiest": round(tasks * max(DAY) / 100 / 3600, 2),
        "day.p95_ms_busiest": round(worst.p95, 1),
        "day.p95_ms_quietest": round(min(ran.p95 for ran in hours), 1),
        "day.host_busy_percent_busiest": round(100 * max(ran.web_busy for ran in hours)),
    }


def main() -> int:
    """Simulate, write the figures down, print them."""
    measured: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    figures = simulated(measured["figures"])
    answer = {
        "figures": figures,
        "assumed": ASSUMED,
        "seed": SEED,
        "machine": measured["machine"],
        "command": "make bench-scaling",
    }
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for name, value in figures.items():
        print(f"{name:<52}{value:>12}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
