"""Every test here may ask for a furnished house, and for a case that was played once."""

from __future__ import annotations

import random

import pytest

from engine import inventing
from tests.furnished import house, postgresql_house, show_house
from tests.house import House
from tests.verbs.operating import either

__all__ = ["either", "house", "postgresql_house", "show_house"]


@pytest.fixture(scope="session")
def played(show_house: House) -> inventing.Played:
    """Return two cases as they stood after each of their steps."""
    return inventing.play(show_house.runtime, cases=2, chance=random.Random(7))
