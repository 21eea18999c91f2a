"""The first people: the administrator that sets the agency up, the invented ones of the demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine import errors, store
from engine.model import SYSTEM, Actor, HistoryKind, Permission, RoleInTeam
from engine.people.passwords import check_password, hash_password
from engine.people.telling import log_about
from engine.people.tokens import digest, link
from engine.runtime import Runtime
from engine.store import people as rows


def set_up_link(runtime: Runtime) -> str | None:
    """Return a one-time token for the first administrator, or None when somebody exists."""
    now = runtime.now()
    with runtime.store.write("administrators.invite") as tx:
        return None if rows.anybody(tx) else link(tx, None, "set-up", now)


def set_up(runtime: Runtime, *, token: str, login: str, name: str, password: str) -> None:
    """Make the first administrator; works once, and only while nobody exists.

    Raises NotFound for a spent or unknown link, InvalidInput for a weak password.
    """
    check_password(password)
    if not login.strip() or not name.strip():
        raise errors.InvalidInput([errors.Problem("login", "required")])
    hashed, now, person_id = hash_password(password), runtime.now(), store.new_id()
    with runtime.store.write("administrators.set_up") as tx:
        if rows.anybody(tx) or not rows.spend_link(tx, digest(token), "set-up", now):
            raise errors.NotFound("link")
        add_with_password(tx, person_id, (login, name), hashed, now)
        for role, rule in runtime.policy.roles.items():
            if Permission.MANAGE_PEOPLE in rule.permissions:
                rows.grant(tx, store.new_id(), person_id, RoleInTeam(role), now.date())
        log_about(tx, runtime, HistoryKind.SET_UP, SYSTEM, person_id)


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
    with runtime.store.write("people.invent") as tx:
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
