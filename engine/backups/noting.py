"""What the house itself remembers of backups: a line in its log, and which line is the newest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model import SYSTEM, Happened, HistoryKind
from engine.runtime import Runtime
from engine.store import Tx, afterwards
from engine.store import history as trail
from engine.store.afterwards import LastBackup


def last(runtime: Runtime) -> LastBackup | None:
    """Return the newest backup that was finished; None when there has been none."""
    with runtime.store.read() as tx:
        return afterwards.last_backup(tx)


def made(runtime: Runtime, about: Mapping[str, Any]) -> None:
    """Write down that a backup was finished."""
    with runtime.store.write("backup.note") as tx:
        _log(runtime, tx, HistoryKind.BACKED_UP, about)
        afterwards.note_backup(tx)


def restored(runtime: Runtime, about: Mapping[str, Any]) -> Mapping[str, int]:
    """Undo what may not outlive a restore, and write down that there was one.

    Sessions end, one-time links are spent (both may have been ended since), and jobs in hand are
    given back. Returns how many of each.
    """
    now = runtime.now()
    with runtime.store.write("backup.restore") as tx:
        done = {
            "sessions": afterwards.end_sessions(tx, now),
            "links": afterwards.spend_links(tx, now),
            "jobs": afterwards.free_jobs(tx),
        }
        _log(runtime, tx, HistoryKind.RESTORED, {**about, **done})
    return done


def _log(runtime: Runtime, tx: Tx, kind: HistoryKind, about: Mapping[str, Any]) -> None:
    trail.log(tx, [Happened(kind, SYSTEM, dict(about))], runtime.now())
