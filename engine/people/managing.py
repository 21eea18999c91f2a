"""The list of people: who is in it, who comes in, which roles each holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import errors, store
from engine.model import Actor, Happened, HistoryKind, Permission, RoleInTeam
from engine.people.telling import log_about
from engine.people.tokens import link
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import people as rows


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


def listing(runtime: Runtime, *, by: Actor) -> tuple[PersonRow, ...]:
    """Return everybody, with their roles; the look is written down."""
    return _everybody(runtime, by, {"list": "people"})


def one(runtime: Runtime, *, person_id: str, by: Actor) -> PersonRow:
    """Return one person; the look is written down. Raises NotFound."""
    everybody = _everybody(runtime, by, {"list": "people", "person": person_id[:60]})
    found = [p for p in everybody if p.id == person_id]
    if not found:
        raise errors.NotFound("person")
    return found[0]


def _everybody(runtime: Runtime, by: Actor, meta: Mapping[str, str]) -> tuple[PersonRow, ...]:
    _must_manage(runtime, by)
    with runtime.store.read() as tx:
        people = rows.everybody(tx)
    with runtime.store.write("people.list") as tx:
        trail.log(tx, [Happened(HistoryKind.LIST_READ, by, meta)], runtime.now())
    return tuple(_person(runtime, p) for p in people)


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
    with runtime.store.write("people.add") as tx:
        if rows.by_login(tx, clean) is not None:
            raise errors.InvalidInput([errors.Problem("login", "login_taken")])
        rows.add(tx, id=person_id, login=clean, name=name.strip(), email=email or None, at=now)
        log_about(tx, runtime, HistoryKind.PERSON_ADDED, by, person_id, login=clean)
        token = link(tx, person_id, "password", now)
    return person_id, token


def reset_link(runtime: Runtime, *, person_id: str, by: Actor) -> str:
    """Make a one-time link with which this person sets a new password; ends their sessions."""
    _must_manage(runtime, by)
    now = runtime.now()
    with runtime.store.write("people.reset") as tx:
        _known(tx, person_id)
        rows.end_sessions_of(tx, person_id, now)
        token = link(tx, person_id, "password", now)
        log_about(tx, runtime, HistoryKind.PERSON_CHANGED, by, person_id, change="reset_link")
    return token


def disable(runtime: Runtime, *, person_id: str, by: Actor) -> None:
    """Close an account: no sign-in any more, running sessions end; nobody is ever deleted."""
    _must_manage(runtime, by)
    if person_id == by.person_id:
        raise errors.NotAllowed("own_account")
    now = runtime.now()
    with runtime.store.write("people.disable") as tx:
        _known(tx, person_id)
        rows.set_disabled(tx, person_id, now)
        rows.end_sessions_of(tx, person_id, now)
        log_about(tx, runtime, HistoryKind.PERSON_DISABLED, by, person_id)


def grant(runtime: Runtime, *, person_id: str, role: str, team: str | None, by: Actor) -> None:
    """Give a person a role, in a team or for the whole agency; who has it keeps it, once.

    Raises InvalidInput for an unknown role or team, NotFound.
    """
    _must_manage(runtime, by)
    if role not in runtime.policy.roles:
        raise errors.InvalidInput([errors.Problem("role", "unknown_option")])
    if team and team not in runtime.teams:
        raise errors.InvalidInput([errors.Problem("team", "unknown_option")])
    now = runtime.now()
    with runtime.store.write("roles.grant") as tx:
        _known(tx, person_id)
        held = RoleInTeam(role, team or None)
        if rows.holds(tx, person_id, held, now.date()):
            return
        rows.grant(tx, store.new_id(), person_id, held, now.date())
        log_about(
            tx, runtime, HistoryKind.ROLE_GRANTED, by, person_id, role=role, team=team or None
        )


def revoke(runtime: Runtime, *, person_id: str, membership_id: str, by: Actor) -> None:
    """Take a role away from today on; the row stays as history. Raises NotFound."""
    _must_manage(runtime, by)
    now = runtime.now()
    with runtime.store.write("roles.revoke") as tx:
        if not rows.revoke(tx, membership_id, person_id, now.date()):
            raise errors.NotFound("role")
        log_about(tx, runtime, HistoryKind.ROLE_REVOKED, by, person_id, membership=membership_id)


def _known(tx: store.Tx, person_id: str) -> None:
    if rows.name_of(tx, person_id) is None:
        raise errors.NotFound("person")


def _must_manage(runtime: Runtime, by: Actor) -> None:
    if not runtime.policy.can(by, Permission.MANAGE_PEOPLE):
        raise errors.NotAllowed("permission", permission=str(Permission.MANAGE_PEOPLE))


def _person(runtime: Runtime, row: Any) -> PersonRow:
    titles = role_choices(runtime)
    roles = tuple(RoleRow(m.id, m.role, titles.get(m.role, m.role), m.team) for m in row.roles)
    return PersonRow(row.id, row.login, row.name, row.email, row.disabled_at is not None, roles)
