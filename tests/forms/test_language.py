"""The list that the form editor is told says what the reader reads, no more and no less."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import forms
from engine.forms import reader
from engine.forms.language import COMPONENTS, FORM_PROPERTIES, OWN_PROPERTIES
from engine.forms.source import Piece
from engine.wording.nl import editing

INNER = {"type": "textfield", "key": "in", "label": "In"}


def component(kind: str, own: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "id": "it", "properties": own}
    if kind == "dynamiclist":
        return made | {"path": "rows", "components": [INNER]}
    made |= {"key": "it", "label": "It"}
    if kind == "datetime":
        made["subtype"] = "date"
    if kind == "expression":
        made["expression"] = "=1"
    return made


def taken(monkeypatch: pytest.MonkeyPatch, kind: str) -> set[str]:
    """Return the names that the reader asks of the `properties` of a component."""
    asked: set[str] = set()

    def end(piece: Piece) -> None:
        if piece.where == "properties" and piece.element != INNER["key"]:
            asked.update(piece._taken)

    monkeypatch.setattr(Piece, "end", end)
    for own in ({}, {"hulp": "Hulp"}):
        forms.check(json.dumps({"components": [component(kind, own)]}).encode(), "")
    return asked


@pytest.mark.parametrize("kind", sorted(reader.FIELD_TYPES | {"dynamiclist"}))
def test_the_reader_asks_for_exactly_the_properties_in_the_list(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    told = {each.name for each in OWN_PROPERTIES if kind in each.components}
    assert told == taken(monkeypatch, kind)


def test_every_component_and_property_has_words() -> None:
    assert set(editing.COMPONENTS) == COMPONENTS
    assert set(editing.PROPERTIES) == {each.name for each in OWN_PROPERTIES}
    assert set(editing.FORM) == set(FORM_PROPERTIES)


@pytest.mark.parametrize("name", FORM_PROPERTIES)
def test_what_holds_for_the_whole_form_is_on_or_off(name: str) -> None:
    group = {"type": "group", "id": "one", "label": "One", "components": [INNER]}
    for value, right in ((True, True), (False, True), ("ja", False)):
        found = forms.check(json.dumps({"components": [group], name: value}).encode(), "")
        assert (found == []) is right


def test_every_choice_that_is_offered_is_accepted() -> None:
    for each in OWN_PROPERTIES:
        for kind in each.components:
            for choice in each.choices:
                made = {"components": [component(kind, {each.name: choice})]}
                made["components"][0].setdefault("values", [{"value": "voldoet", "label": "A"}])
                found = forms.check(json.dumps(made).encode(), "")
                assert not [one for one in found if one.rule == "form.unknown_value"], choice
