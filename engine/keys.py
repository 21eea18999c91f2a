"""Keys with which programs elsewhere come in: each for the topics of work that it may do.

A key is shown once, when it is made; what is kept is its digest. It is no person: it reads and
answers the work of its topics, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from engine import errors
from engine.errors import Problem
from engine.model import LONGEST_TOPIC, SYSTEM, TOPIC, Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import keys as rows
from engine.store.rows import KeyRow

MOST_TOPICS = 50
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,58}[a-z0-9]")
_START = "prk_"


@dataclass(frozen=True, slots=True)
class Key:
    """A program that came in with a key: its name, and the topics that it may work on."""

    id: str
    name: str
    topics: frozenset[str]


def make(runtime: Runtime, *, name: str, topics: Sequence[str], by: Actor) -> str:
    """Make a key and return it; nobody can read it again.

    Raises NotAllowed, InvalidInput (fields `name`, `topics`), Conflict when the name is in use.
    """
    _must(runtime, by)
    wanted = sorted(set(topics))
    problems = [Problem("name", "key.name")] if not _NAME.fullmatch(name) else []
    if not 0 < len(wanted) <= MOST_TOPICS or not all(_is_topic(each) for each in wanted):
        problems.append(Problem("topics", "key.topics"))
    if problems:
        raise errors.InvalidInput(problems)
    token = _START + secrets.token_urlsafe(32)
    with runtime.store.write("keys.make") as tx:
        if rows.named(tx, name) is not None:
            raise errors.Conflict("key.exists", name=name)
        now = runtime.now()
        rows.add(tx, name, _digest(token), wanted, now)
        fact = Happened(HistoryKind.KEY_MADE, by, {"name": name, "topics": wanted})
        trail.log(tx, [fact], now)
    return token


def end(runtime: Runtime, *, name: str, by: Actor) -> None:
    """End a key: from now on nobody comes in with it. Raises NotAllowed, NotFound."""
    _must(runtime, by)
    with runtime.store.write("keys.end") as tx:
        now = runtime.now()
        if not rows.end(tx, name, now):
            raise errors.NotFound("key", name=name)
        trail.log(tx, [Happened(HistoryKind.KEY_ENDED, by, {"name": name})], now)


def listing(runtime: Runtime, *, by: Actor) -> tuple[KeyRow, ...]:
    """Return every key, also those that ended; never what one comes in with. Raises NotAllowed."""
    _must(runtime, by)
    with runtime.store.read() as tx:
        return rows.listing(tx)


def known(runtime: Runtime, *, token: str) -> Key:
    """Return whose key this is. Raises NotSignedIn when it is no key, or one that ended."""
    if not token.startswith(_START) or len(token) > 100:
        raise errors.NotSignedIn
    with runtime.store.read() as tx:
        row = rows.live(tx, _digest(token))
    if row is None:
        raise errors.NotSignedIn
    return Key(row.id, row.name, frozenset(row.topics))


def _is_topic(text: str) -> bool:
    return len(text) <= LONGEST_TOPIC and TOPIC.fullmatch(text) is not None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _must(runtime: Runtime, by: Actor) -> None:
    if by is not SYSTEM and not runtime.policy.can(by, Permission.MANAGE_PEOPLE):
        raise errors.NotAllowed("permission", permission=str(Permission.MANAGE_PEOPLE))
