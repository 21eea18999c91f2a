"""Booking a piece of post once: to what a case waits for, to a case or dossier, or to nobody yet.

The day of receipt rules, not today (legality A1). Before anything else a person says whether there
is danger for a child (A2); who decides about that is a group of people, never the machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import errors, filling, post, receipts, store, uploads
from engine.advance import in_one_transaction
from engine.errors import Problem
from engine.mailroom import following
from engine.mailroom.finding import find, must
from engine.model import Actor, DocumentRules, Happened, HistoryKind
from engine.runtime import Runtime
from engine.store import history as trail
from engine.store import post as rows
from engine.store import uploads as upload_rows
from engine.store.post import PostFile
from engine.store.rows import CaseRow, DossierRow, PostRow
from engine.store.uploads import UploadRow
from engine.terms import local_day

LONGEST_SUBJECT = 300
LONGEST_SENDER = 200
LONGEST_REASON = 600


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is written of a piece: when and how it came, from whom, about what, and the danger.

    `reason` says why what came too late counts all the same.
    """

    received_on: date
    channel: str
    sender: str
    subject: str
    danger: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """Where a piece went: the number of the case or dossier, None when it belongs nowhere yet.

    `again` tells that this page had booked it before; nothing was done twice.
    """

    post_id: str
    number: str | None
    messages: tuple[str, ...] = ()
    again: bool = False


class RefusedBooking(errors.InvalidInput):
    """The booking was refused; nothing changed."""

    code = "refused_form"


def book(  # noqa: PLR0913 - one argument per fact of a piece of post
    runtime: Runtime,
    *,
    by: Actor,
    arrived: Arrived,
    number: str | None,
    tokens: Sequence[str],
    posted: Mapping[str, Any],
    key: str,
    refused: tuple[Problem, ...] = (),
) -> Booked:
    """Book a piece of post with the files of the page `key`; the same `key` books it once.

    `number` is a case or a dossier, None when it belongs nowhere; `tokens` are those of the case
    that wait for it, `posted` their forms. Raises RefusedBooking, NotFound, AlreadyDone when the
    case no longer waits, NotAllowed.
    """
    must(runtime, by)

    def work(tx: store.Tx) -> Booked:
        before = rows.by_key(tx, key)
        if before is not None:
            return _told(tx, by, before)
        _check(runtime, arrived, (number, tokens), posted, refused)
        place = find(runtime, tx, by, number) if number else None
        carried = Carried(store.new_id(), arrived, _files(tx, by, key), refused)
        booked, case = Room(runtime, tx, by, carried).bring(place, tokens, posted)
        _keep(runtime, tx, by, carried, case, Answered(booked.messages, posted, key))
        return booked

    return in_one_transaction(runtime, work, transaction="post.book")


def _told(tx: store.Tx, by: Actor, row: PostRow) -> Booked:
    if row.registered_by != by.person_id:
        raise errors.NotAllowed("page_of_another")
    number = following.number_of(tx, row.case_id)
    return Booked(row.id, number, tuple(row.message.split()), again=True)


def _files(tx: store.Tx, by: Actor, key: str) -> tuple[UploadRow, ...]:
    """Take the files of the page; who comes second gets none."""
    whose = by.person_id or ""
    ids = [each.id for each in upload_rows.of_page(tx, whose, key)]
    return upload_rows.take(tx, whose, key, ids)


def _check(
    runtime: Runtime,
    arrived: Arrived,
    where: tuple[str | None, Sequence[str]],
    posted: Mapping[str, Any],
    refused: tuple[Problem, ...],
) -> None:
    number, tokens = where
    problems = list(refused)
    if arrived.received_on > local_day(runtime.now()):
        problems.append(Problem("_received", "in_future"))
    if not 0 < len(arrived.subject.strip()) <= LONGEST_SUBJECT:
        problems.append(Problem("_subject", "post.subject", {"most": LONGEST_SUBJECT}))
    if len(arrived.sender) > LONGEST_SENDER:
        problems.append(Problem("_sender", "too_long", {"max": LONGEST_SENDER}))
    if tokens and number is None:
        problems.append(Problem("_number", "post.place"))
    if posted and not tokens:
        problems += [Problem(name, "unknown_field") for name in list(posted)[:1]]
    if problems:
        raise RefusedBooking(problems)


