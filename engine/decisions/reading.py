"""The register of decisions as people read it: the list, one decision whole, lines elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine import errors, papers, store
from engine.decisions.finality import remedy_clock
from engine.decisions.measuring import label
from engine.decisions.numbers import reference
from engine.decisions.standing import Standing, standing
from engine.model import Actor, DocumentKind, DocumentRules, Happened, HistoryKind, Permission
from engine.papers import PaperView
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import decision_events as event_rows
from engine.store import decisions as rows
from engine.store import documents as document_rows
from engine.store import dossiers as dossier_rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import terms as term_rows
from engine.store.decisions import Wanted
from engine.store.rows import DecisionEventRow, DecisionRow, DossierRow
from engine.terms import Explanation, explain, local_day, term_on


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision with the names of those who made it, and where it stands."""

    row: DecisionRow
    reference: str
    case_number: str
    case_title: str
    proposer: str | None
    reviewer: str | None
    decider: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the register, how many there are, and the types that stand in it."""

    rows: tuple[DecisionView, ...]
    total: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """What became of a decision: who did so, in which case if the asker may read it."""

    row: DecisionEventRow
    person: str | None
    case_number: str | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """Where and how one can go, by which term, and why until when once its clock was started."""

    where: str | None
    term: str | None
    ends_on: date | None
    explanation: tuple[Explanation, ...] = ()


_OF_THE_CASE = frozenset({"term_met", "term_late", "term_closed"})
"""Sentences that say how the case went on, and nothing of the last day."""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision whole: everything its page shows."""

    line: DecisionView
    measure: str
    locations: tuple[tuple[str, str, str], ...]
    dossier: DossierRow | None
    remedy: Remedy
    events: tuple[EventView, ...]
    intent: DecisionView | None
    followers: tuple[DecisionView, ...]
    letters: tuple[PaperView, ...]
    may_sign: bool


def listing(
    runtime: Runtime, *, by: Actor, q: str = "", like: Wanted | None = None, page: int = 1
) -> Listing:
    """Return the decisions that `by` may read, the newest first; the look is written down."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    with runtime.store.read() as tx:
        found = rows.search(tx, scope, query=q.strip()[:100], like=like, page=max(1, page))
        shown = Listing(lines(runtime, tx, found.rows), found.total, rows.types(tx))
    with runtime.store.write("decisions.list") as tx:
        trail.log(tx, [Happened(HistoryKind.LIST_READ, by, {"list": "decisions"})], runtime.now())
    return shown


def view(runtime: Runtime, *, year: int, number: int, by: Actor) -> DecisionPage:
    """Return one decision whole; the look is written down.

    Raises NotFound when it is not there, or its case is not for the asker.
    """
    with runtime.store.read() as tx:
        row = readable(runtime, tx, year, number, by)
        shown = _page(runtime, tx, row, by)
    fact = Happened(HistoryKind.DECISION_READ, by, {"name": reference(row)})
    with runtime.store.write("decisions.look") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=row.case_id, dossier_id=row.dossier_id)
    return shown


def readable(runtime: Runtime, tx: store.Tx, year: int, number: int, by: Actor) -> DecisionRow:
    """Return a decision of a case that `by` may read. Raises NotFound."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    row = rows.by_number(tx, year, number, scope)
    if row is None:
        hidden = rows.by_number(tx, year, number)
        if hidden is not None:
            raise errors.Hidden("decision", case_id=hidden.case_id)
        raise errors.NotFound("decision")
    return row


def lines(runtime: Runtime, tx: store.Tx, found: Sequence[DecisionRow]) -> tuple[DecisionView, ...]:
    """Return decisions as lists show them."""
    hands = (person for row in found for person in (row.proposer, row.reviewer, row.decider))
    names = people_rows.names(tx, hands)
    heads = case_rows.heads(tx, sorted({row.case_id for row in found}))
    events = event_rows.of_decisions(tx, [row.id for row in found])
    ends = term_rows.ends_of(tx, {row.case_id for row in found if row.remedy_term})
    today = local_day(runtime.now())
    return tuple(
        DecisionView(
            row,
            reference(row),
            *heads[row.case_id],
            names.get(row.proposer or ""),
            names.get(row.reviewer or ""),
            names.get(row.decider, row.decider),
            standing(row, events[row.id], ends.get((row.case_id, row.remedy_term or "")), today),
        )
        for row in found
    )


def of_dossier(
    runtime: Runtime, tx: store.Tx, dossier_id: str, by: Actor
) -> tuple[DecisionView, ...]:
    """Return the newest decisions of a dossier, of cases that `by` may read."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    return lines(runtime, tx, rows.of_dossier(tx, dossier_id, scope))


def of_record(
    runtime: Runtime, tx: store.Tx, record_id: str, by: Actor
) -> tuple[DecisionView, ...]:
    """Return the newest decisions about a record, of cases that `by` may read."""
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    return lines(runtime, tx, rows.of_record(tx, record_id, scope))


def _page(runtime: Runtime, tx: store.Tx, row: DecisionRow, by: Actor) -> DecisionPage:
    (line,) = lines(runtime, tx, [row])
    intent = rows.get(tx, row.follows) if row.follows else None
    dossier = dossier_rows.get(tx, row.dossier_id) if row.dossier_id else None
    return DecisionPage(
        line=line,
        measure=label(runtime, row.measure, row.decided_on),
        locations=rows.locations(tx, row.id),
        dossier=dossier,
        remedy=_remedy(runtime, tx, row),
        events=_events(runtime, tx, row, by),
        intent=lines(runtime, tx, [intent])[0] if intent else None,
        followers=lines(runtime, tx, rows.followers(tx, row.id)),
        letters=_letters(runtime, tx, row, by),
        may_sign=runtime.policy.can(by, Permission.WORK_TASKS),
    )


def _remedy(runtime: Runtime, tx: store.Tx, row: DecisionRow) -> Remedy:
    today, found = local_day(runtime.now()), remedy_clock(tx, row)
    if found is None:
        term = term_on(term_rows.all_terms(tx), row.remedy_term or "", row.decided_on)
        return Remedy(row.remedy, (term.title or term.key) if term else None, None)
    clock, term = found
    told = explain(clock, term, runtime.calendar, today)
    why = tuple(each for each in told if each.code not in _OF_THE_CASE)
    return Remedy(row.remedy, term.title or term.key, clock.end, why)


def _events(runtime: Runtime, tx: store.Tx, row: DecisionRow, by: Actor) -> tuple[EventView, ...]:
    found = event_rows.of_decisions(tx, [row.id])[row.id]
    names = people_rows.names(tx, [each.person_id for each in found])
    scope = runtime.policy.scope(by, Permission.READ_CASES)
    numbers: Mapping[str, str] = case_rows.numbers_within(
        tx, scope, {each.case_id for each in found if each.case_id}
    )
    return tuple(
        EventView(each, names.get(each.person_id or ""), numbers.get(each.case_id or ""))
        for each in found
    )


def _letters(runtime: Runtime, tx: store.Tx, row: DecisionRow, by: Actor) -> tuple[PaperView, ...]:
    """Return the letters of the case that were made since the decision, the oldest first."""
    case = case_rows.find(tx, row.case_id)
    assert case is not None, "a decision has a case"
    rules = DocumentRules.of(runtime.deployed(tx, case.deployment_id).facts)
    made = document_rows.letters_since(tx, row.case_id, row.registered_at)
    today = local_day(runtime.now())
    return tuple(
        papers.shown(rules, each, by, today) for each in made if each.kind == DocumentKind.LETTER
    )
