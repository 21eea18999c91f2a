"""What hangs on records: their dossiers, and what runs, ends or expires in those."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from engine.model import DocumentKind, Scope
from engine.store import scopes, terms
from engine.store.records import RecordRow
from engine.store.rows import CaseRow, DossierRow, columns, one, read
from engine.store.tables import case_, clock, document, dossier, post, record, record_dossier
from engine.store.transactions import Tx
from engine.terms import local_day

MOST = 500
_ROW = columns(record, RecordRow)
_DOSSIER = columns(dossier, DossierRow)
_CASE = columns(case_, CaseRow)


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A legal clock that is not at its end."""

    case_id: str
    term_key: str
    end_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Expiring:
    """A document that expires; its name is not told."""

    case_id: str
    type: str | None
    expires_on: date


@dataclass(frozen=True, slots=True)
class Contact:
    """The last day on which something came in (`post`), or went out (`letter`)."""

    day: date
    kind: str


def link(tx: Tx, dossier_id: str, record_id: str, **values: Any) -> None:
    """Let a dossier be that of a record; `values` are what else its row says (team, place)."""
    tx.run(insert(record_dossier), {"dossier_id": dossier_id, "record_id": record_id})
    if values:
        tx.run(update(dossier).where(dossier.c.id == dossier_id).values(**values))


def record_of(tx: Tx, dossier_id: str) -> RecordRow | None:
    """Return the record that a dossier is of."""
    query = select(*_ROW).join(record_dossier, record_dossier.c.record_id == record.c.id)
    return one(RecordRow, tx.first(query.where(record_dossier.c.dossier_id == dossier_id)))


def dossiers_of(
    tx: Tx, scope: Scope, record_ids: Collection[str]
) -> tuple[tuple[str, DossierRow], ...]:
    """Return the dossiers of records that lie within `scope`, each with the id of its record."""
    query = (
        select(record_dossier.c.record_id, *_DOSSIER)
        .join(dossier, dossier.c.id == record_dossier.c.dossier_id)
        .where(record_dossier.c.record_id.in_(sorted(record_ids)), scopes.readable_dossier(scope))
        .order_by(dossier.c.number)
        .limit(MOST)
    )
    return tuple((row[0], DossierRow(*row[1:])) for row in tx.all(query))


def first_dossier(tx: Tx, record_id: str) -> str | None:
    """Return the id of the first dossier of a record."""
    query = select(record_dossier.c.dossier_id).where(record_dossier.c.record_id == record_id)
    found = tx.scalar(query.order_by(record_dossier.c.dossier_id).limit(1))
    return None if found is None else str(found)


def any_dossier(tx: Tx, record_id: str) -> bool:
    """Tell whether a record has a dossier, whoever may read it."""
    query = select(record_dossier.c.dossier_id).where(record_dossier.c.record_id == record_id)
    return tx.first(query) is not None


def running_cases(
    tx: Tx, scope: Scope, record_ids: Collection[str]
) -> tuple[tuple[str, CaseRow], ...]:
    """Return the running cases in the dossiers of records, each with the id of the record."""
    query = (
        select(record_dossier.c.record_id, *_CASE)
        .join(case_, case_.c.dossier_id == record_dossier.c.dossier_id)
        .where(
            record_dossier.c.record_id.in_(sorted(record_ids)),
            case_.c.ended_at.is_(None),
            scopes.readable_case(scope),
        )
        .order_by(case_.c.number)
        .limit(MOST)
    )
    return tuple((row[0], CaseRow(*row[1:])) for row in tx.all(query))


def running_clocks(tx: Tx, case_ids: Collection[str]) -> tuple[RunningClock, ...]:
    """Return the clocks of cases that run or are suspended, the first to end first."""
    query = (
        select(*columns(clock, RunningClock))
        .where(clock.c.case_id.in_(sorted(case_ids)), clock.c.state.in_(terms.OPEN))
        .order_by(clock.c.end_on)
    )
    return read(RunningClock, tx.all(query))


def expiring(tx: Tx, case_ids: Collection[str], until: date) -> tuple[Expiring, ...]:
    """Return the documents of cases that expire by a day, those that expired already first."""
    query = (
        select(*columns(document, Expiring))
        .where(
            document.c.case_id.in_(sorted(case_ids)),
            document.c.state == "present",
            document.c.expires_on <= until,
        )
        .order_by(document.c.expires_on)
    )
    return read(Expiring, tx.all(query))


def last_contacts(tx: Tx, scope: Scope, record_ids: Collection[str]) -> dict[str, Contact]:
    """Return the last contact about each record, in its cases within `scope`, ended or not."""
    whose = record_dossier.c.record_id
    cases = record_dossier.join(case_, case_.c.dossier_id == record_dossier.c.dossier_id)
    mine = (whose.in_(sorted(record_ids)), scopes.readable_case(scope))
    came = (
        select(whose, func.max(post.c.received_on))
        .select_from(cases.join(post, post.c.case_id == case_.c.id))
        .where(*mine)
    )
    went = (
        select(whose, func.max(document.c.created_at))
        .select_from(cases.join(document, document.c.case_id == case_.c.id))
        .where(*mine, document.c.kind == DocumentKind.LETTER)
    )
    found = {key: Contact(day, "post") for key, day in tx.pairs(came.group_by(whose))}
    for key, moment in tx.pairs(went.group_by(whose)):
        day = local_day(moment)
        if key not in found or found[key].day < day:
            found[key] = Contact(day, "letter")
    return found
