"""A caseworker follows the list of documents: adds what is missing, and asks for the rest."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.desks import Desks
from tests.browser.forms import fill, follow, press
from tests.browser.serving import Served

LIST = "Documenten die bij deze aanvraag horen"
NARROW = {"viewport": {"width": 320, "height": 700}}


def test_what_is_missing_is_added_assessed_and_no_longer_asked(
    served: Served, desks: Desks
) -> None:
    task = served.claimed("beoordeel_ontvankelijkheid", "sara.mertens")
    number = served.house.case(task.case_id).number
    page = desks.of("sara.mertens")
    page.goto(f"/procedures/{number}/documenten")
    line = page.get_by_role("table", name=LIST).get_by_role("row", name="Risicoanalyse")
    expect(line).to_contain_text("Ontbreekt")
    line.get_by_role("link", name="Toevoegen").click()
    expect(page.locator("[name=_type]")).to_have_value("risicoanalyse")
    page.set_input_files(
        "[name=files]",
        {"name": "risico.txt", "mimeType": "text/plain", "buffer": b"De gevaren."},
    )
    press(page, "Toevoegen")
    expect(line).to_contain_text("Nog te beoordelen")
    line.get_by_role("link", name="risico.txt").click()
    fill(page, {"issued_on": "01/03/2026", "verdict": "meets"})
    press(page, "Bewaren")
    page.goto(f"/taken/{task.id}")
    beside = page.get_by_role("region", name="Documenten", exact=True)
    expect(beside).to_contain_text("is er 1 in orde")
    beside.locator("summary").click()
    expect(beside).to_contain_text("Crisisprocedure")
    expect(beside).not_to_contain_text("Risicoanalyse")
    fill(page, {"ontvankelijkheid.oordeel": "onvolledig"})
    press(page, "Afronden")
    follow(page, "Vraag de aanvulling")
    press(page, "Neem deze taak")
    names = page.locator('[name^="vraag.stukken."][name$=".naam"]')
    before = names.count()
    asked = [each.input_value() for each in names.all()]
    assert "Crisisprocedure" in asked
    assert "Risicoanalyse" not in asked
    page.get_by_role("button", name="Verwijder stuk 1", exact=True).click()
    expect(names).to_have_count(before - 1)
    answers = {"vraag.wijze": "ebox", "vraag.verzenddatum": "26/03/2026"}
    fill(page, {**answers, "vraag.kennisgevingsdatum": "27/03/2026"})
    press(page, "Afronden")
    letter = page.get_by_role("link", name=re.compile("^Uw aanvraag van"))
    page.goto(f"/procedures/{number}/documenten")
    for _ in range(100):  # until the poller has made it
        if letter.count():
            break
        page.reload()
    expect(letter).to_be_visible()


def test_the_list_reads_without_scripts_and_on_a_narrow_screen(
    served: Served, desks: Desks
) -> None:
    number = served.case_at("beoordeel_ontvankelijkheid")
    page = desks.of("sara.mertens", java_script_enabled=False, **NARROW)
    page.goto(f"/procedures/{number}/documenten")
    line = page.get_by_role("table", name=LIST).get_by_role("row", name="Risicoanalyse")
    expect(line).to_contain_text("Ontbreekt")
    scripted = desks.of("sara.mertens", **NARROW)
    scripted.goto(f"/procedures/{number}/documenten")
    assert scripted.evaluate("document.documentElement.scrollWidth") <= 320
