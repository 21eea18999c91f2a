"""Telling operators that something is wrong: by mail or by webhook, as the settings say."""

from __future__ import annotations

from engine import store
from engine.runtime import Runtime
from engine.sending.messages import Message, Sort, put_once


def alert(runtime: Runtime, tx: store.Tx, *, key: str, subject: str, text: str) -> int:
    """Put an alert in the outbox, in this transaction; return how many messages that made.

    One with the same `key` is given once. Whom it goes to stands in the settings: nobody unless an
    operator chose so. `subject` and `text` leave the house: they hold no values of a case.
    """
    settings = runtime.settings
    addresses = [each.strip() for each in settings.alert_to.split(",") if each.strip()]
    made = 0
    for number, address in enumerate(addresses):
        message = Message(Sort.MAIL, address, subject, text)
        made += put_once(runtime, tx, message, key=f"alert:{key}:mail:{number}")
    if settings.alert_endpoint:
        told = {"installation": settings.installation, "subject": subject, "text": text}
        message = Message(Sort.WEBHOOK, settings.alert_endpoint, "alert", data=told)
        made += put_once(runtime, tx, message, key=f"alert:{key}:webhook")
    return made
