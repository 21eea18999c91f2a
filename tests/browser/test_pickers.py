"""Files at a file picker: sent at once, through a network that comes and goes, seen and heard."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from engine.store import documents as document_rows
from tests.browser.desks import READY, Desks
from tests.browser.forms import press
from tests.browser.hands import Hands
from tests.browser.serving import Served
from tests.browser.test_every_page import AXE, violations
from tests.forms.building import field, form, only
from tests.house import PROCESS
from tests.vetting import samples

START = f"/procedures/nieuw/{PROCESS}"
SENT = "**/bestanden"
PATIENCE = 30_000
OFFLINE = "Geen verbinding. Het bestand staat klaar"
MADE = form(
    field("datetime", "aanvraag.ontvangstdatum", id="dag", subtype="date", dateLabel="Dag"),
    field("textfield", "naam"),
    field("filepicker", "plan", accept=".pdf", description="Op schaal 1/50."),
    field("filepicker", "fotos", accept="image/*", multiple=True),
    {
        "type": "dynamiclist",
        "id": "personen",
        "path": "personen",
        "label": "Personen",
        "components": [field("textfield", "rol"), field("filepicker", "attest", multiple=True)],
        "properties": {"rij": "Persoon"},
    },
)
PLAN: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}


def picture(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": samples.image("PNG")}


PHOTO = picture("gevel.png")


@pytest.fixture(autouse=True)
def our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every form be the one of this file."""
    only(monkeypatch, MADE)


@pytest.fixture
def page(desks: Desks) -> Page:
    page = desks.of("an.admin")
    page.goto(START)
    return page


def picker(page: Page, key: str) -> Any:
    return page.locator(f'[data-picker="{key}"]')


def has(page: Page, key: str, number: int) -> None:
    """Wait until a picker has this many documents; looking into each takes its time."""
    place = picker(page, key).locator(f'input[type=hidden][name="{key}"]')
    expect(place).to_have_count(number, timeout=PATIENCE)


def box(page: Page, key: str) -> Any:
    return picker(page, key).locator("input[type=file]")


def papers(served: Served, page: Page) -> list[str]:
    """Send the form and return the names of the documents of the case."""
    page.fill('[name="aanvraag.ontvangstdatum"]', "20/03/2026")
    assert press(page, "Procedure starten") == 200
    number = page.url.rpartition("/")[2].partition("?")[0]
    with served.house.runtime.store.read() as tx:
        found = document_rows.present_files(tx, served.house.case(number).id)
    return sorted(row.name for row in found)


def test_a_file_is_sent_at_once_and_left_out_again(served: Served, page: Page) -> None:
    page.fill("[name=naam]", "An")
    box(page, "plan").set_input_files(PLAN)
    has(page, "plan", 1)
    expect(picker(page, "plan").locator(".files li")).to_contain_text(
        re.compile(r"plan\.pdf.*PDF, 1 kB", re.DOTALL)
    )
    expect(box(page, "plan")).to_have_count(0)
    expect(page.locator("[name=naam]")).to_have_value("An")
    picker(page, "plan").get_by_role("button", name="Weglaten plan.pdf").click()
    expect(box(page, "plan")).to_be_focused()
    has(page, "plan", 0)
    box(page, "fotos").set_input_files([PHOTO, picture("tuin.png")])
    has(page, "fotos", 2)
    assert papers(served, page) == ["gevel.png", "tuin.png"]


def test_a_file_survives_a_network_that_goes_and_comes(served: Served, page: Page) -> None:
    page.context.set_offline(True)
    box(page, "plan").set_input_files(PLAN)
    expect(picker(page, "plan")).to_contain_text(OFFLINE)
    assert box(page, "plan").evaluate("box => box.files[0].name") == "plan.pdf"
    page.context.set_offline(False)
    has(page, "plan", 1)
    expect(picker(page, "plan")).not_to_contain_text(OFFLINE)
    assert papers(served, page) == ["plan.pdf"]


def test_an_answer_that_is_lost_makes_no_second_document(served: Served, page: Page) -> None:
    cut: list[Route] = []

    def lose(route: Route) -> None:
        cut.append(route)
        if len(cut) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(SENT, lose)
    box(page, "plan").set_input_files(PLAN)
    has(page, "plan", 1)
    assert len(cut) == 2
    assert papers(served, page) == ["plan.pdf"]


def test_sending_the_form_takes_along_what_was_not_sent_yet(served: Served, page: Page) -> None:
    page.route(SENT, lambda route: route.abort())
    box(page, "fotos").set_input_files(PHOTO)
    expect(picker(page, "fotos")).to_contain_text(OFFLINE)
    assert papers(served, page) == ["gevel.png"]


def test_a_refused_file_says_why_where_it_was_chosen(served: Served, page: Page) -> None:
    bad: FilePayload = {**PLAN, "name": "virus.pdf", "buffer": b"MZ\x90\0"}
    box(page, "plan").set_input_files(bad)
    expect(picker(page, "plan").locator(".refused")).to_contain_text(
        "‘virus.pdf’ is een programma", timeout=PATIENCE
    )
    expect(picker(page, "plan").get_by_role("status")).to_contain_text("is een programma")
    box(page, "plan").set_input_files(PLAN)
    has(page, "plan", 1)
    expect(picker(page, "plan").locator(".refused")).to_have_count(0)


def test_a_file_follows_its_row(served: Served, page: Page) -> None:
    page.get_by_role("button", name="Persoon toevoegen").click()
    page.fill('[name="personen.1.rol"]', "kok")
    page.route(SENT, lambda route: route.abort())
    box(page, "personen.1.attest").set_input_files(PHOTO)
    expect(picker(page, "personen.1.attest")).to_contain_text(OFFLINE)
    page.get_by_role("button", name="Verwijder persoon 1").click()
    expect(picker(page, "personen.1.attest")).to_have_count(0)
    expect(picker(page, "personen.0.attest")).to_contain_text("gevel.png")
    page.unroute(SENT)
    has(page, "personen.0.attest", 1)
    expect(page.locator('[name="personen.0.rol"]')).to_have_value("kok")


def test_by_keyboard_and_on_a_small_screen(served: Served, desks: Desks) -> None:
    page = desks.of("an.admin", viewport={"width": 360, "height": 740})
    page.context.add_init_script(path=AXE)
    page.on("filechooser", lambda _: None)  # from the start: a late listener may miss the dialog
    page.goto(START)
    page.wait_for_selector(READY, state="attached")
    hands = Hands(page)
    assert hands.tab_to("Bestand of meer bestanden").field == "_file.fotos"
    with page.expect_file_chooser() as opened:
        hands.press("Enter")
    opened.value.set_files([PHOTO, picture(f"{'een heel lange naam ' * 5}.png")])
    has(page, "fotos", 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    hands.tab_to("Weglaten gevel.png", back=True)
    hands.press("Enter")
    has(page, "fotos", 1)
    assert hands.focus().name.startswith("Nog een bestand")


def test_without_scripts_a_button_adds_the_file(served: Served, desks: Desks) -> None:
    page = desks.of("an.admin", java_script_enabled=False)
    page.goto(START)
    page.fill("[name=naam]", "An")
    box(page, "plan").set_input_files(PLAN)
    with page.expect_navigation():
        picker(page, "plan").get_by_role("button", name="Bestand toevoegen").click()
    expect(page.locator("[name=naam]")).to_have_value("An")
    expect(picker(page, "plan").locator("li").first).to_be_focused()
    assert papers(served, page) == ["plan.pdf"]
