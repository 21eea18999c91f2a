"""Absences: who is away and who stands in. Written by oneself or by who hands out the work.

An absence is never changed, only ended. Why somebody is away is not asked. What standing in allows
is not here but in one place, `access.Policy.acting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine import errors, store
from engine.errors import Problem
from engine.model import Actor, Happened, HistoryKind, Permission, RoleInTeam
from engine.runtime import Runtime
from engine.store import absences as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store.rows import AbsenceRow, PersonWithRoles
from engine.terms import local_day

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence that runs or is still to come; `running` tells which."""

    id: str
    first_on: date
    last_on: date
    substitute: str
    running: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may stand in, with the roles of the absent person that go over."""

    id: str
    name: str
    roles: tuple[RoleInTeam, ...]


@dataclass(frozen=True, slots=True)
class Away:
    """When somebody is away, and who may stand in."""

    person_id: str
    name: str
    absences: tuple[Absence, ...]
    colleagues: tuple[Colleague, ...]


class RefusedAbsence(errors.InvalidInput):
    """An absence that cannot be written down as it stands."""

    code = "refused_absence"


def of_person(runtime: Runtime, *, by: Actor, person_id: str | None = None) -> Away:
    """Return when somebody is away, the asker when no person is named; the look is written down.

    Raises NotFound for who is not there, or not for the asker.
    """
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        person, others = _person(runtime, tx, by, person_id, today)
        found = rows.standing(tx, [person.id], today)
        names = people_rows.names(tx, [each.substitute_id for each in found])
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "absences", "person": person.id})
    with runtime.store.write("absences.look") as tx:
        trail.log(tx, [fact], runtime.now())
    shown = tuple(
        Absence(e.id, e.first_on, e.last_on, names[e.substitute_id], e.first_on <= today)
        for e in found
    )
    return Away(person.id, person.name, shown, _colleagues(runtime, person, others))


def write(
    runtime: Runtime,
    *,
    by: Actor,
    first_on: date | None,
    last_on: date | None,
    substitute_id: str,
    person_id: str | None = None,
) -> str:
    """Write down that somebody is away from day up to and including day; return its id.

    Raises RefusedAbsence when something is missing or impossible, NotFound as `of_person`.
    """
    today, now = local_day(runtime.now()), runtime.now()
    with runtime.store.write("absences.write") as tx:
        person, others = _person(runtime, tx, by, person_id, today)
        known = {each.id for each in _colleagues(runtime, person, others)}
        problems = _wrong_days(first_on, last_on, today)
        if substitute_id not in known:
            code = "unknown_option" if substitute_id else "required"
            problems.append(Problem("substitute", code))
        if problems or first_on is None or last_on is None:
            raise RefusedAbsence(problems)
        rows.lock(tx, person.id, substitute_id)
        _check_free(tx, person.id, substitute_id, (first_on, last_on))
        row = AbsenceRow(
            id=store.new_id(),
            person_id=person.id,
            substitute_id=substitute_id,
            first_on=first_on,
            last_on=last_on,
            written_by=_somebody(by),
            written_at=now,
        )
        rows.add(tx, row)
        trail.log(tx, [_told(HistoryKind.ABSENCE_WRITTEN, by, row, person.name)], now)
    return row.id


def end(runtime: Runtime, *, by: Actor, absence_id: str) -> str:
    """End an absence now, or call one off that is still to come; return whose it was.

    Raises NotFound when there is none that is not over, or it is not for the asker.
    """
    today, now = local_day(runtime.now()), runtime.now()
    with runtime.store.write("absences.end") as tx:
        row = rows.get(tx, absence_id)
        if row is None:
            raise errors.NotFound("absence")
        person, _ = _person(runtime, tx, by, row.person_id, today)
        rows.lock(tx, row.person_id)
        row = rows.get(tx, absence_id)
        if row is None or row.ended_at is not None or row.last_on < today:
            raise errors.NotFound("absence")
        rows.end(tx, row.id, by=_somebody(by), at=now)
        trail.log(tx, [_told(HistoryKind.ABSENCE_ENDED, by, row, person.name)], now)
    return row.person_id


def _person(
    runtime: Runtime, tx: store.Tx, by: Actor, person_id: str | None, today: date
) -> tuple[PersonWithRoles, Sequence[PersonWithRoles]]:
    """Return the person and everybody else, all with the roles of today."""
    if not runtime.policy.can(by, Permission.WORK_TASKS):
        raise errors.NotAllowed("permission", permission=str(Permission.WORK_TASKS))
    wanted = person_id or by.person_id
    everybody = [p for p in people_rows.everybody(tx, today) if p.disabled_at is None]
    for person in everybody:
        led = any(runtime.policy.leads(by, held) for held in _roles(person))
        if person.id == wanted and (person.id == by.person_id or led):
            return person, [each for each in everybody if each.id != person.id]
    raise errors.NotFound("person")


def _colleagues(
    runtime: Runtime, person: PersonWithRoles, others: Sequence[PersonWithRoles]
) -> tuple[Colleague, ...]:
    """Return who may stand in: first those who take over most, and of the same team."""
    own = _roles(person)
    found = [
        (Colleague(each.id, each.name, over), len(set(own) & set(_roles(each))))
        for each in others
        if (over := runtime.policy.taken_over(_roles(each), own))
    ]
    found.sort(key=lambda pair: (-len(pair[0].roles), -pair[1]))
    return tuple(colleague for colleague, _ in found)


def _wrong_days(first: date | None, last: date | None, today: date) -> list[Problem]:
    missing = [
        Problem(field, "absence.day")
        for field, day in (("first", first), ("last", last))
        if not day
    ]
    if first is None or last is None:
        return missing
    if first < today:
        return [Problem("first", "absence.past")]
    if last < first:
        return [Problem("last", "absence.order")]
    if last - first >= timedelta(days=MOST_DAYS):
        return [Problem("last", "absence.long", {"most": MOST_DAYS})]
    return []


def _check_free(tx: store.Tx, person_id: str, substitute_id: str, days: tuple[date, date]) -> None:
    """Raise RefusedAbsence when either is away in these days already."""
    first, last = days
    for row in rows.standing(tx, [person_id, substitute_id], first):
        if row.first_on > last:
            continue
        if row.person_id == person_id:
            facts = {"first": row.first_on, "last": row.last_on}
            raise RefusedAbsence([Problem("first", "absence.overlap", facts)])
        raise RefusedAbsence([Problem("substitute", "absence.substitute_away")])


def _told(kind: HistoryKind, by: Actor, row: AbsenceRow, name: str) -> Happened:
    meta: dict[str, Any] = {
        "absence": row.id,
        "person": row.person_id,
        "name": name,
        "substitute": row.substitute_id,
        "first": row.first_on,
        "last": row.last_on,
    }
    return Happened(kind, by, meta)


def _somebody(by: Actor) -> str:
    if by.person_id is None:
        raise errors.NotAllowed("nobody")
    return by.person_id


def _roles(person: PersonWithRoles) -> tuple[RoleInTeam, ...]:
    return tuple(RoleInTeam(held.role, held.team) for held in person.roles)
