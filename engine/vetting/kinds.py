"""The kinds of files that may come in, and the signatures that tell one from another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


class Refused(Exception):
    """The file may not come in; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: the ending of its name, and whether we can draw it."""

    ending: str
    drawn: bool = False


KINDS: Mapping[str, Kind] = {
    "application/pdf": Kind(".pdf", drawn=True),
    "image/png": Kind(".png", drawn=True),
    "image/jpeg": Kind(".jpg", drawn=True),
    "image/gif": Kind(".gif", drawn=True),
    "image/webp": Kind(".webp", drawn=True),
    "image/tiff": Kind(".tiff", drawn=True),
    OFFICE + "wordprocessingml.document": Kind(".docx"),
    OFFICE + "spreadsheetml.sheet": Kind(".xlsx"),
    OFFICE + "presentationml.presentation": Kind(".pptx"),
    "application/vnd.ms-word.document.macroEnabled.12": Kind(".docm"),
    "application/vnd.ms-excel.sheet.macroEnabled.12": Kind(".xlsm"),
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12": Kind(".pptm"),
    OPEN_DOCUMENT + "text": Kind(".odt"),
    OPEN_DOCUMENT + "spreadsheet": Kind(".ods"),
    OPEN_DOCUMENT + "presentation": Kind(".odp"),
    "message/rfc822": Kind(".eml"),
    "application/vnd.ms-outlook": Kind(".msg"),
    "text/plain": Kind(".txt"),
}

HEAD = 1024
ACTIVE = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?php", b"<body", b"<iframe", b"<%")
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"#!")


def refuse_active_head(data: bytes) -> None:
    """Refuse a file that a browser could take for a page: it has markup near its beginning."""
    head = data[:HEAD].lower()
    if any(mark in head for mark in ACTIVE):
        raise Refused("upload.polyglot")


def refuse_archive_tail(data: bytes) -> None:
    """Refuse a file that is also a ZIP: such archives are read from their end.

    ZIP: APPNOTE.TXT §4.3.16, the end record stands in the last 65,557 bytes.
    """
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at >= 0 and len(data) - at >= 22:
        raise Refused("upload.polyglot")


def refuse_tail(tail: bytes) -> None:
    """Refuse anything but padding behind the end of a file."""
    if tail.strip(b"\0\r\n\t "):
        raise Refused("upload.polyglot")
