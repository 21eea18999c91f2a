"""A form for somebody who may not read some of its fields: locked, empty, nothing lost."""

from __future__ import annotations

from typing import Any

from engine.forms import blank, confidential, load, validate, veiled, view
from tests.forms.building import choices, field, schema

SECRET = {"properties": {"vertrouwelijk": "gevoelig"}}
PERSONS = {
    "type": "dynamiclist",
    "id": "personen",
    "path": "personen",
    "label": "Personen",
    "isRepeating": True,
    "allowAddRemove": True,
    "components": [field("textfield", "naam"), field("number", "geboren", **SECRET)],
    "properties": {"minRijen": "1", "bron": "=anderen"},
}
FORM = schema(
    field("textfield", "wie.naam"),
    field("textfield", "wie.nummer", defaultValue="1", validate={"required": True}, **SECRET),
    {
        "type": "group",
        "id": "g",
        "path": "wie",
        "components": [
            field("select", "keuze", values=choices("a", "b"), **SECRET),
            field("radio", "attest", properties={"oordeel": "ja", "vertrouwelijk": "gevoelig"}),
        ],
    },
    {"type": "expression", "id": "som", "key": "wie.som", "expression": "=1"},
    PERSONS,
)
HIDDEN = frozenset(confidential(load(FORM))) | {("wie", "som")}
CASE: dict[str, Any] = {
    "wie": {"naam": "An", "nummer": None},
    "personen": [{"naam": "Bo"}, {"naam": "Cis"}],
}


def test_confidential_fields_have_their_paths_also_in_rows_and_verdicts() -> None:
    assert confidential(load(FORM)) == dict.fromkeys(
        [
            ("wie", "nummer"),
            ("wie", "keuze"),
            ("wie", "attest", "oordeel"),
            ("wie", "attest", "motivering"),
            ("personen", "*", "geboren"),
        ],
        "gevoelig",
    )


def test_hidden_fields_are_locked_and_take_their_value_from_nowhere() -> None:
    made = load(veiled(FORM, HIDDEN))
    drawn = view(made, blank(made, CASE), CASE)
    locked = {each.name for each in drawn.fields if each.disabled}
    assert locked == {
        "wie.nummer",
        "wie.keuze",
        "wie.attest.oordeel",
        "personen.0.geboren",
        "personen.1.geboren",
    }
    assert all(not each.text for each in drawn.fields if each.disabled)
    assert "wie.som" not in made.by_key


def test_rows_with_something_hidden_neither_come_nor_go() -> None:
    made = load(veiled(FORM, HIDDEN))
    (rows,) = view(made, blank(made, CASE), CASE).repeats
    assert (len(rows.rows), rows.may_add, rows.may_remove) == (2, False, False)


def test_what_is_sent_has_nothing_of_what_is_hidden() -> None:
    made = load(veiled(FORM, HIDDEN))
    sent = {"wie.naam": "Ann", "personen": "2", "personen.0.naam": "Bob", "personen.1.naam": "Cis"}
    done = validate(made, sent, CASE)
    assert done.problems == ()
    assert done.clean == {
        "wie": {"naam": "Ann"},
        "personen": [{"naam": "Bob"}, {"naam": "Cis"}],
    }
    forged = validate(made, {**sent, "wie.nummer": "3", "personen.0.geboren": "4"}, CASE)
    assert {each.field for each in forged.problems} == {"wie.nummer", "personen.0.geboren"}


def test_a_form_without_hidden_fields_stays_what_it_was() -> None:
    plain = schema(field("textfield", "a"), PERSONS)
    assert load(veiled(plain, frozenset({("b",)}))) == load(plain)
