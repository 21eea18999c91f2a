"""One application from intake to the signed letter and its audit, by keyboard alone."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import io
import re
from typing import Any

from playwright.sync_api import Page
from pypdf import PdfReader

from tests import house as houses
from tests.browser.desks import READY, Desks
from tests.browser.hands import Hands
from tests.browser.serving import Served, flat, plan

SEARCH = "Control+K"


def test_one_application_from_intake_to_the_letter_and_its_audit(
    served: Served, desks: Desks
) -> None:
    played = plan()
    people = {login: sign_in(desks.empty(), login) for login in everybody(played)}
    intake = people["an.admin"]
    number = start(intake, flat(played["start"]))
    applicant = played["start"]["organisator"]["naam"]
    for step in played["stappen"]:
        if "tijd" in step:
            served.house.clock.forward(days=int(step["tijd"].strip("+d")))
        if "taak" in step:
            do(people[step["door"]], served, number, step)
        if step.get("taak") == "stel_beslissing_voor":
            is_refused_to_its_author(people[step["door"]], served, number)
    served.ended(number, played["einde"])
    assert applicant in letter(intake, number)
    audit(sign_in(desks.empty(), "ann.auditor"), number)


def everybody(played: dict[str, Any]) -> list[str]:
    doers = [step["door"] for step in played["stappen"] if "door" in step]
    return list(dict.fromkeys(doers))


def sign_in(page: Page, login: str) -> Hands:
    hands = Hands(page)
    page.goto("/")
    page.wait_for_selector(READY, state="attached")
    hands.tab_to("Gebruikersnaam")
    page.keyboard.type(login)
    hands.tab_to("Wachtwoord")
    page.keyboard.type(houses.PASSWORD)
    hands.go()
    assert page.locator(".who").is_visible()
    return hands


def start(hands: Hands, values: dict[str, Any]) -> str:
    """Start the procedure, and return the number that the confirmation's page has."""
    hands.follow("Dossiers")
    hands.follow("Een procedure starten")
    hands.follow("Vergunning")
    hands.answer(values)
    hands.follow("Procedure starten")
    hands.hears("De procedure is gestart.")
    return hands.page.url.rpartition("/")[2].partition("?")[0]


def do(hands: Hands, served: Served, number: str, step: dict[str, Any]) -> None:
    """Find the task in the team's list, take it, answer it and complete it."""
    task = served.task(number, step["taak"])
    find(hands, number)
    hands.follow(task.name)
    hands.follow("Neem deze taak")
    hands.hears("Je hebt de taak genomen.")
    hands.answer(flat(step["antwoord"]))
    hands.follow("Afronden")
    hands.hears("De taak is afgerond.")


def find(hands: Hands, number: str) -> None:
    """Search the team's tasks for one case; only its tasks are left."""
    hands.follow("Taken")
    hands.follow("Van mijn team")
    hands.press(SEARCH)
    assert hands.focus().name == "Zoek"
    hands.page.keyboard.type(number)
    hands.go()


def is_refused_to_its_author(hands: Hands, served: Served, number: str) -> None:
    """Who proposed does not review: the page says so in a sentence and offers no button."""
    task = served.task(number, "kijk_voorstel_na")
    find(hands, number)
    hands.follow(task.name)
    assert "Deze taak is niet voor jou." in hands.page.locator("main").inner_text()
    assert not hands.page.get_by_role("button", name="Neem deze taak").count()


def letter(hands: Hands, number: str) -> str:
    """Download the decision letter from the case's papers and return its text."""
    hands.follow("Dossiers")
    hands.press(SEARCH)
    hands.page.keyboard.type(number)
    hands.go()
    hands.follow(number)
    hands.follow("Documenten")
    found = hands.open_file("PDF openen : Vergunning voor gezinsopvang: beslissing")
    assert found.startswith(b"%PDF")
    pages = PdfReader(io.BytesIO(found)).pages
    return "\n".join(page.extract_text() for page in pages)


def audit(hands: Hands, number: str) -> None:
    """Read who did what, old and new, version and rule; then have every chain checked."""
    hands.press(SEARCH)
    hands.page.keyboard.type(number)
    hands.go()
    read = hands.page.locator("main")
    proposal = read.get_by_role("listitem").filter(
        has_text="Sara Mertens rondde de taak ‘Stel een beslissing voor’ af."
    )
    hands.unfold(proposal)
    outcome = proposal.get_by_role("row").filter(has_text="voorstel.uitkomst")
    assert outcome.get_by_role("cell").all_inner_texts() == ["–", "toekenning"]
    for person in ("An Coppens", "Jonas Peeters", "Hilde Van Damme"):
        assert person in read.inner_text()
    assert re.search(r"Vergunning, versie 1\b", read.inner_text())
    team = read.get_by_role("article", name="Bevoegd team")
    assert team.get_by_role("row").filter(has_text="toegepast").count() == 1
    hands.follow("Audit")
    hands.follow("Nu nakijken")
    hands.hears("Geen enkele regel is gewijzigd")
