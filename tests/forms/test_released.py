"""What a release deployed is still read; whoever deploys now writes the names of now."""

from __future__ import annotations

import pytest

from engine.forms.scope import Scope
from tests.forms.building import field, findings, form

NOTHING = Scope({})
NAMES = {"check": "kbo", "help": "10 cijfers", "legalBasis": "Decreet art. 4"}


def test_a_form_of_0_1_0_is_read_in_groups_and_rows_too() -> None:
    asked = field("textfield", "nummer", properties=NAMES)
    rows = {"type": "dynamiclist", "id": "l", "path": "rijen", "components": [asked]}
    for part, key in (
        (asked, "nummer"),
        ({"type": "group", "id": "g", "path": "wie", "components": [asked]}, "wie.nummer"),
        (rows, "rijen.*.nummer"),
    ):
        read = form(part).by_key[key]
        assert read.rules.check == "kbo"
        assert read.help.fill(NOTHING) == "10 cijfers"
        assert read.own.legal_basis == "Decreet art. 4"


def test_a_unit_without_a_name_stays_the_text_beside_the_box() -> None:
    read = form(field("number", "tocht", properties={"unit": "kinderen per uur"})).by_key["tocht"]
    assert (read.own.unit, read.suffix.fill(NOTHING)) == (None, "kinderen per uur")
    read = form(field("number", "prijs", properties={"unit": "EUR"})).by_key["prijs"]
    assert (read.own.unit, read.suffix.fill(NOTHING)) == ("EUR", "")


@pytest.mark.parametrize("name", [*NAMES, "unit"])
def test_whoever_deploys_now_writes_the_names_of_now(name: str) -> None:
    (found,) = findings(field("textfield", "nummer", properties={name: "kbo"}))
    assert (found.rule, found.facts["property"]) == ("form.unknown_property", f"properties.{name}")
