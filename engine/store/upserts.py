"""Insert-or-update and gapless counting, alike on both databases. No nouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import counter
from engine.store.transactions import Tx


class Upsert:
    """One prepared statement: insert rows; where `keys` exist already, set `changes` instead.

    Without `changes` an existing row is left as it is.
    """

    def __init__(self, table: Table, keys: Sequence[str], changes: Sequence[str] = ()) -> None:
        columns: Any = list(keys)
        on_sqlite = sqlite.insert(table)
        on_postgresql = postgresql.insert(table)
        if changes:
            self._sqlite = on_sqlite.on_conflict_do_update(
                index_elements=columns, set_={name: on_sqlite.excluded[name] for name in changes}
            )
            self._postgresql = on_postgresql.on_conflict_do_update(
                index_elements=columns,
                set_={name: on_postgresql.excluded[name] for name in changes},
            )
        else:
            self._sqlite = on_sqlite.on_conflict_do_nothing(index_elements=columns)
            self._postgresql = on_postgresql.on_conflict_do_nothing(index_elements=columns)

    def run(self, tx: Tx, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
        """Execute for `rows` (many are one statement) and return how many were touched."""
        return tx.run(self._postgresql if tx.postgresql else self._sqlite, rows)


_NAME: Any = [counter.c.name]
_UP = {"value": counter.c.value + bindparam("by", type_=counter.c.value.type)}
_COUNT_SQLITE = (
    sqlite.insert(counter)
    .on_conflict_do_update(index_elements=_NAME, set_=_UP)
    .returning(counter.c.value)
)
_COUNT_POSTGRESQL = (
    postgresql.insert(counter)
    .on_conflict_do_update(index_elements=_NAME, set_=_UP)
    .returning(counter.c.value)
)


def next_value(tx: Tx, name: str, by: int = 1) -> int:
    """Return the next number of the counter `name`, from 1, without gaps; `by` takes that many.

    The counter stays locked until the transaction ends, so a rollback gives the number back.
    """
    statement = _COUNT_POSTGRESQL if tx.postgresql else _COUNT_SQLITE
    return int(tx.scalar(statement, {"name": name, "value": by, "head": "", "by": by}))
