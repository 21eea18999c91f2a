"""A form as it is drawn: texts, options, problems, what was typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.forms import (
    Block,
    FieldView,
    Form,
    GroupView,
    Span,
    TableView,
    TextView,
    blank,
    validate,
    view,
)
from tests.forms.building import choices, field, form

DAY = {"type": "datetime", "subtype": "date", "id": "d", "key": "d", "label": "Dag"}


def drawn(made: Form, values: dict[str, Any], context: dict[str, Any] | None = None) -> FieldView:
    return view(made, values, context or {}).fields[0]


def test_values_are_shown_as_people_write_them() -> None:
    made = form(
        DAY,
        field("number", "n", decimalDigits=2),
        field("textfield", "k", properties={"controle": "kbo"}),
        field("checkbox", "c"),
    )
    values = {"d": date(2026, 3, 20), "n": Decimal("1234.5"), "k": "0428759497", "c": True}
    seen = view(made, values, {})
    assert [one.text for one in seen.fields] == ["20/03/2026", "1234,50", "0428.759.497", "true"]
    assert seen.fields[3].checked
    again = validate(made, {one.name: one.text for one in seen.fields}, {})
    assert again.clean == values, "what is shown reads back as the same value"


def test_what_was_typed_comes_back_with_its_problem() -> None:
    made = form(DAY, field("number", "o.n", validate={"max": 8}), field("textfield", "t"))
    posted = {"d": "31/02/2026", "o.n": "1.000", "t": " mijn tekst "}
    done = validate(made, posted, {})
    seen = view(made, posted, {}, done.problems)
    assert [one.text for one in seen.fields] == ["31/02/2026", "1.000", " mijn tekst "]
    assert [one.error.code if one.error else None for one in seen.fields] == [
        "no_such_date",
        "ambiguous_number",
        None,
    ]


def test_a_problem_of_no_visible_field_stands_on_the_form() -> None:
    made = form(field("textfield", "a"), field("textfield", "b", conditional={"hide": "=true"}))
    posted = {"a": "x", "b": "y", "z": "1"}
    done = validate(made, posted, {})
    seen = view(made, posted, {}, done.problems)
    assert [(one.field, one.code) for one in seen.problems] == [
        ("b", "field_hidden"),
        ("z", "unknown_field"),
    ]
    assert [one.name for one in seen.fields] == ["a"]


def test_a_hidden_field_shows_nothing() -> None:
    made = form(field("textfield", "a", conditional={"hide": "=geheim = true"}))
    seen = view(made, {"a": "x"}, {"geheim": True})
    assert seen.fields == ()
    part = seen.parts[0]
    assert isinstance(part, FieldView)
    assert (part.visible, part.text) == (False, "")


def test_a_condition_follows_what_is_typed() -> None:
    made = form(field("number", "n"), field("textfield", "a", conditional={"hide": "=n < 9"}))
    assert [one.name for one in view(made, {"n": "8"}, {}).fields] == ["n"]
    assert [one.name for one in view(made, {"n": "9"}, {}).fields] == ["n", "a"]


def test_options_know_what_is_chosen() -> None:
    made = form(
        field("radio", "r", values=choices("ja", "nee")),
        field("checklist", "c", values=choices("a", "b")),
    )
    for values in ({"r": "nee", "c": ["b"]}, {"r": ["nee"], "c": "b"}):
        seen = view(made, values, {})
        assert [(one.value, one.label, one.chosen) for one in seen.fields[0].options] == [
            ("ja", "Ja", False),
            ("nee", "Nee", True),
        ]
        assert [one.chosen for one in seen.fields[1].options] == [False, True]


def test_the_properties_of_a_field_reach_the_page() -> None:
    made = form(
        field(
            "textfield",
            "a",
            label="Naam van {{o.naam}}",
            description="uitleg",
            appearance={"prefixAdorner": "€", "suffixAdorner": "per dag"},
            validate={"required": True, "maxLength": 10, "validationType": "email"},
            properties={"eenheid": "EUR", "rechtsgrond": "Decreet art. 4"},
        )
    )
    seen = drawn(made, {}, {"o": {"naam": "Zon"}})
    assert (seen.label, seen.help, seen.prefix, seen.suffix) == (
        "Naam van Zon",
        "uitleg",
        "€",
        "per dag",
    )
    assert (seen.unit, seen.legal_basis) == ("EUR", "Decreet art. 4")
    assert (seen.required, seen.max_length, seen.input_mode) == (True, 10, "email")
    assert seen.key == "a"
    assert seen.id == "id_a"


def test_our_help_stands_before_the_description() -> None:
    made = form(field("textfield", "a", description="kort", properties={"hulp": "lang"}))
    assert drawn(made, {}).help == "lang"


def test_a_locked_field_shows_the_value_of_the_case() -> None:
    made = form(field("number", "a", disabled=True))
    seen = drawn(made, {"a": "99"}, {"a": Decimal(5)})
    assert (seen.text, seen.disabled) == ("5", True)


def test_texts_are_blocks_without_markup() -> None:
    text = (
        "## Kop\nDag **{{naam}}**, zie [de *site*](https://opgroeien.be) \n"
        "\n- een\n1. twee\n> let op"
    )
    seen = view(
        form({"type": "text", "id": "t", "text": text}, field("textfield", "x")),
        {},
        {"naam": "**An** <b>{{x}}</b> [x](https://kwaad.be)"},
    )
    part = seen.parts[0]
    assert isinstance(part, TextView)
    assert part.blocks == (
        Block("heading", (Span("Kop"),), 2),
        Block(
            "paragraph",
            (
                Span("Dag "),
                Span("**An** <b>{{x}}</b> [x](https://kwaad.be)", strong=True),
                Span(", zie "),
                Span("de *site*", href="https://opgroeien.be"),
            ),
        ),
        Block("item", (Span("een"),)),
        Block("numbered", (Span("twee"),)),
        Block("quote", (Span("let op"),)),
    )


def test_a_link_that_is_no_web_address_stays_text() -> None:
    text = {"type": "text", "id": "t", "text": "[klik](javascript:alert(1)) [x](https://a/{{v}})"}
    part = view(form(text), {}, {"v": "b"}).parts[0]
    assert isinstance(part, TextView)
    assert all(span.href is None for block in part.blocks for span in block.spans)


def test_a_value_in_a_text_is_dutch() -> None:
    text = {"type": "text", "id": "t", "text": "{{d}} {{n}} {{b}} {{l}} {{niets}}."}
    context = {"d": date(2026, 3, 20), "n": Decimal("1234.5"), "b": True, "l": ["a", Decimal(2)]}
    part = view(form(text), {}, context).parts[0]
    assert isinstance(part, TextView)
    assert part.blocks[0].spans == (Span("20/03/2026 1.234,5 ja a, 2 ."),)


def test_a_text_sees_what_is_filled_in() -> None:
    made = form(field("textfield", "a"), {"type": "text", "id": "t", "text": '="Dag " + a'})
    part = view(made, {"a": "An"}, {}).parts[1]
    assert isinstance(part, TextView)
    assert part.blocks[0].spans == (Span("Dag An"),)


def test_groups_keep_their_parts_together() -> None:
    group = {"type": "group", "id": "g", "label": "Groep", "components": [field("number", "n")]}
    seen = view(form(group, {"type": "separator", "id": "s"}), {}, {})
    assert [part.kind for part in seen.parts] == ["group", "separator"]
    assert isinstance(seen.parts[0], GroupView)
    assert seen.parts[0].label == "Groep"
    assert [one.name for one in seen.fields] == ["n"]


def test_an_untouched_form_holds_the_case_then_the_defaults() -> None:
    made = form(
        field("textfield", "o.naam", defaultValue="Onbekend"),
        field("textfield", "o.stad", defaultValue="Gent"),
        field("number", "n", defaultValue="=2 * m"),
        field("number", "fout", defaultValue='="geen getal"'),
        field("checkbox", "c", defaultValue=True),
        field("checklist", "l", values=choices("a", "b"), defaultValue=["b"]),
        field("textfield", "leeg"),
    )
    context = {"o": {"naam": "Zon"}, "m": Decimal(4)}
    assert blank(made, context) == {
        "o": {"naam": "Zon", "stad": "Gent"},
        "n": Decimal(8),
        "c": True,
        "l": ["b"],
    }
    assert [one.text for one in view(made, blank(made, context), context).fields] == [
        "Zon",
        "Gent",
        "8",
        "",
        "true",
        "",
        "",
    ]


def test_a_view_is_drawn_whatever_it_is_given() -> None:
    made = form(DAY, field("number", "n"), field("checklist", "l", values=choices("a")))
    scraps: list[Any] = [None, 5, "x", ["x", 3], {"x": 1}, True, [[]]]
    for junk in scraps:
        seen = view(made, {"d": junk, "n": junk, "l": junk}, {})
        assert len(seen.fields) == 3


def test_the_moment_comes_from_the_caller() -> None:
    made = form({**DAY, "defaultValue": "=today()", "validate": {"max": "=today()"}})
    moment = datetime(2026, 3, 20, 12, tzinfo=UTC)
    assert blank(made, {}, moment) == {"d": date(2026, 3, 20)}
    assert blank(made, {}) == {}
    late = validate(made, {"d": "21/03/2026"}, {}, now=moment)
    assert [one.code for one in late.problems] == ["too_late"]
    assert validate(made, {"d": "20/03/2026"}, {}, now=moment).problems == ()


@pytest.mark.parametrize(
    ("asked", "room"),
    [
        (field("textfield", "x"), ""),
        (field("textfield", "x", validate={"maxLength": 4}), "mini"),
        (field("textfield", "x", validate={"maxLength": 20}), "medium"),
        (field("textfield", "x", validate={"maxLength": "=a"}), ""),
        (field("textfield", "x", validate={"validationType": "phone"}), "medium"),
        (field("textfield", "x", properties={"controle": "postcode"}), "mini"),
        (field("textfield", "x", properties={"controle": "iban"}), "medium"),
        (field("number", "x"), "short"),
        (field("number", "x", decimalDigits=0, validate={"max": 18}), "mini"),
        (field("number", "x", decimalDigits=2, validate={"max": 18}), "short"),
        (field("datetime", "x", subtype="date"), "short"),
        (field("datetime", "x", subtype="datetime"), "medium"),
    ],
)
def test_a_box_is_as_wide_as_its_longest_answer(asked: dict[str, Any], room: str) -> None:
    assert drawn(form(asked), {}).room == room


def test_columns_of_numbers_are_told() -> None:
    columns = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}, {"key": "c", "label": "C"}]
    made = form({"type": "table", "id": "t", "dataSource": "=rijen", "columns": columns})
    rows = [{"a": Decimal(1), "b": "x"}, {"a": None, "b": Decimal(2)}]
    table = view(made, {}, {"rijen": rows}).parts[0]
    assert isinstance(table, TableView)
    assert table.numbers == {0}


def test_a_verdict_is_told_from_other_groups() -> None:
    made = form(
        field("radio", "attest", properties={"oordeel": "ja"}),
        {"type": "group", "id": "g", "label": "G", "components": [field("textfield", "x")]},
    )
    assert [part.kind for part in view(made, {}, {}).parts] == ["verdict", "group"]
