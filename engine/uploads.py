"""Files that come in: vetted, scanned, counted, put in the vault; cleared when nobody keeps them.

No authorisation and no audit lines: that is the verbs'. A file is in its place before its row is
committed, and goes after its row; what dies between the two leaves a file that the sweep removes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from engine import errors, store, vetting
from engine.model import Actor, DocumentKind, DocumentRules, Value
from engine.runtime import Runtime
from engine.store import documents as rows
from engine.store import uploads as pending
from engine.store.documents import DocumentRow
from engine.store.rows import CaseRow
from engine.store.uploads import UploadRow
from engine.vault import Incoming
from engine.vetting import Scan

MB = 1024 * 1024
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent; what it is called is the sender's word."""

    name: str
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may come in: what it is, and what was found in it."""

    name: str
    incoming: Incoming
    media_type: str
    inspected: Mapping[str, Any]
    type: str | None = None

    @property
    def content_hash(self) -> str:
        """Return the SHA-256 of its bytes."""
        return self.incoming.digest

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return self.incoming.size


def receive(runtime: Runtime) -> Incoming:
    """Return where one file can be written to, cut off at the limit of the settings."""
    return runtime.vault.receive(runtime.settings.upload_mb * MB)


def accept(runtime: Runtime, files: Sequence[Sent]) -> tuple[Accepted, ...]:
    """Return `files` as they may come in.

    Raises InvalidInput that names every file that may not, and why; then none of them does.
    """
    if not files:
        raise errors.InvalidInput([errors.Problem("", "upload.none")], "refused_upload")
    found = [vet(runtime, file) for file in files]
    problems = [each for each in found if isinstance(each, errors.Problem)]
    if problems:
        raise errors.InvalidInput(problems, "refused_upload")
    return tuple(each for each in found if isinstance(each, Accepted))


def vet(runtime: Runtime, file: Sent) -> Accepted | errors.Problem:
    """Return a file as it may come in, or why it may not."""
    settings, incoming = runtime.settings, file.incoming
    shown = vetting.shown_name(file.name)
    if incoming.too_large:
        facts = {"name": shown, "most": settings.upload_mb}
        return errors.Problem("", "upload.too_large", facts)
    incoming.finish()
    with incoming.plain() as plain:
        vetted = vetting.vet(plain, macros=settings.upload_macros)
    if vetted.refused is not None:
        return errors.Problem("", vetted.refused, {"name": shown})
    with incoming.plain() as plain:
        scan = vetting.scan(plain, settings.clamd)
    if scan is Scan.INFECTED:
        return errors.Problem("", "upload.infected", {"name": shown})
    if scan is Scan.FAILED and settings.clamd_required:
        return errors.Problem("", "upload.not_scanned", {"name": shown})
    said = Scan.NOT_SCANNED if scan is Scan.FAILED else scan
    inspected = {"pages": vetted.pages, "active": list(vetted.active), "scan": str(said)}
    name = vetting.clean_name(file.name, vetted.media_type)
    return Accepted(name, incoming, vetted.media_type, inspected)


@contextmanager
def placed(runtime: Runtime, files: Sequence[Accepted]) -> Iterator[None]:
    """Put `files` in the vault; the block commits their rows before a sweep can miss them."""
    with runtime.vault.among_others():
        for file in files:
            runtime.vault.place(file.incoming)
        yield


def add_to_case(  # noqa: PLR0913 - what a document is made of
    runtime: Runtime,
    tx: store.Tx,
    case: CaseRow,
    rules: DocumentRules,
    files: Sequence[Accepted | UploadRow],
    *,
    sent_by: str | None,
    type_key: str | None = None,
) -> tuple[DocumentRow, ...]:
    """Make documents of files; one of a type of which there is one supersedes the one before.

    A file of a page keeps its id: what was filled in there names it.
    The caller holds the case. Raises InvalidInput when the case or the vault is full.
    """
    added = []
    for file in files:
        sort = rules.types.get(type_key or file.type or "")
        version = 1
        if sort is not None and not sort.several:
            version = rows.last_version(tx, case.id, sort.key) + 1
            rows.supersede(tx, case.id, sort.key)
        row = DocumentRow(
            id=file.id if isinstance(file, UploadRow) else store.new_id(),
            case_id=case.id,
            kind=DocumentKind.SENT,
            name=file.name,
            content_hash=file.content_hash,
            media_type=file.media_type,
            size=file.size,
            created_at=runtime.now(),
            type=sort.key if sort else None,
            access=sort.access if sort else None,
            sent_by=sent_by,
            inspected=file.inspected,
            version=version,
        )
        rows.add_row(tx, row)
        added.append(row)
    check_room(runtime, tx, case.id)
    return tuple(added)


def add_to_page(
    runtime: Runtime,
    tx: store.Tx,
    files: Sequence[Accepted],
    *,
    person_id: str,
    page_key: str,
    type_key: str | None,
) -> tuple[UploadRow, ...]:
    """Keep files for a page whose case has not started. Raises InvalidInput when there is no room.

    They may be as large together as the files of one case. The same file of the same type twice,
    because it was sent again, is one.
    """
    sent = []
    for file in files:
        row = UploadRow(
            id=store.named_id(person_id, page_key, type_key or "", file.name, file.content_hash),
            person_id=person_id,
            page_key=page_key,
            type=type_key,
            name=file.name,
            content_hash=file.content_hash,
            media_type=file.media_type,
            size=file.size,
            created_at=runtime.now(),
            inspected=file.inspected,
        )
        pending.add(tx, row)
        sent.append(row)
    kept = pending.of_page(tx, person_id, page_key)
    _refuse_over(sum(row.size for row in kept), runtime.settings.upload_case_mb, "upload.case_full")
    _refuse_over(rows.bytes_of_all(tx), runtime.settings.upload_total_mb, "upload.full")
    return tuple(sent)


def check_room(runtime: Runtime, tx: store.Tx, case_id: str) -> None:
    """Raise InvalidInput when the files of a case, or all files, are more than the settings say."""
    settings = runtime.settings
    _refuse_over(rows.bytes_of_case(tx, case_id), settings.upload_case_mb, "upload.case_full")
    _refuse_over(rows.bytes_of_all(tx), settings.upload_total_mb, "upload.full")


def _refuse_over(size: int, most: int, code: str) -> None:
    if size > most * MB:
        raise errors.InvalidInput([errors.Problem("", code, {"most": most})], "refused_upload")


def offered(
    tx: store.Tx,
    rules: DocumentRules,
    by: Actor,
    *,
    case: CaseRow | None = None,
    page_key: str = "",
    files: Sequence[UploadRow] | None = None,
) -> Mapping[str, Mapping[str, Value]]:
    """Return the files that a form of `by` may point at, by id: of a case, or of a page without.

    `files` are those of neither, that the caller found.

    Of a case they are those that `by` may read or sent. Of each: `name`, `media_type`, `size` in
    bytes, `kind`, the key of its type or None; what it is `called` in the case's values when not
    every reader of the case may know its name; `case`, the number where `by` can look at it;
    `own`, that it is of no case yet and `by` sent it.
    """
    if case is None:
        mine = pending.of_page(tx, by.person_id or "", page_key) if files is None else files
        own: dict[str, Value] = {"own": True} if files is None else {}
        return {row.id: {**_facts(rules, row, _access(rules, row)), **own} for row in mine}
    found = _known(tx, rules, by, case)
    return {
        row.id: {**_facts(rules, row, row.access), **_place(rules, by, case, row)} for row in found
    }


def same(
    tx: store.Tx,
    rules: DocumentRules,
    by: Actor,
    case: CaseRow,
    file: Accepted,
    type_key: str | None,
) -> DocumentRow | None:
    """Return the document of a case that is this very file, with its name and type, if `by` may."""
    wanted = (file.content_hash, file.name, type_key)
    found = _known(tx, rules, by, case)
    return next((r for r in found if (r.content_hash, r.name, r.type) == wanted), None)


def _known(tx: store.Tx, rules: DocumentRules, by: Actor, case: CaseRow) -> tuple[DocumentRow, ...]:
    """Return the files of a case that `by` may read, or sent."""
    return tuple(
        row
        for row in rows.present_files(tx, case.id)
        if rules.lets(by, row.access) or row.sent_by == (by.person_id or "")
    )


def _place(rules: DocumentRules, by: Actor, case: CaseRow, row: DocumentRow) -> dict[str, Value]:
    return {"case": case.number} if rules.lets(by, row.access) else {}


def _access(rules: DocumentRules, row: UploadRow) -> str | None:
    sort = rules.types.get(row.type or "")
    return sort.access if sort else None


def _facts(
    rules: DocumentRules, row: DocumentRow | UploadRow, access: str | None
) -> dict[str, Value]:
    facts = {
        "name": row.name,
        "media_type": row.media_type,
        "size": Decimal(row.size),
        "kind": row.type,
    }
    if access is None:
        return facts
    named = (rules.types.get(row.type or ""), rules.classes.get(access))
    return {**facts, "called": next((each.title for each in named if each), access)}


def sweep(runtime: Runtime) -> int:
    """Remove what nobody keeps: files of pages left alone, files without a row, half a file.

    Returns how many files went from the vault.
    """
    if not runtime.vault.folder.exists():
        return 0
    before = runtime.now() - timedelta(days=runtime.settings.upload_days)
    with runtime.store.write("uploads.sweep") as tx:
        pending.drop_older(tx, before)
    removed = runtime.vault.clear_incoming()
    found = sorted(runtime.vault.digests())
    for at in range(0, len(found), AT_ONCE):
        some = found[at : at + AT_ONCE]
        with runtime.store.read() as tx:
            lost = set(some) - rows.wanted(tx, some)
        removed += remove_unwanted(runtime, lost)
    return removed


def remove_unwanted(runtime: Runtime, hashes: Collection[str]) -> int:
    """Remove these files from the vault unless somebody needs them; return how many went."""
    if not hashes:
        return 0
    with runtime.vault.alone():
        with runtime.store.read() as tx:
            wanted = rows.wanted(tx, hashes)
        return sum(runtime.vault.remove(each) for each in sorted(set(hashes) - wanted))
