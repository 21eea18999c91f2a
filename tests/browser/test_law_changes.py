"""A term goes from 60 to 45 days while cases run, under each of the three transitional rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine import lawbook
from engine.wording import short_date
from tests.browser.desks import Desks, Watch
from tests.browser.forms import follow, press
from tests.browser.serving import Served, serving
from tests.verbs import lawmaking, probing
from tests.verbs.lawmaking import ANALYST, JURIST, OURS

TERM = f"/termijnen/{OURS}"


@pytest.fixture
def still(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Desks]]:
    """Serve a house in which only this test moves the time."""
    with serving(tmp_path, poller=False) as served:
        desks = Desks(browser, served.url, Watch(served.url))
        yield served, desks
        desks.close()
        assert not desks.watch.seen


def proposes(page: Page, served: Served, rule: str) -> int:
    """Propose 45 days from tomorrow on under a rule; return the status of what answers."""
    page.goto(TERM)
    follow(page, "Wijziging voorstellen")
    page.get_by_label("Nieuwe waarde").fill("45")
    tomorrow = lawmaking.today(served.house) + timedelta(days=1)
    page.get_by_label("Geldt vanaf").fill(tomorrow.isoformat())
    page.get_by_role("radio", name=rule).check()
    page.get_by_label("Bron").fill("Besluit van 20 maart 2026, artikel 7")
    page.get_by_label("Waarom verandert dit?").fill("Het besluit is gewijzigd.")
    return press(page, "Voorstellen")


def listed(page: Page) -> dict[str, tuple[str, str, str]]:
    """Return the clocks in the list by case: end before, end after, what happens."""
    rows = page.locator("table[role=table] tbody tr").all()
    cells = [[each.inner_text().strip() for each in row.locator("th, td").all()] for row in rows]
    return {number: (before, after, what) for number, before, after, what in cells}


def confirms(page: Page, address: str, served: Served) -> None:
    """Confirm as the second person, and let the day come."""
    page.goto(address)
    assert press(page, "Bevestigen") == 200
    expect(page.get_by_text("De wijziging is bevestigd.")).to_be_visible()
    served.house.clock.forward(days=1)
    lawbook.carry_out(served.house.runtime)
    page.reload()


def ends(served: Served, numbers: list[str]) -> list[str]:
    found = [lawmaking.clock(served.house, number).end for number in numbers]
    return [short_date(end) for end in found if end]


def shorter(served: Served, numbers: list[str]) -> list[str]:
    found = [lawmaking.clock(served.house, number).end for number in numbers]
    return [short_date(end - timedelta(days=15)) for end in found if end]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_respectful_moves_no_clock(still: tuple[Served, Desks], *, scripts: bool) -> None:
    served, desks = still
    numbers = lawmaking.running(served.house, OURS, 5, 50)
    before = ends(served, numbers)
    analyst = desks.of(ANALYST, java_script_enabled=scripts)
    jurist = desks.of(JURIST, java_script_enabled=scripts)
    assert proposes(analyst, served, "Eerbiedigend") == 200
    expect(analyst.get_by_role("button", name="Bevestigen")).to_have_count(0)
    assert [row[:2] for row in listed(analyst).values()] == [(end, end) for end in before]
    confirms(jurist, analyst.url, served)
    assert ends(served, numbers) == before
    jurist.goto(TERM)
    expect(jurist.get_by_text("45 kalenderdagen").first).to_be_visible()
    (later,) = lawmaking.running(served.house, OURS, 0)
    clock = lawmaking.clock(served.house, later)
    assert clock.end == clock.day0 + timedelta(days=45)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("kept", [False, True], ids=["letter by its day", "letter of the case"])
def test_immediate_moves_what_was_not_told_and_waits_for_letters(
    still: tuple[Served, Desks], *, scripts: bool, kept: bool
) -> None:
    served, desks = still
    numbers = lawmaking.running(served.house, OURS, 5, 20)
    told = numbers[1]
    lawmaking.letter_named(served.house, told, OURS)
    before, after = ends(served, numbers), shorter(served, numbers)
    trail = probing.kinds(served.house, told)
    analyst = desks.of(ANALYST, java_script_enabled=scripts)
    jurist = desks.of(JURIST, java_script_enabled=scripts)
    assert proposes(analyst, served, "Onmiddellijk") == 200
    lines = listed(analyst)
    assert [lines[number][:2] for number in numbers] == list(zip(before, after, strict=True))
    assert "verschuift" in lines[numbers[0]][2]
    assert "eerst een brief" in lines[told][2]
    confirms(jurist, analyst.url, served)
    assert ends(served, numbers) == [after[0], before[1]]
    assert "wacht op een brief" in listed(jurist)[told][2]
    assert probing.kinds(served.house, told) == [*trail, "clock:kept"], "no letter was touched"
    if kept:
        lawmaking.letter_named(served.house, told, OURS)
    assert decide(jurist, told, "Ze volgt de nieuwe regel") == 422
    if kept:
        expect(jurist.get_by_role("alert")).to_contain_text("brief waarin het nieuwe einde staat")
        jurist.get_by_label("Met welke brief?").select_option(index=1)
    else:
        expect(jurist.get_by_role("alert")).to_contain_text("brief met de nieuwe datum")
        jurist.get_by_label("Brief verstuurd op").fill(lawmaking.today(served.house).isoformat())
    assert press(jurist, "Beslissen") == 200
    assert ends(served, numbers) == after


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_per_case_moves_what_somebody_decides(
    still: tuple[Served, Desks], *, scripts: bool
) -> None:
    served, desks = still
    numbers = lawmaking.running(served.house, OURS, 5, 20, 50)
    before, after = ends(served, numbers), shorter(served, numbers)
    analyst = desks.of(ANALYST, java_script_enabled=scripts)
    jurist = desks.of(JURIST, java_script_enabled=scripts)
    assert proposes(analyst, served, "Per dossier") == 200
    assert "kan niet" in listed(analyst)[numbers[2]][2]
    confirms(jurist, analyst.url, served)
    assert ends(served, numbers) == before
    assert decide(jurist, numbers[0], "Ze volgt de nieuwe regel") == 200
    assert decide(jurist, numbers[1], "Ze blijft") == 200
    assert decide(jurist, numbers[2], "Ze volgt de nieuwe regel") == 422
    assert ends(served, numbers) == [after[0], *before[1:]]


def decide(page: Page, number: str, what: str) -> int:
    """Decide about the clock of a case; return the status of what answers."""
    follow(page, f"Beslissen over {number}")
    page.get_by_role("radio", name=what).check()
    page.get_by_label("Waarom?").fill("De aanvrager is akkoord.")
    return press(page, "Beslissen")


def test_a_change_after_which_a_clock_is_over_is_refused_with_that_clock(
    still: tuple[Served, Desks],
) -> None:
    served, desks = still
    numbers = lawmaking.running(served.house, OURS, 5, 50)
    analyst = desks.of(ANALYST)
    assert proposes(analyst, served, "Onmiddellijk") == 422
    expect(analyst.get_by_role("alert")).to_contain_text("voorbij zijn voor de wijziging ingaat")
    assert list(listed(analyst)) == [numbers[1]]
    expect(analyst.get_by_label("Bron")).to_have_value("Besluit van 20 maart 2026, artikel 7")
