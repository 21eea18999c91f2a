"""Draw the components of a settled form one by one: groups, lists with their rows, fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.errors import Problem
from engine.forms.choosing import Offers
from engine.forms.facets import (
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
from engine.forms.parts import (
    FieldView,
    GroupView,
    PartView,
    RepeatView,
    RowView,
    RuleView,
    TextView,
)
from engine.forms.schema import (
    MANY_KINDS,
    Component,
    Field,
    Group,
    Member,
    Repeat,
    Rule,
    Table,
    Text,
)
from engine.forms.settle import Settled
from engine.forms.values import shown
from engine.model import Value

_MODES = {"email": "email", "phone": "tel"}


@dataclass(frozen=True, slots=True)
class Drawing:
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
