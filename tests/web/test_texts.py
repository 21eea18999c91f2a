"""What an analyst types in a letter: tried, kept or put into force when sound, refused in words."""

from __future__ import annotations

import pytest

from tests.web.model_visits import LETTER, letter
from tests.web.site import JSON, Site

ANALYST = "pieter.claeys"
HERE = f"/brieven/{LETTER}"
FRAGMENT = {"HX-Request": "true"}
HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "a template": "{{ 7*7 }}{% raw %}",
    "Typst": '#read("/etc/passwd")',
    "an unknown block": "{{> ../../termijnen }}",
    "blocks without end": "{{> bezwaar }}\n" * 6000,
    "a control": "Beste \x1b[31m",
    "nothing": "",
    "far too much": "a" * 200_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_text_that_is_not_sound_is_never_put_into_force(shared_site: Site, what: str) -> None:
    before = shared_site.kept()
    sent = {"tekst": HOSTILE[what], "reden": "een proef"}
    answer = shared_site.visit(ANALYST).post(f"{HERE}/in-werking", sent)
    assert answer.status_code == 422
    assert "Hieronder staat elke reden" in answer.text
    assert "<script>alert(1)" not in answer.text
    assert shared_site.kept() == before


@pytest.mark.parametrize("what", HOSTILE)
def test_looking_a_hostile_text_over_gives_remarks(shared_site: Site, what: str) -> None:
    sent = {"tekst": HOSTILE[what]}
    answer = shared_site.visit(ANALYST).post(f"{HERE}/voorbeeld", sent, headers=FRAGMENT)
    assert answer.status_code == 200
    assert 'data-severity="error"' in answer.text
    assert "<script>alert(1)" not in answer.text


def test_the_preview_is_the_server_s_and_keeps_nothing(shared_site: Site) -> None:
    text = letter(shared_site).replace("Wij weigeren u de", "Wij weigeren <b>u</b> #deze")
    before = shared_site.kept()
    answer = shared_site.visit(ANALYST).post(f"{HERE}/voorbeeld", {"tekst": text})
    assert "Onthaal bij Ria" in answer.text
    assert "&lt;b&gt;u&lt;/b&gt; #deze" in answer.text
    assert shared_site.kept() == before


def test_without_a_reason_nothing_goes_into_force_and_no_word_is_lost(shared_site: Site) -> None:
    text = letter(shared_site).replace("Wij weigeren u de", "Wij weigeren de")
    before = shared_site.kept()
    answer = shared_site.visit(ANALYST).post(f"{HERE}/in-werking", {"tekst": text})
    assert answer.status_code == 422
    assert "Wij weigeren de vergunning." in answer.text
    assert 'href="#veld-reason"' in answer.text
    assert shared_site.kept() == before


def test_a_draft_is_kept_answers_what_is_wrong_and_waits_in_the_editor(site: Site) -> None:
    browser = site.visit(ANALYST)
    sent = {"tekst": "Beste\r\n", "_concept": "0"}
    answer = browser.post(f"{HERE}/concept", sent, headers=JSON)
    assert answer.json
    assert answer.json["version"] == 1
    assert "letter_front_matter" in {each["rule"] for each in answer.json["findings"]}
    page = browser.get(f"{HERE}/bewerken").text
    assert ">\nBeste\n</textarea>" in page
    assert browser.post(f"{HERE}/concept/weg", {}).status_code == 303
    assert "Beste\n</textarea>" not in browser.get(f"{HERE}/bewerken").text


def test_a_draft_of_a_stale_page_does_not_overwrite_a_newer_one(site: Site) -> None:
    browser = site.visit(ANALYST)
    browser.post(f"{HERE}/concept", {"tekst": "eerst", "_concept": "0"})
    before = site.kept()
    answer = browser.post(f"{HERE}/concept", {"tekst": "daarna nog", "_concept": "0"})
    assert answer.status_code == 409
    assert "daarna nog" in answer.text
    assert "Iemand anders was je voor" in answer.text
    assert site.kept() == before


def test_a_colleague_who_deployed_in_between_is_a_conflict(site: Site) -> None:
    text = letter(site)
    page = site.visit(ANALYST).get(f"{HERE}/bewerken").text
    basis = page.partition('name="basis" value="')[2].partition('"')[0]
    other = {"tekst": text.replace("Beste ", "Hallo "), "reden": "een proef"}
    assert site.visit("sofie.lemmens").post(f"{HERE}/in-werking", other).status_code == 303
    mine = {"tekst": text.replace("Beste ", "Dag "), "reden": "een proef", "basis": basis}
    answer = site.visit(ANALYST).post(f"{HERE}/in-werking", mine)
    assert answer.status_code == 409
    assert "Dag {{ organisator.contactpersoon }}" in answer.text
    assert "Hallo " in letter(site)


def test_an_older_version_is_shown_as_it_was(site: Site) -> None:
    browser, text = site.visit(ANALYST), letter(site)
    sent = {"tekst": text.replace("Beste ", "Hallo "), "reden": "een proef"}
    browser.post(f"{HERE}/in-werking", sent)
    assert "Hallo {{" in browser.get(HERE).text
    old = browser.get(f"{HERE}?versie=1").text
    assert "Beste {{" in old
    assert "oude versie" in old


def test_a_shared_text_says_so(shared_site: Site) -> None:
    browser, said = shared_site.visit(ANALYST), "elke procedure heeft ze"
    assert said in browser.get("/brieven/bezwaar/bewerken?soort=blok").text
    assert said not in browser.get(f"{HERE}/bewerken").text


@pytest.mark.parametrize(
    "address", ["/brieven/bestaat_niet", f"{HERE}?procedure=andere", f"{HERE}?soort=blok"]
)
def test_a_text_that_is_not_there_is_not_found(shared_site: Site, address: str) -> None:
    answer = shared_site.visit(ANALYST).get(address)
    assert answer.status_code == 404
    assert "brief of dit tekstblok bestaat niet" in answer.text
