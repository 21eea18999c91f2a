"""The gallery: every component of a form in every state, as real schemas and what is filled in.

The examples are content, one `<component>.json` beside this module; they are read, checked and
drawn like any other form. No drawing, no database, no clock, no network.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from engine.errors import Problem
from engine.forms.parts import FieldView, FormView, GroupView, PartView, RepeatView
from engine.wording.nl.editing import COMPONENTS
from engine.wording.nl.gallery import STATES


@dataclass(frozen=True, slots=True)
class Example:
    """One component in one state: the schema, what the case knows, and what is filled in.

    `name` names it within its component; `state` is a key of `STATES`, None for what shows a
    property. `case` has FEEL by name. `posted` is what the page would post, None when nobody has
    touched the form. `documents` are those there are to choose from. `wrong` tells that what is
    filled in is refused; `refused` are the files that could not come in, by field, code and
    facts.
    """

    component: str
    name: str
    state: str | None
    title: str
    text: str
    schema: str
    case: Mapping[str, str] = field(default_factory=dict)
    posted: Mapping[str, Any] | None = None
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    wrong: bool = False
    refused: tuple[Problem, ...] = ()

    @property
    def anchor(self) -> str:
        """Return the name that no other example has: what its fields and ids start with."""
        return f"{self.component}-{self.name}"


@dataclass(frozen=True, slots=True)
class Showcase:
    """One component: what it is called, what it is for, and its examples."""

    component: str
    title: str
    text: str
    examples: tuple[Example, ...]


@cache
def showcases() -> tuple[Showcase, ...]:
    """Return the components in the order in which the form editor offers them."""
    return tuple(_showcase(component) for component in COMPONENTS)


def find(component: str, name: str) -> Example | None:
    """Return one example, None when there is none of that name."""
    return next(
        (
            example
            for showcase in showcases()
            if showcase.component == component
            for example in showcase.examples
            if example.name == name
        ),
        None,
    )


def named_apart(view: FormView, anchor: str) -> FormView:
    """Return the view with `anchor` before every name, so that many forms fit on one page."""
    start = f"{anchor}."
    parts = tuple(_apart(part, start) for part in view.parts)
    fields = tuple(dataclasses.replace(one, name=start + one.name) for one in view.fields)
    focus = start + view.focus if view.focus else None
    return dataclasses.replace(view, parts=parts, fields=fields, focus=focus)


def _apart(part: PartView, start: str) -> PartView:
    """Return a part whose names, and those in it, begin with `start`."""
    if isinstance(part, FieldView):
        return dataclasses.replace(part, name=start + part.name)
    if isinstance(part, GroupView):
        inner = tuple(_apart(each, start) for each in part.parts)
        return dataclasses.replace(part, parts=inner)
    if isinstance(part, RepeatView):
        rows = tuple(
            dataclasses.replace(
                row, key=start + row.key, parts=tuple(_apart(each, start) for each in row.parts)
            )
            for row in part.rows
        )
        return dataclasses.replace(part, name=start + part.name, rows=rows)
    return part


def _showcase(component: str) -> Showcase:
    """Read the examples of one component."""
    text = files(__name__).joinpath(f"{component}.json").read_text("utf-8")
    raw = json.loads(text)
    examples = tuple(_example(component, raw, one) for one in raw["examples"])
    return Showcase(component, COMPONENTS[component], raw["about"], examples)


def _example(component: str, raw: Mapping[str, Any], one: Mapping[str, Any]) -> Example:
    """Read one example; a state has its own name, title and text, unless the example says more."""
    state = one.get("state")
    name, title, text = STATES[state] if state else ("", "", "")
    components = one.get("components") or [
        _merged(each, one.get("with", {})) for each in raw["base"]
    ]
    schema = {"type": "default", "components": components}
    return Example(
        component=component,
        name=one.get("name", name),
        state=state,
        title=one.get("title", title),
        text=one.get("text", text),
        schema=json.dumps(schema, indent=2, ensure_ascii=False),
        case=one.get("case", {}),
        posted=one.get("posted"),
        documents=one.get("documents", raw.get("documents", {})),
        wrong=state == "wrong" or one.get("wrong", False),
        refused=tuple(Problem(**each) for each in one.get("refused", ())),
    )


def _merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return a component with more properties; objects in it are merged as well."""
    made = dict(base)
    for name, value in more.items():
        inner = made.get(name)
        both = isinstance(inner, dict) and isinstance(value, dict)
        made[name] = _merged(inner or {}, value) if both else value
    return made
