"""Whether the schema of a database and this program fit together. No tables of nouns, no queries.

An older program works on a newer schema as long as that only grew. A revision that takes something
away raises the floor (`schema_floor`): the oldest revision that a program must know to go on.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Index, inspect, select, text
from sqlalchemy.schema import CreateIndex

from engine.store.migrations import run
from engine.store.tables import metadata, schema_floor

LARGE_INDEXES: tuple[str, ...] = (
    "ix_case_field_running",
    "ix_case_running_sort",
    "ix_case_running_process",
    "ix_user_task_open_due",
    "ix_user_task_open_case",
    "ix_user_task_open_name",
    "ix_reminder_unseen",
)
"""Indexes on tables that are large by now, of later revisions: made beside the work that goes
on (`CREATE INDEX CONCURRENTLY`), which no transaction can do. A revision never makes them."""
_THERE = text("SELECT version_num FROM alembic_version")
_LOCK = 7_224_026
_VALID = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")


class Fit(StrEnum):
    """How a schema relates to what this program knows."""

    EMPTY = "empty"
    BEHIND = "behind"  # an upgrade is needed before this program works
    CURRENT = "current"
    AHEAD = "ahead"  # newer, and only more than what this program knows
    TOO_NEW = "too_new"  # newer, and something that this program needs may be gone

    @property
    def works(self) -> bool:
        """Tell whether this program can work on it as it is."""
        return self in {Fit.CURRENT, Fit.AHEAD}


@cache
def known() -> tuple[frozenset[str], frozenset[str]]:
    """Return the revisions that this program knows, and the newest of them."""
    scripts = ScriptDirectory.from_config(run.config())
    every = frozenset(each.revision for each in scripts.walk_revisions())
    return every, frozenset(scripts.get_heads())


def newest() -> str:
    """Return the name of the newest revision that this program knows."""
    return ", ".join(sorted(known()[1]))


def fit(connection: Connection) -> Fit:
    """Compare the schema on `connection` with what this program knows."""
    if not inspect(connection).has_table("alembic_version"):
        return Fit.EMPTY
    there = frozenset(row[0] for row in connection.execute(_THERE))
    every, newest_known = known()
    if there <= every:
        return Fit.CURRENT if there == newest_known else Fit.BEHIND
    if not inspect(connection).has_table(schema_floor.name):
        return Fit.TOO_NEW
    floor = {row[0] for row in connection.execute(select(schema_floor.c.revision))}
    return Fit.AHEAD if floor <= every else Fit.TOO_NEW


def upgrade(connection: Connection) -> None:
    """Run the migrations on `connection`, inside its transaction; one process at a time.

    They take as long as they take, but wait no longer than others for a lock on a table: who asked
    for one after them would wait behind them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
    run.upgrade(connection)


def make_large_indexes(engine: Engine, names: tuple[str, ...] = LARGE_INDEXES) -> None:
    """Make the large indexes that are not there; one that was broken off is made anew."""
    wanted = [each for table in metadata.tables.values() for each in table.indexes]
    for index in (each for each in wanted if each.name in names):
        if engine.dialect.name == "postgresql":
            _make_beside(engine, index)
        else:
            index.create(engine, checkfirst=True)


def _make_beside(engine: Engine, index: Index) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        valid = alone.execute(_VALID, {"name": index.name}).scalar()
        if valid:
            return
        alone.execute(text("SET statement_timeout = 0"))
        alone.execute(text("SET lock_timeout = 0"))
        try:
            if valid is False:
                alone.execute(text(f'DROP INDEX CONCURRENTLY "{index.name}"'))
            made = str(CreateIndex(index).compile(dialect=engine.dialect))
            alone.execute(text(made.replace(" INDEX ", " INDEX CONCURRENTLY ", 1)))
        finally:
            alone.invalidate()  # with the limits that it does not have any more
