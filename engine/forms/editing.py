"""A row more or a row less in what was typed so far; nothing that stands elsewhere moves.

Texts stay as they were typed, also what is wrong with them. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.forms.rows import numbers, pattern, seen_counts
from engine.forms.schema import Form


def changed(
    form: Form, posted: Mapping[str, Any], *, add: str = "", remove: str = ""
) -> tuple[dict[str, Any], str]:
    """Return what was typed with a row added to the list `add`, or without the row `remove`.

    With it comes the key of the new row, or of the list that lost one; "" when nothing changed,
    because there is no such list or row, or it may have no other rows.
    """
    counts = seen_counts(form, posted)
    if add:
        return _added(form, dict(posted), add, counts)
    return _removed(form, dict(posted), remove, counts) if remove else (dict(posted), "")


def _added(
    form: Form, posted: dict[str, Any], key: str, counts: Mapping[str, int]
) -> tuple[dict[str, Any], str]:
    """Add an empty row at the end."""
    known, count = form.lists.get(pattern(key)), counts.get(key, 0)
    if known is None or known.fixed or count >= known.most or not _is_there(key, counts):
        return posted, ""
    posted[key] = str(count + 1)
    return posted, f"{key}.{count}"


def _removed(
    form: Form, posted: dict[str, Any], row: str, counts: Mapping[str, int]
) -> tuple[dict[str, Any], str]:
    """Take a row out and give those after it the number before."""
    key = row.rpartition(".")[0]
    known, count = form.lists.get(pattern(key)), counts.get(key, 0)
    gone = dict(numbers(row)).get(key)
    if known is None or known.fixed or gone is None or f"{key}.{gone}" != row:
        return posted, ""
    if count <= known.least or not _is_there(row, counts):
        return posted, ""
    left: dict[str, Any] = {}
    for name, raw in posted.items():
        at = dict(numbers(name)).get(key)
        if at is None or at < gone:
            left[name] = raw
        elif at > gone:
            left[f"{key}.{at - 1}" + name[len(f"{key}.{at}") :]] = raw
    left[key] = str(count - 1)
    return left, key


def _is_there(key: str, counts: Mapping[str, int]) -> bool:
    """Tell whether every row on the way to a list or row is there."""
    return all(number < counts.get(above, 0) for above, number in numbers(key))
