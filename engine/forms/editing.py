"""A row or a document more or less in what was typed so far; what stands elsewhere stays.

Texts stay as they were typed, also what is wrong with them. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.forms.rows import numbers, pattern, seen_counts
from engine.forms.schema import Form


def changed(
    form: Form,
    posted: Mapping[str, Any],
    *,
    add: str = "",
    remove: str = "",
    omit: str = "",
    attach: str = "",
) -> tuple[dict[str, Any], str]:
    """Return what was typed with a row added to the list `add`, or without the row `remove`.

    `attach` puts a document in a file picker, `omit` takes one out: the key of the picker, a colon
    and the document. With its key alone `attach` goes on at the picker.
    With it comes the key of the new row, of the list that lost one, or where `attach` or `omit`
    points; "" when nothing changed, because there is no such thing, or a list may have no other
    rows.
    """
    made, counts = dict(posted), seen_counts(form, posted)
    if add:
        return _added(form, made, add, counts)
    if remove:
        return _removed(form, made, remove, counts)
    return _attached(form, made, attach) if attach else _omitted(form, made, omit)


def _attached(form: Form, posted: dict[str, Any], wanted: str) -> tuple[dict[str, Any], str]:
    """Put a document in a file picker, behind what is chosen there."""
    key, _, document = wanted.partition(":")
    if not _is_picker(form, key):
        return posted, ""
    if document:
        others = [each for each in _chosen(posted, key) if each != document]
        posted[key] = [*others, document]
    return posted, wanted


def _omitted(form: Form, posted: dict[str, Any], wanted: str) -> tuple[dict[str, Any], str]:
    """Take a document out of a file picker."""
    key, _, document = wanted.partition(":")
    if not _is_picker(form, key):
        return posted, ""
    posted[key] = [each for each in _chosen(posted, key) if each != document]
    return posted, key


def _chosen(posted: Mapping[str, Any], key: str) -> list[Any]:
    """Return what was posted for a file picker: one id, several, or nothing."""
    raw = posted.get(key, [])
    return list(raw) if isinstance(raw, list | tuple) else [raw]


def _is_picker(form: Form, key: str) -> bool:
    known = form.by_key.get(pattern(key))
    return known is not None and known.files is not None


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
