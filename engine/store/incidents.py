"""Incidents: what broke and waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, or_, select, update

from engine.model import Reads, Scope
from engine.store import scopes
from engine.store.ids import new_id
from engine.store.rows import CaseRow, IncidentRow, Page, columns, one, read
from engine.store.tables import case_, incident, job
from engine.store.transactions import Tx

_INSERT = insert(incident)
_GET = select(*columns(incident, IncidentRow)).where(incident.c.id == bindparam("the_id"))
_LIST = select(*columns(incident, IncidentRow)).order_by(incident.c.opened_at.desc())
_RESOLVE = (
    update(incident)
    .where(incident.c.id == bindparam("the_id"), incident.c.state == "open")
    .values(
        state="resolved",
        resolved_at=bindparam("at", type_=incident.c.resolved_at.type),
        resolved_by=bindparam("by"),
    )
)

_WITH_CASE = incident.join(case_, case_.c.id == incident.c.case_id, isouter=True)
_WITH_JOB = _WITH_CASE.join(job, job.c.id == incident.c.job_id, isouter=True)
_CASE = columns(case_, CaseRow)
_WIDTH = len(columns(incident, IncidentRow))
_NEWEST = (incident.c.opened_at.desc(), incident.c.id.desc())


@dataclass(frozen=True, slots=True)
class Met:
    """An incident with the case that met it; None when the case never came to be."""

    row: IncidentRow
    case: CaseRow | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which incidents are looked for: those that answer everything that is given.

    `job` is the name of a handler or a topic; `kind` a code, an element and a process key.
    """

    process_key: str | None = None
    code: str | None = None
    job: str | None = None
    since: datetime | None = None
    kind: tuple[str, str | None, str | None] | None = None
    ids: Sequence[str] | None = None


EVERY = Sought()


@dataclass(frozen=True, slots=True)
class Sort:
    """A procedure, a code and a job that incidents have; `deployment_id` is one of its versions."""

    process_key: str | None
    code: str
    job: str | None
    deployment_id: str | None


@dataclass(frozen=True, slots=True)
class Untold:
    """Open incidents of one kind of which nobody was told: how many, and the oldest of them."""

    code: str
    element: str | None
    process_key: str | None
    deployment_id: str | None
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """How many open incidents there are of one code, at one element of one procedure.

    `jobs` of them are about a job.
    """

    code: str
    element: str | None
    process_key: str | None
    deployment_id: str | None
    count: int
    jobs: int


def open_incident(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    code: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    case_id: str | None = None,
    element: str | None = None,
    job_id: str | None = None,
    task_id: str | None = None,
) -> str:
    """Write an open incident and return its id. `facts` is plain JSON."""
    incident_id = new_id()
    tx.run(
        _INSERT,
        {
            "id": incident_id,
            "case_id": case_id,
            "job_id": job_id,
            "task_id": task_id,
            "element": element,
            "code": code,
            "facts": dict(facts or {}),
            "state": "open",
            "opened_at": at,
        },
    )
    return incident_id


def get(tx: Tx, incident_id: str) -> IncidentRow | None:
    """Return one incident."""
    return one(IncidentRow, tx.first(_GET, {"the_id": incident_id}))


def of_case(tx: Tx, case_id: str) -> tuple[IncidentRow, ...]:
    """Return every incident of a case, newest first."""
    return read(IncidentRow, tx.all(_LIST.where(incident.c.case_id == case_id)))


def any_open(tx: Tx, case_id: str) -> bool:
    """Tell whether anything of a case waits for a person who repairs it."""
    mine = (incident.c.case_id == case_id, incident.c.state == "open")
    return tx.first(select(incident.c.id).where(*mine).limit(1)) is not None


def listing(tx: Tx, *, state: str | None = "open", limit: int = 200) -> tuple[IncidentRow, ...]:
    """Return incidents, newest first; `state` None means all."""
    query = _LIST.limit(limit)
    if state is not None:
        query = query.where(incident.c.state == state)
    return read(IncidentRow, tx.all(query))


