"""What was exchanged with systems outside: which, what came of it, when. No values of cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update

from engine.store.ids import new_id
from engine.store.records import RecordRow
from engine.store.rows import columns, one, read
from engine.store.tables import case_, exchange, job, record
from engine.store.transactions import Tx


class Outcome(StrEnum):
    """What came of one exchange; `MANUAL` and `REFUSED` wait until a person did it by hand."""

    DONE = "done"
    REFUSED = "refused"
    MANUAL = "manual"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """One exchange: what was asked of a system, by which way, for which case, and the outcome.

    `code` says why it is no success: of a fault with the status of HTTP behind it, if it had one.
    """

    id: str
    system: str
    operation: str
    way: str
    outcome: str
    code: str
    case_id: str | None
    element: str | None
    at: datetime
    closed_at: datetime | None


_ROW = select(*columns(exchange, ExchangeRow))
_BY_HAND = exchange.c.outcome.in_([str(Outcome.MANUAL), str(Outcome.REFUSED)])


def add(  # noqa: PLR0913, PLR0917 - one argument per column
    tx: Tx,
    what: tuple[str, str, str],
    outcome: Outcome,
    code: str,
    case_id: str | None,
    element: str | None,
    at: datetime,
) -> str:
    """Write down one exchange (system, operation and way) and return its id."""
    made: dict[str, Any] = {"id": new_id(), "outcome": str(outcome), "code": code[:200]}
    made |= dict(zip(("system", "operation", "way"), what, strict=True))
    closed = None if outcome in {Outcome.MANUAL, Outcome.REFUSED} else at
    made |= {"case_id": case_id, "element": element, "at": at, "closed_at": closed}
    tx.run(insert(exchange), made)
    return str(made["id"])


def close(tx: Tx, exchange_id: str, case_id: str, at: datetime) -> bool:
    """Write down that a person did it by hand; False when this case has no such exchange."""
    mine = (exchange.c.id == exchange_id, exchange.c.case_id == case_id, _BY_HAND)
    found = tx.first(select(exchange.c.id).where(*mine))
    tx.run(update(exchange).where(*mine, exchange.c.closed_at.is_(None)).values(closed_at=at))
    return found is not None


def last(tx: Tx, system: str, outcome: Outcome) -> ExchangeRow | None:
    """Return the newest exchange with a system that had this outcome."""
    mine = (exchange.c.system == system, exchange.c.outcome == str(outcome))
    found = _ROW.where(*mine).order_by(exchange.c.at.desc(), exchange.c.id.desc())
    return one(ExchangeRow, tx.first(found.limit(1)))


def by_hand(tx: Tx) -> Mapping[str, int]:
    """Return how many exchanges wait for a person, in cases that still run, by system."""
    running = and_(case_.c.id == exchange.c.case_id, case_.c.ended_at.is_(None))
    asked = (
        select(exchange.c.system, func.count())
        .select_from(exchange.join(case_, running))
        .where(_BY_HAND, exchange.c.closed_at.is_(None))
        .group_by(exchange.c.system)
    )
    return {row[0]: row[1] for row in tx.all(asked)}


def waiting(tx: Tx, name: str, until: datetime, most: int) -> tuple[tuple[str, str], ...]:
    """Return system and state of jobs of this name that failed or are due `until` then."""
    soon = and_(job.c.state.in_(["open", "running"]), job.c.due_at <= until)
    mine = (job.c.name == name, or_(soon, job.c.state == "failed"))
    found = tx.all(select(job.c["values"], job.c.state).where(*mine).limit(most))
    return tuple((str(row[0].get("system")), str(row[1])) for row in found)


def numbered(tx: Tx, register: str, numbers: Collection[str]) -> tuple[RecordRow, ...]:
    """Return the records of a register with one of these numbers that were not merged."""
    mine = (record.c.register == register, record.c.number.in_(sorted(numbers)))
    query = select(*columns(record, RecordRow)).where(*mine, record.c.state != "merged")
    return read(RecordRow, tx.all(query))
