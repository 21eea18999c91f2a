"""The sentences that the product must be able to say, word for word, each from what is counted."""

from __future__ import annotations

from datetime import date, datetime

from engine import wording
from engine.model import Clock, ClockAction, ClockChange, Term
from engine.terms import BRUSSELS, Calendar, Carrier, Roll, explain
from tests.terms.samples import SERVICE_2026, a_term, clocks_for

START, SUSPEND, RESUME = ClockAction.START, ClockAction.SUSPEND, ClockAction.RESUME
THEIRS = a_term(
    roll=Roll.FORWARD, anchor="kennisgeving", grace_days=3, valid_from=date(2026, 11, 22)
)


def counted(term: Term, *moves: tuple[ClockAction, date], reason: str | None = None) -> Clock:
    clocks = clocks_for(term, calendar=SERVICE_2026)
    for action, day in moves:
        clocks.apply(ClockChange(term.key, action, day, "e", reason))
    found = clocks.get(term.key)
    assert found is not None
    return found


def said(code: str, clock: Clock, term: Term, today: date, calendar: Calendar) -> str:
    (told,) = [each for each in explain(clock, term, calendar, today) if each.code == code]
    return wording.say(told.code, told.facts)


def notified_in_march() -> Clock:
    """Return the clock of a notification of 27 March 2026, under a row in force since long."""
    return counted(a_term(roll=Roll.FORWARD, grace_days=3), (START, date(2026, 3, 27)))


def test_how_the_end_was_counted_and_rolled() -> None:
    clock = notified_in_march()
    term = THEIRS
    facts = explain(clock, term, SERVICE_2026)[0].facts
    assert wording.say("term_counts", {**facts, "grace_end": None}) == (
        "30 kalenderdagen vanaf zaterdag 28 maart 2026 (dag na de kennisgeving); "
        "einde zondag 26 april, verschoven naar maandag 27 april 2026; "
        "bron: te bevestigen (aanname van 22/11/2026)."
    )


def test_what_a_suspension_used_and_left() -> None:
    term = a_term()
    clock = counted(
        term,
        (START, date(2026, 3, 18)),
        (SUSPEND, date(2026, 3, 24)),
        (RESUME, date(2026, 4, 27)),
        reason="Wacht op brandveiligheidsattest",
    )
    assert said("term_resumed", clock, term, date(2026, 5, 1), SERVICE_2026) == (
        "Opgeschort van 24/03 tot en met 27/04/2026 (wacht op brandveiligheidsattest): 5 van 30 "
        "dagen verbruikt, loopt opnieuw vanaf 28/04, einde vrijdag 22 mei 2026."
    )


def test_a_term_of_the_applicant_that_ran_out_asks_for_a_person() -> None:
    clock = notified_in_march()
    assert said("term_passed", clock, THEIRS, date(2026, 5, 1), SERVICE_2026) == (
        "Termijn verstreken op maandag 27 april. Kijk de post na voor je verdergaat; "
        "pas jouw bevestiging heeft gevolg voor de aanvrager."
    )


def test_a_second_pair_of_eyes_counts_in_whose_name_somebody_wrote() -> None:
    facts = {
        "role": "reviewer",
        "had": "proposer",
        "in_name_of": "Sara Mertens",
        "at": datetime(2026, 12, 24, 10, 12, tzinfo=BRUSSELS),
    }
    assert wording.say("hand.excluded", facts) == (
        "Je kunt dit niet nakijken: je schreef het voorstel in naam van Sara Mertens "
        "(24/12, 10.12)."
    )


def test_a_decision_heavier_than_the_intent_is_named() -> None:
    facts = {"decided_on": date(2026, 4, 30), "measure": "Schorsing", "duration": "P3M"}
    assert wording.say("measure.heavier", facts) == (
        "Zwaarder dan het voornemen van 30 april (schorsing, 3 maanden). "
        "Neem een nieuw voornemen of kies een lichtere maatregel."
    )


def test_a_closed_service_plans_before_the_legal_end() -> None:
    term = a_term(carrier=Carrier.AGENCY)
    clock = counted(term, (START, date(2026, 11, 29)))
    assert said("term_target", clock, term, date(2026, 12, 1), SERVICE_2026) == (
        "Wettelijk einde dinsdag 29 december 2026; de dienst is gesloten van 26 tot en met "
        "31 december. Streefdatum: donderdag 24 december."
    )


def test_a_letter_with_an_unconfirmed_term_stays_here() -> None:
    assert wording.say("letter_unconfirmed", {"terms": "bezwaartermijn"}) == (
        "Niet verzonden: de bezwaartermijn in deze brief is niet bevestigd. "
        "Vraag een jurist om ze te bevestigen."
    )
