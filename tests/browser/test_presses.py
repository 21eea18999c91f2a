"""What is pressed is what gets the click, also when typing just before it makes the page move."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.desks import Desks
from tests.forms.building import field, form, only
from tests.house import PROCESS

LONG = "Dit bedrag is per plaats. " * 60
MADE = form(
    field("textfield", "bedrag"),
    {"type": "text", "text": LONG, "conditional": {"hide": "=bedrag = null"}},
    field("radio", "oordeel", values=[{"value": "haalbaar", "label": "Haalbaar"}]),
    field("textfield", "reden", conditional={"hide": '=oordeel != "haalbaar"'}),
    field("checkbox", "akkoord"),
)
LONGEST_PRESS, SHOWN = 1000, 200  # ms; how long an answer is held, how soon it is shown if not


@pytest.fixture(autouse=True)
def our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every form be the one of this file."""
    only(monkeypatch, MADE)


@pytest.fixture
def page(desks: Desks) -> Page:
    """Open the form at the desk of somebody who begins a case."""
    page = desks.of("an.admin")
    page.goto(f"/procedures/nieuw/{PROCESS}")
    return page


def test_an_answer_that_moves_the_page_waits_for_the_click(page: Page) -> None:
    choice = page.get_by_label("Haalbaar")
    page.fill("[name=bedrag]", "12")
    press(page, choice)
    expect(page.get_by_text(LONG.strip())).to_have_count(0)
    page.mouse.up()
    expect(choice).to_be_checked()
    expect(page.get_by_text(LONG.strip())).to_be_visible()
    expect(page.locator("[name=reden]")).to_be_visible()


def test_a_press_that_was_moved_away_brings_the_answer_too(page: Page) -> None:
    page.fill("[name=bedrag]", "12")
    press(page, page.get_by_label("Haalbaar"))
    page.mouse.move(5, 5)
    page.mouse.up()
    expect(page.get_by_text(LONG.strip())).to_be_visible()
    expect(page.get_by_label("Haalbaar")).not_to_be_checked()


def test_a_press_without_end_does_not_hold_the_answer_for_ever(page: Page) -> None:
    page.fill("[name=bedrag]", "12")
    press(page, page.locator("[name=akkoord]"))
    page.wait_for_timeout(LONGEST_PRESS)
    expect(page.get_by_text(LONG.strip())).to_be_visible()


def press(page: Page, what: Locator) -> None:
    """Press the mouse on something and hold it until the server has answered what was typed."""
    box = what.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with page.expect_response(asks_what_follows):
        page.mouse.down()
    page.wait_for_timeout(SHOWN)


def asks_what_follows(answer: Response) -> bool:
    """Return whether this answers which questions follow."""
    return answer.url.endswith("/vragen")
