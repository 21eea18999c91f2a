"""How answers are said on the page where all of them stand together."""

from __future__ import annotations

from typing import Any

from engine.forms import load, view
from engine.web.sections import NOTHING, Line, _blocks
from tests.forms.building import choices, field, schema

ROWS = {
    "type": "dynamiclist",
    "id": "people",
    "path": "people",
    "label": "People",
    "properties": {"rij": "Person"},
    "components": [field("textfield", "name")],
}


Said = list[tuple[str, tuple[tuple[str, str], ...]]]


def lines(*components: dict[str, Any], **typed: Any) -> list[Line]:
    blocks = _blocks(view(load(schema(*components)), typed, {}).parts)
    return [line for block in blocks for line in block.lines]


def said(*components: dict[str, Any], **typed: Any) -> Said:
    """Return what is said: heading, and label and answer of each line."""
    blocks = _blocks(view(load(schema(*components)), typed, {}).parts)
    return [(b.heading, tuple((each.label, each.answer) for each in b.lines)) for b in blocks]


def one(kind: str, typed: Any, **more: Any) -> str:
    (line,) = lines(field(kind, "it", **more), it=typed)
    return line.answer


def test_every_kind_of_answer_is_said_in_words() -> None:
    assert one("textfield", "An") == "An"
    assert one("checkbox", "true") == "Ja"
    assert one("checkbox", "") == "Nee"
    assert one("radio", "a", values=choices("a", "b")) == "A"
    assert one("checklist", ["a", "b"], values=choices("a", "b")) == "A, B"
    assert one("number", "8", properties={"eenheid": "plaatsen"}) == "8 plaatsen"
    assert one("number", "veel", properties={"eenheid": "plaatsen"}) == "veel plaatsen"
    assert one("select", "Gen", values=choices("a"), searchable=True) == "Gen"


def test_what_is_empty_says_so() -> None:
    assert one("textfield", "") == NOTHING
    assert one("number", "", properties={"eenheid": "plaatsen"}) == NOTHING
    assert one("filepicker", []) == NOTHING
    assert said(ROWS, people="0") == [("", (("People", NOTHING),))]


def test_rows_and_groups_have_a_heading_and_what_follows_does_not() -> None:
    group = {"type": "group", "id": "g", "label": "Group", "components": [field("number", "a")]}
    typed = {"people": "2", "people.0.name": "Bo", "people.1.name": "Cis", "after": "x", "a": "1"}
    found = said(ROWS, field("textfield", "after"), group, field("textfield", "last"), **typed)
    assert found == [
        ("Person 1", (("Name", "Bo"),)),
        ("Person 2", (("Name", "Cis"),)),
        ("", (("After", "x"),)),
        ("Group", (("A", "1"),)),
        ("", (("Last", NOTHING),)),
    ]


def test_what_is_not_asked_is_not_said() -> None:
    assert said(field("number", "a", conditional={"hide": "=true"})) == []


def test_an_answer_leads_to_its_field_unless_nobody_can_change_it() -> None:
    locked = field("textfield", "locked", disabled=True)
    shown = field("textfield", "shown", readonly=True)
    found = lines(ROWS, locked, shown, field("textfield", "free"), people="1")
    assert [(each.key, each.title) for each in found] == [
        ("people.0.name", "Person 1: Name"),
        ("", "Locked"),
        ("", "Shown"),
        ("free", "Free"),
    ]
    (empty,) = lines(ROWS, people="0")
    assert (empty.key, empty.title) == ("people", "People")
