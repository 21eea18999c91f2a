"""Messages that could not be sent, without a mail server: for who tests what is done about them."""

from __future__ import annotations

from engine import store
from engine.sending import Message, Sort, put
from engine.store import jobs as rows
from tests.house import House

TO, NAME = "jan.peeters@voorbeeld.be", "Uw aanvraag"


def dead(house: House, case_id: str | None = None, to: str = TO) -> str:
    """Return the id of a mail that a mail server refused."""
    return _failed(house, Message(Sort.MAIL, to, NAME, "Beste"), case_id, final=True)


def waiting(house: House, case_id: str | None = None) -> str:
    """Return the id of a webhook that is tried again in an hour."""
    return _failed(house, Message(Sort.WEBHOOK, "melding", "aanvraag"), case_id, final=False)


def _failed(house: House, message: Message, case_id: str | None, *, final: bool) -> str:
    now = house.clock.now
    with house.runtime.store.write("tests.undelivered") as tx:
        job = put(house.runtime, tx, message, key=store.new_id(), case_id=case_id)
        why = 'mail.refused {"status": 550}' if final else 'outgoing.busy {"status": 503}'
        rows.fail(tx, job, why, None if final else now.replace(hour=23), now)
    return job
