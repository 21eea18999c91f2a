"""Good files are told by what is in them; hostile ones are refused by name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from engine import vetting
from engine.vetting import zips
from engine.vetting.kinds import Refused
from engine.vetting.looking import look
from tests.vetting import samples


@pytest.mark.parametrize("media_type", sorted(samples.good()))
def test_a_good_file_is_told_by_its_content(media_type: str) -> None:
    assert look(samples.good()[media_type]).media_type == media_type


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        look(data)
    return refused.value.code


def lying_zip() -> bytes:
    """Return an archive whose directory says that 16 MB are 10 bytes."""
    made = bytearray(samples.docx({"word/big.xml": bytes(16 * 1024 * 1024)}))
    at = made.rfind(b"PK\x01\x02")
    struct.pack_into("<I", made, at + 24, 10)
    return bytes(made)


def overlapping_zip() -> bytes:
    """Return an archive in which two entries are read from the same bytes."""
    made = bytearray(samples.docx({"word/a.xml": b"a" * 50, "word/b.xml": b"a" * 50}))
    last = made.rfind(b"PK\x01\x02")
    before = made.rfind(b"PK\x01\x02", 0, last)
    made[last + 42 : last + 46] = made[before + 42 : before + 46]
    return bytes(made)


def encrypted_entry() -> bytes:
    made = bytearray(samples.docx())
    struct.pack_into("<H", made, made.rfind(b"PK\x01\x02") + 8, 1)
    return bytes(made)


def commented_gif() -> bytes:
    made = samples.image("GIF")
    head = 13 + 3 * 2 ** ((made[10] & 7) + 1)
    comment = b"<script>alert(1)</script>"
    return made[:head] + b"\x21\xfe" + bytes([len(comment)]) + comment + b"\0" + made[head:]


PDF, PNG, JPEG = samples.pdf(), samples.image("PNG"), samples.image("JPEG")
ZIP = samples.zipped({"a.txt": b"a"})
HOSTILE = {
    "nothing": (b"", "upload.empty"),
    "a PDF that is a ZIP too": (PDF + ZIP, "upload.polyglot"),
    "a PDF with a ZIP inside its end": (
        PDF.replace(b"startxref", b"%" + ZIP + b"\nstartxref"),
        "upload.polyglot",
    ),
    "a PDF that is a page too": (
        PDF.replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1),
        "upload.polyglot",
    ),
    "a PDF behind something else": (b"\n\n" + PDF, "upload.polyglot"),
    "a PDF cut in half": (PDF[: len(PDF) // 2], "upload.broken"),
    "a PDF with a password": (samples.pdf(password="geheim"), "upload.encrypted"),
    "a PDF with its end only": (b"%PDF-1.7\n%%EOF", "upload.broken"),
    "a PNG with a ZIP behind it": (PNG + ZIP, "upload.polyglot"),
    "a PNG cut in half": (PNG[: len(PNG) // 2], "upload.broken"),
    "a JPEG with a ZIP behind it": (JPEG + ZIP, "upload.polyglot"),
    "a JPEG with a RAR behind it": (JPEG + b"Rar!\x1a\x07\x00", "upload.polyglot"),
    "a JPEG with a program behind it": (JPEG + b"MZ\x90\0", "upload.polyglot"),
    "a JPEG cut in half": (JPEG[: len(JPEG) // 2], "upload.broken"),
    "a GIF with a script": (commented_gif(), "upload.polyglot"),
    "a GIF cut": (samples.image("GIF")[:-20], "upload.broken"),
    "a WebP with a tail": (samples.image("WEBP") + ZIP, "upload.polyglot"),
    "a WebP cut": (samples.image("WEBP")[:-20], "upload.broken"),
    "a TIFF cut": (samples.image("TIFF")[:100], "upload.broken"),
    "a ZIP bomb": (samples.docx({"word/x.xml": bytes(40 * 1024 * 1024)}), "upload.zip_bomb"),
    "a ZIP that lies": (lying_zip(), "upload.broken"),
    "a ZIP over itself": (overlapping_zip(), "upload.zip_bomb"),
    "too many entries": (
        samples.docx({f"word/{n}.xml": b"" for n in range(5_001)}),
        "upload.zip_bomb",
    ),
    "a name that climbs": (samples.docx({"../../etc/passwd": b"x"}), "upload.zip_names"),
    "an absolute name": (samples.docx({"/etc/passwd": b"x"}), "upload.zip_names"),
    "a drive": (samples.docx({"C:\\x.dll": b"x"}), "upload.zip_names"),
    "two of one name": (samples.docx({"WORD/document.xml": b"x"}), "upload.zip_names"),
    "an encrypted entry": (encrypted_entry(), "upload.encrypted"),
    "a program inside": (samples.docx({"word/x.bin": b"MZ\x90\0"}), "upload.program"),
    "a macro": (samples.docx({"word/vbaProject.bin": b"x"}), "upload.macros"),
    "a docm": (samples.docx(kind=samples.MACRO_WORD), "upload.macros"),
    "an ODF with a password": (samples.odt(b"<encryption-data/>"), "upload.encrypted"),
    "any other ZIP": (ZIP, "upload.type"),
    "something before a ZIP": (b"#!/bin/sh\n" + samples.docx(), "upload.program"),
    "a ZIP behind a ZIP": (ZIP + samples.docx(), "upload.zip_bomb"),
    "something behind a ZIP": (samples.docx() + b"<html>", "upload.polyglot"),
    "an old Word document": (samples.compound("WordDocument"), "upload.old_office"),
    "an encrypted Word document": (samples.compound("EncryptedPackage"), "upload.encrypted"),
    "a compound file cut": (samples.compound(*samples.MESSAGE)[:600], "upload.broken"),
    "a page": (b"<!doctype html><p>hoi", "upload.page"),
    "a page behind a comment": (b"hoi\n<script>alert(1)</script>", "upload.page"),
    "an SVG": (b'<?xml version="1.0"?><svg onload="x()"/>', "upload.page"),
    "an SVG in UTF-16": ('<svg onload="x()"/>'.encode("utf-16"), "upload.page"),
    "a program": (b"MZ\x90\0\x03", "upload.program"),
    "another program": (b"\x7fELF\x02\x01", "upload.program"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "upload.program"),
    "a RAR": (b"Rar!\x1a\x07\x00xxx", "upload.type"),
    "bytes": (bytes(range(256)), "upload.type"),
    "gzip": (b"\x1f\x8b" + zlib.compress(b"x"), "upload.type"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name(name: str) -> None:
    data, code = HOSTILE[name]
    assert refusal(data) == code


@pytest.mark.parametrize(
    ("action", "told"), [("/JavaScript", "javascript"), ("/Launch", "launch"), ("", None)]
)
def test_what_a_pdf_does_by_itself_is_told(action: str, told: str | None) -> None:
    found = look(samples.pdf(action=action, pages=3))
    assert found.pages == 3
    assert found.active == ((told,) if told else ())


def test_macros_come_in_where_they_are_allowed() -> None:
    found = look(samples.docx(kind=samples.MACRO_WORD), macros=True)
    assert found.media_type == samples.MACRO_WORD.decode()


def test_a_bomb_is_stopped_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    pieces = zips._pieces

    def counted(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> object:
        for piece in pieces(archive, entry):
            given.append(len(piece))
            yield piece

    monkeypatch.setattr(zips, "_pieces", counted)
    assert refusal(samples.docx({"x": bytes(64 * 1024 * 1024)})) == "upload.zip_bomb"
    assert sum(given) < 16 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("attest.pdf", "attest.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\x.PDF", "x.pdf"),
        ("fac\u202efdp.exe", "facfdp.exe.pdf"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("....", "document.pdf"),
        ("", "document.pdf"),
        ("x" * 500 + ".pdf", "x" * 110 + ".pdf"),
        ('een "naam" <b>.pdf', "een _naam_ _b_.pdf"),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert vetting.clean_name(name, "application/pdf") == cleaned


def test_the_program_answers_as_the_function_does() -> None:
    assert vetting.vet(io.BytesIO(PDF)).pages == 1
    assert vetting.vet(io.BytesIO(b"<html>")).refused == "upload.page"


def test_a_page_is_drawn_and_a_broken_file_is_not() -> None:
    drawn = vetting.draw(io.BytesIO(PDF), "application/pdf", 1).png
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
    assert vetting.draw(io.BytesIO(PDF), "application/pdf", 2).png is None
    assert vetting.draw(io.BytesIO(JPEG), "image/jpeg", 1).png is not None
    assert vetting.draw(io.BytesIO(JPEG[:200]), "image/jpeg", 1).png is None
