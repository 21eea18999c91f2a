"""Whose a document is: the one place that says who may read it and who may change it."""

from __future__ import annotations

from engine import cases, errors, store
from engine.model import (
    Actor,
    DocumentKind,
    DocumentRules,
    DocumentState,
    Permission,
)
from engine.runtime import Runtime
from engine.store import documents as rows
from engine.store import locking
from engine.store.documents import DocumentRow
from engine.store.rows import CaseRow


def readable(
    runtime: Runtime,
    tx: store.Tx,
    number: str,
    document_id: str,
    by: Actor,
    *,
    destroyed: bool = False,
) -> tuple[CaseRow, DocumentRow, DocumentRules, Actor]:
    """Return a document that `by` may read, its case, the rules there, and as whom `by` looks.

    Raises NotFound when case or document are not there, not for the asker, or destroyed.
    """
    case, actor = cases.looking(runtime, tx, number, by)
    row = rows.get(tx, case.id, document_id)
    if row is None:
        raise errors.NotFound("document")
    rules = rules_of(runtime, tx, case)
    if not rules.lets(actor, row.access):
        raise errors.Hidden("document", case_id=case.id)
    if row.state == DocumentState.DESTROYED and not destroyed:
        raise errors.NotFound("document_destroyed")
    return case, row, rules, actor


def changeable(
    runtime: Runtime, tx: store.Tx, number: str, document_id: str, by: Actor
) -> tuple[CaseRow, DocumentRow]:
    """Return a file that `by` may change, its case locked."""
    case = workable(runtime, tx, number, by)
    locking.lock(tx, case.id)
    case, row, *_ = readable(runtime, tx, number, document_id, by)
    if row.kind != DocumentKind.SENT:
        raise errors.NotFound("document")
    return case, row


def workable(runtime: Runtime, tx: store.Tx, number: str, by: Actor) -> CaseRow:
    """Return a case to whose documents `by` may add; Raises NotFound, NotAllowed."""
    must(runtime, by, Permission.WORK_TASKS)
    return cases.readable(runtime, tx, number, by)


def must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless `by` holds the permission."""
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))


def rules_of(runtime: Runtime, tx: store.Tx, case: CaseRow) -> DocumentRules:
    """Return which documents the procedure of a case knows, in the version of the case."""
    return DocumentRules.of(runtime.deployed(tx, case.deployment_id).facts)
