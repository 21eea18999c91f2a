"""Jobs: those the step wants and drops, and the one that it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, update

from engine.errors import AlreadyDone
from engine.model import JobKind, Step, priority_of
from engine.store.ids import new_id
from engine.store.tables import job
from engine.store.transactions import Tx

_JOB = insert(job)
_JOB_OPEN = or_(job.c.state == "open", job.c.state == "running")
_ENDED: dict[str, Any] = {
    "ended_at": bindparam("new_ended_at", type_=job.c.ended_at.type),
    "locked_by": None,
    "locked_until": None,
}
_DROP = (
    update(job)
    .where(job.c.case_id == bindparam("the_case"), job.c.token == bindparam("the_token"), _JOB_OPEN)
    .values(state="dropped", **_ENDED)
)
_DONE = (
    update(job)
    .where(job.c.id == bindparam("the_job"), _JOB_OPEN)
    .values(state="done", ended_at=_ENDED["ended_at"], locked_until=None)  # who did it stays
)


def finish_job(tx: Tx, job_id: str | None, at: datetime) -> None:
    """Let the job that the step answers be done. Raises AlreadyDone when it is not open."""
    if job_id is None:
        return
    if tx.run(_DONE, {"the_job": job_id, "new_ended_at": at}) != 1:
        raise AlreadyDone(job_id=job_id)


def write_jobs(tx: Tx, case_id: str, step: Step, number: int, at: datetime) -> tuple[str, ...]:
    """Drop the jobs that nobody waits for, add the wanted ones; return the ids of these."""
    common: Mapping[str, Any] = {"case_id": case_id, "created_at": at, "state": "open"}
    rows: list[dict[str, Any]] = [
        {
            **common,
            "id": new_id(),
            "kind": wanted.kind,
            "name": wanted.name,
            "token": wanted.token,
            "element": wanted.element,
            "due_at": wanted.due_at or at,
            "unique_key": f"{case_id}:{number}:{wanted.kind}:{wanted.token}",
            "priority": priority_of(wanted.kind, wanted.letter),
            "attempts": 0,
            "values": wanted.values,
            "letter": wanted.letter,
        }
        for wanted in step.jobs_wanted
    ]
    rows += [
        {
            **common,
            "id": new_id(),
            "kind": kind,
            "name": name,
            "token": None,
            "element": None,
            "due_at": at,
            "unique_key": f"{case_id}:{number}:{kind}:{index}",
            "priority": priority_of(kind),
            "attempts": 0,
            "values": values,
            "letter": None,
        }
        for index, (kind, name, values) in enumerate(_thrown(step))
    ]
    if step.jobs_dropped:
        tx.run(
            _DROP,
            [
                {"the_case": case_id, "the_token": token, "new_ended_at": at}
                for token in step.jobs_dropped
            ],
        )
    if rows:
        tx.run(_JOB, rows)
    return tuple(row["id"] for row in rows)


def _thrown(step: Step) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield what leaves the case, as kind, name and values of the job that delivers it."""
    for message in step.messages:
        about = {"keys": message.keys, "values": message.values, "keep": message.keep}
        yield JobKind.MESSAGE, message.message, about
    for signal in step.signals:
        yield JobKind.SIGNAL, signal.signal, {"values": signal.values}
