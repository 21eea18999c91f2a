"""What belongs nowhere yet: post and messages in one list, each brought somewhere once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from engine import errors, store
from engine.advance import in_one_transaction
from engine.errors import Problem
from engine.mailroom.booking import Arrived, Booked, Carried, Room
from engine.mailroom.finding import Place, find, must, suggested
from engine.mailroom.sheet import as_upload
from engine.model import Actor, Happened, HistoryKind
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import messages as message_rows
from engine.store import people as people_rows
from engine.store import post as rows
from engine.store.messages import MessageRow
from engine.store.post import PostFile
from engine.store.rows import Page, PostRow

PAGE_SIZE = 50
SHORTEST_REASON, LONGEST_REASON = 3, 500
MOST_PREVIEW = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a piece of post, or a message that nobody took.

    `since` is when it came into the list; `files` is how many came with a piece, `origin` the
    number of the case that sent a message.
    """

    id: str
    since: datetime
    piece: PostRow | None = None
    message: MessageRow | None = None
    files: int = 0
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A piece that belongs nowhere yet, with its files and the places that it may be for.

    `preview` is the beginning of its first text, as plain text.
    """

    piece: PostRow
    files: tuple[PostFile, ...]
    places: tuple[Place, ...]
    booked_by: str
    preview: str


def listing(runtime: Runtime, *, by: Actor, page: int = 1) -> Page[Line]:
    """Return what belongs nowhere yet: urgent first, then the longest waiting.

    The look is written down.
    """
    must(runtime, by)
    with runtime.store.read() as tx:
        found = rows.unassigned(tx, page=page, size=PAGE_SIZE)
        lines = _lines(tx, found.rows)
    fact = Happened(HistoryKind.LIST_READ, by, {"name": "unassigned messages"})
    with runtime.store.write("unassigned_post.list") as tx:
        trail.log(tx, [fact], runtime.now())
    return Page(lines, found.total, found.number, found.size)


def _lines(tx: store.Tx, waiting: Sequence[rows.Waiting]) -> tuple[Line, ...]:
    ids = {kind: [e.id for e in waiting if e.kind == kind] for kind in ("post", "message")}
    pieces = rows.some(tx, ids["post"])
    messages = message_rows.some(tx, ids["message"])
    heads = case_rows.heads(tx, [m.from_case for m in messages.values() if m.from_case])
    counted: dict[str, int] = {}
    for file in rows.files_of(tx, ids["post"]):
        counted[file.post_id] = counted.get(file.post_id, 0) + 1
    lines = []
    for each in waiting:
        piece, message = pieces.get(each.id), messages.get(each.id)
        if piece is not None:
            lines.append(Line(each.id, piece.registered_at, piece, files=counted.get(each.id, 0)))
        elif message is not None:
            origin = heads.get(message.from_case or "", (None,))[0]
            lines.append(Line(each.id, message.received_at, message=message, origin=origin))
    return tuple(lines)


def urgent(runtime: Runtime, *, by: Actor) -> int:
    """Return how many pieces wait in which somebody saw danger for a child.

    The look is written down.
    """
    must(runtime, by)
    with runtime.store.read() as tx:
        found = rows.count_urgent(tx)
    fact = Happened(HistoryKind.LIST_READ, by, {"list": "post"})
    with runtime.store.write("unassigned_post.count_urgent") as tx:
        trail.log(tx, [fact], runtime.now())
    return found


def view(runtime: Runtime, *, post_id: str, by: Actor) -> Unplaced:
    """Return a piece that belongs nowhere yet; the look is written down.

    Raises NotFound, AlreadyDone (with who, and where it went) when somebody took it.
    """
    must(runtime, by)
    with runtime.store.read() as tx:
        piece = _open(tx, post_id)
        files = rows.files_of(tx, [post_id])
        places = suggested(runtime, tx, by, piece.sender or "", _about(piece))
        names = people_rows.names(tx, [piece.registered_by])
    fact = Happened(HistoryKind.POST_READ, by, {"post": post_id})
    with runtime.store.write("unassigned_post.look") as tx:
        trail.log(tx, [fact], runtime.now())
    text = next((each for each in files if each.media_type == "text/plain"), None)
    preview = _preview(runtime, text) if text else ""
    return Unplaced(piece, files, places, names.get(piece.registered_by, ""), preview)


def _about(piece: PostRow) -> str:
    """Return what a piece says of its place: the cases that a mail is about, then its subject."""
    return " ".join([*map(str, piece.values.get("numbers", ())), piece.subject])


def _preview(runtime: Runtime, file: PostFile) -> str:
    with runtime.vault.open(file.content_hash) as opened:
        return opened.read(MOST_PREVIEW).decode("utf-8", "replace").removeprefix("\ufeff")


def read(runtime: Runtime, *, post_id: str, file_id: str, by: Actor) -> tuple[PostFile, IO[bytes]]:
    """Return a file of a piece that belongs nowhere yet; the look is written down.

    Raises NotFound.
    """
    must(runtime, by)
    with runtime.store.read() as tx:
        found = next((f for f in rows.files_of(tx, [post_id]) if f.id == file_id), None)
    if found is None:
        raise errors.NotFound("document")
    opened = runtime.vault.open(found.content_hash)
    fact = Happened(HistoryKind.POST_READ, by, {"post": post_id, "document": file_id})
    with runtime.store.write("unassigned_post.read") as tx:
        trail.log(tx, [fact], runtime.now())
    return found, opened


def assign(  # noqa: PLR0913 - what goes where
    runtime: Runtime,
    *,
    post_id: str,
    number: str,
    tokens: Sequence[str],
    posted: Mapping[str, Any],
    by: Actor,
    refused: tuple[Problem, ...] = (),
    reason: str = "",
) -> Booked:
    """Bring a piece to a case or dossier, once, with all its files; its day of receipt rules.

    `reason` says why what came too late counts all the same.
    Raises as `booking.book`, AlreadyDone (with who) when somebody took it meanwhile.
    """
    must(runtime, by)

    def work(tx: store.Tx) -> Booked:
        piece = _open(tx, post_id)
        place = find(runtime, tx, by, number)
        files = tuple(as_upload(each) for each in rows.take_files(tx, post_id))
        arrived = Arrived(
            piece.received_on,
            piece.channel,
            piece.sender or "",
            piece.subject,
            danger=False,
            reason=reason,
        )
        room = Room(runtime, tx, by, Carried(post_id, arrived, files, refused))
        booked, case = room.bring(place, tokens, posted)
        taken = rows.end(
            tx,
            post_id,
            rows.DELIVERED,
            at=runtime.now(),
            by=by.person_id,
            case_id=case.id if case else None,
            dossier_id=case.dossier_id if case else None,
            messages=" ".join(booked.messages),
        )
        if not taken:
            raise errors.AlreadyDone("post.taken")
        fact = Happened(HistoryKind.POST_ASSIGNED, by, {"post": post_id, "number": number})
        trail.log(tx, [fact], runtime.now(), case_id=case.id if case else None)
        return booked

    return in_one_transaction(runtime, work, transaction="unassigned_post.assign")


def drop(runtime: Runtime, *, post_id: str, reason: str, by: Actor) -> None:
    """Put aside for good what is not for us, with the reason; its files stay with it.

    Raises InvalidInput without a reason, AlreadyDone (with who) when somebody took it meanwhile.
    """
    must(runtime, by)
    why = reason.strip()
    if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
        raise errors.InvalidInput([Problem("reason", "message.reason")])
    now = runtime.now()
    with runtime.store.write("unassigned_post.drop") as tx:
        _open(tx, post_id)
        if not rows.end(tx, post_id, rows.DROPPED, at=now, by=by.person_id, why=why):
            raise errors.AlreadyDone("post.taken")
        fact = Happened(HistoryKind.POST_DROPPED, by, {"post": post_id}, {"reason": why})
        trail.log(tx, [fact], now)


def _open(tx: store.Tx, post_id: str) -> PostRow:
    """Return a piece that waits. Raises NotFound, AlreadyDone that says who took it and when."""
    piece = rows.get(tx, post_id)
    if piece is None:
        raise errors.NotFound("post.gone")
    if piece.state != rows.WAITING:
        names = people_rows.names(tx, [piece.ended_by])
        who, when = names.get(piece.ended_by or ""), piece.ended_at
        day: date | None = when.date() if when else None
        raise errors.AlreadyDone("post.taken", who=who, day=day)
    return piece
