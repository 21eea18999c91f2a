"""Forget what signing in left behind: the trail has told of it, the rows are of no use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from engine import store
from engine.people.sessions import ATTEMPT_WINDOW
from engine.runtime import Runtime
from engine.store import leftovers

AT_ONCE = 1_000  # rows in one transaction
MOST_ROUNDS = 100  # transactions in one sweep, of each table; what is left waits for the next


def sweep(runtime: Runtime) -> int:
    """Remove attempts that no longer count, and sessions and links that are over.

    Returns how many rows went.
    """
    now = runtime.now()
    idle_since = now - timedelta(minutes=runtime.settings.session_idle_minutes)
    drops: tuple[Callable[[store.Tx], int], ...] = (
        partial(leftovers.drop_attempts, before=now - ATTEMPT_WINDOW, most=AT_ONCE),
        partial(leftovers.drop_sessions, now=now, idle_since=idle_since, most=AT_ONCE),
        partial(leftovers.drop_links, now=now, most=AT_ONCE),
    )
    return sum(_all(runtime, drop) for drop in drops)


def _all(runtime: Runtime, drop: Callable[[store.Tx], int]) -> int:
    gone = 0
    for _ in range(MOST_ROUNDS):
        with runtime.store.write("leftovers.sweep") as tx:
            dropped = drop(tx)
        gone += dropped
        if dropped < AT_ONCE:
            break
    return gone