@dataclass(frozen=True, slots=True)
class Carried:
    """A piece with the files that came with it; `refused` are problems of files that did not."""

    post_id: str
    arrived: Arrived
    files: tuple[UploadRow, ...]
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What a piece was to its case, with the answers of its forms, and the page that booked it."""

    messages: tuple[str, ...]
    posted: Mapping[str, Any]
    key: str


class Room:
    """One piece on its way, in one transaction."""

    def __init__(self, runtime: Runtime, tx: store.Tx, by: Actor, carried: Carried) -> None:
        self.runtime, self.tx, self.by, self.carried = runtime, tx, by, carried

    def bring(
        self, place: CaseRow | DossierRow | None, tokens: Sequence[str], posted: Mapping[str, Any]
    ) -> tuple[Booked, CaseRow | None]:
        """Bring the piece to its place, and to the crisis group when there is danger.

        Returns the case that has it now as well. Raises RefusedBooking.
        """
        names: tuple[str, ...] = ()
        if isinstance(place, CaseRow) and tokens:
            names = self._deliver(place, tokens, posted)
        elif tokens:
            raise RefusedBooking([Problem("_number", "post.no_case")])
        case = self._placed(place, waited=bool(names))
        if self.carried.arrived.danger:
            dossier = place.dossier_id if isinstance(place, CaseRow) else _id(place)
            following.warn(
                self.runtime, self.tx, self.by, self._said(place), dossier, self.carried.files
            )
        return Booked(self.carried.post_id, place.number if place else None, names), case

    def _said(self, place: CaseRow | DossierRow | None) -> following.Said:
        """Return what is told of the piece to those who look at it."""
        arrived = self.carried.arrived
        return following.Said(
            self.carried.post_id,
            arrived.subject.strip(),
            arrived.sender.strip(),
            arrived.received_on,
            place.number if isinstance(place, CaseRow) else None,
            place.team if place else None,
        )

    def _deliver(
        self, case: CaseRow, tokens: Sequence[str], posted: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """Hand the piece to everything that was ticked, each with its own part of the answers."""
        arrived = self.carried.arrived
        deployed = self.runtime.deployed(self.tx, case.deployment_id)
        rules = DocumentRules.of(deployed.facts)
        offered = uploads.offered(self.tx, rules, self.by, files=self.carried.files)
        names = [self._afterwards(case, token) for token in tokens if _is_late(token)]
        tokens = [token for token in tokens if not _is_late(token)]
        parts = shared_out(post.schemas(self.runtime, self.tx, case, tokens), posted)
        documents = filling.Documents(offered, self.carried.refused)
        for token, part in zip(tokens, parts, strict=True):
            piece = post.Piece(
                self.carried.post_id, arrived.received_on, arrived.channel, part, documents
            )
            names.append(post.deliver(self.runtime, self.tx, case, token, piece, self.by).message)
        return tuple(names)

    def _afterwards(self, case: CaseRow, token: str) -> str:
        """Hand the piece to something that the case waits for no more."""
        arrived, element = self.carried.arrived, token.removeprefix(receipts.LATE)
        if len(arrived.reason) > LONGEST_REASON:
            raise RefusedBooking([Problem("_reason", "too_long", {"max": LONGEST_REASON})])
        piece = post.Piece(self.carried.post_id, arrived.received_on, arrived.channel, {})
        try:
            booked = receipts.deliver(
                self.runtime, self.tx, case, element, piece, self.by, reason=arrived.reason
            )
        except receipts.RefusedDay as refused:
            problems = [Problem("_received", each.code, each.facts) for each in refused.problems]
            raise RefusedBooking(problems) from None
        return booked.message

    def _placed(self, place: CaseRow | DossierRow | None, *, waited: bool) -> CaseRow | None:
        """Make documents of the files; when nobody waited, ask the owner to look."""
        runtime, tx, by, carried = self.runtime, self.tx, self.by, self.carried
        if place is None:
            return None
        if isinstance(place, DossierRow):
            case = following.look(runtime, tx, by, self._said(place), place.id, carried.files)
            if case is None:
                raise RefusedBooking([Problem("_number", "post.no_case")])
            return case
        following.add_documents(runtime, tx, by, place, carried.files)
        if not waited:
            meta = {"post": carried.post_id, "received_on": carried.arrived.received_on}
            told = {"subject": carried.arrived.subject, "sender": carried.arrived.sender}
            fact = Happened(HistoryKind.POST_FILED, by, meta, told)
            trail.append(tx, place.id, [fact], runtime.now())
            following.look(runtime, tx, by, self._said(place), place.dossier_id, ())
        return place


def _is_late(token: str) -> bool:
    return token.startswith(receipts.LATE)


def _id(dossier: DossierRow | None) -> str | None:
    return dossier.id if dossier else None


def _keep(
    runtime: Runtime,
    tx: store.Tx,
    by: Actor,
    carried: Carried,
    case: CaseRow | None,
    answered: Answered,
) -> None:
    """Keep the row of a piece, and its files when it belongs nowhere yet."""
    arrived = carried.arrived
    rows.add(
        tx,
        id=carried.post_id,
        case_id=case.id if case else None,
        dossier_id=case.dossier_id if case else None,
        message=" ".join(answered.messages),
        subject=arrived.subject.strip(),
        received_on=arrived.received_on,
        registered_at=runtime.now(),
        registered_by=by.person_id or "",
        channel=arrived.channel,
        values=store.plain(answered.posted),
        state=rows.DELIVERED if case else rows.WAITING,
        sender=arrived.sender.strip() or None,
        urgent=int(arrived.danger),
        unique_key=answered.key,
    )
    if case is None:
        rows.keep_files(tx, [_waiting(carried.post_id, each) for each in carried.files])
        meta = {"post": carried.post_id, "received_on": arrived.received_on}
        told = {"subject": arrived.subject, "sender": arrived.sender}
        trail.log(tx, [Happened(HistoryKind.POST_KEPT, by, meta, told)], runtime.now())


def shared_out(
    schemas: Sequence[bytes | None], posted: Mapping[str, Any]
) -> tuple[Mapping[str, Any], ...]:
    """Return for each form its own part of what was posted; what is nobody's, the first refuses."""
    parts = [filling.own(schema, posted) if schema is not None else {} for schema in schemas]
    known = {name for part in parts for name in part}
    foreign = {name: value for name, value in posted.items() if name not in known}
    at = next((place for place, schema in enumerate(schemas) if schema is not None), None)
    if foreign and at is None:
        raise RefusedBooking([Problem(next(iter(foreign)), "unknown_field")])
    return tuple({**part, **(foreign if n == at else {})} for n, part in enumerate(parts))


def _waiting(post_id: str, file: UploadRow) -> PostFile:
    return PostFile(
        post_id=post_id,
        id=file.id,
        type=file.type,
        name=file.name,
        content_hash=file.content_hash,
        media_type=file.media_type,
        size=file.size,
        created_at=file.created_at,
        inspected=file.inspected,
        sent_by=file.person_id,
    )
