"""An older program on a newer schema: it works while that only grew, and refuses after that."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from engine.errors import Unavailable
from engine.store import Store, schema
from engine.store.migrations import run
from engine.store.schema import Fit


def newer(store: Store, floor: str | None = None) -> None:
    """Make the schema one that this program has not heard of."""
    with store.write("test.newer") as tx:
        tx.run(text("UPDATE alembic_version SET version_num = '9999_of_later'"))
        tx.run(text("ALTER TABLE person ADD COLUMN of_later TEXT"))
        if floor is not None:
            tx.run(text("INSERT INTO schema_floor (revision) VALUES (:it)"), {"it": floor})


def fit(store: Store) -> Fit:
    with store.read() as tx:
        return schema.fit(tx.connection)


def test_a_schema_that_only_grew_is_worked_on_and_left_alone(sqlite_store: Store) -> None:
    newer(sqlite_store)
    assert fit(sqlite_store) is Fit.AHEAD
    assert sqlite_store.upgrade() is False
    assert fit(sqlite_store).works


def test_a_floor_that_this_program_knows_does_not_stop_it(sqlite_store: Store) -> None:
    newer(sqlite_store, schema.newest())
    assert fit(sqlite_store) is Fit.AHEAD


def test_a_schema_from_which_something_was_taken_is_refused(sqlite_store: Store) -> None:
    newer(sqlite_store, "9999_of_later")
    assert fit(sqlite_store) is Fit.TOO_NEW
    with pytest.raises(Unavailable) as told:
        sqlite_store.upgrade()
    assert told.value.code == "schema_too_new"


def test_an_older_schema_is_behind_and_is_upgraded(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'old.db'}")
    with store.write("test.older") as tx:
        command.upgrade(run.config(tx.connection), "0024_workers")
    assert fit(store) is Fit.BEHIND
    assert store.upgrade() is True
    assert fit(store) is Fit.CURRENT
    store.close()
