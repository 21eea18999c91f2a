"""A form as something to draw: what was typed or is known, settled and drawn.

No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.errors import Problem
from engine.forms.choosing import NOTHING, Offers
from engine.forms.drawing import Drawing
from engine.forms.parts import FormView, drawn_keys, visible_fields
from engine.forms.rows import at_path, lay_out, shown_counts
from engine.forms.schema import MANY_KINDS, Field, Form
from engine.forms.settle import Reading, defaults, settle
from engine.forms.values import Refused, read
from engine.model import Value

_MISSING = object()


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
    drawing = Drawing(raws, settled, sheet.counts, problems, offers)
    parts = drawing.parts(form.components, "")
    fields = tuple(visible_fields(parts))
    drawn = set(drawn_keys(parts))
    left = tuple(one for one in problems if one.field not in drawn)
    inside = (each.name for each in fields if fresh and each.name.startswith(f"{fresh}."))
    takes_files = offers.may_add and any(each.files for each in form.by_key.values())
    return FormView(form.id, parts, fields, left, next(inside, touched or None), takes_files)


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
