"""A code of a list ends under four eyes, and nobody can choose it from its day on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import coding
from tests.browser.desks import Desks
from tests.browser.forms import follow, press
from tests.browser.serving import Served
from tests.coding import ANALYST, JURIST
from tests.recording import SARA


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_code_ends_under_four_eyes(served: Served, desks: Desks, scripts: bool) -> None:
    analyst = desks.of(ANALYST, java_script_enabled=scripts)
    analyst.goto("/codelijsten")
    follow(analyst, "Rechtsvormen van een organisator")
    follow(analyst, "Wijzigen van Cv")
    analyst.get_by_label("Ze kan niet meer gekozen worden").check()
    assert press(analyst, "Voorstellen") == 422
    expect(analyst.get_by_label("Ze kan niet meer gekozen worden")).to_be_checked()
    analyst.get_by_label("Vanaf").fill(coding.tomorrow(served.house).isoformat())
    analyst.get_by_label("Bron").fill("Wetboek van vennootschappen en verenigingen")
    analyst.get_by_label("Waarom verandert dit?").fill("Deze vorm bestaat niet meer.")
    assert press(analyst, "Voorstellen") == 200
    expect(analyst.get_by_role("button", name="Bevestigen")).to_have_count(0)
    jurist = desks.of(JURIST, java_script_enabled=scripts)
    jurist.goto(analyst.url)
    assert press(jurist, "Bevestigen") == 200
    expect(jurist.get_by_text("De wijziging is bevestigd.")).to_be_visible()
    clerk = desks.of(SARA, java_script_enabled=scripts)
    search = f"{served.url}/codelijsten/rechtsvormen/zoek?q=cv"
    assert [each["label"] for each in clerk.context.request.get(search).json()] == ["Cv"]
    served.house.clock.forward(days=1)
    assert clerk.context.request.get(search).json() == []
    jurist.goto("/codelijsten/rechtsvormen")
    last = coding.tomorrow(served.house) - timedelta(days=2)
    row = jurist.get_by_role("row", name="Cv beëindigd")
    expect(row).to_contain_text(f"{last.day:02}/{last.month:02}/{last.year}")
