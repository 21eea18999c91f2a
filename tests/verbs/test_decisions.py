"""Decisions: taken by three people, kept as they are, and what becomes of them."""

from __future__ import annotations

from datetime import date

import pytest

from engine import cases, errors, store, tasks, wording
from engine.decisions import Course, Protection
from engine.store.rows import DecisionRow
from tests import recording
from tests.house import House
from tests.verbs import probing
from tests.verbs.acting import (
    BASICS,
    HILDE,
    JONAS,
    SARA,
    act,
    decide,
    dossier_of,
    of_case,
    page,
    people_first,
    service,
)
from tests.verbs.deciding import TYPE, hand, mandate

ACTS = {
    "notify_decision": {"notified_on": 'date("2026-03-25")', "recipients": '["An", "Bo"]'},
    "appeal_decision": {"reason": '"bezwaar"', "appealed_on": 'date("2026-03-26")'},
    "suspend_decision": {"reason": '"bezwaar"', "suspended_from": 'date("2026-03-26")'},
    "confirm_decision": {"reason": '"ongegrond"', "effective_from": 'date("2026-06-05")'},
    "rectify_decision": {
        "reason": '"fout adres"',
        "correction": '"Kerkstraat 2"',
        "done_in": '"propose"',
        "reviewed_in": '"review"',
    },
    "withdraw_decision": {
        "reason": '"op vraag"',
        "done_in": '"propose"',
        "reviewed_in": '"review"',
    },
    "annul_decision": {
        "reason": '"arrest"',
        "annulled_by": '"Raad van State"',
        "annulled_on": 'date("2026-09-01")',
    },
}
STANDS = {
    "notify_decision": (Course.NOTIFIED, Protection.OPEN),
    "appeal_decision": (Course.TAKEN, Protection.APPEALED),
    "suspend_decision": (Course.TAKEN, Protection.SUSPENDED),
    "confirm_decision": (Course.TAKEN, Protection.CONFIRMED),
    "rectify_decision": (Course.RECTIFIED, Protection.NONE),
    "withdraw_decision": (Course.WITHDRAWN, Protection.ENDED),
    "annul_decision": (Course.ANNULLED, Protection.ENDED),
}


def acted(house: House, job: str, row: DecisionRow, **change: str) -> str:
    """Let another case of the same dossier do something to a decision."""
    named = {"decision": f'"{row.year}/{row.number:05d}"', **ACTS[job], **change}
    first = dossier_of(house, case_number(house, row))
    return decide(house, act(job, **named), dossier=first)


def case_number(house: House, row: DecisionRow) -> str:
    return str(house.case(row.case_id).number)


@pytest.mark.parametrize("job", sorted(ACTS))
def test_what_becomes_of_a_decision_is_told_beside_it(house: House, job: str) -> None:
    (before,) = of_case(house, decide(house, effective_from='date("2026-04-01")'))
    number = acted(house, job, before)
    shown = page(house, before)
    assert shown.line.row == before
    assert (shown.line.standing.course, shown.line.standing.protection) == STANDS[job]
    assert {each.case_number for each in shown.events} == {number}
    assert len(shown.events) == (2 if job == "notify_decision" else 1)
    if job == "confirm_decision":
        assert shown.line.standing.effective_from == date(2026, 6, 5)
    if "reason" in ACTS[job]:
        assert shown.events[0].row.reason == ACTS[job]["reason"].strip('"')
    assert f"decision:{STANDS_IN_THE_TRAIL[job]}" in probing.kinds(house, number)
    assert probing.kinds(house, case_number(house, before)).count("decision:taken") == 1


STANDS_IN_THE_TRAIL = {
    "notify_decision": "notified",
    "appeal_decision": "appealed",
    "suspend_decision": "suspended",
    "confirm_decision": "confirmed",
    "rectify_decision": "rectified",
    "withdraw_decision": "withdrawn",
    "annul_decision": "annulled",
}


def incident(house: House, number: str) -> str:
    (found,) = probing.open_incidents(house, number)
    return found.code


