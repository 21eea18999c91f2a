"""A service task that failed is done by hand, or tried again with other values at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine import errors, jobs, operations
from engine.handler import Handler, Slot
from engine.model import HistoryKind
from tests.house import House
from tests.verbs import probing
from tests.verbs.operating import (
    STAMP,
    WHY,
    Stamp,
    again,
    broken,
    look,
    open_incidents,
    operator,
    problems,
    seen,
    stamp,
    stamping,
    told,
)

__all__ = ["stamp"]
GIVES = (
    Slot("reference", required=True),
    Slot("day", "date", required=True),
    Slot("amount", "number"),
    Slot("parts", "list"),
)


@pytest.fixture
def number(house: House, stamp: Stamp, monkeypatch: pytest.MonkeyPatch) -> str:
    found = stamping(house, stamp)
    handler = replace(jobs.HANDLERS["stamp"], outputs=GIVES)
    monkeypatch.setitem(jobs.HANDLERS, "stamp", handler)
    return found


def skip(house: House, number: str, typed: dict[str, str], **more: Any) -> None:
    (failed,) = look(house, number).broken
    operations.skip(
        house.runtime,
        number=number,
        key=failed.key,
        typed=typed,
        **{"seen": seen(house, number), "reason": WHY, "by": operator(house), **more},
    )


def test_what_was_done_by_hand_takes_the_case_on_with_the_values_that_were_given(
    house: House, number: str
) -> None:
    skip(house, number, {"reference": "B-7", "day": "2026-04-01", "amount": "12.5"})
    assert probing.only_task(house, number).element == "look"
    known = {each.path: each.text for each in look(house, number).variables}
    assert known["reference"] == '"B-7"'
    assert known["day"] == 'date("2026-04-01")'
    assert known["amount"] == "12.5"
    assert "parts" not in known
    assert open_incidents(house, number) == []
    line = told(house, number, HistoryKind.JOB_SKIPPED)
    assert (line.meta["name"], line.meta["handler"]) == ("Stamp it", "stamp")
    assert jobs.run_due(house.runtime) == 0


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, [("reference", "output_missing"), ("day", "output_missing")]),
        ({"reference": "B-7", "day": "morgen"}, [("day", "output_type")]),
        ({"reference": "B-7", "day": "2026-04-01", "amount": '"x"'}, [("amount", "output_type")]),
        ({"reference": "B-7", "day": "2026-04-01", "amount": "1 +"}, [("amount", "feel_syntax")]),
    ],
)
def test_a_value_that_the_handler_would_not_give_is_refused_and_nothing_happens(
    house: House, number: str, typed: dict[str, str], wrong: list[tuple[str, str]]
) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        skip(house, number, typed)
    assert problems(refused) == wrong
    assert len(open_incidents(house, number)) == 1
    assert [each.kind for each in look(house, number).broken] == ["service"]


def test_only_a_service_task_that_failed_is_done_by_hand(house: House, number: str) -> None:
    other = broken(house)
    with pytest.raises(errors.AlreadyDone):
        skip(house, other, {})
    given = {"reference": "B-7", "day": "2026-04-01"}
    (failed,) = look(house, number).broken
    with pytest.raises(errors.Stale):
        skip(house, number, given, seen=0)
    skip(house, number, given)
    with pytest.raises(errors.AlreadyDone):
        operations.skip(
            house.runtime,
            number=number,
            key=failed.key,
            typed=given,
            seen=seen(house, number),
            reason=WHY,
            by=operator(house),
        )


def test_a_caseworker_does_not_skip(house: House, number: str) -> None:
    with pytest.raises(errors.NotAllowed):
        skip(house, number, {}, by=house.actors["sara.mertens"])


def test_values_are_corrected_and_the_work_is_tried_again_in_one_go(
    house: House, stamp: Stamp
) -> None:
    number = stamping(house, stamp)
    (failed,) = look(house, number).broken
    again(house, number, failed.key, typed={"address": '"Gent"'})
    kinds = probing.kinds(house, number)
    assert kinds[-3:] == ["case:corrected", "job:retried", "incident:resolved"]
    house.work_off()
    assert stamp.given == [None, "Gent"]
    assert probing.only_task(house, number).element == "look"


def test_a_correction_that_is_no_value_leaves_everything_as_it_was(
    house: House, stamp: Stamp
) -> None:
    number = stamping(house, stamp)
    (failed,) = look(house, number).broken
    before = probing.kinds(house, number)
    with pytest.raises(errors.InvalidInput) as refused:
        again(house, number, failed.key, typed={"address": '"Gent'})
    assert problems(refused) == [("address", "feel_syntax")]
    assert probing.kinds(house, number) == before


@pytest.mark.parametrize(
    ("gives", "code"),
    [({}, "job_output_missing"), ({"reference": Decimal(7)}, "job_output_type")],
)
def test_a_handler_that_gives_something_else_is_an_incident_that_names_the_field(
    house: House, monkeypatch: pytest.MonkeyPatch, gives: dict[str, Any], code: str
) -> None:
    handler = Handler("stamp", lambda *_: gives, outputs=(Slot("reference", required=True),))
    monkeypatch.setattr(jobs, "HANDLERS", {**jobs.HANDLERS, "stamp": handler})
    probing.deploy(house, STAMP)
    number = probing.start(house)
    house.work_off()
    (incident,) = probing.open_incidents(house, number)
    assert (incident.code, incident.facts["field"]) == (code, "reference")
    assert house.case(number).version == 1


def test_a_date_for_a_moment_is_converted_and_a_single_item_becomes_a_list(house: House) -> None:
    taken = Handler("any", lambda *_: {}, inputs=(Slot("lines", "list"), Slot("on", "date")))
    assert taken.taken({"lines": "one", "on": date(2026, 4, 1), "more": 1}) == {
        "lines": ["one"],
        "on": date(2026, 4, 1),
        "more": 1,
    }
