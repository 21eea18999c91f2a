"""Filling in a form at a moment: its schema, the case's variables and the house's clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from engine import forms
from engine.errors import Problem
from engine.model import Value
from engine.runtime import Runtime, form

Documents = Mapping[str, Mapping[str, Value]]
"""The documents that a form may name: id → `name`, `media_type`, `kind`."""

NONE: Documents = MappingProxyType({})


def blank(
    runtime: Runtime, schema: bytes, context: Mapping[str, Value], documents: Documents = NONE
) -> forms.FormView:
    """Return the untouched form, with what the case knows and the defaults filled in."""
    compiled, offers = form(schema), forms.Offers(runtime.lists, documents)
    values = forms.blank(compiled, context, runtime.now(), offers)
    return forms.view(compiled, values, context, now=runtime.now(), offers=offers)


def draw(
    runtime: Runtime,
    schema: bytes,
    values: Mapping[str, Any],
    context: Mapping[str, Value],
    problems: Sequence[Problem] = (),
    documents: Documents = NONE,
) -> forms.FormView:
    """Return the form with `values` in it, as typed, and the problems beside their fields."""
    offers = forms.Offers(runtime.lists, documents)
    return forms.view(form(schema), values, context, problems, now=runtime.now(), offers=offers)


def redraw(
    runtime: Runtime,
    schema: bytes,
    posted: Mapping[str, Any],
    context: Mapping[str, Value],
    rows: Mapping[str, str],
    documents: Documents = NONE,
) -> forms.FormView:
    """Return the form with what was typed so far, unchecked, and a row more or less.

    `rows` may have `add`, the key of a list, or `remove`, the key of a row.
    """
    made, touched = forms.changed(form(schema), posted, **rows)
    offers, now = forms.Offers(runtime.lists, documents), runtime.now()
    return forms.view(form(schema), made, context, now=now, offers=offers, touched=touched)


def check(
    runtime: Runtime,
    schema: bytes,
    posted: Mapping[str, Any],
    context: Mapping[str, Value],
    source: forms.Source = "fields",
    documents: Documents = NONE,
) -> forms.Validated:
    """Return the clean values, or the problems, of what was posted."""
    offers = forms.Offers(runtime.lists, documents)
    return forms.validate(form(schema), posted, context, source, runtime.now(), offers)


def names(schema: bytes) -> frozenset[str]:
    """Return the free names of the FEEL in a form: what it wants to know of the case."""
    return form(schema).names


def typed(view: forms.FormView) -> dict[str, Any]:
    """Return what a browser would post of `view` as it stands: visible fields, as text."""
    posted: dict[str, Any] = {each.name: str(len(each.rows)) for each in view.repeats}
    for field in view.fields:
        if not field.visible or field.disabled:
            continue
        value = _typed(field)
        if value:
            posted[field.name] = value
    return posted


def _typed(field: forms.FieldView) -> str | list[str]:
    if field.options:
        chosen = [option.value for option in field.options if option.chosen]
        many = field.kind in {"checklist", "taglist", "filepicker"}
        return chosen if many else "".join(chosen[:1])
    if field.kind == "checkbox":
        return "true" if field.checked else ""
    return field.text
