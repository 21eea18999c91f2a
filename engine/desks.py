"""What lies before whoever fills in a task: its form, what that sees, the draft, the documents.

What the person may not read is in none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import bpmn, checklist, filling, masking, sections, store, termfacts, uploads
from engine.errors import Problem
from engine.masking import Mask
from engine.model import Actor, DocumentRules, Value
from engine.runtime import Deployed, Runtime
from engine.store.rows import Locked

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Desk:
    """A task as somebody fills it in; `mask` is what was left out, and puts it back."""

    schema: bytes | None
    context: Mapping[str, Value]
    draft: Mapping[str, Any] | None
    documents: filling.Documents | None
    mask: Mask

    def sheet(self, runtime: Runtime) -> sections.Sheet | None:
        """Return the sheet of a form in sections; None for any other."""
        return sections.sheet(runtime, self.schema, self.context, self.documents)


def of(
    runtime: Runtime,
    tx: store.Tx,
    locked: Locked,
    by: Actor,
    refused: tuple[Problem, ...] = (),
) -> Desk:
    """Return what lies before `by`; `refused` is what is wrong with the files that were sent."""
    assert locked.task is not None, "the caller has checked the task"
    task = locked.task
    deployed = runtime.deployed(tx, locked.case.deployment_id)
    mask, schema = masking.of(deployed, by), deployed.forms.get(task.form or "")
    draft = None if task.draft is None else mask.typed(task.draft)
    context = mask.values(variables(locked))
    if schema is None:
        return Desk(None, context, draft, None, mask)
    if checklist.NAME in filling.names(schema):
        found = checklist.of_case(runtime, tx, deployed, locked.case, case_variables(locked), by)
        context = {**context, checklist.NAME: found.value() if found else None}
    if termfacts.NAME in filling.names(schema):
        known = termfacts.of_case(runtime, tx, locked.case, schema)
        context = {**context, termfacts.NAME: known}
    schema = mask.form(schema)
    documents = _offered(tx, deployed, locked, schema, by, refused)
    return Desk(schema, context, draft, documents, mask)


def variables(locked: Locked) -> Mapping[str, Value]:
    """Return what the task sees; once it is closed its token is gone, and the case's own remain."""
    token = locked.task.token if locked.task and locked.task.state == OPEN else None
    return bpmn.visible(locked.document, token) if locked.document is not None else {}


def case_variables(locked: Locked) -> Mapping[str, Value]:
    """Return what the case itself knows, wherever its tasks stand."""
    return bpmn.visible(locked.document) if locked.document is not None else {}


def _offered(
    tx: store.Tx,
    deployed: Deployed,
    locked: Locked,
    schema: bytes,
    by: Actor,
    refused: tuple[Problem, ...],
) -> filling.Documents | None:
    """Return the documents of the case that a form of `by` may point at; None: it asks for none."""
    if not filling.has_pickers(schema):
        return None
    rules = DocumentRules.of(deployed.facts)
    return filling.Documents(uploads.offered(tx, rules, by, case=locked.case), refused)
