"""Measure throughput: tasks completed over HTTP with full history, on both databases.

A real `procesregie serve` is posted to by one and by four clients, over connections that stay open,
in rounds: each completes one open task of every case. In turns with them, in the same run on the
same machine, an equal flow of django-viewflow is posted to, one INSERT is committed on a database
of the same kind, and the same diagram is stepped by SpiffWorkflow alone in memory. Everything,
clients and database too, shares the cores of one machine. Writes `bench/results/throughput.json`
and ends with 1 when a budget is broken.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench import core, ten
from bench.beside import BareSteps, Inserts
from bench.core import machine
from bench.load import Counter, Post, Subject, Taken, of_family, parent_of, play
from bench.registers import postgresql
from bench.size import size
from bench.theirs import Theirs
from bench.theirs import served as served_beside
from engine.model import SYSTEM, Happened, HistoryKind
from engine.store import history as trail
from tests.faults.serving import Server
from tests.house import House
from tests.store.databases import create_database, on

RESULTS = Path(__file__).parent / "results" / "throughput.json"
ALONE, CROWD, WARM = (0,), (4, 5, 6, 7), (8, 9, 10, 11)
DESKS = (*ALONE, *CROWD)
CORES = os.cpu_count() or 1
WARM_CASES = 5
BUDGETS = {
    "sqlite.cpu_ms": 6.0,
    "postgresql.cpu_ms": 6.0,
    "sqlite.statements_most": 12.0,
    "postgresql.statements_most": 12.0,
    "postgresql.bytes_per_case": 60_000.0,
}
FLOORS = {"postgresql.completions_per_second_and_core": 20.0}


@dataclass
class Found:
    """What was measured of one server: one client, four clients, and the pages before a task."""

    alone: Taken = field(default_factory=Taken)
    crowd: Taken = field(default_factory=Taken)
    pages: Taken = field(default_factory=Taken)
    lists: Taken = field(default_factory=Taken)


def main() -> int:
    """Measure on both databases, write the figures down, print them; 1 when a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=40, help="cases of each client")
    parser.add_argument("--viewflow", default=sys.executable, help="the Python that has viewflow")
    asked = parser.parse_args()
    load_before = os.getloadavg()[0]
    logging.getLogger("spiff").setLevel(logging.WARNING)
    figures: dict[str, Any] = {"tasks_a_case": ten.TASKS, "cases": 5 * asked.cases}
    for name in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            found = measured(stack, name, asked.cases, asked.viewflow)
        figures |= {f"{name}.{key}": value for key, value in found.items()}
    for name in ("over_insert", "over_bare_step", "over_viewflow_cpu"):
        figures[name] = max(figures[f"sqlite.{name}"], figures[f"postgresql.{name}"])
    figures["over_viewflow"] = min(
        figures["sqlite.over_viewflow"], figures["postgresql.over_viewflow"]
    )
    figures["viewflow.completions_per_second"] = figures[
        "postgresql.viewflow.completions_per_second"
    ]
    answer = {
        "figures": figures,
        "budgets": BUDGETS,
        "floors": FLOORS,
        "machine": machine(load_before),
        "command": "make bench-throughput",
    }
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    broken = [name for name, most in BUDGETS.items() if figures[name] > most]
    broken += [name for name, least in FLOORS.items() if figures[name] < least]
    for name, value in figures.items():
        print(f"{name:<48}{value:>12}")
    print(f"broken: {', '.join(broken)}" if broken else "every budget is kept")
    return 1 if broken else 0


