"""A file as an answer: a letter of ours opens in the browser, what people sent is only saved."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import Response, make_response

ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def opened(data: Iterable[bytes], name: str, media_type: str, size: int) -> Response:
    """Return a file that the browser shows; `name` is plain ASCII."""
    return _answer(data, media_type, size, f'inline; filename="{name}"')


def saved(data: Iterable[bytes], name: str, media_type: str, size: int) -> Response:
    """Return a file that the browser saves, and never shows on our address."""
    return _answer(data, media_type, size, f"attachment; filename*=UTF-8''{quote(name, safe='')}")


def picture(png: bytes) -> Response:
    """Return the picture of a page."""
    return make_response(png, 200, {"Content-Type": "image/png"})


def _answer(data: Iterable[bytes], media_type: str, size: int, disposition: str) -> Response:
    headers = {
        "Content-Type": media_type,
        "Content-Length": str(size),
        "Content-Disposition": disposition,
        "Content-Security-Policy": ALONE,
    }
    return Response(data, 200, headers)
