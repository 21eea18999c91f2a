"""How far a case has come: its document, its activities, its evaluations, what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy import case as when

from engine.model import DOCUMENT_EXPIRED
from engine.store import pages
from engine.store.rows import (
    ActivityRow,
    EvaluationRow,
    Page,
    SubscriptionRow,
    Visits,
    columns,
    read,
)
from engine.store.tables import activity, case_, evaluation, subscription
from engine.store.transactions import Tx

_DOCUMENT = select(case_.c.document).where(case_.c.id == bindparam("the_id"))
_ACTIVITIES = (
    select(*columns(activity, ActivityRow))
    .where(activity.c.case_id == bindparam("the_id"))
    .order_by(activity.c.entered_step, activity.c.position)
)
_VISITS = (
    select(
        activity.c.process,
        activity.c.element,
        func.count(),
        func.sum(when((activity.c.state == "entered", 1), else_=0)),
        func.sum(when((activity.c.state == "left", 1), else_=0)),
        func.max(func.coalesce(activity.c.left_at, activity.c.entered_at)),
    )
    .where(activity.c.case_id == bindparam("the_id"))
    .group_by(activity.c.process, activity.c.element)
)
_SUBSCRIPTIONS = (
    select(*columns(subscription, SubscriptionRow))
    .where(
        subscription.c.case_id == bindparam("the_id"),
        subscription.c.message != DOCUMENT_EXPIRED,
    )
    .order_by(subscription.c.opened_at)
)
_WAITING = (
    select(*columns(subscription, SubscriptionRow))
    .where(subscription.c.message == bindparam("the_message"))
    .order_by(subscription.c.opened_at, subscription.c.case_id)
)


def document(tx: Tx, case_id: str) -> Mapping[str, Any] | None:
    """Return the state document of a case, for reading only; a step gets it from `lock…`."""
    found: Mapping[str, Any] | None = tx.scalar(_DOCUMENT, {"the_id": case_id})
    return found


def activities(tx: Tx, case_id: str) -> tuple[ActivityRow, ...]:
    """Return every activity of a case in the order in which it was entered."""
    return read(ActivityRow, tx.all(_ACTIVITIES, {"the_id": case_id}))


def visits(tx: Tx, case_id: str) -> tuple[Visits, ...]:
    """Return where a case has been: as many rows as the diagrams have elements."""
    return read(Visits, tx.all(_VISITS, {"the_id": case_id}))


def evaluations(tx: Tx, case_id: str, number: int = 1) -> Page[EvaluationRow]:
    """Return a page of the runs of decision tables in a case, the newest first."""
    query = select(*columns(evaluation, EvaluationRow)).where(evaluation.c.case_id == case_id)
    return pages.page(tx, EvaluationRow, query.order_by(evaluation.c.id.desc()), number)


def subscriptions(tx: Tx, case_id: str) -> tuple[SubscriptionRow, ...]:
    """Return the messages that a case waits for from people; not what we tell it ourselves."""
    return read(SubscriptionRow, tx.all(_SUBSCRIPTIONS, {"the_id": case_id}))


def waiting_for(tx: Tx, message: str, case_id: str | None = None) -> tuple[SubscriptionRow, ...]:
    """Return the tokens (of one case, or of all) that wait for `message`, oldest first."""
    query = _WAITING if case_id is None else _WAITING.where(subscription.c.case_id == case_id)
    return read(SubscriptionRow, tx.all(query, {"the_message": message}))
