"""Changes of terms in a house where cases run, for pages that show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from engine import lawbook
from engine.model import ChangeState, Term, Transition
from engine.store import term_changes
from tests.house import House

LONG = 30  # days: the clock of a shorter term may have ended while other tests moved the time
ANALYST, JURIST = "pieter.claeys", "nele.aerts"


@dataclass(frozen=True)
class Changed:
    """A change of the term `key`, and the first clock that it is about."""

    id: str
    key: str
    clock_id: str


def changed(
    house: House,
    rule: Transition = Transition.IMMEDIATE,
    *,
    more: int = 10,
    confirmed: bool = False,
) -> Changed:
    """Return a change that waits: `more` days for a busy term of the agency, as soon as may be.

    One that is there already serves again; two never wait for one term.
    """
    wanted = ChangeState.CONFIRMED if confirmed else ChangeState.PROPOSED
    with house.runtime.store.read() as tx:
        waiting = term_changes.in_state(tx, ChangeState.PROPOSED, ChangeState.CONFIRMED)
    for change in waiting:
        if (change.state, change.rule) == (wanted, rule):
            return _shown(house, change.id)
    row = _busiest(house, {change.key for change in waiting})
    newest = lawbook.entry(house.runtime, key=row.key, by=house.actors[JURIST]).rows[0]
    change_id = lawbook.propose(
        house.runtime,
        key=row.key,
        value=(row.value or 0) + more,
        grace_days=row.grace_days,
        effective_on=max(house.clock.now.date(), newest.valid_from + timedelta(days=1)),
        rule=rule,
        source="Besluit van 20 maart 2026, artikel 7",
        reason="Het besluit is gewijzigd.",
        by=house.actors[ANALYST],
    )
    if confirmed:
        lawbook.confirm_change(house.runtime, change_id=change_id, by=house.actors[JURIST])
    return _shown(house, change_id)


def _shown(house: House, change_id: str) -> Changed:
    view = lawbook.change(house.runtime, change_id=change_id, by=house.actors[ANALYST])
    return Changed(change_id, view.key, view.clocks[0].clock_id)


def _busiest(house: House, but: Collection[str]) -> Term:
    with house.runtime.store.read() as tx:
        counts = term_changes.counts(tx)
    lines = lawbook.book(house.runtime, by=house.actors[JURIST])
    rows = [each.row for each in lines if each.row.key in counts and each.row.key not in but]
    rows = [row for row in rows if (row.value or 0) >= LONG]
    return max(rows, key=lambda row: (row.carrier == "agency", sum(counts[row.key].values())))
