"""The pages of registers, as a browser without scripts uses them."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

from engine import takeover
from engine.model import SYSTEM
from tests import mandating, recording
from tests.web.site import Site

SARA = "sara.mertens"


def test_a_record_is_added_found_and_changed(site: Site) -> None:
    browser = site.visit(SARA)
    answer = browser.post("/registers/organisator/nieuw", recording.organiser())
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Zonnebloem vzw (0428.759.497)" in page
    assert "+32 2 533 12 11" in page
    assert "Omdat het zo is." in page
    found = browser.get("/registers/organisator?q=zonneb").text
    assert "ORG-000001" in found
    changed = {**recording.organiser("Zonnetje"), "_versie": "1"}
    browser.post("/registers/organisator/ORG-000001/wijzigen", changed)
    page = browser.get("/registers/organisator/ORG-000001").text
    assert "Zonnebloem vzw → Zonnetje" in page


def test_a_page_that_is_sent_again_adds_one_record_or_mandate(site: Site) -> None:
    for who, path, typed in (
        (SARA, "/registers/organisator/nieuw", recording.organiser(kbo="")),
        (mandating.PROPOSER, "/mandaten/nieuw", mandating.typed(site.house)),
    ):
        browser = site.visit(who)
        (key,) = re.findall(r'name="_key" value="([^"]+)"', browser.get(path).text)
        first, again = (browser.post(path, {**typed, "_key": key}) for _ in range(2))
        assert first.status_code == again.status_code == 303
        assert first.location == again.location


def test_what_is_refused_stays_in_the_form_with_why(site: Site) -> None:
    typed = recording.organiser(kbo="0428.759.498")
    answer = site.visit(SARA).post("/registers/organisator/nieuw", typed)
    assert answer.status_code == 422
    assert "Zonnebloem vzw" in answer.text
    assert "0428.759.498" in answer.text
    assert 'href="#veld-kbo"' in answer.text


def test_a_likely_double_is_shown_and_a_second_press_adds_it(site: Site) -> None:
    recording.add(site.house, recording.organiser())
    browser, typed = site.visit(SARA), recording.organiser("Zonebloem", "")
    answer = browser.post("/registers/organisator/nieuw", typed)
    assert answer.status_code == 422
    assert "naam lijkt erop" in answer.text
    assert "Toch toevoegen" in answer.text
    assert browser.post("/registers/organisator/nieuw", {**typed, "_zeker": "ja"}).location


def test_somebody_who_changes_an_older_version_is_told(site: Site) -> None:
    number = recording.add(site.house, recording.organiser())
    browser, where = site.visit(SARA), f"/registers/organisator/{number}/wijzigen"
    browser.post(where, {**recording.organiser("Eerst"), "_versie": "1"})
    answer = browser.post(where, {**recording.organiser("Daarna"), "_versie": "1"})
    assert answer.status_code == 409
    assert "intussen gewijzigd" in answer.text


def test_an_auditor_sees_no_confidential_field_and_no_button(site: Site) -> None:
    number = recording.add(site.house, recording.organiser())
    page = site.visit("ann.auditor").get(f"/registers/organisator/{number}").text
    assert "533 12 11" not in page
    assert page.count("vertrouwelijk: je rol mag dit niet zien") == 3
    assert "/wijzigen" not in page


def test_merged_records_lead_to_one_and_come_apart(site: Site) -> None:
    keeps = recording.add(site.house, recording.organiser())
    goes = recording.add(site.house, recording.organiser("Iets anders", ""))
    browser = site.visit(SARA)
    where = f"/registers/organisator/{goes}"
    sent = {**recording.about(), "_versie": "1"}
    assert browser.post(f"{where}/samenvoegen", {**sent, "into": goes}).status_code == 422
    browser.post(f"{where}/samenvoegen", {**sent, "into": f"Zonnebloem vzw · {keeps}"})
    assert f"{goes} is samengevoegd met {keeps}" in browser.get(where).text
    browser.post(f"{where}/losmaken", recording.about())
    assert "Iets anders" in browser.get(where).text


def test_a_field_looks_records_and_colleagues_up_while_one_types(site: Site) -> None:
    number = recording.add(site.house, recording.organiser())
    browser = site.visit(SARA)
    found = browser.get("/codelijsten/organisator/zoek?q=zonne").json
    assert [each["code"] for each in found or ()] == [number]
    people = browser.get("/codelijsten/colleagues/zoek?q=jonas").json
    assert [each["code"] for each in people or ()] == ["jonas.peeters"]
    assert browser.get("/codelijsten/niets/zoek?q=x").status_code == 404
    analyst = site.visit("pieter.claeys")
    assert analyst.get("/codelijsten/organisator/zoek?q=zonne").status_code == 403


def test_a_dossier_is_opened_once_and_hangs_under_the_organiser(site: Site) -> None:
    owner = recording.add(site.house, recording.organiser())
    place = recording.add(site.house, recording.location(owner), "locatie")
    browser = site.visit(SARA)
    opened = browser.post(f"/registers/locatie/{place}/dossier", {})
    assert opened.location.startswith("/dossiers/DLOC-2026-00001")
    assert f"In het register: {place}" in browser.get(opened.location).text
    assert "DLOC-2026-00001" in browser.get(f"/registers/locatie/{place}").text
    assert "DLOC-2026-00001" in browser.get(f"/registers/organisator/{owner}").text
    assert browser.post(f"/registers/locatie/{place}/dossier", {}).status_code == 409


def test_a_portfolio_holds_what_names_the_colleague_in_the_register(site: Site) -> None:
    owner = recording.add(site.house, recording.organiser())
    mine = recording.location(owner, klantenbeheerder=SARA)
    recording.add(site.house, mine, "locatie")
    browser = site.visit(SARA)
    assert "Kerkstraat 12" in browser.get("/portefeuille").text
    assert "Kerkstraat 12" not in browser.get("/portefeuille?collega=jonas.peeters").text
    assert browser.get("/portefeuille?collega=niemand").status_code == 404


def test_a_case_that_was_taken_over_says_so_on_its_page_and_in_lists(site: Site) -> None:
    owner = recording.add(site.house, recording.organiser())
    place = recording.add(site.house, recording.location(owner), "locatie")
    text = (
        "referentie,procedure,stap,voorziening,bevoegd.groep,organisator.naam\n"
        f"OUD-7,vergunning_gezinsopvang,onderzoek_aanvraag,{place},kb-ko-oost,Zonnebloem\n"
    )
    report = takeover.take_over(site.house.runtime, text=text, by=SYSTEM, dry_run=False)
    (line,) = report.lines
    assert line.problems == ()
    case = site.house.case(line.number)
    browser = site.visit(SARA)
    assert "in het vorige systeem: OUD-7" in browser.get(f"/procedures/{line.number}").text
    dossier = browser.get(f"/registers/locatie/{place}").text
    for page in (dossier, browser.get("/dossiers?q=Zonnebloem").text):
        assert "Overgenomen" in page
    assert case.taken_over == "OUD-7"


FILE = "naam;kbo\r\nZonnebloem vzw;0428.759.497\r\n=1+2;\r\nFout;0428.759.498\r\n"


def test_a_file_is_tried_told_line_by_line_and_then_read_in(site: Site) -> None:
    browser, path = site.visit(SARA), "/registers/organisator/inlezen"
    file = (BytesIO(FILE.encode("cp1252")), "organisatoren.csv")
    tried = browser.post(path, {**recording.about(), "_doe": "proberen", "file": file})
    assert tried.status_code == 200
    assert "Er is niets bewaard" in tried.text
    assert "Kan niet" in tried.text
    (kept,) = re.findall(r'<textarea name="_tekst" hidden>\n(.*?)</textarea>', tried.text, re.S)
    again = {**recording.about(), "_tekst": unescape(kept), "_doe": "inlezen"}
    refused = browser.post(path, again)
    assert "niet elke regel kan" in refused.text
    written = browser.post(path, {**again, "_wat": "rest"})
    assert "De gegevens staan in het register." in written.text
    assert "Zonnebloem vzw" in browser.get("/registers/organisator").text
    empty = browser.post(path, {**recording.about(), "_doe": "proberen"})
    assert empty.status_code == 422
    assert "Kies een bestand." in empty.text
    strange = {**recording.about(), "_doe": "proberen", "_tekst": "naam;vreemd\nx;y\n"}
    assert "vreemd" in browser.post(path, strange).text
