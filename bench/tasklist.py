"""Measure the list of tasks among 1,000, 10,000 and 100,000 open ones, on both databases.

`procesregie generate --bulk` fills each database, a million finished tasks first, and the open ones
in three steps; `procesregie verify --sample` checks chains of cases drawn by chance. At every step
the page is asked over HTTP (Flask's test client, cookies and all) and the list through its verb, by
somebody of a team, a coordinator and somebody whose tasks are of all teams: plain, narrowed to a
procedure and by the value of a field, ordered by it both ways, and the last page there is. The
plans of all statements are read: a walk through a table of more than `GROWING` rows is a full scan.
Writes `bench/results/tasklist.json` and ends with 1 when a budget is broken.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from bench.core import machine
from bench.registers import databases
from engine import inbox
from engine.server import spare_collector
from engine.store import Store
from engine.store.tables import metadata
from tests import house as houses
from tests.desk import Desk
from tests.house import House

RESULTS = Path(__file__).parent / "results" / "tasklist.json"
STEPS = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
WHO = ("sara.mertens", "hilde.vandamme", "an.admin")
GROWING = 10_000
FIELD = {"procedure": "subsidie", "kenmerk": "plaatsen"}
PAGES: dict[str, dict[str, str]] = {
    "plain": {},
    "last_page": {"blad": "20"},
    "procedure": {"procedure": "subsidie"},
    "by_title": {"procedure": "subsidie", "sorteer": "naam"},
    "by_field": FIELD | {"sorteer": "kenmerk"},
    "by_field_back": FIELD | {"sorteer": "kenmerk", "omgekeerd": "1"},
    "narrowed": FIELD | {"waarde": "12"},
    "narrowed_by_title": FIELD | {"waarde": "12", "sorteer": "naam", "omgekeerd": "1"},
    "narrowed_to_none": FIELD | {"waarde": "499"},
}
BUDGETS = {
    f"{database}.{name}": most
    for database in ("sqlite", "postgresql")
    for name, most in (
        ("p95_ms_100k", 200.0),
        ("ratio_100k_over_1k", 2.0),
        ("full_scans", 0.0),
        ("generate_s", 900.0),
        ("sample_faults", 0.0),
    )
}
_MADE = re.compile(r"(\d+) cases, (\d+) open tasks, (\d+) finished tasks, (\d+) rows in (\d+) s")
_VERIFIED = re.compile(r"(\d+) cases, (\d+) events")


def main() -> int:
    """Measure on both databases, write the figures down, print them; 1 when a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--finished", type=int, default=1_000_000)
    parser.add_argument("--most", type=int, default=STEPS["100k"], help="open tasks in the end")
    parser.add_argument("--rounds", type=int, default=20)
    words = "measure this database only, and keep the figures of the other as they are"
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help=words)
    asked = parser.parse_args()
    load_before = os.getloadavg()[0]
    logging.getLogger("engine").setLevel(logging.WARNING)  # no line for each page
    whole = asked.finished == parser.get_default("finished") and asked.most == STEPS["100k"]
    place = RESULTS if whole else RESULTS.with_name("tasklist.short.json")
    figures: dict[str, float] = {}
    if asked.only and place.exists():
        figures = json.loads(place.read_text("utf-8"))["figures"]
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        for name, url in databases(Path(folder)):
            if asked.only not in (None, name):
                continue
            more = {} if url is None else {"database_url": url}
            house = houses.build(Path(folder) / name, **more)
            found = measured(house, asked)
            figures |= {f"{name}.{key}": value for key, value in found.items()}
            house.runtime.store.close()
    answer = {
        "figures": figures,
        "budgets": BUDGETS,
        "machine": machine(load_before),
        "command": "make bench-tasklist",
    }
    place.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for key, value in figures.items():
        limit = BUDGETS.get(key)
        print(f"{key:<44}{value:>12}{'' if limit is None else f'   (at most {limit:g})'}")
    broken = [key for key, limit in BUDGETS.items() if figures.get(key, 0) > limit]
    print(f"broken: {', '.join(broken)}" if broken else "every budget is kept")
    return 1 if broken else 0


def measured(house: House, asked: argparse.Namespace) -> dict[str, float]:
    """Fill a house in steps and measure at each of them."""
    spare_collector()
    generate_s, rows, finished, there = 0.0, 0, 0, 0
    figures: dict[str, float] = {}
    p95: dict[str, float] = {}
    scans: set[str] = set()
    for step, wanted in STEPS.items():
        if wanted > asked.most:
            break
        made = generate(house, wanted - there, 0 if there else asked.finished)
        there = wanted
        generate_s, rows, finished = generate_s + made[4], rows + made[3], finished + made[2]
        scans |= walked(house)
        pages = over_http(house, asked.rounds)
        every = [each for took in pages.values() for each in took]
        figures[f"p95_ms_{step}"] = p95[step] = ninety_five(every)
        figures[f"median_ms_{step}"] = round(statistics.median(every), 1)
        figures[f"verb_p95_ms_{step}"] = ninety_five(by_verb(house, asked.rounds))
        for name, took in pages.items():
            figures[f"{name}.p95_ms_{step}"] = ninety_five(took)
    if "100k" in p95:
        figures["ratio_100k_over_1k"] = round(p95["100k"] / p95["1k"], 2)
    cases, events, faults, seconds = verified(house)
    for each in sorted(scans):
        print(f"full scan: {each}", file=sys.stderr)
    return figures | {
        "full_scans": len(scans),
        "open": there,
        "finished": finished,
        "rows": rows,
        "generate_s": round(generate_s, 1),
        "sample_cases": cases,
        "sample_events": events,
        "sample_faults": faults,
        "sample_s": seconds,
    }


