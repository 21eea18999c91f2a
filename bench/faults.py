"""Measure what survives: kills, deaths at commits, two people at one task, and what surrounds us.

Writes `bench/results/faults.json` and ends with 1 when anything was lost, doubled, stuck, torn or
won by two, when a boundary was not cut or a planted fault not found. `--seed` makes the kills the
same again; the others choose how long.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

from bench import house as bench
from bench import timers
from bench.core import machine
from tests.faults import killing, planting, racing, surroundings, working
from tests.faults.test_kill import played
from tests.faults.test_two_people_one_task import claiming, completing, free_task

COVERED = "boundaries_covered"
SUMS = {
    "lost": ("lost",),
    "doubled": ("doubled",),
    "stuck": ("stuck", "torn"),
    "chain_errors": ("chain",),
}
WRONG = frozenset({*(n for names in SUMS.values() for n in names), "unpaid", *surroundings.WRONG})
LATEST = 60.0  # seconds, of 99 of 100 of ten thousand timers
DEATHS = ("kill.kills", "workers.kills", "cut.deaths")
KINDS = ("unpaid", "lost", "doubled", "stuck", "chain")
RESULTS = Path(__file__).parent / "results" / "faults.json"


def main() -> int:
    """Measure, write the figures down, print them; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="of the server")
    parser.add_argument("--workers", type=int, default=10, help="kills of workers")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--timers", type=int, default=10_000)
    words = "measure these parts only, and keep the figures of the others as they are"
    parser.add_argument("--only", nargs="*", default=(), metavar="PART", help=words)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    load_before = os.getloadavg()[0]
    parts: Mapping[str, Callable[[], Mapping[str, Any]]] = {
        "commits": boundaries,
        "planted": lambda: mutations(20),
        "workers": lambda: workers(asked.workers, asked.seed),
        "server": lambda: kills(asked.kills, asked.seed),
        "races": lambda: races(asked.rounds),
        "surroundings": surroundings.figures,
        "timers": lambda: late(asked.timers),
    }
    chosen = [name for name in parts if not asked.only or name in asked.only]
    figures: dict[str, Any] = _figures_before() if asked.only else {}
    for name in chosen:
        began = time.monotonic()
        figures |= parts[name]()
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    if any(each not in figures for each in DEATHS):
        print("not every part was measured: no sums", file=sys.stderr)
    else:
        figures |= summed(figures)
    answer = {
        "figures": figures,
        "seed": asked.seed,
        "machine": machine(load_before),
        "command": "make faults",
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for name, value in figures.items():
        print(f"{name:<36}{value:>12}")
    return 0 if kept(figures, asked.rounds) else 1


def _figures_before() -> dict[str, Any]:
    """Return what was measured before; what sums it up is summed up again."""
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))["figures"]
    return {name: value for name, value in found.items() if name not in {*SUMS, "kills"}}


def kept(figures: Mapping[str, Any], rounds: int) -> bool:
    """Tell whether every figure is what was promised."""
    alone = all(figures.get(f"{each}.one_winner") == rounds for each in ("complete", "claim"))
    whole = all(figures.get(f"{each}_percent") == 100 for each in ("mutations_found", COVERED))
    in_time = figures.get("timers.lateness_p99_s", LATEST + 1) <= LATEST
    return alone and whole and in_time and not of_kind(figures, WRONG)


def summed(figures: Mapping[str, Any]) -> dict[str, int]:
    """Return the figures of all kinds of faults together."""
    both = {kind: of_kind(figures, names) for kind, names in SUMS.items()}
    return {**both, "kills": sum(int(figures[each]) for each in DEATHS)}


def of_kind(figures: Mapping[str, Any], names: Iterable[str]) -> int:
    """Return the sum of all figures so named, as `kill.lost` and `restart.timers_lost`."""
    ends = tuple(f"{before}{name}" for before in "._" for name in names)
    return sum(int(value) for name, value in figures.items() if name.endswith(ends))


def workers(number: int, seed: int) -> dict[str, Any]:
    """Kill a worker with timers in hand `number` times, on PostgreSQL."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="procesregie-bench-")))
        house = timers.working_house(stack, folder)
        found = working.run(house, number, 100, seed)
    return {
        "workers.kills": found.kills,
        "workers.timers": found.timers,
        "workers.taken_over": found.taken_over,
        "workers.lost": found.lost,
        "workers.doubled": found.doubled,
        "workers.stuck": len(found.stuck),
        "workers.chain": len(found.chain),
    }


def late(many: int) -> dict[str, Any]:
    """Let `many` timers fall due at once while two workers are there."""
    found = timers.at_once(many)
    return {
        "timers.due": many,
        "timers.lost": many - found["fired"],
        "timers.doubled": found["doubled"],
        "timers.lateness_p99_s": found["lateness_p99_s"],
    }


def mutations(seeds: int) -> dict[str, Any]:
    """Plant every kind of fault at `seeds` places and count those that the ledger finds."""
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        house = bench.build(Path(folder))
        ledger = played(house)
        finds = [
            planting.found(house, ledger, kind, seed)
            for kind in planting.KINDS
            for seed in range(seeds)
        ]
        house.runtime.store.close()
    return {
        "mutations_planted": len(finds),
        "mutations_found_percent": round(100 * sum(finds) / len(finds), 1),
    }


def boundaries() -> dict[str, Any]:
    """Let a process die at every commit boundary."""
    program = [sys.executable, "-m", "tests.faults.drilling"]
    said = subprocess.run(program, stdout=PIPE, stderr=DEVNULL, check=True, text=True).stdout
    found = json.loads(said[said.index("{\n") :])
    for kind in ("uncovered", *KINDS):
        for each in found[kind]:
            print(f"{kind}: {each}", file=sys.stderr)
    return {
        "boundaries": found["boundaries"],
        f"{COVERED}_percent": found["boundaries_covered_percent"],
        "cut.deaths": found["boundaries_cut"],
        **{f"cut.{kind}": len(found[kind]) for kind in KINDS},
    }


def races(rounds: int) -> dict[str, Any]:
    """Let two complete one task, and two take one task, `rounds` times each."""
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        house, pair = bench.build(Path(folder)), racing.Pair()
        complete, _ = completing(house, pair, rounds)
        claim = claiming(house, pair, rounds, free_task(house))
        pair.close()
        house.runtime.store.close()
    figures: dict[str, Any] = {}
    for name, tally in (("complete", complete), ("claim", claim)):
        figures[f"{name}.rounds"] = tally.rounds
        figures[f"{name}.one_winner"] = tally.winners[1]
        figures[f"{name}.overlapping"] = tally.overlapping
    return figures


def kills(number: int, seed: int) -> dict[str, Any]:
    """Kill the server `number` times under load and hold the ledger against the database."""
    with tempfile.TemporaryDirectory(prefix="procesregie-bench-") as folder:
        began = time.monotonic()
        ledger, house = killing.run(Path(folder), number - 1, seed)
        verdict = killing.judge(ledger, house)
        house.runtime.store.close()
    return {
        "kill.kills": number,
        "kill.acknowledged": ledger.acknowledged,
        "kill.in_flight": ledger.in_flight,
        "kill.answered_again": ledger.answered_again,
        "kill.lost": len(verdict.lost),
        "kill.doubled": len(verdict.doubled),
        "kill.torn": len(verdict.torn),
        "kill.chain": len(verdict.chain),
        "kill.seconds": round(time.monotonic() - began),
    }


if __name__ == "__main__":
    sys.exit(main())
