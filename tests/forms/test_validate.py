"""The rules of a form: required, limits, hidden, locked, unknown."""

from __future__ import annotations

import itertools
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.forms import Form, Source, validate
from tests.forms.building import choices, field, form

Codes = list[tuple[str, str]]


def codes(
    made: Form, posted: Any, context: dict[str, Any] | None = None, source: Source = "fields"
) -> Codes:
    done = validate(made, posted, context or {}, source)
    return [(one.field, one.code) for one in done.problems]


def test_clean_values_are_nested_by_path() -> None:
    made = form(field("textfield", "organisator.naam"), field("number", "organisator.plaatsen"))
    done = validate(made, {"organisator.naam": "Zon", "organisator.plaatsen": "8"}, {})
    assert done.problems == ()
    assert done.clean == {"organisator": {"naam": "Zon", "plaatsen": Decimal(8)}}


def test_pages_and_json_travel_through_the_same_rules() -> None:
    made = form(field("textfield", "o.naam", validate={"required": True}), field("number", "o.n"))
    flat = validate(made, {"o.naam": "Zon", "o.n": "8"}, {})
    nested = validate(made, {"o": {"naam": "Zon", "n": 8}}, {}, "json")
    assert flat == nested
    assert codes(made, {"o": {"n": 8}}, source="json") == [("o.naam", "required")]


def test_the_path_of_a_group_stands_before_its_keys() -> None:
    group = {"type": "group", "id": "g", "path": "o", "components": [field("textfield", "naam")]}
    assert validate(form(group), {"o.naam": "Zon"}, {}).clean == {"o": {"naam": "Zon"}}


def test_an_unknown_key_is_refused() -> None:
    made = form(field("textfield", "a.b"))
    assert codes(made, {"a.b": "x", "rol": "beheerder"}) == [("rol", "unknown_field")]
    assert codes(made, {"a": {"b": "x", "c": 1}}, source="json") == [("a.c", "unknown_field")]
    assert codes(made, {"a.b": "x"}, source="json") == [("a.b", "unknown_field")]
    assert codes(made, {"a": "x"}, source="json") == [("a", "unknown_field")]
    assert codes(made, {str(n): "" for n in range(6_000)}) == [("", "too_many_fields")]


@pytest.mark.parametrize("posted", [{}, {"a": ""}, {"a": "  "}, {"a": []}])
def test_a_required_text_may_not_be_empty(posted: dict[str, Any]) -> None:
    assert codes(form(field("textfield", "a", validate={"required": True})), posted) == [
        ("a", "required")
    ]


def test_a_required_tick_must_be_ticked() -> None:
    made = form(
        field("checkbox", "a", validate={"required": True}),
        field("checklist", "b", values=choices("x"), validate={"required": True}),
    )
    assert codes(made, {}) == [("a", "required"), ("b", "required")]
    assert codes(made, {"a": "true", "b": "x"}) == []


def test_required_may_be_a_condition() -> None:
    made = form(
        field("radio", "uitkomst", values=choices("toekenning", "weigering")),
        field("textarea", "motivering", validate={"required": '=uitkomst = "weigering"'}),
    )
    assert codes(made, {"uitkomst": "weigering"}) == [("motivering", "required")]
    assert codes(made, {"uitkomst": "toekenning"}) == []


def test_lengths_are_bounds() -> None:
    made = form(field("textfield", "a", validate={"minLength": 2, "maxLength": "=grens"}))
    assert codes(made, {"a": "x"}) == [("a", "too_short")]
    assert codes(made, {"a": "xxxx"}, {"grens": Decimal(3)}) == [("a", "too_long")]
    assert codes(made, {"a": "xxxx"}) == [], "a limit that is null sets none"


def test_numbers_have_a_least_and_a_greatest() -> None:
    made = form(field("number", "a", validate={"min": 1, "max": "8"}))
    assert codes(made, {"a": "0"}) == [("a", "too_small")]
    assert codes(made, {"a": "8,01"}) == [("a", "too_large")]
    assert codes(made, {"a": "8"}) == []


def test_a_number_with_an_increment_is_a_multiple_of_it() -> None:
    made = form(field("number", "n", increment="0.05"))
    for good in ("0", "0,1", "-1,15", "1.000.000.000.000.000.000,05"):
        assert codes(made, {"n": good}) == []
    for bad in ("0,01", "1,149"):
        assert codes(made, {"n": bad}) == [("n", "not_a_multiple")]
    assert validate(made, {"n": "0,01"}, {}).problems[0].facts == {"step": "0.05"}
    assert codes(form(field("number", "n", increment=0)), {"n": "0,01"}) == []


