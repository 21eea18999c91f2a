"""The same application without JavaScript: nothing is lost and nothing is out of reach."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.desks import Desks
from tests.browser.forms import fill, follow, press
from tests.browser.serving import Served, flat, plan

MISSING = "Het attest van het starterstraject."
ALSO_MISSING = "Wat ontbreekt er nog, naast de documenten van de lijst?"
NO_COMPANY = "0428.759.498"


def test_one_application_from_intake_to_the_letter_without_scripts(
    served: Served, desks: Desks
) -> None:
    played = plan()
    doers = dict.fromkeys(step["door"] for step in played["stappen"] if "door" in step)
    people = {login: desks.of(login, java_script_enabled=False) for login in doers}
    number = start(people["an.admin"], flat(played["start"]))
    for step in played["stappen"]:
        if "taak" in step:
            do(people[step["door"]], served, number, step)
    served.ended(number, played["einde"])
    has_letter(people["an.admin"], number)


def start(page: Page, values: dict[str, Any]) -> str:
    """Start the procedure: refused first, with everything that was typed still there."""
    follow(page, "Dossiers")
    follow(page, "Procedure starten")
    follow(page, "Vergunning gezinsopvang")
    fill(page, {**values, "organisator.kbo": NO_COMPANY})
    assert press(page, "Procedure starten") == 422
    expect(page).to_have_title(re.compile(r"^Fout: "))
    summary = page.get_by_role("alert")
    summary.get_by_role("link").click()
    expect(page.locator(":focus")).to_have_value(NO_COMPANY)
    expect(page.get_by_label("Naam van de organisator")).to_have_value(values["organisator.naam"])
    fill(page, {"organisator.kbo": values["organisator.kbo"]})
    assert press(page, "Procedure starten") == 200
    expect(page.get_by_text("De procedure is gestart.")).to_be_visible()
    return page.url.rpartition("/")[2].partition("?")[0]


def do(page: Page, served: Served, number: str, step: dict[str, Any]) -> None:
    """Find, take, fill and complete a task."""
    take(page, served.task(number, step["taak"]).name, number)
    if step["taak"] == "beoordeel_ontvankelijkheid":
        ask_draft_and_give_back(page)
        take(page, served.task(number, step["taak"]).name, number)
        expect(page.get_by_label(ALSO_MISSING)).to_have_value(MISSING)
    fill_as_asked(page, flat(step["antwoord"]))
    assert press(page, "Afronden") == 200
    expect(page.get_by_text("De taak is afgerond.")).to_be_visible()


def take(page: Page, name: str, number: str) -> None:
    """Search the team's tasks for the case and take the one called `name`."""
    follow(page, "Taken")
    follow(page, "Van mijn team")
    page.get_by_label("Zoek").fill(number)
    assert press(page, "Tonen") == 200
    follow(page, name)
    assert press(page, "Neem deze taak") == 200


def ask_draft_and_give_back(page: Page) -> None:
    """See a question come when it is asked for, keep a draft, and give the task back with it."""
    question = page.get_by_label(ALSO_MISSING)
    expect(question).to_have_count(0)
    fill(page, {"ontvankelijkheid.oordeel": "onvolledig"})
    assert press(page, "Vragen bijwerken") == 200
    question.fill(MISSING)
    assert press(page, "Concept bewaren") == 200
    expect(question).to_have_value(MISSING)
    assert press(page, "Teruggeven") == 200
    expect(page.get_by_text("Je concept is bewaard.")).to_be_visible()


def fill_as_asked(page: Page, answers: dict[str, Any]) -> None:
    """Answer what is asked; where a question depends on an answer, ask for it with the button."""
    there = {name: value for name, value in answers.items() if has(page, name)}
    fill(page, there)
    conditions = page.get_by_role("button", name="Vragen bijwerken")
    if conditions.count():
        assert press(page, "Vragen bijwerken") == 200
    fill(page, {name: value for name, value in answers.items() if name not in there})


def has(page: Page, name: str) -> bool:
    return page.locator(f'[name="{name}"]').count() > 0


def has_letter(page: Page, number: str) -> None:
    """Find the letter by searching the case."""
    follow(page, "Dossiers")
    page.get_by_label("Zoek op naam, nummer of gemeente").fill(number)
    assert press(page, "Zoeken") == 200
    follow(page, number)
    follow(page, "Documenten")
    link = page.get_by_role("link", name=re.compile("PDF openen.*: beslissing"))
    file = page.context.request.get(link.get_attribute("href") or "")
    assert file.body().startswith(b"%PDF")
