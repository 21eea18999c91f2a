"""How answers are said on the page where all of them stand together."""

from __future__ import annotations

from typing import Any

from engine.forms import load, view
from engine.web.sections import NOTHING, Block, _blocks
from tests.forms.building import choices, field, schema

ROWS = {
    "type": "dynamiclist",
    "id": "people",
    "path": "people",
    "label": "People",
    "properties": {"rij": "Person"},
    "components": [field("textfield", "name")],
}


def said(*components: dict[str, Any], **typed: Any) -> list[Block]:
    return _blocks(view(load(schema(*components)), typed, {}).parts)


def one(kind: str, typed: Any, **more: Any) -> str:
    (block,) = said(field(kind, "it", **more), it=typed)
    return block.lines[0][1]


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
    assert said(ROWS, people="0") == [Block("", (("People", NOTHING),))]


def test_rows_and_groups_have_a_heading_and_what_follows_does_not() -> None:
    group = {"type": "group", "id": "g", "label": "Group", "components": [field("number", "a")]}
    typed = {"people": "2", "people.0.name": "Bo", "people.1.name": "Cis", "after": "x", "a": "1"}
    found = said(ROWS, field("textfield", "after"), group, field("textfield", "last"), **typed)
    assert found == [
        Block("Person 1", (("Name", "Bo"),)),
        Block("Person 2", (("Name", "Cis"),)),
        Block("", (("After", "x"),)),
        Block("Group", (("A", "1"),)),
        Block("", (("Last", NOTHING),)),
    ]


def test_what_is_not_asked_is_not_said() -> None:
    assert said(field("number", "a", conditional={"hide": "=true"})) == []
