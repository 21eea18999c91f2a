"""Small files of every kind that may come in, made here."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from functools import cache

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from engine.vetting.kinds import OFFICE, OPEN_DOCUMENT

WORD = OFFICE + "wordprocessingml.document"
TYPES = (
    b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" '
    b'ContentType="%s.main+xml"/></Types>'
)
MACRO_WORD = b"application/vnd.ms-word.document.macroEnabled.12"


def zipped(entries: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def docx(more: Mapping[str, bytes] | None = None, kind: bytes = WORD.encode()) -> bytes:
    parts = {"[Content_Types].xml": TYPES % kind, "word/document.xml": b"<w:document/>"}
    return zipped({**parts, **(more or {})})


def odt(manifest: bytes = b"<manifest/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", OPEN_DOCUMENT + "text")
        archive.writestr("content.xml", "<office/>", zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def pdf(*, action: str = "", password: str = "", pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if action:
        does = {"/S": NameObject(action), "/JS": TextStringObject("app.alert(1)")}
        if action == "/Launch":
            does = {"/S": NameObject(action), "/F": TextStringObject("cmd.exe")}
        does_it = DictionaryObject({NameObject(k): v for k, v in does.items()})
        writer._root_object[NameObject("/OpenAction")] = does_it
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@cache
def image(kind: str) -> bytes:
    made = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(made, kind)
    return made.getvalue()


def compound(*names: str) -> bytes:
    """Return a compound file with a directory of `names` and nothing in it ([MS-CFB] §2)."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", head, 44, 1)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<109I", head, 76, 0, *([0xFFFFFFFF] * 108))
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    directory = bytearray(512)
    for number, name in enumerate(("Root Entry", *names)):
        text = name.encode("utf-16-le")
        directory[number * 128 : number * 128 + len(text)] = text
        struct.pack_into("<H", directory, number * 128 + 64, len(text) + 2)
    return bytes(head) + table + bytes(directory)


MAIL = b"From: an@voorbeeld.be\r\nTo: wij@voorbeeld.be\r\nSubject: Attest\r\n\r\nIn bijlage.\r\n"
MESSAGE = ("__nameid_version1.0", "__properties_version1.0")


def good() -> dict[str, bytes]:
    """Return a file of every kind that may come in, by its media type."""
    return {
        "application/pdf": pdf(),
        "image/png": image("PNG"),
        "image/jpeg": image("JPEG"),
        "image/gif": image("GIF"),
        "image/webp": image("WEBP"),
        "image/tiff": image("TIFF"),
        WORD: docx(),
        OFFICE + "spreadsheetml.sheet": docx(kind=(OFFICE + "spreadsheetml.sheet").encode()),
        OPEN_DOCUMENT + "text": odt(),
        "message/rfc822": MAIL,
        "application/vnd.ms-outlook": compound(*MESSAGE),
        "text/plain": "Naam;Geboren\r\nZoë;1990\r\n".encode("cp1252"),
    }
