"""A licence lives on from its decision: a button, a form filled in, active, closed a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine import post
from engine.terms import local_day
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
    life, today = _begun(page, number), local_day(served.house.clock.now)
    served.house.do(life, "noteer_vergunning", WHO, {"register.bijgewerkt_op": today.isoformat()})
    _told(served, life, "start_gemeld", {"start.datum": today.isoformat()})
    _noted(page, served.task(life, "noteer_start").id, today.isoformat())
    served.task(life, "vraag_inspectie")
    page.goto(f"/procedures/{life}")
    expect(page.get_by_text("Actief", exact=True).first).to_be_visible()
    told = {"van": today, "hervat_op": today + timedelta(days=14)}
    answers = {f"onderbreking.{name}": day.isoformat() for name, day in told.items()}
    _told(served, life, "tijdelijke_stop_gemeld", {**answers, "onderbreking.reden": "Dakwerken."})
    _noted(page, served.task(life, "verwerk_tijdelijke_stop").id, today.isoformat())
    served.at_rest()
    page.goto(f"/procedures/{life}")
    expect(page.get_by_text("Niet actief", exact=True).first).to_be_visible()
    fits(page)


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def _told(served: Served, number: str, message: str, posted: dict[str, str]) -> None:
    """Book what the organiser tells, as it came in today."""
    served.at_rest()
    runtime, by = served.house.runtime, served.house.actors["an.admin"]
    waits = {each.message: each for each in post.expected(runtime, number=number, by=by)}
    post.register(
        runtime,
        number=number,
        token=waits[message].token,
        by=by,
        received_on=local_day(served.house.clock.now),
        channel="brief",
        posted=posted,
    )


def _noted(page: Page, task: str, today: str) -> None:
    """Take a task that keeps the register up to date, and finish it."""
    page.goto(f"/taken/{task}")
    page.get_by_role("button", name="Neem").first.click()
    expect(page.get_by_text("Er is geen koppeling met Edison").first).to_be_visible()
    page.get_by_label("Register bijgewerkt op").fill(today)
    fits(page)
    page.get_by_role("button", name="Afronden").first.click()


def _begun(page: Page, number: str) -> str:
    """Begin the life of the licence on the page of its decision; return the number of its case."""
    page.goto("/beslissingen/2026/1")
    page.get_by_role("link", name="Levensloop beginnen").click()
    expect(page.get_by_text("We vulden al iets voor je in.")).to_be_visible()
    expect(page.get_by_label("Nummer van de beslissing")).to_have_value("2026/00001")
    expect(page.get_by_label("Naam van de organisator")).to_have_value("Kinderopvang De Zonnebloem")
    expect(page.get_by_label("Vergunde plaatsen")).to_have_value("8")
    expect(page.get_by_label("Postcode")).to_have_value("3300")
    fits(page)
    page.get_by_role("button", name="Procedure starten").click()
    expect(page.get_by_text("Vergund, nog niet gestart").first).to_be_visible()
    life = page.url.partition("/procedures/")[2].partition("?")[0]
    assert life != number
    page.goto("/beslissingen/2026/1")
    expect(page.get_by_role("link", name="Levensloop beginnen")).to_have_count(0)
    page.goto(f"/procedures/{life}")
    return life
