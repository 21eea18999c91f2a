"""Dossiers: the file of a facility or another party, and the cases in it."""

from __future__ import annotations

from dataclasses import dataclass

from engine import decisions, errors
from engine.decisions import DecisionView
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import dossiers as rows
from engine.store import history as trail
from engine.store import portfolios
from engine.store.records import RecordRow
from engine.store.rows import CaseRow, DossierRow

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class DossierList:
    """A page of dossiers and of cases that answer the same question."""

    dossiers: tuple[DossierRow, ...]
    cases: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier with the cases in it that the asker may read, and the record that it is of."""

    row: DossierRow
    cases: tuple[CaseRow, ...]
    record: RecordRow | None = None
    decisions: tuple[DecisionView, ...] = ()


def search(runtime: Runtime, *, by: Actor, q: str = "", page: int = 1) -> DossierList:
    """Return dossiers and cases whose words begin with those of `q`; the look is written down."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    wanted, words = max(1, page), q.strip()[:100]
    with runtime.store.read() as tx:
        found = rows.search(tx, scope, query=words, page=wanted, size=PAGE_SIZE)
        cases = case_rows.search(tx, scope, query=words, size=20) if words else None
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "dossiers"}, {"query": words})
    with runtime.store.write("dossiers.search") as tx:
        trail.log(tx, [fact], runtime.now())
    pages = max(1, -(-found.total // PAGE_SIZE))
    return DossierList(found.rows, cases.rows if cases else (), found.total, wanted, pages)


def view(runtime: Runtime, *, number: str, by: Actor) -> DossierView:
    """Return a dossier; reading it is written down. Raises NotFound."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    with runtime.store.read() as tx:
        row = rows.get(tx, number, scope)
        if row is None:
            hidden = rows.by_number(tx, number)
            if hidden is not None:
                raise errors.Hidden("dossier", dossier_id=hidden.id)
            raise errors.NotFound("dossier")
        cases = case_rows.search(tx, scope, where={"dossier_id": row.id}, size=200)
        record = portfolios.record_of(tx, row.id)
        taken = decisions.of_dossier(runtime, tx, row.id, by)
    fact = Happened(HistoryKind.DOSSIER_READ, by, {"number": number})
    with runtime.store.write("dossiers.look") as tx:
        trail.log(tx, [fact], runtime.now(), dossier_id=row.id)
    return DossierView(row, cases.rows, record, taken)
