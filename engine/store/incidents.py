"""Incidents: what broke and waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from engine.store.ids import new_id
from engine.store.rows import IncidentRow, columns, one, read
from engine.store.tables import incident
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


def listing(tx: Tx, *, state: str | None = "open", limit: int = 200) -> tuple[IncidentRow, ...]:
    """Return incidents, newest first; `state` None means all."""
    query = _LIST.limit(limit)
    if state is not None:
        query = query.where(incident.c.state == state)
    return read(IncidentRow, tx.all(query))


def resolve(tx: Tx, incident_id: str, *, by: str, at: datetime) -> bool:
    """Close an open incident; False when it was closed already."""
    return tx.run(_RESOLVE, {"the_id": incident_id, "by": by, "at": at}) == 1
