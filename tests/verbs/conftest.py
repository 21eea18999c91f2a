"""Every test here may ask for a furnished house, and for a job that refuses its values."""

from __future__ import annotations

import pytest

from engine.store.rows import TaskRow
from tests.furnished import house, postgresql_house, show_house
from tests.house import House
from tests.inventing.conftest import played
from tests.verbs import probing
from tests.verbs.operating import either, stamp

__all__ = ["either", "house", "played", "postgresql_house", "show_house", "stamp"]


@pytest.fixture
def task(house: House) -> TaskRow:
    """Return a free task of team Oost, before a review by somebody else."""
    return probing.free_task(house)
