"""A furnished house on PostgreSQL in which jobs are handed over to workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from engine import queueing
from tests.furnished import house, postgresql_house, show_house
from tests.house import House

__all__ = ["house", "postgresql_house", "show_house"]


@pytest.fixture
def working_house(postgresql_house: House) -> Iterator[House]:
    """Return a house with the queue of the workers; it goes at the end."""
    old = postgresql_house.runtime
    runtime = replace(old, settings=replace(old.settings, workers=True))
    queueing.set_up(runtime)
    yield House(runtime, postgresql_house.clock, postgresql_house.actors)
    queueing.set_up(old)
    with old.store.write("tests.no_queue") as tx:
        tx.run(text("DROP SCHEMA procrastinate CASCADE"))
