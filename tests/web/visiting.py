"""What a visit to a route is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web.site import Site

DIAGRAM = "application/xml"


@dataclass(frozen=True)
class Visit:
    """Who (a login, None: nobody) sends what; `body` is a file instead of the fields of a form."""

    login: str | None
    arguments: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    query: str = ""
    files: tuple[bytes, str] | None = None
    file_field: str = "files"
    media_type: str = DIAGRAM


Prepare = Callable[[Site], Visit]


def plain(login: str | None, **arguments: str) -> Prepare:
    """Return a visit that sends nothing."""
    return lambda site: Visit(login, arguments)
