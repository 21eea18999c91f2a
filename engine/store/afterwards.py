"""What a restore undoes in the database that it put back, and what a backup leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from engine.store.history import LOG
from engine.store.tables import access_log, counter, job, lease, one_time_link
from engine.store.tables import session as session_
from engine.store.transactions import Tx
from engine.store.upserts import Upsert

BACKUP = "backup"  # the counter whose value is the number of the log's line on the newest backup
_LOG = select(counter.c.value, counter.c.head).where(counter.c.name == LOG)
_NOTE = Upsert(counter, ["name"], ["value", "head"])
_LAST = (
    select(access_log.c.at, access_log.c.meta)
    .join(counter, counter.c.value == access_log.c.seq)
    .where(counter.c.name == BACKUP)
)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that was finished: when, what it is called, how many bytes it has."""

    at: datetime
    name: str
    size: int


def end_sessions(tx: Tx, at: datetime) -> int:
    """End every session that was open; return how many there were."""
    return tx.run(update(session_).where(session_.c.ended_at.is_(None)).values(ended_at=at))


def spend_links(tx: Tx, at: datetime) -> int:
    """Make every one-time link useless: it may have been used since; return how many there were."""
    unused = one_time_link.c.used_at.is_(None)
    return tx.run(update(one_time_link).where(unused).values(used_at=at))


def free_jobs(tx: Tx) -> int:
    """Give back every job and every round that somebody was doing; return how many jobs."""
    tx.run(delete(lease))
    free = {"state": "open", "locked_by": None, "locked_until": None}
    return tx.run(update(job).where(job.c.state == "running").values(**free))


def note_backup(tx: Tx) -> None:
    """Point at the last line of the log: it tells of the newest backup."""
    row = tx.first(_LOG)
    assert row is not None
    _NOTE.run(tx, {"name": BACKUP, "value": row[0], "head": row[1]})


def last_backup(tx: Tx) -> LastBackup | None:
    """Return the newest backup that was finished; None when there has been none."""
    row = tx.first(_LAST)
    return None if row is None else LastBackup(row[0], row[1]["backup"], row[1]["bytes"])
