"""A criminal record through the pages: who is outside its readers sees no value of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import house as houses
from tests.browser.desks import Desks
from tests.browser.forms import press
from tests.browser.parts import answer, posted
from tests.browser.serving import Served, plan

SECRETS = ("Recent, en met een verband met de zorg voor kinderen.", "Geen regel sluit dit uit.")
TABS = ("", "/gegevens", "/verloop", "/documenten", "/diagram")
OUTSIDE = ("an.admin", "inge.roels", "griet.lambrecht", "marc.desmet")
JUDGED = "beoordeel_belang_kind"


@pytest.fixture
def number(served: Served) -> str:
    """Return a case that waits for a person's judgement, after the advice of a lawyer."""
    played = plan("strafregister_niet_geschikt_bezwaar", "strafregister")
    served.house.clock.to(houses.morning(played["dag"]))
    number = served.house.start(houses.plain(played["start"]), process=played["proces"])
    for step in played["stappen"]:
        if step.get("taak") == JUDGED:
            break
        if "taak" in step:
            served.does(number, step)
    served.task(number, JUDGED)
    served.at_rest()
    return number


def test_only_readers_see_what_was_written_about_a_criminal_record(
    served: Served, desks: Desks, number: str
) -> None:
    for login in OUTSIDE:
        page = desks.of(login)
        for tab in TABS:
            sees_nothing(page, f"/procedures/{number}{tab}")
    sees_nothing(desks.of("ann.auditor"), f"/audit/procedures/{number}")
    sees_nothing(desks.of("bert.beheer"), f"/beheer/procedures/{number}")
    reader = desks.of("sara.mertens", viewport={"width": 320, "height": 640})
    motivation = judges(served, reader, number)
    sees_nothing(desks.of("an.admin"), f"/procedures/{number}/verloop", motivation)
    reader.goto(f"/procedures/{number}/verloop")
    expect(reader.locator("main")).to_contain_text(SECRETS[0])


def judges(served: Served, page: Page, number: str) -> str:
    """Give a judgement on a small screen, the advice before one; return its motivation."""
    played = plan("strafregister_niet_geschikt_bezwaar", "strafregister")
    step: dict[str, Any] = next(one for one in played["stappen"] if one.get("taak") == JUDGED)
    page.goto(f"/taken/{served.task(number, JUDGED).id}")
    expect(page.get_by_text(SECRETS[0])).to_be_visible()
    expect(page.get_by_text(re.compile("Noem geen feiten uit het uittreksel"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert press(page, "Neem deze taak") == 200
    answer(page, dict(posted(houses.nested(step["antwoord"]))))
    assert press(page, "Afronden") == 200
    served.task(number, "verstuur_voornemen_strafregister")
    return str(step["antwoord"]["strafoordeel.motivering"])


def sees_nothing(page: Page, address: str, *more: str) -> None:
    """Open a page that answers, and find none of the secrets in all that it sent."""
    answered = page.goto(address)
    assert answered is not None
    assert answered.status == 200, address
    text = answered.text()
    for secret in (*SECRETS, *more):
        assert secret not in text, address
