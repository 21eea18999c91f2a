"""The endpoints that an operator configured: a TOML file names them, a diagram only says a name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_FILES = frozenset({"secret_file", "token_file", "ca_file"})
_LIMITS = frozenset({"connect_seconds", "seconds", "largest_answer_kb"})
_KNOWN = frozenset({"url", "allow", *_FILES, *_LIMITS})
_SHORTEST_SECRET = 16  # bytes


class BadEndpoints(ValueError):
    """The file of endpoints cannot be used; the text says which endpoint and why."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where something may be sent, and within which limits.

    `secret` signs what goes there, `token` is sent as a bearer token; neither is ever shown.
    `allow` are networks that may be reached though they are not public. `seconds` is for the whole
    call, `largest_answer` in bytes.
    """

    name: str
    url: str
    secret: bytes = field(default=b"", repr=False)
    token: str = field(default="", repr=False)
    allow: tuple[Network, ...] = ()
    ca_file: str = ""
    connect_seconds: float = 5.0
    seconds: float = 20.0
    largest_answer: int = 1_000_000


def read_endpoints(path: str) -> Mapping[str, Endpoint]:
    """Read `[endpoint.<name>]` tables from the TOML file at `path`; without a path there are none.

    Files that it names are found from its own folder. Raises BadEndpoints.
    """
    if not path:
        return MappingProxyType({})
    file = Path(path)
    try:
        found = tomllib.loads(file.read_text("utf-8"))
        tables = {**found.pop("endpoint", {})}
    except (OSError, ValueError, TypeError) as wrong:
        raise BadEndpoints(f"{path}: {wrong}") from wrong
    if found:
        raise BadEndpoints(f"{path}: only [endpoint.<name>] is known, not {', '.join(found)}")
    return MappingProxyType({name: _endpoint(file, name, row) for name, row in tables.items()})


def _endpoint(file: Path, name: str, row: Mapping[str, Any]) -> Endpoint:
    try:
        if not _NAME.fullmatch(name):
            raise ValueError("a name has small letters, digits, - and _")  # noqa: TRY301
        return _read(file.parent, name, row)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise BadEndpoints(f"{file}: endpoint {name}: {wrong}") from wrong


def _read(folder: Path, name: str, row: Mapping[str, Any]) -> Endpoint:
    unknown = sorted(set(row) - _KNOWN)
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}")
    allow = tuple(ip_network(each) for each in row.get("allow", ()))
    secret = (folder / row["secret_file"]).read_bytes().strip() if "secret_file" in row else b""
    if "secret_file" in row and len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"a secret has at least {_SHORTEST_SECRET} bytes")
    token = (folder / row["token_file"]).read_text("ascii").strip() if "token_file" in row else ""
    limits = {
        "connect_seconds": _positive(row, "connect_seconds", 5),
        "seconds": _positive(row, "seconds", 20),
    }
    return Endpoint(
        name=name,
        url=_url(str(row["url"]), allow),
        secret=secret,
        token=token,
        allow=allow,
        ca_file=str(folder / row["ca_file"]) if "ca_file" in row else "",
        largest_answer=int(_positive(row, "largest_answer_kb", 1000) * 1000),
        **limits,
    )


def _url(text: str, allow: tuple[Network, ...]) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ValueError("the url begins with https:// and a host")
    if parts.scheme == "http" and not allow:
        raise ValueError("http:// is only for networks in `allow`")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("the url has a host and a path, nothing else")
    _ = parts.port  # raises ValueError for a port that is none
    return text.rstrip("/")


def _positive(row: Mapping[str, Any], name: str, otherwise: float) -> float:
    number = float(row.get(name, otherwise))
    if not 0 < number <= 1_000_000:
        raise ValueError(f"{name} is a number above 0")
    return number
