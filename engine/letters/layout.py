"""The operator's page layout of letters: a folder that no analyst and no deployment can touch.

It is read once, at the start, and tried on a proof letter; what is wrong with it stops the start.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FACTS = "layout.toml"
TEMPLATE = "layout.typ"
FONTS = "fonts"
_PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg"})
_FONT_FILES = frozenset({".ttf", ".otf"})
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
MAX_FILE = 4 * 1024 * 1024


class BadLayout(ValueError):
    """The folder with the page layout cannot be used; the text says what is wrong with it."""


@dataclass(frozen=True)
class Layout:
    """A page layout: its template, what the operator filled in, pictures and fonts, by name."""

    template: bytes
    facts: Mapping[str, Any]
    pictures: Mapping[str, bytes]
    fonts: Mapping[str, bytes]
    sha256: str

    @property
    def sender(self) -> tuple[str, ...]:
        """Return the name of the sender and the lines of its address."""
        return tuple(self.facts["sender"])


@cache
def default() -> Layout:
    """Return the layout that comes with the system."""
    ours = files("engine.letters").joinpath("sheet")
    return _layout({name: ours.joinpath(name).read_bytes() for name in (FACTS, TEMPLATE)})


def proof() -> str:
    """Return the letter on which a layout is tried."""
    return files("engine.letters").joinpath("sheet", "proof.md").read_text("utf-8")


def read(folder: Path) -> Layout:
    """Return the layout in `folder`; what it does not have is ours.

    Raises BadLayout.
    """
    if not (folder / FACTS).is_file():
        raise BadLayout(f"{folder}: no {FACTS}")
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or not _wanted(name):
            continue
        if path.is_symlink() or path.stat().st_size > MAX_FILE:
            raise BadLayout(f"{name}: a link, or larger than {MAX_FILE} bytes")
        found[name] = path.read_bytes()
    if TEMPLATE not in found:
        found[TEMPLATE] = default().template
    return _layout(found)


def _wanted(name: str) -> bool:
    ending = Path(name).suffix.lower()
    if name.startswith(f"{FONTS}/"):
        return ending in _FONT_FILES
    return name in (FACTS, TEMPLATE) or ("/" not in name and ending in _PICTURES)


def _layout(found: Mapping[str, bytes]) -> Layout:
    whole = hashlib.sha256()
    for name, data in sorted(found.items()):
        whole.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    pictures = {n: data for n, data in found.items() if Path(n).suffix.lower() in _PICTURES}
    return Layout(
        template=found[TEMPLATE],
        facts=_facts(found[FACTS], frozenset(pictures)),
        pictures=pictures,
        fonts={n: data for n, data in found.items() if n.startswith(f"{FONTS}/")},
        sha256=whole.hexdigest(),
    )


def _facts(data: bytes, pictures: frozenset[str]) -> Mapping[str, Any]:
    try:
        facts = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadLayout(f"{FACTS}: {wrong}") from None
    for name, good in _KNOWN.items():
        if name not in facts:
            raise BadLayout(f"{FACTS}: {name} is missing")
        if not good(facts[name]):
            raise BadLayout(f"{FACTS}: {name} is not what it should be")
    unknown = sorted(set(facts) - set(_KNOWN))
    if unknown:
        raise BadLayout(f"{FACTS}: unknown: {', '.join(unknown)}")
    logo = facts["logo"]
    if logo and (logo not in pictures or not facts["logo_text"].strip()):
        raise BadLayout(f"{FACTS}: logo names no picture beside it, or has no logo_text")
    return facts


def _lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def _between(low: float, high: float, value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and low <= value <= high


_KNOWN: Mapping[str, Callable[[Any], bool]] = {
    "sender": lambda value: _lines(value) and len(value) > 0,
    "footer": _lines,
    "logo": lambda value: isinstance(value, str),
    "logo_text": lambda value: isinstance(value, str),
    "logo_height_mm": lambda value: _between(5, 40, value),
    "font": lambda value: isinstance(value, str) and value.strip() != "",
    "font_size_pt": lambda value: _between(9, 16, value),
    "colour": lambda value: isinstance(value, str) and _COLOUR.fullmatch(value) is not None,
}
