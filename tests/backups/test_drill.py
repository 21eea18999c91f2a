"""The restore drill under load: what was acknowledged before a backup is in it, once and whole.

The short form; the long one, with figures and a recovery to the last moment, is `make drill`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backups import drill as drills
from tests.backups.living import elsewhere
from tests.faults.killing import PEOPLE
from tests.house import House

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_everything_acknowledged_before_a_backup_under_load_is_restored(
    worked_in: House, empty_database: str | None, tmp_path: Path
) -> None:
    drill = drills.work_and_back_up(worked_in, tmp_path / "backups")
    assert drill.before.acknowledged >= 2 * len(PEOPLE)
    assert drill.acknowledged_after >= 2 * len(PEOPLE)
    settings = elsewhere(tmp_path, empty_database)
    outcome = drills.restore_and_go_on(drill, settings)
    assert outcome.restored.report.whole, outcome.restored.report.faults
    assert outcome.verdict.clean, outcome.verdict
    assert outcome.lost_documents == ()
    assert outcome.ended == len(PEOPLE) * drills.CASES_EACH
