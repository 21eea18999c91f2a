"""A start form that names a decision is held against the register before anything begins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import cases, store, wording
from engine.errors import Problem
from engine.store.rows import DecisionRow
from tests.house import House
from tests.verbs import probing, reopening
from tests.verbs.acting import ACTS_OF_TWO, act, decide, dossier_of, of_case

ADMIN = "an.admin"
FIELD = "correctie.beslissing"
OTHERS = {
    "correctie.soort": "rechtzetting",
    "correctie.reden": "Het huisnummer is fout.",
    "correctie.groep": "kb-ko-oost",
    "organisator.naam": "De Zonnebloem",
    "organisator.contactpersoon": "Lotte Claes",
    "locatie.straat": "Dorpsstraat",
    "locatie.huisnummer": "12",
    "locatie.postcode": "3300",
    "locatie.gemeente": "Tienen",
}


def named(row: DecisionRow) -> str:
    return f"{row.year}/{row.number:05d}"


def correct(house: House, number: str, dossier: str | None, by: str = ADMIN) -> str:
    """Start the correction of the decision with this number, in a dossier or in a new one."""
    return cases.start(
        house.runtime,
        process_id="correctie",
        by=house.actors[by],
        posted={**OTHERS, FIELD: number},
        key=store.new_id(),
        dossier_number=dossier,
    )


def refused(house: House, number: str, dossier: str | None, by: str = ADMIN) -> Problem:
    with pytest.raises(cases.RefusedStart) as found:
        correct(house, number, dossier, by)
    (problem,) = found.value.problems
    assert problem.field == FIELD
    shown = next(each for each in found.value.view.form.fields if each.name == FIELD)  # type: ignore[union-attr]
    assert (shown.text, [each.code for each in shown.problems]) == (number, [problem.code])
    assert wording.say(problem.code, problem.facts).endswith(".")
    return problem


def test_a_decision_of_this_dossier_can_be_corrected(house: House) -> None:
    first = decide(house)
    (row,) = of_case(house, first)
    number = correct(house, named(row), dossier_of(house, first))
    assert [task.element for task in house.open_tasks(number)] == ["stel_correctie_voor"]


def test_a_decision_that_is_not_there_or_not_for_the_asker_gives_one_answer(house: House) -> None:
    (row,) = of_case(house, decide(house))
    own = reopening.own_dossier(house, "tom.vermeulen")
    codes = {refused(house, each, own, "tom.vermeulen").code for each in (named(row), "2026/99999")}
    assert codes == {"decision.not_found"}


@pytest.mark.parametrize("where", [lambda _: None, lambda house: dossier_of(house, decide(house))])
def test_a_decision_of_another_dossier_is_refused_with_the_one_that_it_is_in(
    house: House, where: Callable[[House], str | None]
) -> None:
    first = decide(house)
    (row,) = of_case(house, first)
    problem = refused(house, named(row), where(house))
    assert problem.code == "decision.elsewhere"
    assert dossier_of(house, first) in wording.say(problem.code, problem.facts)


def test_a_decision_that_was_withdrawn_is_refused(house: House) -> None:
    first = decide(house)
    (row,) = of_case(house, first)
    there = dossier_of(house, first)
    decide(
        house, act("withdraw_decision", decision=f'"{named(row)}"', **ACTS_OF_TWO), dossier=there
    )
    assert refused(house, named(row), there).code == "decision.ended"


def test_what_an_address_fills_in_is_shown_and_nothing_else(house: House) -> None:
    given = {
        FIELD: "2026/00001",
        "correctie.soort": "intrekking",
        "correctie.groep": "geen-team",
        "correctie.reden": "x" * 201,
        "onzin": "x",
        "organisator": "x",
    }
    form = cases.start_form(
        house.runtime, process_id="correctie", by=house.actors[ADMIN], given=given
    )
    assert form.form is not None
    assert form.given
    fields = {each.name: each for each in form.form.fields}
    assert fields[FIELD].text == "2026/00001"
    assert [o.value for o in fields["correctie.soort"].options if o.chosen] == ["intrekking"]
    assert not [o for o in fields["correctie.groep"].options if o.chosen]
    assert fields["correctie.reden"].text == ""
    assert all(not each.problems for each in form.form.fields)


TICKS = b"""{"schemaVersion": 17, "type": "default", "id": "note", "components": [
    {"type": "checkbox", "id": "agreed_field", "key": "agreed", "label": "I agree"},
    {"type": "textfield", "id": "text_field", "key": "remark", "label": "Remark"},
    {"type": "checklist", "id": "some_field", "key": "some", "label": "Some",
     "values": [{"label": "One", "value": "one"}]}]}"""


def test_an_address_never_ticks_a_box(house: House) -> None:
    probing.deploy(house, reopening.WORK, files={"forms/probe/note.json": TICKS})
    given = {"agreed": "true", "some": "one", "remark": "<b>x</b>"}
    form = cases.start_form(house.runtime, process_id="probe", by=house.actors[ADMIN], given=given)
    assert form.form is not None
    fields = {each.name: each for each in form.form.fields}
    assert not fields["agreed"].checked
    assert not fields["some"].options[0].chosen
    assert fields["remark"].text == "<b>x</b>"


def test_what_corrects_a_decision_is_offered_to_who_may_start_it(house: House) -> None:
    about = cases.About.DECISION
    (found,) = cases.starts_about(house.runtime, what=about, by=house.actors[ADMIN])
    assert (found.process_id, found.field) == ("correctie", FIELD)
    lawyer = house.actors["nele.aerts"]
    assert cases.starts_about(house.runtime, what=about, by=lawyer) == ()
