"""Jobs: work for the machine, claimed with a lease and done, failed or dropped exactly once.

A job that moves a case is finished by `steps.record` in the step's own transaction; `finish` is for
jobs without a step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, literal_column, or_, select, update

from engine.errors import AlreadyDone
from engine.model import OURS, priority_of
from engine.store.ids import new_id
from engine.store.rows import JobRow, columns, one, read
from engine.store.tables import job
from engine.store.transactions import Tx
from engine.store.upserts import Upsert

LONGEST_LEASE = timedelta(minutes=10)

_MOMENT = job.c.due_at.type
_NOW = bindparam("now", type_=_MOMENT)
_OPEN = job.c.state == literal_column("'open'")  # literally, as the partial indexes say it
_RUNNING = job.c.state == literal_column("'running'")
_READY = (
    _OPEN,
    job.c.priority == bindparam("the_priority"),
    job.c.due_at <= _NOW,
)
_ABANDONED = (
    _RUNNING,
    or_(job.c.locked_until <= _NOW, job.c.locked_until > bindparam("never", type_=_MOMENT)),
)
_ACTIVE = job.c.state.in_(["open", "running"])


def _claim(which: Any) -> Any:
    return (
        update(job)
        .where(job.c.id.in_(which))
        .values(
            state="running",
            attempts=job.c.attempts + 1,
            locked_by=bindparam("holder"),
            locked_until=bindparam("until", type_=_MOMENT),
        )
        .returning(*columns(job, JobRow))
    )


def _some(where: Any, *order: Any) -> Any:
    some = select(job.c.id).where(*where).order_by(*order).limit(bindparam("most"))
    return some.with_for_update(skip_locked=True)


def _count(where: Any) -> Any:
    some = select(job.c.id).where(*where).limit(bindparam("most")).subquery()
    return select(func.count()).select_from(some)


_ANY_READY = select(job.c.id).where(*_READY).limit(1)
_ANY_ABANDONED = select(job.c.id).where(*_ABANDONED).limit(1)
_COUNT_READY = _count(_READY)
_COUNT_ABANDONED = _count(_ABANDONED)
_CLAIM_READY = _claim(_some(_READY, job.c.due_at))
_CLAIM_ABANDONED = _claim(_some(_ABANDONED, job.c.locked_until))
_CLAIM_ONE = _claim(
    select(job.c.id)
    .where(
        job.c.id == bindparam("the_job"),
        job.c.priority.in_(OURS),
        or_(and_(_OPEN, job.c.due_at <= _NOW), and_(*_ABANDONED)),
    )
    .with_for_update(skip_locked=True)
)
_FREE: Mapping[str, Any] = {"locked_by": None, "locked_until": None}
_GIVE_BACK = (
    update(job)
    .where(_RUNNING, job.c.locked_by == bindparam("holder"))
    .values(state="open", attempts=job.c.attempts - 1, **_FREE)
)
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
_FORGET = delete(job).where(job.c.id == bindparam("the_job"))
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
_NEXT = select(func.min(job.c.due_at)).where(_OPEN)
_INSERT = insert(job)
_ADD_ONCE = Upsert(job, ["unique_key"])


def anything_due(tx: Tx, now: datetime) -> bool:
    """Tell whether a job may be claimed now (due, or its lease has run out)."""
    params = {"now": now, "never": _never(now)}
    if tx.first(_ANY_ABANDONED, params) is not None:
        return True
    return any(tx.first(_ANY_READY, {"now": now, "the_priority": each}) for each in OURS)


def count_due(tx: Tx, now: datetime, most: int) -> int:
    """Return how many jobs may be claimed now, counting no further than `most`."""
    params = {"now": now, "never": _never(now), "most": most}
    found = int(tx.scalar(_COUNT_ABANDONED, params))
    for each in OURS:
        if found < most:
            found += int(tx.scalar(_COUNT_READY, {**params, "the_priority": each}))
    return min(found, most)


def next_due(tx: Tx) -> datetime | None:
    """Return the moment at which the next open job is due."""
    moment: datetime | None = tx.scalar(_NEXT)
    return moment


def claim_due(
    tx: Tx, holder: str, now: datetime, until: datetime, *, limit: int = 50
) -> tuple[JobRow, ...]:
    """Take up to `limit` due jobs until `until`; others skip them.

    First those whose worker died (their lease ran out), then by priority, the longest due first.
    `attempts` counts this attempt. One statement for each priority, so that an index gives exactly
    the rows that are taken.
    """
    params = {"holder": holder, "now": now, "until": until, "never": _never(now)}
    found = list(read(JobRow, tx.all(_CLAIM_ABANDONED, {**params, "most": limit})))
    for each in OURS:
        if len(found) < limit:
            more = {**params, "the_priority": each, "most": limit - len(found)}
            found += read(JobRow, tx.all(_CLAIM_READY, more))
    return tuple(sorted(found, key=lambda each: (each.priority, each.due_at, each.id)))


def claim_one(tx: Tx, job_id: str, holder: str, now: datetime, until: datetime) -> JobRow | None:
    """Take this job until `until`; None when it is not due, done, or somebody is at it."""
    params = {"holder": holder, "now": now, "until": until, "never": _never(now)}
    return one(JobRow, tx.first(_CLAIM_ONE, {**params, "the_job": job_id}))


def give_back(tx: Tx, holder: str) -> int:
    """Let others have whatever `holder` claimed and did not end; return how many."""
    return tx.run(_GIVE_BACK, {"holder": holder})


def _never(now: datetime) -> datetime:
    """Return a moment up to which nobody claims: a lease beyond it is of a clock that was wrong."""
    return now + LONGEST_LEASE


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
    new = {**row, "values": dict(values or {}), **_fresh(kind, at, due_at)}
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
    return _ADD_ONCE.run(tx, [{**row, **_fresh(kind, at, due_at)}]) == 1


def add_all(tx: Tx, wanted: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Add jobs that are due at once: each kind, name, unique_key, case_id and values."""
    if wanted:
        tx.run(_INSERT, [{**each, **_fresh(each["kind"], at, None)} for each in wanted])


def _fresh(kind: str, at: datetime, due_at: datetime | None) -> dict[str, Any]:
    state = {"id": new_id(), "state": "open", "attempts": 0, "created_at": at}
    return {**state, "priority": priority_of(kind), "due_at": due_at or at}


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


def forget(tx: Tx, job_id: str) -> None:
    """Remove a job of which nothing needs to be known once it was done."""
    tx.run(_FORGET, {"the_job": job_id})


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
