"""What is found of a document: assessed, destroyed, expired."""

from __future__ import annotations

from datetime import date

from engine import delivery, errors, papers, store, uploads
from engine.advance import in_one_transaction
from engine.documents.whose import changeable, rules_of
from engine.feel import tagged
from engine.model import (
    DOCUMENT_EXPIRED,
    SYSTEM,
    Actor,
    DocumentState,
    Happened,
    HistoryKind,
    Verdict,
)
from engine.runtime import Runtime
from engine.store import documents as rows
from engine.store import history as trail
from engine.store import locking
from engine.store.documents import DocumentRow
from engine.terms import local_day

LONGEST = 2_000


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
    with runtime.store.write("documents.assess") as tx:
        case, row = changeable(runtime, tx, number, document_id, by)
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
    with runtime.store.write("documents.destroy") as tx:
        case, row = changeable(runtime, tx, number, document_id, by)
        if not rules_of(runtime, tx, case).orders_destruction(row.access):
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
        locked = locking.lock(tx, row.case_id)
        now = rows.get(tx, row.case_id, row.id)
        if now is None or now.state != DocumentState.PRESENT or now.expires_on != row.expires_on:
            return False
        rows.change(tx, row, expiry_told_on=today)
        fact = Happened(HistoryKind.DOCUMENT_EXPIRED, SYSTEM, papers.about(row))
        trail.append(tx, row.case_id, [fact], runtime.now())
        given = {"document": row.id, "type": row.type, "expired_on": row.expires_on}
        values = tagged.encode_all(given)
        key = f"expired:{row.id}:{row.expires_on}"
        delivery.to_case(runtime, tx, locked.case, DOCUMENT_EXPIRED, values, key)
        return True

    return in_one_transaction(runtime, work, transaction="documents.expire")


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
