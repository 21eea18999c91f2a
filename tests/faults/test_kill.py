"""`kill -9` of the whole server under load: what was acknowledged is there once, the rest whole.

The short form; the long one, with figures, is `make faults`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import house as bench
from tests.faults import planting
from tests.faults.killing import judge, run
from tests.faults.ledger import Entry, Ledger
from tests.house import House

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

KILLS, SEED = 11, 20260322


def test_what_was_acknowledged_survives_every_kill_exactly_once(tmp_path: Path) -> None:
    ledger, house = run(tmp_path, KILLS, SEED)
    verdict = judge(ledger, house)
    house.runtime.store.close()
    assert verdict.clean, verdict
    assert ledger.acknowledged >= 20 * KILLS
    assert ledger.in_flight >= 1, "no request was in flight at any kill"


def test_an_answer_before_the_commit_is_found_out(tmp_path: Path) -> None:
    program = (str(Path(__file__).with_name("late_server.py")),)
    ledger, house = run(tmp_path, 2, SEED, program)
    verdict = judge(ledger, house)
    house.runtime.store.close()
    assert verdict.lost, "acknowledged completions that never came into the database"


def played(house: House) -> Ledger:
    """Complete three tasks of a loop and keep a ledger of it."""
    ledger, number = Ledger(), bench.start(house, "bench_loop")
    who = house.actors[bench.WHO].person_id or ""
    for _ in range(3):
        task_id = bench.open_task_id(house, number)
        key = bench.complete(house, task_id)
        ledger.add(Entry(who, task_id, key, acknowledged=True))
    return ledger


def test_the_ledger_finds_nothing_where_nothing_is_wrong(house: House) -> None:
    assert judge(played(house), house).clean


@pytest.mark.parametrize("seeds", [3, pytest.param(20, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", planting.KINDS)
def test_the_ledger_finds_what_is_planted(house: House, kind: str, seeds: int) -> None:
    ledger = played(house)
    assert [seed for seed in range(seeds) if not planting.found(house, ledger, kind, seed)] == []
    assert judge(ledger, house).clean, "what was planted was taken back"
