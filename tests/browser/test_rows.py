"""Rows of a repeated part come and go in the page, with the focus where one goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.desks import Desks
from tests.forms.building import field, form, only
from tests.house import PROCESS

MADE = form(
    field("textfield", "opmerking"),
    {
        "type": "dynamiclist",
        "id": "personen",
        "path": "personen",
        "label": "Personen",
        "components": [
            field("textfield", "naam"),
            field("select", "woonplaats", properties={"lijst": "gemeenten"}),
            field("textfield", "school", conditional={"hide": '=naam != "Bo"'}),
        ],
        "properties": {"rij": "Persoon"},
    },
)


@pytest.fixture(autouse=True)
def our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every form be the one of this file."""
    only(monkeypatch, MADE)


def test_rows_come_and_go_and_nothing_typed_is_lost(desks: Desks) -> None:
    page = desks.of("an.admin")
    page.goto(f"/procedures/nieuw/{PROCESS}")
    address = page.url
    page.fill("[name=opmerking]", "blijft staan")
    page.fill('[name="personen.0.naam"]', "An")
    page.get_by_role("button", name="Persoon toevoegen").press("Enter")
    second = page.locator('[name="personen.1.naam"]')
    expect(second).to_be_focused()
    expect(page.get_by_role("group", name="Persoon 2 van 2")).to_be_visible()
    second.fill("Bo")
    second.press("Tab")
    expect(page.locator('[name="personen.1.school"]')).to_be_visible()
    expect(page.locator('[name="personen.0.school"]')).to_have_count(0)
    page.get_by_role("button", name="Verwijder persoon 1").click()
    expect(page.locator('[name="personen.0.naam"]')).to_have_value("Bo")
    expect(page.locator('[name="personen.1.naam"]')).to_have_count(0)
    expect(page.locator("[name=opmerking]")).to_have_value("blijft staan")
    expect(page.get_by_role("button", name="Persoon toevoegen")).to_be_focused()
    assert page.url.partition("?")[0] == address, "the page itself was never sent"


def test_a_town_is_looked_up_while_one_types(desks: Desks) -> None:
    page = desks.of("an.admin")
    page.goto(f"/procedures/nieuw/{PROCESS}")
    page.locator('[name="personen.0.woonplaats"]').press_sequentially("gen")
    expect(page.locator('datalist option[value="Gent"]')).to_have_count(1)


def test_a_row_stays_when_the_answer_before_it_was_still_on_its_way(desks: Desks) -> None:
    page = desks.of("an.admin")
    page.goto(f"/procedures/nieuw/{PROCESS}")
    slow: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if slow:
            route.continue_()
        else:
            slow.append(route)

    page.route("**/vragen", hold_the_first)
    page.fill('[name="personen.0.naam"]', "An")
    page.get_by_role("button", name="Persoon toevoegen").click()
    second = page.locator('[name="personen.1.naam"]')
    expect(second).to_be_visible()
    slow[0].continue_()
    page.wait_for_timeout(500)
    expect(second).to_be_visible()
    expect(page.locator('[name="personen.0.naam"]')).to_have_value("An")
