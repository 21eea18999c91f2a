"""Records that are found by the beginnings of words, as they are now or were on a day.

No query leaves the planner a guess about how rare words are: records are read by their ids, or a
stretch of the list at a time, and what held on a day by the key of its version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Executable,
    FromClause,
    Select,
    and_,
    func,
    intersect,
    or_,
    select,
    true,
    tuple_,
)

from engine.store.records import LONGEST_WORD
from engine.store.rows import read
from engine.store.tables import record, record_version, record_word
from engine.store.transactions import Tx
from engine.store.types import fold

FEW = 2_000
"""How many records are looked up by their ids, and how many are counted."""

MANY = 20_000
"""A word that more records have than this is of no use to look them up by."""

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a search: the record, and what it was called on the day asked for."""

    id: str
    number: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found; `total` is None when there are more than were counted."""

    rows: tuple[Found, ...]
    total: int | None
    more: bool


def search(  # noqa: PLR0913 - what a list can be asked
    tx: Tx,
    register: str,
    query: str,
    *,
    day: date | None = None,
    closed: bool = True,
    page: int = 1,
    size: int = 50,
) -> Results:
    """Return a page of the records in which every word of `query` begins a word, by title.

    Without `day` as they are now; else as they were on that day, from their versions. Not more than
    `FEW` are counted.
    """
    words = sorted(set(fold(query).split()), key=len, reverse=True)[:MOST_WORDS]
    source = _matching(tx, words, day, closed=closed)
    first, last = (page - 1) * size, page * size
    ids = _few(tx, register, words)
    if ids is None:
        source = source.where(record.c.register == register)
        found = _walk(tx, register, source, last + 1)
    else:
        found = read(Found, tx.all(source.where(record.c.id.in_(ids)))) if ids else ()
    total: int | None = len(found)
    if len(found) > last and ids is None:
        total = None if words else _no_more_than(tx, source)
    return Results(found[first:last], total, len(found) > last)


def _no_more_than(tx: Tx, source: Select[Any]) -> int | None:
    """Return how many rows there are, None when there are more than `FEW`."""
    some = source.order_by(None).limit(FEW + 1).subquery()
    total = int(tx.scalar(select(func.count()).select_from(some)))
    return total if total <= FEW else None


def _matching(tx: Tx, words: Sequence[str], day: date | None, *, closed: bool) -> Select[Any]:
    """Return the records of any register that have every word, by title."""
    said, rows = (record, record) if day is None else _held(tx, day)
    return (
        select(record.c.id, record.c.number, said.c.title, said.c.state)
        .select_from(rows)
        .where(
            *(said.c.search.like(f"% {word}%") for word in words),
            said.c.state != "merged" if closed else said.c.state == "open",
        )
        .order_by(record.c.sort, record.c.id)
    )


def _held(tx: Tx, day: date) -> tuple[FromClause, FromClause]:
    """Return the version of a record that holds on a day, and records joined with it.

    Of the versions that hold, the one written last. PostgreSQL only looks it up record by record
    when that is said (LATERAL); SQLite does nothing else.
    """
    other = record_version.alias()
    holds = (
        other.c.record_id == record.c.id,
        other.c.valid_from <= day,
        or_(other.c.valid_to.is_(None), other.c.valid_to >= day),
    )
    if tx.postgresql:
        last = select(other).where(*holds).order_by(other.c.version.desc()).limit(1)
        said = last.lateral("held")
        return said, record.join(said, true())
    newest = select(func.max(other.c.version)).where(*holds).scalar_subquery()
    same = and_(record_version.c.record_id == record.c.id, record_version.c.version == newest)
    return record_version, record.join(record_version, same)


# --- a few records, by their ids -----------------------------------------------------------------


def _few(tx: Tx, register: str, words: Sequence[str]) -> list[str] | None:
    """Return the ids of the records that may have every word; None when those are not few.

    One rare word is enough; of words that are less rare two or more leave few records together.
    """
    counted = _counts(tx, register, words, FEW)
    rarest = min(counted, key=counted.__getitem__, default="")
    if rarest and counted[rarest] <= FEW:
        return _ids(tx, _having(register, rarest))
    counted = _counts(tx, register, words, MANY) if len(words) > 1 else {}
    leads = [word for word, count in counted.items() if count <= MANY]
    if len(leads) < 2:
        return None
    found = _ids(tx, intersect(*(_having(register, word) for word in leads)).limit(FEW + 1))
    return found if len(found) <= FEW else None


def _ids(tx: Tx, query: Executable) -> list[str]:
    return sorted({str(row[0]) for row in tx.all(query)})


def _counts(tx: Tx, register: str, words: Sequence[str], most: int) -> dict[str, int]:
    """Return how many times words begin with each, counted no further than one more than `most`."""
    if not words:
        return {}
    some = (_having(register, word).limit(most + 1).subquery() for word in words)
    counted = select(*(select(func.count()).select_from(each).scalar_subquery() for each in some))
    return dict(zip(words, tx.first(counted) or (), strict=True))


def _having(register: str, word: str) -> Select[Any]:
    """Return the ids of the records that ever had a word that begins so."""
    column, beginning = record_word.c.word, word[:LONGEST_WORD]
    return select(record_word.c.record_id).where(
        record_word.c.register == register,
        column >= beginning,
        column < beginning + "\U0010ffff",
    )


# --- many records, a stretch of the list at a time -----------------------------------------------


def _walk(tx: Tx, register: str, source: Select[Any], enough: int) -> tuple[Found, ...]:
    """Return the first that are found on the way through the list, each stretch twice as long."""
    place = tuple_(record.c.sort, record.c.id)
    places = select(record.c.sort, record.c.id).where(record.c.register == register)
    places = places.order_by(record.c.sort, record.c.id)
    found: list[Found] = []
    length: int = FEW
    while True:
        end = tx.first(places.offset(length - 1).limit(1))
        here = source if end is None else source.where(place <= tuple_(*end))
        found += read(Found, tx.all(here.limit(enough - len(found))))
        if end is None or len(found) >= enough:
            return tuple(found)
        source, places = source.where(place > tuple_(*end)), places.where(place > tuple_(*end))
        length *= 2
