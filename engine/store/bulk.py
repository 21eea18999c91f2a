"""Rows of whole cases, read as text and written many at a time. No verbs, no rules.

For made-up cases only (`engine.inventing`): what people do goes through `steps.record`. A row is
read from SQLite, where every column is text or a whole number, and can be written to both. Rows
to be written are one text: cells with `CELL` between them, rows with `ROW`, `NOTHING` for null. So
PostgreSQL gets them without a look at each cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, literal_column, select, text

from engine.store.tables import case_, content, metadata
from engine.store.transactions import Tx
from engine.store.types import Json
from engine.store.upserts import next_value

Cell = str | None
Rows = Mapping[str, list[list[Cell]]]

CELL, ROW, NOTHING = "\x1f", "\x1e", "\x00"
_CASE, _DOSSIER = "case_", "dossier"
_ELSEWHERE = frozenset({"access_log", "migration_case", "post", "message"})
_HASHES = {"document": ("content_hash", "template_hash", "layout_hash", "data_hash")}
_ANY = select(case_.c.id).limit(1)


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables with rows of a case, each after those that it refers to."""
    return tuple(
        table
        for table in metadata.sorted_tables
        if table.name in {_CASE, _DOSSIER}
        or ("case_id" in table.c and table.name not in _ELSEWHERE)
    )


def columns(name: str) -> tuple[str, ...]:
    """Return the names of the columns of a table, in the order of its cells."""
    return tuple(column.name for column in metadata.tables[name].columns)


def json_columns(name: str) -> frozenset[str]:
    """Return the names of the columns of a table that hold JSON."""
    return frozenset(c.name for c in metadata.tables[name].columns if isinstance(c.type, Json))


def anything(tx: Tx) -> bool:
    """Tell whether there is a case."""
    return tx.first(_ANY) is not None


def of_case(tx: Tx, case_id: str, dossier_id: str | None) -> Rows:
    """Return every row of a case and its dossier, by table; only from SQLite."""
    found: dict[str, list[list[Cell]]] = {}
    for table in tables():
        whole = {_CASE: ("id", case_id), _DOSSIER: ("id", dossier_id)}
        column, key = whole.get(table.name, ("case_id", case_id))
        cells: list[Any] = [literal_column(f'"{each}"') for each in columns(table.name)]
        query = select(*cells).select_from(table).where(table.c[column] == key)
        rows = tx.all(query.order_by(*table.primary_key.columns))
        if rows:
            found[table.name] = [[_cell(each) for each in row] for row in rows]
    return found


def contents_of(tx: Tx, rows: Rows) -> list[bytes]:
    """Return the bytes that the documents among `rows` consist of."""
    hashes = {
        row[columns(name).index(column)]
        for name, wanted in _HASHES.items()
        for row in rows.get(name, ())
        for column in wanted
    }
    query = select(content.c.bytes).where(content.c.hash.in_(hashes - {None}))
    return [bytes(row[0]) for row in tx.all(query)]


def pack(rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows as the text that `insert` takes."""
    return ROW.join(CELL.join([NOTHING if each is None else each for each in row]) for row in rows)


def insert(tx: Tx, name: str, packed: str) -> int:
    """Write rows of one table, by `COPY` on PostgreSQL, by `executemany` on SQLite.

    Returns how many were written. `packed` is at least one row.
    """
    names = ", ".join(f'"{each}"' for each in columns(name))
    driver: Any = tx.connection.connection.dbapi_connection
    cursor = driver.cursor()
    if tx.postgresql:
        with cursor.copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
            copy.write(_lines(packed))
    else:
        marks = ", ".join("?" * len(columns(name)))
        statement = f'INSERT INTO "{name}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
        cursor.executemany(statement, _rows(packed))
    return int(cursor.rowcount)


def reserve(tx: Tx, counter: str, many: int) -> int:
    """Take so many numbers of a counter; return the first of them."""
    return next_value(tx, counter, many) - many + 1


def analyse(tx: Tx) -> None:
    """Let the database count anew what it plans with."""
    tx.run(text("ANALYZE"))


def _cell(value: Any) -> Cell:
    return None if value is None else str(value)


def _rows(packed: str) -> Iterator[Sequence[Cell]]:
    for row in packed.split(ROW):
        cells = row.split(CELL)
        yield [None if each == NOTHING else each for each in cells] if NOTHING in row else cells


_COPIED = (
    ("\\", "\\\\"),
    ("\t", "\\t"),
    ("\n", "\\n"),
    ("\r", "\\r"),
    (CELL, "\t"),
    (ROW, "\n"),
    (NOTHING, "\\N"),
)


def _lines(packed: str) -> str:
    """Return rows in the text format of `COPY`."""
    for here, there in _COPIED:
        packed = packed.replace(here, there)
    return packed + "\n"
