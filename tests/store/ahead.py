"""Jobs that are due beside very many that are not, written as rows at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from engine.store import Store
from engine.store.transactions import Tx

READY = 2_000
FIRST = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
ON_POSTGRESQL = "generate_series(1, :many) AS n"
ON_SQLITE = (
    "(WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < :many) "
    "SELECT n FROM count) AS n"
)


def fill(store: Store, ahead: int) -> None:
    """Write `READY` jobs that are due, and `ahead` that are due years from then."""
    for many, due in ((READY, FIRST), (ahead, FIRST + timedelta(days=3650))):
        if many:
            with store.write("tests.fill") as tx:
                _fill(tx, many, due)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        alone.exec_driver_sql("ANALYZE" if store.engine.dialect.name == "sqlite" else "ANALYZE job")


def _fill(tx: Tx, many: int, due: datetime) -> None:
    series = ON_POSTGRESQL if tx.postgresql else ON_SQLITE
    key = due.isoformat()
    found = text(
        "INSERT INTO job (id, kind, name, due_at, unique_key, state, priority, attempts, "
        f"\"values\", created_at) SELECT '{key}' || n, 'timer', 'term', {_moment(tx, due)}, "
        f"'{key}' || n, 'open', 0, 0, '{{}}', {_moment(tx, FIRST)} FROM {series}"
    )
    tx.run(found, {"many": many})


def _moment(tx: Tx, at: datetime) -> str:
    if tx.postgresql:
        return f"timestamptz '{at.isoformat()}'"
    return f"'{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z'"
