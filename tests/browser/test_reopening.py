"""A closed case is taken up again from its own page, and a decision is corrected from its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desks import Desks, Watch
from tests.browser.serving import Served, plan, serving

ASKS, AGREES = "sara.mertens", "hilde.vandamme"
REASON = "De Raad van State vernietigde de beslissing."
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def ended(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Desks, str]]:
    """Serve a house with a case that ended in a decision."""
    with serving(tmp_path) as served:
        number = served.played(plan(), lambda _: False)
        served.ended(number, "vergunning_toegekend")
        served.at_rest()
        desks = Desks(browser, served.url, Watch(served.url))
        yield served, desks, number
        desks.close()
        assert not desks.watch.seen


def tab_to(page: Page, words: str) -> None:
    """Go with Tab until what has the focus says `words`, as its text or as its label."""
    said = "(e => (e.labels?.[0] ?? e).textContent)(document.activeElement)"
    for _ in range(90):
        page.keyboard.press("Tab")
        if words in page.evaluate(said):
            return
    raise AssertionError(f"Tab never comes to {words}")


def fits(page: Page, scripts: bool) -> None:
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_closed_case_is_reopened_by_two_people(
    ended: tuple[Served, Desks, str], scripts: bool
) -> None:
    served, desks, number = ended
    page = desks.of(ASKS, java_script_enabled=scripts, viewport=NARROW)
    page.goto(f"/procedures/{number}")
    fits(page, scripts)
    if scripts:
        tab_to(page, "Heropenen")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("link", name="Heropenen").click()
    expect(page.get_by_label("Nummer van de procedure")).to_have_value(number)
    expect(page.get_by_text("We vulden al iets voor je in.")).to_be_visible()
    fits(page, scripts)
    if scripts:
        tab_to(page, "Waarom moet")
        page.keyboard.type(REASON)
        tab_to(page, "Welk team")
        page.keyboard.type("Team Oost")
        tab_to(page, "Procedure starten")
        page.keyboard.press("Enter")
    else:
        page.get_by_label("Waarom moet").fill(REASON)
        page.get_by_label("Welk team").select_option("kb-ko-oost")
        page.get_by_role("button", name="Procedure starten").click()
    expect(page.get_by_text("Vraagt om de heropening van")).to_be_visible()
    asked = page.url.partition("/procedures/")[2].partition("?")[0]
    _agree(served, desks, asked)
    page.goto(f"/procedures/{number}")
    expect(page.get_by_role("link", name="Heropenen")).to_have_count(0)
    expect(page.get_by_text("Heropend als")).to_be_visible()
    page = desks.of("an.admin", java_script_enabled=scripts, viewport=NARROW)
    page.goto(f"/procedures/{number}")
    page.get_by_text("Heropend als").get_by_role("link").click()
    expect(page.get_by_text(f"Vervolg op {number}", exact=True)).to_be_visible()
    expect(page.get_by_text("Kinderopvang De Zonnebloem").first).to_be_visible()


def _agree(served: Served, desks: Desks, asked: str) -> None:
    """Let the coordinator take the task and agree."""
    task = served.task(asked, "beoordeel_heropening")
    page = desks.of(AGREES)
    page.goto(f"/taken/{task.id}")
    page.get_by_role("button", name="Neem").first.click()
    page.get_by_label("Ja, begin de procedure opnieuw").check()
    page.get_by_role("button", name="Afronden").first.click()
    served.ended(asked, "procedure_heropend")
    served.at_rest()


def test_a_decision_is_corrected_from_its_own_page(ended: tuple[Served, Desks, str]) -> None:
    _, desks, number = ended
    page = desks.of(ASKS, viewport=NARROW)
    page.goto(f"/procedures/{number}")
    page.get_by_role("link", name="2026/00001").first.click()
    fits(page, scripts=True)
    tab_to(page, "Rechtzetten of intrekken")
    page.keyboard.press("Enter")
    field = page.get_by_label("Nummer van de beslissing")
    expect(field).to_have_value("2026/00001")
    assert "In dossier KO-" in page.inner_text("main")
    lawyer = desks.of("nele.aerts")
    lawyer.goto("/beslissingen/2026/1")
    expect(lawyer.get_by_role("heading", name="Beslissing 2026/00001")).to_be_visible()
    expect(lawyer.get_by_role("link", name="Rechtzetten of intrekken")).to_have_count(0)
