"""People, the roles they hold, their sessions and the links and attempts with which they come in.

Tokens are never kept, only their hashes; nobody is ever deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    union_all,
    update,
)

from engine.errors import NotFound
from engine.model import Absent, RoleInTeam
from engine.store.ids import new_id
from engine.store.rows import (
    MembershipRow,
    PersonRow,
    PersonWithRoles,
    SessionRow,
    columns,
    one,
    read,
)
from engine.store.tables import absence, absence_end, attempt, membership, one_time_link, person
from engine.store.tables import session as session_
from engine.store.transactions import Tx
from engine.store.types import fold
from engine.terms import local_day

_TODAY = bindparam("today", type_=membership.c.valid_from.type)
_VALID = and_(
    membership.c.valid_from <= _TODAY,
    or_(membership.c.valid_to.is_(None), membership.c.valid_to >= _TODAY),
)
_HELD = and_(membership.c.person_id == person.c.id, _VALID)
_WHOSE = (
    *(session_.c[n] for n in ("id", "person_id", "csrf", "created_at", "seen_at", "expires_at")),
    person.c.login,
    person.c.name,
)
_SIGNED_IN = session_.join(person, person.c.id == session_.c.person_id)
_LIVE = (
    session_.c.id == bindparam("the_session"),
    session_.c.ended_at.is_(None),
    session_.c.expires_at > bindparam("now", type_=session_.c.expires_at.type),
    session_.c.seen_at > bindparam("idle_since", type_=session_.c.seen_at.type),
    person.c.disabled_at.is_(None),
)
_AWAY = person.alias("away")
_OWN = (
    select(
        *_WHOSE,
        membership.c.id.label("held"),
        membership.c.role,
        membership.c.team,
        cast(null(), _AWAY.c.id.type).label("away_id"),
        cast(null(), _AWAY.c.name.type).label("away_name"),
        cast(null(), absence.c.last_on.type).label("last_on"),
    )
    .select_from(_SIGNED_IN.join(membership, _HELD, isouter=True))
    .where(*_LIVE)
)
_TAKEN_OVER = (
    select(
        *_WHOSE,
        membership.c.id,
        membership.c.role,
        membership.c.team,
        _AWAY.c.id,
        _AWAY.c.name,
        absence.c.last_on,
    )
    .select_from(
        _SIGNED_IN.join(absence, absence.c.substitute_id == person.c.id)
        .join(_AWAY, _AWAY.c.id == absence.c.person_id)
        .join(membership, and_(membership.c.person_id == _AWAY.c.id, _VALID))
    )
    .where(
        *_LIVE,
        _AWAY.c.disabled_at.is_(None),
        absence.c.first_on <= _TODAY,
        absence.c.last_on >= _TODAY,
        ~exists().where(absence_end.c.absence_id == absence.c.id),
    )
)
_SESSION = union_all(_OWN, _TAKEN_OVER)
_BY_LOGIN = select(*columns(person, PersonRow)).where(person.c.login == bindparam("the_login"))
_NAME = select(person.c.name).where(person.c.id == bindparam("the_person"))
_EVERYBODY = (
    select(
        *(person.c[n] for n in ("id", "login", "name", "email", "disabled_at")),
        *columns(membership, MembershipRow),
    )
    .select_from(person.join(membership, _HELD, isouter=True))
    .order_by(person.c.sort, person.c.id, membership.c.id)
)
_TOUCH = (
    update(session_)
    .where(session_.c.id == bindparam("the_session"), session_.c.ended_at.is_(None))
    .values(seen_at=bindparam("at", type_=session_.c.seen_at.type))
)
_ATTEMPTS = select(func.count()).where(
    attempt.c.subject == bindparam("the_subject"),
    attempt.c.at > bindparam("since", type_=attempt.c.at.type),
)
_WIDTH = 5
_SESSION_NAMES = tuple(f.name for f in fields(SessionRow))[:8]


def add(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    id: str,  # noqa: A002 - the column's name
    login: str,
    name: str,
    email: str | None,
    at: datetime,
    password_hash: str | None = None,
) -> None:
    """Add a person. Raises Conflict at the end of the transaction when the login is taken."""
    row = {"id": id, "login": login, "name": name, "email": email, "created_at": at}
    tx.run(insert(person), {**row, "password_hash": password_hash, "sort": fold(name)})


def by_login(tx: Tx, login: str) -> PersonRow | None:
    """Return the person with this login, also when the account is closed."""
    return one(PersonRow, tx.first(_BY_LOGIN, {"the_login": login}))


def name_of(tx: Tx, person_id: str) -> str | None:
    """Return the name of a person."""
    name: str | None = tx.scalar(_NAME, {"the_person": person_id})
    return name


def names(tx: Tx, ids: Iterable[str | None]) -> dict[str, str]:
    """Return person id → name of these people; None is nobody."""
    wanted = sorted(set(filter(None, ids)))
    return dict(tx.pairs(select(person.c.id, person.c.name).where(person.c.id.in_(wanted))))


def anybody(tx: Tx) -> bool:
    """Tell whether there is any person yet."""
    return tx.first(select(person.c.id).limit(1)) is not None


def everybody(tx: Tx, today: date | None = None) -> tuple[PersonWithRoles, ...]:
    """Return everybody by name, with the roles of `today` (None: all that never end)."""
    rows = tx.all(_EVERYBODY, {"today": today or date.max})
    roles: dict[str, list[MembershipRow]] = {}
    people = {}
    for row in rows:
        people[row[0]] = row[:_WIDTH]
        held = roles.setdefault(row[0], [])
        if row[_WIDTH] is not None:
            held.append(MembershipRow(*row[_WIDTH:]))
    return tuple(_with_roles(found, roles[key]) for key, found in people.items())


def _with_roles(row: Sequence[Any], roles: list[MembershipRow]) -> PersonWithRoles:
    person_id, login, name, email, disabled_at = row
    return PersonWithRoles(person_id, login, name, email, disabled_at, tuple(roles))


def teams(tx: Tx) -> frozenset[str]:
    """Return every team in which somebody holds or held a role."""
    query = select(membership.c.team).where(membership.c.team.is_not(None)).distinct()
    return frozenset(row[0] for row in tx.all(query))


def in_group(tx: Tx, group: str, today: date) -> tuple[PersonRow, ...]:
    """Return the people of a candidate group (`role` or `role-team`) whose account is open."""
    held = membership.c.role == group
    in_team = and_(
        membership.c.team.is_not(None), membership.c.role + "-" + membership.c.team == group
    )
    query = (
        select(*columns(person, PersonRow))
        .where(exists().where(_HELD, or_(held, in_team)), person.c.disabled_at.is_(None))
        .order_by(person.c.sort, person.c.id)
    )
    return read(PersonRow, tx.all(query, {"today": today}))


def set_password(tx: Tx, person_id: str, password_hash: str) -> None:
    """Replace a person's password hash."""
    _change(tx, person_id, password_hash=password_hash)


