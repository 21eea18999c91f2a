"""The list of documents of a case: what the decision asks beside what came in."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from engine import cases, dmn, documents, post, tasks
from engine.checklist import Checklist, Line, Standing
from engine.deployments import checking, folders
from engine.model import Actor, RoleInTeam, Verdict
from tests import sending
from tests.house import House
from tests.web.site import REGISTERED, start_values

SECRET = sending.CONFIDENTIAL


@pytest.fixture
def number(house: House) -> str:
    number = house.start(start_values(), key="a-case-with-a-checklist")
    house.work_off()
    house.do(number, "controleer_registratie", "an.admin", REGISTERED)
    return number


@pytest.fixture
def sara(house: House) -> Actor:
    return house.actors["sara.mertens"]


def listed(house: House, number: str, by: Actor) -> Checklist:
    found = cases.view(house.runtime, number=number, by=by).checklist
    assert found is not None
    return found


def line(house: House, number: str, by: Actor, kind: str) -> Line:
    (found,) = (each for each in listed(house, number, by).lines if each.expected.type == kind)
    return found


def assess(house: House, number: str, document_id: str, by: Actor, issued_on: date) -> None:
    documents.assess(
        house.runtime,
        number=number,
        document_id=document_id,
        by=by,
        verdict=Verdict.MEETS,
        motivation="",
        issued_on=issued_on,
        expires_on=None,
    )


def test_the_list_of_family_day_care_asks_no_fire_attest(
    house: House, number: str, sara: Actor
) -> None:
    found = listed(house, number, sara)
    kinds = {each.expected.type for each in found.lines}
    assert {"aanvraagformulier", "attest_starterstraject", SECRET, "risicoanalyse"} <= kinds
    assert "attest_brandveiligheid" not in kinds
    assert (found.problems, found.complete) == ((), False)
    assert found.day == date(2026, 3, 20)


def test_a_document_that_comes_in_is_assessed_and_grows_old(
    house: House, number: str, sara: Actor
) -> None:
    assert line(house, number, sara, SECRET).standing == Standing.MISSING
    row = sending.add(house, number, type_key=SECRET, by=sara)
    assert line(house, number, sara, SECRET).standing == Standing.UNASSESSED
    assess(house, number, row.id, sara, date(2026, 2, 20))
    assert line(house, number, sara, SECRET).standing == Standing.PRESENT
    assess(house, number, row.id, sara, date(2026, 2, 19))
    assert line(house, number, sara, SECRET).standing == Standing.TOO_OLD


def test_a_newer_version_is_the_one_that_counts(house: House, number: str, sara: Actor) -> None:
    first = sending.add(house, number, b"een", type_key=sending.ONE, by=sara)
    sending.assess(house, number, first.id, Verdict.FAILS, "Niet van deze persoon.", by=sara)
    assert line(house, number, sara, sending.ONE).standing == Standing.REJECTED
    second = sending.add(house, number, b"twee", type_key=sending.ONE, by=sara)
    found = line(house, number, sara, sending.ONE)
    assert (found.standing, [each.id for each in found.documents]) == (
        Standing.UNASSESSED,
        [second.id],
    )


def test_outside_the_class_one_sees_only_that_it_is_there(
    house: House, number: str, sara: Actor
) -> None:
    row = sending.add(house, number, type_key=SECRET, by=sara)
    sending.assess(house, number, row.id, Verdict.FAILS, "Niet blanco.", by=sara)
    assert line(house, number, sara, SECRET).standing == Standing.REJECTED
    outside = Actor(store_id(house), "Jonas", (RoleInTeam("auditor"),))
    seen = line(house, number, outside, SECRET)
    assert (seen.standing, seen.documents, seen.hidden) == (Standing.PRESENT, (), True)


def store_id(house: House) -> str | None:
    return house.actors["jonas.peeters"].person_id


def test_the_page_of_a_task_has_the_same_list(house: House, number: str, sara: Actor) -> None:
    (task,) = house.open_tasks(number)
    shown = tasks.view(house.runtime, task_id=task.id, by=sara).checklist
    assert shown is not None
    assert shown == listed(house, number, sara)


@pytest.mark.parametrize(
    ("path", "old", "new", "rule"),
    [
        ("vergunning/procedure.toml", b'"documentenlijst"', b'"lijst"', "decision_unknown"),
        ("vergunning/procedure.toml", b'key = "risicoanalyse"', b'key = "ra"', "value_unknown"),
        ("vergunning/documentenlijst.dmn", b'name="source"', b'name="bron"', "column_missing"),
        ("vergunning/documentenlijst.dmn", b'"COLLECT"', b'"FIRST"', "not_a_list"),
    ],
)
def test_a_list_that_cannot_be_made_is_refused_at_deployment(
    house: House, path: str, old: bytes, new: bytes, rule: str
) -> None:
    files = dict(folders.read_folders(house.runtime))["vergunning"]
    assert old in files[path]
    found = checking.check(house.runtime, {**files, path: files[path].replace(old, new, 1)})
    assert f"checklist.{rule}" in {each.rule for each in found if each.severity == "error"}


def test_every_type_in_the_table_of_the_licence_is_asked_in_some_row() -> None:
    """A type that no row gives is a row that somebody forgot."""
    folder = Path(__file__).parents[2] / "processes" / "vergunning"
    table = (folder / "documentenlijst.dmn").read_text("utf-8")
    values = table.partition("<outputValues")[2].partition("</outputValues>")[0]
    for word in values.partition("<text>")[2].partition("</text>")[0].split(", "):
        assert f"<text>{word}</text>" in table, word


def test_the_list_of_group_day_care_is_made_without_a_sort_of_family_day_care() -> None:
    folder = Path(__file__).parents[2] / "processes" / "vergunning"
    model = dmn.parse((folder / "documentenlijst.dmn").read_bytes())
    asked = {"aanvraag": {"opvangvorm": "groepsopvang"}, "organisator": {"rechtsvorm": "vzw"}}
    found = model.evaluate("documentenlijst", asked)
    kinds = {row["type"] for row in found.value if row["required"]}
    assert found.problems == ()
    assert {"attest_brandveiligheid", "opportuniteitsadvies", "attest_starterstraject"} <= kinds
    assert "attest_module" not in kinds


def ask(house: House, number: str) -> str:
    """Bring the case to the task that asks for what is missing; return the task."""
    found = {"ontvankelijkheid.oordeel": "onvolledig"}
    house.do(number, "beoordeel_ontvankelijkheid", "sara.mertens", found)
    (task,) = house.open_tasks(number)
    assert task.element == "vraag_aanvulling"
    return task.id


def wanted(house: House, task_id: str, by: Actor) -> dict[str, str]:
    """Return what the form of the request holds: names and reasons by the number of the row."""
    form = tasks.view(house.runtime, task_id=task_id, by=by).form
    assert form is not None
    return {each.name: each.text for each in form.fields if each.name.startswith("vraag.stukken")}


def test_the_request_begins_with_what_is_wanting_and_why(
    house: House, number: str, sara: Actor
) -> None:
    for kind, issued_on in ((SECRET, date(2026, 1, 3)), ("risicoanalyse", date(2026, 3, 1))):
        row = sending.add(house, number, type_key=kind, by=sara)
        assess(house, number, row.id, sara, issued_on)
    shown = wanted(house, ask(house, number), sara)
    asked = [name for key, name in shown.items() if key.endswith(".naam")]
    to_ask = [each.expected.title for each in listed(house, number, sara).lines if each.to_ask]
    assert asked == to_ask
    assert "Risicoanalyse" not in asked
    at = asked.index("Uittreksel uit het strafregister")
    assert shown[f"vraag.stukken.{at}.reden"].startswith(
        "Te oud: opgemaakt op 03/01/2026, bruikbaar tot en met 03/02/2026. Van iedereen"
    )
    assert shown[f"vraag.stukken.{at}.rechtsgrond"].startswith("Vergunningsbesluit")


def test_the_letter_lists_what_the_caseworker_kept_and_added(
    house: House, number: str, sara: Actor
) -> None:
    task_id = ask(house, number)
    before = wanted(house, task_id, sara)
    tasks.claim(house.runtime, task_id=task_id, by=sara)
    posted = {
        "vraag.stukken": "2",
        "vraag.stukken.0.naam": before["vraag.stukken.0.naam"],
        "vraag.stukken.0.reden": "Ontbreekt: we vonden geen handtekening.",
        "vraag.stukken.1.naam": "Geboortedatum van de onthaalouder",
        "vraag.stukken.1.reden": "De datum is niet leesbaar.",
        "vraag.wijze": "ebox",
        "vraag.verzenddatum": "26/03/2026",
        "vraag.kennisgevingsdatum": "27/03/2026",
    }
    with house.runtime.store.counting() as counts:
        tasks.complete(house.runtime, task_id=task_id, by=sara, posted=posted, key="k" * 20)
    assert counts.statements <= 12
    house.work_off()
    letter = text_of_the_letter(house, number, sara)
    assert "Ondertekend aanvraagformulier: Ontbreekt: we vonden geen handtekening." in letter
    assert "Geboortedatum van de onthaalouder: De datum is niet leesbaar." in letter
    assert "Rechtsgrond:" not in letter
    assert before["vraag.stukken.1.naam"] not in letter


def text_of_the_letter(house: House, number: str, by: Actor) -> str:
    view = cases.view(house.runtime, number=number, by=by)
    wanted = [each.row for each in view.documents.rows if "niet volledig" in each.row.name]
    (letter,) = wanted
    data = sending.read(house, number, letter.id, by)
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_when_the_supplement_is_in_the_list_is_compared_again(
    house: House, number: str, sara: Actor
) -> None:
    first = wanted(house, ask(house, number), sara)
    answers = {
        "vraag.wijze": "ebox",
        "vraag.verzenddatum": date(2026, 3, 23),
        "vraag.kennisgevingsdatum": date(2026, 3, 23),
    }
    house.do(number, "vraag_aanvulling", "sara.mertens", answers)
    row = sending.add(house, number, type_key="aanvraagformulier", by=sara)
    assess(house, number, row.id, sara, date(2026, 3, 23))
    waits = post.expected(house.runtime, number=number, by=house.actors["an.admin"])
    (awaited,) = [each for each in waits if each.message == "aanvulling_ontvangen"]
    post.register(
        house.runtime,
        number=number,
        token=awaited.token,
        by=house.actors["an.admin"],
        received_on=date(2026, 3, 23),
        channel="brief",
        posted={"aanvulling.omschrijving": "Het ondertekende formulier."},
    )
    house.work_off()
    again = wanted(house, ask(house, number), sara)
    assert first["vraag.stukken.0.naam"] == "Ondertekend aanvraagformulier"
    assert "Ondertekend aanvraagformulier" not in again.values()
    assert len(again) == len(first) - 3
