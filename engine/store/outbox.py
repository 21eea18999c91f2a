"""The outbox: the jobs that send something, those that wait, and the dead letters among them.

A dead letter is a job of this kind that failed for good. Put aside, it is dropped.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update

from engine.model import JobKind
from engine.store import pages
from engine.store.rows import JobRow, Page, columns, one, read
from engine.store.tables import job
from engine.store.transactions import Tx

_OURS = job.c.kind == JobKind.SEND
_ROW = columns(job, JobRow)
_GET = select(*_ROW).where(_OURS, job.c.id == bindparam("the_job"))
_DEAD = (_OURS, job.c.state == "failed")
_WAITING = (_OURS, job.c.state == "open", job.c.error.is_not(None))
_NOW = (_OURS, job.c.id == bindparam("the_job"))
_REST = (
    update(job)
    .where(*_NOW, job.c.state == "running")
    .values(
        state="open",
        attempts=0,
        error=bindparam("new_error"),
        due_at=bindparam("again", type_=job.c.due_at.type),
        locked_by=None,
        locked_until=None,
    )
)
_HURRY = (
    update(job)
    .where(
        *_NOW,
        job.c.state == "open",
        job.c.error.is_not(None),
        job.c.due_at > bindparam("at", type_=job.c.due_at.type),
    )
    .values(due_at=bindparam("at", type_=job.c.due_at.type))
)
_HOLD = (
    update(job)
    .where(*_NOW, job.c.state == "running", job.c.locked_by == bindparam("holder"))
    .values(locked_until=bindparam("until", type_=job.c.locked_until.type))
)
_SIBLINGS = (_OURS, job.c.name == bindparam("the_name"))
_LATER = bindparam("until", type_=job.c.due_at.type)
_LET_GO = (
    update(job)
    .where(*_SIBLINGS, job.c.state == "running", job.c.locked_by == bindparam("holder"))
    .values(
        state="open",
        attempts=job.c.attempts - 1,
        due_at=_LATER,
        locked_by=None,
        locked_until=None,
    )
)
_PUT_OFF = (
    update(job)
    .where(*_SIBLINGS, job.c.state == "open", job.c.due_at < _LATER)
    .values(due_at=_LATER)
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages are dead letters, and how many wait to be tried again."""

    dead: int
    waiting: int


def dead(tx: Tx, number: int = 1) -> Page[JobRow]:
    """Return a page of the dead letters, the newest first."""
    query = select(*_ROW).where(*_DEAD).order_by(job.c.ended_at.desc(), job.c.id.desc())
    return pages.page(tx, JobRow, query, number)


def waiting(tx: Tx, number: int = 1) -> Page[JobRow]:
    """Return a page of what could not be sent yet, what is tried first on top."""
    query = select(*_ROW).where(*_WAITING).order_by(job.c.due_at, job.c.id)
    return pages.page(tx, JobRow, query, number)


def counts(tx: Tx) -> Counts:
    """Return how much is stuck."""
    return Counts(_count(tx, *_DEAD), _count(tx, *_WAITING))


def get(tx: Tx, job_id: str) -> JobRow | None:
    """Return one message of the outbox."""
    return one(JobRow, tx.first(_GET, {"the_job": job_id}))


def some(tx: Tx, ids: Collection[str]) -> tuple[JobRow, ...]:
    """Return these messages of the outbox."""
    if not ids:
        return ()
    return read(JobRow, tx.all(select(*_ROW).where(_OURS, job.c.id.in_(sorted(ids)))))


def rest(tx: Tx, job_id: str, error: str, again: datetime) -> bool:
    """Let a message that was claimed wait until `again`, without counting this as an attempt."""
    return tx.run(_REST, {"the_job": job_id, "new_error": error, "again": again}) == 1


def hold(tx: Tx, row: JobRow, until: datetime) -> bool:
    """Keep a claimed job until `until`; False when its claimer lost it meanwhile."""
    return tx.run(_HOLD, {"the_job": row.id, "holder": row.locked_by, "until": until}) == 1


def let_go(tx: Tx, row: JobRow, until: datetime) -> None:
    """Put off everything for the same place as `row` until `until`; what is claimed as well."""
    params = {"the_name": row.name, "until": until}
    tx.run(_LET_GO, {**params, "holder": row.locked_by})
    tx.run(_PUT_OFF, params)


def hurry(tx: Tx, job_id: str, at: datetime) -> bool:
    """Make a message that waits due at once; False when it is due, or does not wait."""
    return tx.run(_HURRY, {"the_job": job_id, "at": at}) == 1


def _count(tx: Tx, *conditions: ColumnElement[bool]) -> int:
    found: Any = tx.scalar(select(func.count()).select_from(job).where(*conditions))
    return int(found)
