"""Records that are found by the beginnings of words, as they are now or were on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, SelectBase, and_, func, intersect, or_, select

from engine.store.records import LONGEST_WORD
from engine.store.rows import columns, read
from engine.store.tables import record, record_version, record_word
from engine.store.transactions import Tx
from engine.store.types import fold

FEW = 2_000
"""How many records a word may lead to by itself, and how many are counted."""

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
    source = _now(register) if day is None else _on(register, day)
    text = record.c.search if day is None else record_version.c.search
    state = record.c.state if day is None else record_version.c.state
    source = source.where(
        *(text.like(f"% {word}%") for word in words),
        state != "merged" if closed else state == "open",
    ).order_by(record.c.sort, record.c.id)
    leads = _leads(tx, register, words)
    first, last = (page - 1) * size, page * size
    if leads:
        source = source.where(record.c.id.in_(_intersected(register, leads)))
        all_found = read(Found, tx.all(source.limit(FEW + 1)))
        total = len(all_found) if len(all_found) <= FEW else None
        return Results(all_found[first:last], total, len(all_found) > last)
    total = None if words else _no_more_than(tx, source)
    found = read(Found, tx.all(source.limit(size + 1).offset(first)))
    return Results(found[:size], total, len(found) > size)


def _leads(tx: Tx, register: str, words: Sequence[str]) -> list[str]:
    """Return the words by which the records are looked up; none when the list is walked instead.

    One rare word is enough. Of common words two or more leave few records together; one alone, or
    words that a great part has, are met so often that a page of the list is soon full.
    """
    counted = {word: _count(tx, register, word) for word in words}
    rarest = min(counted, key=counted.__getitem__, default="")
    if rarest and counted[rarest] <= FEW:
        return [rarest]
    common = [word for word in words if counted[word] <= MANY]
    return common if len(common) > 1 else []


def _no_more_than(tx: Tx, source: Select[Any]) -> int | None:
    """Return how many rows there are, None when there are more than `FEW`."""
    bare = source.order_by(None).with_only_columns(record.c.id, maintain_column_froms=True)
    some = bare.limit(FEW + 1)
    total = int(tx.scalar(select(func.count()).select_from(some.subquery())))
    return total if total <= FEW else None


def _range(word: str) -> ColumnElement[bool]:
    first = word[:LONGEST_WORD]
    return and_(record_word.c.word >= first, record_word.c.word < first + "\U0010ffff")


def _count(tx: Tx, register: str, word: str) -> int:
    """Return how many times words begin so, counted no further than one more than `MANY`."""
    found = select(record_word.c.word).where(record_word.c.register == register, _range(word))
    return int(tx.scalar(select(func.count()).select_from(found.limit(MANY + 1).subquery())))


def _intersected(register: str, words: Sequence[str]) -> SelectBase:
    """Return the ids of the records that have a word that begins with each of these."""
    each = (
        select(record_word.c.record_id).where(record_word.c.register == register, _range(word))
        for word in words
    )
    return intersect(*each) if len(words) > 1 else next(each)


def _now(register: str) -> Select[Any]:
    return select(*columns(record, Found)).where(record.c.register == register)


def _on(register: str, day: date) -> Select[Any]:
    """Return records as they were on a day: of the versions that held, the one written last."""
    other = record_version.alias()
    last = (
        select(func.max(other.c.version))
        .where(
            other.c.record_id == record.c.id,
            other.c.valid_from <= day,
            or_(other.c.valid_to.is_(None), other.c.valid_to >= day),
        )
        .scalar_subquery()
    )
    return (
        select(record.c.id, record.c.number, record_version.c.title, record_version.c.state)
        .select_from(record.join(record_version, record_version.c.record_id == record.c.id))
        .where(record.c.register == register, record_version.c.version == last)
    )
