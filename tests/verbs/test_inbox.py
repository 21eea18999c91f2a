"""The list of tasks: the same page whether a basket is small or too large to be ordered whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from engine import inbox, inventing
from engine.inbox import Narrowed
from engine.model import Permission
from engine.store import tasklist
from engine.store.tasklist import Asked
from tests.house import House

SUBSIDY = "subsidie"
LOGINS = ("hilde.vandamme", "ruth.sanders")


@pytest.fixture
def filled(either: House, played: inventing.Played) -> House:
    """Return a house with some hundred open tasks, a few of them of cases without a field."""
    inventing.multiply(either.runtime, played, wanted=inventing.Wanted(open=140, finished=60))
    with either.runtime.store.write("tests.write") as tx:
        some = "SELECT min(case_id) FROM user_task WHERE state = 'open' GROUP BY candidate_group"
        tx.run(text(f"DELETE FROM case_field WHERE name = 'plaatsen' AND case_id IN ({some})"))
        tx.run(
            text(
                "UPDATE user_task SET due_on = '2026-05-01' WHERE state = 'open' AND case_id IN "
                "(SELECT case_id FROM case_field WHERE name = 'plaatsen' AND folded > ' number 1')"
            )
        )
    return either


def ids(house: House, login: str, asked: Asked) -> list[str]:
    """Return the ids of all pages of the list of a team."""
    found: list[str] = []
    scope = house.runtime.policy.scope(house.actors[login], Permission.WORK_TASKS)
    with house.runtime.store.read() as tx:
        while True:
            page = tasklist.find(tx, scope, replace(asked, limit=30, offset=len(found))).rows
            if not page:
                return found
            found += [row.id for row in page]


def test_a_walked_list_is_the_list_that_was_ordered(
    filled: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = [
        Asked(False, None, "", process, field, begins, sort, descending)
        for process, (field, begins), sort, descending in product(
            ("", SUBSIDY),
            (("", ""), ("plaatsen", ""), ("plaatsen", "12"), ("trap", "1"), ("trap", "2")),
            ("due", "title", "name", "field"),
            (False, True),
        )
        if process or not field
    ]
    whole: list[list[str]] = []
    walked: list[list[str]] = []
    few: list[list[str]] = []
    for most, with_value, found in ((1_000, 1_000, whole), (3, 3, walked), (10, 1_000, few)):
        monkeypatch.setattr(tasklist, "MOST", most)
        monkeypatch.setattr(tasklist, "WITH_VALUE", with_value)
        found += [ids(filled, login, asked) for login in LOGINS for asked in wide]
    assert walked == whole
    assert [each[:10] for each in few] == [each[:10] for each in whole]
    assert max(map(len, whole)) > 20
    assert {len(each) for each in whole} > {0}


def test_numbers_are_ordered_by_size_and_no_value_comes_last(filled: House) -> None:
    by = filled.actors["hilde.vandamme"]
    asked = Narrowed(process=SUBSIDY, field="plaatsen", sort="field")
    found = inbox.find(filled.runtime, by=by, box="team", narrowed=asked)
    values: list[Any] = [line.values.get("plaatsen") for line in found.lines]
    known = [each for each in values if each is not None]
    assert known == sorted(known)
    assert known
    assert [each.label for each in found.columns] == ["Welke trap", "Aantal plaatsen"]


def test_a_case_that_ends_goes_out_of_the_order(filled: House) -> None:
    query = (
        "SELECT count(*) FROM case_field JOIN case_ ON case_.id = case_id "
        "WHERE (case_.state = 'running') <> (case_field.sort IS NOT NULL)"
    )
    with filled.runtime.store.read() as tx:
        assert tx.scalar(text(query)) == 0
        assert tx.scalar(text("SELECT count(*) FROM case_field WHERE sort IS NULL")) > 0


def test_an_upgrade_puts_in_order_what_an_older_version_wrote(filled: House) -> None:
    with filled.runtime.store.write("tests.write") as tx:
        before = tx.all(text("SELECT case_id, name, sort FROM case_field ORDER BY 1, 2"))
        running = tx.run(text("UPDATE case_field SET sort = NULL WHERE sort IS NOT NULL"))
    assert inbox.put_in_order(filled.runtime) == running > 0
    assert inbox.put_in_order(filled.runtime) == 0
    with filled.runtime.store.read() as tx:
        assert tx.all(text("SELECT case_id, name, sort FROM case_field ORDER BY 1, 2")) == before
