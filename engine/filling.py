"""Filling in a form at a moment: its schema, the case's variables and the house's clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine import forms
from engine.errors import Problem
from engine.model import Value
from engine.runtime import Runtime, form


def blank(runtime: Runtime, schema: bytes, context: Mapping[str, Value]) -> forms.FormView:
    """Return the untouched form, with what the case knows and the defaults filled in."""
    compiled = form(schema)
    values = forms.blank(compiled, context, runtime.now())
    return forms.view(compiled, values, context, now=runtime.now())


def draw(
    runtime: Runtime,
    schema: bytes,
    values: Mapping[str, Any],
    context: Mapping[str, Value],
    problems: Sequence[Problem] = (),
) -> forms.FormView:
    """Return the form with `values` in it, as typed, and the problems beside their fields."""
    return forms.view(form(schema), values, context, problems, now=runtime.now())


def check(
    runtime: Runtime,
    schema: bytes,
    posted: Mapping[str, Any],
    context: Mapping[str, Value],
    source: forms.Source = "fields",
) -> forms.Validated:
    """Return the clean values, or the problems, of what was posted."""
    return forms.validate(form(schema), posted, context, source, runtime.now())


def typed(view: forms.FormView) -> dict[str, Any]:
    """Return what a browser would post of `view` as it stands: visible fields, as text."""
    posted: dict[str, Any] = {}
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
        return chosen if field.kind == "checklist" else "".join(chosen[:1])
    if field.kind == "checkbox":
        return "true" if field.checked else ""
    return field.text
