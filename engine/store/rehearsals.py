"""The last time that scenarios were played for a draft, per file and person. No rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from engine.errors import Conflict
from engine.model import RehearsalState
from engine.store.rows import columns, one
from engine.store.tables import model_rehearsal
from engine.store.transactions import Tx


@dataclass(frozen=True, slots=True)
class RehearsalRow:
    """What was played and what it gave; `done` of `total` scenarios so far."""

    id: str
    process_key: str
    path: str
    person_id: str
    content: bytes
    state: str
    asked_at: datetime
    finished_at: datetime | None = None
    done: int = 0
    total: int = 0
    report: Mapping[str, Any] | None = None

    @property
    def goes_on(self) -> bool:
        """Tell whether it has not ended yet."""
        return self.state in {RehearsalState.ASKED, RehearsalState.RUNNING}


_ROW = select(*columns(model_rehearsal, RehearsalRow))
_ASKED = model_rehearsal.c.state == str(RehearsalState.ASKED)


def find(tx: Tx, process_key: str, path: str, person_id: str) -> RehearsalRow | None:
    """Return the last rehearsal of a person for a file."""
    mine = (
        model_rehearsal.c.process_key == process_key,
        model_rehearsal.c.path == path,
        model_rehearsal.c.person_id == person_id,
    )
    return one(RehearsalRow, tx.first(_ROW.where(*mine)))


def running_of(tx: Tx, person_id: str, since: datetime) -> RehearsalRow | None:
    """Return a rehearsal of a person that was asked for since then and has not ended."""
    goes_on = model_rehearsal.c.state.in_([str(RehearsalState.ASKED), str(RehearsalState.RUNNING)])
    recent = model_rehearsal.c.asked_at >= since
    return one(
        RehearsalRow,
        tx.first(_ROW.where(model_rehearsal.c.person_id == person_id, goes_on, recent)),
    )


def ask(tx: Tx, row: RehearsalRow) -> None:
    """Keep a rehearsal in place of the last one of the same person for the same file."""
    same = (
        model_rehearsal.c.process_key == row.process_key,
        model_rehearsal.c.path == row.path,
        model_rehearsal.c.person_id == row.person_id,
    )
    tx.run(delete(model_rehearsal).where(*same))
    tx.run(insert(model_rehearsal), {f.name: getattr(row, f.name) for f in fields(RehearsalRow)})


def anything_asked(tx: Tx) -> bool:
    """Tell whether a rehearsal waits for somebody who plays it."""
    return tx.first(select(model_rehearsal.c.id).where(_ASKED).limit(1)) is not None


def take(tx: Tx) -> RehearsalRow | None:
    """Take the rehearsal that has waited longest; another process that was first has it."""
    oldest = _ROW.where(_ASKED).order_by(model_rehearsal.c.asked_at, model_rehearsal.c.id).limit(1)
    row = one(RehearsalRow, tx.first(oldest))
    if row is None:
        return None
    taken = update(model_rehearsal).where(model_rehearsal.c.id == row.id, _ASKED)
    if tx.run(taken.values(state=str(RehearsalState.RUNNING))) != 1:
        raise Conflict
    return row


def came_to(tx: Tx, rehearsal_id: str, done: int, total: int) -> None:
    """Write down how far a rehearsal is."""
    tx.run(
        update(model_rehearsal)
        .where(model_rehearsal.c.id == rehearsal_id)
        .values(done=done, total=total)
    )


def finish(
    tx: Tx, rehearsal_id: str, state: RehearsalState, report: Mapping[str, Any], at: datetime
) -> None:
    """Write down what a rehearsal gave; one that was asked for anew meanwhile is gone."""
    values = {"state": str(state), "finished_at": at, "report": dict(report)}
    tx.run(update(model_rehearsal).where(model_rehearsal.c.id == rehearsal_id).values(values))
