"""A form as something to draw: frozen, in text, with nothing left to compute.

Texts are plain; whoever draws them escapes them. Problems stay codes, `engine.wording` makes the
sentences. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.errors import Problem
from engine.forms.choosing import NOTHING, Offers
from engine.forms.facets import (
    FileView,
    OptionView,
    SourceView,
    TableView,
    chosen_among,
    drawn_table,
    files_of,
    options_of,
    room_of,
    said,
    said_before,
    source_of,
)
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.markup import Block
from engine.forms.rows import at_path, lay_out, shown_counts
from engine.forms.schema import (
    MANY_KINDS,
    Component,
    Field,
    Form,
    Group,
    Member,
    Repeat,
    Rule,
    Table,
    Text,
)
from engine.forms.settle import Reading, Settled, defaults, settle
from engine.forms.values import Refused, read, shown
from engine.model import Value

_MISSING = object()
_MODES = {"email": "email", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field; `name` is what an HTML form posts, `text` what stands in the box.

    `kind` is textfield, textarea, number, checkbox, checklist, taglist, radio, select, date, time,
    datetime or filepicker. `checked` is for a checkbox. `input_mode` is the HTML attribute.
    `place` says which row it stands in. A `searchable` field is a box in which one types; of a
    `code_list` only the chosen options are here, the rest is searched. `before` is the old value
    to compare with, and `changed` tells whether it is another now. `files` are those of a file
    picker, and `may_add` tells whether one can be added there. `room` is how wide the answer is:
    mini, short, medium, or "" for all there is.
    """

    id: str
    name: str
    kind: str
    label: str
    help: str
    required: bool
    disabled: bool
    readonly: bool
    visible: bool
    text: str
    checked: bool
    options: tuple[OptionView, ...]
    problems: tuple[Problem, ...]
    prefix: str
    suffix: str
    unit: str | None
    legal_basis: str | None
    max_length: int | None
    input_mode: str
    place: str = ""
    searchable: bool = False
    code_list: str | None = None
    multiple: bool = False
    accept: tuple[str, ...] = ()
    document_kind: str | None = None
    confidential: str | None = None
    source: SourceView | None = None
    before: str | None = None
    changed: bool = False
    files: tuple[FileView, ...] = ()
    may_add: bool = False
    room: str = ""

    @property
    def title(self) -> str:
        """Return the label, with the row that the field stands in."""
        return f"{self.place}: {self.label}" if self.place else self.label

    @property
    def key(self) -> str:
        """Return the variable path, which is also the name of the input."""
        return self.name

    @property
    def error(self) -> Problem | None:
        """Return the problem to show beside the field."""
        return self.problems[0] if self.problems else None


@dataclass(frozen=True, slots=True)
class TextView:
    """Explanation between the fields."""

    id: str
    blocks: tuple[Block, ...]
    visible: bool
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class RuleView:
    """A separator or a spacer (`kind`)."""

    id: str
    kind: str
    visible: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    """Parts under one heading; may be empty. `kind` is group, or verdict on an item."""

    id: str
    label: str
    parts: tuple[PartView, ...]
    visible: bool
    kind: str = "group"


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a repeated part; `key` names it to whoever removes it."""

    key: str
    label: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A repeated part; `name` posts how many rows there are, and names it to whoever adds one."""

    id: str
    name: str
    label: str
    item: str
    help: str
    legal_basis: str | None
    rows: tuple[RowView, ...]
    may_add: bool
    may_remove: bool
    problems: tuple[Problem, ...]
    visible: bool
    kind: str = "dynamiclist"


PartView = TableView | FieldView | TextView | RuleView | GroupView | RepeatView


@dataclass(frozen=True, slots=True)
class FormView:
    """A whole form to draw: the tree, and the visible fields in order.

    `problems` are those of no visible field: unknown or hidden keys. `focus` is the key of the
    field or list where the person goes on; behind a colon the document of a file picker.
    `takes_files` tells whether there are file pickers, drawn or not, to which files can be added.
    """

    id: str
    parts: tuple[PartView, ...]
    fields: tuple[FieldView, ...]
    problems: tuple[Problem, ...]
    focus: str | None = None
    takes_files: bool = False

    @property
    def repeats(self) -> tuple[RepeatView, ...]:
        """Return the visible repeated parts, those in rows too."""
        return tuple(_repeats(self.parts))

    def alone(self, group: GroupView) -> FormView:
        """Return a form of what stands in one of its groups; of a hidden one nothing does."""
        parts = group.parts if group.visible else ()
        fields, keys = tuple(_visible_fields(parts)), set(_drawn_keys(parts))
        goes_on = self.focus if self.focus and self.focus.partition(":")[0] in keys else None
        return replace(self, parts=parts, fields=fields, problems=(), focus=goes_on)


def blank(
    form: Form,
    context: Mapping[str, Value],
    now: datetime | None = None,
    offers: Offers = NOTHING,
) -> dict[str, Value]:
    """Return the values of an untouched form, nested by path: the case's own, else defaults.

    `now` is the moment that a default such as `=today()` speaks of.
    """
    return defaults(form, context, now, offers)


