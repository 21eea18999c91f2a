"""A decision that was made known shows its remedy; a letter that stays here says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desks import Desks, Watch
from tests.browser.serving import Served, serving
from tests.scenarios import playing
from tests.verbs import test_unconfirmed

NARROW = {"width": 360, "height": 740}
REFUSED = "Niet verzonden: de bezwaartermijn in deze brief is niet bevestigd."


@pytest.fixture
def still(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Desks]]:
    """Serve a house whose jobs the test does itself."""
    with serving(tmp_path, poller=False) as served:
        desks = Desks(browser, served.url, Watch(served.url))
        yield served, desks
        desks.close()
        assert not desks.watch.seen


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_remedy_and_who_was_told_stand_with_the_decision(
    still: tuple[Served, Desks], scripts: bool
) -> None:
    served, desks = still
    playing.play(served.house, playing.FOLDER / "vergunning/scenarios/gedeeltelijk_toegekend.yaml")
    page = desks.of("sara.mertens", java_script_enabled=scripts, viewport=NARROW)
    page.goto("/beslissingen/2026/1")
    remedy = page.get_by_role("region", name="Rechtsmiddel")
    expect(remedy).to_contain_text("Bezwaar bij Opgroeien Regie")
    expect(remedy).to_contain_text("maandag 18 mei 2026")
    expect(remedy).to_contain_text("30 kalenderdagen vanaf zaterdag 18 april 2026")
    after = page.get_by_role("region", name="Wat er daarna gebeurde")
    expect(after).to_contain_text("Aan")
    expect(after).to_contain_text("RR 0000 0000 01 BE")
    expect(after).to_contain_text("Definitief op")
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_operator_reads_why_a_letter_stays_here(still: tuple[Served, Desks]) -> None:
    served, desks = still
    number = test_unconfirmed.sends(served.house, '"bezwaar.indienen"')
    page = desks.of("bert.beheer", viewport=NARROW)
    page.goto("/beheer/incidenten")
    expect(page.get_by_text(REFUSED)).to_be_visible()
    page.goto(f"/beheer/procedures/{number}")
    expect(page.get_by_text(REFUSED).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
