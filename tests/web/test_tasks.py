"""A task is worked on by one person, completed once, and loses no word that was typed."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest

from engine import mandates, store
from tests import mandating, signing
from tests.web.site import JSON, Site, Visitor
from tests.web.visits import KEY, VISITS

OWNER, COLLEAGUE, STRANGER = "sara.mertens", "jonas.peeters", "lien.declercq"
TYPED = {
    "ontvankelijkheid.oordeel": "onvolledig",
    "ontvankelijkheid.ontbreekt": "Het grondplan van de tuin.",
}


def address(site: Site, verb: str = "", which: str = "taken_task") -> str:
    return f"/taken/{getattr(site.known, which)}{verb}"


def complete(site: Site, browser: Visitor, key: str = KEY) -> Any:
    fields = {**VISITS["tasks.complete"](site).fields, "_key": key}
    return browser.post(address(site, "/afronden"), fields)


def test_what_is_typed_is_kept_and_comes_back(site: Site) -> None:
    browser = site.visit(OWNER)
    assert browser.post(address(site, "/concept"), {**TYPED, "_concept": "0"}).status_code == 303
    assert "Het grondplan van de tuin." in site.visit(OWNER).get(address(site)).text


def test_a_list_is_narrowed_to_a_procedure_and_ordered_by_its_fields(site: Site) -> None:
    browser = site.visit(OWNER)
    plain = browser.get("/taken?bak=team").text
    assert 'name="procedure"' in plain
    assert 'name="kenmerk"' not in plain
    shown = browser.get(
        "/taken?bak=team&procedure=vergunning&kenmerk=plaatsen&sorteer=kenmerk&omgekeerd=1"
    ).text
    assert '<option value="plaatsen" selected>' in shown
    assert '<option value="kenmerk" selected>Op het kenmerk</option>' in shown
    assert 'scope="col">Aantal' in shown
    assert shown.count('role="rowheader"') >= 1
    none = browser.get("/taken?bak=team&procedure=vergunning&kenmerk=plaatsen&waarde=4999").text
    assert "Geen taak gevonden van deze procedure" in none
    for strange in (
        "procedure=x&kenmerk=y&sorteer=z",
        "procedure=vergunning&kenmerk=y",
        "blad=999",
    ):
        assert browser.get(f"/taken?bak=team&{strange}").status_code == 200


def test_a_task_is_completed_once_however_often_it_is_sent(site: Site) -> None:
    browser = site.visit(OWNER)
    fields = VISITS["tasks.complete"](site).fields
    first = browser.post(address(site, "/afronden"), fields)
    assert first.status_code == 303
    before = site.kept()
    second = browser.post(address(site, "/afronden"), fields)
    assert second.status_code == 303
    assert "taak-al-afgerond" in second.location
    assert site.kept() == before


def test_another_page_of_the_same_task_is_told_that_it_is_done(site: Site) -> None:
    browser = site.visit(OWNER)
    fields = dict(VISITS["tasks.complete"](site).fields)
    browser.post(address(site, "/afronden"), fields)
    before = site.kept()
    late = {**fields, **TYPED, "_key": KEY + "-tab-2"}
    answer = browser.post(address(site, "/afronden"), late)
    assert answer.status_code == 409
    assert "Het grondplan van de tuin." in answer.text
    assert site.kept() == before


def test_a_draft_from_a_stale_page_does_not_overwrite_a_newer_one(site: Site) -> None:
    browser = site.visit(OWNER)
    path = address(site, "/concept")
    assert browser.post(path, {**TYPED, "_concept": "0"}).status_code == 303
    before = site.kept()
    stale = {**TYPED, "ontvankelijkheid.ontbreekt": "Iets ouds.", "_concept": "0"}
    answer = browser.post(path, stale)
    assert answer.status_code == 409
    assert "ondertussen gewijzigd" in answer.text
    assert "Iets ouds." in answer.text
    assert site.kept() == before


@pytest.mark.parametrize("version", ["", "x", "-1", "\u00b2", "9" * 30, "9" * 5_000, "1.0"])
def test_a_version_that_is_none_is_refused(shared_site: Site, version: str) -> None:
    before = shared_site.kept()
    browser = shared_site.visit(OWNER)
    answer = browser.post(address(shared_site, "/concept"), {**TYPED, "_concept": version})
    assert answer.status_code == 422
    assert "niet volledig geladen" in answer.text
    assert shared_site.kept() == before


POSTS: dict[str, Callable[[Site], dict[str, Any]]] = {
    "/nemen": lambda site: {},
    "/teruggeven": lambda site: {},
    "/concept": lambda site: {**TYPED, "_concept": "0"},
    "/vragen": lambda site: TYPED,
    "/afronden": lambda site: {**TYPED, "_key": KEY},
}


@pytest.mark.parametrize("verb", POSTS)
@pytest.mark.parametrize("which", ["free_task", "taken_task"])
def test_a_task_of_another_team_is_not_there(shared_site: Site, verb: str, which: str) -> None:
    before = shared_site.kept()
    path = address(shared_site, verb, which)
    answer = shared_site.visit(STRANGER).post(path, POSTS[verb](shared_site))
    assert answer.status_code == 404
    assert "niet zien" in answer.text
    assert shared_site.kept() == before


@pytest.mark.parametrize("verb", ["/teruggeven", "/concept", "/vragen", "/afronden"])
def test_a_task_that_a_colleague_has_stays_as_it_is(shared_site: Site, verb: str) -> None:
    before = shared_site.kept()
    path = address(shared_site, verb)
    answer = shared_site.visit(COLLEAGUE).post(path, POSTS[verb](shared_site), headers=JSON)
    assert answer.status_code in {403, 404, 409}
    assert answer.content_type == "application/problem+json"
    assert shared_site.kept() == before


def test_a_task_that_a_colleague_has_cannot_be_taken(shared_site: Site) -> None:
    before = shared_site.kept()
    answer = shared_site.visit(COLLEAGUE).post(address(shared_site, "/nemen"))
    assert answer.status_code == 409
    assert "Sara Mertens heeft deze taak al genomen" in answer.text
    assert shared_site.kept() == before


@pytest.mark.parametrize("verb", ["/teruggeven", "/concept", "/vragen", "/afronden"])
def test_a_free_task_has_to_be_taken_first(shared_site: Site, verb: str) -> None:
    before = shared_site.kept()
    path = address(shared_site, verb, "free_task")
    answer = shared_site.visit(OWNER).post(path, POSTS[verb](shared_site))
    assert answer.status_code == 403
    assert "Neem ze eerst" in answer.text
    assert shared_site.kept() == before


@pytest.mark.parametrize("verb", ["/nemen", "/teruggeven", "/concept", "/afronden"])
def test_a_closed_task_stays_closed(site: Site, verb: str) -> None:
    browser = site.visit(OWNER)
    assert complete(site, browser).status_code == 303
    before = site.kept()
    answer = browser.post(address(site, verb), {**POSTS[verb](site), "_key": KEY + "-2"})
    assert answer.status_code == 409
    assert "al gebeurd" in answer.text
    assert site.kept() == before
    page = browser.get(address(site))
    assert page.status_code == 200
    assert "al afgerond" in page.text


def test_a_refused_form_comes_back_with_what_was_typed(shared_site: Site) -> None:
    before = shared_site.kept()
    fields = {**TYPED, "ontvankelijkheid.oordeel": "misschien", "_key": KEY}
    answer = shared_site.visit(OWNER).post(address(shared_site, "/afronden"), fields)
    assert answer.status_code == 422
    assert "niet in orde" in answer.text
    assert 'href="#veld-ontvankelijkheid.oordeel"' in answer.text
    assert shared_site.kept() == before


def test_the_way_on_without_scripts_checks_and_keeps_nothing(shared_site: Site) -> None:
    before = shared_site.kept()
    fields = {**TYPED, "bijwerken": "ja", "_key": KEY}
    answer = shared_site.visit(OWNER).post(address(shared_site, "/afronden"), fields)
    assert answer.status_code == 200
    assert "Het grondplan van de tuin." in answer.text
    assert shared_site.kept() == before


def test_a_draft_larger_than_any_form_is_refused(shared_site: Site) -> None:
    before = shared_site.kept()
    fields = {"ontvankelijkheid.ontbreekt": "x" * 300_000, "_concept": "0"}
    answer = shared_site.visit(OWNER).post(address(shared_site, "/concept"), fields, headers=JSON)
    assert answer.status_code == 422
    assert shared_site.kept() == before


def test_markup_in_a_draft_is_shown_as_text(site: Site) -> None:
    browser = site.visit(OWNER)
    nasty = {**TYPED, "ontvankelijkheid.ontbreekt": "</textarea><script>alert(1)</script>"}
    browser.post(address(site, "/concept"), {**nasty, "_concept": "0"})
    page = browser.get(address(site)).text
    assert "<script>alert(1)" not in page
    assert "&lt;/textarea&gt;" in page


WHO_MAY = "Wie hiervoor een mandaat heeft"


def test_a_decision_tells_who_may_take_it(site: Site) -> None:
    house = site.house
    number = signing.waiting(house, store.new_id(), dated=False)
    (task,) = house.open_tasks(number)
    page = site.visit(signing.decider()).get(f"/taken/{task.id}").text
    sort = "vergunning.toekenning"
    may = mandates.deciders(house.runtime, decision_type=sort, by=house.actors["sara.mertens"])
    assert signing.decider() in {each.login for each in may}
    shown = html.unescape(page.partition(WHO_MAY)[2].partition("</section>")[0])
    assert not [each for each in may if each.name not in shown], shown
    others = {actor.name for actor in house.actors.values()} - {each.name for each in may}
    assert not [name for name in others if name in shown]
    assert WHO_MAY not in site.visit(OWNER).get(address(site)).text


def test_a_decision_that_nobody_may_take_says_so(site: Site) -> None:
    house = site.house
    number = signing.waiting(house, store.new_id(), dated=False)
    (task,) = house.open_tasks(number)
    mandating.ended(house)
    assert "Niemand heeft hiervoor een mandaat." in site.visit(OWNER).get(f"/taken/{task.id}").text
