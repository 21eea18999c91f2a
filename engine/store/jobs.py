"""Jobs: work for the machine, claimed with a lease and done, failed or dropped exactly once.

A job that moves a case is finished by `steps.record` in the step's own transaction; `finish` is for
jobs without a step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from engine.errors import AlreadyDone
from engine.store.ids import new_id
from engine.store.rows import JobRow, columns, one, read
from engine.store.tables import job
from engine.store.transactions import Tx
from engine.store.upserts import Upsert

_MOMENT = job.c.due_at.type
_DUE = or_(
    and_(job.c.state == "open", job.c.due_at <= bindparam("now", type_=_MOMENT)),
    and_(job.c.state == "running", job.c.locked_until <= bindparam("now", type_=_MOMENT)),
)
_ANY = select(job.c.id).where(_DUE).limit(1)
_ACTIVE = job.c.state.in_(["open", "running"])
_CLAIM = (
    update(job)
    .where(
        job.c.id.in_(
            select(job.c.id)
            .where(_DUE)
            .order_by(job.c.due_at, job.c.id)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(
        state="running",
        attempts=job.c.attempts + 1,
        locked_by=bindparam("holder"),
        locked_until=bindparam("until", type_=_MOMENT),
    )
    .returning(*columns(job, JobRow))
)
_FREE: Mapping[str, Any] = {"locked_by": None, "locked_until": None}
_FINISH = (
    update(job)
    .where(job.c.id == bindparam("the_job"), _ACTIVE)
    .values(state=bindparam("new_state"), ended_at=bindparam("at", type_=_MOMENT), **_FREE)
)
_FAIL = (
    update(job)
    .where(job.c.id == bindparam("the_job"), _ACTIVE)
    .values(
        state="failed",
        error=bindparam("new_error"),
        ended_at=bindparam("at", type_=_MOMENT),
        **_FREE,
    )
)
_POSTPONE = (
    update(job)
    .where(job.c.id == bindparam("the_job"), _ACTIVE)
    .values(
        state="open",
        error=bindparam("new_error"),
        due_at=bindparam("retry_at", type_=_MOMENT),
        **_FREE,
    )
)
_RETRY = (
    update(job)
    .where(job.c.id == bindparam("the_job"), job.c.state == "failed")
    .values(state="open", attempts=0, ended_at=None, due_at=bindparam("at", type_=_MOMENT), **_FREE)
)
_VOID = (
    update(job)
    .where(job.c.id == bindparam("the_job"), job.c.state == "failed")
    .values(state="dropped", ended_at=bindparam("at", type_=_MOMENT))
)
_GET = select(*columns(job, JobRow)).where(job.c.id == bindparam("the_job"))
_LIST = select(*columns(job, JobRow)).order_by(job.c.due_at, job.c.id)
_NEXT = select(func.min(job.c.due_at)).where(job.c.state == "open")
_INSERT = insert(job)
_ADD_ONCE = Upsert(job, ["unique_key"])


def anything_due(tx: Tx, now: datetime) -> bool:
    """Tell whether a job may be claimed now (due, or its lease has run out)."""
    return tx.first(_ANY, {"now": now}) is not None


def next_due(tx: Tx) -> datetime | None:
    """Return the moment at which the next open job is due."""
    moment: datetime | None = tx.scalar(_NEXT)
    return moment


def claim_due(
    tx: Tx, holder: str, now: datetime, until: datetime, *, limit: int = 50
) -> tuple[JobRow, ...]:
    """Take up to `limit` due jobs until `until`, the longest due first; others skip them.

    A job whose lease ran out (its worker died) is due again. `attempts` counts this attempt.
    """
    params = {"holder": holder, "now": now, "until": until, "most": limit}
    found = read(JobRow, tx.all(_CLAIM, params))
    return tuple(sorted(found, key=lambda each: (each.due_at, each.id)))


def add(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    kind: str,
    name: str,
    unique_key: str,
    at: datetime,
    due_at: datetime | None = None,
    case_id: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> str:
    """Add a job that no step asked for (a mail, an export) and return its id.

    Raises Conflict at the end of the transaction when `unique_key` exists.
    """
    row = {"kind": kind, "name": name, "unique_key": unique_key, "case_id": case_id}
    new = {**row, "values": dict(values or {}), **_fresh(at, due_at)}
    tx.run(_INSERT, new)
    return str(new["id"])


def add_once(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    *,
    kind: str,
    name: str,
    unique_key: str,
    at: datetime,
    values: Mapping[str, Any],
    due_at: datetime | None = None,
) -> bool:
    """Add a job unless one with this `unique_key` was added before; say whether it was added."""
    row = {"kind": kind, "name": name, "unique_key": unique_key, "values": dict(values)}
    return _ADD_ONCE.run(tx, [{**row, **_fresh(at, due_at)}]) == 1


def add_all(tx: Tx, wanted: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Add jobs that are due at once: each kind, name, unique_key, case_id and values."""
    if wanted:
        tx.run(_INSERT, [{**each, **_fresh(at, None)} for each in wanted])


