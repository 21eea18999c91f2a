"""`kill -9` of workers with jobs in hand: another takes them over, and each is done once.

Long: a worker takes seconds to start. `make faults` does it more often.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from tests.faults import working
from tests.house import House
from tests.workers.conftest import working_house
from tests.workers.crowd import alarms

__all__ = ["working_house"]
pytestmark = [pytest.mark.postgres, pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(300)]


def test_what_a_dead_worker_had_in_hand_is_done_once_by_another(working_house: House) -> None:
    found = working.run(working_house, kills=3, wave=60, seed=3)
    assert found.clean, found
    assert found.timers == 180
    assert found.taken_over >= 1, "no worker had anything in hand"


def test_a_timer_that_fires_twice_or_never_is_seen(working_house: House) -> None:
    due = datetime.now(UTC)
    alarms(working_house, 2, due)
    working_house.work_off()
    found = working.Died(timers=2)
    working.judge(working_house, found)
    assert found.clean, found
    with working_house.runtime.store.write("tests.plant") as tx:
        plant = """
            INSERT INTO user_task
            SELECT case_id, id || 'x', token, element, process, name, kind, form, candidate_group,
                   assignee, due_on, due_at, four_eyes, term, legal_basis, state, version,
                   opened_at, claimed_at, closed_at, closed_by, in_name_of, draft, draft_version,
                   NULL, search
            FROM user_task WHERE element = 'look' LIMIT 1"""
        tx.run(text(plant))
    working.judge(working_house, planted := working.Died(timers=3))
    assert len(planted.stuck) == 1
    assert planted.lost == 1
