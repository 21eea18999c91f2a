"""The register of decisions as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine import store
from engine.decisions.numbers import reference
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import decisions as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store.rows import DecisionRow


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision with the names of those who made it."""

    row: DecisionRow
    reference: str
    case_number: str
    case_title: str
    proposer: str | None
    reviewer: str | None
    decider: str


def listing(runtime: Runtime, *, by: Actor, q: str = "", page: int = 1) -> tuple[DecisionView, ...]:
    """Return the decisions that `by` may read, the newest first; the look is written down."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    with runtime.store.read() as tx:
        found = rows.search(tx, scope, query=q.strip()[:100], page=max(1, page))
        shown = _views(tx, found.rows)
    with runtime.store.write() as tx:
        trail.log(tx, [Happened(HistoryKind.LIST_READ, by, {"list": "decisions"})], runtime.now())
    return shown


def _views(tx: store.Tx, found: Sequence[DecisionRow]) -> tuple[DecisionView, ...]:
    hands = (person for row in found for person in (row.proposer, row.reviewer, row.decider))
    names = people_rows.names(tx, hands)
    heads = case_rows.heads(tx, sorted({row.case_id for row in found}))
    return tuple(
        DecisionView(
            row,
            reference(row),
            *heads[row.case_id],
            names.get(row.proposer or ""),
            names.get(row.reviewer or ""),
            names.get(row.decider, row.decider),
        )
        for row in found
    )
