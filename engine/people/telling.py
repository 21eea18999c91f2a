"""What the trail tells of people: what was done about them, what was refused them."""

from __future__ import annotations

from typing import Any

from engine import errors, store
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import history as trail


def demand(runtime: Runtime, *, by: Actor, permission: Permission, route: str) -> None:
    """Raise NotAllowed, and write it down, unless `by` may do this kind of thing at all."""
    if runtime.policy.can(by, permission):
        return
    fact = Happened(HistoryKind.ACCESS_DENIED, by, {"permission": str(permission), "route": route})
    with runtime.store.write("permissions.refuse") as tx:
        trail.log(tx, [fact], runtime.now())
    raise errors.NotAllowed("permission", permission=str(permission))


def note_hidden(runtime: Runtime, *, by: Actor, hidden: errors.Hidden, route: str) -> None:
    """Write down that somebody asked for a case or dossier that is not theirs to know."""
    fact = Happened(HistoryKind.ACCESS_DENIED, by, {"route": route[:200], "hidden": hidden.code})
    with runtime.store.write("hidden_things.refuse") as tx:
        trail.log(
            tx,
            [fact],
            runtime.now(),
            case_id=hidden.facts.get("case_id"),
            dossier_id=hidden.facts.get("dossier_id"),
        )


def log_about(
    tx: store.Tx, runtime: Runtime, kind: HistoryKind, by: Actor, person_id: str, **facts: Any
) -> None:
    """Write what was done about a person in the trail."""
    fact = Happened(kind, by, {"person": person_id}, facts)
    trail.log(tx, [fact], runtime.now())
