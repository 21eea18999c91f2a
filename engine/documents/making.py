"""Letters that we make: as PDF, then kept with their case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine import errors, letters, store
from engine.model import DocumentKind, Value
from engine.runtime import Deployed, Runtime
from engine.store import documents as rows
from engine.store import terms as term_rows
from engine.store.rows import CaseRow
from engine.terms import is_confirmed, local_day, term_on

PDF = "application/pdf"
MOST_SHOWN = 200_000  # characters of a letter that is only looked at


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished letter that waits to be written in the case's own transaction."""

    name: str
    pdf: bytes
    sha256: str
    made_of: rows.MadeOf


def make(
    runtime: Runtime,
    deployed: Deployed,
    case: CaseRow,
    letter: str | None,
    values: Mapping[str, Value],
) -> Paper:
    """Make the letter `letter` of this deployment as PDF; writes nothing.

    `values` fill the placeholders; `recipient`, `signature` (lists of lines) and `contact` go to
    the sheet. A term or amount that the letter names and nobody has confirmed marks it in the demo.
    Raises ModelFault when the letter is unknown or a placeholder stays empty; outside the demo also
    (code `letter_unconfirmed`) when it names something unconfirmed (legality A10).
    """
    text = deployed.letters.get(letter or "")
    if text is None:
        raise errors.ModelFault("letter_unknown", case_id=case.id, letter=letter)
    unconfirmed = _unconfirmed(runtime, case, letters.read(text).terms)
    if unconfirmed and not runtime.settings.demo:
        facts = {"case_id": case.id, "letter": letter, "terms": "; ".join(unconfirmed)}
        raise errors.ModelFault("letter_unconfirmed", **facts)
    made = letters.render(
        text,
        values,
        letters.LetterMeta(
            number=case.number,
            date=local_day(runtime.now()),
            recipient=_lines(values, "recipient") or (case.title,),
            signature=_lines(values, "signature"),
            contact=str(values.get("contact") or deployed.facts.get("contact", "")),
            demo=runtime.settings.demo,
            unconfirmed=bool(unconfirmed),
        ),
        runtime.layout,
    )
    made_of = rows.MadeOf(text.encode(), made.data, runtime.layout.sha256, made.pages)
    return Paper(made.subject, made.pdf, made.sha256, made_of)


def outline(
    runtime: Runtime,
    deployed: Deployed,
    case: CaseRow,
    letter: str,
    values: Mapping[str, Value],
    gap: str,
) -> Mapping[str, Any] | None:
    """Return what would stand on a letter (`LetterMeta`, blocks), `gap` where a value is missing.

    None for one that is too long to look at. Raises ModelFault when the letter is unknown.
    """
    text = deployed.letters.get(letter)
    if text is None:
        raise errors.ModelFault("letter_unknown", case_id=case.id, letter=letter)
    meta = letters.LetterMeta(
        number=case.number,
        date=local_day(runtime.now()),
        recipient=_lines(values, "recipient"),
        contact=str(values.get("contact") or ""),
        preview=True,
    )
    drawn = letters.outline(text, values, meta, gap, runtime.layout)
    return drawn if len(str(drawn)) <= MOST_SHOWN else None


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
        made_of=paper.made_of,
    )
    return {"id": row.id, "name": row.name, "sha256": paper.sha256}


def _lines(values: Mapping[str, Value], name: str) -> tuple[str, ...]:
    found: Any = values.get(name)
    return tuple(str(line) for line in found) if isinstance(found, list) else ()


def _unconfirmed(runtime: Runtime, case: CaseRow, keys: Sequence[str]) -> tuple[str, ...]:
    """Return what the letter names and nobody confirmed: what holds today, or runs on the case."""
    with runtime.store.read() as tx:
        rows, clocks = term_rows.for_case(tx, case.id, keys)
    followed = {clock.term_id for clock in clocks}
    today = local_day(runtime.now())
    found = []
    for key in keys:
        named = {row for row in rows if row.key == key and row.id in followed}
        now = term_on(rows, key, today)
        told = named | {now} if now is not None else named
        found += [row.title or row.key for row in told if not is_confirmed(row)][:1]
    return tuple(found)
