"""What an operator does with messages that did not go: sees them, tries again, puts them aside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import errors, sending
from engine.model import Actor
from engine.store import history as trail
from engine.store import jobs as job_rows
from tests import undelivered
from tests.house import House
from tests.outbox.sendings import told
from tests.verbs import probing


@pytest.fixture
def operator(house: House) -> Actor:
    return house.actors["bert.beheer"]


@pytest.fixture
def number(house: House) -> str:
    probing.deploy(house, probing.row(probing.TASK.format("look")))
    return probing.start(house)


def state(house: House, job_id: str) -> str:
    with house.runtime.store.read() as tx:
        job = job_rows.get(tx, job_id)
    assert job is not None
    return job.state


def test_the_list_says_what_to_whom_and_why(house: House, operator: Actor) -> None:
    job, later = undelivered.dead(house), undelivered.waiting(house)
    found = sending.listing(house.runtime, by=operator)
    (letter,) = found.letters.rows
    assert (letter.id, letter.name, letter.to) == (job, undelivered.NAME, undelivered.TO)
    assert (letter.code, letter.facts, letter.again) == ("mail.refused", {"status": 550}, None)
    assert (found.counts.dead, found.counts.waiting) == (1, 1)
    (tried,) = sending.listing(house.runtime, by=operator, waiting=True).letters.rows
    assert (tried.id, tried.to, tried.again is not None) == (later, "melding", True)


def test_who_may_not_read_the_case_sees_neither_the_subject_nor_the_address(
    house: House, operator: Actor, number: str
) -> None:
    undelivered.dead(house, house.case(number).id)
    (veiled,) = sending.listing(house.runtime, by=operator).letters.rows
    assert (veiled.to, veiled.name, veiled.number) == ("j•••@voorbeeld.be", "", number)
    reader = house.actors["an.admin"]
    both = replace(operator, roles=(*operator.roles, *reader.roles))
    (clear,) = sending.listing(house.runtime, by=both).letters.rows
    assert (clear.to, clear.name) == (undelivered.TO, undelivered.NAME)


def test_trying_again_gives_all_attempts_and_a_line_each(
    house: House, operator: Actor, number: str
) -> None:
    jobs = [undelivered.dead(house, house.case(number).id) for _ in range(2)]
    jobs.append(undelivered.waiting(house, house.case(number).id))
    assert sending.retry(house.runtime, ids=[*jobs, "unknown"], by=operator) == 3
    assert [state(house, each) for each in jobs] == ["open"] * 3
    assert told(house, number) == ["sending:retried"] * 3
    assert sending.retry(house.runtime, ids=jobs[:2], by=operator) == 0
    with pytest.raises(errors.InvalidInput):
        sending.retry(house.runtime, ids=[], by=operator)


def test_what_is_put_aside_never_goes_and_the_reason_is_kept(
    house: House, operator: Actor, number: str
) -> None:
    job = undelivered.dead(house, house.case(number).id)
    for reason in ("", "  x ", "x" * 501):
        with pytest.raises(errors.InvalidInput, match=r"sending\.reason"):
            sending.put_aside(house.runtime, job_id=job, reason=reason, by=operator)
    sending.put_aside(house.runtime, job_id=job, reason="Met de post verstuurd", by=operator)
    assert state(house, job) == "dropped"
    line = probing.lines(house, number)[-1]
    assert (line.kind, line.meta["reason"]) == ("sending:dropped", "Met de post verstuurd")
    with pytest.raises(errors.AlreadyDone):
        sending.put_aside(house.runtime, job_id=job, reason="Nog eens", by=operator)
    assert sending.retry(house.runtime, ids=[job], by=operator) == 0


def test_what_is_of_no_case_is_told_in_the_log(house: House, operator: Actor) -> None:
    sending.retry(house.runtime, ids=[undelivered.dead(house)], by=operator)
    with house.runtime.store.read() as tx:
        kinds = [each.kind for each in trail.of_log(tx, limit=20)]
    assert "sending:retried" in kinds


def test_only_who_operates_may(house: House) -> None:
    job, by = undelivered.dead(house), house.actors["sara.mertens"]
    with pytest.raises(errors.NotAllowed):
        sending.listing(house.runtime, by=by)
    with pytest.raises(errors.NotAllowed):
        sending.view(house.runtime, job_id=job, by=by)
    with pytest.raises(errors.NotAllowed):
        sending.retry(house.runtime, ids=[job], by=by)
    with pytest.raises(errors.NotAllowed):
        sending.put_aside(house.runtime, job_id=job, reason="zomaar", by=by)
