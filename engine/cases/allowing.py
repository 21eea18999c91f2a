"""Who may read a case, or start one: every verb about one asks here first."""

from __future__ import annotations

from engine import errors, store
from engine.model import Actor, Permission
from engine.runtime import Runtime
from engine.store import cases as rows
from engine.store.rows import CaseRow


def readable(runtime: Runtime, tx: store.Tx, number: str, by: Actor) -> CaseRow:
    """Return the case if `by` may read it; Raises NotFound otherwise."""
    case = rows.by_number(tx, number)
    if case is None:
        raise errors.NotFound("case")
    if not runtime.policy.can(by, Permission.READ_CASES, rows.facts(tx, case.id)):
        raise errors.Hidden("case", case_id=case.id)
    return case


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` may do this kind of thing at all."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))
