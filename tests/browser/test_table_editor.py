"""An analyst makes a hole in a table, is told where, mends it, adds a rule, and it is in force."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.desks import Desks
from tests.browser.hands import Hands
from tests.browser.serving import Served

TABLE = "/beslisregels/bevoegd_team?procedure=vergunning"
EDIT = TABLE.replace("?", "/bewerken?")
SOURCE = "Besluit van het managementteam van 3 maart 2026"
FIRST_TASK = "beoordeel_ontvankelijkheid"
RULE = ('"kinderopvang"', "24", '"kb-ko-west"', '"west"', '"Team West (Gent)"')


def test_a_new_evaluation_follows_the_rule_that_was_added(served: Served, desks: Desks) -> None:
    running = served.task(served.case_at(FIRST_TASK), FIRST_TASK)
    page = opened(desks)
    write(cell(page, count(page), 1), '"kinderopvang"')
    told = findings(page).get_by_role("listitem").filter(has_text="is er geen regel")
    expect(told).to_contain_text("Het dichtst erbij: regel 1, 2, 3")
    assert sign(page, 1) == '" !"'
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(findings(page).get_by_role("listitem")).to_have_count(0)
    assert sign(page, 1) == "none"

    page.get_by_label("Regel", exact=True).select_option(label="Regel 1")
    page.get_by_role("button", name="Regel erna").click()
    for column, text in enumerate((*RULE, '"teamcoordinator-ko-west"', SOURCE), start=1):
        write(cell(page, 2, column), text)
    told = findings(page).get_by_role("listitem").filter(has_text="Regel 5 komt nooit aan de beurt")
    expect(told).to_have_count(1)
    tried = page.locator("[data-try]")
    tried.get_by_label("Domein").fill("kinderopvang")
    tried.get_by_label("locatie.nis_code").fill('"24107"')
    tried.get_by_role("button", name="Proberen").click()
    expect(tried).to_contain_text("past regel 2")
    assert sign(page, 2) == '" ✓"'

    assert deploy(page, "") == 422
    expect(page.get_by_label("Wat is er veranderd, en waarom?")).to_be_focused()
    assert deploy(page, "Leuven gaat naar team West") == 200
    expect(page.get_by_text("De nieuwe versie is in werking.")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=SOURCE)
    expect(row).to_contain_text("kb-ko-west")

    fresh = served.task(served.case_at(FIRST_TASK), FIRST_TASK)
    assert (running.candidate_group, fresh.candidate_group) == ("kb-ko-oost", "kb-ko-west")


def test_rules_that_overlap_are_refused_and_both_are_marked(desks: Desks) -> None:
    page = desks.of("pieter.claeys")
    page.goto("/beslisregels/gemeente/bewerken?procedure=klachten")
    expect(page.locator("[data-drawn=yes]")).to_be_attached()
    write(cell(page, 2, 1), '"11001"')
    told = findings(page).get_by_role("link").filter(has_text="Fout")
    expect(told).to_have_count(1)
    assert (sign(page, 1), sign(page, 2)) == ('" ✗"', '" ✗"')
    assert deploy(page, "Twee keer Aartselaar") == 422
    expect(findings(page)).to_be_focused()
    expect(told).to_contain_text("laat er maar één toe")


def test_the_keyboard_alone_adds_a_rule_and_fills_it_in(desks: Desks) -> None:
    page = opened(desks)
    before = count(page)
    hands = Hands(page)
    hands.tab_to("Regel erna", "button")
    hands.press("Enter")
    page.keyboard.type('"gezin"')
    page.keyboard.press("Tab")
    page.keyboard.type("99")
    expect(page.get_by_label("Regel", exact=True).locator("option")).to_have_count(before + 1)
    assert save(page) == 200
    page.reload()
    expect(cell(page, 2, 1)).to_have_text('"gezin"')
    expect(cell(page, 2, 2)).to_have_text("99")


def test_without_scripts_the_rules_are_there_and_can_be_tried(desks: Desks) -> None:
    page = desks.of("pieter.claeys", java_script_enabled=False)
    page.goto(EDIT)
    expect(page.locator("noscript .message")).to_contain_text("kan alleen met scripts aan")
    expect(page.locator("noscript table")).to_contain_text('"kb-ko-noord"')
    page.goto(TABLE)
    page.get_by_label("Domein").fill("kinderopvang")
    page.get_by_label("locatie.nis_code").fill('"11001"')
    page.get_by_role("button", name="Proberen").click()
    expect(page.locator("#proef")).to_contain_text("past regel 1")
    expect(page.locator("tr.fired")).to_contain_text('"kb-ko-noord"')


def opened(desks: Desks) -> Page:
    page = desks.of("pieter.claeys")
    page.goto(EDIT)
    expect(page.locator("[data-drawn=yes]")).to_be_attached()
    return page


def cell(page: Page, rule: int, column: int) -> Locator:
    """Return where a cell is written; the source of the rule is the last column."""
    row = page.locator(".table-canvas .tjs-table tbody tr").nth(rule - 1)
    return row.locator("td").nth(column).locator("[contenteditable]").first


def count(page: Page) -> int:
    return page.locator(".table-canvas td.rule-index").count()


def write(place: Locator, text: str) -> None:
    place.click()
    place.press("ControlOrMeta+a")
    place.page.keyboard.insert_text(text)
    place.blur()


def sign(page: Page, rule: int) -> str:
    """Return the sign that stands beside the number of a rule."""
    number = page.locator(".table-canvas td.rule-index").nth(rule - 1)
    said: str = number.evaluate("cell => getComputedStyle(cell, '::after').content")
    return said


def findings(page: Page) -> Locator:
    return page.get_by_role("region", name="Opmerkingen bij de tabel")


def save(page: Page) -> int:
    with page.expect_response("**/concept*") as answer:
        page.get_by_role("button", name="Bewaren").click()
    return answer.value.status


def deploy(page: Page, reason: str) -> int:
    page.get_by_label("Wat is er veranderd, en waarom?").fill(reason)
    with page.expect_response("**/in-werking*") as answer:
        page.get_by_role("button", name="In werking zetten").click()
    return answer.value.status
