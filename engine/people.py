"""People: who they are, how they come in, what they may do."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from engine import errors, store
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission, RoleInTeam
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import people as rows

PASSWORD_MIN = 12
PASSWORD_MAX = 200
ATTEMPTS_BEFORE_WAIT = 8
ATTEMPT_WINDOW = timedelta(minutes=15)
LINK_LIFE = timedelta(hours=48)
TOUCH_EVERY = timedelta(minutes=1)

_hashing = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser: who it is and the token that its forms carry."""

    id: str
    actor: Actor
    csrf: str
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the list of people."""

    id: str
    login: str
    name: str
    email: str | None
    disabled: bool
    roles: tuple[RoleRow, ...]


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role that a person holds."""

    id: str
    role: str
    title: str
    team: str | None


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
    matches = _matches(known or _nobody(), password)
    if person is None or known is None or not matches:
        _refuse(runtime, subjects, now)
        raise errors.NotAllowed("wrong_credentials")
    token = secrets.token_urlsafe(32)
    with runtime.store.write() as tx:
        rows.forget_attempts(tx, subjects[0])
        rows.open_session(
            tx,
            id=_digest(token),
            person_id=person.id,
            csrf=secrets.token_urlsafe(24),
            at=now,
            expires=now + timedelta(minutes=runtime.settings.session_absolute_minutes),
        )
        by = Actor(person.id, person.name)
        trail.log(tx, [Happened(HistoryKind.SIGNED_IN, by)], now)
    return token


def _refuse(runtime: Runtime, subjects: tuple[str, str], now: datetime) -> None:
    with runtime.store.write() as tx:
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
    with runtime.store.read() as tx:
        row = rows.session(tx, _digest(token), now, idle)
    if row is None:
        return None
    if touch and now - row.seen_at > TOUCH_EVERY:
        with runtime.store.write() as tx:
            rows.touch_session(tx, row.id, now)
    actor = Actor(row.person_id, row.name, row.roles)
    return Session(row.id, actor, row.csrf, runtime.policy.permissions(actor))


def sign_out(runtime: Runtime, *, current: Session) -> None:
    """End the session for good."""
    now = runtime.now()
    with runtime.store.write() as tx:
        rows.end_session(tx, current.id, now)
        trail.log(tx, [Happened(HistoryKind.SIGNED_OUT, current.actor)], now)


def demand(runtime: Runtime, *, by: Actor, permission: Permission, route: str) -> None:
    """Raise NotAllowed, and write it down, unless `by` may do this kind of thing at all."""
    if runtime.policy.can(by, permission):
        return
    fact = Happened(HistoryKind.ACCESS_DENIED, by, {"permission": str(permission), "route": route})
    with runtime.store.write() as tx:
        trail.log(tx, [fact], runtime.now())
    raise errors.NotAllowed("permission", permission=str(permission))


def note_hidden(runtime: Runtime, *, by: Actor, hidden: errors.Hidden, route: str) -> None:
    """Write down that somebody asked for a case or dossier that is not theirs to know."""
    fact = Happened(HistoryKind.ACCESS_DENIED, by, {"route": route[:200], "hidden": hidden.code})
    with runtime.store.write() as tx:
        trail.log(
            tx,
            [fact],
            runtime.now(),
            case_id=hidden.facts.get("case_id"),
            dossier_id=hidden.facts.get("dossier_id"),
        )


def listing(runtime: Runtime, *, by: Actor) -> tuple[PersonRow, ...]:
    """Return everybody, with their roles; the look is written down."""
    return _everybody(runtime, by, {"list": "people"})


def _everybody(runtime: Runtime, by: Actor, meta: Mapping[str, str]) -> tuple[PersonRow, ...]:
    _must_manage(runtime, by)
    with runtime.store.read() as tx:
        people = rows.everybody(tx)
    with runtime.store.write() as tx:
        trail.log(tx, [Happened(HistoryKind.LIST_READ, by, meta)], runtime.now())
    return tuple(_person(runtime, p) for p in people)


def one(runtime: Runtime, *, person_id: str, by: Actor) -> PersonRow:
    """Return one person; the look is written down. Raises NotFound."""
    everybody = _everybody(runtime, by, {"list": "people", "person": person_id[:60]})
    found = [p for p in everybody if p.id == person_id]
    if not found:
        raise errors.NotFound("person")
    return found[0]


def role_choices(runtime: Runtime) -> Mapping[str, str]:
    """Return role id → title, as the register of roles has them."""
    return {name: rule.title for name, rule in runtime.policy.roles.items()}


