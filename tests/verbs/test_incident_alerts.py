"""Operators are told of incidents by mail and webhook: a storm is one alert, with how many."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine import operations, sending
from engine.sending import Letter
from tests.house import House
from tests.outbox.postman import postman
from tests.outbox.sendings import connected
from tests.outgoing.remote import remote
from tests.verbs import probing
from tests.verbs.operating import STAMP, Stamp, operator, stamp

__all__ = ["stamp"]
TO = "wacht@voorbeeld.be"


@pytest.fixture
def told(house: House) -> House:
    """Return a house that tells operators by mail and webhook."""
    settings = replace(house.runtime.settings, alert_to=TO, alert_endpoint="melding")
    house.runtime = replace(house.runtime, settings=settings)
    return house


def alerts(house: House) -> list[Letter]:
    """Return the alerts that wait in the outbox."""
    return list(sending.listing(house.runtime, by=operator(house), waiting=True).letters.rows)


def later(house: House, **how_long: float) -> None:
    house.clock.now += timedelta(**how_long)
    sending.tell_of_incidents(house.runtime)
    house.work_off()


def fail(house: House, times: int) -> None:
    for _ in range(times):
        probing.start(house)
    house.work_off()


def test_a_storm_is_one_alert_with_how_many_and_the_next_hour_tells_of_the_rest(
    told: House, stamp: Stamp
) -> None:
    probing.deploy(told, STAMP)
    fail(told, 3)
    later(told, seconds=30)
    assert alerts(told) == [], "more may come"
    fail(told, 2)
    later(told, seconds=45)
    assert sorted((each.sort, each.to, each.name) for each in alerts(told)) == [
        ("mail", TO, "Storing in ‘Probe’ bij ‘Stamp it’: 5 open"),
        ("webhook", "melding", "alert"),
    ]
    fail(told, 4)
    later(told, minutes=10)
    assert len(alerts(told)) == 2, "once in an hour"
    later(told, hours=1)
    assert sorted(each.name for each in alerts(told)) == [
        "Storing in ‘Probe’ bij ‘Stamp it’: 4 open",
        "Storing in ‘Probe’ bij ‘Stamp it’: 5 open",
        "alert",
        "alert",
    ]
    later(told, hours=2)
    assert len(alerts(told)) == 4, "nothing new"


def test_nobody_is_told_when_no_operator_asked_or_when_it_was_mended_at_once(
    house: House, stamp: Stamp
) -> None:
    probing.deploy(house, STAMP)
    fail(house, 1)
    later(house, hours=1)
    assert alerts(house) == []
    settings = replace(house.runtime.settings, alert_to=TO)
    house.runtime = replace(house.runtime, settings=settings)
    (row,) = operations.incidents(house.runtime, by=operator(house)).rows
    operations.resolve(house.runtime, incident_id=row.id, reason="mended", by=operator(house))
    later(house, hours=1)
    assert alerts(house) == []


def test_an_alert_arrives_by_mail_and_at_an_endpoint_and_holds_no_value_of_the_case(
    told: House, stamp: Stamp
) -> None:
    stamp.thrown = OSError("Jan Peeters, 75.01.02-003.04")
    probing.deploy(told, STAMP)
    with postman() as mails, remote() as other:
        connected(told, mails, other)
        fail(told, 1)
        for _ in range(2):
            told.clock.now += timedelta(minutes=10)
            told.work_off()
        later(told, minutes=2)
        told.work_off()
        (mail,) = mails.took
        assert mails.to == [TO]
        body = mail.get_body(("plain",))
        assert body is not None
        text = " ".join(body.get_content().split())
        assert "Een opdracht van het systeem mislukte. Dat gebeurde 1 keer" in text
        assert "/beheer/incidenten" in text
        (call,) = other.got
        assert b"Dat gebeurde 1 keer" in call.body
        assert b"Peeters" not in call.body + mail.as_bytes()
