"""A clock that jumps an hour, forward and back, around both days on which the hour changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.faults import jumping
from tests.house import House


@pytest.mark.parametrize(
    "change",
    [jumping.CHANGES[0], pytest.param(jumping.CHANGES[1], marks=pytest.mark.long)],
    ids=str,
)
def test_every_timer_fires_once_while_the_clock_jumps(house: House, change: date) -> None:
    found = jumping.play(house, change)
    assert found.timers >= 30
    assert (found.lost, found.doubled, found.early, found.late, found.strange) == (0, 0, 0, 0, 0)


@pytest.mark.e2e
@pytest.mark.long
@pytest.mark.timeout(300)
def test_timers_that_were_due_while_nobody_was_up_fire_once(
    show_house: House, tmp_path: Path
) -> None:
    found = jumping.killed_while_due(tmp_path / "house", show_house)
    assert (found.timers, found.lost, found.doubled, found.early) == (2 * jumping.GROUP, 0, 0, 0)
