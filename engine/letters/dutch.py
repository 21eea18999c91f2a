"""The operator's words for letters, read once from `dutch.toml`; no Dutch stands in Python."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """How values are written, and what front matter and fixed blocks are called."""

    months: tuple[str, ...]
    yes: str
    no: str
    separator: str
    last_separator: str
    decimal_mark: str
    moment: str
    time: str
    copy: str
    reference: str
    dated: str
    your_reference: str
    units: Mapping[str, tuple[str, str]]
    front_matter: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    remedy_block: str
    remedy_parts: tuple[str, ...]
    contact_block: str


@cache
def words() -> Words:
    """Return the words of `dutch.toml`."""
    data = tomllib.loads(files("engine.letters").joinpath("dutch.toml").read_text("utf-8"))
    return Words(
        months=tuple(data["months"]),
        yes=data["true"],
        no=data["false"],
        separator=data["separator"],
        last_separator=data["last_separator"],
        decimal_mark=data["decimal_mark"],
        moment=data["moment"],
        time=data["time"],
        copy=data["copy"],
        reference=data["reference"],
        dated=data["dated"],
        your_reference=data["your_reference"],
        units={name: (one, many) for name, (one, many) in data["units"].items()},
        front_matter=data["front_matter"],
        kinds={name: tuple(blocks) for name, blocks in data["kinds"].items()},
        remedy_block=data["remedy"]["block"],
        remedy_parts=tuple(data["remedy"]["parts"]),
        contact_block=data["contact"]["block"],
    )
