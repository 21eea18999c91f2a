"""How a connection is made and how a transaction begins on each database. No queries, no tables."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url

from engine.store import postgresql
from engine.store.postgresql import Limits

WRITES = "procesregie_writes"
GLANCES = "procesregie_glances"
THROWAWAY = "throwaway"

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"}
)


def create(url: str, limits: Limits | None = None) -> Engine:
    """Return the engine of `url`: `sqlite:///file` or `postgresql+psycopg://…`.

    With `?throwaway=yes` a SQLite file does not wait for the disk: for what nobody keeps. Raises
    ValueError for any other driver, for SQLite in memory (every connection would see its own
    database) and for a SQLite file on a network file system, where its locks do not hold.
    """
    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgresql+psycopg"}:
        return postgresql.create(parsed, limits or Limits())
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise ValueError(f"unknown database driver: {parsed.drivername}")
    if parsed.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file")
    file = Path(str(parsed.database)).resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    _refuse_network(file)
    synchronous = "OFF" if parsed.query.get(THROWAWAY) == "yes" else "FULL"
    engine = create_engine(
        parsed.set(database=str(file)).difference_update_query([THROWAWAY]),
        connect_args={"isolation_level": None, "timeout": 30.0, "check_same_thread": False},
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, synchronous=synchronous))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlite_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite engine, None for PostgreSQL."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def copy_sqlite(engine: Engine, file: Path) -> None:
    """Write all that a SQLite file holds at this moment to a new file; no writer waits for it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM INTO ?", (str(file),))
        cursor.close()
    finally:
        connection.close()


def compact(engine: Engine) -> None:
    """Write anew what holds versions of records: all of a SQLite file, the tables of PostgreSQL."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            connection.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        alone.exec_driver_sql("VACUUM FULL record_version, record_key")


def _prepare_sqlite(connection: Any, _record: Any, *, synchronous: str) -> None:
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 30000",
        "journal_mode = WAL",
        f"synchronous = {synchronous}",
        "foreign_keys = ON",
        "cache_size = -16384",  # 16 MiB a connection; SQLite's own 2 do not hold a page of tasks
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin as the transaction needs it, by the driver itself: no statement of ours, no events."""
    options = connection.get_execution_options()
    if options.get(GLANCES, False):
        return
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute("BEGIN IMMEDIATE" if options.get(WRITES, False) else "BEGIN")
    except sqlite3.OperationalError as refused:
        raise exc.OperationalError("BEGIN", None, refused) from refused


def _refuse_network(file: Path) -> None:
    """Raise ValueError when the nearest mount above `file` is a network file system."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return
    best = ("", "")
    for line in mounts.read_text().splitlines():
        point, kind = line.split()[1:3]
        if file.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    if best[1] in _NETWORK:
        raise ValueError(f"SQLite does not work on a network file system ({best[1]})")
