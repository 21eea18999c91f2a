"""Documents of a case: letters that we make, files that people send; read, assessed, destroyed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from engine import cases, delivery, errors, letters, papers, store, uploads, vetting
from engine.advance import in_one_transaction
from engine.feel import tagged
from engine.model import (
    SYSTEM,
    Actor,
    DocumentKind,
    DocumentRules,
    DocumentState,
    DocumentType,
    Happened,
    HistoryKind,
    Permission,
    Value,
    Verdict,
)
from engine.papers import PaperView
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import documents as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store.documents import DocumentRow
from engine.store.rows import CaseRow
from engine.store.uploads import UploadRow
from engine.terms import is_confirmed, local_day

PDF = "application/pdf"
EXPIRED = "document_verlopen"
PIECE = 64 * 1024
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished letter that waits to be written in the case's own transaction."""

    name: str
    pdf: bytes
    sha256: str
    template_hash: str


class Pieces:
    """The bytes of an open file, piece by piece; who does not want them all closes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        """Return the pieces, and close the file behind the last."""
        with self._file:
            while piece := self._file.read(PIECE):
                yield piece

    def close(self) -> None:
        """Close the file, read or not."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class File:
    """A document with its bytes, piece by piece."""

    row: DocumentRow
    data: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Look:
    """A file as its own page shows it."""

    paper: PaperView
    number: str
    case_title: str
    sender: str | None
    may_assess: bool


@dataclass(frozen=True, slots=True)
class Adding:
    """The case that a file is added to, and the sorts of documents that its procedure knows."""

    number: str
    case_title: str
    types: tuple[DocumentType, ...]


