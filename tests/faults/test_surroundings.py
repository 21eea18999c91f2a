"""A full disk and messages in any order; what takes longer is `long` or `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import starving, telling
from tests.faults.starving import Figures
from tests.house import House
from tests.lacking import lacks


@pytest.fixture
def starved(show_house: House, tmp_path: Path) -> Figures:
    """Return what came of a full disk; skipped where no disk of one's own can be made."""
    try:
        return starving.full_disk(tmp_path / "full", show_house)
    except OSError as refused:
        lacks(f"no namespace with a disk of its own: {refused}"[:200])


@pytest.mark.e2e
@pytest.mark.timeout(200)
def test_on_a_full_disk_nobody_is_told_yes_and_it_passes_by_itself(starved: Figures) -> None:
    wrong = {name: starved[name] for name in ("wrong_2xx", "doubled", "stuck", "chain", "unclean")}
    assert wrong == dict.fromkeys(wrong, 0)
    assert starved["refused"] >= starving.ENOUGH
    assert starved["recovered"]


def test_a_message_that_comes_twice_early_or_out_of_order_is_told_once(house: House) -> None:
    found = telling.play(house, 12)
    assert (found.lost, found.doubled) == (0, 0)
    assert found.before > 2
    assert found.sent > found.cases * 1.5
