"""The list of terms that near their end, and the warnings on the page of a case."""

from __future__ import annotations

import re

from engine import reminders
from tests.web.site import Site

OWNER, COORDINATOR = "sara.mertens", "hilde.vandamme"


def a_month_later(site: Site) -> None:
    site.house.clock.forward(days=28)
    assert reminders.give_due(site.house.runtime)


def test_the_list_shows_what_ends_and_what_is_seen_leaves_it(site: Site) -> None:
    a_month_later(site)
    browser = site.visit(OWNER)
    shown = browser.get("/taken/termijnen").text
    lines = re.findall(r"/taken/termijnen/([^/\"]+)/gezien", shown)
    assert lines
    assert "wij" in shown
    assert "taak bij Sara Mertens" in shown
    answer = browser.post(f"/taken/termijnen/{lines[0]}/gezien")
    assert answer.status_code == 303
    left = browser.get(answer.location).text
    assert "staat op gezien" in left
    assert re.findall(r"/taken/termijnen/([^/\"]+)/gezien", left) == lines[1:]
    assert "gezien door Sara Mertens" in browser.get("/taken/termijnen?toon=alles").text


def test_the_tab_over_the_tasks_counts_what_waits(site: Site) -> None:
    assert _tab(site) == "Termijnen"
    a_month_later(site)
    found = site.house.actors[OWNER]
    waiting = reminders.count(site.house.runtime, by=found)
    assert waiting
    assert _tab(site) == f"Termijnen ({waiting})"


def _tab(site: Site) -> str:
    shown = site.visit(OWNER).get("/taken").text
    found = re.search(r'href="/taken/termijnen">(.*?)</a>', shown)
    assert found is not None
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_an_empty_list_says_what_comes_there(site: Site) -> None:
    shown = site.visit("karel.dhondt").get("/taken/termijnen").text
    assert "Geen termijn vraagt nu je aandacht" in shown
    passed = site.visit("karel.dhondt").get("/taken/termijnen?toon=verstreken").text
    assert "Er is geen termijn verstreken" in passed


def test_the_page_of_a_case_tells_who_was_warned_and_who_saw_it(site: Site) -> None:
    a_month_later(site)
    runtime, me = site.house.runtime, site.house.actors[OWNER]
    first = reminders.listing(runtime, by=me).rows[0].line
    reminders.see(runtime, reminder_id=first.id, by=me)
    shown = site.visit(OWNER).get(f"/procedures/{first.number}").text
    assert "Wie gewaarschuwd is" in shown
    assert "gezien door Sara Mertens op" in shown
    assert "Er ging een waarschuwing uit" in shown


def test_a_warning_of_somebody_else_cannot_be_put_aside(site: Site) -> None:
    a_month_later(site)
    runtime = site.house.runtime
    first = reminders.listing(runtime, by=site.house.actors[OWNER]).rows[0].line
    answer = site.visit("karel.dhondt").post(f"/taken/termijnen/{first.id}/gezien")
    assert answer.status_code == 404
