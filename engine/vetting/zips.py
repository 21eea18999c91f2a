"""Office documents are ZIP files: walked without trusting what they say about themselves."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from engine.vetting.kinds import KINDS, OFFICE, OPEN_DOCUMENT, PROGRAMS, Refused

MOST_ENTRIES = 5_000
MOST_BYTES = 256 * 1024 * 1024
MOST_RATIO = 150
RATIO_FROM = 4 * 1024 * 1024
STEP = 64 * 1024
_MAIN_PART = re.compile(rb'ContentType="([^"]{1,150})\.main\+xml"')
_ODD_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.?(/|$)|[\x00-\x1f\x7f]|//")
_MACROS = re.compile(r"vbaproject|vbadata|^basic/|^scripts/|macrosheets/", re.IGNORECASE)


def check_zip(data: bytes, *, macros: bool) -> str:
    """Return which office document this is. Raises Refused for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _check(archive, data, macros=macros)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as wrong:
        raise Refused("upload.broken") from wrong


def _check(archive: zipfile.ZipFile, data: bytes, *, macros: bool) -> str:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("upload.zip_bomb")
    if _end_of(data) != len(data) - len(archive.comment):
        raise Refused("upload.polyglot")
    _check_entries(entries, archive.start_dir)
    _count(archive, entries, len(data))
    kind = _kind(archive, entries)
    has_macros = "macroEnabled" in kind or any(_MACROS.search(each.filename) for each in entries)
    if has_macros and not macros:
        raise Refused("upload.macros")
    return kind


def _end_of(data: bytes) -> int:
    """Return where the end record stops, without its comment (APPNOTE.TXT §4.3.16)."""
    return data.rfind(b"PK\x05\x06") + 22


def _check_entries(entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse odd names, encryption, links, and entries that lie over one another."""
    names = [each.filename.lower() for each in entries]
    if len(set(names)) != len(names) or any(_ODD_NAME.search(name) for name in names):
        raise Refused("upload.zip_names")
    end = 0
    for each in sorted(entries, key=lambda entry: entry.header_offset):
        if each.flag_bits & 0x1:
            raise Refused("upload.encrypted")
        if each.header_offset < end or (end == 0 and each.header_offset):
            raise Refused("upload.zip_bomb")
        if each.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused("upload.broken")
        if (each.external_attr >> 28) == 0xA:
            raise Refused("upload.zip_names")
        end = each.header_offset + 30 + each.compress_size
    if end > directory:
        raise Refused("upload.zip_bomb")


def _count(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    """Unpack everything and count what really comes out; stop at the limit."""
    total = 0
    for each in entries:
        first = True
        for piece in _pieces(archive, each):
            if first and piece.startswith(PROGRAMS):
                raise Refused("upload.program")
            first = False
            total += len(piece)
            if total > MOST_BYTES or (total > RATIO_FROM and total > MOST_RATIO * size):
                raise Refused("upload.zip_bomb")


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as file:
        while piece := file.read(STEP):
            yield piece


def _kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    names = {each.filename for each in entries}
    if "[Content_Types].xml" in names:
        types = archive.read("[Content_Types].xml")
        for found in _MAIN_PART.findall(types):
            kind = found.decode("ascii", "replace")
            if kind in KINDS and (kind.startswith(OFFICE) or "macroEnabled" in kind):
                return str(kind)
    elif entries and entries[0].filename == "mimetype":
        return _open_document(archive, entries[0], names)
    raise Refused("upload.type")


def _open_document(archive: zipfile.ZipFile, first: zipfile.ZipInfo, names: set[str]) -> str:
    kind = archive.read(first).decode("ascii", "replace")
    if first.compress_type != zipfile.ZIP_STORED or not kind.startswith(OPEN_DOCUMENT):
        raise Refused("upload.type")
    if kind not in KINDS:
        raise Refused("upload.type")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise Refused("upload.encrypted")
    return kind
