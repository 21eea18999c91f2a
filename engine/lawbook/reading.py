"""The book of the law as it is read: what holds, since when, where it is used, what changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine import errors, letters, store
from engine.access import four_eyes
from engine.lawbook.rules import must, new_row, old_row, shown
from engine.lawbook.views import ChangeView, Entry, Line, Used
from engine.model import (
    Actor,
    ChangeState,
    Happened,
    HistoryKind,
    Permission,
    Term,
    Transition,
)
from engine.runtime import Runtime
from engine.store import deployments as deployment_rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import term_changes as rows
from engine.store import terms as term_rows
from engine.store.term_changes import TermChangeRow
from engine.terms import is_confirmed, local_day, term_on

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Uses:
    """Where every term is used: newest diagrams, newest letters, open clocks."""

    diagrams: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    letters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    clocks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, runtime: Runtime, tx: store.Tx) -> Uses:
        """Look through the newest version of every procedure, and count the clocks."""
        diagrams: dict[str, dict[str, str]] = {}
        named: dict[str, set[str]] = {}
        for row in deployment_rows.latest(tx):
            deployed = runtime.deployed(tx, row.id)
            for process_id in deployed.bundle.diagrams:
                process = deployed.bundle.process(process_id)
                for key in process.term_keys:
                    diagrams.setdefault(key, {})[process_id] = process.name or process_id
            for name, text in deployed.letters.items():
                for key in letters.read(text).terms:
                    named.setdefault(key, set()).add(name)
        told = {key: frozenset(some) for key, some in named.items()}
        return cls(diagrams, told, rows.counts(tx))

    def of(self, key: str) -> Used:
        """Return where one term is used."""
        return Used(
            diagrams=tuple(sorted(self.diagrams.get(key, {}).items())),
            letters=tuple(sorted(self.letters.get(key, ()))),
            running=self.clocks.get(key, {}).get("running", 0),
            suspended=self.clocks.get(key, {}).get("suspended", 0),
        )


def by_key(terms: Sequence[Term]) -> dict[str, list[Term]]:
    """Return the rows of every key, the oldest first."""
    found: dict[str, list[Term]] = {}
    for row in terms:
        found.setdefault(row.key, []).append(row)
    return found


def book(runtime: Runtime, *, by: Actor, q: str = "") -> tuple[Line, ...]:
    """Return every term whose key, name or source holds the words of `q`."""
    must(runtime, by, Permission.SIGNED_IN)
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        uses = Uses.read(runtime, tx)
        found = by_key(term_rows.all_terms(tx))
    lines = []
    for key, some in found.items():
        row = _current(some, today)
        if all(word in f"{key} {row.title} {row.source}".lower() for word in q.lower().split()):
            later = [each.valid_from for each in some if each.valid_from > today]
            comes = min(later, default=None) if row.valid_from <= today else None
            lines.append(Line(row, is_confirmed(row), comes, uses.of(key)))
    return tuple(lines)


def entry(runtime: Runtime, *, key: str, by: Actor) -> Entry:
    """Return one term with its rows, its use and its changes. Raises NotFound."""
    must(runtime, by, Permission.SIGNED_IN)
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        some = [row for row in term_rows.all_terms(tx) if row.key == key]
        if not some:
            raise errors.NotFound("term", term=key)
        used = Uses.read(runtime, tx).of(key)
        changes = tuple(_view(runtime, tx, each, some, by, 0) for each in rows.of_key(tx, key))
    return Entry(
        rows=tuple(sorted(some, key=lambda row: row.valid_from, reverse=True)),
        current=_current(some, today),
        confirmed=frozenset(row.id for row in some if is_confirmed(row)),
        used=used,
        changes=changes,
        may_propose=runtime.policy.can(by, Permission.EDIT_TERMS),
        may_confirm=runtime.policy.can(by, Permission.CONFIRM_TERMS),
    )


def change(runtime: Runtime, *, change_id: str, by: Actor) -> ChangeView:
    """Return a change with the clocks that it moves; the look is written down. Raises NotFound."""
    must(runtime, by, Permission.EDIT_TERMS)
    with runtime.store.read() as tx:
        found = rows.get(tx, change_id)
        if found is None:
            raise errors.NotFound("term_change")
        some = [row for row in term_rows.all_terms(tx) if row.key == found.key]
        view = _view(runtime, tx, found, some, by, SHOWN)
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "clocks", "term": found.key})
    with runtime.store.write("term_changes.look") as tx:
        trail.log(tx, [fact], runtime.now())
    return view


def _current(some: Sequence[Term], today: date) -> Term:
    """Return the row that holds today, else the first to come, else the last that held."""
    holds = term_on(some, some[0].key, today)
    if holds is not None:
        return holds
    later = [row for row in some if row.valid_from > today]
    return min(later, key=lambda row: row.valid_from) if later else some[-1]


def _view(
    runtime: Runtime,
    tx: store.Tx,
    found: TermChangeRow,
    some: Sequence[Term],
    by: Actor,
    most: int,
) -> ChangeView:
    old = old_row(some, found)
    new = new_row(old, found)
    kept = next((row for row in some if row.id == new.id), new)
    over = found.state in {ChangeState.DONE, ChangeState.CONFIRMED}
    items = (
        rows.open_clocks(tx, found.key, found.id, most=most + 1, but=new.id if over else None)
        if most
        else ()
    )
    names = people_rows.names(tx, [found.proposed_by, found.decided_by])
    can = runtime.policy.can
    proposed = found.state == ChangeState.PROPOSED
    return ChangeView(
        id=found.id,
        key=found.key,
        old=old,
        new=kept,
        rule=Transition(found.rule),
        state=ChangeState(found.state),
        effective_on=found.effective_on,
        reason=found.reason,
        proposer=names.get(found.proposed_by, ""),
        proposed_at=found.proposed_at,
        decider=names.get(found.decided_by or ""),
        decided_at=found.decided_at,
        clocks=shown(runtime, tx, items[:most], kept, found),
        more=len(items) > most > 0,
        may_confirm=proposed
        and can(by, Permission.CONFIRM_TERMS)
        and four_eyes(by, [found.proposed_by]),
        may_withdraw=proposed and can(by, Permission.EDIT_TERMS),
        may_decide=over and found.effective_on <= local_day(runtime.now()),
    )
