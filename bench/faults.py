"""Measure what survives: kills under load and two people at one task, in the long form.

Writes `bench/results/faults.json` and ends with 1 when anything was lost, doubled, torn, or won by
two. `--kills` and `--rounds` choose how long; `--seed` makes the kills the same again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import house as bench
from bench.core import machine
from tests.faults import killing, planting, racing
from tests.faults.test_kill import played
from tests.faults.test_two_people_one_task import claiming, completing, free_task

COVERED = "boundaries_covered"
SUMS = {
    "lost": ("lost",),
    "doubled": ("doubled",),
    "stuck": ("stuck", "torn"),
    "chain_errors": ("chain",),
}
RESULTS = Path(__file__).parent / "results" / "faults.json"


def main() -> int:
    """Measure, write the figures down, print them; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    load_before = os.getloadavg()[0]
    figures = {
        **races(asked.rounds),
        **kills(asked.kills, asked.seed),
        **mutations(20),
        **boundaries(),
    }
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
    wrong = [
        name
        for name in figures
        if name.endswith((".lost", ".doubled", ".torn", ".stuck", ".chain"))
    ]
    broken = sum(int(figures[name]) for name in wrong)
    alone = all(figures[f"{each}.one_winner"] == asked.rounds for each in ("complete", "claim"))
    whole = all(figures[f"{each}_percent"] == 100 for each in ("mutations_found", COVERED))
    return 0 if alone and whole and not broken else 1


def summed(figures: dict[str, Any]) -> dict[str, int]:
    """Return the figures of all kinds of faults together."""
    both = {
        kind: sum(int(figures.get(f"{name}.{each}", 0)) for name in ("kill", "cut") for each in of)
        for kind, of in SUMS.items()
    }
    return {**both, "kills": figures["kill.kills"] + figures["cut.deaths"]}


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
    """Let a process die at every commit boundary that the commands behind the pages reach."""
    program = [sys.executable, "-m", "tests.faults.drilling"]
    said = subprocess.run(program, capture_output=True, check=True, text=True).stdout
    found = json.loads(said[said.index("{\n") :])
    return {
        "boundaries": found["boundaries"],
        f"{COVERED}_percent": found["boundaries_covered_percent"],
        "cut.deaths": found["boundaries_cut"],
        **{f"cut.{kind}": len(found[kind]) for kind in ("lost", "doubled", "stuck", "chain")},
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
