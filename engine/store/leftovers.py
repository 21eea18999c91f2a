"""What signing in leaves behind: refused attempts, sessions and one-time links that are over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, or_, select

from engine.store.tables import attempt, one_time_link
from engine.store.tables import session as session_
from engine.store.transactions import Tx


def drop_attempts(tx: Tx, before: datetime, most: int) -> int:
    """Remove attempts that were refused before a moment, at most so many; return how many went."""
    return _drop(tx, attempt, attempt.c.at < before, most)


def drop_sessions(tx: Tx, now: datetime, idle_since: datetime, most: int) -> int:
    """Remove sessions that can never be used again; return how many went.

    They ended, ran out, or were not seen since `idle_since`.
    """
    over = or_(
        session_.c.ended_at.is_not(None),
        session_.c.expires_at <= now,
        session_.c.seen_at <= idle_since,
    )
    return _drop(tx, session_, over, most)


def drop_links(tx: Tx, now: datetime, most: int) -> int:
    """Remove one-time links that are spent or ran out; return how many went."""
    over = or_(one_time_link.c.used_at.is_not(None), one_time_link.c.expires_at <= now)
    return _drop(tx, one_time_link, over, most)


def _drop(tx: Tx, table: Table, over: ColumnElement[bool], most: int) -> int:
    (key,) = table.primary_key.columns
    return tx.run(delete(table).where(key.in_(select(key).where(over).limit(most))))
