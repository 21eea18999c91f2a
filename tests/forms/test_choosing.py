"""Options that come from variables, FEEL, lists of codes and documents."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.forms import BadList, CodeList, Form, Offers, Source, check, read_list, validate, view
from tests.forms.building import choices, field, form, schema

TOWNS = """
titel = "Gemeenten"
bron = "verzonnen"
bestand = "gemeenten.csv"
waarde = "nis"
label = "gemeente"
"""
CSV = "nis,gemeente\n44021,Gent\n44021,Gent\n11002,Antwerpen\n1,Nieuwerkerken\n2,Nieuwerkerken\n"
LIST = read_list(TOWNS, lambda name: {"gemeenten.csv": CSV}[name])
PAPERS: dict[str, dict[str, Any]] = {
    "d1": {"name": "plan.pdf", "media_type": "application/pdf", "kind": "grondplan"},
    "d2": {"name": "foto.PNG", "media_type": "image/png", "kind": "grondplan"},
    "d3": {"name": "akte.pdf", "media_type": "application/pdf", "kind": "statuten"},
}
OFFERS = Offers({"gemeenten": LIST}, PAPERS)


def result(
    made: Form, raw: Any, context: dict[str, Any] | None = None, source: Source = "fields"
) -> Any:
    """Return the clean value of x, or the code of the first problem."""
    posted = raw if isinstance(raw, dict) else {"x": raw}
    done = validate(made, posted, context or {}, source, offers=OFFERS)
    return done.problems[0].code if done.problems else done.clean["x"]


@pytest.mark.parametrize("source", [{"valuesKey": "o.landen"}, {"valuesExpression": "=o.landen"}])
def test_options_come_from_a_variable_or_from_feel(source: dict[str, str]) -> None:
    made = form(field("select", "x", **source))
    context = {"o": {"landen": [{"label": "België", "value": "be"}, "nl", Decimal(3), None, {}]}}
    assert [result(made, raw, context) for raw in ("be", "nl", "3", "", "fr", "België")] == [
        "be",
        "nl",
        Decimal(3),
        None,
        "unknown_option",
        "unknown_option",
    ]
    assert [result(made, raw, context, "json") for raw in ("be", 3, "3", True)] == [
        "be",
        Decimal(3),
        "unknown_option",
        "unknown_option",
    ]
    drawn = view(made, {"x": "nl"}, context).fields[0].options
    assert [(each.value, each.label, each.chosen) for each in drawn] == [
        ("be", "België", False),
        ("nl", "nl", True),
        ("3", "3", False),
    ]


def test_options_follow_what_is_filled_in_above() -> None:
    made = form(
        field("radio", "vorm", values=choices("gezin", "groep")),
        field("radio", "x", valuesExpression='=if vorm = "groep" then ["9", "18"] else ["8"]'),
    )
    assert result(made, {"vorm": "groep", "x": "18"}) == "18"
    assert result(made, {"vorm": "gezin", "x": "18"}) == "unknown_option"


@pytest.mark.parametrize("given", [None, "be", Decimal(1), {"a": "b"}, [[]], [None], [{"v": 1}]])
def test_what_gives_no_options_gives_none(given: Any) -> None:
    made = form(field("checklist", "x", valuesKey="o"))
    assert result(made, "be", {"o": given}) == "unknown_option"
    assert result(made, [], {"o": given}) == []


def test_the_default_of_computed_options_counts_when_it_is_one_of_them() -> None:
    made = form(field("select", "x", valuesKey="o", defaultValue="b"))
    assert [
        each.chosen for each in view(made, {"x": "b"}, {"o": ["a", "b"]}).fields[0].options
    ] == [
        False,
        True,
    ]


TOWN = form(field("select", "x", properties={"lijst": "gemeenten"}))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("44021", "44021"),
        ("gent", "44021"),
        (" Antwerpen ", "11002"),
        ("", None),
        ("Nieuwerkerken", "unknown_option"),
        ("1", "1"),
        ("Brugge", "unknown_option"),
        (["44021", "11002"], "wrong_type"),
    ],
)
def test_a_code_is_typed_or_named_and_checked_against_the_list(typed: Any, value: Any) -> None:
    assert result(TOWN, typed) == value


def test_a_list_is_a_box_to_type_in_that_reads_back() -> None:
    for value, text in (("44021", "Gent"), ("1", "1"), (None, ""), ("Brugge", "Brugge")):
        seen = view(TOWN, {"x": value}, {}, offers=OFFERS).fields[0]
        assert (seen.text, seen.searchable, seen.code_list) == (text, True, "gemeenten")
        assert len(seen.options) <= 1, "the list itself is not in the page"


def test_several_codes_are_chosen_each_once() -> None:
    made = form(field("taglist", "x", properties={"lijst": "gemeenten"}))
    assert result(made, ["11002", "Gent", "44021", ""]) == ["44021", "11002"]
    assert result(made, ["11002", "Brugge"]) == "unknown_option"


def test_what_was_chosen_in_a_list_stays_when_one_of_it_is_wrong() -> None:
    made = form(
        field("taglist", "waar", properties={"lijst": "gemeenten"}),
        field("checklist", "wat", values=choices("a", "b")),
    )
    posted: dict[str, Any] = {"waar": ["44021", "Antwerpen", "Atlantis"], "wat": ["b", "<x>"]}
    places, things = view(made, posted, {}, offers=OFFERS).fields
    assert [one.label for one in places.options] == ["Gent", "Antwerpen"]
    assert places.text == "Atlantis"
    assert [one.value for one in things.options if one.chosen] == ["b"]


def test_a_list_that_there_is_not_is_refused_where_the_lists_are_known() -> None:
    data = schema(field("select", "x", properties={"lijst": "landen"}))
    (found,) = check(data, "f.json", {"gemeenten"})
    assert (found.rule, found.facts["property"]) == ("form.unknown_list", "properties.lijst")
    assert check(data, "f.json") == []


def test_a_list_is_searched_by_all_words_the_best_first() -> None:
    assert [each.text for each in LIST.search("nieuw kerk")] == ["1", "2"]
    assert [each.label for each in LIST.search("440")] == ["Gent"]
    assert [each.label for each in LIST.search("", 2)] == ["Gent", "Antwerpen"]
    assert LIST.search("x" * 10_000) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "titel = 1",
        'titel = "a"\nbron = "b"',
        'titel = "a"\nbron = "b"\ncode = [1]',
        'titel = "a"\nbron = "b"\nbestand = "gemeenten.csv"',
        'titel = "a"\nbron = "b"\nbestand = "gemeenten.csv"\nwaarde = "x"\nlabel = "y"',
        "[[code]]\nwaarde = 1",
    ],
)
def test_a_list_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadList):
        read_list(text, lambda _name: CSV)


def test_labels_of_one_code_stand_together() -> None:
    made: CodeList = read_list(
        'titel = "Postcodes"\nbron = "b"\n[[code]]\nwaarde = "9270"\nlabel = "Laarne"\n'
        '[[code]]\nwaarde = "9270"\nlabel = "Kalken"',
        lambda _name: "",
    )
    assert [each.label for each in made.options] == ["Laarne - Kalken"]


def test_documents_are_those_that_are_offered_and_fit() -> None:
    made = form(field("filepicker", "x", accept=".pdf,image/*", multiple=True))
    both = [{"document": "d1", "name": "plan.pdf"}, {"document": "d2", "name": "foto.PNG"}]
    assert result(made, ["d2", "d1"]) == both
    assert result(made, both, source="json") == both
    assert result(made, ["d1"], source="json") == both[:1]
    assert [result(made, raw) for raw in ("d9", ["d1", "d9"])] == ["unknown_document"] * 2
    strange: list[Any] = ["d1", [1], [{}]]
    assert [result(made, raw, source="json") for raw in strange] == ["wrong_type"] * 3


def test_a_document_has_the_kind_and_the_number_that_are_asked() -> None:
    one = form(
        field("filepicker", "x", accept="application/pdf", properties={"soort": "grondplan"})
    )
    assert result(one, "d1") == [{"document": "d1", "name": "plan.pdf"}]
    assert [result(one, raw) for raw in ("d2", "d3")] == ["unknown_document"] * 2
    many = form(field("filepicker", "x", multiple="=meer"))
    assert result(many, ["d1", "d3"]) == "one_document"
    assert len(result(many, ["d1", "d3"], {"meer": True})) == 2
    asked = form(field("filepicker", "x", validate={"required": True}))
    assert result(asked, []) == "required"
    seen = view(one, {"x": [{"document": "d1"}]}, {}, offers=OFFERS).fields[0]
    assert [(each.value, each.label, each.chosen) for each in seen.options] == [
        ("d1", "plan.pdf", True)
    ]


def test_a_radio_group_over_a_list_shows_the_whole_list() -> None:
    made = form(field("radio", "x", properties={"lijst": "gemeenten"}))
    assert len(view(made, {}, {}, offers=OFFERS).fields[0].options) == len(LIST.options)
    assert [result(made, raw) for raw in ("44021", "Gent")] == ["44021", "unknown_option"]
