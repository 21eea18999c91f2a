"""The figures of what surrounds the engine and goes wrong: PostgreSQL, the clock, the disk.

`figures` is what `make faults` writes down; `python -m tests.faults.surroundings` prints it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import house as bench
from tests.faults import restarting
from tests.house import House

RESTARTS, SEED = 5, 1
Figures = dict[str, int | float]


def figures() -> Figures:
    """Let each of them go wrong and return what came of it, by flat names."""
    with _folder() as folder:
        pattern = bench.build(folder / "pattern")
        pattern.runtime.store.close()
        return {**restarts(folder / "restart", pattern)}


def restarts(folder: Path, pattern: House) -> Figures:
    """Let PostgreSQL die under load, again and again."""
    with restarting.site(folder, pattern) as made:
        found = restarting.run(made, RESTARTS, SEED)
    verdict = found.verdict
    return {
        "restart.restarts": RESTARTS,
        "restart.acknowledged": found.ledger.acknowledged,
        "restart.asked_again": found.asked_again,
        "restart.answered_again": found.ledger.answered_again,
        "restart.lost": len(verdict.lost),
        "restart.doubled": len(verdict.doubled),
        "restart.stuck": found.stuck,
        "restart.chain": len(verdict.chain),
        "restart.first_success_s": round(max(found.first_success), 1),
        "restart.timers": restarting.TIMERS,
        "restart.timers_lost": found.timers_lost,
        "restart.timers_doubled": found.timers_doubled,
        "restart.timers_late_s": round(found.timers_late, 1),
    }


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that also somebody who is not root may enter."""
    with tempfile.TemporaryDirectory(prefix="procesregie-faults-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


if __name__ == "__main__":
    json.dump(figures(), sys.stdout, indent=2)
