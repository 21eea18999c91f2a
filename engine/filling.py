"""Filling in a form at a moment: its schema, the case's variables and the house's clock.

Where `documents` are handed in, even none, files can be added to the form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine import forms, lookups
from engine.errors import Problem
from engine.model import Value
from engine.runtime import Runtime, form

MOST_BY_ADDRESS = 200  # characters of one field
BY_ADDRESS = frozenset({"textfield", "textarea", "number", "date", "select", "radio"})


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that a form may name, by id with their facts (`engine.uploads.offered`).

    `refused` are the problems of files that were sent with the form and could not come in;
    `may_add` tells whether more can be added.
    """

    offered: Mapping[str, Mapping[str, Value]]
    refused: tuple[Problem, ...] = ()
    may_add: bool = True


@dataclass(frozen=True, slots=True)
class Picker:
    """What a file picker asks: documents of one type or of any, with these endings or kinds."""

    kind: str | None
    accept: tuple[str, ...]

    def takes(self, name: str, media_type: str) -> bool:
        """Tell whether a file with this clean name and kind is one that is asked."""
        return forms.accepts(self.accept, {"name": name, "media_type": media_type})


def blank(
    runtime: Runtime,
    schema: bytes,
    context: Mapping[str, Value],
    documents: Documents | None = None,
) -> forms.FormView:
    """Return the untouched form, with what the case knows and the defaults filled in."""
    compiled = form(schema)
    offers = _offers(runtime, documents, compiled, context)
    values = forms.blank(compiled, context, runtime.now(), offers)
    return forms.view(compiled, values, context, now=runtime.now(), offers=offers)


def draw(
    runtime: Runtime,
    schema: bytes,
    values: Mapping[str, Any],
    context: Mapping[str, Value],
    problems: Sequence[Problem] = (),
    documents: Documents | None = None,
) -> forms.FormView:
    """Return the form with `values` in it, as typed, and the problems beside their fields."""
    offers = _offers(runtime, documents, form(schema), context, values)
    return forms.view(form(schema), values, context, problems, now=runtime.now(), offers=offers)


def shown(
    runtime: Runtime, schema: bytes, values: Mapping[str, Value], day: date
) -> forms.FormView:
    """Return the form as it is read back: codes are called as they were on `day`."""
    offers = _offers(runtime, None, form(schema), values, day=day)
    return forms.view(form(schema), values, values, now=runtime.now(), offers=offers)


def redraw(
    runtime: Runtime,
    schema: bytes,
    posted: Mapping[str, Any],
    context: Mapping[str, Value],
    rows: Mapping[str, str],
    documents: Documents | None = None,
) -> forms.FormView:
    """Return the form with what was typed so far, unchecked, and a row more or less.

    `rows` may have `add`, the key of a list, `remove`, the key of a row, and `omit` or `attach`,
    the key of a file picker with a colon and a document.
    """
    made, touched = forms.changed(form(schema), posted, **rows)
    offers, now = _offers(runtime, documents, form(schema), context, made), runtime.now()
    problems = documents.refused if documents else ()
    return forms.view(
        form(schema), made, context, problems, now=now, offers=offers, touched=touched
    )


def check(
    runtime: Runtime,
    schema: bytes,
    posted: Mapping[str, Any],
    context: Mapping[str, Value],
    source: forms.Source = "fields",
    documents: Documents | None = None,
) -> forms.Validated:
    """Return the clean values, or the problems, of what was posted.

    Of a file picker whose file was refused only that is said.
    """
    offers = _offers(runtime, documents, form(schema), context, posted)
    checked = forms.validate(form(schema), posted, context, source, runtime.now(), offers)
    refused = documents.refused if documents else ()
    said = {each.field for each in refused}
    others = tuple(each for each in checked.problems if each.field not in said)
    return replace(checked, problems=refused + others)


def own(schema: bytes, posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of what was posted whose names this form knows."""
    compiled = form(schema)
    known = compiled.by_key.keys() | compiled.lists.keys()
    return {name: value for name, value in posted.items() if forms.pattern(name) in known}


def within(schema: bytes, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the part of `values` that this form asks: no sums, and no files of another case."""
    compiled = form(schema)
    asked = [key for key, each in compiled.by_key.items() if not (each.formula or each.files)]
    found: dict[str, Value] = {}
    for key in (*asked, *compiled.lists):
        *groups, name = path = tuple(key.split("."))
        value = None if forms.ROW in path else forms.at_path(values, path)
        if value is not None:
            group: dict[str, Any] = found
            for each in groups:
                group = group.setdefault(each, {})
            group[name] = value
    return found


def from_address(schema: bytes, given: Mapping[str, str]) -> dict[str, str]:
    """Return what an address may fill in of a form: short texts of fields that are typed or chosen.

    Never a tick, which says that somebody agrees; what the form does not have is left out.
    """
    known = form(schema).by_key
    return {
        name: text
        for name, text in given.items()
        if name in known and known[name].kind in BY_ADDRESS and 0 < len(text) <= MOST_BY_ADDRESS
    }


def has_pickers(schema: bytes) -> bool:
    """Tell whether a form has file pickers, shown or not."""
    return any(each.files for each in form(schema).by_key.values())


def picker(schema: bytes, key: str) -> Picker | None:
    """Return what the file picker with this key asks; None when the form has none there."""
    field = form(schema).by_key.get(forms.pattern(key))
    if field is None or field.files is None:
        return None
    return Picker(field.files.kind, field.files.accept)


def _offers(
    runtime: Runtime,
    documents: Documents | None,
    compiled: forms.Form,
    context: Mapping[str, Any],
    *given: Mapping[str, Any],
    day: date | None = None,
) -> forms.Offers:
    """Return what the form may choose from.

    Of registers only the records that are named; of codes that ended those that `context` has.
    """
    files = documents.offered if documents else {}
    names = [each.choices.code_list for each in compiled.by_key.values() if each.choices]
    lists = lookups.offered(runtime, names, context, *given, kept=context, day=day)
    return forms.Offers(lists, files, may_add=documents is not None and documents.may_add)


def names(schema: bytes) -> frozenset[str]:
    """Return the free names of the FEEL in a form: what it wants to know of the case."""
    return form(schema).names


def undated(schema: bytes, posted: Mapping[str, Any], today: date) -> dict[str, str]:
    """Return `today` for every day of a form that nobody typed yet, as it is typed."""
    days = [key for key, field in form(schema).by_key.items() if field.kind == "date"]
    return {
        key: f"{today:%d/%m/%Y}" for key in days if forms.ROW not in key and not posted.get(key)
    }


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