def set_disabled(tx: Tx, person_id: str, at: datetime | None) -> None:
    """Close an account, or open it again (None)."""
    _change(tx, person_id, disabled_at=at)


def _change(tx: Tx, person_id: str, **values: object) -> None:
    if tx.run(update(person).where(person.c.id == person_id).values(**values)) != 1:
        raise NotFound("person", id=person_id)


def grant(tx: Tx, membership_id: str, person_id: str, held: RoleInTeam, since: date) -> None:
    """Give a person a role from a day on."""
    row = {"id": membership_id, "person_id": person_id, "valid_from": since}
    tx.run(insert(membership), {**row, "role": held.role, "team": held.team})


def holds(tx: Tx, person_id: str, held: RoleInTeam, today: date) -> bool:
    """Tell whether a person has just this role, in this team or for the whole agency."""
    query = select(membership.c.id).where(
        membership.c.person_id == person_id,
        membership.c.role == held.role,
        membership.c.team.is_not_distinct_from(held.team),
        or_(membership.c.valid_to.is_(None), membership.c.valid_to >= today),
    )
    return tx.first(query.limit(1)) is not None


def revoke(tx: Tx, membership_id: str, person_id: str, today: date) -> bool:
    """Take a role away: yesterday was its last day. False when it had ended or is another's."""
    query = (
        update(membership)
        .where(
            membership.c.id == membership_id,
            membership.c.person_id == person_id,
            or_(membership.c.valid_to.is_(None), membership.c.valid_to >= today),
        )
        .values(valid_to=today - timedelta(days=1))
    )
    return tx.run(query) == 1


