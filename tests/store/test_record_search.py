"""Searching records: what is found, and how much of the database is read to find it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import event, text

from bench.counted import counted
from engine.store import Store, Tx, record_search
from engine.store import records as rows
from engine.store.records import RecordRow, VersionRow
from engine.store.types import fold, moment_text

NOW = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 23)
BEFORE = date(2020, 1, 1)
COLOURS = ("rood", "blauw", "groen")
ANIMALS = ("kikker", "egel", "mier", "mierenhoop")
MANY = 20_000


def version(number: int, at: int, title: str, since: date, state: str = "open") -> VersionRow:
    return VersionRow(
        f"r{number:05}",
        at,
        "record:changed",
        title,
        state,
        None,
        {},
        since,
        None,
        NOW,
        None,
        {},
        "",
        None,
        fold(title),
    )


def made_up(chance: random.Random, number: int) -> tuple[RecordRow, list[VersionRow]]:
    """Return a record that was called something else before, and may be closed or merged now."""

    def title() -> str:
        return f"{chance.choice(COLOURS)} {chance.choice(ANIMALS)} {chance.randrange(4)}"

    history = [version(number, 1, title(), BEFORE)]
    if chance.random() < 0.5:
        state = chance.choice(("open", "closed", "merged"))
        history.append(version(number, 2, title(), date(2024, 1, 1), state))
    last = history[-1]
    row = RecordRow(
        last.record_id,
        "dier",
        f"D-{number:05}",
        last.title,
        last.state,
        None,
        last.version,
        NOW,
        None,
    )
    return row, history


def naive(
    made: list[tuple[RecordRow, list[VersionRow]]], query: str, day: date | None, closed: bool
) -> list[str]:
    """Return the numbers of what is to be found, by looking at everything."""
    found = []
    for row, history in made:
        holds = history[-1] if day is None else rows.in_force(history, day)
        if holds is None or holds.state == "merged" or (holds.state == "closed" and not closed):
            continue
        if all(f" {word}" in holds.search for word in fold(query).split()):
            found.append((fold(history[-1].title).strip(), row.id, row.number))
    return [number for _, _, number in sorted(found)]


@pytest.mark.parametrize(("few", "many"), [(2_000, 20_000), (7, 40), (3, 1)])
def test_what_is_found_is_what_looking_at_everything_finds(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int, many: int
) -> None:
    chance = random.Random(few)
    made = [made_up(chance, number) for number in range(90)]
    with store.write("tests.write") as tx:
        rows.add(tx, [row for row, _ in made], [each for _, history in made for each in history])
        rows.project(tx, [(row, history[-1], ()) for row, history in made])
    monkeypatch.setattr(record_search, "FEW", few)
    monkeypatch.setattr(record_search, "MANY", many)
    with store.read() as tx:
        for query in ("", "mier", "rood mier", "ro kik 1", "paars", "rood blauw"):
            for day in (None, DAY, BEFORE, date(2019, 1, 1)):
                for closed in (True, False):
                    wanted = naive(made, query, day, closed)
                    found = list(_every_page(tx, query, day, closed))
                    assert [each.number for page in found for each in page.rows] == wanted
                    assert found[0].total in {len(wanted), None}
                    assert found[0].total is not None or len(wanted) > few


def _every_page(
    tx: Tx, query: str, day: date | None, closed: bool
) -> Iterator[record_search.Results]:
    for page in range(1, 9):
        found = record_search.search(tx, "dier", query, day=day, closed=closed, page=page, size=25)
        yield found
        if not found.more:
            return
    raise AssertionError("there are not so many")


# --- how much is read ----------------------------------------------------------------------------

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
_KIND, _COLOUR = "'soort' || CAST(i % 5 AS TEXT)", "'kleur' || CAST(i % 7 AS TEXT)"
_OWN = "'d' || CAST(i AS TEXT)"
_NAME = f"{_KIND} || ' ' || {_COLOUR} || ' ' || {_OWN}"
_RECORDS = f"""
INSERT INTO record (id, register, number, title, state, version, opened_at, sort, search)
{_NUMBERS} SELECT {_OWN}, 'dier', {_OWN}, {_NAME}, 'open', 1, :now, {_NAME}, ' ' || {_NAME} FROM n
"""
_VERSIONS = f"""
INSERT INTO record_version (record_id, version, kind, title, state, "values", valid_from, at, actor,
reason, search) {_NUMBERS} SELECT {_OWN}, 1, 'record:added', {_NAME}, 'open', '{{}}',
CAST('2020-01-01' AS DATE), :now, '{{}}', '', ' ' || {_NAME} FROM n
"""
_WORDS = "INSERT INTO record_word (register, word, record_id) {} SELECT 'dier', {}, {} FROM n"
_FILL = (
    _RECORDS,
    _VERSIONS,
    *(_WORDS.format(_NUMBERS, word, _OWN) for word in (_KIND, _COLOUR, _OWN)),
)


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store with 20,000 records: named by one of five, one of seven and one of its own."""
    now = moment_text(NOW)
    with store.write("tests.write") as tx:
        for statement in _FILL:
            made = statement if tx.postgresql else statement.replace("AS DATE", "AS TEXT")
            tx.connection.execute(text(made), {"now": now} if ":now" in made else {})
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql(
            "VACUUM ANALYZE" if connection.dialect.name != "sqlite" else "ANALYZE"
        )
    return store


QUESTIONS = (
    # what is asked, how many are found, how many rows PostgreSQL reads, instructions of SQLite
    ("d19999", 1, 10, 3_000),
    ("soort3 kleur2 d1999", 0, 5_000, 60_000),
    ("soort3 kleur2", 571, 20_000, 400_000),
    ("soort", None, 6_000, 60_000),
    ("", None, 8_000, 150_000),
)


@pytest.mark.parametrize("day", [None, DAY], ids=["now", "on a day"])
def test_a_search_walks_no_table_from_end_to_end(filled: Store, day: date | None) -> None:
    for query, total, most_rows, most_instructions in QUESTIONS:
        with counted(filled) as work, filled.read() as tx, _statements(tx) as sent:
            results = record_search.search(tx, "dier", query, day=day)
        assert (len(results.rows), results.total) == (
            50 if total is None else min(50, total),
            total,
        )
        assert work.instructions <= most_instructions, query
        with filled.read() as tx:
            if tx.postgresql:
                assert sum(_rows_read(tx, *each) for each in sent) <= most_rows, query


@contextmanager
def _statements(tx: Tx) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is sent to the database, with its values."""
    sent: list[tuple[str, Any]] = []

    def send(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        sent.append((statement, values))

    event.listen(tx.connection, "before_cursor_execute", send)
    yield sent
    event.remove(tx.connection, "before_cursor_execute", send)


def _rows_read(tx: Tx, statement: str, values: Any) -> int:
    """Return how many rows PostgreSQL reads of its tables, also those that it then drops."""
    asked = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
    (plan,) = tx.connection.exec_driver_sql(asked, values).scalar_one()
    read, nodes = 0.0, [plan["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", ())
        if "Relation Name" in node:
            rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            read += rows * node["Actual Loops"]
    return round(read)
