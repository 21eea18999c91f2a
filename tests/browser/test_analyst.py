"""An analyst breaks a procedure, is refused, mends it and puts a new version into force."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.desks import Desks
from tests.browser.serving import Served, plan

DIAGRAM = "vergunning_gezinsopvang"
BEFORE = "onderzoek_aanvraag"
NEW_TASK = "Bespreek het onderzoek met een collega"


def test_a_new_version_holds_for_new_cases_and_the_running_one_keeps_its_own(
    served: Served, desks: Desks
) -> None:
    running = served.case_at(BEFORE)
    page = desks.of("pieter.claeys")
    page.goto(f"/processen/{DIAGRAM}/bewerken")
    expect(page.locator("[data-drawn=yes]")).to_be_attached()

    cut(page, "Bezwaartermijn afwachten → Welke uitkomst?")
    assert deploy(page, "Zonder kennisgeving geen uitkomst") == 422
    expect(page.locator("[data-element-id=uitkomst].mark-wrong")).to_be_visible()
    expect(findings(page)).to_be_focused()
    expect(findings(page).get_by_role("link").first).to_contain_text("geen enkele procedure komt")
    pick(page, "Bezwaartermijn afwachten")
    connect(page, "Welke uitkomst?")

    cut(page, "Onderzoek de aanvraag → Beslissing nemen")
    pick(page, "Onderzoek de aanvraag")
    page.get_by_label("Erna zetten").select_option(label="Gebruikerstaak")
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    properties(page, {"Naam": NEW_TASK})
    choices(page, {"Formulier": "aanvulling_ontvangen", "Groep die de taak kan nemen": "="})
    properties(page, {"Groep die de taak kan nemen: uitdrukking": "bevoegd.groep"})
    connect(page, "Beslissing nemen")
    assert deploy(page, "") == 422
    expect(page.get_by_label("Wat is er veranderd, en waarom?")).to_be_focused()
    assert deploy(page, "Elk onderzoek wordt met een collega besproken") == 200
    expect(page.get_by_text("De nieuwe versie is in werking.")).to_be_visible()
    versions = page.get_by_role("row").filter(has_text="Versie 2")
    expect(versions).to_contain_text("Pieter Claeys")
    expect(versions).to_contain_text("Elk onderzoek wordt met een collega besproken")

    finish(served, running)
    fresh = served.case_at(BEFORE)
    served.does(fresh, next(s for s in plan()["stappen"] if s.get("taak") == BEFORE))
    desk = desks.of("sara.mertens")
    desk.goto(f"/procedures/{fresh}")
    expect(desk.get_by_role("link", name=NEW_TASK)).to_be_visible()


def pick(page: Page, start: str) -> None:
    """Choose an element or an arrow from the list beside the drawing."""
    choose(page, "Element", start)


def cut(page: Page, arrow: str) -> None:
    """Remove an arrow."""
    pick(page, arrow)
    page.get_by_role("button", name="Verwijderen").click()


def connect(page: Page, target: str) -> None:
    """Draw an arrow from the chosen element to another one."""
    choose(page, "Verbinden met", target)
    page.get_by_role("button", name="Verbinden", exact=True).click()


def choose(page: Page, field: str, start: str) -> None:
    """Choose what begins with `start` in a list."""
    field_ = page.get_by_label(field, exact=True)
    labels = field_.locator("option").all_inner_texts()
    field_.select_option(label=next(label for label in labels if label.startswith(start)))


def properties(page: Page, values: dict[str, str]) -> None:
    """Write down properties of the chosen element."""
    panel = page.get_by_role("region", name="Gegevens van het gekozen element")
    for label, value in values.items():
        panel.get_by_label(label, exact=True).fill(value)
        page.keyboard.press("Tab")


def choices(page: Page, values: dict[str, str]) -> None:
    """Choose properties of the chosen element, by what stands in the file."""
    panel = page.get_by_role("region", name="Gegevens van het gekozen element")
    for label, value in values.items():
        panel.get_by_label(label, exact=True).select_option(value)


def deploy(page: Page, reason: str) -> int:
    """Put the drawing into force for a reason; return what the server answers."""
    page.get_by_label("Wat is er veranderd, en waarom?").fill(reason)
    with page.expect_response("**/in-werking*") as waiting:
        page.get_by_role("button", name="In werking zetten").click()
    return waiting.value.status


def findings(page: Page) -> Locator:
    return page.get_by_role("region", name="Opmerkingen bij het schema")


def finish(served: Served, number: str) -> None:
    """Play a running case on, task by task, to its end."""
    steps = plan()["stappen"]
    first = next(i for i, step in enumerate(steps) if step.get("taak") == BEFORE)
    for step in steps[first:]:
        if "taak" in step:
            served.does(number, step)
    served.ended(number, plan()["einde"])
    assert NEW_TASK not in served.task_names(number)
