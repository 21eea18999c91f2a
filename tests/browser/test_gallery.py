"""The gallery of forms with the keyboard alone, without scripts, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desks import READY, Desks, Watch
from tests.browser.hands import Hands
from tests.browser.serving import Served, serving
from tests.browser.test_every_page import AXE, NARROW, violations

HERE = "/hulp/formulieren"
ANALYST = "pieter.claeys"
FURTHEST = 1500
STOPS = """() => {
  const seen = new Set();
  const open = (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility();
  return [...document.querySelectorAll('form.example :is(input, select, textarea, button)')]
    .filter(open)
    .filter((one) => {
      if (one.type !== 'radio') return true;
      const group = [...one.form.elements[one.name]];
      const first = group.find((each) => each.checked) ?? group[0];
      return one === first;
    })
    .map((one) => `${one.form.id} ${one.id || one.name + one.value}`);
}"""
LISTEN = """() => {
  window.walked = [];
  document.addEventListener('focusin', ({target: one}) => {
    if (one.matches('form.example :is(input, select, textarea, button)'))
      window.walked.push(`${one.form.id} ${one.id || one.name + one.value}`);
  });
}"""


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("gallery"), poller=False) as served:
        yield served


@pytest.fixture
def desks(browser: Browser, house: Served) -> Iterator[Desks]:
    found = Desks(browser, house.url, Watch(house.url))
    yield found
    found.close()
    assert not found.watch.seen


def example(page: Page, component: str, name: str) -> Hands:
    """Open the page of one example, and put somebody with a keyboard before it."""
    page.goto(f"{HERE}/{component}/{name}")
    page.wait_for_selector(READY, state="attached")
    return Hands(page)


def test_tab_comes_to_every_control_once_in_the_order_of_the_page(desks: Desks) -> None:
    page = desks.of(ANALYST)
    page.goto(HERE)
    page.wait_for_selector(READY, state="attached")
    stops = page.evaluate(STOPS)
    assert len(stops) > 300
    page.evaluate(LISTEN)
    page.locator("#textfield").evaluate("one => (one.tabIndex = -1, one.focus())")
    for _ in range(FURTHEST // 10):
        for _ in range(10):
            page.keyboard.press("Tab")
        if page.evaluate("window.walked.length") >= len(stops):
            break
    assert page.evaluate("window.walked") == stops


def test_ticks_and_choices_are_made_with_the_keyboard(desks: Desks) -> None:
    page = desks.of(ANALYST)
    hands = example(page, "checklist", "leeg")
    hands.answer({"checklist-leeg.ruimten": ["leefruimte", "sanitair"]})
    ticked = page.locator("input:checked")
    expect(ticked).to_have_count(2)
    hands = example(page, "radio", "leeg")
    hands.answer({"radio-leeg.advies": "ongunstig"})
    expect(page.locator("input:checked")).to_have_value("ongunstig")


def test_a_verdict_asks_for_its_reason_at_once_and_the_focus_stays(desks: Desks) -> None:
    page = desks.of(ANALYST)
    hands = example(page, "radio", "oordeel")
    reason = page.get_by_label("Motivering")
    hands.answer({"radio-oordeel.brandveiligheid.oordeel": "voldoet_niet"})
    expect(reason).to_be_visible()
    assert hands.focus().value == "voldoet_niet"
    hands.press("Tab")
    assert hands.focus().name.startswith("Motivering")
    page.keyboard.type("De deur is te smal.")
    hands.press("Enter")
    hands.press("Shift+Tab")
    hands.press("ArrowUp")
    expect(reason).to_have_count(0)


def test_a_code_is_looked_up_and_several_are_gathered(desks: Desks) -> None:
    page = desks.of(ANALYST)
    hands = example(page, "select", "codelijst")
    hands.tab_to("Gemeente")
    page.keyboard.type("gen")
    expect(page.locator('datalist option[value="Gent"]')).to_have_count(1)
    hands = example(page, "taglist", "codelijst-ingevuld")
    hands.tab_to("Nog een toevoegen")
    page.keyboard.type("Leuven")
    hands.press("Enter")
    expect(page.get_by_label("Leuven", exact=True)).to_be_checked()
    hands.tab_to("Tienen", back=True)
    hands.press("Space")
    expect(page.get_by_label("Tienen", exact=True)).to_have_count(0)


def test_rows_come_and_go_with_the_keyboard(desks: Desks) -> None:
    page = desks.of(ANALYST)
    hands = example(page, "dynamiclist", "een-rij")
    hands.tab_to("Persoon toevoegen", "button")
    hands.press("Enter")
    second = page.get_by_role("group", name="Persoon 2 van 2")
    expect(second.get_by_label("Naam")).to_be_focused()
    page.keyboard.type("Bo")
    hands.tab_to("Verwijder persoon 1", "button", back=True)
    hands.press("Enter")
    expect(page.get_by_role("group", name="Persoon 1 van 1")).to_be_visible()
    expect(page.get_by_label("Naam")).to_have_value("Bo")


def test_without_scripts_the_gallery_says_the_same_and_still_works(desks: Desks) -> None:
    page = desks.of(ANALYST, java_script_enabled=False)
    texts = []
    for each in (desks.of(ANALYST), page):
        each.goto(HERE)
        texts.append(each.locator("main").inner_text().replace("Bestand toevoegen\n", ""))
    assert texts[0].split() == texts[1].split()
    form = page.locator("#vorm-radio-oordeel")
    form.get_by_label("Voldoet niet").check()
    form.get_by_role("button", name="Nakijken").click()
    expect(page.get_by_label("Motivering")).to_be_visible()
    expect(page.get_by_text("Vul dit veld in.")).to_be_visible()
    page.goto(HERE)
    page.locator("#vorm-dynamiclist-een-rij").get_by_role("button", name="toevoegen").click()
    expect(page.get_by_role("group", name="Persoon 2 van 2")).to_be_visible()


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_the_gallery_is_accessible_in_the_dark_and_in_forced_colours(
    desks: Desks, look: dict[str, str]
) -> None:
    page = desks.of(ANALYST, viewport=NARROW, **look)
    page.context.add_init_script(path=AXE)
    page.goto(HERE)
    page.wait_for_selector(READY, state="attached")
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") == NARROW["width"]


def test_on_paper_there_are_answers_and_no_buttons(desks: Desks) -> None:
    page = desks.of(ANALYST, viewport={"width": 680, "height": 900})
    page.goto(HERE)
    page.emulate_media(media="print")
    expect(page.locator("main button:visible")).to_have_count(0)
    expect(page.locator(".schema:visible")).to_have_count(0)
    expect(page.locator("#vorm-radio-oordelen")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 680