def search(
    tx: Tx,
    scope: Scope,
    *,
    state: str = "open",
    sought: Sought = EVERY,
    page: int = 1,
    size: int = 50,
) -> Page[Met]:
    """Return a page of the incidents of cases within `scope`, newest first.

    Incidents without a case are for those who look at everything.
    """
    conditions = [incident.c.state == state, _within(scope), *_sought(sought)]
    counted = select(func.count()).select_from(_WITH_JOB).where(*conditions)
    total = tx.scalar(counted)
    found = (
        select(*columns(incident, IncidentRow), *_CASE)
        .select_from(_WITH_JOB)
        .where(*conditions)
        .order_by(*_NEWEST)
        .limit(size)
        .offset((page - 1) * size)
    )
    return Page(tuple(_met(row) for row in tx.all(found)), int(total))


def sorts(tx: Tx, scope: Scope, *, state: str = "open") -> tuple[Sort, ...]:
    """Return what the incidents within `scope` can be told apart by, each once."""
    apart = (case_.c.process_key, incident.c.code, job.c.name)
    query = (
        select(*apart, func.max(case_.c.deployment_id))
        .select_from(_WITH_JOB)
        .where(incident.c.state == state, _within(scope))
        .group_by(*apart)
        .order_by(*apart)
    )
    return tuple(Sort(*row) for row in tx.all(query))


def kinds(tx: Tx, scope: Scope) -> tuple[Kind, ...]:
    """Return the kinds of open incidents within `scope`, the most frequent first."""
    alike = (incident.c.code, incident.c.element, case_.c.process_key)
    count = func.count()
    query = (
        select(*alike, func.max(case_.c.deployment_id), count, func.count(incident.c.job_id))
        .select_from(_WITH_CASE)
        .where(incident.c.state == "open", _within(scope))
        .group_by(*alike)
        .order_by(count.desc(), *alike)
    )
    return tuple(Kind(*row) for row in tx.all(query))


def _met(row: Sequence[Any]) -> Met:
    case = CaseRow(*row[_WIDTH:]) if row[_WIDTH] is not None else None
    return Met(IncidentRow(*row[:_WIDTH]), case)


def _within(scope: Scope) -> ColumnElement[bool]:
    of_a_case = and_(incident.c.case_id.is_not(None), scopes.readable_case(scope))
    return or_(of_a_case, incident.c.case_id.is_(None)) if scope.reads == Reads.ALL else of_a_case


def _sought(sought: Sought) -> list[ColumnElement[bool]]:
    columns_of = (case_.c.process_key, incident.c.code, job.c.name)
    given = (sought.process_key, sought.code, sought.job)
    found = [c == value for c, value in zip(columns_of, given, strict=True) if value is not None]
    if sought.since is not None:
        found.append(incident.c.opened_at >= sought.since)
    if sought.ids is not None:
        found.append(incident.c.id.in_(list(sought.ids)))
    return [*found, *_of_kind(sought.kind)]


def _of_kind(kind: tuple[str, str | None, str | None] | None) -> list[ColumnElement[bool]]:
    if kind is None:
        return []
    asked = zip((incident.c.code, incident.c.element, case_.c.process_key), kind, strict=True)
    return [column.is_(None) if value is None else column == value for column, value in asked]


def resolve(tx: Tx, incident_id: str, *, by: str, at: datetime) -> bool:
    """Close an open incident; False when it was closed already."""
    return tx.run(_RESOLVE, {"the_id": incident_id, "by": by, "at": at}) == 1


def untold(tx: Tx) -> tuple[Untold, ...]:
    """Return the open incidents of which nobody was told, by kind, the oldest first."""
    alike = (incident.c.code, incident.c.element, case_.c.process_key)
    since = func.min(incident.c.opened_at, type_=incident.c.opened_at.type)
    query = (
        select(*alike, func.max(case_.c.deployment_id), func.count(), since)
        .select_from(_WITH_CASE)
        .where(incident.c.state == "open", incident.c.alerted_at.is_(None))
        .group_by(*alike)
        .order_by(since, *alike)
    )
    return tuple(Untold(*row) for row in tx.all(query))


def tell(tx: Tx, kind: Untold, at: datetime) -> int:
    """Note that somebody was told of the open incidents of a kind; return of how many."""
    cases = select(case_.c.id).where(case_.c.process_key == kind.process_key)
    of_kind = incident.c.case_id.in_(cases)
    if kind.process_key is None:
        of_kind = incident.c.case_id.is_(None)
    element = incident.c.element
    same = element.is_(None) if kind.element is None else element == kind.element
    told = (
        update(incident)
        .where(incident.c.state == "open", incident.c.alerted_at.is_(None))
        .where(incident.c.code == kind.code, same, of_kind)
        .values(alerted_at=at)
    )
    return tx.run(told)
