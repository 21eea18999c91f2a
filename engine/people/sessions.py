"""Signing in and out, and the sessions between."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine import errors
from engine.model import SYSTEM, Absent, Actor, Happened, HistoryKind, Permission
from engine.people.passwords import matches, nobody
from engine.people.tokens import digest
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import people as rows
from engine.store.rows import SessionRow

ATTEMPTS_BEFORE_WAIT = 8
ATTEMPT_WINDOW = timedelta(minutes=15)
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser: who it is and the token that its forms carry."""

    id: str
    actor: Actor
    csrf: str
    permissions: frozenset[Permission]


def sign_in(runtime: Runtime, *, login: str, password: str, address: str) -> str:
    """Sign in and return the session token for the browser.

    Raises TooManyAttempts after too many refusals for this name or address, and NotAllowed (code
    `wrong_credentials`) whatever was wrong: the answer never tells which names exist.
    """
    now = runtime.now()
    subjects = (f"login:{login.strip().lower()[:100]}", f"address:{address}")
    with runtime.store.read() as tx:
        refused = max(rows.attempts_since(tx, s, now - ATTEMPT_WINDOW) for s in subjects)
        person = rows.by_login(tx, login.strip().lower())
    if refused >= ATTEMPTS_BEFORE_WAIT:
        raise errors.TooManyAttempts(minutes=int(ATTEMPT_WINDOW.total_seconds() // 60))
    known = person.password_hash if person is not None and person.disabled_at is None else None
    proven = matches(known or nobody(), password)
    if person is None or known is None or not proven:
        _refuse(runtime, subjects, now)
        raise errors.NotAllowed("wrong_credentials")
    token = secrets.token_urlsafe(32)
    with runtime.store.write("sessions.open") as tx:
        rows.forget_attempts(tx, subjects[0])
        rows.open_session(
            tx,
            id=digest(token),
            person_id=person.id,
            csrf=secrets.token_urlsafe(24),
            at=now,
            expires=now + timedelta(minutes=runtime.settings.session_absolute_minutes),
        )
        by = Actor(person.id, person.name)
        trail.log(tx, [Happened(HistoryKind.SIGNED_IN, by)], now)
    return token


def _refuse(runtime: Runtime, subjects: tuple[str, str], now: datetime) -> None:
    with runtime.store.write("sessions.refuse") as tx:
        for subject in subjects:
            rows.add_attempt(tx, subject, now)
        fact = Happened(HistoryKind.SIGN_IN_REFUSED, SYSTEM, payload={"login": subjects[0]})
        trail.log(tx, [fact], now)


def session(runtime: Runtime, *, token: str | None, touch: bool = False) -> Session | None:
    """Return the live session behind `token`, or None; one statement.

    `touch` writes down, at most once a minute, that the session was used: only reads ask for it,
    so that a completing post stays one transaction.
    """
    if not token:
        return None
    now = runtime.now()
    idle = timedelta(minutes=runtime.settings.session_idle_minutes)
    with runtime.store.glance() as tx:
        row = rows.session(tx, digest(token), now, idle)
    if row is None:
        return None
    if touch and now - row.seen_at > TOUCH_EVERY:
        with runtime.store.write("sessions.touch") as tx:
            rows.touch_session(tx, row.id, now)
    actor = Actor(row.person_id, row.name, row.roles, stands_in=_stands_in(runtime, row))
    return Session(row.id, actor, row.csrf, runtime.policy.permissions(actor))


def _stands_in(runtime: Runtime, row: SessionRow) -> tuple[Absent, ...]:
    """Return who is away, with the roles that this person may take over, if there are any."""
    over = runtime.policy.taken_over
    away = (replace(each, roles=over(row.roles, each.roles)) for each in row.absent)
    return tuple(each for each in away if each.roles)


def sign_out(runtime: Runtime, *, current: Session) -> None:
    """End the session for good."""
    now = runtime.now()
    with runtime.store.write("sessions.close") as tx:
        rows.end_session(tx, current.id, now)
        trail.log(tx, [Happened(HistoryKind.SIGNED_OUT, current.actor)], now)
