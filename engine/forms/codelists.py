"""Lists of codes that an analyst keeps beside the forms: municipalities, legal forms, countries.

Text in, list out. No files, no database, no clock, no network.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from engine.forms.schema import Option

MOST_CODES = 5_000
MOST_FOUND = 20
_LONGEST = 200


class BadList(ValueError):
    """A list of codes cannot be used; the text says why, for whoever starts the house."""


@dataclass(frozen=True)
class CodeList:
    """A list of codes in the order of its source: `text` is the code, `label` what people read.

    `weights` puts codes in an order of their own (how heavy a measure is), for those that have one.
    """

    title: str
    source: str
    options: tuple[Option, ...]
    weights: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def by_text(self) -> Mapping[str, Option]:
        """Return the options by code."""
        return MappingProxyType({option.text: option for option in self.options})

    def search(self, text: str, most: int = MOST_FOUND) -> tuple[Option, ...]:
        """Return the options whose code or label has every word of `text`, at most `most`.

        What begins with the text comes first.
        """
        words = text[:_LONGEST].casefold().split()
        found = [
            option
            for option in self.options
            if all(word in f"{option.text} {option.label}".casefold() for word in words)
        ]
        start = " ".join(words)
        found.sort(key=lambda option: not option.label.casefold().startswith(start))
        return tuple(found[:most])


def read_list(text: str, fetch: Callable[[str], str]) -> CodeList:
    """Read the TOML of a list: `titel`, `bron`, and either `[[code]]` tables with `waarde`,
    `label` and perhaps `gewicht`, or `bestand` with the columns `waarde` and `label` of a CSV that
    `fetch` returns.

    A code that stands twice has its labels with a dash between them. Raises BadList.
    """  # noqa: D205
    try:
        raw = tomllib.loads(text)
        rows = _rows(raw, fetch)
        title, source = str(raw["titel"]), str(raw["bron"])
        weights = {
            str(c["waarde"]): int(c["gewicht"]) for c in raw.get("code", ()) if "gewicht" in c
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise BadList(str(wrong)) from wrong
    if not 0 < len(rows) <= MOST_CODES:
        raise BadList(f"{len(rows)} codes")
    options = tuple(Option(c, c, label) for c, label in rows.items())
    return CodeList(title, source, options, MappingProxyType(weights))


def _rows(raw: Mapping[str, Any], fetch: Callable[[str], str]) -> dict[str, str]:
    """Return code → label."""
    pairs = [(str(each["waarde"]), str(each["label"])) for each in raw.get("code", ())]
    if "bestand" in raw:
        lines = csv.DictReader(fetch(str(raw["bestand"])).splitlines())
        pairs += [(line[raw["waarde"]], line[raw["label"]]) for line in lines]
    labels: dict[str, list[str]] = {}
    for code, label in pairs:
        known = labels.setdefault(code, [])
        if label not in known:
            known.append(label)
    return {code: " - ".join(known) for code, known in labels.items() if code}
