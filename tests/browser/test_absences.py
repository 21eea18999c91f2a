"""Being away, standing in and handing over, in a browser: by keyboard, without scripts, narrow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import ViewportSize, expect

from tests import away
from tests.browser.desks import Desks
from tests.browser.forms import follow, press
from tests.browser.hands import Hands
from tests.browser.serving import Served

SARA, JONAS, LIEN, HILDE = "sara.mertens", "jonas.peeters", "lien.declercq", "hilde.vandamme"
NARROW: ViewportSize = {"width": 320, "height": 800}


def test_an_absence_is_written_and_ended_with_the_keyboard(served: Served, desks: Desks) -> None:
    page = desks.of(SARA)
    hands = Hands(page)
    page.goto("/taken")
    hands.follow("Mijn afwezigheid")
    first = away.today(served.house) + timedelta(days=1)
    hands.answer(
        {
            "first": first,
            "last": first + timedelta(days=4),
            "substitute": served.house.actors[JONAS].person_id,
        }
    )
    hands.follow("Inschrijven")
    hands.hears("De afwezigheid is ingeschreven.")
    expect(page.get_by_text("Jonas Peeters vervangt jou")).to_be_visible()
    hands.follow("Schrappen")
    hands.hears("De afwezigheid is beëindigd.")
    expect(page.get_by_text("vervangt jou")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_page_left_open_does_nothing_after_the_last_day(
    served: Served, desks: Desks, *, scripts: bool
) -> None:
    task = served.claimed("beoordeel_ontvankelijkheid", SARA)
    away.write(served.house, SARA, LIEN, days=1)
    page = desks.of(LIEN, java_script_enabled=scripts)
    page.set_viewport_size(NARROW)
    page.goto("/taken")
    follow(page, "In naam van Sara Mertens")
    expect(page.get_by_role("heading", level=1)).to_have_text("In naam van Sara Mertens")
    follow(page, task.name)
    expect(page.get_by_text("In naam van Sara Mertens")).to_be_visible()
    assert press(page, "Concept bewaren") == 200
    follow(page, "Kinderopvang De Zonnebloem")
    page.go_back()
    served.house.clock.forward(days=1)
    assert press(page, "Concept bewaren") == 404
    page.goto("/taken")
    expect(page.get_by_text("In naam van Sara Mertens")).to_have_count(0)
    desks.watch.seen.clear()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_coordinator_hands_a_task_over_and_the_receiver_reads_why(
    served: Served, desks: Desks, *, scripts: bool
) -> None:
    task = served.claimed("beoordeel_ontvankelijkheid", SARA)
    away.write(served.house, SARA, LIEN)
    page = desks.of(HILDE, java_script_enabled=scripts)
    page.set_viewport_size(NARROW)
    page.goto("/team")
    expect(page.get_by_role("row", name="Sara Mertens").first).to_contain_text("afwezig")
    assert press(page, "Gekozen taken doorgeven") == 200
    expect(page.get_by_text("Kies eerst minstens één taak.")).to_be_visible()
    page.get_by_role("checkbox").first.check()
    assert press(page, "Gekozen taken doorgeven") == 200
    assert press(page, "Doorgeven") == 422
    page.get_by_label("Aan wie").select_option(value=served.house.actors[JONAS].person_id or "")
    page.get_by_label("Waarom").fill("Sara is er niet.")
    assert press(page, "Doorgeven") == 200
    expect(page.get_by_text("De taken zijn doorgegeven.")).to_be_visible()
    other = desks.of(JONAS, java_script_enabled=scripts)
    other.goto("/taken")
    expect(other.get_by_text("gekregen van Hilde Van Damme")).to_be_visible()
    follow(other, task.name)
    expect(other.get_by_text("Sara is er niet.")).to_be_visible()
    desks.watch.seen.clear()


def test_tasks_are_handed_over_with_the_keyboard(served: Served, desks: Desks) -> None:
    served.claimed("beoordeel_ontvankelijkheid", SARA)
    page = desks.of(HILDE)
    hands = Hands(page)
    page.goto("/team")
    hands.tab_to("Kies ", "checkbox")
    hands.press("Space")
    hands.follow("Gekozen taken doorgeven")
    hands.answer({"to": served.house.actors[JONAS].person_id, "reason": "Het is druk."})
    hands.follow("Doorgeven")
    hands.hears("De taken zijn doorgegeven.")
