"""A decision is made known on the right day, can be appealed, and is final by a person's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import scenarios, wording
from engine.decisions import Course, DecisionPage, Protection
from engine.scenarios import Plans
from engine.store.rows import DecisionRow
from tests.house import House
from tests.scenarios import playing
from tests.verbs import probing
from tests.verbs.acting import SARA, act, decide, dossier_of, of_case, page

SCENARIOS = playing.FOLDER / "vergunning/scenarios"
SENTENCE = (
    "30 kalenderdagen vanaf zaterdag 18 april 2026 (dag na de kennisgeving); einde zondag 17 mei, "
    "verschoven naar maandag 18 mei 2026; de post telt mee tot en met donderdag 21 mei 2026; "
    "bron: te bevestigen (aanname van 01/01/2026)."
)


def made_known(house: House, **values: str) -> DecisionPage:
    """Take a decision and make it known; return its page."""
    (row,) = of_case(house, decide(house, act("notify_decision", **values)))
    return page(house, row)


@pytest.mark.parametrize(
    ("sent", "presented", "known", "presumed"),
    [
        ("2026-04-14", None, "2026-04-17", "2026-04-17"),
        ("2026-12-23", None, "2026-12-29", "2026-12-29"),  # Christmas is no working day
        ("2026-04-14", "2026-04-15", "2026-04-17", "2026-04-17"),  # never shorter
        ("2026-04-14", "2026-04-21", "2026-04-21", "2026-04-17"),
    ],
)
def test_a_registered_letter_is_presumed_to_arrive_and_only_a_later_day_counts(
    house: House, sent: str, presented: str | None, known: str, presumed: str
) -> None:
    told = {"presented_on": f'date("{presented}")'} if presented else {}
    shown = made_known(
        house,
        notified_on=f'date("{sent}")',
        sent_on=f'date("{sent}")',
        presumed_by='"betekening.vermoeden"',
        **told,
    )
    assert shown.line.standing.notified_on == date.fromisoformat(known)
    assert shown.events[0].row.facts["presumed_on"] == presumed


def test_without_a_presumption_the_day_that_was_told_counts(house: House) -> None:
    shown = made_known(house, notified_on='date("2026-04-14")', sent_on='date("2026-04-14")')
    assert shown.line.standing.notified_on == date(2026, 4, 14)
    assert "presumed_on" not in shown.events[0].row.facts


@pytest.mark.parametrize(
    "told",
    [
        {"presumed_by": '"geen.termijn"', "sent_on": 'date("2026-04-14")'},
        {"presumed_by": '"betekening.vermoeden"'},
    ],
)
def test_a_presumption_that_cannot_be_counted_is_an_incident(
    house: House, told: dict[str, str]
) -> None:
    number = decide(house, act("notify_decision", notified_on='date("2026-04-14")', **told))
    (found,) = probing.open_incidents(house, number)
    assert found.code == "decision_act_incomplete"


def sent(house: House) -> DecisionRow:
    """Let a licence be granted in part, made known on 17 April, and nothing more."""
    name = "vergunning/scenarios/gedeeltelijk_toegekend.yaml"
    whole = playing.plans().scenarios[name]
    tasks = [step.given.get("task") for step in whole.steps]
    cut = replace(whole, steps=whole.steps[: tasks.index("verstuur_beslissing") + 1], end="")
    (row,) = of_case(house, scenarios.play(house, Plans({name: cut}), name).number)
    return row


def final(house: House, row: DecisionRow, done_in: str = '"propose"') -> list[str]:
    """Let another case of the dossier make a decision final; return the codes of its incidents."""
    first = dossier_of(house, str(house.case(row.case_id).number))
    order = act("finalise_decision", decision=f'"{row.year}/{row.number:05d}"', done_in=done_in)
    number = decide(house, order, dossier=first)
    return [each.code for each in probing.open_incidents(house, number)]


def test_the_clock_runs_from_the_day_of_notification_and_explains_the_last_day(
    house: House,
) -> None:
    row = sent(house)
    shown = page(house, row)
    assert row.remedy_term == "bezwaar.indienen"
    assert shown.remedy.term == "bezwaartermijn"
    assert shown.remedy.ends_on == date(2026, 5, 18)
    said = [wording.say(each.code, each.facts) for each in shown.remedy.explanation]
    assert said == [SENTENCE]
    (told,) = shown.events
    assert told.row.facts["recipient"].endswith("3300 Tienen")
    assert shown.line.standing.protection is Protection.OPEN


def test_nothing_is_final_before_the_days_for_the_post_are_over(house: House) -> None:
    row = sent(house)
    house.clock.to(house.clock.now.replace(month=5, day=21))  # 18 May and three working days
    assert page(house, row).line.standing.protection is Protection.CLOSED
    assert final(house, row, '"nobody"') == ["decision_act_without_person"]
    assert final(house, row) == ["decision_remedy_open"]
    house.clock.to(house.clock.now + timedelta(days=1))
    assert final(house, row) == []
    shown = page(house, row)
    assert shown.line.standing.protection is Protection.FINAL
    assert shown.line.standing.course is Course.NOTIFIED
    assert shown.events[-1].row.day == date(2026, 5, 19)
    assert shown.events[-1].person == "Sara Mertens"


def test_a_decision_that_nobody_knows_of_or_without_a_term_is_not_final(house: House) -> None:
    (row,) = of_case(house, decide(house))
    assert final(house, row) == ["decision_not_notified"]
    known = act("notify_decision", notified_on='date("2026-03-25")')
    (row,) = of_case(house, decide(house, known))
    assert final(house, row) == ["decision_without_remedy_term"]


def test_a_decision_is_not_final_while_an_appeal_is_pending(house: House) -> None:
    row = sent(house)
    house.clock.to(house.clock.now.replace(month=6, day=1))
    first = dossier_of(house, str(house.case(row.case_id).number))
    appeal = act(
        "appeal_decision",
        decision=f'"{row.year}/{row.number:05d}"',
        appealed_on='date("2026-05-18")',
    )
    decide(house, appeal, dossier=first)
    assert page(house, row).line.standing.protection is Protection.APPEALED
    assert final(house, row) == ["decision_appealed"]


@pytest.mark.parametrize(
    ("name", "login", "protection", "kinds"),
    [
        ("volledig_dossier_toegekend", SARA, Protection.OPEN, ["notified"]),
        ("gedeeltelijk_toegekend", SARA, Protection.FINAL, ["notified", "final"]),
        (
            "geweigerd_na_teruggestuurd_nazicht",
            "lien.declercq",
            Protection.APPEALED,
            ["notified", "appealed"],
        ),
        (
            "groepsopvang_geweigerd",
            SARA,
            Protection.SUSPENDED,
            ["notified", "appealed", "suspended"],
        ),
    ],
)
def test_every_way_a_licence_goes_on_stands_on_the_page_of_its_decision(
    house: House, name: str, login: str, protection: Protection, kinds: list[str]
) -> None:
    (row,) = of_case(house, playing.play(house, SCENARIOS / f"{name}.yaml").number)
    shown = page(house, row, login)
    assert shown.line.standing.protection is protection
    assert [each.row.kind for each in shown.events] == kinds
    assert shown.remedy.where
    assert shown.remedy.ends_on
    assert shown.remedy.explanation
