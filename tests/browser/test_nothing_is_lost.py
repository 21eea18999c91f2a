"""What somebody typed is there afterwards, whatever happened in between; and it counts once."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from engine import tasks
from engine.store import history as trail
from tests.browser.desks import READY, Desks
from tests.browser.forms import fill, press
from tests.browser.serving import Served, flat, plan
from tests.house import PASSWORD

TASK = "onderzoek_aanvraag"
SUMMARY = "Samenvatting van de vaststellingen"
TYPED = "Op zolder ontbreekt een rookmelder; de rest is in orde."
SAVED = re.compile(r"bewaard om \d\d:\d\d")


def test_what_was_typed_is_there_after_a_reload(served: Served, desks: Desks) -> None:
    page = at_work(served, desks)
    page.get_by_label(SUMMARY).fill(TYPED)
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label(SUMMARY)).to_have_value(TYPED)


def test_a_session_that_ended_keeps_the_page_and_goes_on_after_signing_in(
    served: Served, desks: Desks
) -> None:
    page = at_work(served, desks)
    page.context.clear_cookies()
    page.get_by_label(SUMMARY).fill(TYPED)
    page.keyboard.press("Control+s")
    expect(page.locator("#said")).to_contain_text("Je bent afgemeld.")
    expect(page.get_by_label(SUMMARY)).to_have_value(TYPED)
    other = page.context.new_page()
    other.goto("/aanmelden")
    other.fill("[name=login]", "sara.mertens")
    other.fill("[name=password]", PASSWORD)
    press(other, "Aanmelden")
    page.get_by_label(SUMMARY).focus()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label(SUMMARY)).to_have_value(TYPED)


def test_a_question_asked_after_the_session_ended_leaves_the_form_as_it_is(
    served: Served, desks: Desks
) -> None:
    page = at_work(served, desks)
    page.context.clear_cookies()
    page.get_by_label(SUMMARY).fill(TYPED)
    with page.expect_response("**/vragen"):
        fill(page, {"onderzoek.rookmelders.oordeel": "voldoet_niet"})
    expect(page.locator("#said")).to_contain_text("Je bent afgemeld.")
    expect(page.get_by_label(SUMMARY)).to_have_value(TYPED)


def test_completing_after_the_session_ended_shows_what_was_typed(
    served: Served, desks: Desks
) -> None:
    page = at_work(served, desks, java_script_enabled=False)
    page.get_by_label(SUMMARY).fill(TYPED)
    page.context.clear_cookies()
    assert press(page, "Afronden") == 401
    expect(page.get_by_text(TYPED)).to_be_visible()
    expect(page.get_by_role("link", name="Aanmelden")).to_be_visible()


def test_a_task_that_a_colleague_took_meanwhile_is_refused_with_what_was_typed(
    served: Served, desks: Desks
) -> None:
    page = at_work(served, desks)
    task_id = page.url.rpartition("/")[2]
    sara, jonas = (served.house.actors[login] for login in ("sara.mertens", "jonas.peeters"))
    tasks.release(served.house.runtime, task_id=task_id, by=sara)
    tasks.claim(served.house.runtime, task_id=task_id, by=jonas)
    page.get_by_label(SUMMARY).fill(TYPED)
    assert press(page, "Afronden") == 409
    expect(page.get_by_text(TYPED)).to_be_visible()
    page.get_by_role("link", name="Bekijk de taak zoals ze nu is").click()
    expect(page.get_by_text("Jonas Peeters werkt aan deze taak.")).to_be_visible()


def test_two_tabs_never_write_over_each_other(served: Served, desks: Desks) -> None:
    first = at_work(served, desks)
    second = first.context.new_page()
    second.goto(first.url)
    first.get_by_label(SUMMARY).fill(TYPED)
    expect(first.locator("[data-saved]")).to_have_text(SAVED)
    second.get_by_label(SUMMARY).fill("Iets anders.")
    expect(second.locator("#said")).to_contain_text("Dit is intussen veranderd.")
    expect(second.get_by_label(SUMMARY)).to_have_value("Iets anders.")
    assert press(second, "Concept bewaren") == 409
    expect(second.get_by_text("Iets anders.")).to_be_visible()
    first.reload()
    expect(first.get_by_label(SUMMARY)).to_have_value(TYPED)


def test_what_is_typed_while_the_server_thinks_stays(served: Served, desks: Desks) -> None:
    page = at_work(served, desks)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/vragen", hold)
    fill(page, {"onderzoek.rookmelders.oordeel": "voldoet_niet"})
    page.get_by_label(SUMMARY).press_sequentially(TYPED)
    expect(page.get_by_label("Motivering")).to_have_count(0)
    assert waiting
    waiting[-1].continue_()
    expect(page.get_by_label("Motivering")).to_be_visible()
    expect(page.get_by_label(SUMMARY)).to_have_value(TYPED)
    expect(page.get_by_label(SUMMARY)).to_be_focused()


def test_an_impatient_double_click_completes_once(served: Served, desks: Desks) -> None:
    for scripts in (True, False):
        page = at_work(served, desks, java_script_enabled=scripts)
        fill(page, flat(next(s for s in plan()["stappen"] if s.get("taak") == TASK)["antwoord"]))
        page.get_by_role("button", name="Afronden", exact=True).dblclick()
        expect(page.get_by_role("status")).to_contain_text(re.compile("afgerond"))
        number = page.url.rpartition("/")[2].partition("?")[0]
        served.task(number, "stel_beslissing_voor")
        with served.house.runtime.store.read() as tx:
            kinds = [row.kind for row in trail.of_case(tx, served.house.case(number).id)]
        assert kinds.count("task:completed") == 3


def at_work(served: Served, desks: Desks, **options: bool) -> Page:
    """Open a task that Sara has taken."""
    task = served.claimed(TASK, "sara.mertens")
    page = desks.of("sara.mertens", **options)
    page.goto(f"/taken/{task.id}")
    if options.get("java_script_enabled", True):
        page.wait_for_selector(READY, state="attached")
    return page
