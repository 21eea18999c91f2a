"""Who may read a case, or start one: every verb about one asks here first."""

from __future__ import annotations

from engine import errors, store
from engine.model import Actor, Permission
from engine.runtime import Runtime
from engine.store import cases as rows
from engine.store.rows import CaseRow


def readable(runtime: Runtime, tx: store.Tx, number: str, by: Actor) -> CaseRow:
    """Return the case if `by` may read it by itself; Raises NotFound otherwise."""
    case = rows.by_number(tx, number)
    if case is None:
        raise errors.NotFound("case")
    if not runtime.policy.can(by, Permission.READ_CASES, rows.facts(tx, case.id)):
        raise errors.Hidden("case", case_id=case.id)
    return case


def looking(runtime: Runtime, tx: store.Tx, number: str, by: Actor) -> tuple[CaseRow, Actor]:
    """Return a case to look at, and as whom: also in the name of who is away and has work in it.

    Raises NotFound.
    """
    case = rows.by_number(tx, number)
    if case is None:
        raise errors.NotFound("case")
    facts = rows.facts(tx, case.id)
    actor = runtime.policy.looking(by, facts)
    if not runtime.policy.can(actor, Permission.READ_CASES, facts):
        raise errors.Hidden("case", case_id=case.id)
    return case, actor


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` may do this kind of thing at all."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))
