"""A form as something to draw: frozen, in text, with nothing left to compute.

Texts are plain; whoever draws them escapes them. Problems stay codes, `engine.wording` makes the
sentences. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.errors import Problem
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.markup import Block
from engine.forms.schema import Component, Field, Form, Group, Rule, Text
from engine.forms.settle import Reading, Settled, at_path, defaults, settle
from engine.forms.values import Refused, read, shown
from engine.model import Value

_MISSING = object()


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice of a radio group, a select or a checklist."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field; `name` is what an HTML form posts, `text` what stands in the box.

    `kind` is textfield, textarea, number, checkbox, checklist, radio, select, date, time or
    datetime. `checked` is for a checkbox. `input_mode` is the HTML attribute.
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
    """Parts under one heading; may be empty."""

    id: str
    label: str
    parts: tuple[PartView, ...]
    visible: bool
    kind: str = "group"


PartView = FieldView | TextView | RuleView | GroupView


@dataclass(frozen=True, slots=True)
class FormView:
    """A whole form to draw: the tree, and the visible fields in order.

    `problems` are those of no visible field: unknown or hidden keys.
    """

    id: str
    parts: tuple[PartView, ...]
    fields: tuple[FieldView, ...]
    problems: tuple[Problem, ...]


def blank(
    form: Form, context: Mapping[str, Value], now: datetime | None = None
) -> dict[str, Value]:
    """Return the values of an untouched form, nested by path: the case's own, else defaults.

    `now` is the moment that a default such as `=today()` speaks of.
    """
    return defaults(form, context, now)


def view(
    form: Form,
    values: Mapping[str, Any],
    context: Mapping[str, Value],
    problems: Sequence[Problem] = (),
    now: datetime | None = None,
) -> FormView:
    """Return the form as it should be drawn.

    `values` is either nested FEEL values (`blank`, a case's variables, a clean result) or what was
    posted, flat by key (texts and lists of texts), which is then shown exactly as it was typed.
    """
    raws = {field.key: raw for field in form.fields if (raw := _given(values, field)) is not None}
    readings = {field.key: _reading(field, raws.get(field.key)) for field in form.fields}
    settled = settle(form, readings, context, now)
    drawing = _Drawing(raws, readings, settled, problems)
    parts = drawing.parts(form.components)
    fields = tuple(_visible_fields(parts))
    drawn = {field.name for field in fields}
    return FormView(
        form.id, parts, fields, tuple(one for one in problems if one.field not in drawn)
    )


def _given(values: Mapping[str, Any], field: Field) -> Any:
    """Return what stands for a field, posted under its key or nested by its path."""
    flat = values.get(field.key, _MISSING)
    return at_path(values, field.path) if flat is _MISSING else flat


def _reading(field: Field, raw: Any) -> Reading:
    """Read a typed text or a value; a value keeps its type."""
    text = isinstance(raw, str) or (isinstance(raw, list | tuple) and field.kind != "checklist")
    try:
        if not text and isinstance(raw, list | tuple):
            return Reading(given=True, value=_checklist(field, raw))
        value = read(field, raw, "fields" if text else "json")
        return Reading(given=raw is not None, value=value)
    except Refused as refused:
        return Reading(given=True, refused=refused)


def _checklist(field: Field, raw: Sequence[Any]) -> Value:
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
    return found


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Everything that the parts of one drawing need."""

    raws: Mapping[str, Any]
    readings: Mapping[str, Reading]
    settled: Settled
    problems: Sequence[Problem]

    def parts(self, components: Sequence[Component]) -> tuple[PartView, ...]:
        """Draw components in order."""
        return tuple(self.part(component) for component in components)

    def part(self, component: Component) -> PartView:
        """Draw one component."""
        if isinstance(component, Field):
            return self.field(component)
        visible = not self.settled.is_hidden(component.hidden_by)
        if isinstance(component, Group):
            label = component.label.fill(self.settled.scope)
            return GroupView(component.id, label, self.parts(component.components), visible)
        if isinstance(component, Text):
            blocks = component.markup.fill(self.settled.scope) if visible else ()
            return TextView(component.id, blocks, visible)
        assert isinstance(component, Rule)
        return RuleView(component.id, component.kind, visible)

    def field(self, field: Field) -> FieldView:
        """Draw one field; a hidden one shows no value."""
        scope = self.settled.scope
        visible = field.key not in self.settled.hidden
        value = self.value(field) if visible else None
        longest = field.rules.max_length
        return FieldView(
            id=field.id,
            name=field.key,
            kind=field.kind,
            label=field.label.fill(scope),
            help=field.help.fill(scope),
            required=scope.truth(field.rules.required),
            disabled=scope.truth(field.disabled),
            readonly=scope.truth(field.readonly),
            visible=visible,
            text=self.text(field, value) if visible else "",
            checked=value is True,
            options=_options(field, value),
            problems=tuple(one for one in self.problems if one.field == field.key),
            prefix=field.prefix.fill(scope),
            suffix=field.suffix.fill(scope),
            unit=field.unit,
            legal_basis=field.legal_basis,
            max_length=int(longest) if isinstance(longest, Decimal) else None,
            input_mode=_input_mode(field),
        )

    def value(self, field: Field) -> Value:
        """Return the value that a field holds, the case's own when it is locked."""
        if field.key in self.settled.locked:
            return self.settled.current[field.key]
        return self.readings[field.key].value

    def text(self, field: Field, value: Value) -> str:
        """Return what stands in the box: what was typed, else the value as people write it."""
        raw = self.raws.get(field.key)
        if isinstance(raw, list | tuple) and len(raw) == 1 and field.kind != "checklist":
            raw = raw[0]
        if field.key in self.settled.locked or not isinstance(raw, str):
            return shown(field, value)
        identifier = IDENTIFIERS.get(field.rules.check or "")
        if identifier and isinstance(value, str) and identifier.is_valid(value):
            return identifier.show(value)
        return raw


def _options(field: Field, value: Value) -> tuple[OptionView, ...]:
    """Draw the options, the chosen ones marked."""
    chosen = value if isinstance(value, list) else [value]
    return tuple(
        OptionView(option.text, option.label, any(_is(option.value, one) for one in chosen))
        for option in field.options
    )


def _is(option: Value, value: Value) -> bool:
    """Tell whether a value is this option; true is not 1."""
    return isinstance(option, bool) == isinstance(value, bool) and bool(option == value)


def _input_mode(field: Field) -> str:
    """Return which keyboard a telephone should show."""
    if field.kind == "number":
        return "numeric" if field.rules.decimal_digits == 0 else "decimal"
    modes = {"email": "email", "phone": "tel"}
    return modes.get(field.rules.format or "", "text")
