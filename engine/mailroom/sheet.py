"""The sheet on which a piece is booked: the place that was chosen and what is expected there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine import filling, forms, mails, receipts, store, uploads
from engine.casefile import awaited_name, processes_of
from engine.errors import Problem
from engine.mailroom.finding import Place, find, must, place_of
from engine.model import Actor, DocumentRules, Happened, HistoryKind, Term
from engine.runtime import Deployed, Runtime
from engine.store import history as trail
from engine.store import post as rows
from engine.store import terms as term_rows
from engine.store import uploads as upload_rows
from engine.store import whereabouts
from engine.store.post import PostFile
from engine.store.rows import CaseRow, SubscriptionRow
from engine.store.uploads import UploadRow
from engine.terms import Carrier

FILES = "_files"
"""The file picker of the piece itself: whatever came in, beside what its forms ask."""

OURS = (Carrier.AGENCY, Carrier.ON_CALL, Carrier.NOBODY)
OPEN = ("running", "exceeded")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on the page so far: the place, what was ticked there, and the answers.

    `key` is that of the page whose files they are; with `post_id` they are those of a piece that
    waits. `rows` asks for what `filling.redraw` can change, `problems` are those of its answers.
    """

    number: str | None = None
    tokens: Sequence[str] = ()
    posted: Mapping[str, Any] = field(default_factory=dict)
    received_on: date | None = None
    key: str = ""
    post_id: str | None = None
    rows: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of what is expected, and whether a piece of the day of receipt is in time."""

    term: str
    last: date
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that a case waits for; its form when it is ticked.

    `over` says that it waits for it no more: it had until the deadline.
    """

    token: str
    message: str
    name: str
    chosen: bool
    deadline: Deadline | None
    form: forms.FormView | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The place that was chosen, what is expected there, and the files that came in so far."""

    place: Place | None
    awaited: tuple[Awaited, ...]
    files: tuple[UploadRow, ...]
    mail: mails.MailFacts | None = None

    @property
    def takes_files(self) -> bool:
        """Tell whether a form that is ticked asks for files of its own."""
        return any(each.form and each.form.takes_files for each in self.awaited)


def sheet(runtime: Runtime, *, by: Actor, typed: Typed) -> Sheet:
    """Return the sheet with what was typed so far; nothing is kept.

    A look at a case is written down. Raises NotFound for a place that is not there.
    """
    must(runtime, by)
    with runtime.store.read() as tx:
        files = files_here(tx, by, typed.key, typed.post_id)
        row = find(runtime, tx, by, typed.number) if typed.number else None
        waiting: tuple[Awaited, ...] = ()
        if isinstance(row, CaseRow):
            waiting = tuple(_awaited(runtime, tx, by, row, typed, files))
    if isinstance(row, CaseRow):
        fact = Happened(HistoryKind.CASE_READ, by, {"number": row.number})
        with runtime.store.write("post.look") as tx:
            trail.log(tx, [fact], runtime.now(), case_id=row.id, dossier_id=row.dossier_id)
    return Sheet(place_of(row) if row else None, waiting, files, mails.told(files))


def files_here(tx: store.Tx, by: Actor, key: str, post_id: str | None) -> tuple[UploadRow, ...]:
    """Return the files of a page, or of a piece that waits."""
    if post_id is not None:
        return tuple(as_upload(each) for each in rows.files_of(tx, [post_id]))
    return upload_rows.of_page(tx, by.person_id or "", key) if key else ()


def as_upload(file: PostFile) -> UploadRow:
    """Return the file of a piece that waits as one that can become a document."""
    return UploadRow(
        id=file.id,
        person_id=file.sent_by or "",
        page_key=file.post_id,
        type=file.type,
        name=file.name,
        content_hash=file.content_hash,
        media_type=file.media_type,
        size=file.size,
        created_at=file.created_at,
        inspected=file.inspected,
    )


def _awaited(
    runtime: Runtime,
    tx: store.Tx,
    by: Actor,
    case: CaseRow,
    typed: Typed,
    files: Sequence[UploadRow],
) -> Iterator[Awaited]:
    deployed = runtime.deployed(tx, case.deployment_id)
    clocks = [
        (clock.end, term)
        for clock, term in term_rows.clocks_of(tx, case.id)
        if clock.state in OPEN and term.carrier not in OURS
    ]
    offered = uploads.offered(tx, DocumentRules.of(deployed.facts), by, files=files)
    for waits in whereabouts.subscriptions(tx, case.id):
        if waits.kind != "message":
            continue
        chosen = waits.token in typed.tokens
        schema = deployed.forms.get(waits.message)
        drawn = _form(runtime, schema, typed, offered) if chosen and schema else None
        yield Awaited(
            waits.token,
            waits.message,
            awaited_name(deployed, case, waits),
            chosen,
            _deadline(deployed, case, waits, clocks, typed.received_on),
            drawn,
        )
    for missed in receipts.offered(runtime, tx, case):
        token, last, day = receipts.LATE + missed.element, missed.end, typed.received_on
        in_time = None if last is None or day is None else day <= last
        deadline = None if last is None else Deadline(missed.name, last, in_time)
        chosen = token in typed.tokens
        yield Awaited(token, missed.message, missed.name, chosen, deadline, over=True)


def _form(
    runtime: Runtime, schema: bytes, typed: Typed, offered: Mapping[str, Any]
) -> forms.FormView:
    own = filling.own(schema, typed.posted)
    wanted = {
        name: key
        for name, key in typed.rows.items()
        if filling.own(schema, {key.partition(":")[0]: ""})
    }
    mine = tuple(each for each in typed.problems if filling.own(schema, {each.field: ""}))
    documents = filling.Documents(offered, mine, may_add=typed.post_id is None)
    if not own and not wanted and not mine:
        return filling.blank(runtime, schema, {}, documents)
    return filling.redraw(runtime, schema, own, {}, wanted, documents)


def _deadline(
    deployed: Deployed,
    case: CaseRow,
    waits: SubscriptionRow,
    clocks: Sequence[tuple[date | None, Term]],
    received_on: date | None,
) -> Deadline | None:
    """Return the first end of what others must do, among the terms of the process that waits."""
    keys = _terms_of(deployed, case, waits.element)
    ends = [(end, term) for end, term in clocks if end is not None and term.key in keys]
    if not ends:
        return None
    end, term = min(ends, key=lambda each: each[0])
    in_time = None if received_on is None else received_on <= end
    return Deadline(term.title or term.key, end, in_time)


def _terms_of(deployed: Deployed, case: CaseRow, element: str) -> frozenset[str]:
    for process_id in processes_of(deployed, case.process_id):
        process = deployed.bundle.process(process_id)
        if any(each.id == element for each in process.elements):
            return frozenset(process.term_keys)
    return frozenset()
