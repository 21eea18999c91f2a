"""An old case costs what a young one costs: rows, statements and SQLite's own work, by count.

How long it takes is `make bench-growth`'s.
"""

from __future__ import annotations

import pytest

from bench import house as bench
from bench.counted import Work, counted
from tests.desk import Desk
from tests.house import House
from tests.verbs.aging import age

PAGES = (
    "/procedures/{}",
    "/procedures/{}/verloop",
    "/procedures/{}/documenten",
    "/procedures/{}/gegevens",
    "/procedures/{}/diagram",
    "/audit/procedures/{}",
)
OLD, OLDER = 200, 2_000


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: pytest.FixtureRequest) -> tuple[House, Desk]:
    """Return the pages of a house, once on each database."""
    name = "house" if request.param == "sqlite" else "postgresql_house"
    house: House = request.getfixturevalue(name)
    return house, Desk(house.runtime)


def lived(house: House, pages: Desk) -> str:
    """Return a case that did one round of the loop and was looked at."""
    number = bench.start(house, "bench_loop")
    bench.complete(house, bench.open_task_id(house, number))
    show(house, pages, PAGES[0].format(number), bench.WHO)
    return number


def show(house: House, pages: Desk, path: str, login: str) -> Work:
    client, _ = pages.browser(login)
    with counted(house.runtime.store) as work:
        assert client.get(path).status_code == 200
    return work


def complete(house: House, number: str) -> Work:
    task_id = bench.open_task_id(house, number)
    with counted(house.runtime.store) as work:
        bench.complete(house, task_id)
    return work


def test_a_step_of_an_old_case_asks_no_more_of_the_database(desk: tuple[House, Desk]) -> None:
    house, pages = desk
    number = lived(house, pages)
    young = complete(house, number)
    age(house, number, OLDER)
    old = complete(house, number)
    assert (old.statements, old.rows_read, old.rows_written) == (
        young.statements,
        young.rows_read,
        young.rows_written,
    )
    assert old.bytes_written <= young.bytes_written + 20  # longer numbers
    assert old.instructions <= young.instructions * 1.1


def test_the_pages_of_an_old_case_read_no_more_rows(desk: tuple[House, Desk]) -> None:
    house, pages = desk
    number = lived(house, pages)
    age(house, number, OLD)
    shown(house, pages, number)
    old = shown(house, pages, number)
    age(house, number, OLDER)
    assert shown(house, pages, number) == old
    assert max(rows for rows, _ in old.values()) < 500


def shown(house: House, pages: Desk, number: str) -> dict[str, tuple[int, int]]:
    """Return how many rows every page of a case reads, in how many statements."""
    found = {}
    for path in PAGES:
        login = "ann.auditor" if path.startswith("/audit") else bench.WHO
        work = show(house, pages, path.format(number), login)
        found[path] = work.rows_read, work.statements
    return found
