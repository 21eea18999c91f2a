"""A term nears its end: the owner and, later, the coordinator find it at 8.30 and put it aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine import reminders
from tests.browser.desks import Desks, Watch
from tests.browser.serving import Served, serving
from tests.verbs.lawmaking import OURS, running

OWNER, COORDINATOR = "sara.mertens", "hilde.vandamme"


@pytest.fixture
def still(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Desks]]:
    """Serve a house in which only this test moves the time."""
    with serving(tmp_path, poller=False) as served:
        desks = Desks(browser, served.url, Watch(served.url))
        yield served, desks
        desks.close()
        assert not desks.watch.seen


def later(served: Served, days: int) -> None:
    served.house.clock.forward(days=days)
    reminders.give_due(served.house.runtime)


def put_aside_by_keyboard(page: Page) -> None:
    """Go with Tab to the first button that puts a warning aside, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if "Gezien" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("De waarschuwing staat op gezien.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_warnings_are_read_at_half_past_eight(still: tuple[Served, Desks], scripts: bool) -> None:
    served, desks = still
    first, second = running(served.house, OURS, 0, 5)
    later(served, 35)
    page = desks.of(OWNER, java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    page.goto("/taken")
    page.get_by_role("link", name="Termijnen (2)").click()
    rows = page.locator("table[role=table] tbody tr")
    expect(rows).to_have_count(2)
    put_aside_by_keyboard(page)
    expect(rows).to_have_count(1)
    wide = page.evaluate("document.documentElement.scrollWidth") if scripts else 360
    assert wide <= 360
    later(served, 26)
    above = desks.of(COORDINATOR, java_script_enabled=scripts)
    above.goto("/taken/termijnen?toon=verstreken")
    expect(above.locator("table[role=table] tbody tr")).to_have_count(2)
    above.goto(f"/procedures/{first}")
    expect(above.get_by_text("gezien door Sara Mertens")).to_have_count(0)
    above.goto(f"/procedures/{second}")
    above.get_by_text("Wie gewaarschuwd is").click()
    expect(above.get_by_text("gezien door Sara Mertens")).to_be_visible()
