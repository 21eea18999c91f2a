"""Every page, as it is, empty and refused: accessible, narrow enough, Dutch, and silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from engine import web
from tests.browser import visits
from tests.browser.desks import READY, Desks, Watch
from tests.browser.serving import Served, serving
from tests.browser.visits import EMPTY, ERROR, NORMAL, Visit

AXE = Path(__file__).parent / ".assets" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW: ViewportSize = {"width": 320, "height": 800}
WIDE: ViewportSize = {"width": 1280, "height": 900}


class Tour:
    """One house and its visitors: each stays signed in from page to page."""

    def __init__(self, browser: Browser, served: Served, names: dict[str, str]) -> None:
        self.served, self.names = served, names
        self.desks = Desks(browser, served.url, Watch(served.url))
        self._pages: dict[str, Page] = {}

    def page(self, visit: Visit) -> Page:
        """Open the page of a visit and bring it in its state."""
        page = self._visitor(visit.login)
        self.desks.watch.seen.clear()
        page.set_viewport_size(WIDE)
        page.goto(visit.address.format(**self.names))
        if visit.act:
            visit.act(page)
        page.wait_for_selector(READY, state="attached")
        if page.locator("[data-diagram], [data-modeler], [data-form-editor]").count():
            page.wait_for_selector("[data-drawn=yes]", state="attached")
        return page

    def _visitor(self, login: str) -> Page:
        if login not in self._pages:
            page = self.desks.of(login) if login else self.desks.empty()
            page.context.add_init_script(path=AXE)
            self._pages[login] = page
        return self._pages[login]


@pytest.fixture(scope="module")
def full(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    with serving(tmp_path_factory.mktemp("full"), poller=False) as served:
        tour = Tour(browser, served, visits.furnish(served))
        yield tour
        tour.desks.close()


@pytest.fixture(scope="module")
def bare(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    with serving(tmp_path_factory.mktemp("bare"), poller=False) as served:
        tour = Tour(browser, served, {})
        yield tour
        tour.desks.close()


@pytest.mark.parametrize("visit", [*NORMAL, *ERROR], ids=Visit.name)
def test_a_page_is_accessible_narrow_and_silent(full: Tour, visit: Visit) -> None:
    check(full, visit)


@pytest.mark.parametrize("visit", EMPTY, ids=Visit.name)
def test_an_empty_page_is_accessible_narrow_and_silent(bare: Tour, visit: Visit) -> None:
    check(bare, visit)


def test_every_page_there_is_gets_a_visit(full: Tour) -> None:
    app = web.create_app(full.served.house.runtime)
    urls = app.url_map.bind("127.0.0.1")
    seen = set()
    for visit in NORMAL:
        seen.add(urls.match(visit.address.format(**full.names).partition("?")[0])[0])
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted(pages - visits.NO_PAGES - seen) == []


def check(tour: Tour, visit: Visit) -> None:
    page = tour.page(visit)
    faults = [*violations(page), *shape(page), *tour.desks.watch.seen]
    assert not faults, "\n".join([f"{visit.name()} ({page.url})", *faults])


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong."""
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})",
        RULES,
    )
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]


def shape(page: Page) -> list[str]:
    """Return what is wrong with the page as a whole."""
    faults = []
    if (heads := page.locator("h1").count()) != 1:
        faults.append(f"{heads} h1")
    if (spoken := page.locator("html").get_attribute("lang")) != "nl":
        faults.append(f"lang={spoken}")
    page.set_viewport_size(NARROW)
    if (width := page.evaluate("document.scrollingElement.scrollWidth")) > NARROW["width"]:
        faults.append(f"{width} px wide on a screen of {NARROW['width']}")
    return faults
