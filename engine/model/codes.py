"""Codes that people choose from, as dated rows: added, renamed or ended, never removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Code:
    """One dated row of a list: what the code is called between two days, both included.

    Without `valid_from` it was there from the beginning; `place` is its place in the list.
    """

    id: str
    list_name: str
    code: str
    label: str
    weight: int | None
    place: int
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the row holds on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class CodeAct(StrEnum):
    """What a change does to a code from its day on."""

    ADD = "add"
    RENAME = "rename"
    END = "end"