def team_choices(runtime: Runtime) -> Mapping[str, str]:
    """Return team id → title, as the register of roles has them."""
    return runtime.teams


def add(
    runtime: Runtime, *, login: str, name: str, email: str | None, by: Actor
) -> tuple[str, str]:
    """Add a person without a password; return the person's id and a one-time link token."""
    _must_manage(runtime, by)
    problems = []
    clean = login.strip().lower()
    if not (2 <= len(clean) <= 60 and all(c.isalnum() or c in ".-_@" for c in clean)):
        problems.append(errors.Problem("login", "login_form"))
    if not 2 <= len(name.strip()) <= 120:
        problems.append(errors.Problem("name", "required"))
    if email and ("@" not in email or len(email) > 200):
        problems.append(errors.Problem("email", "email"))
    if problems:
        raise errors.InvalidInput(problems)
    person_id, now = store.new_id(), runtime.now()
    with runtime.store.write() as tx:
        if rows.by_login(tx, clean) is not None:
            raise errors.InvalidInput([errors.Problem("login", "login_taken")])
        rows.add(tx, id=person_id, login=clean, name=name.strip(), email=email or None, at=now)
        _log(tx, runtime, HistoryKind.PERSON_ADDED, by, person_id, login=clean)
        token = _link(tx, person_id, "password", now)
    return person_id, token


def reset_link(runtime: Runtime, *, person_id: str, by: Actor) -> str:
    """Make a one-time link with which this person sets a new password; ends their sessions."""
    _must_manage(runtime, by)
    now = runtime.now()
    with runtime.store.write() as tx:
        _known(tx, person_id)
        rows.end_sessions_of(tx, person_id, now)
        token = _link(tx, person_id, "password", now)
        _log(tx, runtime, HistoryKind.PERSON_CHANGED, by, person_id, change="reset_link")
    return token


def set_password(runtime: Runtime, *, token: str, password: str) -> None:
    """Set the password that a one-time link allows; the link is spent and sessions end.

    Raises NotFound for a link that is spent, expired or unknown, InvalidInput for a weak password.
    """
    _check_password(password)
    hashed, now = hash_password(password), runtime.now()
    with runtime.store.write() as tx:
        person_id = rows.use_link(tx, _digest(token), "password", now)
        if person_id is None:
            raise errors.NotFound("link")
        rows.set_password(tx, person_id, hashed)
        rows.end_sessions_of(tx, person_id, now)
        _log(tx, runtime, HistoryKind.PASSWORD_SET, SYSTEM, person_id)


def disable(runtime: Runtime, *, person_id: str, by: Actor) -> None:
    """Close an account: no sign-in any more, running sessions end; nobody is ever deleted."""
    _must_manage(runtime, by)
    if person_id == by.person_id:
        raise errors.NotAllowed("own_account")
    now = runtime.now()
    with runtime.store.write() as tx:
        _known(tx, person_id)
        rows.set_disabled(tx, person_id, now)
        rows.end_sessions_of(tx, person_id, now)
        _log(tx, runtime, HistoryKind.PERSON_DISABLED, by, person_id)


def grant(runtime: Runtime, *, person_id: str, role: str, team: str | None, by: Actor) -> None:
    """Give a person a role, in a team or for the whole agency; Raises InvalidInput if unknown."""
    _must_manage(runtime, by)
    if role not in runtime.policy.roles:
        raise errors.InvalidInput([errors.Problem("role", "unknown_option")])
    if team and team not in runtime.teams:
        raise errors.InvalidInput([errors.Problem("team", "unknown_option")])
    now = runtime.now()
    with runtime.store.write() as tx:
        _known(tx, person_id)
        rows.grant(tx, store.new_id(), person_id, RoleInTeam(role, team or None), now.date())
        _log(tx, runtime, HistoryKind.ROLE_GRANTED, by, person_id, role=role, team=team or None)


def revoke(runtime: Runtime, *, person_id: str, membership_id: str, by: Actor) -> None:
    """Take a role away from today on; the row stays as history. Raises NotFound."""
    _must_manage(runtime, by)
    now = runtime.now()
    with runtime.store.write() as tx:
        if not rows.revoke(tx, membership_id, person_id, now.date()):
            raise errors.NotFound("role")
        _log(tx, runtime, HistoryKind.ROLE_REVOKED, by, person_id, membership=membership_id)


