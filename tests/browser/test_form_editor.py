"""An analyst adds a question with a rule by drag and drop, sees it, and puts it into force."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from engine import tasks
from tests.browser.desks import Desks
from tests.browser.forms import fill
from tests.browser.hands import Hands
from tests.browser.serving import Served

FORM = "beoordeel_ontvankelijkheid"
EDIT = f"/formulieren/{FORM}/bewerken"
KEY = "ontvankelijkheid.bezorgdheid"
QUESTION = "Wat baart je zorgen?"
CONDITION = 'ontvankelijkheid.oordeel != "onvolledig"'


def test_a_new_case_asks_what_was_dragged_in_and_the_running_one_does_not(
    served: Served, desks: Desks
) -> None:
    running = served.task(served.case_at(FORM), FORM)
    page = opened(desks)
    drag(page, "Tekst", page.locator("[data-canvas] .fjs-element[data-field-type=radio]"))
    panel = properties(page)
    unfold(panel, "Algemeen")
    change(panel.get_by_role("textbox", name="Vraag", exact=True), QUESTION)
    change(panel.get_by_label("Sleutel", exact=True), KEY)
    unfold(panel, "Voorwaarde")
    write_rule(page, "ontvankelijkheid.oordeel !=")
    expect(findings(page)).to_contain_text("geen geldige FEEL")
    page.get_by_label("Onderdeel", exact=True).select_option(index=1)
    findings(page).get_by_role("link").click()
    expect(panel.get_by_label("Sleutel", exact=True)).to_have_value(KEY)
    unfold(panel, "Voorwaarde")
    write_rule(page, CONDITION)
    expect(findings(page).get_by_role("listitem")).to_have_count(0)

    preview = page.locator("[data-preview]")
    with page.expect_response("**/voorbeeld*"):
        preview.get_by_role("button", name="Voorbeeld tonen").click()
    expect(preview.get_by_label(QUESTION)).to_have_count(0)
    with page.expect_response("**/voorbeeld*"):
        fill(page, {"ontvankelijkheid.oordeel": "onvolledig"})
    expect(preview.get_by_label(QUESTION)).to_be_visible()

    page.get_by_label("Wat is er veranderd, en waarom?").fill("Zorgen horen in het dossier")
    with page.expect_navigation():
        page.get_by_role("button", name="In werking zetten").click()
    expect(page.get_by_text("De nieuwe versie is in werking.")).to_be_visible()

    fresh = served.task(served.case_at(FORM), FORM)
    assert KEY in asked(served, fresh.id)
    assert KEY not in asked(served, running.id)


def test_a_form_is_turned_into_parts_and_told_what_stands_outside_them(desks: Desks) -> None:
    page = opened(desks)
    box = page.get_by_label("In delen invullen")
    expect(box).not_to_be_checked()
    box.check()
    expect(findings(page)).to_contain_text("bestaat alleen uit groepen")
    assert save(page) == 200
    page.reload()
    expect(box).to_be_checked()
    box.uncheck()
    expect(findings(page).get_by_role("listitem")).to_have_count(0)


def test_the_keyboard_alone_adds_moves_and_removes(served: Served, desks: Desks) -> None:
    page = opened(desks)
    hands = Hands(page)
    before = page.locator("[data-canvas] .fjs-element").count()
    hands.tab_to("Toevoegen", "button")
    hands.press("Enter")
    expect(page.locator("[data-canvas] .fjs-element")).to_have_count(before + 1)
    hands.tab_to("Omhoog", "button")
    hands.press("Enter")
    labels = page.get_by_label("Onderdeel", exact=True).locator("option").all_inner_texts()
    assert page.get_by_label("Onderdeel", exact=True).input_value()
    assert len(labels) > 2
    hands.tab_to("Verwijderen", "button")
    hands.press("Enter")
    expect(page.locator("[data-canvas] .fjs-element")).to_have_count(before)


def test_a_second_tab_does_not_overwrite_the_first(served: Served, desks: Desks) -> None:
    first = opened(desks)
    second = first.context.new_page()
    second.goto(EDIT)
    expect(second.locator("[data-drawn=yes]")).to_be_attached()
    assert save(first) == 200
    assert save(second) == 409
    expect(second.get_by_text("in een ander tabblad")).to_be_visible()


def test_without_scripts_the_form_is_there_to_read(served: Served, desks: Desks) -> None:
    page = desks.of("pieter.claeys", java_script_enabled=False)
    page.goto(EDIT)
    expect(page.locator("noscript .message").first).to_contain_text("kan alleen met scripts aan")
    field = page.locator("[name='ontvankelijkheid.oordeel']").first
    expect(field).to_be_visible()
    expect(field).to_be_disabled()


def opened(desks: Desks) -> Page:
    page = desks.of("pieter.claeys")
    page.goto(EDIT)
    expect(page.locator("[data-drawn=yes]")).to_be_attached()
    return page


def drag(page: Page, name: str, target: Locator) -> None:
    """Drag a component from the palette to above what stands at the target."""
    palette = page.get_by_role("region", name="Onderdelen om te slepen")
    source = palette.get_by_role("button", name=name, exact=True)
    page.locator(".form-workshop").evaluate("part => part.scrollIntoView()")
    target.evaluate("part => part.scrollIntoView({block: 'center'})")
    source.hover()
    page.mouse.down()
    box = target.bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + 30, steps=8)
    page.mouse.move(middle, box["y"] + 4, steps=4)
    page.mouse.up()


def properties(page: Page) -> Locator:
    return page.get_by_role("region", name="Gegevens van het gekozen onderdeel")


def findings(page: Page) -> Locator:
    return page.get_by_role("region", name="Opmerkingen bij het formulier")


def unfold(panel: Locator, group: str) -> None:
    header = panel.locator(".bio-properties-panel-group-header").filter(has_text=group)
    if "open" not in (header.get_attribute("class") or "").split():
        header.click()


def change(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Tab")


def write_rule(page: Page, rule: str) -> None:
    """Write when the chosen component is hidden."""
    properties(page).locator("[data-entry-id=conditional-hide] [role=textbox]").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(rule)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")


def save(page: Page) -> int:
    with page.expect_response("**/concept?*") as waiting:
        page.get_by_role("button", name="Bewaren", exact=True).click()
    return waiting.value.status


def asked(served: Served, task_id: str) -> set[str]:
    """Return the keys of everything that a task's form may ask."""
    runtime, by = served.house.runtime, served.house.actors["sara.mertens"]
    tasks.claim(runtime, task_id=task_id, by=by)
    answers = {"ontvankelijkheid.oordeel": "onvolledig"}
    view = tasks.preview(runtime, task_id=task_id, by=by, posted=answers)
    assert view is not None
    return {field.name for field in view.fields}
