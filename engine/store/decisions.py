"""The register of decisions, with a number without gaps per year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from engine.errors import NotFound
from engine.model import Scope
from engine.store import pages, scopes
from engine.store.ids import new_id
from engine.store.rows import DecisionRow, Page, columns, one, read
from engine.store.tables import case_, decision
from engine.store.transactions import Tx
from engine.store.types import like_words
from engine.store.upserts import next_value

_ROW = columns(decision, DecisionRow)
_LIST = select(*_ROW)
_NEWEST = (decision.c.year.desc(), decision.c.number.desc())
_NOTIFY = (
    update(decision)
    .where(decision.c.id == bindparam("the_id"), decision.c.notified_on.is_(None))
    .values(
        notified_on=bindparam("new_day", type_=decision.c.notified_on.type),
        notification=bindparam("new_evidence", type_=decision.c.notification.type),
        status=bindparam("new_status"),
    )
)


def register(tx: Tx, *, year: int, **facts: Any) -> DecisionRow:
    """Write a decision into the register under the next number of `year`.

    `facts` are the other columns of `DecisionRow` (without id, number and notification). The number
    is given inside this transaction: a rollback gives it back, so the register has no gaps.
    Raises TypeError when a fact is missing or unknown.
    """
    number = next_value(tx, f"decision:{year}")
    row = DecisionRow(
        id=new_id(), year=year, number=number, notified_on=None, notification=None, **facts
    )
    tx.run(insert(decision), {name: getattr(row, name) for name in row.__dataclass_fields__})
    return row


def notify(tx: Tx, decision_id: str, day: date, evidence: Mapping[str, Any], status: str) -> None:
    """Write down that a decision was notified, once, with the evidence.

    Raises NotFound when there is no such decision or it was notified before.
    """
    values = {"the_id": decision_id, "new_day": day, "new_evidence": evidence}
    if tx.run(_NOTIFY, {**values, "new_status": status}) != 1:
        raise NotFound("decision", id=decision_id)


def get(tx: Tx, decision_id: str) -> DecisionRow | None:
    """Return one decision by id."""
    return one(DecisionRow, tx.first(_LIST.where(decision.c.id == decision_id)))


def by_number(tx: Tx, year: int, number: int) -> DecisionRow | None:
    """Return one decision by its place in the register."""
    query = _LIST.where(decision.c.year == year, decision.c.number == number)
    return one(DecisionRow, tx.first(query))


def of_case(tx: Tx, case_id: str, page: int = 1) -> Page[DecisionRow]:
    """Return a page of the decisions of a case, the newest first."""
    query = _LIST.where(decision.c.case_id == case_id).order_by(*_NEWEST)
    return pages.page(tx, DecisionRow, query, page)


def search(
    tx: Tx, scope: Scope, *, query: str = "", page: int = 1, size: int = 50
) -> Page[DecisionRow]:
    """Return a page of the decisions of cases within `scope`, the newest first.

    Every word of `query` begins a word of the case's number, title or place.
    """
    conditions = [scopes.readable_case(scope)]
    conditions += [case_.c.search.like(words) for words in like_words(query)]
    both = decision.join(case_, case_.c.id == decision.c.case_id)
    found = _LIST.select_from(both).where(*conditions).order_by(*_NEWEST)
    total = tx.scalar(select(func.count()).select_from(both).where(*conditions))
    paged = found.limit(size).offset((page - 1) * size)
    return Page(read(DecisionRow, tx.all(paged)), int(total))
