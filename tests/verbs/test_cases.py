"""Starting a case and reading one."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from engine import cases, errors
from engine.store import incidents as incident_rows
from tests import house as houses
from tests.house import House
from tests.verbs import probing

KEY = "the-key-of-one-page"


def cases_in(house: House) -> int:
    with house.runtime.store.read() as tx:
        return int(tx.scalar(text("SELECT count(*) FROM case_")))


def test_the_same_key_starts_one_case(house: House) -> None:
    probing.deploy(house, probing.row(probing.TASK.format("look")))
    first, second = probing.start(house, KEY), probing.start(house, KEY)
    assert first == second
    assert cases_in(house) == 1
    assert probing.start(house) != first


def test_two_clicks_at_the_same_moment_start_one_case(house: House) -> None:
    probing.deploy(house, probing.row(probing.TASK.format("look")))
    gate, found = threading.Barrier(2, timeout=10), list[str]()

    def click() -> None:
        gate.wait()
        found.append(probing.start(house, KEY))

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert cases_in(house) == 1


def test_numbers_have_no_gaps_after_a_refused_start(house: House) -> None:
    probing.deploy(house, probing.row(probing.TASK.format("look")))
    first = probing.start(house)
    with pytest.raises(cases.RefusedStart):
        house.start({"organisator": {}}, key="x" * 20)
    assert int(probing.start(house)[-5:]) == int(first[-5:]) + 1


def test_a_refused_start_keeps_nothing_and_gives_back_what_was_typed(house: House) -> None:
    with pytest.raises(cases.RefusedStart) as refused:
        cases.start(
            house.runtime,
            process_id=houses.PROCESS,
            by=house.actors["an.admin"],
            posted={"organisator.naam": "De Zonnebloem"},
            key=KEY,
        )
    form = refused.value.view.form
    assert form is not None
    assert {f.name: f.text for f in form.fields}["organisator.naam"] == "De Zonnebloem"
    assert cases_in(house) == 0


def test_who_may_not_start_is_told_so(house: House) -> None:
    with pytest.raises(errors.NotAllowed):
        house.start({}, by="ann.auditor")


def test_an_unknown_process_is_not_found(house: House) -> None:
    with pytest.raises(errors.NotFound):
        probing.start(house)


def test_a_case_of_another_team_does_not_exist(house: House) -> None:
    probing.deploy(house, probing.row(probing.TASK.format("look")))
    number = probing.start(house)
    seen = cases.view(house.runtime, number=number, by=house.actors["sara.mertens"])
    assert seen.head.number == number
    with pytest.raises(errors.NotFound):
        cases.view(house.runtime, number=number, by=house.actors["lien.declercq"])


def test_a_start_that_the_model_does_not_answer_is_an_incident_without_a_case(house: House) -> None:
    gate = '<exclusiveGateway id="gate" name="Which way?" default="gate_finish"/>'
    doubtful = probing.row(gate, probing.TASK.format("look")).replace(
        '<sequenceFlow id="gate_look" sourceRef="gate" targetRef="look"/>',
        '<sequenceFlow id="gate_look" sourceRef="gate" targetRef="look"><conditionExpression>'
        "amount &gt; 1</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="gate_finish" name="no" sourceRef="gate" targetRef="finish"/>',
    )
    probing.deploy(house, doubtful)
    with pytest.raises(errors.ModelFault, match="condition_without_answer"):
        probing.start(house)
    with house.runtime.store.read() as tx:
        (found,) = incident_rows.listing(tx)
    assert (found.case_id, found.element) == (None, "gate")
    assert cases_in(house) == 0
