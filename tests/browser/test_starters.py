"""A starter from registration through an information session and a talk to the certificate."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import Page, expect

from tests import house as houses
from tests.browser.desks import READY, Desks
from tests.browser.forms import follow, press
from tests.browser.parts import answer, posted
from tests.browser.serving import Served, plan
from tests.browser.test_other_families import begin, tells

EXPERT, DOOR = "inge.roels", "an.admin"
SESSION = {
    "sessie.titel": "Leuven, 21 april",
    "sessie.datum": "21/04/2026",
    "sessie.uur": "19.30",
    "sessie.moment": "avond",
    "sessie.wijze": "zaal",
    "sessie.plaats": "Diestsepoort 6, Leuven",
    "sessie.capaciteit": "40",
}
PARTICIPANT = {
    "nieuw": {
        "naam": "Yasmina Bouali",
        "straat": "Lindestraat",
        "huisnummer": "8",
        "postcode": "3000",
        "gemeente": "Leuven",
    }
}
ATTENDED = {
    "taak": "noteer_aanwezigheden",
    "antwoord": {"sessie.verloop": "doorgegaan", "deelnemers.0.aanwezig": "ja"},
}
AWAITED = {
    "infosessie_geboekt": "Aanwezigheid ingeboekt",
    "intentieformulier_ontvangen": "Intentieformulier ontvangen",
    "begeleidingsverslag_ontvangen": "Verslag van de partner ontvangen",
}


def test_a_starter_goes_through_a_session_and_a_talk_to_the_certificate(
    served: Served, desks: Desks
) -> None:
    played = plan("traject_afgerond", "starters")
    case = begin(served, desks, played, "Starterstraject")
    desk = {login: desks.of(login) for login in (DOOR, EXPERT)}
    steps = iter(step for step in played["stappen"] if "verwacht" not in step)
    do(served, desk[EXPERT], case, next(steps))
    tells(served, desk[EXPERT], case, "Uw starterstraject begint met een infosessie")

    session = planned(served, desk[EXPERT])
    book(served, desk[DOOR], session, "Inschrijving ontvangen", date(2026, 4, 15), PARTICIPANT)
    served.house.clock.to(houses.morning(date(2026, 4, 22)))
    do(served, desk[EXPERT], session, ATTENDED)
    served.ended(session, "infosessie_afgelopen")
    tells(served, desk[EXPERT], session, "Attest: u volgde de infosessie")

    for step in steps:
        if "tijd" in step:
            served.house.clock.to(houses.morning(step["tijd"]))
        elif "taak" in step:
            do(served, desk[EXPERT], case, step)
        else:
            values = dict(step["waarden"])
            day = values.pop("received_on")
            book(served, desk[DOOR], case, AWAITED[step["bericht"]], day, values)
    served.ended(case, "traject_afgerond")
    tells(served, desk[EXPERT], case, "Attest van het starterstraject")


def planned(served: Served, page: Page) -> str:
    """Plan an information session at the desk of the expert; return its number."""
    served.house.clock.to(houses.morning(date(2026, 4, 14)))
    page.goto("/procedures/nieuw")
    follow(page, "Infosessie voor starters")
    answer(page, SESSION)
    assert press(page, "Procedure starten") == 200
    return page.url.rpartition("/")[2].partition("?")[0]


def do(served: Served, page: Page, number: str, step: dict[str, Any]) -> None:
    """Take, fill and complete a task at the desk of the expert."""
    page.goto(f"/taken/{served.task(number, step['taak']).id}")
    assert press(page, "Neem deze taak") == 200
    answer(page, dict(posted(houses.nested(step["antwoord"]))))
    assert press(page, "Afronden") == 200
    expect(page.get_by_text("De taak is afgerond.")).to_be_visible()


def book(
    served: Served, page: Page, number: str, awaited: str, day: date, values: dict[str, Any]
) -> None:
    """Book a piece of post that a case waits for, with the day on which it came."""
    served.at_rest()
    if served.house.clock.now < houses.morning(day):
        served.house.clock.to(houses.morning(day))
    page.goto(f"/post?bij={number}")
    page.wait_for_selector(READY)
    page.fill("[name=_received]", f"{day:%d/%m/%Y}")
    page.get_by_label(awaited).check()
    page.select_option("[name=_channel]", "brief")
    page.fill("[name=_subject]", awaited)
    page.check("[name=_danger][value=nee]")
    answer(page, dict(posted(values)))
    assert press(page, "Inboeken en volgende") == 200
    expect(page.locator("main")).to_contain_text("Het stuk is ingeboekt")
