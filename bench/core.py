"""Measure the engine: what one completed task costs, and what the ten-thousandth step costs.

Everything is measured in one run on one SQLite file (WAL, synchronous FULL), in turns, so that a
busy machine weighs alike on what is compared; figures are medians. A post counts from the moment
that the request is there until the answer is: Flask's test client included, the browser's encoding
of the form not. Writes `bench/results/core.json` and ends with 1 when a budget is broken.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.util.task import TaskState

from bench import house as bench
from engine import xml
from engine.server import spare_collector
from engine.store import whereabouts
from tests.desk import Desk
from tests.house import BRUSSELS, House, morning

RESULTS = Path(__file__).parent / "results" / "core.json"
WARM, ROUNDS = 5, 40
LONG, AROUND = 10_000, 50
YOUNG_FROM, YOUNG_TO = 6, 15

BUDGETS: dict[str, float] = {
    "completion.statements": 12,
    "completion.commits": 1,
    "completion.cpu_ms": 6.0,
    "loop.step_10000_over_10": 1.2,
}


@dataclass
class Taken:
    """What was measured of one kind of thing: milliseconds of processor and of clock."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], Any]) -> Any:
        """Do `work` and write down what it took on this thread."""
        clock, processor = time.perf_counter(), time.thread_time()
        answer = work()
        self.cpu.append((time.thread_time() - processor) * 1000)
        self.wall.append((time.perf_counter() - clock) * 1000)
        return answer


@dataclass
class Measured:
    """Everything that one run found."""

    licence: Taken = field(default_factory=Taken)
    linear: Taken = field(default_factory=Taken)
    bare: Taken = field(default_factory=Taken)
    insert: Taken = field(default_factory=Taken)
    statements: list[int] = field(default_factory=list)
    commits: list[int] = field(default_factory=list)
    state_bytes: list[int] = field(default_factory=list)