def view(  # noqa: PLR0913 - what is drawn, and what it is drawn with
    form: Form,
    values: Mapping[str, Any],
    context: Mapping[str, Value],
    problems: Sequence[Problem] = (),
    *,
    now: datetime | None = None,
    offers: Offers = NOTHING,
    touched: str = "",
) -> FormView:
    """Return the form as it should be drawn.

    `values` is either nested FEEL values (`blank`, a case's variables, a clean result) or what was
    posted, flat by key (texts and lists of texts), which is then shown exactly as it was typed.
    `touched` is the key of a row that was just added, of a list that just lost one, or of a file
    picker, with a colon and the document that was added there.
    """
    fresh = touched if touched.rpartition(".")[2].isdigit() else ""
    sheet = lay_out(form, shown_counts(form, values, context), fresh)
    given = ((field.key, _given(values, field)) for field in sheet.fields)
    raws = {key: raw for key, raw in given if raw is not None}
    settled = settle(
        sheet, lambda field: _reading(field, raws.get(field.key)), context, now, offers
    )
    drawing = _Drawing(raws, settled, sheet.counts, problems, offers)
    parts = drawing.parts(form.components, "")
    fields = tuple(_visible_fields(parts))
    drawn = set(_drawn_keys(parts))
    left = tuple(one for one in problems if one.field not in drawn)
    inside = (each.name for each in fields if fresh and each.name.startswith(f"{fresh}."))
    takes_files = offers.may_add and any(each.files for each in form.by_key.values())
    return FormView(form.id, parts, fields, left, next(inside, touched or None), takes_files)


def _repeats(parts: Sequence[PartView]) -> Iterator[RepeatView]:
    """Yield the visible repeated parts in order."""
    for part in parts:
        if part.visible and isinstance(part, GroupView):
            yield from _repeats(part.parts)
        elif part.visible and isinstance(part, RepeatView):
            yield part
            for row in part.rows:
                yield from _repeats(row.parts)


def _drawn_keys(parts: Sequence[PartView]) -> Iterator[str]:
    """Yield the keys of everything that shows its own problems."""
    for part in parts:
        if part.visible and isinstance(part, FieldView):
            yield part.name
        elif part.visible and isinstance(part, GroupView):
            yield from _drawn_keys(part.parts)
        elif part.visible and isinstance(part, RepeatView):
            yield part.name
            for row in part.rows:
                yield from _drawn_keys(row.parts)


def _given(values: Mapping[str, Any], field: Field) -> Any:
    """Return what stands for a field, posted under its key or nested by its path."""
    flat = values.get(field.key, _MISSING)
    return at_path(values, field.path) if flat is _MISSING else flat


def _reading(field: Field, raw: Any) -> Reading:
    """Read a typed text or a value; a value keeps its type."""
    many = field.kind in MANY_KINDS
    text = isinstance(raw, str) or (isinstance(raw, list | tuple) and not many)
    try:
        if field.formula is None and not text and isinstance(raw, list | tuple):
            return Reading(given=True, value=_chosen(field, raw))
        value = read(field, raw, "fields" if text else "json")
        return Reading(given=raw is not None, value=value)
    except Refused as refused:
        return Reading(given=True, refused=refused)


def _chosen(field: Field, raw: Sequence[Any]) -> Value:
    """Read ticked options that were posted as texts, or are values already."""
    posted = all(isinstance(part, str) for part in raw)
    return read(field, raw, "fields" if posted else "json")


