"""A call of a named endpoint: signed, with a stable key, tried again, or a dead letter."""

from __future__ import annotations

import hashlib
import hmac
import json

from engine import sending
from tests.house import House
from tests.outbox.sendings import HOOK, SECRET, connected, jobs, sent, told, wait
from tests.outgoing.remote import answer, cut, remote


def test_the_call_can_be_verified_with_the_secret_and_nothing_else(house: House) -> None:
    with remote() as other:
        number = sent(connected(house, remote=other), HOOK)
    (got,) = other.got
    told_of = json.loads(got.body)
    assert told_of["event"] == "aanvraag"
    assert told_of["data"] == {"case": number, "process": "probe", "bedrag": "12.5"}
    at, key = got.headers["procesregie-timestamp"], got.headers["idempotency-key"]
    expected = hmac.new(SECRET, f"{at}.{key}.".encode() + got.body, hashlib.sha256).hexdigest()
    assert got.headers["procesregie-signature"] == f"v1={expected}"
    assert told_of["id"] == key
    assert int(at) == int(house.clock.now.timestamp())


def test_what_is_tried_again_has_the_same_key_and_the_same_body(house: House) -> None:
    with remote(cut, answer(503, Retry_After="7200"), answer(500)) as other:
        number = sent(connected(house, remote=other), HOOK)
        wait(house, minutes=2)
        wait(house, minutes=30)
        assert len(other.got) == 2  # it was asked to wait two hours
        wait(house, hours=2)
        wait(house, hours=2)
    assert len(other.got) == 4
    assert len({(each.headers["idempotency-key"], each.body) for each in other.got}) == 1
    assert told(house, number) == ["sending:queued", "sending:done"]


def test_a_refusal_is_a_dead_letter_at_once(house: House) -> None:
    with remote(answer(422)) as other:
        number = sent(connected(house, remote=other), HOOK)
        wait(house, days=3)
    (job,) = jobs(house)
    expected = ("outgoing.refused", {"endpoint": "melding", "status": 422})
    assert (job.state, sending.read_error(job.error)) == ("failed", expected)
    assert len(other.got) == 1
    assert told(house, number) == ["sending:queued", "sending:failed"]


def test_an_endpoint_that_nobody_configured_waits_and_is_no_attempt(house: House) -> None:
    sent(house, HOOK)
    wait(house, days=30)
    (job,) = jobs(house)
    assert (job.state, job.attempts) == ("open", 0)
    with remote() as other:
        connected(house, remote=other)
        wait(house, minutes=11)
    assert len(other.got) == 1
    assert not jobs(house)