def make(
    runtime: Runtime,
    deployed: Deployed,
    case: CaseRow,
    letter: str | None,
    values: Mapping[str, Value],
) -> Paper:
    """Make the letter `letter` of this deployment as PDF; touches no database.

    `values` fill the placeholders; `recipient`, `signature` (lists of lines) and `contact` go to
    the sheet.
    Raises ModelFault when the letter is unknown or a placeholder stays empty.
    """
    text = deployed.letters.get(letter or "")
    if text is None:
        raise errors.ModelFault("letter_unknown", case_id=case.id, letter=letter)
    made = letters.render(
        text,
        values,
        letters.LetterMeta(
            number=case.number,
            date=local_day(runtime.now()),
            recipient=_lines(values, "recipient") or (case.title,),
            signature=_lines(values, "signature"),
            sender=tuple(deployed.facts.get("sender", ())),
            contact=str(values.get("contact") or deployed.facts.get("contact", "")),
            demo=runtime.settings.demo,
            unconfirmed=_unconfirmed(runtime, letters.read(text).terms),
        ),
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Paper(made.subject, made.pdf, made.sha256, digest)


def keep(runtime: Runtime, tx: store.Tx, case: CaseRow, paper: Paper) -> Mapping[str, Value]:
    """Write the letter with the case; equal bytes are kept once. Returns its `id` and `name`."""
    row = rows.add(
        tx,
        case_id=case.id,
        kind=DocumentKind.LETTER,
        name=paper.name,
        data=paper.pdf,
        media_type=PDF,
        at=runtime.now(),
        template_hash=paper.template_hash,
    )
    return {"id": row.id, "name": row.name, "sha256": paper.sha256}


def read(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> File:
    """Return a document of a case that `by` may read; the look is written down.

    Raises NotFound when case or document are not there, not for the asker, or destroyed.
    """
    with runtime.store.read() as tx:
        case, row, _ = _readable(runtime, tx, number, document_id, by)
        data = rows.content(tx, row.content_hash) if row.kind == DocumentKind.LETTER else None
    if row.kind == DocumentKind.LETTER:
        if data is None:
            raise errors.NotFound("document")
        _note_look(runtime, case, row, by, HistoryKind.LETTER_READ)
        return File(row, (data,))
    file = runtime.vault.open(row.content_hash)
    _note_look(runtime, case, row, by, HistoryKind.DOCUMENT_READ)
    return File(row, Pieces(file))


def look(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> Look:
    """Return what is known of a file, without its bytes; the look is written down.

    Raises NotFound as `read`, but one that was destroyed still has its line.
    """
    with runtime.store.read() as tx:
        case, row, rules = _readable(runtime, tx, number, document_id, by, destroyed=True)
        names = people_rows.names(tx, [row.sent_by])
    if row.kind != DocumentKind.SENT:
        raise errors.NotFound("document")
    _note_look(runtime, case, row, by, HistoryKind.DOCUMENT_READ)
    shown = papers.shown(rules, row, by, local_day(runtime.now()))
    may_assess = runtime.policy.can(by, Permission.WORK_TASKS)
    return Look(shown, case.number, case.title, names.get(row.sent_by or ""), may_assess)


def picture(runtime: Runtime, *, number: str, document_id: str, page: int, by: Actor) -> bytes:
    """Return page `page` (from 1) of a file as PNG; the look is written down.

    Raises NotFound when there is no such page, or when it cannot be drawn.
    """
    with runtime.store.read() as tx:
        case, row, rules = _readable(runtime, tx, number, document_id, by)
    shown = papers.shown(rules, row, by, local_day(runtime.now()))
    if not 1 <= page <= shown.pages:
        raise errors.NotFound("document")
    with runtime.vault.open(row.content_hash) as file:
        drawn = vetting.draw(file, row.media_type, page).png
    if drawn is None:
        raise errors.NotFound("document")
    _note_look(runtime, case, row, by, HistoryKind.DOCUMENT_READ, page=page)
    return drawn


# --- files that come in --------------------------------------------------------------------------


def adding(runtime: Runtime, *, number: str, by: Actor) -> Adding:
    """Return what somebody who adds a file to a case may choose from; the look is written down."""
    with runtime.store.read() as tx:
        case = _workable(runtime, tx, number, by)
        rules = _rules(runtime, tx, case)
    fact = Happened(HistoryKind.CASE_READ, by, {"number": number})
    with runtime.store.write() as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return Adding(case.number, case.title, tuple(rules.types.values()))


def add(
    runtime: Runtime,
    *,
    number: str,
    files: Sequence[uploads.Sent],
    type_key: str | None,
    by: Actor,
) -> tuple[DocumentRow, ...]:
    """Add files to a case, all of them or none; one of a type of which there is one supersedes.

    Raises InvalidInput (code `refused_upload`) that says what is wrong with each, NotFound,
    NotAllowed.
    """
    with runtime.store.read() as tx:
        case = _workable(runtime, tx, number, by)
        rules = _rules(runtime, tx, case)
    _check_type(rules, type_key, len(files))
    try:
        accepted = uploads.accept(runtime, files)
        with uploads.placed(runtime, accepted), runtime.store.write() as tx:
            case = case_rows.lock(tx, case.id).case
            added = uploads.add_to_case(
                runtime,
                tx,
                case,
                rules,
                accepted,
                sent_by=by.person_id,
                type_key=type_key,
            )
            happened = [papers.came_in(row, by) for row in added]
            trail.append(tx, case.id, happened, runtime.now())
    except errors.InvalidInput as refused:
        _note_refusal(runtime, refused, by, case)
        raise
    return added


def add_to_page(
    runtime: Runtime,
    *,
    page_key: str,
    files: Sequence[uploads.Sent],
    type_key: str | None,
    by: Actor,
) -> tuple[UploadRow, ...]:
    """Keep files for a page whose case has not started; they become the case's when it does.

    Raises InvalidInput as `add`, NotAllowed.
    """
    _must(runtime, by, Permission.START_CASES)
    try:
        accepted = uploads.accept(runtime, files)
        with uploads.placed(runtime, accepted), runtime.store.write() as tx:
            kept = uploads.add_to_page(
                runtime,
                tx,
                accepted,
                person_id=by.person_id or "",
                page_key=page_key,
                type_key=type_key,
            )
            facts = [{"hash": row.content_hash} for row in kept]
            happened = [Happened(HistoryKind.DOCUMENT_ADDED, by, meta) for meta in facts]
            trail.log(tx, happened, runtime.now())
    except errors.InvalidInput as refused:
        _note_refusal(runtime, refused, by, None)
        raise
    return kept


def _check_type(rules: DocumentRules, type_key: str | None, files: int) -> None:
    sort = rules.types.get(type_key or "")
    if type_key is not None and sort is None:
        raise errors.InvalidInput([errors.Problem("_type", "upload.kind")], "refused_upload")
    if sort is not None and not sort.several and files > 1:
        raise errors.InvalidInput([errors.Problem("", "upload.one_file")], "refused_upload")


def _note_refusal(
    runtime: Runtime, refused: errors.InvalidInput, by: Actor, case: CaseRow | None
) -> None:
    codes = sorted({problem.code for problem in refused.problems})
    fact = Happened(HistoryKind.DOCUMENT_REFUSED, by, {"codes": codes})
    with runtime.store.write() as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id if case else None)


# --- what is found of them -----------------------------------------------------------------------


def assess(  # noqa: PLR0913 - what is written down of a document
    runtime: Runtime,
    *,
    number: str,
    document_id: str,
    by: Actor,
    verdict: Verdict | None,
    motivation: str,
    issued_on: date | None,
    expires_on: date | None,
) -> None:
    """Write down the dates of a file and what is found of it.

    The trail keeps old and new values, but not those of a confidential file: readers of the case
    read the trail too.
    Raises InvalidInput when a motivation is missing or the dates are the wrong way round.
    """
    said = motivation.strip()
    _check_assessment(verdict, said, issued_on, expires_on)
    new = {
        "verdict": str(verdict) if verdict else None,
        "motivation": said or None,
        "issued_on": issued_on,
        "expires_on": expires_on,
    }
    with runtime.store.write() as tx:
        case, row = _changeable(runtime, tx, number, document_id, by)
        old = {name: getattr(row, name) for name in new}
        rows.change(tx, row, **new)
        fact = Happened(
            HistoryKind.DOCUMENT_ASSESSED,
            by,
            papers.about(row),
            {} if row.access else {"old": old, "new": new},
        )
        trail.append(tx, case.id, [fact], runtime.now())


def destroy(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> None:
    """Destroy a file that its class orders to destroy once it was assessed; its line stays.

    Its bytes are gone from the vault, unless another document needs the same. Raises Conflict when
    it is to be kept or was not assessed.
    """
    with runtime.store.write() as tx:
        case, row = _changeable(runtime, tx, number, document_id, by)
        if not _rules(runtime, tx, case).orders_destruction(row.access):
            raise errors.Conflict("document_kept")
        if row.verdict is None:
            raise errors.Conflict("document_not_assessed")
        rows.change(tx, row, state=DocumentState.DESTROYED, name="")
        meta = {**papers.about(row), "hash": row.content_hash}
        trail.append(
            tx, case.id, [Happened(HistoryKind.DOCUMENT_DESTROYED, by, meta)], runtime.now()
        )
    uploads.remove_unwanted(runtime, [row.content_hash])


def expire(runtime: Runtime) -> int:
    """Tell the cases whose documents have expired, once; return of how many it was told.

    The message `document_verlopen` goes to the case if it waits for one; else it is kept for a
    person to see.
    """
    today = local_day(runtime.now())
    with runtime.store.read() as tx:
        over = rows.expired(tx, today)
    return sum(_tell(runtime, row, today) for row in over)


def _tell(runtime: Runtime, row: DocumentRow, today: date) -> bool:
    def work(tx: store.Tx) -> bool:
        locked = case_rows.lock(tx, row.case_id)
        now = rows.get(tx, row.case_id, row.id)
        if now is None or now.state != DocumentState.PRESENT or now.expires_on != row.expires_on:
            return False
        rows.change(tx, row, expiry_told_on=today)
        fact = Happened(HistoryKind.DOCUMENT_EXPIRED, SYSTEM, papers.about(row))
        trail.append(tx, row.case_id, [fact], runtime.now())
        given = {"document": row.id, "type": row.type, "expired_on": row.expires_on}
        values = tagged.encode_all(given)
        key = f"expired:{row.id}:{row.expires_on}"
        delivery.to_case(runtime, tx, locked.case, EXPIRED, values, key)
        return True

    return in_one_transaction(runtime, work)


def _check_assessment(
    verdict: Verdict | None, motivation: str, issued_on: date | None, expires_on: date | None
) -> None:
    problems = []
    if verdict not in {None, Verdict.MEETS} and not motivation:
        problems.append(errors.Problem("motivation", "required"))
    if len(motivation) > LONGEST:
        problems.append(errors.Problem("motivation", "too_long", {"max": LONGEST}))
    if issued_on and expires_on and expires_on < issued_on:
        problems.append(errors.Problem("expires_on", "document.dates"))
    if problems:
        raise errors.InvalidInput(problems)


# --- whose it is ---------------------------------------------------------------------------------


def _readable(
    runtime: Runtime,
    tx: store.Tx,
    number: str,
    document_id: str,
    by: Actor,
    *,
    destroyed: bool = False,
) -> tuple[CaseRow, DocumentRow, DocumentRules]:
    case = cases.readable(runtime, tx, number, by)
    row = rows.get(tx, case.id, document_id)
    if row is None:
        raise errors.NotFound("document")
    rules = _rules(runtime, tx, case)
    if not rules.lets(by, row.access):
        raise errors.Hidden("document", case_id=case.id)
    if row.state == DocumentState.DESTROYED and not destroyed:
        raise errors.NotFound("document_destroyed")
    return case, row, rules


def _changeable(
    runtime: Runtime, tx: store.Tx, number: str, document_id: str, by: Actor
) -> tuple[CaseRow, DocumentRow]:
    """Return a file that `by` may change, its case locked."""
    case = _workable(runtime, tx, number, by)
    case_rows.lock(tx, case.id)
    case, row, _ = _readable(runtime, tx, number, document_id, by)
    if row.kind != DocumentKind.SENT:
        raise errors.NotFound("document")
    return case, row


def _workable(runtime: Runtime, tx: store.Tx, number: str, by: Actor) -> CaseRow:
    _must(runtime, by, Permission.WORK_TASKS)
    return cases.readable(runtime, tx, number, by)


def _must(runtime: Runtime, by: Actor, permission: Permission) -> None:
    if not runtime.policy.can(by, permission):
        raise errors.NotAllowed("permission", permission=str(permission))


def _rules(runtime: Runtime, tx: store.Tx, case: CaseRow) -> DocumentRules:
    return DocumentRules.of(runtime.deployed(tx, case.deployment_id).facts)


def _note_look(
    runtime: Runtime, case: CaseRow, row: DocumentRow, by: Actor, kind: HistoryKind, **more: int
) -> None:
    fact = Happened(kind, by, {"document": row.id, "number": case.number, **more})
    with runtime.store.write() as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)


def _lines(values: Mapping[str, Value], name: str) -> tuple[str, ...]:
    found: Any = values.get(name)
    return tuple(str(line) for line in found) if isinstance(found, list) else ()


def _unconfirmed(runtime: Runtime, keys: Collection[str]) -> bool:
    """Tell whether a term that the letter names still has to be confirmed."""
    with runtime.store.read() as tx:
        terms = store.terms.all_terms(tx)
    return any(t.key in keys and not is_confirmed(t) for t in terms)
