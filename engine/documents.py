"""Documents of a case: letters are made here, frozen by their hash, and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from engine import cases, errors, letters, store
from engine.model import Actor, Happened, HistoryKind, Value
from engine.runtime import Deployed, Runtime
from engine.store import documents as rows
from engine.store import history as trail
from engine.store.rows import CaseRow, DocumentRow
from engine.terms import is_confirmed, local_day

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished letter that waits to be written in the case's own transaction."""

    name: str
    pdf: bytes
    sha256: str
    template_hash: str


@dataclass(frozen=True, slots=True)
class File:
    """A document with its bytes."""

    row: DocumentRow
    data: bytes


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
        kind="letter",
        name=paper.name,
        data=paper.pdf,
        media_type=PDF,
        at=runtime.now(),
        template_hash=paper.template_hash,
    )
    return {"id": row.id, "name": row.name, "sha256": paper.sha256}


def read(runtime: Runtime, *, number: str, document_id: str, by: Actor) -> File:
    """Return a document of a case that `by` may read; the look is written down.

    Raises NotFound when case or document are not there or not for the asker.
    """
    with runtime.store.read() as tx:
        case = cases.readable(runtime, tx, number, by)
        row = rows.get(tx, case.id, document_id)
        if row is None:
            raise errors.NotFound("document")
        data = rows.content(tx, row.content_hash)
    if data is None:
        raise errors.NotFound("document")
    fact = Happened(HistoryKind.LETTER_READ, by, {"document": document_id, "number": number})
    with runtime.store.write() as tx:
        trail.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return File(row, data)


def _lines(values: Mapping[str, Value], name: str) -> tuple[str, ...]:
    found: Any = values.get(name)
    return tuple(str(line) for line in found) if isinstance(found, list) else ()


def _unconfirmed(runtime: Runtime, keys: Collection[str]) -> bool:
    """Tell whether a term that the letter names still has to be confirmed."""
    with runtime.store.read() as tx:
        terms = store.terms.all_terms(tx)
    return any(t.key in keys and not is_confirmed(t) for t in terms)
