"""The number of a decision, as people write it."""

from __future__ import annotations

from engine.store.rows import DecisionRow


def reference(row: DecisionRow) -> str:
    """Return the number of a decision as people write it: year, slash, five digits."""
    return f"{row.year}/{row.number:05d}"