def test_nothing_happens_any_more_to_a_decision_that_was_withdrawn(house: House) -> None:
    (row,) = of_case(house, decide(house))
    acted(house, "withdraw_decision", row)
    number = acted(house, "suspend_decision", row)
    assert incident(house, number) == "decision_ended"
    assert len(page(house, row).events) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"decision": '"2026/99999"'}, "decision_unknown"),
        ({"decision": '"onzin"'}, "decision_unknown"),
        ({"reason": '" "'}, "job_input_missing"),
        ({"reviewed_in": '"propose"'}, "decision_act_without_four_eyes"),
        ({"reviewed_in": '"nobody"'}, "decision_act_without_four_eyes"),
        ({"withdrawn_from": '"morgen"'}, "job_input_type"),
    ],
)
def test_what_is_not_whole_or_not_by_two_people_is_an_incident(
    house: House, change: dict[str, str], code: str
) -> None:
    (row,) = of_case(house, decide(house))
    assert incident(house, acted(house, "withdraw_decision", row, **change)) == code
    assert page(house, row).events == ()


@pytest.mark.parametrize(
    ("job", "change", "code"),
    [
        ("confirm_decision", {"effective_from": "now()"}, "job_input_type"),
        ("notify_decision", {"notified_on": "now()"}, "job_input_type"),
        ("notify_decision", {"sent_on": "now()"}, "job_input_type"),
        ("suspend_decision", {"suspended_to": "now()"}, "job_input_type"),
        ("suspend_decision", {"suspended_to": 'date("2026-03-25")'}, "decision_period"),
        ("confirm_decision", {"effective_to": 'date("2026-06-04")'}, "decision_period"),
    ],
)
def test_a_moment_is_no_day_and_no_period_ends_before_it_begins(
    house: House, job: str, change: dict[str, str], code: str
) -> None:
    (row,) = of_case(house, decide(house))
    assert incident(house, acted(house, job, row, **change)) == code
    assert page(house, row).events == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"effective_from": "now()"}, "job_input_type"),
        ({"effective_from": '"morgen"'}, "job_input_type"),
        (
            {"effective_from": 'date("2026-04-02")', "effective_to": 'date("2026-04-01")'},
            "decision_period",
        ),
        ({"duration": 'duration("-P3M")'}, "decision_incomplete"),
        ({"duration": 'duration("-P3D")'}, "decision_incomplete"),
    ],
)
def test_a_decision_has_days_or_none_and_never_goes_back(
    house: House, values: dict[str, str], code: str
) -> None:
    number = decide(house, **values)
    assert incident(house, number) == code
    assert of_case(house, number) == ()


def test_a_case_reaches_no_decision_of_another_dossier(house: House) -> None:
    (row,) = of_case(house, decide(house))
    named = {**ACTS["withdraw_decision"], "decision": f'"{row.year}/{row.number:05d}"'}
    number = decide(house, act("withdraw_decision", **named))
    assert incident(house, number) == "decision_unknown"


def test_a_decision_is_about_records_and_stands_on_their_pages(house: House) -> None:
    recording.add(house, recording.organiser())
    owner = recording.add(house, recording.organiser("Madelief", ""))
    (row,) = of_case(house, decide(house, locations=f'["{owner}"]', duration='duration("P3M")'))
    shown = page(house, row)
    assert [each[1] for each in shown.locations] == [owner]
    assert row.duration == "P3M"
    number = decide(house, locations='["LOC-0"]')
    assert incident(house, number) == "decision_location_unknown"


INTENT = {
    "stage": '"intent"',
    "measure": '"schorsing"',
    "duration": '"P3M"',
    "outcome": '"voornemen"',
}
HEAVIER = (
    "Zwaarder dan het voornemen van 30 april (schorsing, 3 maanden). Neem een nieuw voornemen of "
    "kies een lichtere maatregel."
)


def announced(house: House) -> tuple[str, str]:
    """Announce a suspension of three months; return its number and that of its dossier."""
    house.clock.to(house.clock.now.replace(month=4, day=30))
    number = decide(house, **INTENT)
    (row,) = of_case(house, number)
    assert page(house, row).line.standing.course is Course.INTENDED
    return f"{row.year}/{row.number:05d}", dossier_of(house, number)