def open_session(
    tx: Tx,
    *,
    id: str,  # noqa: A002 - the column's name
    person_id: str,
    csrf: str,
    at: datetime,
    expires: datetime,
) -> None:
    """Open a session; `id` is the hash of the token that the browser has."""
    row = {"id": id, "person_id": person_id, "csrf": csrf, "created_at": at, "seen_at": at}
    tx.run(insert(session_), {**row, "expires_at": expires})


def session(tx: Tx, session_id: str, now: datetime, idle: timedelta) -> SessionRow | None:
    """Return a live session with its person, today's roles and who is away, in one statement.

    None when it ended, ran out, was idle for too long, or the account is closed.
    """
    params = {"the_session": session_id, "now": now, "idle_since": now - idle}
    found = tx.all(_SESSION, {**params, "today": local_day(now)})
    if not found:
        return None
    held = sorted((row[8:] for row in found if row[8] is not None), key=lambda row: row[0])
    values = dict(zip(_SESSION_NAMES, found[0], strict=False))
    roles = tuple(RoleInTeam(row[1], row[2]) for row in held if row[3] is None)
    return SessionRow(**values, roles=roles, absent=_absent(held))


def _absent(held: Sequence[Sequence[Any]]) -> tuple[Absent, ...]:
    """Return who is away, by name, with the roles of each."""
    away: dict[tuple[str, str, date], list[RoleInTeam]] = {}
    for _, role, team, person_id, name, last_on in held:
        if person_id is not None:
            away.setdefault((name, person_id, last_on), []).append(RoleInTeam(role, team))
    return tuple(Absent(key[1], key[0], tuple(away[key]), key[2]) for key in sorted(away))


def touch_session(tx: Tx, session_id: str, at: datetime) -> None:
    """Write down that a session was used."""
    tx.run(_TOUCH, {"the_session": session_id, "at": at})


def end_session(tx: Tx, session_id: str, at: datetime) -> int:
    """End one session_."""
    return _end(tx, session_.c.id == session_id, at)


def end_sessions_of(tx: Tx, person_id: str, at: datetime) -> int:
    """End every session of a person and return how many there were."""
    return _end(tx, session_.c.person_id == person_id, at)


def _end(tx: Tx, which: ColumnElement[bool], at: datetime) -> int:
    return tx.run(update(session_).where(which, session_.c.ended_at.is_(None)).values(ended_at=at))


def add_attempt(tx: Tx, subject: str, at: datetime) -> None:
    """Write down a refused attempt of `subject` (a login or an address)."""
    tx.run(insert(attempt), {"id": new_id(), "subject": subject, "at": at})


def attempts_since(tx: Tx, subject: str, since: datetime) -> int:
    """Return how many attempts of `subject` were refused after `since`."""
    return int(tx.scalar(_ATTEMPTS, {"the_subject": subject, "since": since}))


def forget_attempts(tx: Tx, subject: str) -> None:
    """Forget the refused attempts of `subject`."""
    tx.run(delete(attempt).where(attempt.c.subject == subject))


def add_link(
    tx: Tx, token_hash: str, person_id: str | None, purpose: str, life: tuple[datetime, datetime]
) -> None:
    """Keep a one-time link; `life` is when it was made and when it runs out."""
    row = {"token_hash": token_hash, "person_id": person_id, "purpose": purpose}
    tx.run(insert(one_time_link), {**row, "created_at": life[0], "expires_at": life[1]})


def use_link(tx: Tx, token_hash: str, purpose: str, at: datetime) -> str | None:
    """Spend a link and return the person it is for; None when spent, run out or unknown."""
    if not spend_link(tx, token_hash, purpose, at):
        return None
    query = select(one_time_link.c.person_id).where(one_time_link.c.token_hash == token_hash)
    person_id: str | None = tx.scalar(query)
    return person_id


def spend_link(tx: Tx, token_hash: str, purpose: str, at: datetime) -> bool:
    """Spend a link; False when it is spent, run out, unknown or for something else."""
    query = (
        update(one_time_link)
        .where(
            one_time_link.c.token_hash == token_hash,
            one_time_link.c.purpose == purpose,
            one_time_link.c.used_at.is_(None),
            one_time_link.c.expires_at > at,
        )
        .values(used_at=at)
    )
    return tx.run(query) == 1
