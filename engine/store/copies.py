"""Copies of a whole database: made at one moment while people work, and put in place elsewhere.

SQLite is copied by `VACUUM INTO`: one read transaction, which in WAL mode holds no writer up, and
what was erased is not in the free pages of the copy. PostgreSQL is copied by `pg_dump`, in the
snapshot in which the rows are counted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, func, inspect, make_url, select, table, text
from sqlalchemy.exc import ProgrammingError

from engine.errors import Unavailable
from engine.store import engine as engines
from engine.store import programs, queue
from engine.store.documents import named_files
from engine.store.history import LOG
from engine.store.ids import new_id
from engine.store.tables import case_, counter
from engine.store.tables import seal as seal_
from engine.store.transactions import Store, Tx
from engine.store.types import canonical

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILES: Mapping[str, str] = {SQLITE: "database.sqlite", POSTGRESQL: "database.dump"}
INSUFFICIENT_PRIVILEGE = "42501"  # SQLSTATE, PostgreSQL appendix A
ASIDE = "before_restore_"  # schemas of PostgreSQL that a restore put aside
_OURS = "public"  # the schema of PostgreSQL with our tables
_ENDINGS = ("", "-wal", "-shm")  # the files of SQLite
_PLAIN = ("--no-owner", "--no-privileges")  # whose it is there, the place decides
_CHAINS = select(case_.c.id, case_.c.chain_length, case_.c.chain_head).order_by(case_.c.id)
_LOG = select(counter.c.value, counter.c.head).where(counter.c.name == LOG)
_SEAL = select(seal_.c.seq, seal_.c.hash).order_by(seal_.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds at one moment, in so few words that two can be compared.

    `revision` is the version of the schema, `counts` the rows of each table, `chains` a hash over
    the length and the head of every case's chain, `log` and `seal` the last line and the last seal
    as (number, hash).
    """

    revision: str
    counts: Mapping[str, int]
    chains: str
    log: tuple[int, str]
    seal: tuple[int, str]

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON has it."""
        return {**asdict(self), "log": list(self.log), "seal": list(self.seal)}


def kind_of(url: str) -> str:
    """Return which database a URL names: `sqlite` or `postgresql`."""
    return SQLITE if make_url(url).get_backend_name() == SQLITE else POSTGRESQL


def name_of(url: str) -> str:
    """Return what a database is called: the name of its file, or that on its server."""
    return Path(str(make_url(url).database)).name


def copy(store: Store, folder: Path) -> tuple[Contents, frozenset[str]]:
    """Copy the database into `folder`; return what it held, and the files that it names.

    Raises Unavailable.
    """
    if store.engine.dialect.name == SQLITE:
        file = folder / FILES[SQLITE]
        engines.copy_sqlite(store.engine, file)
        _sync(file)
        with _opened(file) as connection:
            return contents(connection), named_files(Tx(connection))
    with store.read() as tx:
        _patient(tx.connection)
        snapshot = tx.scalar(text("SELECT pg_export_snapshot()"))
        file = folder / FILES[POSTGRESQL]
        wanted = [*_PLAIN, "--format=custom", f"--snapshot={snapshot}", f"--file={file}"]
        wanted += [f"--exclude-schema={ASIDE}*"]
        with programs.started("pg_dump", store.engine.url, wanted):
            found = contents(tx.connection), named_files(tx)
    _sync(file)
    return found


def put_back(folder: Path, url: str) -> None:
    """Put a copy in `folder` into the empty database `url`. Raises Unavailable."""
    if kind_of(url) == SQLITE:
        target = Path(str(make_url(url).database))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        shutil.copyfile(folder / FILES[SQLITE], part)
        part.chmod(0o600)
        _sync(part)
        part.rename(target)
        return
    wanted = [*_PLAIN, "--exit-on-error", "--single-transaction", str(folder / FILES[POSTGRESQL])]
    with programs.started("pg_restore", make_url(url), wanted):
        pass


def is_empty(url: str) -> bool:
    """Tell whether a database has nothing of ours, or is not there at all. Raises Unavailable."""
    if kind_of(url) == SQLITE and not Path(str(make_url(url).database)).exists():
        return True
    store = Store(url)
    try:
        with store.read() as tx:
            found = inspect(tx.connection)
            return not found.get_table_names() and queue.SCHEMA not in found.get_schema_names()
    finally:
        store.close()


def put_instead(folder: Path, url: str, stamp: str) -> str:
    """Put a copy in `folder` in the place of what is in a database; return where that is now.

    When the copy cannot be put there, all is again as it was. Raises Unavailable.
    """
    moved = _put_aside(url, stamp)
    try:
        put_back(folder, url)
    except BaseException:
        _take_back(url, moved)
        raise
    return next(iter(moved.values())) if kind_of(url) == SQLITE else f"schema {moved[_OURS]}"


def _put_aside(url: str, stamp: str) -> Mapping[str, str]:
    """Make room in a database that is not empty; return what every part was called, and is now.

    On SQLite these are files, on PostgreSQL schemas.
    """
    if kind_of(url) == SQLITE:
        file = str(make_url(url).database)
        name = next(each for each in _numbered(f"{file}.{stamp}") if not Path(each).exists())
        moved = {file + end: name + end for end in _ENDINGS if Path(file + end).exists()}
        for there, now in moved.items():
            Path(there).rename(now)
        return moved
    wanted = ASIDE + "".join(each for each in stamp.lower() if each.isalnum())
    with _connected(url) as connection:
        schemas = inspect(connection).get_schema_names()
        name = next(each for each in _numbered(wanted) if each not in schemas)
        moved = {_OURS: name}
        if queue.SCHEMA in schemas:
            moved[queue.SCHEMA] = f"{name}_{queue.SCHEMA}"
        for schema, now in moved.items():
            connection.exec_driver_sql(f'ALTER SCHEMA {schema} RENAME TO "{now}"')
        connection.exec_driver_sql(f"CREATE SCHEMA {_OURS}")
    return moved


def _take_back(url: str, moved: Mapping[str, str]) -> None:
    """Undo `_put_aside`; of a copy that could not be put there nothing stays."""
    if kind_of(url) == SQLITE:
        for there, now in moved.items():
            Path(now).rename(there)
        return
    with _connected(url) as connection:
        for schema, now in moved.items():
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            connection.exec_driver_sql(f'ALTER SCHEMA "{now}" RENAME TO {schema}')


def _numbered(name: str) -> Iterator[str]:
    """Yield a name, then the same with a number."""
    yield name
    yield from (f"{name}_{number}" for number in count(2))


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Yield a connection in one transaction."""
    store = Store(url)
    try:
        with store.engine.begin() as connection:
            yield connection
    finally:
        store.close()


