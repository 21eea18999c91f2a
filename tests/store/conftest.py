"""The databases of these tests."""

from tests.store.databases import (
    database_url,
    empty_url,
    postgresql_server,
    postgresql_template,
    sqlite_store,
    sqlite_template,
    store,
)

__all__ = [
    "database_url",
    "empty_url",
    "postgresql_server",
    "postgresql_template",
    "sqlite_store",
    "sqlite_template",
    "store",
]
