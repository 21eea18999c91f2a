"""Set a filled letter on the agency's sheet: Typst turns data and the layout into PDF/A.

No database, no clock, no network. Typst gets an empty folder as its world, no packages, and the
letter as one JSON string: what an analyst or an applicant wrote is never read as markup.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from engine.errors import InvalidModel, ModelFault
from engine.letters.filling import Filled, fill
from engine.letters.markup import read
from engine.letters.meta import Letter, LetterMeta
from engine.letters.values import write_day

_PAGES = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def render(letter_text: str, values: Mapping[str, Any], meta: LetterMeta) -> Letter:
    """Return the letter that `letter_text` becomes with `values`, on the sheet of `meta`.

    The same text, values and sheet give the same bytes, on every machine.

    Raises InvalidModel when the text is no letter, ModelFault when a placeholder has no value
    (fact `expression`) or the letter holds something that cannot be set.
    """
    model = read(letter_text)
    if model.findings:
        raise InvalidModel(model.findings)
    noon = datetime.combine(meta.date, time(12), UTC)
    filled = fill(model, values, noon)
    pdf = _set(_data(filled, meta), noon)
    digest = hashlib.sha256(pdf).hexdigest()
    pages = len(_PAGES.findall(pdf))
    return Letter(pdf, digest, pages, filled.text, filled.subject)


def _data(filled: Filled, meta: LetterMeta) -> dict[str, Any]:
    return {
        "subject": filled.subject,
        "blocks": filled.blocks,
        "number": meta.number,
        "date": write_day(meta.date),
        "year": meta.date.year,
        "month": meta.date.month,
        "day": meta.date.day,
        "recipient": meta.recipient,
        "sender": meta.sender,
        "contact": [line for line in meta.contact.splitlines() if line.strip()],
        "signature": meta.signature,
        "your_reference": meta.your_reference,
        "demo": meta.demo,
        "unconfirmed": meta.unconfirmed,
    }


def _set(data: Mapping[str, Any], made_at: datetime) -> bytes:
    with tempfile.TemporaryDirectory() as world:
        try:
            pdf = typst.compile(  # type: ignore[call-overload]  # its stub wants one type for input and root
                _layout(),
                root=world,
                format="pdf",
                ignore_system_fonts=True,
                package_path=world,
                package_cache_path=world,
                pdf_standards=["a-2a", "ua-1"],  # archivable, and fit for a screen reader
                sys_inputs={"letter": json.dumps(data, ensure_ascii=False)},
                timestamp=int(made_at.timestamp()),
            )
        except (typst.TypstError, UnicodeEncodeError) as error:
            raise ModelFault("letter_cannot_be_set", why=str(error)) from None
    assert isinstance(pdf, bytes), "one document is one file"
    return pdf


@cache
def _layout() -> bytes:
    return files("engine.letters").joinpath("layout.typ").read_bytes()