def main() -> int:
    """Measure, write the figures down, print them; 1 when a budget is broken."""
    load_before = os.getloadavg()[0]
    logging.getLogger("spiff").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        house = bench.build(Path(folder))
        figures = completions(house, Path(folder))
        figures |= loop(house)
        house.runtime.store.close()
    answer = {
        "figures": figures,
        "budgets": BUDGETS,
        "machine": machine(load_before),
        "command": "make bench-core",
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for name, value in figures.items():
        limit = BUDGETS.get(name)
        said = "" if limit is None else f"   (at most {limit:g})"
        print(f"{name:<36}{value:>12}{said}")
    broken = [name for name, limit in BUDGETS.items() if figures[name] > limit]
    print(f"broken: {', '.join(broken)}" if broken else "every budget is kept")
    return 1 if broken else 0


def completions(house: House, folder: Path) -> dict[str, float]:
    """Measure completing posts beside a bare step and a bare insert, in turns."""
    desk = Desk(house.runtime)
    spare_collector()  # as the server does once it has loaded
    house.clock.to(morning(house.clock.now.astimezone(BRUSSELS).date()))
    other = sqlite3.connect(folder / "other.db", isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        other.execute(f"PRAGMA {pragma}")
    other.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, at TEXT, said TEXT)")
    other.execute("INSERT INTO fact (said) VALUES (zeroblob(8000000))")
    other.execute("PRAGMA wal_checkpoint")  # the log has its size now, as that of the house has
    stock = stock_specification()
    found = Measured()
    for each in range(WARM + ROUNDS):
        if each == WARM:
            found = Measured()
        licence_round(house, desk, found)
        linear_round(house, desk, found)
        bare_round(stock, found)
        for _ in range(6):
            found.insert.time(partial(insert, other))
    other.close()
    middle = statistics.median
    return {
        "completion.statements": max(found.statements),
        "completion.statements_median": middle(found.statements),
        "completion.commits": max(found.commits),
        "completion.cpu_ms": figure(found.licence.cpu),
        "completion.wall_ms": figure(found.licence.wall),
        "completion.samples": len(found.licence.cpu),
        "completion.linear_cpu_ms": figure(found.linear.cpu),
        "completion.linear_wall_ms": figure(found.linear.wall),
        "completion.over_bare_step": round(middle(found.linear.cpu) / middle(found.bare.cpu), 1),
        "completion.over_insert": round(middle(found.linear.wall) / middle(found.insert.wall), 1),
        "bare_step.cpu_ms": figure(found.bare.cpu),
        "insert.wall_ms": figure(found.insert.wall),
        "state.bytes": max(found.state_bytes),
    }


def licence_round(house: House, desk: Desk, found: Measured) -> None:
    """Complete every task of one licence application by posting its page's form."""
    for task, login, posted in bench.application(house):
        request = desk.filled_in(task.id, login, posted)
        with house.runtime.store.counting() as counts:
            answer = found.licence.time(partial(desk.send, login, request))
        assert answer.status_code == 303, answer.text[:500]
        found.statements.append(counts.statements)
        found.commits.append(counts.commits)
        with house.runtime.store.read() as tx:
            document = whereabouts.document(tx, task.case_id)
        found.state_bytes.append(len(json.dumps(document, separators=(",", ":"))))


def linear_round(house: House, desk: Desk, found: Measured) -> None:
    """Complete the tasks of one case of the small diagram, the same that the bare step runs."""
    number = bench.start(house, "bench_linear")
    for _ in range(6):
        task = bench.open_task(house, number)
        request = desk.filled_in(task.id, bench.WHO, bench.ANSWERS)
        answer = found.linear.time(partial(desk.send, bench.WHO, request))
        assert answer.status_code == 303, answer.text[:500]


def stock_specification() -> Any:
    """Return SpiffWorkflow's own specification of the small diagram."""
    parser = BpmnParser()
    source = (bench.MODELS / "bench_linear.bpmn").read_bytes()
    parser.add_bpmn_xml(xml.parse(source, "bench_linear.bpmn"))
    return parser.get_spec("bench_linear")


def bare_round(specification: Any, found: Measured) -> None:
    """Complete the tasks of the small diagram on SpiffWorkflow alone: in memory, kept nowhere."""
    workflow = BpmnWorkflow(specification)
    workflow.do_engine_steps()
    for _ in range(6):
        found.bare.time(partial(bare_step, workflow))
    assert workflow.is_completed()


def bare_step(workflow: BpmnWorkflow) -> None:
    """Complete the one ready task with the same answers."""
    (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
    task.data.update(bench.ANSWERS)
    task.run()
    workflow.do_engine_steps()


def insert(connection: sqlite3.Connection) -> None:
    """Insert one row and commit it."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO fact (at, said) VALUES (?, ?)",
        ("2026-03-20T09:30:00Z", bench.ANSWERS["remark"]),
    )
    connection.execute("COMMIT")


def loop(house: House) -> dict[str, float]:
    """Complete one task 10,000 times over in one case, and compare with cases that are young.

    Through the verb, without the pages around it. Old and young take turns, in one database.
    """
    number = bench.start(house, "bench_loop")
    started = time.perf_counter()
    for _ in range(LONG - AROUND // 2):
        bench.complete(house, bench.open_task_id(house, number))
    seconds = time.perf_counter() - started
    old, young = Taken(), Taken()
    for _ in range(AROUND // (YOUNG_TO - YOUNG_FROM + 1)):
        other = bench.start(house, "bench_loop")
        for _ in range(YOUNG_FROM - 1):
            bench.complete(house, bench.open_task_id(house, other))
        for _ in range(YOUNG_FROM, YOUNG_TO + 1):
            for case, taken in ((number, old), (other, young)):
                task_id = bench.open_task_id(house, case)
                taken.time(partial(bench.complete, house, task_id))
    middle = statistics.median
    return {
        "loop.steps": LONG + AROUND // 2,
        "loop.step_10_cpu_ms": figure(young.cpu),
        "loop.step_10000_cpu_ms": figure(old.cpu),
        "loop.step_10000_over_10": round(middle(old.cpu) / middle(young.cpu), 2),
        "loop.seconds_for_the_first_9975": round(seconds, 1),
    }


def figure(samples: list[float]) -> float:
    """Return the median to two decimals."""
    return round(statistics.median(samples), 2)


def machine(load_before: float) -> dict[str, Any]:
    """Return what is worth knowing of the machine, without its name or its folders."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "unknown")
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "sqlalchemy": version("sqlalchemy"),
        "spiffworkflow": version("SpiffWorkflow"),
        "load_before": round(load_before, 1),
        "load_after": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
