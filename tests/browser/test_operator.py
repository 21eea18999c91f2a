"""An operator finds a case that stands still, corrects what is wrong, and the case goes on."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from engine import history, store, tasks
from tests import stuck
from tests.browser.desks import Desks
from tests.browser.forms import follow, press
from tests.browser.serving import Served
from tests.verbs import probing

WHY = "De aanvrager gaf het bedrag per telefoon door"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_case_that_stands_still_is_found_mended_and_goes_on(
    served: Served, desks: Desks, scripts: bool
) -> None:
    house = served.house
    number = stuck.without_amount(house).number
    page = desks.of("bert.beheer", java_script_enabled=scripts)
    follow(page, "Storingen")
    expect(page.get_by_role("row").filter(has_text="Hoeveel?")).to_contain_text(number)
    follow(page, "Herstellen")

    follow(page, "Gegevens verbeteren")
    page.get_by_label("Wat moet het worden?").fill("amount = 12 +")
    assert press(page, "Bekijken wat er gebeurt") == 422
    page.get_by_label("Wat moet het worden?").fill("amount = 12")
    assert press(page, "Bekijken wat er gebeurt") == 200
    expect(page.get_by_role("row").filter(has_text="amount")).to_contain_text("12")
    give_reason(page, "Gegevens verbeteren")
    expect(page.get_by_text("De gegevens zijn verbeterd.")).to_be_visible()

    by, task = house.actors["sara.mertens"], probing.only_task(house, number)
    tasks.complete(house.runtime, task_id=task.id, by=by, posted={}, key=store.new_id())
    assert probing.only_task(house, number).element == "check"
    page.goto(f"/beheer/procedures/{number}")
    expect(page.get_by_text("De procedure ging intussen verder.")).to_be_visible()
    follow(page, "Afsluiten")
    give_reason(page, "Afsluiten")
    expect(page.get_by_text("Er staat niets stil")).to_be_visible()
    kinds = probing.kinds(house, number)
    assert kinds[-3:] == ["case:corrected", "task:completed", "incident:resolved"]
    assert history.verify(house.runtime).whole


def test_what_failed_is_moved_to_where_it_can_go_on(served: Served, desks: Desks) -> None:
    house = served.house
    number = stuck.on_an_error(house).number
    page = desks.of("bert.beheer")
    page.goto(f"/beheer/procedures/{number}")
    follow(page, "Opnieuw proberen")
    expect(page.get_by_text("Met de gegevens van nu loopt het weer vast.")).to_be_visible()
    follow(page, "Niet doen")
    follow(page, "Verplaatsen")
    page.get_by_label("Naar welke stap?").select_option(label="Kijk het bedrag na")
    assert press(page, "Bekijken wat er gebeurt") == 200
    expect(page.get_by_text("De taak ‘Kijk het bedrag na’ gaat open.")).to_be_visible()
    give_reason(page, "Verplaatsen")
    expect(page.get_by_text("De procedure is verplaatst.")).to_be_visible()
    expect(page.get_by_text("Er is geen open storing.")).to_be_visible()
    assert probing.only_task(house, number).element == "check"


def test_of_two_operators_at_the_same_case_the_second_is_told(served: Served, desks: Desks) -> None:
    number = stuck.without_amount(served.house).number
    first, second = (desks.of("bert.beheer") for _ in range(2))
    for page in (first, second):
        page.goto(f"/beheer/procedures/{number}/stopzetten")
        page.get_by_label("Waarom doe je dit?").fill(WHY)
    assert press(first, "Procedure stopzetten") == 200
    assert press(second, "Procedure stopzetten") == 409
    expect(second.get_by_text(WHY)).to_be_visible()
    assert probing.kinds(served.house, number).count("case:cancelled") == 1


def give_reason(page: Page, button: str) -> None:
    """Say why, and do it."""
    page.get_by_label("Waarom doe je dit?").fill(WHY)
    assert press(page, button) == 200
