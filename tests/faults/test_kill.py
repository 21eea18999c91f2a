"""`kill -9` of the whole server under load: what was acknowledged is there once, the rest whole.

The short form; the long one, with figures, is `make bench-faults`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bench import house as bench
from tests.faults.killing import judge, run
from tests.faults.ledger import Entry, Ledger
from tests.house import House

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

KILLS, SEED = 5, 20260322


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


THE_TASK = "(SELECT token, case_id FROM user_task WHERE id = :task)"
SECOND_ROW = """
    INSERT INTO user_task
    SELECT case_id, id || 'x', token, element, process, name, kind, form, candidate_group,
           assignee, due_on, due_at, four_eyes, term, legal_basis, state, version, opened_at,
           claimed_at, closed_at, closed_by, in_name_of, draft, draft_version, NULL, search
    FROM user_task WHERE id = :task
"""
NO_FACT = """
    DELETE FROM history_payload WHERE seq = 3 AND :task <> '';
    DELETE FROM history WHERE seq = 3 AND :task <> ''
"""
PLANTED = {
    "the task is open again": ("UPDATE user_task SET state = 'open' WHERE id = :task", "lost"),
    "by another request": ("UPDATE user_task SET completion_key = 'x' WHERE id = :task", "lost"),
    "a second task": (SECOND_ROW, "torn"),
    "no activity": (f"DELETE FROM activity WHERE (id, case_id) IN {THE_TASK}", "torn"),
    "no fact": (NO_FACT, "doubled"),
    "another fact": ("UPDATE history SET kind = 'x' WHERE seq = 2 AND :task <> ''", "chain"),
    "a version too many": ("UPDATE case_ SET version = version + 1 WHERE :task <> ''", "doubled"),
}


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


@pytest.mark.parametrize("planted", PLANTED)
def test_the_ledger_finds_what_is_planted(house: House, planted: str) -> None:
    ledger, (sql, kind) = played(house), PLANTED[planted]
    with house.runtime.store.write("tests.write") as tx:
        for statement in sql.split(";"):
            tx.run(text(statement), {"task": ledger.entries[0].task_id})
    verdict = judge(ledger, house)
    assert getattr(verdict, kind), verdict
