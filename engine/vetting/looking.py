"""What a file is: its first bytes choose who looks further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.vetting import images, outlook, pdfs, texts, zips
from engine.vetting.kinds import PROGRAMS, Refused, refuse_active_head, refuse_archive_tail


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is, how many pages it has (None: it has none), and what is active in it."""

    media_type: str
    pages: int | None = None
    active: tuple[str, ...] = ()


IMAGES: Mapping[bytes, tuple[str, Callable[[bytes], None]]] = {
    b"\x89PNG\r\n\x1a\n": ("image/png", images.check_png),
    b"\xff\xd8\xff": ("image/jpeg", images.check_jpeg),
    b"GIF87a": ("image/gif", images.check_gif),
    b"GIF89a": ("image/gif", images.check_gif),
    b"II*\0": ("image/tiff", images.check_tiff),
    b"MM\0*": ("image/tiff", images.check_tiff),
}
OTHERS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"{\\rtf")


def look(data: bytes, *, macros: bool = False) -> Found:
    """Tell what `data` is. Raises Refused for what may not come in."""
    if not data:
        raise Refused("upload.empty")
    if data.startswith(b"%PDF-"):
        pages, active = pdfs.check_pdf(data)
        return Found("application/pdf", pages, tuple(active))
    image = _image(data)
    if image is not None:
        return image
    if data.startswith(b"PK\x03\x04"):
        return Found(zips.check_zip(data, macros=macros))
    if data.startswith(outlook.SIGNATURE):
        refuse_archive_tail(data)
        return Found(outlook.check_compound(data))
    if data.startswith(PROGRAMS):
        raise Refused("upload.program")
    if data.startswith(OTHERS):
        raise Refused("upload.type")
    return Found(texts.check_text(data))


def _image(data: bytes) -> Found | None:
    for signature, (media_type, check) in IMAGES.items():
        if data.startswith(signature):
            return _checked(data, media_type, check)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _checked(data, "image/webp", images.check_webp)
    return None


def _checked(data: bytes, media_type: str, check: Callable[[bytes], None]) -> Found:
    refuse_active_head(data)
    check(data)
    refuse_archive_tail(data)
    return Found(media_type, 1)
