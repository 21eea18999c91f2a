"""What came in, sorted by field; what belongs to none, and rows that cannot be, are named.

Total: any mapping ends in raw values by key and problems. No rules of fields, no database, no
clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Problem
from engine.forms.rows import (
    MOST_FIELDS,
    Sheet,
    lay_out,
    nested_counts,
    numbers,
    pattern,
    row_count,
)
from engine.forms.schema import ROW, Form, Repeat
from engine.forms.values import Source
from engine.model import Value

_MOST_STRANGERS = 20


@dataclass(slots=True)
class Posted:
    """What was given, by key of a field; how many rows each list has; what is wrong so far."""

    raws: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    strangers: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Note a problem of a list or of what belongs to no field, at most twenty."""
        if len(self.strangers) < _MOST_STRANGERS:
            key = _printable(problem.field)
            self.strangers.append(Problem(key, problem.code, problem.facts))


def sort(
    form: Form, posted: Mapping[str, Any], context: Mapping[str, Value], source: Source
) -> tuple[Posted, Sheet]:
    """Sort what was posted by field and lay the form out for its rows.

    Problems: unknown_field, unknown_row, row_missing, rows_fixed, too_many_rows, too_few_rows,
    wrong_type, and too_many_fields for the whole.
    """
    sorted_out = Posted()
    if len(posted) > MOST_FIELDS:
        sorted_out.add(Problem("", "too_many_fields", {"max": str(MOST_FIELDS)}))
        return sorted_out, lay_out(form, {})
    if source == "json":
        _Nested(form, sorted_out).walk(posted)
    else:
        _flat(form, posted, sorted_out)
    _bound(form, sorted_out, nested_counts(form, context))
    sheet = lay_out(form, sorted_out.counts)
    if sheet.full:
        sorted_out.add(Problem("", "too_many_fields", {"max": str(MOST_FIELDS)}))
    return sorted_out, sheet


def _printable(text: str) -> str:
    """Return the start of a text that may hold anything, without lone surrogates."""
    return text[:200].encode("utf-8", "replace").decode("utf-8")


def _flat(form: Form, posted: Mapping[str, Any], out: Posted) -> None:
    """Sort the names that an HTML form posts."""
    seen: dict[str, set[int]] = {}
    for name, raw in posted.items():
        key = str(name)
        if pattern(key) in form.by_key:
            out.raws[key] = raw
            for above, number in numbers(key) if "." in key else ():
                seen.setdefault(above, set()).add(number)
        elif pattern(key) in form.lists:
            _said(key, raw, seen, out)
        else:
            out.add(Problem(key, "unknown_field"))
    for key, rows in seen.items():
        if key not in out.counts:
            out.counts[key] = len(rows)
            missing = sorted(set(range(max(rows) + 1)) - rows)
            if missing:
                out.add(Problem(f"{key}.{missing[0]}", "row_missing"))
                out.counts[key] = 0
    _foreign_rows(out)


def _said(key: str, raw: Any, seen: dict[str, set[int]], out: Posted) -> None:
    """Read how many rows the page says that there are."""
    for above, number in numbers(key):
        seen.setdefault(above, set()).add(number)
    count = row_count(raw)
    if count is None:
        out.add(Problem(key, "wrong_type"))
    out.counts[key] = count or 0


def _foreign_rows(out: Posted) -> None:
    """Take out what stands in rows beyond those that there are."""
    for key in [*out.raws, *out.counts]:
        if "." in key and any(number >= out.counts.get(above, 0) for above, number in numbers(key)):
            out.raws.pop(key, None)
            out.counts.pop(key, None)
            out.add(Problem(key, "unknown_row"))


class _Nested:
    """A walk over nested JSON along the form; it never goes where the form does not."""

    def __init__(self, form: Form, out: Posted) -> None:
        self.form = form
        self.out = out
        self.waiting: list[tuple[str, str, Mapping[str, Any]]] = []

    def walk(self, posted: Mapping[str, Any]) -> None:
        """Sort the names of an object and of what stands in it."""
        self.waiting.append(("", "", posted))
        while self.waiting:
            above, start, node = self.waiting.pop()
            for name, raw in node.items():
                self.one(f"{above}{name}", f"{start}{name}", raw, whole="." not in str(name))

    def one(self, known: str, key: str, raw: Any, *, whole: bool) -> None:
        """Sort one name; `known` is its key with `*` for rows."""
        if whole and known in self.form.by_key:
            self.out.raws[key] = raw
        elif whole and known in self.form.lists:
            self.rows(self.form.lists[known], known, key, raw)
        elif whole and known in self.form.contexts and isinstance(raw, Mapping):
            self.waiting.append((f"{known}.", f"{key}.", raw))
        else:
            self.out.add(Problem(key, "unknown_field"))

    def rows(self, repeat: Repeat, known: str, key: str, raw: Any) -> None:
        """Sort the rows of a list, as far as there may be rows."""
        raw = [] if raw is None else raw
        if not isinstance(raw, list | tuple):
            self.out.add(Problem(key, "wrong_type"))
            return
        self.out.counts[key] = len(raw)
        for at, row in enumerate(raw[: repeat.most]):
            if isinstance(row, Mapping):
                self.waiting.append((f"{known}.{ROW}.", f"{key}.{at}.", row))
            else:
                self.out.add(Problem(f"{key}.{at}", "wrong_type"))


def _bound(form: Form, out: Posted, current: Mapping[str, int]) -> None:
    """Hold the number of rows of every list between its least and most."""
    for key, count in list(out.counts.items()):
        most = form.lists[pattern(key)].most
        if count > most:
            out.add(Problem(key, "too_many_rows", {"max": str(most)}))
            out.counts[key] = most
    waiting = _lists(form.members, "")
    while waiting:
        key, repeat = waiting.pop()
        if repeat.fixed:
            _hold(key, current.get(key, repeat.first), out)
        count = out.counts.setdefault(key, 0)
        for at in range(count):
            waiting.extend(_lists(repeat.members, f"{key}.{at}."))


def _lists(members: Sequence[Any], start: str) -> list[tuple[str, Repeat]]:
    """Return the lists among members, with their own keys."""
    return [(start + ".".join(m.inner), m) for m in members if isinstance(m, Repeat)]


def _hold(key: str, fixed: int, out: Posted) -> None:
    """Keep the rows that the case has, whatever was posted."""
    if out.counts.get(key, fixed) != fixed:
        out.add(Problem(key, "rows_fixed"))
    out.counts[key] = fixed
    for name in list(out.raws):
        if any(above == key and number >= fixed for above, number in numbers(name)):
            del out.raws[name]
