"""The gallery shows the whole form language: each component in each state, each own property."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine import feel, forms
from engine.forms import gallery
from engine.forms.gallery import Example
from engine.forms.language import COMPONENTS, OWN_PROPERTIES
from engine.runtime import read_lists
from engine.wording.nl.gallery import STATES
from tests.house import ROOT

NOW = datetime(2026, 4, 1, tzinfo=UTC)
LISTS = read_lists(ROOT / "processes" / "codelijsten")
EXAMPLES = [example for showcase in gallery.showcases() for example in showcase.examples]
READ = "there is nothing in it to fill in"
UNSEEN = "nobody sees it or fills it in"
EXCEPTIONS: Mapping[tuple[str, str], str] = {
    **{
        (kind, state): READ
        for kind in ("text", "separator", "spacer")
        for state in ("empty", "filled", "wrong", "readonly", "disabled")
    },
    **{("table", state): READ for state in ("wrong", "readonly", "disabled")},
    **{("expression", state): UNSEEN for state in ("wrong", "readonly", "disabled", "long")},
    ("separator", "long"): "it has no words",
    ("spacer", "long"): "it has no words",
    ("group", "readonly"): "its fields are, each by itself",
    ("group", "disabled"): "its fields are, each by itself",
    ("dynamiclist", "disabled"): "its fields are, each by itself",
}


def parts(node: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every component of a schema, those within others too."""
    for each in node.get("components", ()):
        yield each
        yield from parts(each)


def shown_by(example: Example) -> list[Mapping[str, Any]]:
    """Return the components of an example that are of the kind which it shows."""
    every = parts(json.loads(example.schema))
    return [each for each in every if each["type"] == example.component]


def case_of(example: Example) -> dict[str, Any]:
    return {
        name: feel.compile_expression(text).evaluate({}, NOW).value
        for name, text in example.case.items()
    }


def test_every_component_has_a_showcase_of_itself() -> None:
    assert {showcase.component for showcase in gallery.showcases()} == COMPONENTS
    files = {file.stem for file in Path(gallery.__file__).parent.glob("*.json")}
    assert files == COMPONENTS


@pytest.mark.parametrize("showcase", gallery.showcases(), ids=lambda each: each.component)
def test_a_component_is_shown_in_every_state_that_makes_sense(showcase: gallery.Showcase) -> None:
    shown = {example.state for example in showcase.examples} - {None}
    excepted = {state for kind, state in EXCEPTIONS if kind == showcase.component}
    assert shown | excepted == set(STATES)
    assert not shown & excepted, "an exception that is none"


@pytest.mark.parametrize("one", OWN_PROPERTIES, ids=lambda each: each.name)
def test_every_own_property_is_shown_on_each_component_that_has_it(one: Any) -> None:
    used: dict[str, set[str]] = {}
    for example in EXAMPLES:
        for part in shown_by(example):
            if one.name in part.get("properties", {}):
                used.setdefault(part["type"], set()).add(str(part["properties"][one.name]))
    assert set(used) == one.components
    assert set(one.choices) <= set().union(*used.values())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.anchor)
def test_an_example_is_a_form_without_findings_that_says_what_it_is(example: Example) -> None:
    assert forms.check(example.schema.encode(), example.anchor, LISTS) == []
    assert shown_by(example)
    assert example.title
    assert example.text.endswith(".")
    assert None not in case_of(example).values()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.anchor)
def test_what_is_filled_in_is_refused_where_the_example_says_so(example: Example) -> None:
    form, offers = forms.load(example.schema.encode()), forms.Offers(LISTS, example.documents)
    posted = {} if example.posted is None else example.posted
    found = forms.validate(form, posted, case_of(example), "fields", NOW, offers).problems
    if example.posted is not None:
        assert bool(found or example.refused) == example.wrong
    else:
        assert not example.wrong
    strange = {"unknown_field", "field_hidden", "field_disabled", "unknown_row"}
    assert not strange & {problem.code for problem in found}


def test_names_are_apart_in_every_row_and_what_has_the_focus_is_too() -> None:
    example = gallery.find("dynamiclist", "lijst-in-lijst")
    assert example is not None
    form = forms.load(example.schema.encode())
    made, touched = forms.changed(form, dict(example.posted or {}), add="locaties.1.ruimten")
    view = gallery.named_apart(forms.view(form, made, {}, touched=touched), example.anchor)
    assert view.focus == "dynamiclist-lijst-in-lijst.locaties.1.ruimten.0.naam"
    names = [one.name for one in view.fields] + [one.name for one in view.repeats]
    assert all(name.startswith("dynamiclist-lijst-in-lijst.locaties") for name in names)
    assert len(names) == len(set(names))
    repeat = view.parts[0]
    assert isinstance(repeat, forms.RepeatView)
    assert repeat.rows[1].key == "dynamiclist-lijst-in-lijst.locaties.1"


def test_anchors_are_unique() -> None:
    assert len({example.anchor for example in EXAMPLES}) == len(EXAMPLES)
