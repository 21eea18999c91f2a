"""What a drawn field says beside its box: options, source, old value; and tables to look at.

Texts are plain; whoever draws them escapes them. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.forms.choosing import Offers
from engine.forms.display import as_text
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.schema import Field, Table
from engine.forms.scope import Scope
from engine.forms.settle import taken
from engine.forms.values import Refused, chosen_by, read, shown
from engine.model import Value

ROOMS = ((5, "mini"), (12, "short"), (24, "medium"))
"""The most characters of each width of a box."""

MOST_TABLE_ROWS = 500
MOST_COLUMNS = 20
_LONGEST = {"number": 12, "date": 10, "time": 8, "datetime": 16}
_LONGEST_PHONE = 16


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice of a radio group, a select or a checklist."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """A document that a file picker has (`chosen`) or may have; `size` is in bytes.

    `case` is the number of the case where it can be looked at, None when it cannot. It is `own`
    when it is of no case yet: only who sent it can look at it.
    """

    id: str
    name: str
    media_type: str
    size: int
    chosen: bool
    case: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a field was filled in from (`name`), what stands there, and whether that is kept."""

    name: str
    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows to look at: headings, and the cells of every row as text.

    `numbers` are the places, from 0, of columns that hold nothing but numbers.
    """

    id: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    visible: bool
    kind: str = "table"
    numbers: frozenset[int] = frozenset()


def options_of(field: Field, value: Value) -> tuple[OptionView, ...]:
    """Draw the options, the chosen ones marked; of a list that is searched only the chosen ones."""
    held = value if isinstance(value, list) else [value]
    chosen = [each.get("document") if isinstance(each, Mapping) else each for each in held]
    drawn = (
        OptionView(option.text, option.label, any(_is(option.value, one) for one in chosen))
        for option in field.options
    )
    if field.choices is not None and field.choices.code_list and field.choices.searchable:
        return tuple(option for option in drawn if option.chosen)
    return tuple(drawn)


def files_of(field: Field, value: Value, offers: Offers) -> tuple[FileView, ...]:
    """Draw the documents of a file picker, those that are chosen and those that may be."""
    drawn = []
    for option in options_of(field, value) if field.files is not None else ():
        facts = offers.documents.get(option.value, {})
        name, media_type = as_text(facts.get("name")), as_text(facts.get("media_type"))
        file = FileView(
            id=option.value,
            name=name or option.label,
            media_type=media_type,
            size=int(facts.get("size") or 0),
            chosen=option.chosen,
            case=facts.get("case"),
            own=facts.get("own") is True,
        )
        drawn.append(file)
    return tuple(drawn)


def chosen_among(field: Field, raw: Any) -> tuple[list[Value], str]:
    """Return what was chosen in a posted list that was refused, and the text that is no option."""
    texts = [raw] if isinstance(raw, str) else [each for each in raw if isinstance(each, str)]
    found = [(text, chosen_by(field, text)) for text in texts]
    strange = (text for text, option in found if option is None and text.strip())
    return [option.value for _, option in found if option], next(strange, "")


def said(field: Field, value: Value) -> str:
    """Return a value as people read it: the label of an option, else the text of its box."""
    if isinstance(value, list):
        return ", ".join(said(field, each) for each in value)
    if isinstance(value, Mapping) and field.files is not None:
        return as_text(value.get("name"))
    same = [option for option in field.options if _is(option.value, value)]
    if same:
        return same[0].label if _has_own_label(field, same[0].label) else same[0].text
    return as_text(value) if isinstance(value, bool) else shown(field, value)


def said_before(field: Field, scope: Scope) -> str | None:
    """Return the old value to compare with; None when the field compares nothing."""
    if field.own.before is None:
        return None
    before = scope.value(field.own.before)
    try:
        return said(field, read(field, before, "json"))
    except Refused:
        return said(field, before)


def source_of(field: Field, value: Value, scope: Scope) -> SourceView | None:
    """Return where a field is filled in from, when there is something there."""
    if field.own.prefill is None:
        return None
    found = taken(field, field.own.prefill, scope)
    if found in (None, "", []):
        return None
    there = said(field, found)
    return SourceView(field.own.source.fill(scope), there, same=there == said(field, value))


def drawn_table(table: Table, ident: str, scope: Scope, *, visible: bool) -> TableView:
    """Draw a table: at most 500 rows; what is no context has empty cells."""
    columns = [(column.label.fill(scope), column.key) for column in table.columns]
    rows = scope.value(table.rows) if visible else None
    if table.computed_columns is not None and visible:
        columns = _columns(scope.value(table.computed_columns))
    found = tuple(
        tuple(row.get(key) if isinstance(row, Mapping) else None for _, key in columns)
        for row in (rows[:MOST_TABLE_ROWS] if isinstance(rows, list) else ())
    )
    cells = tuple(tuple(as_text(cell) for cell in row) for row in found)
    headings = tuple(label for label, _ in columns)
    numbers = frozenset(at for at in range(len(columns)) if _holds_numbers(found, at))
    label = table.label.fill(scope)
    return TableView(ident, label, headings, cells, visible, numbers=numbers)


def _holds_numbers(rows: Sequence[Sequence[Value]], at: int) -> bool:
    """Tell whether a column holds nothing but numbers, and at least one."""
    cells = [row[at] for row in rows if row[at] is not None]
    return bool(cells) and all(isinstance(cell, Decimal) for cell in cells)


def room_of(field: Field) -> str:
    """Return how wide the answer is, by its longest: mini, short, medium, or "" for anything."""
    longest = _longest(field)
    known = (room for most, room in ROOMS if longest is not None and longest <= most)
    return next(known, "")


def _longest(field: Field) -> int | None:
    """Return how many characters an answer has at most, None when nothing says so."""
    rules = field.rules
    if field.kind in _LONGEST:
        top = rules.maximum
        whole = rules.decimal_digits == 0 and isinstance(top, Decimal)
        return len(f"{top:.0f}") if whole else _LONGEST[field.kind]
    if rules.check:
        return IDENTIFIERS[rules.check].longest
    if rules.format == "phone":
        return _LONGEST_PHONE
    return int(rules.max_length) if isinstance(rules.max_length, Decimal) else None


def _columns(value: Value) -> list[tuple[str, str]]:
    """Return the columns that a list of contexts with label and key gives."""
    given = value[:MOST_COLUMNS] if isinstance(value, list) else ()
    return [
        (as_text(each.get("label")), as_text(each.get("key")))
        for each in given
        if isinstance(each, Mapping)
    ]


def _has_own_label(field: Field, label: str) -> bool:
    """Tell whether one option alone has this label; in a box to type in it must name one."""
    if field.choices is None or not field.choices.searchable:
        return True
    return sum(option.label.casefold() == label.casefold() for option in field.options) == 1


def _is(option: Value, value: Value) -> bool:
    """Tell whether a value is this option; true is not 1."""
    return isinstance(option, bool) == isinstance(value, bool) and bool(option == value)