def generate(house: House, open_tasks: int, finished: int) -> tuple[int, int, int, int, float]:
    """Fill a house by the command; return cases, open and finished tasks, rows, seconds."""
    command = ["generate", "--bulk", "--open", str(open_tasks), "--finished", str(finished)]
    began = time.perf_counter()
    said = run(house, *command, *([] if finished else ["--add", "--seed", str(open_tasks)]))
    made = _MADE.findall(said)[-1]
    cases, opened, done, rows = (int(each) for each in made[:4])
    return cases, opened, done, rows, time.perf_counter() - began


def verified(house: House) -> tuple[int, int, int, float]:
    """Check a sample of chains by the command; return cases, events, faults, seconds."""
    began = time.perf_counter()
    said = run(house, "verify", "--sample", "1000")
    found = _VERIFIED.search(said)
    assert found, said
    faults = len(re.findall("^FAULT ", said, re.MULTILINE))
    return int(found[1]), int(found[2]), faults, round(time.perf_counter() - began, 1)


def run(house: House, *words: str) -> str:
    """Run `procesregie` on a house; what it says goes to the terminal too."""
    command = [sys.executable, "-m", "engine", *words]
    environment = {**os.environ, **houses.environment(house.runtime.settings)}
    said: list[str] = []
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if len(said) % 10 == 1:
                print(line, end="", file=sys.stderr, flush=True)
    if process.returncode and words[0] == "generate":
        raise RuntimeError("".join(said))
    return "".join(said)


def over_http(house: House, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of every page, asked by each person in turns."""
    desk = Desk(house.runtime)
    browsers = [desk.browser(login)[0] for login in WHO]
    took: dict[str, list[float]] = {name: [] for name in PAGES}
    for number in range(rounds + 1):
        for name, query in PAGES.items():
            for browser in browsers:
                began = time.perf_counter()
                answer = browser.get("/taken", query_string={"bak": "team", **query})
                ended = time.perf_counter()
                assert answer.status_code == 200
                if number:  # the first round loads
                    took[name].append((ended - began) * 1000)
    return took


def by_verb(house: House, rounds: int) -> list[float]:
    """Return the milliseconds of the verb, over all questions and people."""
    took = []
    for number in range(rounds + 1):
        for ask in questions(house):
            began = time.perf_counter()
            ask()
            if number:
                took.append((time.perf_counter() - began) * 1000)
    return took


def questions(house: House) -> Iterator[Callable[[], Any]]:
    """Yield every question of `PAGES`, of every person, through the verb."""
    sorts = {"naam": "title", "kenmerk": "field"}
    for login in WHO:
        for query in PAGES.values():
            narrowed = inbox.Narrowed(
                process=query.get("procedure", ""),
                field=query.get("kenmerk", ""),
                begins=query.get("waarde", ""),
                sort=sorts.get(query.get("sorteer", ""), "due"),
                descending=query.get("omgekeerd") == "1",
            )
            page = int(query.get("blad", "1"))

            def ask(by: str = login, wanted: Any = narrowed, number: int = page) -> Any:
                return inbox.find(
                    house.runtime,
                    by=house.actors[by],
                    box="team",
                    narrowed=wanted,
                    page=number,
                )

            yield ask


def walked(house: House) -> set[str]:
    """Return the full scans of large tables in the plans of all questions."""
    store = house.runtime.store
    large = growing(store)
    with noted(store) as sent:
        for ask in questions(house):
            ask()
    found = set()
    with store.engine.connect() as connection:
        postgresql = connection.dialect.name == "postgresql"
        explain = "EXPLAIN " if postgresql else "EXPLAIN QUERY PLAN "
        for statement, values in sent:
            plan = connection.exec_driver_sql(explain + statement, values).all()
            for line in (str(row[-1]) for row in plan):
                scan = re.search(r"(?:Seq Scan on|^SCAN) (\w+)", line)
                if scan and scan[1] in large:
                    found.add(f"{line.strip()} in {statement[:200]}")
    return found


def growing(store: Store) -> set[str]:
    """Return the tables of more than `GROWING` rows."""
    with store.read() as tx:
        return {
            name
            for name in metadata.tables
            if tx.scalar(text(f"SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {GROWING + 1}) x"))
            > GROWING
        }


@contextmanager
def noted(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Gather every SELECT that is sent, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, _many: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def ninety_five(took: Sequence[float]) -> float:
    """Return the time within which 95 of a hundred were."""
    return round(statistics.quantiles(took, n=20)[-1], 1)


if __name__ == "__main__":
    sys.exit(main())
