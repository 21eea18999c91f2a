"""Many rows at once: what is written is what was packed, on both databases."""

from __future__ import annotations

from sqlalchemy import select

from engine.store import Store, bulk
from engine.store.tables import code

ODD = "a\\b, \\N, \\t, \t, \n, \r\n, \"q\", 'a', %(u0)s, é, 2⁵"


def test_odd_cells_and_nothing_arrive_as_they_are(store: Store) -> None:
    """Whatever `COPY` has a meaning for is text in a cell; only null is null."""
    columns = ("id", "list_name", "code", "label", "weight", "place", "valid_from", "valid_to")
    assert bulk.columns("code") == columns
    rows: list[list[bulk.Cell]] = [
        ["1", "reasons", "a", ODD, None, "1", "2026-01-01", None],
        ["2", "reasons", "b", "", "7", "2", None, "2026-02-01"],
        ["3", "reasons", "\\N", "\\", None, "3", None, None],
    ]
    with store.write("tests.write") as tx:
        assert bulk.insert(tx, "code", bulk.pack(rows)) == 3
        assert bulk.insert(tx, "code", bulk.pack([["4", "reasons", "c", "C", *rows[0][4:]]])) == 1
    query = select(code.c.id, code.c.code, code.c.label, code.c.weight, code.c.valid_from)
    with store.read() as tx:
        found = [tuple(row) for row in tx.all(query.order_by(code.c.id))]
    assert [(one, two, three) for one, two, three, *_ in found] == [
        ("1", "a", ODD),
        ("2", "b", ""),
        ("3", "\\N", "\\"),
        ("4", "c", "C"),
    ]
    assert [(weight, day and day.isoformat()) for *_, weight, day in found] == [
        (None, "2026-01-01"),
        (7, None),
        (None, None),
        (None, "2026-01-01"),
    ]
