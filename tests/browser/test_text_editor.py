"""An analyst writes a letter: kept while typing, led to what is wrong, put into force."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.desks import Desks
from tests.browser.serving import Served

EDIT = "/brieven/ontvankelijk/bewerken"
VIEW = "/brieven/ontvankelijk"


def test_a_mistake_is_told_while_typing_and_leads_to_its_line(served: Served, desks: Desks) -> None:
    page = desks.of("pieter.claeys")
    page.goto(EDIT)
    text = page.get_by_label("Tekst", exact=True)
    before = text.input_value()
    text.fill(before.replace("Beste ", "Beste `"))
    link = page.locator("#uitkomst a[data-line]").first
    expect(page.locator("#uitkomst")).to_contain_text("Deze opmaak kan niet in een brief")
    expect(page.locator("[data-saved]")).to_contain_text("bewaard om")
    link.press("Enter")
    expect(text).to_be_focused()
    assert selected(page).startswith("`")

    text.fill(before.replace("Beste ", "Dag "))
    expect(page.locator(".letter-sheet")).to_contain_text("Dag ")
    page.get_by_label("Wat is er veranderd, en waarom?").fill("Een andere aanhef")
    with page.expect_navigation():
        page.get_by_role("button", name="In werking zetten").click()
    expect(page.get_by_text("De nieuwe versie is in werking.")).to_be_visible()
    expect(page.locator(".letter-text")).to_contain_text("Dag {{")


def test_without_scripts_a_letter_is_looked_over_kept_and_refused(
    served: Served, desks: Desks
) -> None:
    page = desks.of("pieter.claeys", java_script_enabled=False)
    page.goto(EDIT)
    text = page.get_by_label("Tekst", exact=True)
    text.fill(text.input_value().replace("Beste ", "Beste `"))
    page.get_by_role("button", name="Nakijken en tonen").click()
    expect(page.locator("#uitkomst")).to_contain_text("Deze opmaak kan niet in een brief")
    page.get_by_role("button", name="Bewaren", exact=True).click()
    expect(page.get_by_text("Je concept is bewaard.")).to_be_visible()
    page.get_by_label("Wat is er veranderd, en waarom?").fill("Een proef")
    page.get_by_role("button", name="In werking zetten").click()
    expect(page.get_by_text("Hieronder staat elke reden")).to_be_visible()
    assert "Beste `" in text.input_value()


def selected(page: Page) -> str:
    found: str = page.evaluate(
        "() => { const t = document.getElementById('veld-tekst');"
        " return t.value.slice(t.selectionStart, t.selectionEnd); }"
    )
    return found