def _visible_fields(parts: Sequence[PartView]) -> list[FieldView]:
    """Return the fields that are drawn, in order."""
    found: list[FieldView] = []
    for part in parts:
        if part.visible and isinstance(part, FieldView):
            found.append(part)
        elif part.visible and isinstance(part, GroupView):
            found.extend(_visible_fields(part.parts))
        elif part.visible and isinstance(part, RepeatView):
            for row in part.rows:
                found.extend(_visible_fields(row.parts))
    return found


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Everything that the parts of one drawing need."""

    raws: Mapping[str, Any]
    settled: Settled
    counts: Mapping[str, int]
    problems: Sequence[Problem]
    offers: Offers
    places: dict[str, str] = field(default_factory=dict)

    def parts(self, components: Sequence[Component], row: str) -> tuple[PartView, ...]:
        """Draw the components of the form or of one row in order."""
        return tuple(
            self.part(component, row)
            for component in components
            if not isinstance(component, Field) or component.formula is None
        )

    def part(self, component: Component, row: str) -> PartView:
        """Draw one component."""
        if isinstance(component, Field):
            return self.field(self.settled.fields[_in_row(component, row)], row)
        if isinstance(component, Repeat):
            return self.repeat(component, _in_row(component, row), row)
        scope = self.settled.scopes[row]
        ident = _ident(component, row)
        visible = not self.settled.is_hidden(component.hidden_by, row)
        if isinstance(component, Group):
            label = component.label.fill(scope)
            parts = self.parts(component.components, row)
            return GroupView(ident, label, parts, visible, component.kind)
        if isinstance(component, Text):
            blocks = component.markup.fill(scope) if visible else ()
            return TextView(ident, blocks, visible)
        if isinstance(component, Table):
            return drawn_table(component, ident, scope, visible=visible)
        assert isinstance(component, Rule)
        return RuleView(ident, component.kind, visible)

    def repeat(self, repeat: Repeat, key: str, row: str) -> RepeatView:
        """Draw a repeated part, row by row."""
        scope = self.settled.scopes[row]
        visible = key not in self.settled.hidden
        count = self.counts[key] if visible else 0
        rows = []
        for at in range(count):
            inside = f"{key}.{at}"
            label = repeat.item.fill(self.settled.scopes[inside])
            above = self.places.get(row)
            self.places[inside] = f"{above}, {label} {at + 1}" if above else f"{label} {at + 1}"
            rows.append(RowView(inside, label, self.parts(repeat.components, inside)))
        return RepeatView(
            id=_ident(repeat, row),
            name=key,
            label=repeat.label.fill(scope),
            item=repeat.item.fill(scope),
            help=repeat.help.fill(scope),
            legal_basis=repeat.legal_basis,
            rows=tuple(rows),
            may_add=not repeat.fixed and count < repeat.most,
            may_remove=not repeat.fixed and count > repeat.least,
            problems=self.problems_of(key),
            visible=visible,
        )

    def field(self, field: Field, row: str) -> FieldView:
        """Draw one field; a hidden one shows no value."""
        scope = self.settled.scopes[row]
        visible = field.key not in self.settled.hidden
        value, strange = self.held(field) if visible else (None, "")
        longest = field.rules.max_length
        before = said_before(field, scope)
        return FieldView(
            id=_ident(field, row),
            name=field.key,
            kind=field.kind,
            label=field.label.fill(scope),
            help=field.help.fill(scope),
            required=scope.truth(field.rules.required),
            disabled=scope.truth(field.disabled),
            readonly=scope.truth(field.readonly),
            visible=visible,
            text=strange or (self.text(field, value) if visible else ""),
            checked=value is True,
            options=options_of(field, value),
            problems=self.problems_of(field.key),
            prefix=field.prefix.fill(scope),
            suffix=field.suffix.fill(scope),
            unit=field.own.unit,
            legal_basis=field.own.legal_basis,
            max_length=int(longest) if isinstance(longest, Decimal) else None,
            input_mode=_input_mode(field),
            place=self.places.get(row, ""),
            searchable=field.choices is not None and field.choices.searchable,
            code_list=_searched_list(field),
            multiple=field.files is not None and scope.truth(field.files.multiple),
            accept=field.files.accept if field.files else (),
            document_kind=field.files.kind if field.files else None,
            confidential=field.own.confidential,
            source=source_of(field, value, scope),
            before=before,
            changed=before is not None and before != said(field, value),
            files=files_of(field, value, self.offers),
            may_add=field.files is not None and self.offers.may_add,
            room=room_of(field),
        )

    def problems_of(self, key: str) -> tuple[Problem, ...]:
        """Return the problems to show beside a field or list."""
        return tuple(one for one in self.problems if one.field == key) if self.problems else ()

    def held(self, field: Field) -> tuple[Value, str]:
        """Return what a field holds; of a list that was refused, what is right and what is not."""
        raw = self.raws.get(field.key)
        refused = self.settled.readings[field.key].refused is not None
        if refused and field.kind in MANY_KINDS and isinstance(raw, str | list | tuple):
            return chosen_among(field, raw)
        return self.settled.value(field), ""

    def text(self, field: Field, value: Value) -> str:
        """Return what stands in the box: what was typed, else the value as people write it."""
        raw = self.raws.get(field.key)
        if isinstance(raw, list | tuple) and len(raw) == 1 and field.kind not in MANY_KINDS:
            raw = raw[0]
        if field.choices is not None and field.choices.searchable and value is not None:
            return said(field, value)
        if field.key in self.settled.locked or not isinstance(raw, str):
            return shown(field, value)
        identifier = IDENTIFIERS.get(field.rules.check or "")
        if identifier and isinstance(value, str) and identifier.is_valid(value):
            return identifier.show(value)
        return raw


def _in_row(member: Member, row: str) -> str:
    """Return the key of a field or list in this row."""
    return f"{row}." + ".".join(member.inner) if row else member.key


def _ident(component: Component, row: str) -> str:
    """Return an id for the page that no other row has."""
    return f"{component.id}-{row.replace('.', '-')}" if row else component.id


def _searched_list(field: Field) -> str | None:
    """Return the list of codes in which one searches; a list that is drawn whole is none."""
    choices = field.choices
    return choices.code_list if choices is not None and choices.searchable else None


def _input_mode(field: Field) -> str:
    """Return which keyboard a telephone should show."""
    if field.kind == "number":
        return "numeric" if field.rules.decimal_digits == 0 else "decimal"
    return _MODES.get(field.rules.format or "", "text")
