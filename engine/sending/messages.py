"""A message in the outbox: who it is for and what it is about, sealed in its job.

It carries ids and small facts; the text of a mail is that of a letter which the case keeps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from engine import store
from engine.errors import Permanent, Unavailable
from engine.model import JobKind
from engine.runtime import Runtime
from engine.store import jobs as rows
from engine.store.rows import JobRow

_SEALED = "sealed"


class Sort(StrEnum):
    """How a message goes out; the name of its job begins with it."""

    MAIL = "mail"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Message:
    """One mail to one address, or one call of an endpoint.

    `to` is the address or the name of the endpoint, `name` what people call it (a subject, an
    event). The text of a mail is that of the letter `document` of the case, else `text`;
    `attachments` are ids of documents of the case. `data` is what a webhook tells, as plain JSON.
    """

    sort: Sort
    to: str
    name: str
    text: str = ""
    document: str | None = None
    attachments: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


def put(runtime: Runtime, tx: store.Tx, message: Message, *, key: str, case_id: str | None) -> str:
    """Add a message in this transaction and return the id of its job.

    Raises Conflict at the end of the transaction when one with this `key` was added before.
    """
    return rows.add(
        tx,
        kind=JobKind.SEND,
        name=_job_name(message),
        unique_key=key,
        at=runtime.now(),
        case_id=case_id,
        values=_packed(runtime, message, key),
    )


def put_once(runtime: Runtime, tx: store.Tx, message: Message, *, key: str) -> bool:
    """Add a message of no case unless one with this `key` was added; say whether it was."""
    return rows.add_once(
        tx,
        kind=JobKind.SEND,
        name=_job_name(message),
        unique_key=key,
        at=runtime.now(),
        values=_packed(runtime, message, key),
    )


def sort_of(job: JobRow) -> Sort:
    """Return how the message of a job goes out."""
    return Sort(job.name.partition(":")[0])


def _job_name(message: Message) -> str:
    """Return the name of the job: what shares a name goes to the same place."""
    return message.sort if message.sort is Sort.MAIL else f"{message.sort}:{message.to}"


def unpacked(runtime: Runtime, job: JobRow) -> Message:
    """Return the message of a job. Raises Permanent when it cannot be read any more."""
    try:
        told = json.loads(runtime.box.open(str(job.values.get(_SEALED)), _place(job.unique_key)))
        whole = {**told, "sort": Sort(told["sort"]), "attachments": tuple(told["attachments"])}
        return Message(**whole)
    except (Unavailable, ValueError, KeyError, TypeError) as fault:
        raise Permanent("sending.damaged") from fault


def _packed(runtime: Runtime, message: Message, key: str) -> Mapping[str, str]:
    return {_SEALED: runtime.box.seal(json.dumps(asdict(message)), _place(key))}


def _place(key: str) -> str:
    return f"outbox {key}"
