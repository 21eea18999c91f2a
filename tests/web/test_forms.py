"""What an analyst sends of a form: tried, kept or put into force when sound, refused in words."""

from __future__ import annotations

import pytest

from tests.web.model_visits import FORM, form_file
from tests.web.site import JSON, Site
from tests.web.test_models import FILES

ANALYST = "pieter.claeys"
HERE = f"/formulieren/{FORM}"
TYPE = "application/json"
REASON = {"X-Reason": "een proef"}
HOSTILE = {what: data for what, (path, data) in FILES.items() if path.endswith(".json")}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_form_that_is_not_sound_is_never_put_into_force(shared_site: Site, what: str) -> None:
    before = shared_site.kept()
    browser = shared_site.visit(ANALYST)
    answer = browser.send(f"{HERE}/in-werking", HOSTILE[what], TYPE, headers={**REASON, **JSON})
    assert answer.status_code == 422
    assert answer.json
    assert all(each["text"].endswith((".", "?")) for each in answer.json["findings"])
    assert shared_site.kept() == before


@pytest.mark.parametrize("what", HOSTILE)
def test_looking_a_hostile_form_over_gives_findings(shared_site: Site, what: str) -> None:
    answer = shared_site.visit(ANALYST).send(f"{HERE}/nakijken", HOSTILE[what], TYPE, headers=JSON)
    assert answer.status_code in {200, 422}
    assert answer.json
    assert answer.json["findings"]


def test_a_draft_of_a_stale_page_does_not_overwrite_a_newer_one(site: Site) -> None:
    browser, schema = site.visit(ANALYST), form_file(site)
    first = browser.send(f"{HERE}/concept?versie=0", schema, TYPE, headers=JSON)
    assert first.json
    assert first.json["version"] == 1
    before = site.kept()
    again = browser.send(f"{HERE}/concept?versie=0", schema, TYPE, headers=JSON)
    assert again.status_code == 409
    assert site.kept() == before


def test_the_preview_is_drawn_by_the_server_and_keeps_nothing(shared_site: Site) -> None:
    schema = form_file(shared_site).decode()
    before = shared_site.kept()
    sent = {"_schema": schema, "_gegevens": '{"organisator": {"naam": "<b>De Zon</b>"}}'}
    answer = shared_site.visit(ANALYST).post(f"{HERE}/voorbeeld", sent)
    assert "&lt;b&gt;De Zon&lt;/b&gt;" in answer.text
    assert 'name="ontvankelijkheid.oordeel"' in answer.text
    assert shared_site.kept() == before


def test_the_preview_follows_what_is_filled_in(shared_site: Site) -> None:
    schema = form_file(shared_site).decode()
    typed = {"ontvankelijkheid.oordeel": "onvolledig"}
    browser = shared_site.visit(ANALYST)
    answer = browser.post(f"{HERE}/voorbeeld?antwoorden=ja", {"_schema": schema, **typed})
    assert "Wat ontbreekt er nog, naast de documenten van de lijst?" in answer.text
    untouched = browser.post(f"{HERE}/voorbeeld", {"_schema": schema})
    assert "Wat ontbreekt er nog, naast de documenten van de lijst?" not in untouched.text


def test_a_shared_form_says_so(shared_site: Site) -> None:
    browser = shared_site.visit(ANALYST)
    said = "elke procedure heeft het"
    assert said in browser.get("/formulieren/neem_beslissing/bewerken").text
    assert said not in browser.get(f"{HERE}/bewerken").text


@pytest.mark.parametrize("address", ["/formulieren/bestaat_niet", f"{HERE}?procedure=andere"])
def test_a_form_that_is_not_there_is_not_found(shared_site: Site, address: str) -> None:
    answer = shared_site.visit(ANALYST).get(address)
    assert answer.status_code == 404
    assert "formulier bestaat niet" in answer.text


def test_only_the_editor_loads_the_editor(shared_site: Site) -> None:
    browser = shared_site.visit(ANALYST)
    assert "dist/form-editor.js" in browser.get(f"{HERE}/bewerken").text
    for address in ("/formulieren", HERE, "/processen"):
        assert "form-editor" not in browser.get(address).text
