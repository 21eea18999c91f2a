"""Absences: who is away from when until when, and who stands in. Rows are added, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select

from engine.store.rows import AbsenceRow, one, read
from engine.store.tables import absence, absence_end, person
from engine.store.transactions import Tx

_ADD = insert(absence)
_END = insert(absence_end)
_LINES: Select[Any] = select(
    *(absence.c[n] for n in ("id", "person_id", "substitute_id", "first_on", "last_on")),
    *(absence.c[n] for n in ("written_by", "written_at")),
    absence_end.c.ended_at,
).select_from(absence.join(absence_end, absence_end.c.absence_id == absence.c.id, isouter=True))
_ONE = _LINES.where(absence.c.id == bindparam("the_absence"))
_STANDING = _LINES.where(
    absence.c.person_id.in_(bindparam("people", expanding=True)),
    absence.c.last_on >= bindparam("today", type_=absence.c.last_on.type),
    absence_end.c.absence_id.is_(None),
).order_by(absence.c.first_on, absence.c.id)
_LOCK = (
    select(person.c.id)
    .where(person.c.id.in_(bindparam("people", expanding=True)))
    .order_by(person.c.id)
    .with_for_update()
)


def add(tx: Tx, row: AbsenceRow) -> None:
    """Write an absence."""
    values = {name: getattr(row, name) for name in absence.c.keys()}  # noqa: SIM118 - no dict
    tx.run(_ADD, values)


def end(tx: Tx, absence_id: str, *, by: str, at: datetime) -> None:
    """End an absence now. Raises Conflict at the end of the transaction when it had ended."""
    tx.run(_END, {"absence_id": absence_id, "ended_by": by, "ended_at": at})


def get(tx: Tx, absence_id: str) -> AbsenceRow | None:
    """Return an absence."""
    return one(AbsenceRow, tx.first(_ONE, {"the_absence": absence_id}))


def standing(tx: Tx, people: Iterable[str], today: date) -> tuple[AbsenceRow, ...]:
    """Return the absences of people that run or are still to come, the first one first."""
    return read(AbsenceRow, tx.all(_STANDING, {"people": sorted(set(people)), "today": today}))


def lock(tx: Tx, *people: str) -> None:
    """Hold these people, so that nobody writes another absence of theirs meanwhile."""
    tx.all(_LOCK, {"people": sorted(set(people))})
