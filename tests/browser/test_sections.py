"""A form in parts in a browser: by keyboard on a telephone, and while things go slow."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests import sectioned
from tests.browser.desks import READY, Desks
from tests.browser.forms import press
from tests.browser.hands import Hands
from tests.browser.serving import Served
from tests.browser.test_every_page import AXE, shape, violations
from tests.sectioned import CLERK, PROCESS

TELEPHONE: ViewportSize = {"width": 360, "height": 740}
ADDRESS = f"/procedures/nieuw/{PROCESS}"
SAVED = re.compile(r"bewaard om \d\d:\d\d")


@pytest.fixture
def desk(served: Served, desks: Desks) -> Desks:
    sectioned.deploy(served.house)
    return desks


def sound(page: Page) -> None:
    """Assert that a page is accessible, and narrow enough."""
    page.wait_for_selector(READY, state="attached")
    faults = [*violations(page), *shape(page)]
    page.set_viewport_size(TELEPHONE)
    assert not faults, "\n".join([page.url, *faults])


def test_an_application_is_filled_in_by_keyboard_on_a_telephone(desk: Desks) -> None:
    page = desk.of(CLERK, viewport=TELEPHONE)
    page.context.add_init_script(path=AXE)
    hands = Hands(page)
    page.goto(ADDRESS)
    sound(page)
    hands.follow("Beginnen")
    sound(page)
    hands.follow("Organisator")
    hands.answer({"wie.naam": "De Zonnebloem", "wie.team": True})
    hands.follow("Opslaan en verder")
    hands.answer({"personen.0.naam": "Bo", "personen.0.leeftijd": "veel"})
    hands.follow("Opslaan en verder")
    hands.hears("Er is iets niet in orde")
    assert page.title().startswith("Fout: Personen")
    sound(page)
    hands.follow("Persoon 1: Leeftijd")
    hands.answer({})
    expect(page.locator('[name="personen.0.leeftijd"]')).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("31")
    hands.follow("Opslaan en verder")
    hands.follow("Opslaan en terug naar het overzicht")
    expect(page.get_by_text("2 van de 3 delen zijn in orde.")).to_be_visible()
    sound(page)
    hands.follow("Kijk je antwoorden na")
    sound(page)
    hands.follow("Wijzigen : Persoon 1: Leeftijd")
    expect(page.locator('[name="personen.0.leeftijd"]')).to_be_focused()
    hands.follow("Opslaan en verder")
    hands.follow("Opslaan en terug naar het overzicht")
    hands.follow("Kijk je antwoorden na")
    hands.follow("Procedure starten")
    hands.hears("Er is iets niet in orde")
    sound(page)
    hands.follow("Plaats: Hoeveel plaatsen")
    expect(page.locator('[name="plaats.aantal"]')).to_be_focused()
    page.keyboard.type("12")
    hands.press("Tab")
    expect(page.get_by_label("Waarom zijn het er zo veel?")).to_be_visible()
    hands.answer({"plaats.uitleg": "Er is een tuin."})
    hands.follow("Opslaan en verder")
    hands.follow("Procedure starten")
    hands.hears("De procedure is gestart.")


def test_what_is_typed_in_a_part_is_there_after_a_reload_and_in_another_browser(
    desk: Desks,
) -> None:
    page = begun(desk)
    page.fill('[name="wie.naam"]', "half")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.reload()
    expect(page.locator('[name="wie.naam"]')).to_have_value("half")
    other = desk.of(CLERK, java_script_enabled=False)
    other.goto("/procedures/nieuw")
    other.get_by_role("link", name="half").click()
    other.get_by_role("link", name="Organisator").click()
    expect(other.locator('[name="wie.naam"]')).to_have_value("half")


def test_sending_while_the_draft_is_being_saved_waits_for_it(desk: Desks) -> None:
    page = begun(desk)

    def slow(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/concept?*", slow, times=1)
    page.fill('[name="wie.naam"]', "De Zonnebloem")
    with page.expect_request("**/concept?*"):
        page.keyboard.press("Control+s")
    with page.expect_navigation(url="**deel=plaats*"):
        page.get_by_role("button", name="Opslaan en verder").click()
    expect(page.get_by_role("heading", name="Plaats", exact=True, level=1)).to_be_visible()


def begun(desk: Desks) -> Page:
    """Begin an application and open its first part."""
    page = desk.of(CLERK)
    page.goto(ADDRESS)
    assert press(page, "Beginnen") == 200
    page.get_by_role("link", name="Organisator").click()
    page.wait_for_selector(READY, state="attached")
    return page
