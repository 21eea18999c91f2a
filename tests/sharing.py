"""What SQLAlchemy made of a statement, shared by all SQLite stores of one test process.

Every test has a house of its own, and every house a store that would compile every statement anew.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

from engine.store import Limits
from engine.store import engine as engines

MOST = 2_000


def share_compiled_statements() -> None:
    """Let every SQLite engine that is made from now on have one dialect and one cache."""
    pattern = create_engine("sqlite://")
    pattern.connect().close()  # the dialect learns what it connects to
    cache: LRUCache[Any, Any] = LRUCache(MOST)
    make = engines.create

    def create(url: str, limits: Limits | None = None) -> Engine:
        made = make(url, limits)
        if made.dialect.name == pattern.dialect.name:
            made.dialect = made.pool._dialect = pattern.dialect  # no public way to share one
            made.update_execution_options(compiled_cache=cache)
        return made

    engines.create = create
