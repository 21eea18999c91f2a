"""Passwords: what is strong enough, how they are hashed, setting one with a link."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from engine import errors
from engine.model import SYSTEM, HistoryKind
from engine.people.telling import log_about
from engine.people.tokens import digest
from engine.runtime import Runtime
from engine.store import people as rows

PASSWORD_MIN = 12
PASSWORD_MAX = 200

_hashing = threading.BoundedSemaphore(2)


def set_password(runtime: Runtime, *, token: str, password: str) -> None:
    """Set the password that a one-time link allows; the link is spent and sessions end.

    Raises NotFound for a link that is spent, expired or unknown, InvalidInput for a weak password.
    """
    check_password(password)
    hashed, now = hash_password(password), runtime.now()
    with runtime.store.write("passwords.set") as tx:
        person_id = rows.use_link(tx, digest(token), "password", now)
        if person_id is None:
            raise errors.NotFound("link")
        rows.set_password(tx, person_id, hashed)
        rows.end_sessions_of(tx, person_id, now)
        log_about(tx, runtime, HistoryKind.PASSWORD_SET, SYSTEM, person_id)


def check_password(password: str) -> None:
    """Raise InvalidInput for a password that is too short, too long or too simple."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise errors.InvalidInput([errors.Problem("password", "password_length")])
    if len(set(password)) < 5:
        raise errors.InvalidInput([errors.Problem("password", "password_simple")])


def hash_password(password: str) -> str:
    """Return the argon2id hash (19 MiB, t=2, p=1); at most two run at the same time."""
    with _hashing:
        return _hasher().hash(password)


def matches(hashed: str, password: str) -> bool:
    """Tell whether it is the password; at most two hashes are made at the same time."""
    if len(password) > PASSWORD_MAX:
        return False
    try:
        with _hashing:
            return _hasher().verify(hashed, password)
    except Argon2Error:
        return False


@cache
def nobody() -> str:
    """Return the hash of nobody's password: comparing takes as long for names that do not exist."""
    return hash_password(secrets.token_urlsafe(16))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
