"""The small things of every day: where one comes back, what keys do, how days and steps read."""

from __future__ import annotations

import gzip
import re

from playwright.sync_api import Page, Response, expect

from tests.browser.desks import READY, Desks
from tests.browser.forms import fill
from tests.browser.serving import Served

LIGHT = 60 * 1024
FEW = 5
ENGLISH = re.compile(
    r"\b(January|February|March|April \d|May|June|July|August|October|\d+:\d\d [AP]M)\b"
)


def test_back_from_a_task_restores_the_query_and_the_row(served: Served, desks: Desks) -> None:
    for _ in range(3):
        served.case_at("beoordeel_ontvankelijkheid")
    page = desks.of("sara.mertens")
    page.goto("/taken?bak=team&q=zonnebloem&sorteer=naam")
    row = page.locator(".list tbody th a").nth(1)
    address = row.get_attribute("href") or ""
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    page.go_back()
    page.wait_for_selector(READY, state="attached")
    assert page.url.endswith("/taken?bak=team&q=zonnebloem&sorteer=naam")
    expect(page.get_by_label("Zoek")).to_have_value("zonnebloem")
    expect(page.locator(f'a[href="{address}"]')).to_be_focused()


def test_arrows_walk_the_list_and_control_enter_completes(served: Served, desks: Desks) -> None:
    first, second = (served.claimed("controleer_registratie", "an.admin") for _ in range(2))
    page = desks.of("an.admin")
    page.goto("/taken")
    links = page.locator(".list tbody th a")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.first).to_be_focused()
    page.goto(f"/taken/{first.id}")
    fill(
        page,
        {"registratie.nagekeken": True, "registratie.ontvangstmelding_op": "23/03/2026"},
    )
    page.get_by_label("Opmerking").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message:focus")).to_contain_text("De taak is afgerond.")
    assert second.state == "open"


def test_after_a_task_the_next_one_has_the_attention(served: Served, desks: Desks) -> None:
    first, second = (served.claimed("controleer_registratie", "an.admin") for _ in range(2))
    page = desks.of("an.admin")
    page.goto(f"/taken/{first.id}")
    fill(
        page,
        {"registratie.nagekeken": True, "registratie.ontvangstmelding_op": "23/03/2026"},
    )
    page.get_by_role("button", name="Afronden en volgende").click()
    page.wait_for_url(re.compile(f"/taken/{second.id}"))
    expect(page.locator(".message:focus")).to_contain_text("De taak is afgerond.")


def test_days_read_in_dutch_whatever_the_language_of_the_browser(
    served: Served, desks: Desks
) -> None:
    task = served.claimed("beoordeel_ontvankelijkheid", "sara.mertens")
    for language in ("en-US", "nl-BE"):
        page = desks.of("sara.mertens", locale=language)
        said = []
        for address in ("/taken", f"/taken/{task.id}"):
            page.goto(address)
            said.append(page.locator("body").inner_text())
        assert not [found for text in said for found in ENGLISH.findall(text)]
        assert re.search(r"nog \d+ dagen", said[0]), said[0]
        assert "zondag 19 april 2026" in said[1]


def test_a_diagram_and_its_list_say_the_same(served: Served, desks: Desks) -> None:
    number = served.case_at("onderzoek_aanvraag")
    page = desks.of("sara.mertens")
    page.goto(f"/procedures/{number}/diagram")
    active = page.locator("[aria-current=step]")
    expect(active).to_have_count(1)
    expect(active).to_contain_text("Onderzoek de aanvraag")
    expect(active).to_contain_text("nu bezig")
    expect(page.locator("[data-element-id=onderzoek_aanvraag].mark-active")).to_be_visible()


def test_the_pages_of_every_day_are_light(served: Served, desks: Desks) -> None:
    task = served.claimed("onderzoek_aanvraag", "sara.mertens")
    page = desks.of("sara.mertens")
    for address in ("/taken", f"/taken/{task.id}"):
        answers = loaded(page.context.new_page(), address)
        weight = sum(len(gzip.compress(answer.body())) for answer in answers)
        assert len(answers) <= FEW, [answer.url for answer in answers]
        assert weight <= LIGHT, f"{address} weighs {weight} bytes"


def loaded(page: Page, address: str) -> list[Response]:
    """Open an address in a tab that has seen nothing yet; return all that it loads."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(address)
    page.wait_for_selector(READY, state="attached")
    return answers
