"""Sentences: whole with any facts, filled with the facts they get, and in Dutch."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import wording
from engine.errors import AlreadyClaimed, EngineError, Finding, NotAllowed, NotFound, Problem
from engine.model import HistoryKind
from engine.wording import nl
from engine.wording.nl.rules import ALL_RULES

EVERY = sorted({*nl.SENTENCES, *ALL_RULES})
HOLE = re.compile(r"\{\w+\}|\[|\]|\bNone\b")


@pytest.mark.parametrize("code", EVERY)
def test_a_sentence_is_whole_without_any_fact(code: str) -> None:
    said = wording.say(code)
    assert said.strip() == said != ""
    assert not HOLE.search(said)
    assert "  " not in said
    assert code.startswith("feel.") or said.endswith((".", "?"))
    assert code.startswith("feel.") or said[0].isupper()


@given(st.sampled_from(EVERY), st.text(max_size=40))
def test_a_fact_is_never_read_as_a_template(code: str, text: str) -> None:
    names = re.findall(r"\{(\w+)\}", str(nl.SENTENCES.get(code) or ALL_RULES.get(code)))
    facts = dict.fromkeys(names, "{name}[x]" + text)
    assert "{name}[x]" in wording.say(code, facts) or not names or code.startswith("term_")


def test_an_unknown_code_still_gives_a_clear_sentence() -> None:
    assert wording.say("iets.nieuws") == (
        "Er is iets dat we niet in woorden kennen (code: iets.nieuws). Meld dit aan de beheerder."
    )
    assert "voert het systeem nog niet uit: new thing" in wording.say("bpmn.unsupported.new_thing")


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 4, 27), "vandaag"),
        (date(2026, 4, 28), "morgen"),
        (date(2026, 4, 30), "nog 3 dagen"),
        (date(2026, 4, 26), "1 dag te laat"),
        (date(2026, 4, 25), "2 dagen te laat"),
        (date(2023, 4, 27), "1.096 dagen te laat"),
    ],
)
def test_a_deadline_is_said_in_words(due: date, words: str) -> None:
    assert wording.deadline(due, date(2026, 4, 27)) == words


def test_dates_are_written_as_people_here_write_them() -> None:
    assert wording.long_date(date(2026, 4, 27)) == "maandag 27 april 2026"
    assert wording.long_date(date(2026, 3, 1)) == "zondag 1 maart 2026"
    assert wording.short_date(date(2026, 4, 7)) == "07/04/2026"
    assert wording.day_and_month(date(2026, 4, 26)) == "zondag 26 april"


def test_counts_agree_with_their_noun() -> None:
    assert wording.count(0, "taak", "taken") == "geen taken"
    assert wording.count(1, "taak", "taken") == "1 taak"
    assert wording.count(1234, "taak", "taken") == "1.234 taken"


def test_a_line_of_the_timeline_names_who_and_what() -> None:
    assert (
        wording.event(HistoryKind.TASK_COMPLETED, "Els Peeters", "Beoordeel de aanvraag")
        == "Els Peeters rondde de taak \u2018Beoordeel de aanvraag\u2019 af."
    )
    assert wording.event("task:claimed", "", None) == "Iemand nam de taak."
    assert wording.event("role:granted", "Jan", "Els", role="jurist", team="oost") == (
        "Jan gaf de rol \u2018jurist\u2019 in team oost aan Els."
    )


def test_an_error_speaks_by_its_code_or_else_as_its_class() -> None:
    assert wording.error(NotFound("task")).startswith("Deze taak bestaat niet meer")
    assert wording.error(NotFound("onbekend")) == wording.say("not_found")
    assert wording.error(AlreadyClaimed(assignee="Els")).startswith("Els heeft deze taak al")
    assert wording.error(AlreadyClaimed()).startswith("Een collega heeft deze taak al")
    assert wording.error(EngineError()) == wording.say("engine_error")
    assert "rol" in wording.error(NotAllowed("permission", permission="audit"))


def test_a_problem_at_a_field_names_its_limit() -> None:
    assert wording.problem(Problem("bedrag", "too_large", {"max": "1000"})) == (
        "Dit getal is te groot: vul hoogstens 1000 in."
    )
    assert "kies 01/03/2026 of later" in wording.problem(
        Problem("dag", "too_early", {"min": "2026-03-01"})
    )


def test_a_finding_names_the_element_and_the_guess() -> None:
    finding = Finding(
        "a.bpmn",
        "bpmn.name.form",
        "t",
        facts={"name": "Beoordeel", "reference": "beordeel", "did_you_mean": "beoordeel"},
    )
    assert wording.finding(finding) == (
        "\u2018Beoordeel\u2019: het formulier \u2018beordeel\u2019 bestaat niet. "
        "Bedoelde je \u2018beoordeel\u2019? Maak het formulier, of kies een bestaand."
    )


def test_a_syntax_error_is_explained_inside_the_sentence_of_its_rule() -> None:
    facts = {"part": "condition", "code": "open_string", "text_line": 1, "text_column": 7}
    said = wording.say("bpmn.feel.syntax", {"name": "ja", **facts})
    assert said.startswith(
        "\u2018ja\u2019: de voorwaarde is geen geldige FEEL, op regel 1, teken 7: "
    )
    assert "een tekst is niet afgesloten" in said


def test_facts_are_shown_as_dutch() -> None:
    assert "1,5" in wording.say("too_large", {"max": Decimal("1.5")})
    assert "27/04/2026 09:30" in wording.say(
        "too_late", {"max": datetime(2026, 4, 27, 9, 30, tzinfo=UTC)}
    )
    assert "het proces" in wording.say("bpmn.structure.no_id", {"kind": "process"})


COUNTED = {
    "value": 30,
    "unit": "calendar_days",
    "anchor": "kennisgeving",
    "first_day": date(2026, 3, 28),
    "legal_end": date(2026, 4, 26),
    "end": date(2026, 4, 27),
    "rolled": True,
    "source": "[AS]",
    "confirmed": False,
    "as_of": date(2026, 11, 22),
}


def test_a_clock_says_how_it_was_counted() -> None:
    assert wording.say("term_counts", COUNTED) == (
        "30 kalenderdagen vanaf zaterdag 28 maart 2026 (dag na de kennisgeving); "
        "einde zondag 26 april, verschoven naar maandag 27 april 2026; "
        "bron: te bevestigen (aanname van 22/11/2026)."
    )


def test_a_resumed_clock_says_what_is_used() -> None:
    facts = {
        "suspended_from": date(2026, 3, 24),
        "suspended_until": date(2026, 4, 27),
        "runs_from": date(2026, 4, 28),
        "end": date(2026, 5, 22),
        "used": 5,
        "total": 30,
        "reason": "wacht op brandveiligheidsattest",
    }
    assert wording.say("term_resumed", facts) == (
        "Opgeschort van 24/03 tot en met 27/04/2026 (wacht op brandveiligheidsattest): 5 van 30 "
        "dagen verbruikt, loopt opnieuw vanaf 28/04, einde vrijdag 22 mei 2026."
    )


def test_a_term_of_the_applicant_that_passed_asks_to_look_at_the_post() -> None:
    facts = {"end": date(2026, 4, 27), "grace_end": date(2026, 4, 30), "by_citizen": True}
    assert "post onderweg" in wording.say("term_passed", {**facts, "post_may_come": True})
    assert wording.say("term_passed", {**facts, "post_may_come": False}) == (
        "Termijn verstreken op maandag 27 april. Kijk de post na voor je verdergaat; "
        "pas jouw bevestiging heeft gevolg voor de aanvrager."
    )


def test_a_closed_service_names_a_target_before_the_legal_end() -> None:
    facts = {
        "end": date(2026, 12, 29),
        "target": date(2026, 12, 24),
        "closed_from": date(2026, 12, 26),
        "closed_until": date(2026, 12, 31),
    }
    assert wording.say("term_target", facts) == (
        "Wettelijk einde dinsdag 29 december 2026; de dienst is gesloten van 26 tot en met "
        "31 december. Streefdatum: donderdag 24 december."
    )


def test_another_language_falls_back_to_dutch() -> None:
    assert wording.say("required", {}, "fr") == "Vul dit veld in."


def test_a_term_that_was_extended_or_begins_anew_says_so() -> None:
    facts = {"extended_on": date(2026, 5, 29), "value": 120, "unit": "calendar_days"}
    assert wording.say("term_extended", {**facts, "reason": "Het advies bleef uit."}) == (
        "Verlengd tot 120 kalenderdagen door een beslissing van vrijdag 29 mei 2026: "
        "Het advies bleef uit."
    )
    assert wording.say("term_restarted", {"restarted_on": date(2026, 3, 16)}) == (
        "Opnieuw begonnen: een volledige nieuwe termijn loopt vanaf dinsdag 17 maart 2026."
    )
