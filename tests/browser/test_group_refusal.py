"""A group is refused: incomplete, a clock that waits, an inspection, a hearing, a decision."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from playwright.sync_api import Page, expect

from engine import store
from tests import house as houses
from tests.browser.desks import READY, Desks
from tests.browser.forms import press
from tests.browser.parts import answer, posted
from tests.browser.serving import Served, plan

SCENARIO = "groepsopvang_onvolledig_inspectie_horen_geweigerd"
ROUTINE = {"controleer_registratie", "onderzoek_beleid", "onderzoek_organisator"} | {
    "onderzoek_personen",
    "plan_gesprek",
    "kijk_reacties_na",
    "kijk_bezwaar_na",
}
"""Done through the verbs: other tests see these pages."""
EVENTS = {
    "aanvulling_ontvangen": "Aanvulling ontvangen",
    "inspectieverslag_ontvangen": "Verslag van Zorginspectie ontvangen",
    "verweer_ontvangen": "Schriftelijk verweer ontvangen",
    "gesprek_gevraagd": "Gesprek gevraagd",
}


def test_a_group_is_refused_after_an_inspection_and_a_hearing(served: Served, desks: Desks) -> None:
    played = plan(SCENARIO)
    house = served.house
    house.clock.to(houses.morning(played["dag"]))
    start = houses.plain(played["start"])
    number = house.start(start, key=store.new_id(), process=played["proces"])
    for step in played["stappen"]:
        if "tijd" in step:
            house.clock.to(houses.morning(step["tijd"]))
        elif "bericht" in step:
            house.clock.to(houses.morning(step["waarden"]["received_on"]))
            book(served, desks.of("an.admin"), number, step)
        elif step.get("taak") in ROUTINE:
            served.does(number, step)
        elif "taak" in step:
            do(served, desks, number, step)
        elif step["verwacht"].get("status") == "onvolledig":
            waits(served, desks.of("sara.mertens"), number)
    served.ended(number, played["einde"])
    page = desks.of("sara.mertens")
    page.goto(f"/procedures/{number}")
    expect(page.locator("main")).to_contain_text("Vergunning geweigerd")


def waits(served: Served, page: Page, number: str) -> None:
    """See that the clock of the agency waits for the applicant, and since when."""
    served.at_rest()
    page.goto(f"/procedures/{number}")
    expect(page.locator("main")).to_contain_text("Opgeschort sinds donderdag 26 maart 2026")
    expect(page.locator("main")).to_contain_text("Onvolledig: wacht op de aanvrager")


def book(served: Served, page: Page, number: str, step: dict[str, Any]) -> None:
    """Book what came in at the post desk, where it is expected."""
    served.at_rest()
    values = dict(step["waarden"])
    came: date = values.pop("received_on")
    page.goto(f"/post?bij={number}")
    page.wait_for_selector(READY)
    page.fill("[name=_received]", f"{came:%d/%m/%Y}")
    page.get_by_label(EVENTS[step["bericht"]]).check()
    page.select_option("[name=_channel]", "brief")
    page.fill("[name=_subject]", EVENTS[step["bericht"]])
    page.check("[name=_danger][value=nee]")
    for name, said in posted(houses.nested(values)):
        page.fill(f'[name="{name}"]', said)
    assert press(page, "Inboeken en volgende") == 200


def do(served: Served, desks: Desks, number: str, step: dict[str, Any]) -> None:
    """Take, fill and complete a task at the desk of who does it."""
    page = desks.of(step["door"])
    page.goto(f"/taken/{served.task(number, step['taak']).id}")
    assert press(page, "Neem deze taak") == 200
    if step["taak"] == "weeg_aanvraag_af":
        expect(page.locator("main")).to_contain_text("Het inspectieverslag is ongunstig")
    if step["taak"] == "stel_beslissing_voor":
        expect(page.get_by_role("radio", name=re.compile("Weigering"))).to_be_visible()
    answer(page, dict(posted(houses.nested(step["antwoord"]))))
    assert press(page, "Afronden") == 200
    expect(page.get_by_text("De taak is afgerond.")).to_be_visible()
