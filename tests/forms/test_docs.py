"""The pages about the form language say what the code does."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.forms.reader import FIELD_TYPES
from tools import form_language


@pytest.mark.parametrize("page", form_language.PAGES, ids=lambda page: page.name)
def test_the_tables_are_those_of_the_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert form_language.made(text) == text, "run python -m tools.form_language"
    assert "<!-- end -->" in text


def test_every_field_says_what_its_value_is() -> None:
    assert set(form_language.VALUES) == FIELD_TYPES | {"dynamiclist"}


def test_a_property_is_known_by_some_component_and_not_by_all() -> None:
    kinds = FIELD_TYPES | {"dynamiclist", "table", "text"}
    for name in form_language.OWN:
        assert 0 < sum(form_language.accepts(kind, name, own=True) for kind in kinds) < len(kinds)