def test_dates_have_a_first_and_a_last_day() -> None:
    day = {"type": "datetime", "subtype": "date", "id": "d", "key": "d", "label": "Dag"}
    made = form({**day, "validate": {"min": "2024-04-01", "max": "=vandaag"}})
    context = {"vandaag": date(2026, 3, 20)}
    assert codes(made, {"d": "31/03/2024"}, context) == [("d", "too_early")]
    assert codes(made, {"d": "21/03/2026"}, context) == [("d", "too_late")]
    assert codes(made, {"d": "20/03/2026"}, context) == []
    assert validate(made, {"d": "21/03/2026"}, context).problems[0].facts == {"max": "2026-03-20"}


def test_patterns_and_formats_are_checked() -> None:
    made = form(
        field("textfield", "p", validate={"pattern": "^[A-Z]{2}$", "validationType": "custom"}),
        field("textfield", "e", validate={"validationType": "email"}),
        field("textfield", "t", validate={"validationType": "phone"}),
    )
    good = {"p": "AB", "e": "an.d'hondt@opvang-zon.be", "t": "+32 2 533 12 11"}
    assert codes(made, good) == []
    assert codes(made, {"p": "ABC", "e": "an@", "t": "bel mij"}) == [
        ("p", "pattern"),
        ("e", "not_an_email"),
        ("t", "not_a_phone_number"),
    ]
    assert codes(made, {"e": "a@b.be@c.be"}) == [("e", "not_an_email")]


def test_a_pattern_cannot_be_made_slow() -> None:
    made = form(field("textfield", "p", validate={"pattern": "^(a+)+$"}))
    assert codes(made, {"p": "a" * 3_000 + "!"}) == [("p", "pattern")]


HIDDEN = form(
    field("radio", "soort", values=choices("groep", "gezin")),
    field("number", "plaatsen", conditional={"hide": '=soort != "groep"'}),
    field("textfield", "reden", conditional={"hide": "=plaatsen = null or plaatsen <= 18"}),
)


def test_a_hidden_field_that_was_filled_in_is_refused() -> None:
    assert codes(HIDDEN, {"soort": "gezin", "plaatsen": "9"}) == [("plaatsen", "field_hidden")]
    assert codes(HIDDEN, {"soort": "gezin", "plaatsen": ""}) == []
    assert validate(HIDDEN, {"soort": "gezin"}, {}).clean == {"soort": "gezin"}


def test_what_hangs_on_a_hidden_field_is_hidden_too() -> None:
    assert codes(HIDDEN, {"soort": "gezin", "plaatsen": "20", "reden": "x"}) == [
        ("plaatsen", "field_hidden"),
        ("reden", "field_hidden"),
    ]
    assert codes(HIDDEN, {"soort": "groep", "plaatsen": "20", "reden": "x"}) == []


def test_a_condition_sees_fields_that_stand_after_it() -> None:
    made = form(
        field("textfield", "a", conditional={"hide": "=b = null"}),
        field("textfield", "b", conditional={"hide": "=c = null"}),
        field("textfield", "c"),
    )
    assert codes(made, {"a": "x", "b": "x"}) == [("a", "field_hidden"), ("b", "field_hidden")]
    assert codes(made, {"a": "x", "b": "x", "c": "x"}) == []


def test_a_condition_sees_the_case_and_the_form_over_it() -> None:
    made = form(
        field("textfield", "o.naam"),
        field("textfield", "x", conditional={"hide": '=o.soort = "vzw" and o.naam = "Zon"'}),
    )
    context = {"o": {"soort": "vzw", "naam": "Zon"}}
    assert codes(made, {"o.naam": "Zon", "x": "1"}, context) == [("x", "field_hidden")]
    assert codes(made, {"o.naam": "Maan", "x": "1"}, context) == []
    assert context == {"o": {"soort": "vzw", "naam": "Zon"}}, "the context is left alone"


def test_a_chain_of_conditions_comes_to_rest_however_long_it_is() -> None:
    names = [f"veld{at}" for at in range(60)]
    for order in (names, names[::-1]):
        fields = {
            name: field("textfield", name, conditional={"hide": f"={before} = null"})
            for before, name in itertools.pairwise(names)
        }
        made = form(*(fields.get(name) or field("textfield", name) for name in order))
        filled = dict.fromkeys(names, "x")
        assert codes(made, filled) == []
        without = {**filled, names[0]: ""}
        assert {code for _, code in codes(made, without)} == {"field_hidden"}
        assert len(codes(made, without)) == 59


def test_a_condition_that_contradicts_itself_hides_its_field() -> None:
    made = form(field("textfield", "a", conditional={"hide": "=a != null"}))
    assert codes(made, {"a": "x"}) == [("a", "field_hidden")]
    assert validate(made, {"a": "x"}, {}) == validate(made, {"a": "x"}, {})


def test_a_condition_that_gives_no_boolean_hides_nothing() -> None:
    made = form(field("textfield", "a", conditional={"hide": '="x" < 3'}))
    assert codes(made, {"a": "x"}) == []


