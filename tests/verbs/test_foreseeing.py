"""The letter that a task would make: the one that comes, with gaps, for nobody else, never kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import documents, errors, masking, tasks
from engine.store import documents as rows
from tests.house import House

GAP = "[nog in te vullen]"
ANSWERS = {
    "ontvankelijkheid.in_orde": ["formulier", "ondernemingsnummer", "leeftijd", "startdatum"],
    "ontvankelijkheid.oordeel": "ontvankelijk",
}


@pytest.fixture
def number(house: House) -> str:
    number = house.start(START)
    house.work_off()
    house.do(
        number,
        "controleer_registratie",
        "an.admin",
        {"registratie.nagekeken": True, "registratie.ontvangstmelding_op": house.clock.now.date()},
    )
    return number


START: dict[str, Any] = {
    "organisator": {
        "naam": "Opvang Het Nestje",
        "kbo": "0999302710",
        "rechtsvorm": "vzw",
        "contactpersoon": "Amina Yilmaz",
        "email": "amina.yilmaz@voorbeeld.be",
        "telefoon": "0470 00 00 00",
    },
    "locatie": {
        "straat": "Veldstraat",
        "huisnummer": "7",
        "postcode": "3500",
        "nis_code": "71072",
    },
    "aanvraag": {
        "opvangvorm": "gezinsopvang",
        "opvangtype": "aangesloten",
        "plaatsen": 7,
        "geplande_start": "2026-07-01",
        "ontvangstdatum": "2026-03-20",
        "kanaal": "digitaal_formulier",
    },
}


def taken(house: House, number: str, element: str, by: str = "sara.mertens") -> str:
    task = next(each for each in house.open_tasks(number) if each.element == element)
    tasks.claim(house.runtime, task_id=task.id, by=house.actors[by])
    return task.id


def foresee(house: House, task_id: str, posted: Any, by: str = "sara.mertens") -> Any:
    actor = house.actors[by]
    return documents.foresee(house.runtime, task_id=task_id, by=actor, posted=posted, gap=GAP)


def letters(house: House, number: str) -> int:
    with house.runtime.store.read() as tx:
        return len(rows.of_case(tx, house.case(number).id).rows)


def test_the_letter_of_the_way_that_was_chosen_is_shown_and_nothing_is_kept(
    house: House, number: str
) -> None:
    task_id = taken(house, number, "beoordeel_ontvankelijkheid")
    before = letters(house, number)
    seen = foresee(house, task_id, ANSWERS)
    assert seen.letter["subject"] == "Wij onderzoeken uw aanvraag voor gezinsopvang"
    assert seen.letter["preview"] is True
    assert foresee(house, task_id, {**ANSWERS, "ontvankelijkheid.oordeel": "onvolledig"}).why == (
        "none"
    )
    assert letters(house, number) == before
    assert [each.element for each in house.open_tasks(number)] == ["beoordeel_ontvankelijkheid"]


def test_what_is_foreseen_is_what_is_made(house: House, number: str) -> None:
    task_id = taken(house, number, "beoordeel_ontvankelijkheid")
    seen = foresee(house, task_id, ANSWERS).letter
    house.do(number, "beoordeel_ontvankelijkheid", "sara.mertens", ANSWERS)
    with house.runtime.store.read() as tx:
        row = rows.of_case(tx, house.case(number).id).rows[0]
        made = rows.content(tx, row.data_hash or "")
    assert made is not None
    assert seen["blocks"] == json.loads(made)["blocks"]
    assert row.name == seen["subject"]


def test_what_is_not_typed_yet_stands_as_a_gap(house: House, number: str) -> None:
    answers = {**ANSWERS, "ontvankelijkheid.oordeel": "onvolledig"}
    answers["ontvankelijkheid.ontbreekt"] = "Het attest van de module ontbreekt."
    house.do(number, "beoordeel_ontvankelijkheid", "sara.mertens", answers)
    task_id = taken(house, number, "vraag_aanvulling")
    seen = foresee(house, task_id, {}).letter
    assert GAP in str(seen["blocks"])
    typed = {"vraag.stukken": "1", "vraag.stukken.0.naam": "Statuten"}
    typed["vraag.stukken.0.reden"] = "De datum is niet leesbaar."
    assert "Statuten: De datum is niet leesbaar." in str(foresee(house, task_id, typed).letter)


def test_only_who_has_taken_the_task_sees_its_letter(house: House, number: str) -> None:
    task_id = taken(house, number, "beoordeel_ontvankelijkheid")
    with pytest.raises(errors.NotAllowed):
        foresee(house, task_id, ANSWERS, by="jonas.peeters")
    with pytest.raises(errors.EngineError):
        foresee(house, task_id, ANSWERS, by="lien.declercq")


def test_who_may_not_read_a_field_sees_no_letter_that_could_hold_it(
    house: House, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id = taken(house, number, "beoordeel_ontvankelijkheid")
    hidden = masking.Mask(frozenset({("organisator", "naam")}))
    monkeypatch.setattr(masking, "of", lambda *_: hidden)
    seen = foresee(house, task_id, ANSWERS)
    assert (seen.letter, seen.why) == (None, "withheld")


def test_a_letter_beyond_all_measure_is_not_shown(house: House, number: str) -> None:
    answers = {**ANSWERS, "ontvankelijkheid.oordeel": "onvolledig"}
    answers["ontvankelijkheid.ontbreekt"] = "Het attest van de module ontbreekt."
    house.do(number, "beoordeel_ontvankelijkheid", "sara.mertens", answers)
    task_id = taken(house, number, "vraag_aanvulling")
    typed = {"vraag.stukken": "400"}
    for row in range(400):
        typed[f"vraag.stukken.{row}.naam"] = "n" * 200
        typed[f"vraag.stukken.{row}.reden"] = "r" * 1000
    assert foresee(house, task_id, typed).letter is None
