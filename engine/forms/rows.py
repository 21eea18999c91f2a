"""A form laid out: every field that there is, once the number of rows of each list is known.

No values, no conditions, no database, no clock, no network.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.forms.schema import MOST_ROWS, ROW, Field, Form, Member, Path, Repeat

MOST_FIELDS = 5_000
_FEW_ROWS = 20
_NUMBER = re.compile(r"0|[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A field or list with its own key and path; `row` is the key of its row ("" for the form).

    `above` are the keys of the lists that it stands in.
    """

    what: Member
    row: str
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything in the order of the form; `counts` has the number of rows of every list.

    `row_of` has the key of the row in which a field or list stands, `lists` are the lists,
    `changing` what can be hidden or locked. `full` tells that rows were left out because there
    would be too many fields; `fresh` is the key of a row that was just added, which has nothing of
    the case in it.
    """

    items: tuple[Placed, ...]
    counts: Mapping[str, int]
    row_of: Mapping[str, str]
    lists: tuple[Placed, ...]
    changing: tuple[Placed, ...]
    full: bool = False
    fresh: str = ""

    @property
    def fields(self) -> Iterable[Field]:
        """Return every field, with the number of its row in its key."""
        return (each.what for each in self.items if isinstance(each.what, Field))


def lay_out(form: Form, counts: Mapping[str, int], fresh: str = "") -> Sheet:
    """Place every field and list; lists without a count have no rows."""
    if fresh or sum(counts.values()) > _FEW_ROWS:
        return _laid_out(form, counts, fresh)
    return _kept(form, tuple(sorted(counts.items())))


@lru_cache(maxsize=128)
def _kept(form: Form, counts: tuple[tuple[str, int], ...]) -> Sheet:
    """Place every field and list once for so many rows: most posts of a form have as many."""
    return _laid_out(form, dict(counts), "")


def _laid_out(form: Form, counts: Mapping[str, int], fresh: str) -> Sheet:
    """Place every field and list."""
    making = _Making(counts)
    full = not making.place(form.members, "", (), ())
    items = tuple(making.items)
    row_of = {each.what.key: each.row for each in items}
    lists = tuple(each for each in items if isinstance(each.what, Repeat))
    changing = tuple(each for each in items if each.above or _has_conditions(each.what))
    return Sheet(items, making.counts, row_of, lists, changing, full, fresh)


def _has_conditions(what: Member) -> bool:
    """Tell whether a field or list can be hidden or locked at all."""
    if isinstance(what, Repeat):
        return bool(what.hidden_by)
    return bool(what.hidden_by or what.disabled or what.readonly)


class _Making:
    """One sheet while it is made."""

    def __init__(self, wanted: Mapping[str, int]) -> None:
        self.wanted = wanted
        self.items: list[Placed] = []
        self.counts: dict[str, int] = {}

    def place(self, members: Sequence[Member], row: str, at: Path, above: tuple[str, ...]) -> bool:
        """Place the members of the form or of one row; tell whether all of it had room."""
        start = f"{row}." if row else ""
        for member in members:
            placed = member
            if row:
                key = start + ".".join(member.inner)
                placed = dataclasses.replace(member, key=key, path=(*at, *member.inner))
            self.items.append(Placed(placed, row, above))
            if isinstance(placed, Repeat) and not self.rows(placed, above):
                return False
        return True

    def rows(self, repeat: Repeat, above: tuple[str, ...]) -> bool:
        """Place the rows of a list, as long as there is room."""
        self.counts[repeat.key] = 0
        for at in range(min(self.wanted.get(repeat.key, 0), MOST_ROWS)):
            if len(self.items) + len(repeat.members) > MOST_FIELDS:
                return False
            self.counts[repeat.key] = at + 1
            row, path = f"{repeat.key}.{at}", (*repeat.path, at)
            if not self.place(repeat.members, row, path, (*above, repeat.key)):
                return False
        return True


def pattern(key: str) -> str:
    """Return a key with `*` in the place of every number of a row; a `*` itself has none."""
    if ROW in key:
        return ""
    if "." not in key:
        return key
    parts = key.split(".")
    for at, part in enumerate(parts):
        if part[:1].isdigit() and _NUMBER.fullmatch(part):
            parts[at] = ROW
    return ".".join(parts)


def numbers(key: str) -> Iterable[tuple[str, int]]:
    """Yield the key of each list that a key leads through, with the number of the row."""
    if "." not in key:
        return
    parts = key.split(".")
    for at, part in enumerate(parts):
        if at and part[:1].isdigit() and _NUMBER.fullmatch(part):
            yield ".".join(parts[:at]), int(part)


def seen_counts(form: Form, values: Mapping[str, Any]) -> dict[str, int]:
    """Return how many rows stand in `values`: posted by key, nested by path, or both.

    What cannot be a number of rows counts as none; nothing here is refused.
    """
    found = nested_counts(form, values)
    for name, raw in values.items():
        known = form.lists.get(pattern(name))
        if known is not None and (said := row_count(raw)) is not None:
            found[name] = min(said, known.most)
    for name in values:
        if pattern(name) in form.by_key:
            for key, number in numbers(name):
                if not isinstance(values.get(key), str):
                    found[key] = max(found.get(key, 0), number + 1)
    return found


def shown_counts(
    form: Form, values: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, int]:
    """Return how many rows to draw; rows that are the case's stay as they are there."""
    found, kept = seen_counts(form, values), nested_counts(form, context)
    waiting: list[tuple[str, Sequence[Member]]] = [("", form.members)]
    while waiting:
        start, members = waiting.pop()
        for each in members:
            if isinstance(each, Repeat):
                key = start + ".".join(each.inner)
                if each.fixed:
                    found[key] = kept.get(key, each.first)
                rows = min(found.get(key, 0), each.most)
                waiting.extend((f"{key}.{at}.", each.members) for at in range(rows))
    return found


def nested_counts(form: Form, values: Mapping[str, Any]) -> dict[str, int]:
    """Return how many rows the lists have in nested values; what is no list is left out."""
    found: dict[str, int] = {}
    _nested(form.members, values, "", found)
    return found


def row_count(raw: Any) -> int | None:
    """Return the number of rows that a page posts beside them, None when it is none."""
    if isinstance(raw, list | tuple) and len(raw) == 1:
        raw = raw[0]
    return int(raw) if isinstance(raw, str) and _NUMBER.fullmatch(raw) else None


def _nested(
    members: Sequence[Member], values: Mapping[str, Any], row: str, found: dict[str, int]
) -> None:
    """Count the rows of nested lists; what is no list has none."""
    for member in members:
        if not isinstance(member, Repeat):
            continue
        rows = at_path(values, member.inner)
        if not isinstance(rows, list | tuple):
            continue
        key = (f"{row}." if row else "") + ".".join(member.inner)
        found[key] = min(len(rows), member.most)
        for at, each in enumerate(rows[: member.most]):
            if isinstance(each, Mapping):
                _nested(member.members, each, f"{key}.{at}", found)


def at_path(values: Any, path: Path) -> Any:
    """Return what stands at a path in nested values, null when nothing does."""
    node = values
    for segment in path:
        if isinstance(node, dict):
            node = node.get(segment)
        elif isinstance(segment, int):
            inside = isinstance(node, list | tuple) and segment < len(node)
            node = node[segment] if inside else None
        else:
            node = node.get(segment) if isinstance(node, Mapping) else None
    return node
