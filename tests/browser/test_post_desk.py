"""The post desk: by keyboard, without scripts, through a broken network; late post in time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from engine import post
from engine.store import documents as document_rows
from engine.store import history as trail
from engine.store import terms as term_rows
from tests import posting
from tests.browser.desks import READY, Desks
from tests.browser.forms import press
from tests.browser.hands import FURTHEST, Hands
from tests.browser.serving import Served, plan
from tests.vetting import samples

LAST_DAY, BOOKED = date(2026, 4, 27), datetime(2026, 4, 29, 7, 0, tzinfo=UTC)
TERM, WAITED_FOR = "vergunning.vervollediging", "Aanvulling ontvangen"
DESCRIBED = "Attest van de module."
BOOK = "Inboeken en volgende"
PATIENCE = 30_000
PAPER: FilePayload = {
    "name": "attest.pdf",
    "mimeType": "application/pdf",
    "buffer": samples.pdf(),
}


@pytest.fixture
def number(served: Served) -> str:
    """Return a case that waits for a supplement of which the last day was two days ago."""
    waits = served.played(plan("aangevuld_op_tijd"), lambda step: "bericht" in step)
    served.at_rest()
    served.house.clock.to(BOOKED)
    served.at_rest()
    return waits


def names(served: Served, number: str) -> list[str]:
    with served.house.runtime.store.read() as tx:
        found = document_rows.of_case(tx, served.house.case(number).id).rows
        return sorted(each.name for each in found if each.kind == "sent")


def stands(served: Served, number: str) -> list[Any]:
    """Return how the clocks of a case stand, without what is only of this case."""
    with served.house.runtime.store.read() as tx:
        clocks = term_rows.clocks_of(tx, served.house.case(number).id)
    return [
        (
            c.term_key,
            str(c.state),
            c.day0,
            c.end,
            c.used_days,
            c.suspended_on,
            c.met_on,
            c.resumed_on,
        )
        for c, _ in clocks
    ]


def to(hands: Hands, field: str) -> None:
    """Press Tab until what posts under this name has the focus."""
    for _ in range(FURTHEST):
        hands.press("Tab")
        if hands.focus().field == field:
            return
    raise AssertionError(f"Tab never comes to {field}")


def heads(page: Page, subject: str = "De aanvulling") -> None:
    page.select_option("[name=_channel]", "brief")
    page.fill("[name=_subject]", subject)
    page.check("[name=_danger][value=nee]")


def test_a_supplement_of_the_last_day_booked_two_days_later_is_in_time(
    served: Served, desks: Desks, number: str
) -> None:
    page = desks.of("an.admin")
    page.goto(f"/post?bij={number}")
    page.wait_for_selector(READY)
    page.fill("[name=_received]", "28/04/2026")
    page.get_by_label(WAITED_FOR).check()
    expect(page.locator("#vragen")).to_contain_text("Te laat: de laatste dag was maandag 27 april")
    page.fill("[name=_received]", "27/04/2026")
    page.keyboard.press("Tab")
    expect(page.locator("#vragen")).to_contain_text("Op tijd: de laatste dag was maandag 27 april")
    heads(page)
    page.fill('[name="aanvulling.omschrijving"]', DESCRIBED)
    page.set_input_files('[name="_file._files"]', PAPER)
    chosen = page.locator('[data-picker="_files"] input[type=hidden][name="_files"]')
    expect(chosen).to_have_count(1, timeout=PATIENCE)
    assert press(page, BOOK) == 200
    expect(page.locator("[name=_received]")).to_have_value("27/04/2026")
    expect(page.locator("[name=_channel]")).to_have_value("brief")
    assert names(served, number) == ["attest.pdf"]

    twin = served.played(plan("aangevuld_op_tijd"), lambda step: "bericht" in step)
    served.at_rest()
    by = served.house.actors["an.admin"]
    waits = post.expected(served.house.runtime, number=twin, by=by)
    (awaited,) = [each for each in waits if each.message == "aanvulling_ontvangen"]
    post.register(
        served.house.runtime,
        number=twin,
        token=awaited.token,
        by=by,
        received_on=LAST_DAY,
        channel="brief",
        posted={"aanvulling.omschrijving": DESCRIBED},
    )
    served.task(number, "beoordeel_ontvankelijkheid")
    served.task(twin, "beoordeel_ontvankelijkheid")
    met = [each for each in stands(served, number) if each[0] == TERM]
    assert [each[6] for each in met] == [LAST_DAY]
    assert met == [each for each in stands(served, twin) if each[0] == TERM]
    with served.house.runtime.store.read() as tx:
        lines = trail.of_case(tx, served.house.case(number).id)
    line = next(each for each in lines if each.kind == "post:registered")
    assert (line.meta["received_on"], line.at.date()) == ("2026-04-27", BOOKED.date())
    page.goto(f"/procedures/{number}/verloop")
    expect(page.locator("main")).to_contain_text("ontvangen op 27/04/2026")
    expect(page.locator("main")).to_contain_text("Woensdag 29 april 2026")


def test_a_case_that_goes_on_meanwhile_moves_no_tick_to_something_else(
    served: Served, desks: Desks
) -> None:
    waits = served.played(plan("aangevuld_op_tijd"), lambda step: "bericht" in step)
    served.at_rest()
    page = desks.of("an.admin")
    page.goto(f"/post?bij={waits}")
    page.wait_for_selector(READY)
    served.house.clock.to(BOOKED)
    served.at_rest()
    page.get_by_label(WAITED_FOR).check()
    expect(page.locator("#vragen")).to_contain_text("Deze procedure wacht hier niet meer op")
    expect(page.locator("[name=_token]:checked")).to_have_count(0)
    page.get_by_label(WAITED_FOR).check()
    expect(page.locator('[name="aanvulling.omschrijving"]')).to_be_visible()


def test_a_piece_is_booked_with_the_keyboard_alone(
    served: Served, desks: Desks, number: str
) -> None:
    page = desks.of("an.admin")
    page.goto("/post")
    hands = Hands(page)
    to(hands, "_received")
    to(hands, "_channel")
    page.keyboard.type("Brief")
    to(hands, "_subject")
    page.keyboard.type("De aanvulling")
    to(hands, "_danger")
    page.keyboard.press("ArrowDown")
    to(hands, "_q")
    page.keyboard.type(number)
    page.wait_for_selector(".places")
    page.keyboard.press("Enter")
    page.wait_for_selector(".place")
    expect(page.locator("[name=_subject]")).to_have_value("De aanvulling")
    for _ in range(FURTHEST):
        to(hands, "_token")
        if page.evaluate("document.activeElement.labels[0].innerText").startswith(WAITED_FOR):
            break
    page.keyboard.press("Space")
    page.wait_for_selector('[name="aanvulling.omschrijving"]')
    to(hands, "aanvulling.omschrijving")
    page.keyboard.type(DESCRIBED)
    to(hands, "_book")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Het stuk is ingeboekt")
    served.task(number, "beoordeel_ontvankelijkheid")


def test_the_desk_works_without_scripts(served: Served, desks: Desks, number: str) -> None:
    page = desks.of("an.admin", java_script_enabled=False)
    page.goto("/post")
    page.select_option("[name=_channel]", "brief")
    page.fill("[name=_subject]", "De aanvulling")
    page.check("[name=_danger][value=nee]")
    page.fill("[name=_q]", "nestje")
    assert press(page, "Zoeken") == 200
    page.get_by_role("button", name=number).click()
    page.get_by_label(WAITED_FOR).check()
    page.set_input_files('[name="_file._files"]', PAPER)
    assert press(page, "Vragen bijwerken") == 200
    expect(page.locator('[data-picker="_files"]')).to_contain_text("attest.pdf")
    assert press(page, BOOK) == 422
    expect(page.locator("[name=_subject]")).to_have_value("De aanvulling")
    page.fill('[name="aanvulling.omschrijving"]', DESCRIBED)
    assert press(page, BOOK) == 200
    assert names(served, number) == ["attest.pdf"]


def test_a_mail_that_is_dropped_comes_with_its_attachments_and_fills_in_the_rest(
    served: Served, desks: Desks, number: str
) -> None:
    page = desks.of("an.admin")
    page.goto(f"/post?bij={number}")
    page.wait_for_selector(READY)
    data = posting.mail(files={"attest.pdf": samples.pdf(), "spel.exe": b"MZ\x90"}).as_bytes()
    mail: FilePayload = {"name": "aanvulling.eml", "mimeType": "message/rfc822", "buffer": data}
    page.set_input_files('[name="_file._files"]', mail)
    expect(page.locator("[name=_received]")).to_have_value("27/04/2026", timeout=PATIENCE)
    expect(page.locator("[name=_subject]")).to_have_value("De aanvulling")
    expect(page.locator("[name=_sender]")).to_have_value("An Peeters <an@zonnebloem.be>")
    expect(page.locator("main")).to_contain_text("klopt dat?")
    expect(page.locator("main")).to_contain_text("is een programma")
    page.check("[name=_danger][value=nee]")
    assert press(page, BOOK) == 200
    text = "Tekst van de e-mail De aanvulling.txt"
    assert names(served, number) == [text, "aanvulling.eml", "attest.pdf"]


def test_a_file_waits_for_the_network_and_is_booked_once(
    served: Served, desks: Desks, number: str
) -> None:
    page = desks.of("an.admin")
    page.goto(f"/post?bij={number}")
    page.wait_for_selector(READY)

    def cut(route: Route) -> None:
        route.abort("internetdisconnected")

    page.route("**/post/bestanden", cut)
    heads(page)
    page.set_input_files('[name="_file._files"]', PAPER)
    expect(page.locator('[data-picker="_files"]')).to_contain_text("Geen verbinding")
    expect(page.locator("[name=_subject]")).to_have_value("De aanvulling")
    page.unroute("**/post/bestanden", cut)
    page.evaluate("dispatchEvent(new Event('online'))")
    chosen = page.locator('[data-picker="_files"] input[type=hidden][name="_files"]')
    expect(chosen).to_have_count(1, timeout=PATIENCE)
    assert press(page, BOOK) == 200
    assert names(served, number) == ["attest.pdf"]
