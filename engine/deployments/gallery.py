"""The gallery of forms: every example drawn by the machinery that draws every other form."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import errors, feel, filling, forms
from engine.forms import gallery
from engine.forms.gallery import Example, Showcase
from engine.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as it is drawn; its names start with its anchor."""

    example: Example
    view: forms.FormView


def form_gallery(runtime: Runtime) -> tuple[tuple[Showcase, tuple[Shown, ...]], ...]:
    """Return every component with its examples, drawn."""
    return tuple(
        (showcase, tuple(_shown(runtime, example) for example in showcase.examples))
        for showcase in gallery.showcases()
    )


def form_example(
    runtime: Runtime,
    *,
    component: str,
    name: str,
    typed: Mapping[str, Any] | None = None,
    rows: Mapping[str, str] | None = None,
    checked: bool = False,
) -> Shown:
    """Return one example, with what was typed in it, a row more or less, or checked.

    Names in `typed` and `rows` start with the anchor, as those of the view do; what does not is
    left out. Nothing is kept. Raises NotFound.
    """
    example = gallery.find(component, name)
    if example is None:
        raise errors.NotFound("form_example", component=component, name=name)
    if typed is None:
        return _shown(runtime, example)
    start = f"{example.anchor}."
    own = {n.removeprefix(start): value for n, value in typed.items() if n.startswith(start)}
    if rows:
        change = {what: key.removeprefix(start) for what, key in rows.items()}
        documents = filling.Documents(example.documents)
        view = filling.redraw(runtime, *_facts(runtime, example, own), change, documents)
        return _apart(example, view)
    return _drawn(runtime, dataclasses.replace(example, refused=()), own, checked=checked)


def _shown(runtime: Runtime, example: Example) -> Shown:
    """Draw an example as its author left it."""
    if example.posted is None:
        schema, case = example.schema.encode(), _case(runtime, example)
        return _apart(example, filling.blank(runtime, schema, case, _documents(example)))
    return _drawn(runtime, example, example.posted, checked=True)


def _drawn(
    runtime: Runtime, example: Example, posted: Mapping[str, Any], *, checked: bool
) -> Shown:
    """Draw an example with what was typed; checked, with what is wrong."""
    schema, values, case = _facts(runtime, example, posted)
    documents = _documents(example)
    found = filling.check(runtime, schema, values, case, documents=documents) if checked else None
    problems = found.problems if found else ()
    view = filling.draw(runtime, schema, values, case, problems, documents)
    return _apart(example, view)


def _documents(example: Example) -> filling.Documents:
    return filling.Documents(example.documents, example.refused)


def _apart(example: Example, view: forms.FormView) -> Shown:
    return Shown(example, gallery.named_apart(view, example.anchor))


def _facts(
    runtime: Runtime, example: Example, posted: Mapping[str, Any]
) -> tuple[bytes, Mapping[str, Any], dict[str, Any]]:
    return example.schema.encode(), posted, _case(runtime, example)


def _case(runtime: Runtime, example: Example) -> dict[str, Any]:
    """Return what the case of an example knows: its FEEL, evaluated now."""
    now = runtime.now()
    return {
        name: feel.compile_expression(text).evaluate({}, now).value
        for name, text in example.case.items()
    }
