"""Sending files to a house, as a page does, and writing down what is found of them."""

from __future__ import annotations

from datetime import date

from engine import documents, uploads
from engine.model import Actor, Verdict
from engine.store.documents import DocumentRow
from tests.house import House

CONFIDENTIAL = "uittreksel_strafregister"
ONE = "attest_module"


def sent(house: House, data: bytes, name: str = "stuk.txt") -> uploads.Sent:
    incoming = uploads.receive(house.runtime)
    incoming.write(data)
    return uploads.Sent(name, incoming)


def add(
    house: House,
    number: str,
    data: bytes = b"Een stuk.",
    name: str = "stuk.txt",
    *,
    type_key: str | None = None,
    by: Actor,
) -> DocumentRow:
    """Add one file to a case and return its row."""
    (row,) = documents.add(
        house.runtime, number=number, files=[sent(house, data, name)], type_key=type_key, by=by
    )
    return row


def read(house: House, number: str, document_id: str, by: Actor) -> bytes:
    """Download a document."""
    file = documents.read(house.runtime, number=number, document_id=document_id, by=by)
    return b"".join(file.data)


def assess(
    house: House,
    number: str,
    document_id: str,
    verdict: Verdict | None = None,
    motivation: str = "",
    *,
    expires_on: date | None = None,
    by: Actor,
) -> None:
    """Write down what is found of a document."""
    documents.assess(
        house.runtime,
        number=number,
        document_id=document_id,
        by=by,
        verdict=verdict,
        motivation=motivation,
        issued_on=None,
        expires_on=expires_on,
    )