@pytest.mark.parametrize(
    ("measure", "duration", "code"),
    [
        ("schorsing", "P3M", None),
        ("schorsing", "P10W", None),
        ("aanmaning", "P1Y", None),
        ("schorsing", "P4M", "measure.heavier"),
        ("schorsing", None, "measure.heavier"),
        ("opheffing", "P1M", "measure.heavier"),
        ("onbekend", "P1M", "measure.unknown"),
    ],
)
def test_the_register_takes_no_measure_that_is_heavier_than_announced(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    measure: str,
    duration: str | None,
    code: str | None,
) -> None:
    monkeypatch.setattr("engine.decisions.problems", lambda *_, **__: ())  # no form asks first
    intent, dossier = announced(house)
    more = {"duration": f'"{duration}"'} if duration else {}
    number = decide(house, dossier=dossier, follows=f'"{intent}"', measure=f'"{measure}"', **more)
    if code is not None:
        assert incident(house, number) == code
        assert of_case(house, number) == ()
        return
    (row,) = of_case(house, number)
    shown = page(house, row)
    assert shown.intent is not None
    assert shown.intent.reference == intent


@pytest.mark.parametrize(
    ("first", "last", "duration", "code"),
    [
        ("2026-07-01", "2026-09-30", None, None),  # 92 days, and three months
        ("2026-05-01", "2026-08-01", None, None),  # as decisions say it: from 1 May to 1 August
        ("2026-05-01", "2026-07-31", "P3M", None),
        ("2026-05-01", "2026-08-02", None, "measure.heavier"),
        ("2027-02-01", "2027-05-02", None, "measure.heavier"),  # 91 days, more than three months
        ("2026-05-01", "2027-04-30", "P1M", "measure.heavier"),  # a short word for a long time
    ],
)
def test_a_period_is_held_against_the_months_that_were_announced(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    first: str,
    last: str,
    duration: str | None,
    code: str | None,
) -> None:
    monkeypatch.setattr("engine.decisions.problems", lambda *_, **__: ())  # no form asks first
    intent, dossier = announced(house)
    number = decide(
        house,
        dossier=dossier,
        follows=f'"{intent}"',
        measure='"schorsing"',
        effective_from=f'date("{first}")',
        effective_to=f'date("{last}")',
        **({"duration": f'"{duration}"'} if duration else {}),
    )
    if code is None:
        assert len(of_case(house, number)) == 1
    else:
        assert incident(house, number) == code


def test_the_form_says_word_for_word_that_a_measure_is_heavier(house: House) -> None:

    intent, dossier = announced(house)
    form = (
        b'{"schemaVersion": 17, "type": "default", "id": "choose", "components": [{"type":'
        b' "textfield", "id": "m", "key": "proposal.measure", "label": "Measure"}]}'
    )
    register = service(
        "register",
        "register_decision",
        {
            **BASICS,
            "follows": f'"{intent}"',
            "measure": "proposal.measure",
            "duration": '"P3M"',
        },
    )
    first = hand("propose", "proposer")
    elements = people_first(register).replace(first, first.replace("note", "choose"))
    probing.deploy(house, elements, files={"forms/probe/choose.json": form})
    mandate(house, house.actors[HILDE], TYPE)
    number = started(house, dossier)
    with pytest.raises(tasks.RefusedForm) as refused:
        house.do(number, "propose", SARA, {"proposal.measure": "opheffing"})
    (problem,) = refused.value.problems
    assert problem.field == "proposal.measure"
    assert wording.say(problem.code, problem.facts) == HEAVIER
    house.do(number, "propose", SARA, {"proposal.measure": "schorsing"})
    house.do(number, "review", JONAS, {})
    house.do(number, "decide", HILDE, {})
    house.work_off()
    assert len(of_case(house, number)) == 1


def started(house: House, dossier: str) -> str:

    return cases.start(
        house.runtime,
        process_id="probe",
        by=house.actors["an.admin"],
        posted={},
        key=store.new_id(),
        dossier_number=dossier,
    )


def test_a_decision_that_is_not_for_the_asker_is_not_shown(house: House) -> None:
    (row,) = of_case(house, decide(house))
    with pytest.raises(errors.NotFound):
        page(house, row, "pieter.claeys")
