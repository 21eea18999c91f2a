"""The list of documents on the pages of a case and of a task."""

from __future__ import annotations

import re

import pytest

from engine.checklist import Expected, Line, Standing
from engine.model import RoleInTeam, Verdict
from engine.web.expected import summary
from tests import sending
from tests.web.site import Site


def rows(page: str) -> list[str]:
    """Return the text of each row of the list of documents."""
    table = page.partition("Documenten die bij deze aanvraag horen")[2].partition("</table>")[0]
    cells = table.split('<tr role="row">')[2:]
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in cells]


def row(page: str, title: str) -> str:
    (found,) = (each for each in rows(page) if each.startswith(title))
    return found


def test_the_documents_of_a_case_stand_with_what_is_needed(site: Site) -> None:
    sara = site.visit("sara.mertens")
    address = f"/procedures/{site.known.free}/documenten"
    page = sara.get(address).text
    assert "verplichte documenten ontbreken er" in page
    assert "Ontbreekt" in row(page, "Risicoanalyse")
    assert "hoogstens 1 maand oud" in row(page, "Uittreksel uit het strafregister").lower()
    assert "(niet verplicht)" in row(page, "Bankattest")
    by = site.house.actors["sara.mertens"]
    sent = sending.add(site.house, site.known.free, type_key="risicoanalyse", by=by)
    page = sara.get(address).text
    assert "Nog te beoordelen" in row(page, "Risicoanalyse")
    assert f"{address}/{sent.id}/bekijken" in page


def test_adding_starts_with_the_type_that_was_missing(site: Site) -> None:
    sara = site.visit("sara.mertens")
    address = f"/procedures/{site.known.free}/documenten"
    link = f"{address}/toevoegen?soort=risicoanalyse"
    assert link in sara.get(address).text
    assert '<option value="risicoanalyse" selected>' in sara.get(link).text
    assert " selected>" not in sara.get(f"{address}/toevoegen?soort=onzin").text


def test_beside_a_task_stands_what_still_needs_something(site: Site) -> None:
    page = site.visit("sara.mertens").get(f"/taken/{site.known.free_task}").text
    beside = page.partition('aria-labelledby="documenten"')[2].partition("</section>")[0]
    assert "verplichte documenten ontbreken er" in beside
    assert "Risicoanalyse" in beside
    assert "Bankattest" not in beside


def test_outside_the_class_nothing_but_its_being_there_is_told(site: Site) -> None:
    by = site.house.actors["sara.mertens"]
    sent = sending.add(
        site.house, site.known.free, name="geheim.txt", type_key=sending.CONFIDENTIAL, by=by
    )
    sending.assess(site.house, site.known.free, sent.id, Verdict.FAILS, "Niet blanco.", by=by)
    address = f"/procedures/{site.known.free}/documenten"
    assert "Afgekeurd" in site.visit("sara.mertens").get(address).text
    page = site.visit_as(RoleInTeam("auditor")).get(address).text
    assert "vertrouwelijk document" in row(page, "Uittreksel uit het strafregister")
    for secret in ("Afgekeurd", "geheim.txt", "Niet blanco", sent.id):
        assert secret not in page
    assert "/toevoegen" not in page


def line(standing: Standing, *, required: bool = True) -> Line:
    return Line(Expected("attest", "Attest", required=required), standing)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([line(Standing.NOT_REQUIRED, required=False)], "Geen enkel document is verplicht."),
        ([line(Standing.PRESENT)] * 3, "Alle 3 verplichte documenten zijn in orde."),
        ([line(Standing.MISSING)] * 2, "Van de 2 verplichte documenten ontbreken er 2."),
        (
            [line(Standing.PRESENT), line(Standing.UNASSESSED)],
            "Van de 2 verplichte documenten is er 1 in orde en is er 1 nog te beoordelen.",
        ),
        (
            [line(Standing.EXPIRED), *[line(Standing.TOO_OLD)] * 2],
            "Van de 3 verplichte documenten zijn er 2 te oud en is er 1 verlopen.",
        ),
    ],
)
def test_one_sentence_counts_the_required_documents(lines: list[Line], sentence: str) -> None:
    assert summary(lines) == sentence