def test_a_hidden_group_hides_its_fields() -> None:
    group = {
        "type": "group",
        "id": "g",
        "conditional": {"hide": "=dicht"},
        "components": [field("textfield", "a", validate={"required": True})],
    }
    assert codes(form(group), {"a": "x"}, {"dicht": True}) == [("a", "field_hidden")]
    assert codes(form(group), {}, {"dicht": True}) == []
    assert codes(form(group), {}, {"dicht": False}) == [("a", "required")]


def test_a_disabled_field_may_come_back_but_not_change() -> None:
    made = form(field("number", "a", disabled=True, decimalDigits=2))
    context = {"a": Decimal("12.5")}
    assert codes(made, {"a": "12,50"}, context) == []
    assert codes(made, {}, context) == []
    assert codes(made, {"a": "13"}, context) == [("a", "field_disabled")]
    assert codes(made, {"a": "x"}, context) == [("a", "field_disabled")]
    assert codes(made, {"a": ""}, context) == [("a", "field_disabled")]
    assert validate(made, {"a": "12,50"}, context).clean == {}


def test_a_read_only_field_keeps_the_value_of_the_case() -> None:
    made = form(field("textfield", "a", readonly=True), field("textfield", "b", readonly="=klaar"))
    done = validate(made, {"a": "oud", "b": "nieuw"}, {"a": "oud", "klaar": False})
    assert done.clean == {"a": "oud", "b": "nieuw"}
    assert codes(made, {"b": "nieuw"}, {"b": "oud", "klaar": True}) == [("b", "field_disabled")]


@pytest.mark.parametrize(
    ("kind", "kept", "came"),
    [
        ("textarea", "een\r\ntwee ", "een\r\ntwee"),
        ("textfield", "een\ttwee", "een\ttwee"),
        ("textfield", "e\u0301", "\u00e9"),
        ("number", "3", "3"),
    ],
)
def test_a_locked_field_may_come_back_as_a_browser_sends_it(
    kind: str, kept: str, came: str
) -> None:
    more = {"decimalDigits": 2} if kind == "number" else {}
    made = form(field(kind, "a", readonly=True, **more))
    done = validate(made, {"a": came}, {"a": kept})
    assert (done.problems, done.clean) == ((), {"a": kept})
    assert codes(made, {"a": f"{came}1"}, {"a": kept}) == [("a", "field_disabled")]


def test_a_read_only_field_shows_its_default() -> None:
    made = form(field("number", "totaal", readonly=True, defaultValue="=a + b"))
    context = {"a": Decimal(1), "b": Decimal(2)}
    assert validate(made, {}, context).clean == {"totaal": Decimal(3)}
    assert codes(made, {"totaal": "4"}, context) == [("totaal", "field_disabled")]


def test_an_emptied_field_is_null() -> None:
    made = form(field("textfield", "a"), field("number", "b"))
    assert validate(made, {"a": "", "b": ""}, {"a": "oud"}).clean == {"a": None, "b": None}


MIXED = form(
    field("textfield", "t", validate={"maxLength": 5}),
    field("textarea", "a.m"),
    field("number", "a.n", validate={"min": 0}, conditional={"hide": "=c"}),
    field("checkbox", "c"),
    field("checklist", "l", values=choices("x", "y")),
    field("radio", "r", values=choices("x", "y")),
    {"type": "datetime", "subtype": "date", "id": "d", "key": "d", "label": "Dag"},
    {"type": "datetime", "subtype": "datetime", "id": "dt", "key": "dt", "label": "Moment"},
    {"type": "datetime", "subtype": "time", "id": "u", "key": "u", "label": "Uur"},
    field("textfield", "k", properties={"controle": "kbo"}),
)
KEYS = [one.key for one in MIXED.fields]
SCRAPS = st.one_of(
    st.text(max_size=12),
    st.from_regex(re.compile(r"[0-9./: u,-]{1,14}", re.ASCII), fullmatch=True),
    st.sampled_from(["x", "true", "20/03/2026", "1.234,5", "14u30", "20/03/2026 14:30"]),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SCRAPS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "m", "n", "t", "z"]) | st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), SCRAPS | st.lists(SCRAPS)),
    st.dictionaries(st.sampled_from([*KEYS, "a"]) | st.text(max_size=5), JSON),
)
def test_anything_posted_ends_in_values_or_problems(
    flat: dict[str, Any], nested: dict[str, Any]
) -> None:
    for posted, source in ((flat, "fields"), (nested, "json")):
        done = validate(MIXED, posted, {}, "fields" if source == "fields" else "json")
        strange = [one for one in done.problems if one.field not in MIXED.by_key]
        assert all(one.code == "unknown_field" for one in strange)
        if not done.problems:
            again = validate(MIXED, done.clean, {}, "json")
            assert again.problems == ()
            assert again.clean == done.clean
