"""A record in words: its title, its fields as people read them, and what it is found by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from engine.forms import CodeList
from engine.forms.display import as_text
from engine.forms.identifiers import IDENTIFIERS
from engine.model import Value
from engine.records.kinds import FieldKind, FieldType, RecordType

Lists = Mapping[str, CodeList]
NAMELESS: Mapping[str, str] = MappingProxyType({})
_HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LONGEST_TITLE = 300


def shown(one: FieldType, value: Value, lists: Lists, names: Mapping[str, str] = NAMELESS) -> str:
    """Return a value as people read it; `names` gives what a reference or a colleague is called."""
    text = as_text(value)
    if not isinstance(value, str):
        return text
    if one.check is not None and text:
        return IDENTIFIERS[one.check].show(text)
    if one.kind is FieldKind.CHOICE:
        return _label(one, text, lists)
    return names.get(text, text)


def title_of(what: RecordType, values: Mapping[str, Value], lists: Lists) -> str:
    """Return what a record is called; what is empty leaves no brackets or commas behind."""

    def fill(hole: re.Match[str]) -> str:
        one = what.field(hole[1])
        return shown(one, values.get(one.name), lists) if one else ""

    text = _HOLE.sub(fill, what.shown).replace("()", "")
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?: ,)+", ",", text).strip(" ,-")
    return text[:LONGEST_TITLE]


def searched(what: RecordType, values: Mapping[str, Value], lists: Lists) -> Iterator[str]:
    """Yield the texts by which a record is found; nothing confidential is among them."""
    for one in what.open_fields:
        value = values.get(one.name)
        if one.kind is FieldKind.TEXT and isinstance(value, str):
            yield value
            if one.check is not None and (written := shown(one, value, lists)) != value:
                yield written
        elif one.kind is FieldKind.CHOICE and isinstance(value, str) and one.code_list:
            yield _label(one, value, lists)


def _label(one: FieldType, code: str, lists: Lists) -> str:
    if one.choices:
        return one.choices.get(code, code)
    known = lists.get(one.code_list or "")
    option = known.by_text.get(code) if known else None
    return option.label if option else code
