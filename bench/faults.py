"""Measure what survives: kills under load and two people at one task, in the long form.

Writes `bench/results/faults.json` and ends with 1 when anything was lost, doubled, torn, or won by
two. `--kills` and `--rounds` choose how long; `--seed` makes the kills the same again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import house as bench
from bench.core import machine
from tests.faults import killing, racing
from tests.faults.test_two_people_one_task import claiming, completing, free_task

RESULTS = Path(__file__).parent / "results" / "faults.json"


def main() -> int:
    """Measure, write the figures down, print them; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    load_before = os.getloadavg()[0]
    figures = {**races(asked.rounds), **kills(asked.kills, asked.seed)}
    answer = {
        "figures": figures,
        "seed": asked.seed,
        "machine": machine(load_before),
        "command": "make bench-faults",
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(answer, indent=2) + "\n", "utf-8")
    for name, value in figures.items():
        print(f"{name:<36}{value:>12}")
    wrong = [name for name in figures if name.endswith((".lost", ".doubled", ".torn", ".chain"))]
    broken = sum(int(figures[name]) for name in wrong)
    alone = all(figures[f"{each}.one_winner"] == asked.rounds for each in ("complete", "claim"))
    return 0 if alone and not broken else 1


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
