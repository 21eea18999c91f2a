"""The register of mandates: proposed by one, confirmed by another, ended, never edited."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import bpmn, errors, mandates
from engine.model import Actor, HistoryKind, Permission
from engine.store import history as trail
from engine.store import mandates as mandate_rows
from engine.store import whereabouts
from tests import mandating
from tests.house import House
from tests.verbs import deciding, probing

KIND = "handhaving.schorsing"


@pytest.fixture
def jurist(house: House) -> Actor:
    return house.actors[mandating.PROPOSER]


def names(house: House, kind: str, amount: str | None = None) -> list[str]:
    found = mandates.deciders(
        house.runtime,
        decision_type=kind,
        amount=None if amount is None else Decimal(amount),
        by=house.actors["ann.auditor"],
    )
    return [each.name for each in found]


def test_a_mandate_counts_once_somebody_else_confirmed_it(house: House) -> None:
    before = names(house, KIND)
    mandate_id = mandating.proposed(house, types=(KIND,))
    assert names(house, KIND) == before
    mandates.confirm(house.runtime, mandate_id=mandate_id, by=house.actors[mandating.CONFIRMER])
    assert set(names(house, KIND)) - set(before) == {"Hilde Van Damme"}


def test_a_page_that_is_sent_twice_proposes_one_mandate(house: House, jurist: Actor) -> None:
    def sent(**more: Any) -> str:
        wanted = mandating.wanted(house, **more)
        return mandates.propose(house.runtime, wanted=wanted, by=jurist, key="a page of Nele")

    with ThreadPoolExecutor(2) as pool:
        first, again = [each.result() for each in [pool.submit(sent), pool.submit(sent)]]
    assert first == again != sent(max_amount="100")
    with house.runtime.store.read() as tx:
        told = [line for line in trail.of_log(tx) if line.kind == HistoryKind.MANDATE_PROPOSED]
    assert len([line for line in told if line.meta["mandate"] == first]) == 1


def test_the_oldest_mandate_comes_first_whatever_page_it_came_from(
    house: House, jurist: Actor
) -> None:
    wanted, confirmer = mandating.wanted(house), house.actors[mandating.CONFIRMER]
    proposed = []
    for number in range(6):
        house.clock.forward(minutes=1)
        key = f"page {number} of Nele"
        proposed.append(mandates.propose(house.runtime, wanted=wanted, by=jurist, key=key))
        mandates.confirm(house.runtime, mandate_id=proposed[-1], by=confirmer)
    with house.runtime.store.read() as tx:
        held = mandate_rows.of_person(tx, wanted.person_id, house.clock.now.date())
    assert [each.id for each in held if each.id in proposed] == proposed


def test_nobody_confirms_what_they_proposed(house: House, jurist: Actor) -> None:
    mandate_id = mandating.proposed(house)
    for by in (jurist, deciding.named(house.actors[mandating.CONFIRMER], jurist)):
        with pytest.raises(errors.NotAllowed, match=r"mandate\.four_eyes"):
            mandates.confirm(house.runtime, mandate_id=mandate_id, by=by)
    assert not mandates.one(house.runtime, mandate_id=mandate_id, by=jurist).may_confirm


def test_nobody_confirms_their_own_mandate(house: House) -> None:
    griet = house.actors[mandating.CONFIRMER]
    mandate_id = mandating.proposed(house, person_id=griet.person_id)
    with pytest.raises(errors.NotAllowed, match=r"mandate\.own"):
        mandates.confirm(house.runtime, mandate_id=mandate_id, by=griet)


@pytest.mark.parametrize("login", ["sara.mertens", "bert.beheer", "ann.auditor"])
def test_only_who_may_changes_the_register(house: House, login: str) -> None:
    by, one = house.actors[login], mandating.confirmed(house)
    for permission, verb in (
        (Permission.EDIT_MANDATES, lambda: propose(house, by)),
        (Permission.CONFIRM_MANDATES, lambda: confirm(house, by)),
        (Permission.EDIT_MANDATES, lambda: end(house, one, by, 0)),
    ):
        with pytest.raises(errors.NotAllowed) as told:
            verb()
        assert told.value.facts == {"permission": str(permission)}


def propose(house: House, by: Actor, **more: Any) -> str:
    return mandates.propose(house.runtime, wanted=mandating.wanted(house, **more), by=by)


def confirm(house: House, by: Actor) -> None:
    mandates.confirm(house.runtime, mandate_id=mandating.proposed(house), by=by)


def end(house: House, mandate_id: str, by: Actor, days: int) -> None:
    last = house.clock.now.date() + timedelta(days=days)
    mandates.end(house.runtime, mandate_id=mandate_id, last=last, reason="Weg.", by=by)


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"types": ("iets.anders",)}, "types", "unknown_option"),
        ({"person_id": "nobody"}, "person", "unknown_option"),
        ({"office": "keizer"}, "office", "unknown_option"),
        ({"source": " "}, "source", "required"),
        ({"reason": "x" * 501}, "reason", "too_long"),
        ({"valid_from": None}, "valid_from", "required"),
        ({"acting": True}, "valid_to", "mandate.acting_ends"),
        ({"max_amount": "-1"}, "max_amount", "mandate.amount"),
        ({"max_amount": "NaN"}, "max_amount", "mandate.amount"),
        ({"max_amount": "1,005"}, "max_amount", "mandate.amount"),
        ({"max_amount": "veel"}, "max_amount", "mandate.amount"),
    ],
)
def test_what_cannot_be_is_refused(
    house: House, jurist: Actor, more: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        propose(house, jurist, **more)
    assert [(each.field, each.code) for each in refused.value.problems] == [(field, code)]


def test_no_mandate_begins_before_today(house: House, jurist: Actor) -> None:
    yesterday = house.clock.now.date() - timedelta(days=1)
    with pytest.raises(errors.InvalidInput) as refused:
        propose(house, jurist, valid_from=yesterday)
    assert refused.value.problems[0].code == "mandate.in_past"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", None), ("10.000", "10000"), ("10.000,50", "10000.50"), ("9999.5", "9999.5"), ("0", "0")],
)
def test_an_amount_is_typed_as_people_here_do(
    house: House, jurist: Actor, typed: str, kept: str | None
) -> None:
    mandate_id = propose(house, jurist, max_amount=typed)
    found = mandates.one(house.runtime, mandate_id=mandate_id, by=jurist)
    assert found.row.max_amount == kept


def test_a_mandate_that_ended_yesterday_lets_nobody_decide_today(
    house: House, jurist: Actor
) -> None:
    mandate_id = mandating.confirmed(house, types=(KIND,))
    assert "Hilde Van Damme" in names(house, KIND)
    with pytest.raises(errors.InvalidInput):
        end(house, mandate_id, jurist, -2)
    end(house, mandate_id, jurist, -1)
    assert "Hilde Van Damme" not in names(house, KIND)
    with pytest.raises(errors.AlreadyDone):
        end(house, mandate_id, jurist, -1)


def test_an_end_never_makes_a_mandate_longer(house: House, jurist: Actor) -> None:
    mandate_id = mandating.confirmed(house, valid_to=house.clock.now.date())
    with pytest.raises(errors.InvalidInput) as refused:
        end(house, mandate_id, jurist, 1)
    assert refused.value.problems[0].code == "mandate.longer"


def test_who_may_decide_depends_on_sort_and_amount(house: House) -> None:
    assert names(house, "subsidie.terugvordering", "10000") == ["Griet Lambrecht", "Marc De Smet"]
    for amount in ("10000.01", None):
        assert names(house, "subsidie.terugvordering", amount) == ["Marc De Smet"]
    assert names(house, "iets.nieuws", "1") == ["Marc De Smet"]


def test_a_diagram_reads_who_may_decide(house: House) -> None:
    asks = """<serviceTask id="ask" name="Ask" pr:job="find_deciders">
      <extensionElements><pr:mapping>
      <pr:in source='="subsidie.terugvordering"' target="type"/><pr:in source="=5" target="amount"/>
      <pr:out source="=deciders[1].name" target="who"/><pr:out source="=found" target="number"/>
    </pr:mapping></extensionElements></serviceTask>"""
    deciding.deploy(house, asks, probing.TASK.format("look"))
    number = probing.start(house)
    house.work_off()
    with house.runtime.store.read() as tx:
        document = whereabouts.document(tx, house.case(number).id)
    assert document is not None
    seen = bpmn.visible(document)
    assert (seen["who"], seen["number"]) == ("Griet Lambrecht", Decimal(2))
