"""The databases that any test may ask for."""

from tests.store.databases import (
    database_url,
    empty_url,
    postgresql_database,
    postgresql_server,
    sqlite_store,
    sqlite_template,
    store,
)

__all__ = [
    "database_url",
    "empty_url",
    "postgresql_database",
    "postgresql_server",
    "sqlite_store",
    "sqlite_template",
    "store",
]
