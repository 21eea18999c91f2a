"""A decision that somebody names by its number, looked up before anything is done to it."""

from __future__ import annotations

from engine import store
from engine.decisions.happening import ENDED
from engine.decisions.numbers import parsed, reference
from engine.errors import Problem
from engine.model import Actor, Permission
from engine.runtime import Runtime
from engine.store import decision_events as event_rows
from engine.store import decisions as rows
from engine.store import dossiers as dossier_rows


def problem(
    runtime: Runtime, tx: store.Tx, number: str, by: Actor, dossier_id: str | None
) -> Problem | None:
    """Return why nothing can be done to the decision with this number by a case of this dossier.

    None when something can. Somebody who may not read it hears what everybody hears of a decision
    that is not there.
    """
    scope, place = runtime.policy.scope(by, Permission.READ_CASES), parsed(number)
    row = rows.by_number(tx, *place, scope) if place else None
    if row is None:
        return Problem("", "decision.not_found", {"decision": number.strip()[:50]})
    facts = {"decision": reference(row)}
    if row.dossier_id is None or row.dossier_id != dossier_id:
        own = dossier_rows.get(tx, row.dossier_id) if row.dossier_id else None
        return Problem("", "decision.elsewhere", {**facts, "dossier": own.number if own else None})
    if any(each.kind in ENDED for each in event_rows.of_decisions(tx, [row.id])[row.id]):
        return Problem("", "decision.ended", facts)
    return None