def measured(stack: ExitStack, name: str, cases: int, python: str) -> dict[str, Any]:
    """Serve on one kind of database, let the clients work, and return the figures."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="procesregie-bench-")))
    url = stack.enter_context(postgresql()) if name == "postgresql" else None
    inserts = Inserts(folder, None if url is None else another(url, "beside"))
    stack.callback(inserts.close)
    ours = stack.enter_context(served(folder / "house", url))
    theirs = stack.enter_context(viewflow(folder, url, python))
    urls = (ours.house.runtime.settings.database_url, theirs.url)
    before = [size(each, packed=True) for each in urls]
    asked = {**dict.fromkeys(DESKS, cases), **dict.fromkeys(WARM, WARM_CASES)}
    for subject in (ours, theirs):
        subject.begin(asked)
        warm(subject)
    found, other, steps = Found(), Found(), BareSteps()
    look(ours, found)
    counted = rounds((ours, found), (theirs, other), inserts, steps)
    left = sum(len(each.posts(desk)) for each in (ours, theirs) for desk in asked)
    assert left == 0, f"{left} cases did not end"
    grown = [size(each, packed=False) - least for each, least in zip(urls, before, strict=True)]
    own_bytes, their_bytes = (round(each / sum(asked.values())) for each in grown)
    both, others = (each.alone.and_(each.crowd) for each in (found, other))
    insert, step = (statistics.median(each) for each in (inserts.taken.wall, steps.taken.cpu))
    return {
        **rates(found),
        "statements": round(counted.statements / counted.requests, 2),
        "statements_most": counted.most,
        "bytes_per_case": own_bytes,
        **{
            f"{page}_page_{'' if group == 'server' else 'database_'}cpu_ms": round(
                taken.each_ms(group), 2
            )
            for page, taken in (("task", found.pages), ("list", found.lists))
            for group in taken.spent
            if group != "client"
        },
        "look_ms": round(looking(ours.house), 2),
        "insert_ms": round(insert, 3),
        "bare_step_cpu_ms": round(step, 3),
        "over_insert": round(found.alone.percentile(50) / insert, 1),
        "over_bare_step": round(both.each_ms("server") / step, 1),
        **{f"viewflow.{key}": value for key, value in rates(other).items()},
        "viewflow.bytes_per_case": their_bytes,
        "over_viewflow": round(found.crowd.a_second / other.crowd.a_second, 2),
        "over_viewflow_cpu": round(both.each_ms("server") / others.each_ms("server"), 2),
    }


@contextmanager
def viewflow(folder: Path, url: str | None, python: str) -> Iterator[Theirs]:
    """Serve the Django project beside ours, on the same kind of database, by as many processes."""
    own = f"sqlite:///{folder / 'viewflow.db'}" if url is None else another(url, "viewflow")
    theirs = Theirs(own, python, None if url is None else of_server(url))
    theirs.begin({})
    with served_beside(theirs, folder, 1 if url is None else CORES):
        yield theirs


@contextmanager
def served(folder: Path, url: str | None) -> Iterator[ten.Ours]:
    """Build a house and serve it: on SQLite by one process, on PostgreSQL by one a core."""
    folder.mkdir()
    more = {} if url is None else {"database_url": url, "web_processes": CORES}
    house = ten.build(folder, **more)
    server = Server(folder, more=more)
    server.start()
    try:
        yield ten.Ours(house, server, None if url is None else of_server(url))
    finally:
        server.kill()
        house.runtime.store.close()


def another(url: str, name: str) -> str:
    """Make another database on the server of `url`, and return its address."""
    create_database(make_url(url), name)
    return on(make_url(url), name)


def of_server(url: str) -> Counter:
    """Return what counts the processor time of a PostgreSQL server and its connections."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        found = parent_of(connection.info.backend_pid)
    return lambda: of_family(found)


def look(ours: ten.Ours, found: Found) -> None:
    """Ask for the page of every task that one client has, and as often for the list of tasks."""
    (desk,) = ALONE
    visitor, pages = ours.visitor(desk), ours.pages(desk)
    play([(visitor, pages)], ours.groups(), found.pages)
    play([(visitor, [Post("/taken")] * len(pages))], ours.groups(), found.lists)


def looking(house: House) -> float:
    """Return the milliseconds by the clock of one line in the log of looks, which is one chain.

    That long nobody else can look at a task: the head of the log is locked until it is on the disk.
    """
    took = core.Taken()
    line = Happened(HistoryKind.HISTORY_READ, SYSTEM, {"number": "BT-0"})

    def look_once() -> None:
        with house.runtime.store.write("bench.look") as tx:
            trail.log(tx, [line], house.runtime.now())

    for _ in range(100):
        took.time(look_once)
    return statistics.median(took.wall)


def rounds(
    own: tuple[ten.Ours, Found], other: tuple[Subject, Found], inserts: Inserts, steps: BareSteps
) -> ten.Counted:
    """Complete every task of every case, and return what our server counted for them."""
    (ours, found), both = own, (own, other)
    for subject, _ in both:
        for desk in DESKS:
            subject.visitor(desk)
    first, second = ours.counted(), ours.counted()  # what asking it adds itself
    for _ in range(ten.TASKS):
        for subject, kept in both:
            one_round(subject, ALONE, kept.alone)
            one_round(subject, CROWD, kept.crowd)
        inserts.play(20)
        steps.play()
    counted = ours.counted().since(second).since(second.since(first))
    assert counted.requests == len(found.alone.answers) + len(found.crowd.answers), counted
    return counted


def rates(found: Found) -> dict[str, Any]:
    """Return how many a second, how long each took, and what the processors spent on it."""
    both = found.alone.and_(found.crowd)
    figures: dict[str, Any] = {
        "completions_per_second": round(found.crowd.a_second, 1),
        "completions_per_second_and_core": round(found.crowd.a_second / (CORES), 1),
        "cpu_ms": round(both.each_ms("server"), 2),
        "cpu_ms_1_client": round(found.alone.each_ms("server"), 2),
        "cpu_ms_4_clients": round(found.crowd.each_ms("server"), 2),
        "client_cpu_ms": round(found.crowd.each_ms("client"), 2),
        "completions_per_second_1_client": round(found.alone.a_second, 1),
    }
    if "database" in found.alone.spent:
        figures["database_cpu_ms"] = round(both.each_ms("database"), 2)
        figures["database_cpu_ms_4_clients"] = round(found.crowd.each_ms("database"), 2)
    for name, taken in (("1_client", found.alone), ("4_clients", found.crowd)):
        for each in (50, 95, 99):
            figures[f"p{each}_ms_{name}"] = round(taken.percentile(each), 1)
    return figures


def warm(subject: Subject) -> None:
    """Play a few cases to their end, so that what is loaded at first use is there."""
    for _ in range(ten.TASKS):
        work = [(subject.visitor(desk), subject.posts(desk)) for desk in WARM]
        play(work, subject.groups(), Taken())


def one_round(subject: Subject, desks: tuple[int, ...], taken: Taken) -> None:
    """Let everybody at these desks complete what is open."""
    work = [(subject.visitor(desk), subject.posts(desk)) for desk in desks]
    play(work, subject.groups(), taken)


if __name__ == "__main__":
    sys.exit(main())
