"""A furnished house for every test: built once per run of the tests, copied for each of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text

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
    yield from _copy(show_house, tmp_path / "house")


@pytest.fixture
def postgresql_house(
    show_house: House, postgresql_database: str, tmp_path: Path
) -> Iterator[House]:
    """Return a house of one's own on PostgreSQL."""
    fill(show_house, postgresql_database)
    yield from _copy(show_house, tmp_path / "house", database_url=postgresql_database)


def fill(pattern: House, url: str) -> None:
    """Replace everything in a database with the newest schema by what a house on SQLite has."""
    source, target = (Store(each) for each in (pattern.runtime.settings.database_url, url))
    with source.read() as there, target.write("tests.write") as here:
        here.run(text(f"TRUNCATE {', '.join(metadata.tables)} CASCADE"))
        for table in metadata.sorted_tables:
            rows = [dict(zip(table.c.keys(), row, strict=True)) for row in there.all(select(table))]
            if rows:
                here.run(insert(table), rows)
    source.close()
    target.close()


def _copy(pattern: House, folder: Path, **more: Any) -> Iterator[House]:
    shutil.copytree(pattern.runtime.settings.data_dir, folder)
    clock = Clock(pattern.clock.now)
    runtime = wiring.build(houses.settings(folder, **more), clock)
    yield House(runtime, clock, dict(pattern.actors))
    runtime.store.close()
