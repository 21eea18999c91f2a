"""A letter that names a term or an amount which nobody confirmed stays here, but for the demo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from engine import errors
from engine.store import terms
from engine.store.tables import document, term
from engine.wording import say
from tests.house import House
from tests.verbs import probing

LETTER = """+++
onderwerp = "Uw aanvraag"
soort = "brief"
termijnen = [{terms}]
+++

Beste

U kunt bezwaar indienen.
"""
SEND = probing.row(
    '<serviceTask id="send" name="Send" pr:job="make_letter" pr:letter="note"/>',
    probing.TASK.format("look"),
)


def sends(house: House, terms: str, *, demo: bool = False) -> str:
    """Let a case make a letter that names `terms`; return its number."""
    file = {"probe/brieven/note.md": LETTER.format(terms=terms).encode()}
    probing.deploy(house, SEND, files=file)
    house.runtime = replace(
        house.runtime, settings=replace(house.runtime.settings, demo=demo), _deployed={}
    )
    number = probing.start(house)
    house.work_off()
    return number


def letters(house: House, number: str) -> int:
    case_id = house.case(number).id
    with house.runtime.store.read() as tx:
        return len(tx.all(document.select().where(document.c.case_id == case_id)))


def test_in_production_an_unconfirmed_term_keeps_the_letter_here(house: House) -> None:
    number = sends(house, '"bezwaar.indienen"')
    (incident,) = probing.open_incidents(house, number)
    assert say(incident.code, incident.facts) == (
        "Niet verzonden: de bezwaartermijn in deze brief is niet bevestigd. "
        "Vraag een jurist om ze te bevestigen."
    )
    assert letters(house, number) == 0


def test_every_term_that_is_not_confirmed_is_named(house: House) -> None:
    number = sends(house, '"bezwaar.indienen", "vergunning.start_binnen"')
    (incident,) = probing.open_incidents(house, number)
    assert "de bezwaartermijn en de termijn om te starten in deze brief zijn" in say(
        incident.code, incident.facts
    )


def test_a_confirmed_term_or_the_demo_lets_the_letter_go(house: House) -> None:
    assert letters(house, sends(house, '"bezwaar.indienen"', demo=True)) == 1
    with house.runtime.store.write("tests.write") as tx:
        tx.run(update(term).where(term.c.key == "bezwaar.indienen").values(confirmed_by="a jurist"))
    number = sends(house, '"bezwaar.indienen"')
    assert probing.open_incidents(house, number) == ()
    assert letters(house, number) == 1


def test_a_row_that_does_not_hold_yet_says_nothing_about_the_letter_of_today(house: House) -> None:
    with house.runtime.store.write("tests.write") as tx:
        tx.run(update(term).where(term.c.key == "bezwaar.indienen").values(confirmed_by="a jurist"))
        row = next(each for each in terms.all_terms(tx) if each.key == "bezwaar.indienen")
        later = replace(row, id="later", confirmed_by=None, valid_from=date(2030, 1, 1))
        assert terms.add(tx, [later]) == 1
    assert letters(house, sends(house, '"bezwaar.indienen"')) == 1


def test_a_letter_that_names_no_term_of_the_register_is_not_deployed(house: House) -> None:
    with pytest.raises(errors.InvalidModel) as refused:
        sends(house, '"bezwaar.indien"')
    assert "letter_term_unknown" in {f.rule for f in refused.value.findings}
