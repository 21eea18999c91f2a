"""A letter of ours on its way: how and when it was posted, and that it came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import errors, letters, papers, store
from engine.documents.reading import note_look
from engine.documents.whose import must, readable
from engine.errors import Problem
from engine.model import Actor, DocumentKind, Happened, HistoryKind, Permission, Value
from engine.papers import PaperView
from engine.runtime import Runtime
from engine.store import documents as rows
from engine.store import history as trail
from engine.store import locking
from engine.store.documents import DocumentRow
from engine.store.rows import Locked
from engine.terms import local_day

MOST = 200
_BACK = ("returned_on", "reason")


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as its own page shows it; `posting` is empty until somebody wrote it down.

    `same_layout`: the page layout of the letter is the one in use. `copyable`: what was filled in
    is kept, so a copy to work with can be made.
    """

    paper: PaperView
    number: str
    case_title: str
    posting: Mapping[str, Any]
    same_layout: bool
    copyable: bool
    may_record: bool


def letter(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> LetterView:
    """Return what is known of a letter of ours; the look is written down. Raises NotFound."""
    with runtime.store.read() as tx:
        case, row, rules, actor = readable(runtime, tx, number, document_id, by)
        _must_be_ours(row)
    note_look(runtime, case, row, actor, HistoryKind.LETTER_READ)
    return LetterView(
        paper=papers.shown(rules, row, actor, local_day(runtime.now())),
        number=case.number,
        case_title=case.title,
        posting=row.posting or {},
        same_layout=row.layout_hash in (None, runtime.layout.sha256),
        copyable=row.data_hash is not None,
        may_record=runtime.policy.can(by, Permission.REGISTER_POST),
    )


def copy(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> bytes:
    """Return a letter as DOCX, a copy to work with; the look is written down.

    Raises NotFound, also for a letter of which what was filled in was not kept.
    """
    with runtime.store.read() as tx:
        case, row, _, actor = readable(runtime, tx, number, document_id, by)
        _must_be_ours(row)
        data = rows.content(tx, row.data_hash) if row.data_hash else None
    if data is None:
        raise errors.NotFound("document")
    note_look(runtime, case, row, actor, HistoryKind.LETTER_READ)
    return letters.docx(data)


def record_posting(  # noqa: PLR0913 - which letter, and what is told of it
    runtime: Runtime,
    *,
    number: str,
    document_id: str,
    by: Actor,
    sent_on: date | None,
    carrier: str,
    evidence: str,
) -> None:
    """Write down that a letter was posted; `evidence` is the track-and-trace number or the like.

    Raises InvalidInput for a day before the letter, after today or after it came back, or without
    a carrier; NotAllowed, NotFound.
    """
    with runtime.store.write("letters.post") as tx:
        row = _ours(runtime, tx, number, document_id, by)
        problems = _day_problems(runtime, row, "sent_on", sent_on)
        back = (row.posting or {}).get("returned_on")
        if sent_on is not None and back and sent_on > date.fromisoformat(str(back)):
            problems.append(Problem("sent_on", "after_return"))
        if not carrier.strip():
            problems.append(Problem("carrier", "required"))
        problems += [
            Problem(name, "too_long", {"max": MOST})
            for name, text in (("carrier", carrier), ("evidence", evidence))
            if len(text) > MOST
        ]
        if problems:
            raise errors.InvalidInput(problems)
        posting = {"sent_on": sent_on, "carrier": carrier.strip(), "evidence": evidence.strip()}
        told = {name: value for name, value in {**_rest(row), **posting}.items() if value}
        _keep(tx, row, told, (HistoryKind.LETTER_POSTED, by), runtime.now())


def record_return(
    runtime: Runtime,
    *,
    number: str,
    document_id: str,
    by: Actor,
    returned_on: date | None,
    reason: str,
) -> None:
    """Write down that a letter came back, and why as the carrier says it.

    Raises InvalidInput for a day before it was posted or after today, or without a reason;
    NotAllowed, NotFound for one that was never posted.
    """
    with runtime.store.write("letters.return") as tx:
        row = _ours(runtime, tx, number, document_id, by)
        if not row.posting or "sent_on" not in row.posting:
            raise errors.NotFound("document")
        problems = _day_problems(runtime, row, "returned_on", returned_on)
        sent_on = date.fromisoformat(str(row.posting["sent_on"]))
        if returned_on is not None and not problems and returned_on < sent_on:
            problems.append(Problem("returned_on", "before_posting"))
        if not reason.strip() or len(reason) > MOST:
            code = "too_long" if reason.strip() else "required"
            problems.append(Problem("reason", code, {"max": MOST}))
        if problems:
            raise errors.InvalidInput(problems)
        back = {"returned_on": returned_on, "reason": reason.strip()}
        told = {**row.posting, **back}
        _keep(tx, row, told, (HistoryKind.LETTER_RETURNED, by), runtime.now())


def post_for_case(tx: store.Tx, locked: Locked, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Write with a letter of the case how it was posted, as a task of the case said it.

    `values`: `letter`, the id of the letter, and what is known of `sent_on`, `carrier`, `evidence`
    and `notified_on`. In the case's own transaction. Without a letter of this case nothing happens:
    a case that began before letters were named here has none.
    """
    named = values.get("letter")
    row = rows.get(tx, locked.case.id, named) if isinstance(named, str) else None
    if row is None or row.kind != DocumentKind.LETTER:
        return {}
    told = ("sent_on", "carrier", "evidence", "notified_on")
    posting = {name: store.plain(values[name]) for name in told if values.get(name) is not None}
    rows.change(tx, row, posting={**(row.posting or {}), **posting})
    return {"letter": row.id}


def _rest(row: DocumentRow) -> dict[str, Any]:
    """Return what is known of a letter on its way that its sender does not tell."""
    return {n: v for n, v in (row.posting or {}).items() if n in {"notified_on", *_BACK}}


def _ours(runtime: Runtime, tx: store.Tx, number: str, document_id: str, by: Actor) -> DocumentRow:
    must(runtime, by, Permission.REGISTER_POST)
    case, *_ = readable(runtime, tx, number, document_id, by)
    locking.lock(tx, case.id)
    _, row, *_ = readable(runtime, tx, number, document_id, by)
    _must_be_ours(row)
    return row


def _must_be_ours(row: DocumentRow) -> None:
    if row.kind != DocumentKind.LETTER:
        raise errors.NotFound("document")


def _day_problems(runtime: Runtime, row: DocumentRow, name: str, day: date | None) -> list[Problem]:
    if day is None:
        return [Problem(name, "not_a_date")]
    if day > local_day(runtime.now()):
        return [Problem(name, "in_future")]
    if day < local_day(row.created_at):
        return [Problem(name, "before_the_letter")]
    return []


def _keep(
    tx: store.Tx,
    row: DocumentRow,
    posting: Mapping[str, Any],
    fact: tuple[HistoryKind, Actor],
    at: datetime,
) -> None:
    told = {name: store.plain(value) for name, value in posting.items()}
    rows.change(tx, row, posting=told)
    trail.append(tx, row.case_id, [Happened(*fact, papers.about(row), told)], at)
