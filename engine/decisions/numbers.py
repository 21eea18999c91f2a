"""The number of a decision, as people write it."""

from __future__ import annotations

import re

from engine.store.rows import DecisionRow

_WRITTEN = re.compile(r"([0-9]{4})/([0-9]{1,9})")


def reference(row: DecisionRow) -> str:
    """Return the number of a decision as people write it: year, slash, five digits."""
    return f"{row.year}/{row.number:05d}"


def parsed(text: str) -> tuple[int, int] | None:
    """Return year and number of a decision as people wrote it, or None when it is no number."""
    found = _WRITTEN.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else None
