"""Registers in a browser, with and without scripts: a file read in, a portfolio handed over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import recording
from tests.browser.desks import Desks
from tests.browser.serving import Served
from tests.recording import SARA

FILE = "naam;kbo\r\nDe Regenboog;0403.170.701\r\nZonebloem;\r\nFout;0428.759.498\r\n"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@SCRIPTS
def test_a_file_is_tried_and_what_can_is_read_in(
    served: Served, desks: Desks, scripts: bool
) -> None:
    recording.add(served.house, recording.organiser())
    page = desks.of(SARA, java_script_enabled=scripts)
    page.goto("/registers/organisator")
    page.get_by_role("link", name="inlezen uit een bestand").click()
    file = {"name": "organisatoren.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}
    page.get_by_label("Bestand").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("Waarom?").fill("Uit het vorige systeem.")
    page.get_by_role("button", name="Proberen").click()
    expect(page.get_by_text("Dit was een proef.")).to_be_visible()
    for line, told in (("2", "Nieuw"), ("3", "Misschien dubbel"), ("4", "Kan niet")):
        expect(page.get_by_role("row", name=re.compile(f"^{line} "))).to_contain_text(told)
    page.get_by_label("Dan de rest wel inlezen").check()
    page.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_text("De gegevens staan in het register.")).to_be_visible()
    page.get_by_role("link", name="De Regenboog").click()
    expect(page.get_by_text("Uit het vorige systeem.")).to_be_visible()


@SCRIPTS
def test_places_are_handed_to_a_colleague(served: Served, desks: Desks, scripts: bool) -> None:
    owner = recording.add(served.house, recording.organiser())
    for number in ("3", "6"):
        place = recording.location(owner, huisnummer=number, klantenbeheerder=SARA)
        recording.add(served.house, place, "locatie", confirmed=True)
    page = desks.of(SARA, java_script_enabled=scripts)
    page.get_by_role("link", name="Mijn voorzieningen").click()
    page.get_by_role("link", name="Overdragen").click()
    page.get_by_role("button", name="Overdragen").click()
    expect(page.get_by_role("alert")).to_contain_text("Duid minstens één voorziening aan.")
    page.get_by_label("Kerkstraat 6").check()
    page.get_by_label("Aan wie?").select_option("Jonas Peeters")
    page.get_by_label("Waarom?").fill("Een ander team.")
    page.get_by_role("button", name="Overdragen").click()
    expect(page.get_by_text("De voorzieningen zijn overgedragen.")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    expect(page.get_by_text("1 voorziening van Sara Mertens naar Jonas Peeters")).to_be_visible()
