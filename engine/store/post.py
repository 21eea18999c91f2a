"""Post: anything that came in, with the day of receipt, and what a case still waits for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, literal, select, union_all, update

from engine.store import whereabouts
from engine.store.ids import new_id
from engine.store.rows import Page, PostRow, SubscriptionRow, columns, one, read
from engine.store.tables import message, post, post_file
from engine.store.transactions import Tx

WAITING, DELIVERED, DROPPED = "waiting", "delivered", "dropped"
OPEN_MESSAGES = ("waiting", "expired")

_COLUMNS = columns(post, PostRow)
_LIST = select(*_COLUMNS).order_by(post.c.received_on, post.c.id)
_OF_CASE = _LIST.where(post.c.case_id == bindparam("the_case"))
_GET = select(*_COLUMNS).where(post.c.id == bindparam("the_id"))
_BY_KEY = select(*_COLUMNS).where(post.c.unique_key == bindparam("the_key"))
_END = (
    update(post)
    .where(post.c.id == bindparam("the_id"), post.c.state == WAITING)
    .values(
        state=bindparam("new_state"),
        case_id=bindparam("new_case"),
        dossier_id=bindparam("new_dossier"),
        message=bindparam("new_message"),
        ended_at=bindparam("at", type_=post.c.ended_at.type),
        ended_by=bindparam("by"),
        reason=bindparam("why"),
    )
)
_WAITS = select(
    post.c.id,
    literal("post").label("kind"),
    post.c.urgent.label("urgent"),
    post.c.registered_at.label("at"),
).where(post.c.state == WAITING)
_MESSAGES = select(
    message.c.id,
    literal("message").label("kind"),
    literal(0).label("urgent"),
    message.c.received_at.label("at"),
).where(message.c.state.in_(OPEN_MESSAGES))
_UNASSIGNED = union_all(_WAITS, _MESSAGES).subquery()
_LINES = select(_UNASSIGNED.c.id, _UNASSIGNED.c.kind).order_by(
    _UNASSIGNED.c.urgent.desc(), _UNASSIGNED.c.at, _UNASSIGNED.c.id
)
_URGENT = select(func.count()).select_from(post).where(post.c.state == WAITING, post.c.urgent == 1)


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file of a piece of post that belongs to no case yet."""

    post_id: str
    id: str
    type: str | None
    name: str
    content_hash: str
    media_type: str
    size: int
    created_at: datetime
    inspected: Mapping[str, Any]
    sent_by: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of what belongs nowhere yet: a piece of post, or (`kind` "message") a message."""

    id: str
    kind: str


_FILE = columns(post_file, PostFile)
_FILES = select(*_FILE).order_by(post_file.c.created_at, post_file.c.id)


def add(tx: Tx, **facts: Any) -> str:
    """Keep something that came in and return its id.

    `facts` are the columns of `PostRow`; an id is made. Raises TypeError when one is missing.
    """
    row = PostRow(**{"id": new_id(), **facts})
    tx.run(insert(post), {name: getattr(row, name) for name in row.__dataclass_fields__})
    return row.id


def get(tx: Tx, post_id: str) -> PostRow | None:
    """Return one piece of post."""
    return one(PostRow, tx.first(_GET, {"the_id": post_id}))


def by_key(tx: Tx, key: str) -> PostRow | None:
    """Return the piece of post that a page booked: a double click books one."""
    return one(PostRow, tx.first(_BY_KEY, {"the_key": key}))


def of_case(tx: Tx, case_id: str) -> tuple[PostRow, ...]:
    """Return what came in for a case, by day of receipt."""
    return read(PostRow, tx.all(_OF_CASE, {"the_case": case_id}))


def listing(tx: Tx, *, state: str, limit: int = 200) -> tuple[PostRow, ...]:
    """Return post in one state, the longest waiting first."""
    return read(PostRow, tx.all(_LIST.where(post.c.state == state).limit(limit)))


def some(tx: Tx, ids: Collection[str]) -> dict[str, PostRow]:
    """Return these pieces of post by id."""
    if not ids:
        return {}
    found = read(PostRow, tx.all(select(*_COLUMNS).where(post.c.id.in_(sorted(ids)))))
    return {row.id: row for row in found}


def unassigned(tx: Tx, *, page: int = 1, size: int = 50) -> Page[Waiting]:
    """Return a page of what belongs nowhere yet: what is urgent, then the longest waiting."""
    empty: Page[Waiting] = Page(
        (), int(tx.scalar(select(func.count()).select_from(_UNASSIGNED))), 1, size
    )
    wanted = empty.nearest(page)
    found = tx.all(_LINES.limit(size).offset((wanted - 1) * size))
    return Page(read(Waiting, found), empty.total, wanted, size)


def count_urgent(tx: Tx) -> int:
    """Return how many pieces wait in which somebody saw danger for a child."""
    return int(tx.scalar(_URGENT))


def end(  # noqa: PLR0913 - where it went
    tx: Tx,
    post_id: str,
    state: str,
    *,
    at: datetime,
    by: str | None,
    case_id: str | None = None,
    dossier_id: str | None = None,
    messages: str = "",
    why: str | None = None,
) -> bool:
    """Take a piece out of what belongs nowhere; False when somebody did so before."""
    told = {"the_id": post_id, "new_state": state, "new_case": case_id, "why": why}
    placed = {"new_dossier": dossier_id, "new_message": messages}
    return tx.run(_END, {**told, **placed, "at": at, "by": by}) == 1


def expected(tx: Tx, case_id: str) -> tuple[SubscriptionRow, ...]:
    """Return the messages that a case waits for."""
    return whereabouts.subscriptions(tx, case_id)


def keep_files(tx: Tx, files: Sequence[PostFile]) -> None:
    """Keep the rows of files of a piece that belongs to no case yet."""
    if files:
        tx.run(
            insert(post_file),
            [{n: getattr(row, n) for n in row.__dataclass_fields__} for row in files],
        )


def files_of(tx: Tx, post_ids: Collection[str]) -> tuple[PostFile, ...]:
    """Return the files of these pieces, the oldest first."""
    if not post_ids:
        return ()
    return read(PostFile, tx.all(_FILES.where(post_file.c.post_id.in_(sorted(post_ids)))))


def take_files(tx: Tx, post_id: str) -> tuple[PostFile, ...]:
    """Remove the files of a piece and return them: the caller makes documents of them."""
    found = tx.all(delete(post_file).where(post_file.c.post_id == post_id).returning(*_FILE))
    return tuple(sorted(read(PostFile, found), key=lambda row: (row.created_at, row.id)))
