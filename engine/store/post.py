"""Post: anything that came in, with the day of receipt, and what a case still waits for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, insert, select

from engine.store import cases
from engine.store.ids import new_id
from engine.store.rows import PostRow, SubscriptionRow, columns, read
from engine.store.tables import post
from engine.store.transactions import Tx

_LIST = select(*columns(post, PostRow)).order_by(post.c.received_on, post.c.id)
_OF_CASE = _LIST.where(post.c.case_id == bindparam("the_case"))


def add(tx: Tx, **facts: Any) -> str:
    """Keep something that came in and return its id.

    `facts` are the columns of `PostRow`; an id is made. Raises TypeError when one is missing.
    """
    row = PostRow(**{"id": new_id(), **facts})
    tx.run(insert(post), {name: getattr(row, name) for name in row.__dataclass_fields__})
    return row.id


def of_case(tx: Tx, case_id: str) -> tuple[PostRow, ...]:
    """Return what came in for a case, by day of receipt."""
    return read(PostRow, tx.all(_OF_CASE, {"the_case": case_id}))


def listing(tx: Tx, *, state: str, limit: int = 200) -> tuple[PostRow, ...]:
    """Return post in one state, the longest waiting first."""
    return read(PostRow, tx.all(_LIST.where(post.c.state == state).limit(limit)))


def expected(tx: Tx, case_id: str) -> tuple[SubscriptionRow, ...]:
    """Return the messages that a case waits for."""
    return cases.subscriptions(tx, case_id)
