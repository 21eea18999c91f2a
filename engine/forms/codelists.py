"""Lists of codes that an analyst keeps beside the forms: municipalities, legal forms, countries.

Text in, list out. No files, no database, no clock, no network.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from engine.forms.schema import Option
from engine.model import Code

MOST_CODES = 5_000
MOST_FOUND = 20
_LONGEST = 200
_MOST_DAYS = 64


class BadList(ValueError):
    """A list of codes cannot be used; the text says why, for whoever starts the house."""


@dataclass(frozen=True)
class CodeList:
    """A list of codes in the order of its source: `text` is the code, `label` what people read.

    `past` are codes that may not be chosen on this day, with their nearest label. `weights` puts
    codes in an order of their own (how heavy a measure is), for those that have one.
    """

    title: str
    source: str
    options: tuple[Option, ...]
    weights: Mapping[str, int] = field(default_factory=dict)
    past: tuple[Option, ...] = ()

    @cached_property
    def by_text(self) -> Mapping[str, Option]:
        """Return every code that there ever was, by its text."""
        return MappingProxyType({one.text: one for one in (*self.past, *self.options)})

    def keeping(self, texts: Collection[str]) -> CodeList:
        """Return the list with those past codes among what may be chosen that stand somewhere."""
        kept = tuple(one for one in self.past if one.text in texts)
        return replace(self, options=self.options + kept) if kept else self

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


def rows_of(name: str, read: CodeList) -> tuple[Code, ...]:
    """Return a list as it was read as rows that hold from the beginning."""
    return tuple(
        Code(f"{name}/{one.text}@", name, one.text, one.label, read.weights.get(one.text), place)
        for place, one in enumerate(read.options)
    )


class Shelf:
    """Every list as it is on any day: what the files say, and the dated rows over it.

    A code that has rows is what its rows say, whatever became of it in the file.
    """

    def __init__(self, read: Mapping[str, CodeList], rows: Sequence[Code]) -> None:
        self._read = read
        self._rows: dict[str, dict[str, list[Code]]] = {
            name: {row.code: [row] for row in rows_of(name, one)} for name, one in read.items()
        }
        for (name, code), some in _grouped(rows).items():
            if name in self._rows:
                self._rows[name][code] = some
        self._days: dict[date, Mapping[str, CodeList]] = {}
        self._steady = {
            name: self._list(name, date.min)
            for name, codes in self._rows.items()
            if not any(row.valid_from or row.valid_to for some in codes.values() for row in some)
        }

    def on(self, day: date) -> Mapping[str, CodeList]:
        """Return the lists as they are on `day`."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= _MOST_DAYS:
                self._days = {}
            made = {name: self._steady.get(name) or self._list(name, day) for name in self._read}
            self._days[day] = known = MappingProxyType(made)
        return known

    def _list(self, name: str, day: date) -> CodeList:
        read, codes = self._read[name], self._rows[name]
        nearest = sorted((_nearest(some, day) for some in codes.values()), key=_place)
        weights = {row.code: row.weight for row in nearest if row.weight is not None}
        return CodeList(
            read.title,
            read.source,
            tuple(_option(row) for row in nearest if row.holds(day)),
            MappingProxyType(weights),
            tuple(_option(row) for row in nearest if not row.holds(day)),
        )


def _grouped(rows: Sequence[Code]) -> dict[tuple[str, str], list[Code]]:
    found: dict[tuple[str, str], list[Code]] = {}
    for row in rows:
        found.setdefault((row.list_name, row.code), []).append(row)
    return found


def _nearest(rows: Sequence[Code], day: date) -> Code:
    """Return the row that holds on `day`, else the last before it, else the first after it."""
    ordered = sorted(rows, key=lambda row: row.valid_from or date.min)
    begun = [row for row in ordered if (row.valid_from or date.min) <= day]
    return begun[-1] if begun else ordered[0]


def _option(row: Code) -> Option:
    return Option(row.code, row.code, row.label)


def _place(row: Code) -> tuple[int, str]:
    return row.place, row.code


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
