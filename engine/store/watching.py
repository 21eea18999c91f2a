"""What an operator watches: counts of what waits, and whether a process does the rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from engine.store.tables import incident, job, lease, seal
from engine.store.transactions import Tx

_MOMENT = job.c.due_at.type
_OPEN = (job.c.state == "open", job.c.due_at <= bindparam("now", type_=_MOMENT))
_WAITING = select(func.count(), func.min(job.c.due_at)).select_from(job).where(*_OPEN)
_FAILED = select(func.count()).select_from(job).where(job.c.state == "failed")
_INCIDENTS = select(func.count()).select_from(incident).where(incident.c.state == "open")
_SEALED = select(seal.c.at).order_by(seal.c.seq.desc()).limit(1)
_KEPT = select(func.max(lease.c.until, type_=lease.c.until.type))


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits at one moment; moments are None where there is none."""

    due: int
    due_since: datetime | None
    failed: int
    incidents: int
    sealed_at: datetime | None
    kept_until: datetime | None


def kept_until(tx: Tx) -> datetime | None:
    """Return until when a poller or worker holds a lease, or held the last one; None: never."""
    moment: datetime | None = tx.scalar(_KEPT)
    return moment


def figures(tx: Tx, now: datetime) -> Figures:
    """Count what waits now; each count is over rows of one state, by an index."""
    due, since = tx.pairs(_WAITING, {"now": now})[0]
    return Figures(
        due=due,
        due_since=since,
        failed=int(tx.scalar(_FAILED)),
        incidents=int(tx.scalar(_INCIDENTS)),
        sealed_at=tx.scalar(_SEALED),
        kept_until=kept_until(tx),
    )
