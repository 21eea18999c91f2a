"""Files that people send: added to a case, or kept for a page whose case has not started."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from engine import errors, mails, papers, store, uploads
from engine.documents.whose import must, rules_of, workable
from engine.model import (
    Actor,
    DocumentRules,
    DocumentType,
    Happened,
    HistoryKind,
    Permission,
)
from engine.runtime import Runtime
from engine.store import documents as rows
from engine.store import history as trail
from engine.store import locking
from engine.store.documents import DocumentRow
from engine.store.rows import CaseRow
from engine.store.uploads import UploadRow


@dataclass(frozen=True, slots=True)
class Adding:
    """The case that a file is added to, and the sorts of documents that its procedure knows."""

    number: str
    case_title: str
    types: tuple[DocumentType, ...]


def adding(runtime: Runtime, *, number: str, by: Actor) -> Adding:
    """Return what somebody who adds a file to a case may choose from; the look is written down."""
    with runtime.store.read() as tx:
        case = workable(runtime, tx, number, by)
        rules = rules_of(runtime, tx, case)
    fact = Happened(HistoryKind.CASE_READ, by, {"number": number})
    with runtime.store.write("documents.choose") as tx:
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

    A file that this person added before, under the same name and as the same type, is one file:
    it is there as long as nothing superseded it.
    Of a mail the files in it come in or are refused one by one; its own row tells which were
    refused. Raises InvalidInput (code `refused_upload`) that says what is wrong with each file,
    NotFound, NotAllowed.
    """
    with runtime.store.read() as tx:
        case = workable(runtime, tx, number, by)
        rules = rules_of(runtime, tx, case)
    _check_type(rules, type_key, len(files))
    try:
        accepted = uploads.accept(runtime, files)
        with ExitStack() as stack:
            whole = [stack.enter_context(mails.opened(runtime, each)) for each in accepted]
            stack.enter_context(uploads.placed(runtime, [part for each in whole for part in each]))
            tx = stack.enter_context(runtime.store.write("documents.add"))
            case = locking.lock(tx, case.id).case
            known = _known(tx, case.id, type_key, by)
            again = [known[_is(each[0])] for each in whole if _is(each[0]) in known]
            whole = [each for each in whole if _is(each[0]) not in known]
            inside = [part for each in whole for part in each[1:]]
            sent, who = [each[0] for each in whole], by.person_id
            added = uploads.add_to_case(
                runtime, tx, case, rules, sent, sent_by=who, type_key=type_key
            ) + uploads.add_to_case(runtime, tx, case, rules, inside, sent_by=who)
            happened = [papers.came_in(row, by) for row in added]
            if happened:
                trail.append(tx, case.id, happened, runtime.now())
    except errors.InvalidInput as refused:
        note_refusal(runtime, refused, by, case)
        raise
    return (*again, *added)


def _known(
    tx: store.Tx, case_id: str, type_key: str | None, by: Actor
) -> dict[tuple[str, str], DocumentRow]:
    """Return the files that somebody added to a case as this type, by what they are."""
    mine = (row for row in rows.present_files(tx, case_id) if row.sent_by == by.person_id)
    return {_is(row): row for row in mine if row.type == type_key}


def _is(file: uploads.Accepted | DocumentRow) -> tuple[str, str]:
    return file.name, file.content_hash


def add_to_page(
    runtime: Runtime,
    *,
    page_key: str,
    files: Sequence[uploads.Sent],
    type_key: str | None,
    by: Actor,
) -> tuple[UploadRow, ...]:
    """Keep files for a page whose case has not started; those chosen become the case's with it.

    Raises InvalidInput as `add`, NotAllowed.
    """
    must(runtime, by, Permission.START_CASES)
    try:
        accepted = uploads.accept(runtime, files)
        with uploads.placed(runtime, accepted), runtime.store.write("page_files.add") as tx:
            kept = kept_for_page(runtime, tx, accepted, page_key=page_key, type_key=type_key, by=by)
    except errors.InvalidInput as refused:
        note_refusal(runtime, refused, by, None)
        raise
    return kept


def kept_for_page(
    runtime: Runtime,
    tx: store.Tx,
    files: Sequence[uploads.Accepted],
    *,
    page_key: str,
    type_key: str | None,
    by: Actor,
) -> tuple[UploadRow, ...]:
    """Keep files that were accepted for a page, and write down that they came in.

    Raises InvalidInput when there is no room.
    """
    kept = uploads.add_to_page(
        runtime,
        tx,
        files,
        person_id=by.person_id or "",
        page_key=page_key,
        type_key=type_key,
    )
    facts = [{"hash": row.content_hash} for row in kept]
    happened = [Happened(HistoryKind.DOCUMENT_ADDED, by, meta) for meta in facts]
    trail.log(tx, happened, runtime.now())
    return kept


def _check_type(rules: DocumentRules, type_key: str | None, files: int) -> None:
    sort = rules.types.get(type_key or "")
    if type_key is not None and sort is None:
        raise errors.InvalidInput([errors.Problem("_type", "upload.kind")], "refused_upload")
    if sort is not None and not sort.several and files > 1:
        raise errors.InvalidInput([errors.Problem("", "upload.one_file")], "refused_upload")


def note_refusal(
    runtime: Runtime, refused: errors.InvalidInput, by: Actor, case: CaseRow | None
) -> None:
    """Write down that files were refused, and why, but not what they are called."""
    codes = sorted({problem.code for problem in refused.problems})
    fact = Happened(HistoryKind.DOCUMENT_REFUSED, by, {"codes": codes})
    with runtime.store.write("uploads.refuse") as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id if case else None)
