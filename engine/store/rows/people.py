"""People, their roles, sessions and links to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.model import Absent, RoleInTeam


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person who can sign in."""

    id: str
    login: str
    name: str
    email: str | None
    password_hash: str | None
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonWithRoles:
    """A person as the page of people shows one; `roles` are those of the day asked for."""

    id: str
    login: str
    name: str
    email: str | None
    disabled_at: datetime | None
    roles: tuple[MembershipRow, ...]


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A role held in a team (or in none) from a day up to and including a day."""

    id: str
    person_id: str
    role: str
    team: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence, from day up to and including day; `ended_at` when it ended before that."""

    id: str
    person_id: str
    substitute_id: str
    first_on: date
    last_on: date
    written_by: str
    written_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An open session with its person and the roles that are valid on the day asked for.

    `absent` are those who are away that day and named this person, with all the roles they hold.
    """

    id: str
    person_id: str
    csrf: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    login: str
    name: str
    roles: tuple[RoleInTeam, ...]
    absent: tuple[Absent, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A one-time link: to set the engine up or to choose a password."""

    token_hash: str
    person_id: str | None
    purpose: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
