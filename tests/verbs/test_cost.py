"""What completing a task costs, by count: statements and commits, exactly.

Milliseconds are `make bench-core`'s; a count does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bench import house as bench
from engine.store.transactions import Counts
from tests.desk import Desk
from tests.house import House

MOST = 12
THREAD = {
    "controleer_registratie": 10,
    "beoordeel_ontvankelijkheid": 11,  # its file picker looks for the documents of the case
    "onderzoek_aanvraag": 10,  # a table looks at what was found
    "stel_beslissing_voor": 12,  # the hands of the dossier are looked at, and one is kept
    "kijk_voorstel_na": 11,
    "neem_beslissing": 12,  # and the mandates of who decides
    "verstuur_beslissing": 9,
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest) -> tuple[House, Desk]:
    """Return the pages of a house, once on each database."""
    name = "house" if request.param == "sqlite" else "postgresql_house"
    house: House = request.getfixturevalue(name)
    return house, Desk(house.runtime)


def test_each_completion_of_a_licence_is_one_commit_and_few_statements(
    desk: tuple[House, Desk],
) -> None:
    """The look-up of the session included; an executemany counts as one."""
    house, pages = desk
    found: dict[str, int] = {}
    for task, login, posted in bench.application(house):
        pages.browser(login)
        with house.runtime.store.counting() as counts:
            answer = pages.complete(task.id, login, posted)
        assert answer.status_code == 303
        assert counts.commits == 1
        found[task.element] = counts.statements
    assert found == THREAD
    assert max(found.values()) <= MOST


def test_a_small_form_costs_eight_statements(desk: tuple[House, Desk]) -> None:
    """Session, lock, case, activities, close, open, trail, payload."""
    house, pages = desk
    pages.browser(bench.WHO)
    number = bench.start(house, "bench_linear")
    assert complete(house, pages, number) == Counts(statements=8, commits=1)


def test_the_hundredth_step_costs_as_many_statements_as_the_first(
    desk: tuple[House, Desk],
) -> None:
    house, pages = desk
    pages.browser(bench.WHO)
    number = bench.start(house, "bench_loop")
    first = complete(house, pages, number)
    for _ in range(98):
        bench.complete(house, bench.open_task_id(house, number))
    assert complete(house, pages, number) == first


def test_no_statement_of_a_completion_walks_through_a_table_that_grows(house: House) -> None:
    """The register of terms is the only table that may be read whole, or whole per key."""
    pages, walks = Desk(house.runtime), set[str]()
    for task, login, posted in bench.application(house):
        pages.browser(login)
        with statements_of(house) as sent:
            assert pages.complete(task.id, login, posted).status_code == 303
        walks |= {step for each in sent for step in plan(house, *each) if step.startswith("SCAN")}
    assert walks <= {"SCAN term"}


@contextmanager
def statements_of(house: House) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is sent to the database, with one set of parameters each."""
    sent: list[tuple[str, Any]] = []

    def keep(_c: Any, _k: Any, statement: str, values: Any, _x: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            sent.append((statement, values[0] if many else values))

    engine = house.runtime.store.engine
    event.listen(engine, "before_cursor_execute", keep)
    yield sent
    event.remove(engine, "before_cursor_execute", keep)


def plan(house: House, statement: str, values: Any) -> list[str]:
    """Return how SQLite means to find the rows."""
    with house.runtime.store.read() as tx:
        found = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in found]


def complete(house: House, pages: Desk, number: str) -> Counts:
    task_id = bench.open_task_id(house, number)
    with house.runtime.store.counting() as counts:
        answer = pages.complete(task_id, bench.WHO, bench.ANSWERS)
    assert answer.status_code == 303
    return counts
