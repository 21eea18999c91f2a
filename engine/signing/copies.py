"""Copies of a decision's letter that were signed outside: checked, then kept with the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import decisions, errors, papers, store, uploads, vetting
from engine.documents.incoming import note_refusal
from engine.documents.making import PDF
from engine.documents.whose import must, rules_of
from engine.model import Actor, DecisionEvent, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import cases as case_rows
from engine.store import decision_events as event_rows
from engine.store import documents as rows
from engine.store import history as trail
from engine.store import locking
from engine.store.documents import DocumentRow
from engine.store.rows import DecisionEventRow, DecisionRow
from engine.terms import local_day


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """A signed copy that is kept: of which letter, since when, and what its signatures say.

    Of each signature: signer, organisation, issuer, serial, valid_from, valid_to, signed_at (ISO
    8601), stamped, chain (known, expired or unknown) and algorithm, as they were at that moment.
    """

    document_id: str
    letter_id: str
    at: datetime
    signatures: tuple[Mapping[str, Any], ...]


def add_copy(
    runtime: Runtime, *, year: int, number: int, file: Sequence[uploads.Sent], by: Actor
) -> SignedCopy:
    """Check a PDF that was signed outside and keep it with its decision; the same file is one.

    It must be a letter of the decision's case, made since the decision, byte for byte, with nothing
    added but signatures that hold. A certificate that nobody here knows is told, not refused.
    Raises InvalidInput (code `refused_upload`) that says what is wrong, NotFound, NotAllowed.
    """
    must(runtime, by, Permission.WORK_TASKS)
    with runtime.store.read() as tx:
        decision = decisions.readable(runtime, tx, year, number, by)
        case = case_rows.find(tx, decision.case_id)
        assert case is not None, "a decision has a case"
        letters = rows.letters_since(tx, case.id, decision.registered_at)
        originals = [rows.content(tx, each.content_hash) or b"" for each in letters]
    try:
        accepted = _pdf(runtime, file)
        found = _checked(runtime, accepted, originals)
        with uploads.placed(runtime, [accepted]), runtime.store.write("signed_copies.add") as tx:
            case = locking.lock(tx, case.id).case
            known = _known(tx, decision, accepted)
            if known is not None:
                return _copy(known)
            rules = rules_of(runtime, tx, case)
            (row,) = uploads.add_to_case(runtime, tx, case, rules, [accepted], sent_by=by.person_id)
            facts = {"letter": letters[found.letter].id, "signatures": list(found.signatures)}
            return _copy(_keep(runtime, tx, decision, row, facts, by))
    except errors.InvalidInput as refused:
        note_refusal(runtime, refused, by, case)
        raise


def _pdf(runtime: Runtime, files: Sequence[uploads.Sent]) -> uploads.Accepted:
    if len(files) > 1:
        raise _refused("upload.one_file")
    (accepted,) = uploads.accept(runtime, files)
    if accepted.media_type != PDF:
        raise _refused("signature.no_pdf")
    return accepted


def _checked(
    runtime: Runtime, accepted: uploads.Accepted, originals: Sequence[bytes]
) -> vetting.Signed:
    with accepted.incoming.plain() as plain:
        roots = runtime.settings.signature_roots
        found = vetting.signatures(plain, originals, roots, runtime.now())
    if found.refused is not None:
        raise _refused(found.refused)
    return found


def _known(
    tx: store.Tx, decision: DecisionRow, accepted: uploads.Accepted
) -> DecisionEventRow | None:
    """Return what was written down when this very file came in before."""
    events = event_rows.of_decisions(tx, [decision.id])[decision.id]
    return next((e for e in events if e.facts.get("content_hash") == accepted.content_hash), None)


def _keep(
    runtime: Runtime,
    tx: store.Tx,
    decision: DecisionRow,
    row: DocumentRow,
    facts: Mapping[str, Any],
    by: Actor,
) -> DecisionEventRow:
    now = runtime.now()
    event = event_rows.add(
        tx,
        decision.id,
        DecisionEvent.SIGNED_COPY,
        case_id=row.case_id,
        day=local_day(now),
        at=now,
        person_id=by.person_id,
        facts={"document": row.id, "content_hash": row.content_hash, **facts},
    )
    meta = {"name": decisions.reference(decision), "document": row.id, "hash": row.content_hash}
    told = [papers.came_in(row, by), Happened(HistoryKind.DECISION_SIGNED, by, meta)]
    trail.append(tx, row.case_id, told, now)
    return event


def _copy(event: DecisionEventRow) -> SignedCopy:
    facts = event.facts
    return SignedCopy(facts["document"], facts["letter"], event.at, tuple(facts["signatures"]))


def _refused(code: str) -> errors.InvalidInput:
    return errors.InvalidInput([errors.Problem("", code)], "refused_upload")
