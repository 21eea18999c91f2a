"""A licence lives on from its decision: a button, a form that is filled in, active, closed a while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desks import Desks, Watch
from tests.browser.serving import Served, plan, serving

WHO = "sara.mertens"
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def granted(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Desks, str]]:
    """Serve a house with a licence that was granted."""
    with serving(tmp_path) as served:
        number = served.played(plan(), lambda _: False)
        served.ended(number, "vergunning_toegekend")
        served.at_rest()
        desks = Desks(browser, served.url, Watch(served.url))
        yield served, desks, number
        desks.close()
        assert not desks.watch.seen


def test_a_licence_starts_and_closes_for_a_while(granted: tuple[Served, Desks, str]) -> None:
    served, desks, number = granted
    page = desks.of(WHO, viewport=NARROW)
    life = _begun(page, number)
    today = served.house.clock.now.date().isoformat()
    served.house.do(life, "noteer_vergunning", WHO, {"register.bijgewerkt_op": today})
    served.house.post(life, "start_gemeld", {"start.datum": today}, received_on=today)
    served.at_rest()
    task = served.task(life, "noteer_start")
    page.goto(f"/taken/{task.id}")
    page.get_by_role("button", name="Neem").first.click()
    expect(page.get_by_text("Zet de stand in het register op")).to_be_visible()
    page.get_by_label("Register bijgewerkt op").fill(today)
    page.get_by_role("button", name="Afronden").first.click()
    served.task(life, "vraag_inspectie")
    page.goto(f"/procedures/{life}")
    expect(page.get_by_text("Actief", exact=True).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def _begun(page: Page, number: str) -> str:
    """Begin the life of the licence from the page of its decision; return the number of the case."""
    page.goto("/beslissingen/2026/1")
    page.get_by_role("link", name="Levensloop beginnen").click()
    expect(page.get_by_text("We vulden al iets voor je in.")).to_be_visible()
    expect(page.get_by_label("Nummer van de beslissing")).to_have_value("2026/00001")
    expect(page.get_by_label("Naam van de organisator")).to_have_value("Kinderopvang De Zonnebloem")
    expect(page.get_by_label("Vergunde plaatsen")).to_have_value("8")
    expect(page.get_by_label("Postcode")).to_have_value("3300")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.get_by_role("button", name="Procedure starten").click()
    expect(page.get_by_text("Vergund, nog niet gestart").first).to_be_visible()
    life = page.url.partition("/procedures/")[2].partition("?")[0]
    assert life != number
    page.goto("/beslissingen/2026/1")
    expect(page.get_by_role("link", name="Levensloop beginnen")).to_have_count(0)
    page.goto(f"/procedures/{life}")
    return life
