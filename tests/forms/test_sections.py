"""Forms in sections: which are refused, what belongs to which, how far each is."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import Problem
from engine.forms import check, load, sections, view
from engine.forms.schema import Form
from engine.forms.sections import MARKS, Draft, Mark, State
from tests.forms.building import choices, field, schema


def group(name: str, *components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "group",
        "id": name,
        "label": name.capitalize(),
        "components": [*components],
    } | more


PEOPLE = {
    "type": "dynamiclist",
    "id": "people",
    "path": "people",
    "label": "People",
    "components": [field("textfield", "name", id="row_name", validate={"required": True})],
}
PARTS = (
    group("who", field("textfield", "name", validate={"required": True}), field("checkbox", "old")),
    group("persons", PEOPLE, conditional={"hide": "=old != true"}),
    group(
        "judged", field("radio", "safe", values=choices("voldoet"), properties={"oordeel": "ja"})
    ),
)


@pytest.fixture
def form() -> Form:
    return load(schema(*PARTS, paginas=True))


def rules(*components: dict[str, Any], **top: Any) -> list[tuple[str, str | None]]:
    return [(one.rule, one.element) for one in check(schema(*components, **top), "f.json")]


def states(form: Form, typed: dict[str, Any], marks: dict[str, Mark], *wrong: str) -> list[State]:
    problems = [Problem(key, "required") for key in wrong]
    drawn = view(form, typed, {})
    return [one.state for one in sections.sections(form, drawn, problems, marks)]


def test_only_groups_with_a_label_and_an_id_stand_at_the_top() -> None:
    assert rules(*PARTS, paginas=True) == []
    text = {"type": "text", "id": "hello", "text": "Hello"}
    assert rules(text, *PARTS, paginas=True) == [("form.page_no_group", "hello")]
    judged = field("radio", "sure", properties={"oordeel": "ja"})
    assert rules(judged, *PARTS, paginas=True) == [("form.page_no_group", "id_sure")]
    unnamed = group("bare", field("number", "n"), label=" ")
    assert rules(unnamed, *PARTS, paginas=True) == [("form.page_no_label", "bare")]
    without = group("", field("number", "n"), label="Bare")
    assert rules(without, *PARTS, paginas=True) == [("form.missing", None)]


@pytest.mark.parametrize("value", ["ja", 1, [], {}])
def test_the_property_is_a_boolean(value: Any) -> None:
    assert ("form.wrong_type", None) in rules(*PARTS, paginas=value)


def test_without_it_or_with_false_a_form_is_one_page() -> None:
    assert not load(schema(*PARTS)).paged
    assert not load(schema(*PARTS, field("number", "n"), paginas=False)).paged


@pytest.mark.parametrize(
    ("key", "section"),
    [
        ("name", "who"),
        ("people", "persons"),
        ("people.0.name", "persons"),
        ("people.7", "persons"),
        ("people.0", "persons"),
        ("safe.oordeel", "judged"),
        ("safe.motivering", "judged"),
        ("unknown", None),
        ("", None),
        ("people.*.name", None),
    ],
)
def test_every_key_and_row_has_its_section(form: Form, key: str, section: str | None) -> None:
    assert sections.owner(sections.owners(form), key) == section


def test_fields_of_another_section_and_of_none_are_named(form: Form) -> None:
    posted = ["name", "people", "people.0.name", "people.0", "elsewhere", MARKS]
    found = sections.strangers(form, "persons", posted)
    assert [(one.field, one.code) for one in found] == [
        ("name", "other_section"),
        ("people.0", "unknown_field"),
        ("elsewhere", "unknown_field"),
        (MARKS, "unknown_field"),
    ]


def test_what_a_section_posts_takes_the_place_of_all_it_had(form: Form) -> None:
    typed = {"name": "An", "people": "2", "people.0.name": "Bo", "people.1.name": "Cis", "old": "1"}
    draft = Draft(typed, {})
    laid = sections.laid_in(form, draft, "persons", {"people": "1", "people.0.name": "Cis"})
    assert laid == {"name": "An", "old": "1", "people": "1", "people.0.name": "Cis"}


def test_a_draft_is_kept_with_its_marks_and_read_back(form: Form) -> None:
    draft = Draft({"name": "An"}, {"who": Mark.DONE, "judged": Mark.BEGUN})
    assert sections.read_draft(form, draft.stored()) == draft
    assert sections.read_draft(form, None) == Draft({}, {})


@pytest.mark.parametrize("marks", ["x", ["who"], {"who": "else"}, {"gone": "done"}, {"who": []}])
def test_marks_that_mean_nothing_are_left_out(form: Form, marks: Any) -> None:
    assert sections.read_draft(form, {"gone": "An", MARKS: marks}) == Draft({"gone": "An"}, {})


def test_a_section_in_which_something_was_typed_was_begun(form: Form) -> None:
    draft = sections.read_draft(form, {"name": "An", "people.0.name": "Bo"})
    assert draft.marks == {"who": Mark.BEGUN, "persons": Mark.BEGUN}


def test_how_far_a_section_is(form: Form) -> None:
    none, hidden = State.NOT_BEGUN, State.NOT_APPLICABLE
    assert states(form, {}, {}) == [none, hidden, none]
    assert states(form, {}, {}, "name") == [none, hidden, none]
    assert states(form, {}, {"who": Mark.BEGUN}, "name")[0] is State.BEGUN
    assert states(form, {}, {"who": Mark.DONE}, "name")[0] is State.LACKING
    assert states(form, {}, {"who": Mark.DONE}, "safe.oordeel")[0] is State.IN_ORDER
    old = {"old": "true", "people": "1"}
    assert states(form, old, {"persons": Mark.DONE}, "people.0.name")[1] is State.LACKING


def test_a_section_alone_is_a_form_with_its_own_fields_and_problems(form: Form) -> None:
    typed = {"name": "", "old": "true", "people": "1"}
    problems = (Problem("people.0.name", "required"), Problem("name", "required"))
    drawn = view(form, typed, {}, problems, touched="people.0")
    who, persons, _ = sections.sections(form, drawn, problems, {})
    assert [one.name for one in persons.form.fields] == ["people.0.name"]
    assert [one.field for one in persons.problems] == ["people.0.name"]
    assert persons.form.fields[0].error == problems[0]
    assert (who.form.focus, persons.form.focus) == (None, "people.0.name")
    assert [one.name for one in persons.form.repeats] == ["people"]


def test_a_hidden_section_has_no_fields_no_problems_and_is_passed_by(form: Form) -> None:
    drawn = view(form, {"people": "1"}, {})
    found = sections.sections(form, drawn, [Problem("people", "field_hidden")], {})
    assert (found[1].form.fields, found[1].form.parts, found[1].problems) == ((), (), ())
    assert sections.following(found, "who") == "judged"
    assert sections.following(found, "judged") is None


def test_the_answers_are_what_the_whole_form_would_post(form: Form) -> None:
    typed = {"name": "An", "people": "1", "people.0.name": "Bo", "people.4.name": "Z", "gone": "x"}
    assert sections.answers(view(form, typed, {}), typed) == {"name": "An"}
    old = typed | {"old": "true"}
    assert sections.answers(view(form, old, {}), old) == {
        "name": "An",
        "old": "true",
        "people": "1",
        "people.0.name": "Bo",
    }


def test_a_locked_field_is_no_answer() -> None:
    locked = load(schema(group("g", field("textfield", "a", readonly=True)), paginas=True))
    assert sections.answers(view(locked, {"a": "x"}, {"a": "y"}), {"a": "x"}) == {}
