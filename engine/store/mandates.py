"""Mandates to decide: proposed, confirmed, ended; a row is never edited. Who may is the verb's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, or_, select, update

from engine.errors import AlreadyDone
from engine.model import MandateState
from engine.store.rows import MandateRow, Page, columns, one, read
from engine.store.tables import mandate, person
from engine.store.transactions import Tx
from engine.store.types import fold, like_words

_ROW = select(*columns(mandate, MandateRow))
_THE_DAY = bindparam("day", type_=mandate.c.valid_from.type)
_HOLDS = (
    mandate.c.state == str(MandateState.CONFIRMED),
    mandate.c.valid_from <= _THE_DAY,
    or_(mandate.c.valid_to.is_(None), mandate.c.valid_to >= _THE_DAY),
)
_OLDEST = (mandate.c.proposed_at, mandate.c.id)
_ON = _ROW.where(*_HOLDS).order_by(*_OLDEST)
_OF = _ROW.where(*_HOLDS, mandate.c.person_id == bindparam("who")).order_by(*_OLDEST)


def add(tx: Tx, row: MandateRow) -> None:
    """Keep a mandate, with the words under which a list finds it."""
    name = tx.scalar(select(person.c.name).where(person.c.id == row.person_id))
    words = fold(name or "", row.office, row.source, *row.types)
    tx.run(insert(mandate), {**_values(row), "search": words})


def _values(row: MandateRow) -> dict[str, object]:
    return {each.name: getattr(row, each.name) for each in fields(MandateRow)}


def get(tx: Tx, mandate_id: str) -> MandateRow | None:
    """Return one mandate, whatever its state."""
    return one(MandateRow, tx.first(_ROW.where(mandate.c.id == mandate_id)))


def of_person(tx: Tx, person_id: str, day: date) -> tuple[MandateRow, ...]:
    """Return the confirmed mandates that a person has on `day`."""
    return read(MandateRow, tx.all(_OF, {"day": day, "who": person_id}))


def valid_on(tx: Tx, day: date) -> tuple[MandateRow, ...]:
    """Return every confirmed mandate that holds on `day`."""
    return read(MandateRow, tx.all(_ON, {"day": day}))


def search(
    tx: Tx, *, query: str = "", states: Collection[str] = (), page: int = 1, size: int = 50
) -> Page[MandateRow]:
    """Return a page of mandates, the newest first; each word of `query` begins a word of one."""
    where = [mandate.c.search.like(words) for words in like_words(query)]
    if states:
        where.append(mandate.c.state.in_(sorted(states)))
    found = _ROW.where(*where).order_by(mandate.c.proposed_at.desc(), mandate.c.id.desc())
    total = tx.scalar(select(func.count()).select_from(mandate).where(*where))
    paged = found.limit(size).offset((page - 1) * size)
    return Page(read(MandateRow, tx.all(paged)), int(total))


def decide(tx: Tx, mandate_id: str, state: MandateState, by: str | None, at: datetime) -> None:
    """Confirm or withdraw a mandate that was proposed. Raises AlreadyDone when it no longer is."""
    this = (mandate.c.id == mandate_id, mandate.c.state == str(MandateState.PROPOSED))
    values = {"state": str(state), "decided_by": by, "decided_at": at}
    if tx.run(update(mandate).where(*this).values(**values)) != 1:
        raise AlreadyDone(mandate=mandate_id)


def end(tx: Tx, mandate_id: str, last: date, by: str | None, at: datetime, reason: str) -> None:
    """Write, once, the last day of a confirmed mandate. Raises AlreadyDone when it was ended."""
    this = (
        mandate.c.id == mandate_id,
        mandate.c.state == str(MandateState.CONFIRMED),
        mandate.c.ended_at.is_(None),
    )
    values = {"valid_to": last, "ended_by": by, "ended_at": at, "end_reason": reason}
    if tx.run(update(mandate).where(*this).values(**values)) != 1:
        raise AlreadyDone(mandate=mandate_id)
