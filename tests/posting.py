"""Booking post in a house, as the post desk does, and mails to put in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from email.message import EmailMessage
from typing import Any

from engine import mailroom, store
from engine.mailroom import FILES, Arrived, Booked, Typed
from engine.terms import local_day
from tests import sending
from tests.house import House

TYPED = {
    "_key": "sleutel-van-de-pagina",
    "_received": "07/04/2026",
    "_channel": "brief",
    "_sender": "De Zonnebloem",
    "_subject": "Een stuk",
    "_danger": "nee",
}


def arrived(
    house: House,
    received_on: date | None = None,
    *,
    subject: str = "Een stuk",
    danger: bool = False,
) -> Arrived:
    """Return what is written of a piece; it came in today when nothing else is said."""
    day = received_on or local_day(house.clock.now)
    return Arrived(day, "brief", "De Zonnebloem", subject, danger=danger)


def book(
    house: House,
    number: str | None,
    tokens: Sequence[str] = (),
    posted: Mapping[str, Any] | None = None,
    *,
    received_on: date | None = None,
    key: str | None = None,
    by: str = "an.admin",
    subject: str = "Een stuk",
    danger: bool = False,
) -> Booked:
    """Book a piece of post at the desk of `by`."""
    return mailroom.book(
        house.runtime,
        by=house.actors[by],
        arrived=arrived(house, received_on, subject=subject, danger=danger),
        number=number,
        tokens=tokens,
        posted=posted or {},
        key=key or store.new_id(),
    )


def attach(
    house: House, key: str, data: bytes, name: str = "stuk.txt", by: str = "an.admin"
) -> mailroom.Attached:
    """Send a file from the page `key` of the desk."""
    files = {FILES: [sending.sent(house, data, name)]}
    return mailroom.attach(house.runtime, by=house.actors[by], typed=Typed(key=key), files=files)


def unplaced(
    house: House, *, subject: str = "Een stuk", data: bytes = b"", danger: bool = False
) -> str:
    """Book a piece that belongs nowhere yet, with a file when there is `data`; return its id."""
    key = store.new_id()
    if data:
        attach(house, key, data)
    return book(house, None, key=key, subject=subject, danger=danger).post_id


def mail(
    subject: str = "De aanvulling",
    text: str = "Dag,\nhier is het attest.",
    *,
    page: str = "",
    files: Mapping[str, bytes] | None = None,
) -> EmailMessage:
    """Return a mail that came in on 27 April 2026, with these files."""
    made = EmailMessage()
    made["Received"] = "from a.be by b.be; Mon, 27 Apr 2026 23:10:00 +0200"
    made["From"] = "An Peeters <an@zonnebloem.be>"
    made["To"] = "post@voorbeeld.be"
    made["Subject"] = subject
    made["Date"] = "Mon, 27 Apr 2026 23:05:00 +0200"
    if page:
        made.set_content(page, subtype="html")
    else:
        made.set_content(text)
    for name, data in (files or {}).items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made