@contextmanager
def scratch(url: str, folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database beside `url` that is gone afterwards.

    A SQLite file lies in `folder`. Raises Unavailable when the role of PostgreSQL may not create
    databases.
    """
    if kind_of(url) == SQLITE:
        yield f"sqlite:///{folder / 'scratch.db'}"
        return
    name = f"procesregie_check_{new_id().replace('-', '')}"
    try:
        _administer(url, f'CREATE DATABASE "{name}" TEMPLATE template0')
    except ProgrammingError as refused:
        if getattr(refused.orig, "sqlstate", None) != INSUFFICIENT_PRIVILEGE:
            raise
        raise Unavailable("backup_may_not_create", role=make_url(url).username) from refused
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(url, f'DROP DATABASE "{name}" WITH (FORCE)')


def look(store: Store) -> tuple[Contents, frozenset[str]]:
    """Return what a database holds now, and the files that it names."""
    with store.read() as tx:
        return contents(tx.connection), named_files(tx)


def contents(connection: Connection) -> Contents:
    """Return what is in the database of a connection, whatever the version of its schema."""
    from engine.store.migrations import run  # noqa: PLC0415 - Alembic loads only when asked

    names = sorted(inspect(connection).get_table_names())
    rows = {
        name: int(connection.execute(select(func.count()).select_from(table(name))).scalar_one())
        for name in names
    }
    chains = hashlib.sha256()
    for row in connection.execute(_CHAINS.execution_options(yield_per=1000)):
        chains.update(canonical(list(row)).encode())
    return Contents(
        revision=run.revision(connection),
        counts=rows,
        chains=chains.hexdigest(),
        log=_pair(connection.execute(_LOG).first()),
        seal=_pair(connection.execute(_SEAL).first()),
    )


def can_read(revision: str) -> bool:
    """Tell whether a schema of this version can be brought up to date by this program."""
    from engine.store.migrations import run  # noqa: PLC0415 - Alembic loads only when asked

    return run.knows(revision)


def damage(store: Store) -> list[str]:
    """Return what the database itself finds wrong with its pages and its references.

    PostgreSQL looked at every reference when the rows came in.
    """
    if store.engine.dialect.name != SQLITE:
        return []
    with store.read() as tx:
        said = [str(row[0]) for row in tx.all(text("PRAGMA integrity_check"))]
        said += [f"reference of {row[0]}" for row in tx.all(text("PRAGMA foreign_key_check"))]
    return [each for each in said if each != "ok"]


def _pair(row: Any) -> tuple[int, str]:
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def _patient(connection: Connection) -> None:
    """Let no time-out end the transaction whose snapshot is being copied."""
    for name in ("idle_in_transaction_session_timeout", "statement_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {name} = 0")


def _administer(url: str, statement: str) -> None:
    store = Store(url)
    try:
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
            alone.exec_driver_sql(statement)
    finally:
        store.close()


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    """Open a copy to be read only: nothing is written beside it either."""
    address = f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
