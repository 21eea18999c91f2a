"""Work that programs elsewhere ask for: locked for a time under a lock of its own, then answered.

A job of this kind is open until it is answered; who has it, and until when, stands on the job.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update

from engine.model import JobKind, Priority
from engine.store.rows import JobRow, columns, one, read
from engine.store.tables import job
from engine.store.transactions import Tx

_MOMENT = job.c.due_at.type
_NOW = bindparam("now", type_=_MOMENT)
_UNTIL = bindparam("until", type_=_MOMENT)
_OPEN = (job.c.state == "open", job.c.kind == JobKind.EXTERNAL)
_OFFERED = (
    select(job.c.id)
    .where(
        *_OPEN,
        job.c.priority == Priority.ELSEWHERE,
        job.c.due_at <= _NOW,
        job.c.name.in_(bindparam("topics", expanding=True)),
        or_(job.c.locked_until.is_(None), job.c.locked_until <= _NOW),
    )
    .order_by(job.c.due_at)
    .limit(bindparam("most"))
)
_LOCK = (
    update(job)
    .where(job.c.id.in_(_OFFERED.with_for_update(skip_locked=True)))
    .values(attempts=job.c.attempts + 1, locked_by=bindparam("lock"), locked_until=_UNTIL)
    .returning(*columns(job, JobRow))
)
_EXTEND = (
    update(job)
    .where(
        job.c.id == bindparam("the_job"),
        *_OPEN,
        job.c.locked_by == bindparam("lock"),
        job.c.locked_until > _NOW,
    )
    .values(locked_until=_UNTIL)
)
_GET = select(*columns(job, JobRow)).where(
    job.c.id == bindparam("the_job"), job.c.kind == JobKind.EXTERNAL
)


def offered(tx: Tx, topics: Sequence[str], now: datetime) -> bool:
    """Tell whether there is work on one of these topics that nobody has now."""
    return tx.first(_OFFERED, {"topics": list(topics), "now": now, "most": 1}) is not None


def lock(
    tx: Tx, topics: Sequence[str], lock_id: str, now: datetime, until: datetime, *, most: int
) -> tuple[JobRow, ...]:
    """Lock up to `most` jobs until `until`, the longest due first; others skip them."""
    params = {"topics": list(topics), "lock": lock_id, "now": now, "until": until, "most": most}
    found = read(JobRow, tx.all(_LOCK, params))
    return tuple(sorted(found, key=lambda each: (each.due_at, each.id)))


def extend(tx: Tx, job_id: str, lock_id: str, now: datetime, until: datetime) -> bool:
    """Keep a lock until `until`; False when it ran out or is another's."""
    params = {"the_job": job_id, "lock": lock_id, "now": now, "until": until}
    return tx.run(_EXTEND, params) == 1


def get(tx: Tx, job_id: str) -> JobRow | None:
    """Return one job for programs elsewhere, whatever its state."""
    return one(JobRow, tx.first(_GET, {"the_job": job_id}))
