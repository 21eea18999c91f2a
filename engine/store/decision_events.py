"""What became of decisions: rows that are added and never change, the oldest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from engine.model import DecisionEvent
from engine.store.ids import new_id
from engine.store.rows import DecisionEventRow, columns, read
from engine.store.tables import decision, decision_event
from engine.store.transactions import Tx

_LIST = select(*columns(decision_event, DecisionEventRow)).order_by(decision_event.c.id)


def add(  # noqa: PLR0913 - one argument per column
    tx: Tx,
    decision_id: str,
    kind: DecisionEvent,
    *,
    case_id: str | None,
    day: date,
    at: datetime,
    person_id: str | None = None,
    reason: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> DecisionEventRow:
    """Write down what became of a decision; `day` is the day that counts for the law."""
    row = DecisionEventRow(
        new_id(), decision_id, kind, case_id, day, at, person_id, reason, facts or {}
    )
    tx.run(insert(decision_event), {name: getattr(row, name) for name in row.__dataclass_fields__})
    return row


def hold(tx: Tx, decision_id: str) -> None:
    """Keep others from adding to a decision until this transaction ends."""
    tx.first(select(decision.c.id).where(decision.c.id == decision_id).with_for_update())


def of_decisions(
    tx: Tx, decision_ids: Collection[str]
) -> Mapping[str, tuple[DecisionEventRow, ...]]:
    """Return what became of each of these decisions, the oldest first."""
    query = _LIST.where(decision_event.c.decision_id.in_(list(decision_ids)))
    found: dict[str, list[DecisionEventRow]] = {each: [] for each in decision_ids}
    for row in read(DecisionEventRow, tx.all(query)):
        found[row.decision_id].append(row)
    return {each: tuple(rows) for each, rows in found.items()}


def by_case(tx: Tx, case_id: str) -> tuple[DecisionEventRow, ...]:
    """Return what a case did to decisions, its own and others."""
    return read(DecisionEventRow, tx.all(_LIST.where(decision_event.c.case_id == case_id)))
