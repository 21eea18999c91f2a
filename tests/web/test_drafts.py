"""Applications that somebody began, through the pages: kept, listed, gone on with, thrown away."""

from __future__ import annotations

import re

from tests.web.site import JSON, PROCESS, Site, flat, sign_in, start_values
from tests.web.visits import KEY

CLERK = "an.admin"
CHOOSE = "/procedures/nieuw"
START = f"/procedures/nieuw/{PROCESS}"
DRAFT = f"{START}/concept"
NAME = "organisator.naam"
SCRIPT = {**JSON, "X-Requested-With": "autosave"}


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None, name
    return found[1]


def test_the_button_keeps_it_and_another_browser_goes_on_with_it(site: Site) -> None:
    blank = site.visit(CLERK).get(START).text
    key = hidden(blank, "_key")
    sent = {NAME: "De Zonnebloem", "_key": key, "_concept": hidden(blank, "_concept")}
    kept = site.visit(CLERK).post(DRAFT, sent)
    assert kept.status_code == 303
    other = site.visit(CLERK)
    listed = other.get(CHOOSE).text
    assert "Begonnen aanvragen" in listed
    assert "De Zonnebloem" in listed
    (where,) = re.findall(rf'href="({START}\?aanvraag=[^"]+)"', listed)
    page = other.get(where).text
    assert 'value="De Zonnebloem"' in page
    assert (hidden(page, "_key"), hidden(page, "_concept")) == (key, "1")
    assert where in other.get(START).text
    started = other.post(START, {**flat(start_values()), "_key": key})
    assert started.status_code == 303
    assert "Begonnen aanvragen" not in other.get(CHOOSE).text
    came_of_it = other.get(where)
    assert came_of_it.status_code == 303
    assert str(started.location).partition("?")[0] in str(came_of_it.location)
    assert "al verstuurd" in other.get(str(came_of_it.location)).text
    assert site.visit("bert.beheer").get(where).status_code in {403, 404}


def test_it_survives_signing_out(site: Site) -> None:
    browser = site.visit(CLERK)
    browser.post(DRAFT, {NAME: "De Zonnebloem", "_key": KEY, "_concept": "0"})
    browser.post("/afmelden")
    assert browser.get(CHOOSE).status_code == 303
    assert sign_in(browser, CLERK).status_code == 303
    assert "De Zonnebloem" in browser.get(CHOOSE).text


def test_a_script_is_told_the_version_and_where_to_find_it(site: Site) -> None:
    browser = site.visit(CLERK)
    sent = {NAME: "De Zonnebloem", "_key": KEY, "_concept": "0"}
    answer = browser.post(DRAFT, sent, headers=SCRIPT)
    assert answer.json is not None
    assert answer.json["version"] == 1
    assert 'value="De Zonnebloem"' in browser.get(answer.json["url"]).text


def test_the_second_tab_is_told_and_keeps_what_was_typed(site: Site) -> None:
    browser = site.visit(CLERK)
    browser.post(DRAFT, {NAME: "one", "_key": KEY, "_concept": "0"})
    late = browser.post(DRAFT, {NAME: "two", "_key": KEY, "_concept": "0"})
    assert late.status_code == 409
    assert "two" in late.text
    assert CHOOSE in late.text
    script = browser.post(DRAFT, {NAME: "two", "_key": KEY, "_concept": "0"}, headers=SCRIPT)
    assert script.status_code == 409


def test_a_page_that_is_not_whole_keeps_nothing(site: Site) -> None:
    browser = site.visit(CLERK)
    for wrong in ({"_key": KEY}, {"_concept": "0"}, {"_key": "k" * 15 + "\0", "_concept": "0"}):
        assert browser.post(DRAFT, {NAME: "x", **wrong}).status_code == 422
    nowhere = {"_key": KEY, "_concept": "0", "_dossier": "no such dossier"}
    assert browser.post(DRAFT, nowhere).status_code == 404
    assert "Begonnen aanvragen" not in browser.get(CHOOSE).text


def test_thrown_away_it_is_gone(site: Site) -> None:
    browser = site.visit(CLERK)
    browser.post(DRAFT, {NAME: "De Zonnebloem", "_key": KEY, "_concept": "0"})
    (action,) = re.findall(r'action="(/procedures/nieuw/begonnen/[^"]+)"', browser.get(CHOOSE).text)
    assert site.visit("sara.mertens").post(action).status_code in {403, 404}
    answer = browser.post(action)
    assert answer.status_code == 303
    assert "weggegooid" in browser.get(answer.location).text
    assert "De Zonnebloem" not in browser.get(CHOOSE).text
    assert browser.post(action).status_code == 404


def test_a_start_that_is_refused_goes_on_from_the_same_draft(site: Site) -> None:
    browser = site.visit(CLERK)
    browser.post(DRAFT, {NAME: "De Zonnebloem", "_key": KEY, "_concept": "0"})
    refused = browser.post(START, {NAME: "De Zonnebloem", "_key": KEY, "_concept": "1"})
    assert refused.status_code == 422
    assert (hidden(refused.text, "_key"), hidden(refused.text, "_concept")) == (KEY, "1")
