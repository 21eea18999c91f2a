"""How many bytes a database takes: tables with their indexes, and what is free in them."""

from __future__ import annotations

import sqlite3

import psycopg
from sqlalchemy import make_url

TABLES = (
    "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm') "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'"
)


def size(url: str, *, packed: bool) -> int:
    """Return the bytes of all tables with their indexes, after `VACUUM`.

    `packed` writes PostgreSQL's tables anew first (`VACUUM FULL`), so that nothing in them is free.
    Of a SQLite file it is the pages that are in use.
    """
    if url.startswith("sqlite"):
        connection = sqlite3.connect(str(make_url(url).database))
        try:
            pages, free, each = (
                int(connection.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("page_count", "freelist_count", "page_size")
            )
        finally:
            connection.close()
        return (pages - free) * each
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute("VACUUM FULL" if packed else "VACUUM")
        found = server.execute(TABLES).fetchone()
        assert found is not None
        return int(found[0])


def by_table(url: str) -> dict[str, int]:
    """Return the bytes of each table of PostgreSQL with its indexes, the largest first."""
    ask = TABLES.replace(
        "sum(pg_total_relation_size(c.oid))::bigint", "c.relname, pg_total_relation_size(c.oid)"
    )
    with psycopg.connect(url.replace("+psycopg", "")) as server:
        rows = server.execute(f"{ask} ORDER BY 2 DESC").fetchall()
    return {str(name): int(taken) for name, taken in rows}
