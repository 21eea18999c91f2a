"""The trace: activities entered and left, decisions evaluated, messages waited for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert

from engine.model import ActivityState, Step
from engine.store.ids import new_id
from engine.store.tables import activity, evaluation, subscription
from engine.store.transactions import Tx
from engine.store.types import canonical
from engine.store.upserts import Upsert

_ACTIVITY = Upsert(activity, ["case_id", "id"], ["state", "flow", "left_at", "left_step"])
_SUBSCRIBE = insert(subscription)
_UNSUBSCRIBE = delete(subscription).where(
    subscription.c.case_id == bindparam("the_case"), subscription.c.token == bindparam("the_token")
)
_EVALUATE = insert(evaluation)


def write_activities(tx: Tx, case_id: str, step: Step, number: int, at: datetime) -> None:
    """Write which activities were entered and left."""
    rows = []
    for position, change in enumerate(step.activities):
        gone = change.state is not ActivityState.ENTERED
        rows.append(
            {
                "case_id": case_id,
                "id": change.id,
                "element": change.element,
                "process": change.process,
                "name": change.name,
                "kind": change.kind,
                "state": str(change.state),
                "parent": change.parent,
                "flow": change.flow,
                "entered_at": at,
                "entered_step": number,
                "position": position,
                "left_at": at if gone else None,
                "left_step": number if gone else None,
            }
        )
    if rows:
        _ACTIVITY.run(tx, rows)


def write_subscriptions(tx: Tx, case_id: str, step: Step, at: datetime) -> None:
    """Write which messages and signals are waited for from now on, and which no more."""
    if step.subscriptions_closed:
        tx.run(
            _UNSUBSCRIBE,
            [{"the_case": case_id, "the_token": token} for token in step.subscriptions_closed],
        )
    rows = [
        {
            "case_id": case_id,
            "token": opened.token,
            "element": opened.element,
            "message": opened.message,
            "keys": opened.keys,
            "keys_text": canonical(dict(opened.keys)),
            "opened_at": at,
            "kind": opened.kind,
        }
        for opened in step.subscriptions_opened
    ]
    if rows:
        tx.run(_SUBSCRIBE, rows)


def write_evaluations(tx: Tx, case_id: str, step: Step, number: int, at: datetime) -> None:
    """Write what every decision was given and gave."""
    rows = [
        {
            "case_id": case_id,
            "id": new_id(),
            "step": number,
            "at": at,
            "decision": run.decision,
            "element": run.element,
            "inputs": run.inputs,
            "matched": list(run.matched),
            "outputs": run.outputs,
            "table_file": run.table,
            "problems": list(run.problems),
        }
        for run in step.evaluations
    ]
    if rows:
        tx.run(_EVALUATE, rows)
