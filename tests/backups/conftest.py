"""A house that was lived in, on each database, with the programs that its backup needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import URL, make_url

from tests.backups import living
from tests.backups.living import Lived
from tests.furnished import house, postgresql_house, show_house
from tests.house import House
from tests.store import databases
from tests.store.programs import programs, version_of

__all__ = ["house", "postgresql_house", "show_house"]
_numbers = count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def worked_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return a furnished house, once on each database, with PostgreSQL's programs on the path."""
    if request.param == "sqlite":
        return cast("House", request.getfixturevalue("house"))
    found = cast("House", request.getfixturevalue("postgresql_house"))
    folder = programs(version_of(found.runtime.settings.database_url))
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return found


@pytest.fixture
def lived(worked_in: House) -> Lived:
    """Return a house with a case and a document."""
    return living.live(worked_in)


@pytest.fixture
def empty_database(worked_in: House) -> Iterator[str | None]:
    """Return the URL of an empty database of the same kind; None for a new SQLite file."""
    if worked_in.runtime.store.engine.dialect.name == "sqlite":
        yield None
        return
    server: URL = make_url(worked_in.runtime.settings.database_url)
    name = f"restored_{os.getpid()}_{next(_numbers)}"
    databases.create_database(server, name)
    yield databases.on(server, name)
    databases.drop_database(server, name)


@pytest.fixture
def backup(lived: Lived, tmp_path: Path) -> Path:
    """Return a backup of the house."""
    return lived.back_up(tmp_path / "backups").place
