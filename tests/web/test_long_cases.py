"""A long case is shown page by page, and every line of it is on one of them."""

from __future__ import annotations

import itertools
import re

import pytest
from flask.testing import FlaskClient

from bench import house as bench
from tests.desk import Desk
from tests.house import House
from tests.verbs.aging import age

ROUNDS = 120
AUDITOR = "ann.auditor"
LISTS = {
    "/procedures/{}/verloop": (bench.WHO, "verloop", r'<div class="fact">'),
    "/procedures/{}/documenten": (bench.WHO, "brieven", r"/documenten/[0-9a-f-]{36}"),
    "/procedures/{}/gegevens": (bench.WHO, "taken", r"/taken/[0-9a-f-]{36}"),
    "/audit/procedures/{}": (AUDITOR, "gebeurtenissen", r'<li id="nr-\d+"'),
}
ODD = ("0", "-3", "abc", "9" * 60, "1e3", "2.0")


@pytest.fixture
def long_case(house: House) -> tuple[Desk, str]:
    """Return the pages of a house and the number of a case of `ROUNDS` rounds and one."""
    desk, number = Desk(house.runtime), bench.start(house, "bench_loop")
    bench.complete(house, bench.open_task_id(house, number))
    text(desk.browser(bench.WHO)[0], f"/procedures/{number}")
    age(house, number, ROUNDS)
    return desk, number


def text(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.text


@pytest.mark.parametrize("path", LISTS)
def test_every_line_is_on_one_page(path: str, long_case: tuple[Desk, str]) -> None:
    desk, number = long_case
    login, name, line = LISTS[path]
    browser, _ = desk.browser(login)
    lines, at, address = [], 0, f"{path.format(number)}?{name}=1"
    while address:
        page, at = text(browser, address), at + 1
        found = re.findall(line, page)
        assert len(found) <= 50
        lines += found
        following = re.search(rf'rel="next" href="([^"]*\b{name}={at + 1}\b[^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert at == 3
    assert ROUNDS <= len(lines) <= ROUNDS + 3
    assert len(set(lines)) in {1, len(lines)}


def test_a_page_that_is_not_there_gives_one_that_is(long_case: tuple[Desk, str]) -> None:
    desk, number = long_case
    for odd, (path, (login, name, line)) in itertools.product(ODD, LISTS.items()):
        browser, _ = desk.browser(login)
        assert re.search(line, text(browser, f"{path.format(number)}?{name}={odd}"))


def test_the_first_and_the_last_page_are_one_step_away(long_case: tuple[Desk, str]) -> None:
    desk, number = long_case
    browser, _ = desk.browser(AUDITOR)
    first = text(browser, f"/audit/procedures/{number}")
    assert 'id="nr-1"' in first
    last = text(browser, f"/audit/procedures/{number}?gebeurtenissen=3")
    assert f'id="nr-{ROUNDS + 2}"' in last
    assert "gebeurtenissen=3" in first
    assert "gebeurtenissen=1" in last
