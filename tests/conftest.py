"""The databases that any test may ask for, and the same examples in every run of the short form."""

import os

from hypothesis import settings

from tests.sharing import share_compiled_statements
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

share_compiled_statements()
settings.register_profile("same", derandomize=True)
settings.register_profile("other", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
