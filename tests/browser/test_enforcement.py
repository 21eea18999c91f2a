"""An aanmaning that did not help and ends in a suspension, at the desks of all who work on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests import house as houses
from tests.browser.desks import READY, Desks
from tests.browser.forms import follow, press
from tests.browser.parts import answer, posted
from tests.browser.serving import Served, plan
from tests.browser.test_other_families import tells

LATER = timedelta(weeks=5)  # the house opens after the first day of the scenario
SITTING = "%Y-%m"  # who comes back in another month signs in anew
HEAVIER = "Zwaarder dan het voornemen van 4 juni (schorsing, 3 maanden)."


def test_an_aanmaning_that_did_not_help_ends_in_a_suspension(served: Served, desks: Desks) -> None:
    played = later(plan("zwaarder_nieuw_voornemen", "handhaving"))
    office = Office(served, desks)
    number = office.begin(played, "Aanmaning en maatregel")
    for step in played["stappen"]:
        if step.get("verwacht", {}).get("status") == "geschorst":
            break
        office.do(number, step)
    served.at_rest()
    page = office.desk("sara.mertens")
    page.goto(f"/procedures/{number}")
    expect(page.get_by_text("Vergunning geschorst of schorsing vast").first).to_be_visible()
    tells(served, page, number, "Schorsing van uw vergunning")


def later(value: Any) -> Any:
    """Return a part of a scenario with every day in it a few weeks later."""
    if isinstance(value, dict):
        return {name: later(each) for name, each in value.items()}
    if isinstance(value, list):
        return [later(each) for each in value]
    return value + LATER if isinstance(value, date) else value


class Office:
    """The desks of a house, where people stay signed in as long as their session lasts."""

    def __init__(self, served: Served, desks: Desks) -> None:
        self.served, self.desks = served, desks
        self.seated: dict[tuple[str, str], Page] = {}

    def desk(self, login: str) -> Page:
        """Return the page of somebody who is signed in."""
        key = (login, self.served.house.clock.now.strftime(SITTING))
        if key not in self.seated:
            self.seated[key] = self.desks.of(login)
        return self.seated[key]

    def begin(self, played: dict[str, Any], name: str) -> str:
        """Start the procedure of a scenario at the desk of intake; return its number."""
        self.served.house.clock.to(houses.morning(played["dag"]))
        page = self.desk("an.admin")
        page.goto("/procedures/nieuw")
        follow(page, name)
        answer(page, dict(posted(played["start"])))
        assert press(page, "Procedure starten") == 200
        return page.url.rpartition("/")[2].partition("?")[0]

    def do(self, number: str, step: dict[str, Any]) -> None:
        """Do a step of a scenario through the pages; what it expects is left to the scenario."""
        if "tijd" in step:
            self.served.house.clock.to(houses.morning(step["tijd"]))
            self.served.at_rest()
        elif "taak" in step:
            self.task(number, step)
        elif "bericht" in step:
            self.post(number, step["waarden"])

    def task(self, number: str, step: dict[str, Any]) -> None:
        """Take, fill in and complete a task, or read why it is refused."""
        task = self.served.task(number, step["taak"])
        page = self.desk(step["door"])
        page.goto(f"/taken/{task.id}")
        if page.get_by_role("button", name="Neem deze taak").count():
            assert press(page, "Neem deze taak") == 200
        answer(page, dict(posted(houses.nested(step["antwoord"]))))
        if "geweigerd" in step:
            assert press(page, "Afronden") == 422
            expect(page.get_by_text(HEAVIER).first).to_be_visible()
            return
        assert press(page, "Afronden") == 200
        expect(page.get_by_text("De taak is afgerond.")).to_be_visible()

    def post(self, number: str, values: dict[str, Any]) -> None:
        """Book the report of the inspection, at the desk of the post."""
        page = self.desk("an.admin")
        page.goto(f"/post?bij={number}")
        page.wait_for_selector(READY)
        page.fill("[name=_received]", f"{values['received_on']:%d/%m/%Y}")
        page.select_option("[name=_channel]", "brief")
        page.fill("[name=_subject]", "Het verslag")
        page.check("[name=_danger][value=nee]")
        page.get_by_label("Verslag van Zorginspectie ontvangen").check()
        answer(page, {"verslag.omschrijving": values["verslag"]["omschrijving"]})
        assert press(page, "Inboeken en volgende") == 200
