"""How each system is connected: chosen by the operator in one TOML file, read at every call.

Without a file every system is `native`: our own registers. A table that is named after a system
says otherwise. Addresses and secrets stand with the endpoints (`engine.outgoing`), never here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.connectors.contracts import System, systems
from engine.errors import Unavailable
from engine.runtime import Runtime


class Way(StrEnum):
    """How a system is connected."""

    NATIVE = "native"
    HTTP = "http"
    CSV = "csv"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Setup:
    """How one system is connected; `endpoint` is where `http` goes."""

    way: Way = Way.NATIVE
    endpoint: str = ""


def setups(runtime: Runtime) -> Mapping[str, Setup]:
    """Return how every system is connected, by name.

    Raises Unavailable when the file is not there or says what cannot be.
    """
    known = systems(runtime)
    path = runtime.settings.connectors
    if not path:
        return dict.fromkeys(known, Setup())
    try:
        told = read_setups(Path(path).read_text("utf-8"), frozenset(known))
    except (OSError, ValueError) as wrong:
        raise Unavailable("connector.file", file=path, detail=str(wrong)) from wrong
    return {name: told.get(name, Setup()) for name in known}


def setup_of(runtime: Runtime, system: System) -> Setup:
    """Return how one system is connected. Raises Unavailable as `setups` does."""
    return setups(runtime)[system.name]


def read_setups(text: str, known: frozenset[str]) -> Mapping[str, Setup]:
    """Read the operator's file: `[<system>] way`, for `http` perhaps `endpoint`.

    Raises ValueError, with the system, for a name that is not known or a value that cannot be.
    """
    raw = tomllib.loads(text)
    strange = sorted(raw.keys() - known)
    if strange:
        raise ValueError(f"unknown system: {', '.join(strange)}")
    return {name: _setup(name, table) for name, table in raw.items()}


def _setup(name: str, table: Any) -> Setup:
    rest = dict(table) if isinstance(table, dict) else {"": table}
    way, endpoint = rest.pop("way", None), rest.pop("endpoint", name)
    if rest:
        raise ValueError(f"{name}: only way and endpoint are known")
    if way not in {str(each) for each in Way}:
        raise ValueError(f"{name}: way is one of {', '.join(Way)}")
    if not isinstance(endpoint, str):
        raise ValueError(f"{name}: endpoint is a name")  # noqa: TRY004 - the file is wrong
    return Setup(Way(way), endpoint)
