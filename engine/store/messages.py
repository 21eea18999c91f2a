"""Messages that wait for somebody: kept until a case takes one, a person does, or its time is up.

Only equal correlation keys bring a message to a case; a message without keys finds nobody here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from engine.store.ids import new_id
from engine.store.rows import Page, SubscriptionRow, columns, one, read
from engine.store.tables import message, subscription
from engine.store.transactions import Tx
from engine.store.types import canonical
from engine.store.upserts import Upsert

NO_KEYS = "{}"
WAITING, DELIVERED, DROPPED = "waiting", "delivered", "dropped"
EXPIRED = "expired"
NOBODY = "message.nobody_waits"
OPEN = (WAITING, EXPIRED)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message that nobody waited for when it came; `state` is waiting, delivered, or over.

    `problem` says why it still waits, or what went wrong when it was delivered.
    """

    id: str
    name: str
    keys: Mapping[str, Any]
    values: Mapping[str, Any]
    state: str
    problem: str | None
    from_case: str | None
    to_case: str | None
    received_at: datetime
    expires_at: datetime


_MOMENT = message.c.ended_at.type
_COLUMNS = columns(message, MessageRow)
_KEEP = Upsert(message, ["unique_key"])
_OPEN = message.c.state.in_(OPEN)
_END = (
    update(message)
    .where(message.c.id == bindparam("the_id"), _OPEN)
    .values(
        state=bindparam("new_state"),
        to_case=bindparam("new_case"),
        ended_at=bindparam("at", type_=_MOMENT),
        ended_by=bindparam("by"),
        problem=bindparam("why"),
    )
)
_TROUBLE = (
    update(message)
    .where(message.c.id == bindparam("the_id"), message.c.state == WAITING)
    .values(problem=bindparam("why"))
)
_EXPIRE = (
    update(message)
    .where(message.c.state == WAITING, message.c.expires_at <= bindparam("now", type_=_MOMENT))
    .values(state=EXPIRED)
    .returning(*_COLUMNS)
)
_OVER = (
    select(message.c.id)
    .where(message.c.state == WAITING, message.c.expires_at <= bindparam("now", type_=_MOMENT))
    .limit(1)
)
_GET = select(*_COLUMNS).where(message.c.id == bindparam("the_id"))
_UNASSIGNED = select(*_COLUMNS).where(_OPEN).order_by(message.c.received_at, message.c.id)
_COUNT = select(func.count()).select_from(message).where(_OPEN)
_FOR = (
    select(*columns(subscription, SubscriptionRow))
    .where(
        subscription.c.message == bindparam("the_name"),
        subscription.c.keys_text == bindparam("the_keys"),
        subscription.c.kind == "message",
    )
    .order_by(subscription.c.opened_at, subscription.c.case_id)
    .limit(2)
)
_HEARING = (
    select(subscription.c.case_id)
    .where(subscription.c.message == bindparam("the_name"), subscription.c.kind == "signal")
    .distinct()
    .order_by(subscription.c.case_id)
)
_MATCHED = (
    select(*_COLUMNS)
    .join(
        subscription,
        (subscription.c.message == message.c.name)
        & (subscription.c.keys_text == message.c.keys_text),
    )
    .where(
        message.c.state == WAITING,
        message.c.problem.is_(None) | (message.c.problem == NOBODY),
        message.c.keys_text != NO_KEYS,
        subscription.c.kind == "message",
    )
    .order_by(message.c.received_at, message.c.id)
    .limit(bindparam("most"))
)


def keep(  # noqa: PLR0913 - one argument per fact of a message
    tx: Tx,
    *,
    name: str,
    keys: Mapping[str, Any],
    values: Mapping[str, Any],
    unique_key: str,
    problem: str,
    received_at: datetime,
    expires_at: datetime,
    from_case: str | None = None,
) -> bool:
    """Keep a message until somebody takes it; False when `unique_key` was kept before."""
    row = {
        "id": new_id(),
        "name": name,
        "keys": dict(keys),
        "keys_text": canonical(dict(keys)),
        "values": dict(values),
        "state": WAITING,
        "problem": problem,
        "from_case": from_case,
        "received_at": received_at,
        "expires_at": expires_at,
        "unique_key": unique_key,
    }
    return _KEEP.run(tx, [row]) == 1


def waiting_for(tx: Tx, name: str, keys: Mapping[str, Any]) -> tuple[SubscriptionRow, ...]:
    """Return up to two tokens that wait for `name` with exactly these keys, the oldest first."""
    found = tx.all(_FOR, {"the_name": name, "the_keys": canonical(dict(keys))})
    return read(SubscriptionRow, found)


def hearing(tx: Tx, signal: str) -> tuple[str, ...]:
    """Return the ids of the cases that wait for a signal."""
    return tuple(row[0] for row in tx.all(_HEARING, {"the_name": signal}))


def matched(tx: Tx, limit: int = 50) -> tuple[MessageRow, ...]:
    """Return kept messages that somebody waits for now, the oldest first."""
    return read(MessageRow, tx.all(_MATCHED, {"most": limit}))


def end(  # noqa: PLR0913 - how a message ended
    tx: Tx,
    message_id: str,
    state: str,
    *,
    at: datetime,
    by: str | None,
    case_id: str | None = None,
    why: str | None = None,
) -> bool:
    """Mark a kept message as delivered or dropped; False when it was ended before."""
    ended = {"the_id": message_id, "new_state": state, "new_case": case_id, "why": why}
    return tx.run(_END, {**ended, "at": at, "by": by}) == 1


def trouble(tx: Tx, message_id: str, why: str) -> None:
    """Write down why a kept message cannot be delivered; it waits for a person."""
    tx.run(_TROUBLE, {"the_id": message_id, "why": why})


def any_over(tx: Tx, now: datetime) -> bool:
    """Say whether the time of a kept message is up."""
    return tx.first(_OVER, {"now": now}) is not None


def expire(tx: Tx, now: datetime) -> tuple[MessageRow, ...]:
    """Mark the messages whose time is up and return them; a person still sees them."""
    return read(MessageRow, tx.all(_EXPIRE, {"now": now}))


def get(tx: Tx, message_id: str) -> MessageRow | None:
    """Return one message."""
    return one(MessageRow, tx.first(_GET, {"the_id": message_id}))


def some(tx: Tx, ids: Collection[str]) -> dict[str, MessageRow]:
    """Return these messages by id."""
    if not ids:
        return {}
    found = read(MessageRow, tx.all(select(*_COLUMNS).where(message.c.id.in_(sorted(ids)))))
    return {row.id: row for row in found}


def unassigned(tx: Tx, *, page: int = 1, size: int = 50) -> Page[MessageRow]:
    """Return a page of the messages that nobody took, the longest waiting first."""
    found: Sequence[Any] = tx.all(_UNASSIGNED.limit(size).offset((page - 1) * size))
    return Page(read(MessageRow, found), int(tx.scalar(_COUNT)))
