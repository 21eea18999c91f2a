"""Migrations give exactly the schema of `engine.store.tables`, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Text, exc, inspect

from engine.errors import Unavailable
from engine.store import Store, schema
from engine.store.tables import metadata


def differences(store: Store, wanted: MetaData) -> list[Any]:
    with store.read() as tx:
        context = MigrationContext.configure(
            tx.connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, wanted))


def test_migrations_give_exactly_the_schema_of_tables(store: Store) -> None:
    assert differences(store, metadata) == []


def test_the_comparison_sees_a_column_that_no_migration_makes(store: Store) -> None:
    other = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(other)
    other.tables["person"].append_column(Column("shoe_size", Integer))
    assert [found[0] for found in differences(store, other)] == ["add_column"]


def test_the_comparison_sees_another_type(store: Store) -> None:
    other = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(other)
    other.tables["case_"].c.version.type = Text()
    assert len(differences(store, other)) == 1


def test_names_of_constraints_are_those_of_the_convention(store: Store) -> None:
    wanted = {
        str(constraint.name)
        for table in metadata.tables.values()
        for constraint in (*table.foreign_key_constraints, table.primary_key)
    }
    with store.read() as tx:
        there = inspect(tx.connection)
        names = {
            str(constraint["name"])
            for table in metadata.tables
            for constraint in (*there.get_foreign_keys(table), there.get_pk_constraint(table))
        }
    assert names == wanted


def test_an_upgrade_makes_the_schema_and_a_second_one_changes_nothing(empty_url: str) -> None:
    store = Store(empty_url)
    with store.read() as tx:
        assert schema.fit(tx.connection) is schema.Fit.EMPTY
    store.upgrade()
    store.upgrade()
    with store.read() as tx:
        assert schema.fit(tx.connection) is schema.Fit.CURRENT
    store.close()


def test_an_upgrade_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    store = Store(empty_url)
    with store.write("tests.write") as tx:
        metadata.tables["term"].create(tx.connection)
    with pytest.raises((Unavailable, exc.ProgrammingError)):
        store.upgrade()
    with store.read() as tx:
        assert inspect(tx.connection).get_table_names() == ["term"]
    store.close()


def test_everything_of_a_case_has_the_case_in_its_key() -> None:
    of_a_case = ("case_field", "activity", "user_task", "subscription", "evaluation", "clock")
    for name in (*of_a_case, "document", "history", "history_payload"):
        assert "case_id" in metadata.tables[name].primary_key.columns, name
