"""A furnished house for every test: built once per run of the tests, copied for each of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bench import house as bench
from engine import runtime as wiring
from engine.store import Store
from engine.store.tables import metadata
from tests import house as houses
from tests.house import Clock, House


@pytest.fixture(scope="session")
def show_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return the house that others are copied from: procedures, the bench's models, people."""
    folder = tmp_path_factory.mktemp("show-house")
    house = bench.build(folder)
    house.runtime.store.close()
    return house


@pytest.fixture
def house(show_house: House, tmp_path: Path) -> Iterator[House]:
    """Return a house of one's own, on SQLite."""
    folder = tmp_path / "house"
    shutil.copytree(show_house.runtime.settings.data_dir, folder)
    clock = Clock(show_house.clock.now)
    runtime = wiring.build(houses.settings(folder), clock)
    yield House(runtime, clock, dict(show_house.actors))
    runtime.store.close()


@pytest.fixture
def postgresql_house(postgresql_database: str, tmp_path: Path) -> Iterator[House]:
    """Return a house of one's own on PostgreSQL."""
    bare = Store(postgresql_database)
    with bare.write() as tx:
        tx.run(text(f"TRUNCATE {', '.join(metadata.tables)} CASCADE"))
    bare.close()
    built = bench.build(tmp_path, database_url=postgresql_database)
    yield built
    built.runtime.store.close()
