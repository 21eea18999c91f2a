"""Measure what a step costs as a case grows old or wide, beside stock SpiffWorkflow in one run.

One diagram for all: a user task that comes back (`models/bench_loop.bpmn`). Ours goes through the
verb on SQLite (lock, form, step, history, commit), and through the machine alone (load the JSON
state, step, save it). Stock SpiffWorkflow loads its own JSON, completes the task and saves it, in
memory. Steps of young and old cases take turns, so that a busy machine weighs alike on them; times
are medians of fifty steps, of processor time. Counts (statements, rows, bytes, instructions of
SQLite) do not depend on the machine; they are the most of five steps.

Writes `bench/results/growth.json` and ends with 1 when a budget is broken.
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from bench import growing
from bench import house as bench
from bench.core import YOUNG_FROM, YOUNG_TO, Taken, figure, machine
from bench.counted import Work, counted
from bench.growing import Machine, Step, Stock, Verb
from engine.server import spare_collector
from tests.desk import Desk
from tests.house import House

RESULTS = Path(__file__).parent / "results" / "growth.json"
YOUNG = 10
OLD = (100, 1_000, 10_000)
AROUND, COUNTED = 50, 5
LINE, WIDTHS = 300, (100, 1_000)
LINES, SHORT = 5_000, 60  # of history; a page of a case shows fifty
BUDGETS: dict[str, float] = {
    f"{who}step_{age}_over_10": 1.2 for who in ("", "machine_") for age in OLD[1:]
}


class Grows(Protocol):
    """Something that steps on."""

    def ready(self) -> Step:
        """Return the next step."""
        ...


class Ages:
    """Cases of one kind at every age, and what their steps took; the young are made anew."""

    def __init__(self, name: str, make: Callable[[], Grows], ages: Sequence[int]) -> None:
        self.name = name
        self.make = make
        self.cases = {age: grown(make(), age - AROUND // 2 - 1) for age in ages}
        self.taken = {age: Taken() for age in (YOUNG, *ages)}
        self.first = make()

    def turn(self, number: int) -> None:
        """Take a step of every age, each time another age first; a young case its 6th to 15th.

        One more steps before them, untimed: whoever comes first finds the processor's caches full
        of something else.
        """
        if number % (YOUNG_TO - YOUNG_FROM + 1) == 0:
            self.cases[YOUNG] = grown(self.make(), YOUNG_FROM - 1)
        ages = deque(self.cases)
        ages.rotate(number)
        grown(self.first, 1)
        for age in ages:
            self.taken[age].time(self.cases[age].ready())

    def figures(self) -> dict[str, Any]:
        """Return the medians, and each against that of the young."""
        cpu = {age: statistics.median(taken.cpu) for age, taken in self.taken.items()}
        found: dict[str, Any] = {}
        for age in (YOUNG, *OLD):
            there = age in cpu
            found[f"{self.name}step_{age}_cpu_ms"] = round(cpu[age], 2) if there else None
            if age != YOUNG:
                over = round(cpu[age] / cpu[YOUNG], 2) if there else None
                found[f"{self.name}step_{age}_over_10"] = over
        return found


def grown(case: Any, steps: int) -> Any:
    """Return `case` after so many steps."""
    for _ in range(steps):
        case.ready()()
    return case


def main() -> int:
    """Measure, write the figures down, print them; 1 when a budget is broken."""
    load_before = os.getloadavg()[0]
    logging.getLogger("spiff").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        house = bench.build(Path(folder))
        diagrams = {f"growth_wide_{width}": growing.wide(width) for width in WIDTHS}
        growing.deploy(house, diagrams | {f"growth_line_{LINE}": growing.line(LINE)})
        spare_collector()
        figures = loops(house) | line(house)
        for width in WIDTHS:
            figures |= wide(house, width)
        figures |= history(house)
        house.runtime.store.close()
    broken = [name for name, limit in BUDGETS.items() if figures[name] > limit]
    answer = {
        "figures": figures,
        "budgets": BUDGETS,
        "machine": machine(load_before),
        "command": "make bench-growth",
    }
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for name, value in figures.items():
        said = f"   (at most {BUDGETS[name]:g})" if name in BUDGETS else ""
        print(f"{name:<44}{'not reached' if value is None else value:>12}{said}")
    print(f"broken: {', '.join(broken)}" if broken else "every budget is kept")
    return 1 if broken else 0


def loops(house: House) -> dict[str, Any]:
    """Measure the task that comes back, at every age, three ways in turns.

    Stock loses the task when its tree is 1,000 levels deep; to grow older it is helped over that.
    """
    lost_after = sum(1 for _ in Stock().rounds())
    with growing.without_depth_limit():
        ours = Ages("", partial(Verb, house), OLD)
        alone = Ages("machine_", Machine, OLD)
        stock = Ages("stock_", Stock, OLD[:-1])
        for number in range(AROUND):
            for each in (ours, alone, stock):
                each.turn(number)
    figures = ours.figures() | alone.figures() | stock.figures()
    figures |= {"stock_lost_the_task_after": lost_after}
    figures |= {f"stock_step_{age}_bytes": len(stock.cases[age].text) for age in (YOUNG, *OLD[:-1])}
    for age in (YOUNG, *OLD):
        figures |= counts(house, f"step_{age}", ours.cases[age])
    return figures


def counts(house: House, name: str, case: Verb) -> dict[str, int]:
    """Count what steps of a case ask of the database: the most of a few."""
    found: list[Work] = []
    for _ in range(COUNTED):
        step = case.ready()
        with counted(house.runtime.store) as work:
            step()
        found.append(work)
    kinds = ("statements", "rows_read", "rows_written", "bytes_written", "instructions")
    most = {f"{name}_{kind}": max(getattr(each, kind) for each in found) for kind in kinds}
    return most | {f"{name}_document_bytes": case.document_bytes()}


def line(house: House) -> dict[str, Any]:
    """Measure a long line of tasks: its first steps against its last."""
    case, taken = Verb(house, f"growth_line_{LINE}"), Taken()
    for _ in range(LINE - COUNTED):
        taken.time(case.ready())
    first, last = (statistics.median(some) for some in (taken.cpu[5:55], taken.cpu[-50:]))
    return {
        f"line_{LINE}_step_cpu_ms": figure(taken.cpu),
        f"line_{LINE}_last_over_first": round(last / first, 2),
        **counts(house, f"line_{LINE}", case),
    }


def wide(house: House, width: int) -> dict[str, Any]:
    """Measure completing one of many open tasks of one activity."""
    name = f"wide_{width}"
    case, taken = Verb(house, f"growth_{name}"), Taken()
    per_task = round(case.document_bytes() / width)
    for _ in range(20):
        taken.time(case.ready())
    return {
        f"{name}_document_bytes_a_task": per_task,
        f"{name}_step_cpu_ms": figure(taken.cpu),
        **counts(house, name, case),
    }


def history(house: House) -> dict[str, Any]:
    """Measure the page of a case with a long history, and completing its task by the page."""
    desk, old = Desk(house.runtime), grown(Verb(house), LINES)
    young = grown(Verb(house), SHORT)
    name = f"history_{LINES}"
    figures: dict[str, Any] = {}
    both = deque(((LINES, old), (SHORT, young)))
    shown, posted = ({LINES: Taken(), SHORT: Taken()} for _ in range(2))
    for _ in range(AROUND):
        both.rotate(1)
        for lines, case in both:
            posted[lines].time(partial(send, desk, bench.open_task_id(house, case.number)))
        for lines, case in both:
            shown[lines].time(partial(show, desk, case.number))
    for kind, taken in (("complete", posted), ("page", shown)):
        long, short = (statistics.median(taken[lines].cpu) for lines in (LINES, SHORT))
        figures[f"{name}_{kind}_cpu_ms"] = round(long, 2)
        figures[f"{name}_{kind}_over_{SHORT}"] = round(long / short, 2)
    for lines, case in both:
        with counted(house.runtime.store) as work:
            show(desk, case.number)
        figures[f"history_{lines}_page_rows_read"] = work.rows_read
        figures[f"history_{lines}_page_statements"] = work.statements
    return figures


def send(desk: Desk, task_id: str) -> None:
    """Complete a task by its page."""
    assert desk.complete(task_id, bench.WHO, bench.ANSWERS).status_code == 303


def show(desk: Desk, number: str) -> None:
    """Show the page of a case."""
    client, _ = desk.browser(bench.WHO)
    assert client.get(f"/procedures/{number}").status_code == 200


if __name__ == "__main__":
    sys.exit(main())