def _fresh(at: datetime, due_at: datetime | None) -> dict[str, Any]:
    state = {"id": new_id(), "state": "open", "attempts": 0, "created_at": at}
    return {**state, "due_at": due_at or at}


def finish(tx: Tx, job_id: str, at: datetime) -> bool:
    """Mark a job as done; False when it no longer was open or running."""
    return tx.run(_FINISH, {"the_job": job_id, "new_state": "done", "at": at}) == 1


def settle(tx: Tx, job_id: str, at: datetime) -> None:
    """Mark a job as done. Raises AlreadyDone when it no longer was open or running."""
    if not finish(tx, job_id, at):
        raise AlreadyDone(job_id=job_id)


def drop(tx: Tx, job_id: str, at: datetime) -> bool:
    """Mark a job as void: what it was for has gone. False when it was ended already."""
    return tx.run(_FINISH, {"the_job": job_id, "new_state": "dropped", "at": at}) == 1


def fail(tx: Tx, job_id: str, error: str, retry_at: datetime | None, at: datetime) -> bool:
    """Write down why a job failed; it is due again at `retry_at`, or never (None)."""
    params: dict[str, Any] = {"the_job": job_id, "new_error": error}
    if retry_at is None:
        return tx.run(_FAIL, {**params, "at": at}) == 1
    return tx.run(_POSTPONE, {**params, "retry_at": retry_at}) == 1


def retry(tx: Tx, job_id: str, at: datetime) -> bool:
    """Make a failed job due again, with all its attempts; False when it has not failed."""
    return tx.run(_RETRY, {"the_job": job_id, "at": at}) == 1


def failed_of_case(tx: Tx, case_id: str) -> tuple[JobRow, ...]:
    """Return the jobs of a case that failed for good."""
    return read(JobRow, tx.all(_LIST.where(job.c.case_id == case_id, job.c.state == "failed")))


def busy_tokens(tx: Tx, case_id: str) -> frozenset[str]:
    """Return the tokens of a case for which a job is open or running."""
    found = select(job.c.token).where(job.c.case_id == case_id, _ACTIVE)
    return frozenset(row[0] for row in tx.all(found) if row[0] is not None)


def void(tx: Tx, job_id: str, at: datetime) -> bool:
    """Mark a failed job as void: what it was for has gone. False when it has not failed."""
    return tx.run(_VOID, {"the_job": job_id, "at": at}) == 1


def get(tx: Tx, job_id: str) -> JobRow | None:
    """Return one job."""
    return one(JobRow, tx.first(_GET, {"the_job": job_id}))


def of_case(tx: Tx, case_id: str) -> tuple[JobRow, ...]:
    """Return every job of a case, whatever its state."""
    return read(JobRow, tx.all(_LIST.where(job.c.case_id == case_id)))


def failed_elements(tx: Tx, case_id: str) -> frozenset[str]:
    """Return the elements of a case at which a job failed for good."""
    failed = (job.c.case_id == case_id, job.c.state == "failed", job.c.element.is_not(None))
    found = select(job.c.element).where(*failed)
    return frozenset(row[0] for row in tx.all(found.distinct()))


def listing(tx: Tx, *, state: str = "failed", limit: int = 200) -> tuple[JobRow, ...]:
    """Return jobs in one state, the longest due first."""
    return read(JobRow, tx.all(_LIST.where(job.c.state == state).limit(limit)))
