"""What a diagram can send: a letter as a mail, and a call of a named endpoint.

The task adds a message to the outbox and the case goes on; it does not wait until it is sent. So
nothing that a person must get for the law rests on it: a notification has its own task.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine import documents, outgoing, services, store
from engine.errors import BpmnError
from engine.handler import Handler, Slot, Values, by_name, simply
from engine.model import HistoryKind, Value
from engine.runtime import Runtime
from engine.sending.messages import Message, Sort, put
from engine.store.rows import Locked

NO_ADDRESS = "mail_address"
MOST_ADDRESSES, MOST_ATTACHMENTS = 50, 20


def _send_mail(
    runtime: Runtime, tx: store.Tx, locked: Locked, values: Values, paper: documents.Paper
) -> Values:
    addresses = _addresses(values["to"])
    kept = documents.keep(runtime, tx, locked.case, paper)
    letter = str(kept["id"])
    attached = (*((letter,) if values.get("attach") else ()), *_ids(values.get("attachments")))
    for number, address in enumerate(addresses):
        message = Message(
            Sort.MAIL, address, paper.name, document=letter, attachments=attached[:MOST_ATTACHMENTS]
        )
        put(runtime, tx, message, key=f"mail:{letter}:{number}", case_id=locked.case.id)
    return kept


def _addresses(given: Value) -> tuple[str, ...]:
    """Return the addresses, each once. Raises BpmnError when one is none, or when there are many.

    Who it was stays in the values of the case: the diagram can go on by letter.
    """
    texts = given if isinstance(given, list) else [given]
    found = [outgoing.valid_address(each) if isinstance(each, str) else None for each in texts]
    addresses = tuple(dict.fromkeys(each for each in found if each is not None))
    if None in found or not 0 < len(addresses) <= MOST_ADDRESSES:
        raise BpmnError(NO_ADDRESS)
    return addresses


def _ids(given: Value) -> tuple[str, ...]:
    """Return ids of documents: texts, or contexts with an `id` as a letter's task gives them."""
    texts = given if isinstance(given, list) else [given]
    found = (each.get("id") if isinstance(each, Mapping) else each for each in texts)
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))


def _call_webhook(runtime: Runtime, tx: store.Tx, locked: Locked, values: Values) -> Values:
    case = locked.case
    data = {"case": case.number, "process": case.process_key, **_data(values.get("data"))}
    message = Message(Sort.WEBHOOK, str(values["endpoint"]), str(values["event"]), data=data)
    key = f"webhook:{case.id}:{store.new_id()}"
    return {"id": put(runtime, tx, message, key=key, case_id=case.id), "name": message.name}


def _data(given: Value) -> Mapping[str, Value]:
    found: Mapping[str, Value] = store.plain(given) if isinstance(given, Mapping) else {}
    return found


HANDLERS: Mapping[str, Handler] = by_name(
    (
        Handler(
            "send_mail",
            _send_mail,
            services.make_letter,
            inputs=(
                Slot("to", "string or list", required=True),
                Slot("attach", "boolean"),
                Slot("attachments", "any"),
                Slot("recipient", "list"),
                Slot("signature", "list"),
                Slot("contact"),
            ),
            outputs=(
                Slot("id", required=True),
                Slot("name", required=True),
                Slot("sha256", required=True),
            ),
            throws=(NO_ADDRESS,),
            told=HistoryKind.SENDING_QUEUED,
            open=True,
        ),
        Handler(
            "call_webhook",
            simply(_call_webhook),
            inputs=(
                Slot("endpoint", required=True),
                Slot("event", required=True),
                Slot("data", "context"),
            ),
            outputs=(Slot("id", required=True), Slot("name", required=True)),
            told=HistoryKind.SENDING_QUEUED,
        ),
    )
)
