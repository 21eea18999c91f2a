"""PDF: whole, readable without a password, and what in it would do something by itself."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from engine.vetting.kinds import Refused, refuse_active_head, refuse_archive_tail, refuse_tail

MOST_OBJECTS = 100_000
END = b"%%EOF"
ACTIVE = {
    "/JavaScript": "javascript",
    "/JS": "javascript",
    "/Launch": "launch",
    "/EmbeddedFile": "embedded",
    "/EmbeddedFiles": "embedded",
    "/RichMedia": "media",
    "/SubmitForm": "submit",
    "/ImportData": "submit",
    "/XFA": "xfa",
}
UNFINISHED = "too_many_objects"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def check_pdf(data: bytes) -> tuple[int, list[str]]:
    """Return the number of pages, and what in it is active. Raises Refused.

    The header stands at the first byte and nothing follows the last end mark (ISO 32000-2 §7.5).
    """
    refuse_active_head(data)
    end = data.rfind(END)
    if end < 0:
        raise Refused("upload.broken")
    refuse_tail(data[end + len(END) :])
    refuse_archive_tail(data)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Refused("upload.encrypted")
        pages = len(reader.pages)
        if pages == 0:
            raise Refused("upload.broken")
        return pages, sorted(set(_active(reader)))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise Refused("upload.broken") from wrong


def _active(reader: pypdf.PdfReader) -> Iterator[str]:
    """Return what every object that can be reached says that it does."""
    todo: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    count = 0
    while todo:
        count += 1
        if count > MOST_OBJECTS:
            yield UNFINISHED
            return
        thing = todo.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            yield from _of_dictionary(thing)
            todo += [thing.raw_get(key) for key in thing]
        elif isinstance(thing, ArrayObject):
            todo += list(thing)


def _of_dictionary(thing: DictionaryObject) -> Iterator[str]:
    for key in thing:
        if key in ACTIVE:
            yield ACTIVE[key]
    for name in ("/S", "/Type", "/Subtype"):
        value = thing.raw_get(name) if name in thing else None
        if isinstance(value, str) and value in ACTIVE:
            yield ACTIVE[value]
