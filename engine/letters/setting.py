"""Set a filled letter on the agency's sheet: Typst turns data and the layout into PDF/A.

No database, no clock, no network. Typst gets a folder with the operator's pictures as its world, no
packages, and the letter as one JSON string: what an analyst or an applicant wrote is never read as
markup.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import typst

from engine.errors import InvalidModel, ModelFault
from engine.letters import layout as layouts
from engine.letters.dutch import words
from engine.letters.filling import Filled, fill
from engine.letters.layout import BadLayout, Layout
from engine.letters.markup import read
from engine.letters.meta import Letter, LetterMeta
from engine.letters.parts import LetterModel
from engine.letters.values import write_day

ARCHIVE: Final = ("a-2a", "ua-1")  # archivable, and fit for a screen reader
_PAGES = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def render(
    letter_text: str, values: Mapping[str, Any], meta: LetterMeta, layout: Layout | None = None
) -> Letter:
    """Return the letter that `letter_text` becomes with `values`, on the sheet of `meta`.

    The same text, values, sheet and layout give the same bytes, on every machine.

    Raises InvalidModel when the text is no letter, ModelFault when a placeholder has no value
    (fact `expression`) or the letter holds something that cannot be set.
    """
    layout = layout or layouts.default()
    model = _sound(letter_text)
    filled = fill(model, values, _noon(meta.date))
    data = encode(_data(model, filled, meta, layout))
    pdf = set_pdf(data, layout)
    digest = hashlib.sha256(pdf).hexdigest()
    pages = len(_PAGES.findall(pdf))
    return Letter(pdf, digest, pages, filled.text, filled.subject, data)


def outline(
    letter_text: str, values: Mapping[str, Any], meta: LetterMeta, gap: str, layout: Layout
) -> Mapping[str, Any]:
    """Return what would stand on the letter, with `gap` for what is missing; nothing is set.

    Raises InvalidModel when the text is no letter.
    """
    model = _sound(letter_text)
    return _data(model, fill(model, values, _noon(meta.date), gap), meta, layout)


def set_pdf(
    data: bytes, layout: Layout, standards: tuple[str, ...] = ARCHIVE, *, bookmarks: bool = True
) -> bytes:
    """Return the PDF of a letter's data (`Letter.data`) on `layout`.

    Without `bookmarks` the headings are no outline: for readers that cannot follow one.
    Raises ModelFault when it holds something that cannot be set, such as a sign without a font.
    """
    pdf, _ = _compile(data, layout, standards, bookmarks=bookmarks)
    return pdf


def _compile(
    data: bytes, layout: Layout, standards: tuple[str, ...], *, bookmarks: bool
) -> tuple[bytes, list[str]]:
    """Return the PDF and what Typst warned about."""
    made_on = json.loads(data)
    noon = _noon(date(made_on["year"], made_on["month"], made_on["day"]))
    with tempfile.TemporaryDirectory() as world:
        for name, content in {**layout.pictures, **layout.fonts}.items():
            place = Path(world) / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
        try:
            pdf, warned = typst.compile_with_warnings(  # type: ignore[call-overload]  # its stub wants one type for input and root
                layout.template,
                root=world,
                format="pdf",
                ignore_system_fonts=True,
                font_paths=[str(Path(world) / layouts.FONTS)],
                package_path=world,
                package_cache_path=world,
                pdf_standards=list(standards),
                sys_inputs={
                    "letter": data.decode("utf-8"),
                    "sheet": encode(layout.facts).decode("utf-8"),
                    "bookmarks": "yes" if bookmarks else "no",
                },
                timestamp=int(noon.timestamp()),
            )
        except (typst.TypstError, UnicodeError) as error:
            raise ModelFault("letter_cannot_be_set", why=str(error)) from None
    assert isinstance(pdf, bytes), "one document is one file"
    return pdf, [each.message for each in warned]


def read_layout(folder: str) -> Layout:
    """Return the operator's layout in `folder`, tried on a proof letter; ours without a folder.

    Raises BadLayout with what is wrong.
    """
    if not folder:
        return layouts.default()
    layout = layouts.read(Path(folder))
    try:
        proof = render(layouts.proof(), {}, LetterMeta("0", date(2026, 1, 1), ("-",)), layout)
        _, warned = _compile(proof.data, layout, ARCHIVE, bookmarks=True)
    except ModelFault as fault:
        raise BadLayout(str(fault.facts.get("why", fault.code))) from None
    if warned:  # such as a font that is not there: another would take its place
        raise BadLayout("; ".join(warned))
    return layout


def encode(data: Mapping[str, Any]) -> bytes:
    """Return data as JSON, always the same for the same data.

    Raises ModelFault for a sign that is no text at all.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ModelFault("letter_cannot_be_set", why=str(error)) from None


def _sound(letter_text: str) -> LetterModel:
    model = read(letter_text)
    if model.findings:
        raise InvalidModel(model.findings)
    return model


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _data(model: LetterModel, filled: Filled, meta: LetterMeta, layout: Layout) -> dict[str, Any]:
    own_contact = words().contact_block in {block.id for block in model.blocks}
    contact = [] if own_contact else [line for line in meta.contact.splitlines() if line.strip()]
    return {
        "subject": filled.subject,
        "blocks": list(filled.blocks),
        "number": meta.number,
        "date": write_day(meta.date),
        "year": meta.date.year,
        "month": meta.date.month,
        "day": meta.date.day,
        "recipient": list(meta.recipient),
        "sender": list(meta.sender or layout.sender),
        "contact": contact,
        "signature": list(meta.signature),
        "your_reference": meta.your_reference,
        "demo": meta.demo,
        "unconfirmed": meta.unconfirmed,
        "preview": meta.preview,
    }
