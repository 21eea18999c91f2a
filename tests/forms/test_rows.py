"""Repeated parts: rows in values, in what is posted, in conditions and on the page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.forms import FieldView, Form, RepeatView, Source, blank, changed, validate, view
from tests.forms.building import choices, field, findings, form


def repeat(path: str, *components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "dynamiclist",
        "id": f"lijst_{path}",
        "path": path,
        "label": path.capitalize(),
        "isRepeating": True,
        "allowAddRemove": True,
        "defaultRepetitions": 1,
        "components": list(components),
        **more,
    }


PERSONS = repeat(
    "personen",
    field("textfield", "naam", validate={"required": True}),
    field("radio", "rol", values=choices("houder", "begeleider")),
    field("number", "uren", conditional={"hide": '=rol != "begeleider"'}),
    properties={"rij": "Persoon", "maxRijen": "3"},
)


def codes(
    made: Form, posted: Any, context: dict[str, Any] | None = None, source: Source = "fields"
) -> list[tuple[str, str]]:
    done = validate(made, posted, context or {}, source)
    return [(one.field, one.code) for one in done.problems]


def rows_of(made: Form, values: dict[str, Any], **more: Any) -> RepeatView:
    part = view(made, values, {}, **more).parts[0]
    assert isinstance(part, RepeatView)
    return part


def test_rows_are_a_list_of_contexts() -> None:
    made = form(PERSONS)
    posted = {
        "personen": "2",
        "personen.0.naam": "An",
        "personen.0.rol": "houder",
        "personen.1.naam": "Bo",
        "personen.1.rol": "begeleider",
        "personen.1.uren": "19,5",
    }
    done = validate(made, posted, {})
    assert done.problems == ()
    assert done.clean == {
        "personen": [
            {"naam": "An", "rol": "houder"},
            {"naam": "Bo", "rol": "begeleider", "uren": Decimal("19.5")},
        ]
    }
    assert validate(made, done.clean, {}, "json") == done


def test_a_condition_in_a_row_sees_the_row_before_the_form() -> None:
    made = form(field("textfield", "rol", id="bij_het_formulier"), PERSONS)
    posted = {"rol": "begeleider", "personen.0.naam": "An", "personen.0.uren": "3"}
    assert codes(made, {**posted, "personen.0.rol": "houder"}) == [
        ("personen.0.uren", "field_hidden")
    ]
    assert codes(made, {**posted, "personen.0.rol": "begeleider"}) == []


def test_a_condition_in_a_row_reaches_the_form_its_number_and_the_rows_beside_it() -> None:
    made = form(
        field("textfield", "soort"),
        repeat(
            "p",
            field("textfield", "a", conditional={"hide": '=soort = "kort"'}),
            field("textfield", "b", conditional={"hide": "=i[1] = 1"}),
            field("textfield", "c", conditional={"hide": "=count(p) < 2"}),
            field("textfield", "d", conditional={"hide": "=this.a = null or parent.soort = null"}),
        ),
    )
    posted = {"soort": "lang", "p": "2", "p.0.a": "x", "p.0.c": "x", "p.0.d": "x", "p.1.b": "x"}
    assert codes(made, posted) == []
    assert codes(made, {"soort": "kort", "p": "1", "p.0.a": "x", "p.0.b": "x", "p.0.c": "x"}) == [
        ("p.0.a", "field_hidden"),
        ("p.0.b", "field_hidden"),
        ("p.0.c", "field_hidden"),
    ]


def test_the_form_computes_with_its_rows() -> None:
    made = form(
        repeat("p", field("number", "n")),
        field("textfield", "veel", conditional={"hide": "=sum(p.n) < 10"}),
    )
    assert codes(made, {"p.0.n": "4", "p.1.n": "6", "veel": "x"}) == []
    assert codes(made, {"p.0.n": "4", "veel": "x"}) == [("veel", "field_hidden")]


def test_a_hidden_list_hides_its_rows() -> None:
    made = form(
        field("checkbox", "alleen"),
        repeat("p", field("textfield", "n"), conditional={"hide": "=alleen"}),
        field("textfield", "x", conditional={"hide": "=p = null"}),
    )
    assert codes(made, {"alleen": "on", "p.0.n": "An", "x": "y"}) == [
        ("p.0.n", "field_hidden"),
        ("x", "field_hidden"),
    ]
    assert validate(made, {"alleen": "on"}, {}).clean == {"alleen": True}
    assert validate(made, {"p.0.n": "An"}, {}).clean["p"] == [{"n": "An"}]


@pytest.mark.parametrize(
    ("posted", "where", "code"),
    [
        ({"personen": "1", "personen.1.naam": "x"}, "personen.1.naam", "unknown_row"),
        ({"personen.0.naam": "x", "personen.2.naam": "x"}, "personen.1", "row_missing"),
        ({"personen.-1.naam": "x"}, "personen.-1.naam", "unknown_field"),
        ({"personen.1e9.naam": "x"}, "personen.1e9.naam", "unknown_field"),
        ({"personen.99999.naam": "x"}, "personen.99999.naam", "unknown_field"),
        ({"personen.00.naam": "x"}, "personen.00.naam", "unknown_field"),
        ({"personen.*.naam": "x"}, "personen.*.naam", "unknown_field"),
        ({"personen.0.bijnaam": "x"}, "personen.0.bijnaam", "unknown_field"),
        ({"personen.0": "x"}, "personen.0", "unknown_field"),
        ({"personen": "4"}, "personen", "too_many_rows"),
        ({"personen": "veel"}, "personen", "wrong_type"),
        ({"personen": "-1"}, "personen", "wrong_type"),
        ({"personen": ["1", "2"]}, "personen", "wrong_type"),
        ({"personen": "1"}, "personen.0.naam", "required"),
    ],
)
def test_forged_rows_are_refused_by_name(posted: dict[str, Any], where: str, code: str) -> None:
    assert (where, code) in codes(form(PERSONS), posted)


@pytest.mark.parametrize(
    ("posted", "where", "code"),
    [
        ({"personen": {"0": {"naam": "x"}}}, "personen", "wrong_type"),
        ({"personen": "2"}, "personen", "wrong_type"),
        ({"personen": [{"naam": "x"}, None]}, "personen.1", "wrong_type"),
        ({"personen": [{"naam": "x"}, [{}]]}, "personen.1", "wrong_type"),
        ({"personen": [{"naam": "x", "z": 1}]}, "personen.0.z", "unknown_field"),
        ({"personen": [{"naam": {"naam": "x"}}]}, "personen.0.naam", "wrong_type"),
        ({"personen": [{"naam": "x"}] * 4}, "personen", "too_many_rows"),
        ({"personen": [{}] * 100_000}, "personen", "too_many_rows"),
        ({"personen.0.naam": "x"}, "personen.0.naam", "unknown_field"),
    ],
)
def test_forged_json_rows_are_refused_by_name(
    posted: dict[str, Any], where: str, code: str
) -> None:
    assert (where, code) in codes(form(PERSONS), posted, source="json")


def test_a_list_has_a_least_number_of_rows() -> None:
    made = form(repeat("p", field("textfield", "n"), properties={"minRijen": 2}))
    assert codes(made, {"p.0.n": "x"}) == [("p", "too_few_rows")]
    assert [len(rows_of(made, blank(made, {})).rows), len(rows_of(made, {}).rows)] == [2, 0]


NESTED = form(
    repeat(
        "personen",
        field("textfield", "naam"),
        repeat("attesten", field("textfield", "titel"), defaultRepetitions=0),
    )
)


def test_a_list_may_stand_in_a_list() -> None:
    posted = {
        "personen": "2",
        "personen.0.naam": "An",
        "personen.0.attesten": "0",
        "personen.1.naam": "Bo",
        "personen.1.attesten": "1",
        "personen.1.attesten.0.titel": "Levensreddend handelen",
    }
    done = validate(NESTED, posted, {})
    assert done.problems == ()
    assert done.clean == {
        "personen": [
            {"naam": "An", "attesten": []},
            {"naam": "Bo", "attesten": [{"titel": "Levensreddend handelen"}]},
        ]
    }
    assert validate(NESTED, done.clean, {}, "json") == done
    assert codes(NESTED, {**posted, "personen.7.attesten": "1"}) == [
        ("personen.7.attesten", "unknown_row")
    ]


def test_a_list_in_a_list_in_a_list_is_refused() -> None:
    deep = repeat("a", repeat("b", repeat("c", field("textfield", "d"))))
    assert [(one.rule, one.element) for one in findings(deep)] == [("form.lists_too_deep", "c")]


def test_more_fields_than_there_is_room_for_are_refused() -> None:
    inner = repeat("b", *(field("textfield", f"v{n}", id=f"v{n}") for n in range(30)))
    made = form(repeat("a", inner))
    posted: dict[str, Any] = {"a": [{"b": [{}] * 100}] * 10}
    assert ("", "too_many_fields") in codes(made, posted, source="json")


FIXED = form(
    repeat(
        "stukken",
        field("textfield", "naam", readonly=True),
        field("radio", "oordeel", values=choices("voldoet", "ontbreekt")),
        allowAddRemove=False,
    )
)
PAPERS: dict[str, Any] = {
    "stukken": [{"naam": "Grondplan", "soort": "plan"}, {"naam": "Statuten", "soort": "akte"}]
}


def test_rows_of_the_case_stay_and_keep_what_is_not_asked() -> None:
    posted = {"stukken": "2", "stukken.0.naam": "Grondplan", "stukken.1.oordeel": "voldoet"}
    done = validate(FIXED, posted, PAPERS)
    assert done.problems == ()
    assert done.clean["stukken"] == [
        {"naam": "Grondplan", "soort": "plan", "oordeel": None},
        {"naam": "Statuten", "soort": "akte", "oordeel": "voldoet"},
    ]
    assert "oordeel" not in PAPERS["stukken"][0], "the case is left alone"
    assert codes(FIXED, {"stukken": "3"}, PAPERS) == [("stukken", "rows_fixed")]
    assert codes(FIXED, {"stukken": [{}]}, PAPERS, "json") == [("stukken", "rows_fixed")]
    assert codes(FIXED, {"stukken.0.naam": "Ander"}, PAPERS) == [
        ("stukken.0.naam", "field_disabled"),
        ("stukken", "rows_fixed"),
    ]


def test_a_locked_field_in_rows_that_come_and_go_is_refused() -> None:
    found = findings(repeat("p", field("textfield", "n", readonly="=a")))
    assert [(one.rule, one.element, one.facts["property"]) for one in found] == [
        ("form.locked_in_row", "n", "readonly")
    ]


@pytest.mark.parametrize(
    ("more", "rule", "where"),
    [
        ({"isRepeating": False}, "form.unknown_value", "isRepeating"),
        ({"defaultRepetitions": 500}, "form.bad_value", "defaultRepetitions"),
        ({"allowAddRemove": "ja"}, "form.wrong_type", "allowAddRemove"),
        ({"properties": {"maxRijen": "201"}}, "form.bad_value", "properties.maxRijen"),
        ({"properties": {"minRijen": 4, "maxRijen": 3}}, "form.bad_value", "properties.minRijen"),
        ({"components": []}, "form.empty_list", "components"),
        ({"kleur": "rood"}, "form.unknown_property", "kleur"),
    ],
)
def test_a_list_that_is_not_understood_is_refused(
    more: dict[str, Any], rule: str, where: str
) -> None:
    found = findings(repeat("p", field("textfield", "n"), **more))
    assert (rule, where) in [(one.rule, one.facts["property"]) for one in found]


def test_a_list_without_a_path_is_refused() -> None:
    (found,) = findings(repeat("", field("textfield", "n")))
    assert (found.rule, found.facts["property"]) == ("form.missing", "path")


def test_rows_are_drawn_with_their_own_names_and_places() -> None:
    made = form(PERSONS)
    posted = {"personen": "2", "personen.0.naam": "An", "personen.1.rol": "begeleider"}
    part = rows_of(made, posted, problems=validate(made, posted, {}).problems)
    assert [row.key for row in part.rows] == ["personen.0", "personen.1"]
    assert (part.item, part.may_add, part.may_remove) == ("Persoon", True, True)
    seen = [each for row in part.rows for each in row.parts if isinstance(each, FieldView)]
    assert [each.name for each in seen if each.visible] == [
        "personen.0.naam",
        "personen.0.rol",
        "personen.1.naam",
        "personen.1.rol",
        "personen.1.uren",
    ]
    assert len({each.id for each in seen}) == len(seen)
    wrong = next(each for each in seen if each.name == "personen.1.naam")
    assert (wrong.title, wrong.error and wrong.error.code) == ("Persoon 2: Naam", "required")
    full = rows_of(made, {"personen": "3"})
    assert not full.may_add


def test_an_untouched_list_has_the_rows_of_the_case_or_its_first_rows() -> None:
    made = form(repeat("p", field("textfield", "n", defaultValue="?"), defaultRepetitions=2))
    assert blank(made, {}) == {"p": [{"n": "?"}, {"n": "?"}]}
    assert blank(made, {"p": [{"n": "An"}]}) == {"p": [{"n": "An"}]}
    assert blank(made, {"p": []}) == {"p": []}


def test_a_row_is_added_at_the_end_with_its_defaults_and_the_focus() -> None:
    made = form(repeat("p", field("textfield", "n", defaultValue="?"), field("number", "g")))
    posted, touched = changed(made, {"p": "1", "p.0.n": " An ", "p.0.g": "veel"}, add="p")
    context = {"p": [{"n": "oud"}, {"n": "oud", "g": Decimal(3)}]}
    seen = view(made, posted, context, touched=touched)
    assert [(each.name, each.text) for each in seen.fields] == [
        ("p.0.n", " An "),
        ("p.0.g", "veel"),
        ("p.1.n", "?"),
        ("p.1.g", ""),
    ]
    assert seen.focus == "p.1.n"


def test_a_row_that_goes_leaves_the_others_as_they_were_typed() -> None:
    posted = {
        "personen": "3",
        "personen.0.naam": "An",
        "personen.1.naam": "Bo",
        "personen.2.naam": " Cis ",
        "personen.2.attesten": "2",
        "personen.2.attesten.0.titel": "x",
        "personen.2.attesten.1.titel": "y",
    }
    left, touched = changed(NESTED, posted, remove="personen.1")
    assert left == {
        "personen": "2",
        "personen.0.naam": "An",
        "personen.1.naam": " Cis ",
        "personen.1.attesten": "2",
        "personen.1.attesten.0.titel": "x",
        "personen.1.attesten.1.titel": "y",
    }
    assert touched == "personen"
    left, touched = changed(NESTED, left, remove="personen.1.attesten.0")
    assert left["personen.1.attesten"] == "1"
    assert left["personen.1.attesten.0.titel"] == "y"
    assert touched == "personen.1.attesten"
    assert view(NESTED, left, {}, touched=touched).focus == touched


@pytest.mark.parametrize(
    "wanted",
    [
        {"add": "weg"},
        {"add": "personen.naam"},
        {"add": "personen.9.attesten"},
        {"remove": "personen"},
        {"remove": "personen.9"},
        {"remove": "personen.01"},
        {"remove": "personen.-1"},
        {"remove": "personen.0.naam"},
        {"remove": ""},
    ],
)
def test_a_row_that_cannot_come_or_go_changes_nothing(wanted: dict[str, str]) -> None:
    posted = {"personen": "1", "personen.0.naam": "An"}
    assert changed(NESTED, posted, **wanted) == (posted, "")


def test_rows_are_bounded_when_added_and_removed() -> None:
    made = form(repeat("p", field("textfield", "n"), properties={"minRijen": 1, "maxRijen": 2}))
    full = {"p": "2", "p.0.n": "a", "p.1.n": "b"}
    assert changed(made, full, add="p") == (full, "")
    one = {"p": "1", "p.0.n": "a"}
    assert changed(made, one, remove="p.0") == (one, "")
    assert changed(FIXED, {"stukken": "2"}, add="stukken") == ({"stukken": "2"}, "")


ASKED = repeat(
    "stukken",
    field("textfield", "naam"),
    field("textarea", "reden"),
    properties={"bron": "=for s in lijst return {naam: s.wat, reden: s.waarom}", "maxRijen": "3"},
)
LIST = {"lijst": [{"wat": "Plan", "waarom": "te oud"}, {"wat": "Attest", "waarom": "ontbreekt"}]}


def names(made: Form, context: dict[str, Any]) -> list[str]:
    values = blank(made, context)
    return [each.text for each in view(made, values, context).fields if each.name.endswith("naam")]


def test_a_list_takes_its_first_rows_from_its_source() -> None:
    made = form(ASKED)
    assert names(made, LIST) == ["Plan", "Attest"]
    assert blank(made, LIST)["stukken"][1] == {"naam": "Attest", "reden": "ontbreekt"}


def test_what_the_case_has_goes_before_the_source_even_when_it_is_nothing() -> None:
    made = form(ASKED)
    assert names(made, {**LIST, "stukken": [{"naam": "Foto"}]}) == ["Foto"]
    assert names(made, {**LIST, "stukken": []}) == []


@pytest.mark.parametrize("given", [None, [], "Plan", [1, "Plan"], {"naam": "Plan"}])
def test_a_source_without_rows_leaves_the_list_as_it_begins(given: Any) -> None:
    plain = {**ASKED, "properties": {"bron": "=lijst"}}
    assert names(form(plain), {"lijst": given}) == [""]


def test_a_source_gives_no_more_rows_than_the_list_may_have() -> None:
    many = {"lijst": [{"wat": str(at), "waarom": ""} for at in range(9)]}
    assert names(form(ASKED), many) == ["0", "1", "2"]


def test_rows_of_the_case_have_no_source() -> None:
    fixed = {**ASKED, "allowAddRemove": False, "properties": {"bron": "=lijst"}}
    assert [(each.rule, each.facts["property"]) for each in findings(fixed)] == [
        ("form.unknown_property", "properties.bron")
    ]


def test_a_form_tells_which_names_its_feel_uses() -> None:
    made = form(
        ASKED,
        field("textfield", "a", label="Naam van {{wie.naam}}", conditional={"hide": "=weg"}),
        {"type": "text", "id": "t", "text": "Op {{dag}}"},
        {"type": "table", "id": "x", "dataSource": "=tabel", "columnsExpression": "=kolommen"},
    )
    assert made.names == {"lijst", "wie", "weg", "dag", "tabel", "kolommen"}


@pytest.mark.parametrize(
    ("wanted", "held", "at"),
    [
        ({"attach": "p.0.stuk:d2"}, ["d1", "d2"], "p.0.stuk:d2"),
        ({"attach": "p.0.stuk:d1"}, ["d1"], "p.0.stuk:d1"),
        ({"attach": "p.0.stuk"}, "d1", "p.0.stuk"),
        ({"omit": "p.0.stuk:d1"}, [], "p.0.stuk"),
        ({"omit": "p.0.stuk:d9"}, ["d1"], "p.0.stuk"),
        ({"omit": "p.0.naam:An"}, "d1", ""),
        ({"attach": "x:d1"}, "d1", ""),
    ],
)
def test_documents_come_and_go_in_a_file_picker(wanted: Any, held: Any, at: str) -> None:
    made = form(
        {
            "type": "dynamiclist",
            "id": "p",
            "path": "p",
            "components": [field("textfield", "naam"), field("filepicker", "stuk")],
        }
    )
    posted = {"p": "1", "p.0.naam": "An", "p.0.stuk": "d1"}
    left, touched = changed(made, posted, **wanted)
    assert (left["p.0.stuk"], left["p.0.naam"], touched) == (held, "An", at)
