"""The register of decisions, with a number without gaps per year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, insert, or_, select, true

from engine.model import DecisionEvent, Scope
from engine.store import pages, scopes
from engine.store.ids import new_id
from engine.store.rows import DecisionRow, Page, columns, one, read
from engine.store.tables import case_, decision, decision_event, decision_location, record
from engine.store.transactions import Tx
from engine.store.types import like_words
from engine.store.upserts import next_value

_ROW = columns(decision, DecisionRow)
_LIST = select(*_ROW)
_REFERENCE = re.compile(r"[0-9]{4}/[0-9]+")
_TYPES = select(decision.c.type).distinct().order_by(decision.c.type)
_LAST = (
    select(decision_event.c.kind)
    .where(
        decision_event.c.decision_id == decision.c.id,
        decision_event.c.kind != DecisionEvent.SIGNED_COPY,
    )
    .order_by(decision_event.c.id.desc())
    .limit(1)
    .correlate(decision)
    .scalar_subquery()
)
PAGE = 50
_NEWEST = (decision.c.year.desc(), decision.c.number.desc())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search narrows to: a type, the number of a record, the last thing that happened.

    `last` is a kind of event, or empty text for decisions to which nothing happened yet.
    """

    type: str | None = None
    record: str | None = None
    last: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what narrows the list."""
        found: list[ColumnElement[bool]] = []
        if self.type is not None:
            found.append(decision.c.type == self.type)
        if self.record is not None:
            about = select(decision_location.c.decision_id).join(
                record, record.c.id == decision_location.c.record_id
            )
            found.append(decision.c.id.in_(about.where(record.c.number == self.record)))
        if self.last is not None:
            found.append(func.coalesce(_LAST, "") == self.last)
        return found


def register(tx: Tx, *, year: int, locations: Sequence[str] = (), **facts: Any) -> DecisionRow:
    """Write a decision into the register under the next number of `year`; nothing of it changes.

    `facts` are the other columns of `DecisionRow` (without id and number), `locations` the ids of
    the records that it is about. The number is given inside this transaction: a rollback gives it
    back, so the register has no gaps. Raises TypeError when a fact is missing or unknown.
    """
    number = next_value(tx, f"decision:{year}")
    row = DecisionRow(id=new_id(), year=year, number=number, **facts)
    tx.run(insert(decision), {name: getattr(row, name) for name in row.__dataclass_fields__})
    about = [{"decision_id": row.id, "record_id": each} for each in dict.fromkeys(locations)]
    if about:
        tx.run(insert(decision_location), about)
    return row


def get(tx: Tx, decision_id: str) -> DecisionRow | None:
    """Return one decision by id."""
    return one(DecisionRow, tx.first(_LIST.where(decision.c.id == decision_id)))


def by_number(tx: Tx, year: int, number: int, scope: Scope | None = None) -> DecisionRow | None:
    """Return one decision by its place in the register, with `scope` only of a case within it."""
    query = _LIST.where(decision.c.year == year, decision.c.number == number)
    if scope is not None:
        query = query.where(_of_cases_within(scope))
    return one(DecisionRow, tx.first(query))


def _of_cases_within(scope: Scope) -> ColumnElement[bool]:
    return decision.c.case_id.in_(select(case_.c.id).where(scopes.readable_case(scope)))


def of_case(tx: Tx, case_id: str, page: int = 1) -> Page[DecisionRow]:
    """Return a page of the decisions of a case, the newest first."""
    query = _LIST.where(decision.c.case_id == case_id).order_by(*_NEWEST)
    return pages.page(tx, DecisionRow, query, page)


def of_dossier(tx: Tx, dossier_id: str, scope: Scope, most: int = 50) -> tuple[DecisionRow, ...]:
    """Return the newest decisions of a dossier, of cases within `scope`."""
    mine = (decision.c.dossier_id == dossier_id, _of_cases_within(scope))
    query = _LIST.where(*mine).order_by(*_NEWEST).limit(most)
    return read(DecisionRow, tx.all(query))


def of_record(tx: Tx, record_id: str, scope: Scope, most: int = 50) -> tuple[DecisionRow, ...]:
    """Return the newest decisions about a record, of cases within `scope`."""
    about = select(decision_location.c.decision_id).where(
        decision_location.c.record_id == record_id
    )
    mine = (decision.c.id.in_(about), _of_cases_within(scope))
    query = _LIST.where(*mine).order_by(*_NEWEST).limit(most)
    return read(DecisionRow, tx.all(query))


def locations(tx: Tx, decision_id: str) -> tuple[tuple[str, str, str], ...]:
    """Return register, number and title of the records that a decision is about."""
    query = (
        select(record.c.register, record.c.number, record.c.title)
        .join(decision_location, decision_location.c.record_id == record.c.id)
        .where(decision_location.c.decision_id == decision_id)
        .order_by(record.c.number)
    )
    return tuple((row[0], row[1], row[2]) for row in tx.all(query))


def followers(tx: Tx, decision_id: str) -> tuple[DecisionRow, ...]:
    """Return the measures that came after an intent."""
    query = _LIST.where(decision.c.follows == decision_id).order_by(*_NEWEST)
    return read(DecisionRow, tx.all(query))


def search(
    tx: Tx, scope: Scope, *, query: str = "", like: Wanted | None = None, page: int = 1
) -> Page[DecisionRow]:
    """Return a page of 50 of the decisions of cases within `scope`, the newest first.

    Every word of `query` is a number of the register, or begins a word of the case's number, title
    or place.
    """
    conditions = [scopes.readable_case(scope)]
    conditions += [_said(word) for word in query.split()]
    if like is not None:
        conditions += like.conditions()
    both = decision.join(case_, case_.c.id == decision.c.case_id)
    found = _LIST.select_from(both).where(*conditions).order_by(*_NEWEST)
    total = tx.scalar(select(func.count()).select_from(both).where(*conditions))
    paged = found.limit(PAGE).offset((page - 1) * PAGE)
    return Page(read(DecisionRow, tx.all(paged)), int(total))


def _said(word: str) -> ColumnElement[bool]:
    """Return what finds a decision by one word: its number, or a word of the case."""
    if _REFERENCE.fullmatch(word):
        return _numbered(word)
    words = (case_.c.search.like(each) for each in like_words(word))
    return or_(_numbered(word), and_(true(), *words))


def _numbered(word: str) -> ColumnElement[bool]:
    """Return what finds a decision by its number: 2026/00012, 2026/12 or 12."""
    parts = word.split("/")
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return false()
    *year, number = (int(part[:9]) for part in parts)
    found = decision.c.number == number
    return and_(found, decision.c.year == year[0]) if year else found


def types(tx: Tx) -> tuple[str, ...]:
    """Return every type of decision that stands in the register."""
    return tuple(str(row[0]) for row in tx.all(_TYPES))
