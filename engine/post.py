"""Post: what comes in, with its day of receipt, matched to what a case waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine import cases, errors, filling, forms, store
from engine.advance import Move, in_one_transaction, move
from engine.casefile import awaited_name
from engine.model import Actor, Deliver, Happened, HistoryKind, Permission
from engine.runtime import Deployed, Runtime
from engine.store import history as trail
from engine.store import locking, whereabouts
from engine.store import post as rows
from engine.store.rows import CaseRow, SubscriptionRow
from engine.terms import local_day


@dataclass(frozen=True, slots=True)
class Expected:
    """Something that a case waits for, with the form on which it is written down."""

    case_number: str
    case_title: str
    token: str
    message: str
    name: str
    form: forms.FormView | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of post on its way to a case: its row, its day of receipt, its form as posted.

    `documents` are the files that its form may name; None when none can be added.
    """

    id: str
    received_on: date
    channel: str
    posted: Mapping[str, Any]
    documents: filling.Documents | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a piece of post was to its case, and the documents that its form names."""

    message: str
    name: str
    documents: frozenset[str]


class RefusedPost(errors.InvalidInput):
    """The post form was refused; `view` still holds what was typed."""

    code = "refused_form"

    def __init__(self, problems: tuple[errors.Problem, ...], view: Expected) -> None:
        super().__init__(problems)
        self.view = view


def expected(runtime: Runtime, *, number: str, by: Actor) -> tuple[Expected, ...]:
    """Return what this case waits for; empty when it waits for nothing.

    The look is written down. Raises NotFound.
    """
    with runtime.store.read() as tx:
        case = cases.readable(runtime, tx, number, by)
        deployed = runtime.deployed(tx, case.deployment_id)
        waiting = whereabouts.subscriptions(tx, case.id)
    fact = Happened(HistoryKind.CASE_READ, by, {"number": number})
    with runtime.store.write("expected_post.look") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return tuple(_expected(runtime, deployed, case, each) for each in waiting)


def register(  # noqa: PLR0913 - one argument per fact of a letter that came in
    runtime: Runtime,
    *,
    number: str,
    token: str,
    by: Actor,
    received_on: date,
    channel: str,
    posted: Mapping[str, Any],
) -> None:
    """Write down what came in and deliver it to the case that waits for it, in one transaction.

    `received_on` rules, not today (legality A1); it never lies in the future. Raises RefusedPost,
    NotFound, AlreadyDone when the case no longer waits for it, NotAllowed.
    """
    if not runtime.policy.can(by, Permission.REGISTER_POST):
        raise errors.NotAllowed("permission", permission=str(Permission.REGISTER_POST))

    def work(tx: store.Tx) -> None:
        case = cases.readable(runtime, tx, number, by)
        post_id = store.new_id()
        piece = Piece(post_id, received_on, channel, posted)
        delivered = deliver(runtime, tx, case, token, piece, by)
        rows.add(
            tx,
            id=post_id,
            case_id=case.id,
            dossier_id=case.dossier_id,
            message=delivered.message,
            subject=delivered.name,
            received_on=received_on,
            registered_at=runtime.now(),
            registered_by=by.person_id or "",
            channel=channel,
            values=store.plain(posted),
            state="delivered",
        )

    in_one_transaction(runtime, work, transaction="expected_post.book")


def deliver(
    runtime: Runtime, tx: store.Tx, case: CaseRow, token: str, piece: Piece, by: Actor
) -> Delivered:
    """Hand a piece of post to the token of a case that waits for it, in the caller's transaction.

    The caller keeps the row of the piece. Raises RefusedPost, AlreadyDone when the case no longer
    waits for it.
    """
    locked = locking.lock(tx, case.id)
    waiting = [s for s in whereabouts.subscriptions(tx, case.id) if s.token == token]
    if not waiting:
        raise errors.AlreadyDone(case=case.number)
    deployed = runtime.deployed(tx, case.deployment_id)
    awaited = _expected(runtime, deployed, case, waiting[0], piece.documents)
    checked = _checked(runtime, deployed, awaited, piece)
    values = {**checked.clean, "received_on": piece.received_on, "channel": piece.channel}
    meta = {
        "message": awaited.message,
        "post": piece.id,
        "received_on": piece.received_on,
        "name": awaited.name,
    }
    command = Deliver(token, awaited.message, values)
    move(runtime, tx, locked, Move(command, HistoryKind.POST_REGISTERED, by, meta, {}))
    return Delivered(awaited.message, awaited.name, checked.documents)


def schemas(
    runtime: Runtime, tx: store.Tx, case: CaseRow, tokens: Sequence[str]
) -> tuple[bytes | None, ...]:
    """Return the forms of what a case waits for. Raises AlreadyDone when it no longer does."""
    waiting = {each.token: each for each in whereabouts.subscriptions(tx, case.id)}
    if not waiting.keys() >= set(tokens):
        raise errors.AlreadyDone(case=case.number)
    deployed = runtime.deployed(tx, case.deployment_id)
    return tuple(deployed.forms.get(waiting[token].message) for token in tokens)


def _checked(
    runtime: Runtime, deployed: Deployed, awaited: Expected, piece: Piece
) -> forms.Validated:
    if piece.received_on > local_day(runtime.now()):
        raise RefusedPost((errors.Problem("received_on", "in_future"),), awaited)
    schema = deployed.forms.get(awaited.message)
    if schema is None:
        return forms.Validated({}, ())
    checked = filling.check(runtime, schema, piece.posted, {}, documents=piece.documents)
    if checked.problems:
        drawn = filling.draw(runtime, schema, piece.posted, {}, checked.problems, piece.documents)
        raise RefusedPost(checked.problems, replace(awaited, form=drawn))
    return checked


def _expected(
    runtime: Runtime,
    deployed: Deployed,
    case: CaseRow,
    waiting: SubscriptionRow,
    documents: filling.Documents | None = None,
) -> Expected:
    schema = deployed.forms.get(waiting.message)
    drawn = filling.blank(runtime, schema, {}, documents) if schema is not None else None
    name = awaited_name(deployed, case, waiting)
    return Expected(case.number, case.title, waiting.token, waiting.message, name, drawn)