def set_up_link(runtime: Runtime) -> str | None:
    """Return a one-time token for the first administrator, or None when somebody exists."""
    now = runtime.now()
    with runtime.store.write() as tx:
        return None if rows.anybody(tx) else _link(tx, None, "set-up", now)


def set_up(runtime: Runtime, *, token: str, login: str, name: str, password: str) -> None:
    """Make the first administrator; works once, and only while nobody exists.

    Raises NotFound for a spent or unknown link, InvalidInput for a weak password.
    """
    _check_password(password)
    if not login.strip() or not name.strip():
        raise errors.InvalidInput([errors.Problem("login", "required")])
    hashed, now, person_id = hash_password(password), runtime.now(), store.new_id()
    with runtime.store.write() as tx:
        if rows.anybody(tx) or not rows.spend_link(tx, _digest(token), "set-up", now):
            raise errors.NotFound("link")
        add_with_password(tx, person_id, (login, name), hashed, now)
        for role, rule in runtime.policy.roles.items():
            if Permission.MANAGE_PEOPLE in rule.permissions:
                rows.grant(tx, store.new_id(), person_id, RoleInTeam(role), now.date())
        _log(tx, runtime, HistoryKind.SET_UP, SYSTEM, person_id)


def add_invented(
    runtime: Runtime, entries: Sequence[Mapping[str, Any]], *, password: str
) -> dict[str, Actor]:
    """Add invented people who share one known password, and return them by login.

    `entries`: `login`, `name`, `roles` (each `role` and perhaps `team`). Does nothing when anybody
    exists. Raises NotAllowed outside demo mode.
    """
    if not runtime.settings.demo:
        raise errors.NotAllowed("demo_only")
    hashed, now = hash_password(password), runtime.now()
    actors = {}
    with runtime.store.write() as tx:
        if rows.anybody(tx):
            return {}
        for entry in entries:
            person_id = store.new_id()
            add_with_password(tx, person_id, (entry["login"], entry["name"]), hashed, now)
            roles = tuple(RoleInTeam(r["role"], r.get("team")) for r in entry["roles"])
            for role in roles:
                rows.grant(tx, store.new_id(), person_id, role, now.date())
            actors[entry["login"]] = Actor(person_id, entry["name"], roles)
    return actors


def add_with_password(
    tx: store.Tx, person_id: str, who: tuple[str, str], hashed: str, now: datetime
) -> None:
    """Add a person who can sign in at once; for the set-up and the demo only."""
    login, name = who
    rows.add(tx, id=person_id, login=login.strip().lower(), name=name.strip(), email=None, at=now)
    rows.set_password(tx, person_id, hashed)


def hash_password(password: str) -> str:
    """Return the argon2id hash (19 MiB, t=2, p=1); at most two run at the same time."""
    with _hashing:
        return _hasher().hash(password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobody() -> str:
    return hash_password(secrets.token_urlsafe(16))


def _matches(hashed: str, password: str) -> bool:
    if len(password) > PASSWORD_MAX:
        return False
    try:
        with _hashing:
            return _hasher().verify(hashed, password)
    except Argon2Error:
        return False


def _check_password(password: str) -> None:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise errors.InvalidInput([errors.Problem("password", "password_length")])
    if len(set(password)) < 5:
        raise errors.InvalidInput([errors.Problem("password", "password_simple")])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _link(tx: store.Tx, person_id: str | None, purpose: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    rows.add_link(tx, _digest(token), person_id, purpose, (now, now + LINK_LIFE))
    return token


def _known(tx: store.Tx, person_id: str) -> None:
    if rows.name_of(tx, person_id) is None:
        raise errors.NotFound("person")


def _must_manage(runtime: Runtime, by: Actor) -> None:
    if not runtime.policy.can(by, Permission.MANAGE_PEOPLE):
        raise errors.NotAllowed("permission", permission=str(Permission.MANAGE_PEOPLE))


def _log(
    tx: store.Tx, runtime: Runtime, kind: HistoryKind, by: Actor, person_id: str, **facts: Any
) -> None:
    fact = Happened(kind, by, {"person": person_id}, facts)
    trail.log(tx, [fact], runtime.now())


def _person(runtime: Runtime, row: Any) -> PersonRow:
    titles = role_choices(runtime)
    roles = tuple(RoleRow(m.id, m.role, titles.get(m.role, m.role), m.team) for m in row.roles)
    return PersonRow(row.id, row.login, row.name, row.email, row.disabled_at is not None, roles)
