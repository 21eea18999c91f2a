"""Whatever is posted to whichever component ends in values or in problems that name a field."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.forms import Offers, Source, changed, validate, view
from engine.forms.reader import FIELD_TYPES, OTHER_TYPES
from tests.forms.building import choices, field, form
from tests.forms.test_choosing import LIST, PAPERS

ASKED: tuple[dict[str, Any], ...] = (
    field(
        "textfield", "t", validate={"maxLength": 5}, properties={"bron": "=t", "vergelijk": "=o"}
    ),
    field("textarea", "a.m"),
    field("number", "a.n", validate={"min": 0}, conditional={"hide": "=c"}),
    field("checkbox", "c"),
    field("checklist", "l", values=choices("x", "y")),
    field("taglist", "g", properties={"lijst": "gemeenten"}),
    field("radio", "r", values=choices("x", "y")),
    field("radio", "w", properties={"oordeel": "ja"}),
    field("select", "s", valuesExpression='=if r = "x" then [1, 2] else ["x"]'),
    field("select", "k", properties={"lijst": "gemeenten"}),
    field("filepicker", "f", multiple="=c", accept=".pdf"),
    {"type": "datetime", "subtype": "date", "id": "d", "key": "d", "label": "Dag"},
    {"type": "datetime", "subtype": "datetime", "id": "dt", "key": "dt", "label": "Moment"},
    {"type": "expression", "id": "e", "key": "e", "expression": "=[a.n, s, l]"},
)
ROWS = [
    {**each, "id": f"r_{each['id']}"}
    for each in ASKED
    if "." not in each["key"] and each["type"] != "expression"
]
EVERY = form(
    *ASKED,
    {"type": "text", "id": "tekst", "text": "{{t}} {{p}}"},
    {"type": "separator", "id": "lijn"},
    {"type": "spacer", "id": "ruimte"},
    {"type": "table", "id": "tabel", "dataSource": "=p", "columns": [{"label": "T", "key": "t"}]},
    {
        "type": "dynamiclist",
        "id": "p",
        "path": "p",
        "conditional": {"hide": '=t = "weg"'},
        "components": [
            {"type": "group", "id": "groep", "components": ROWS},
            {
                "type": "dynamiclist",
                "id": "q",
                "path": "q",
                "components": [field("number", "n", id="qn")],
                "properties": {"maxRijen": 3},
            },
        ],
        "properties": {"maxRijen": 3, "minRijen": 1},
    },
)
OFFERS = Offers({"gemeenten": LIST}, PAPERS)
KEYS = [key.replace("*", at) for key in [*EVERY.by_key, *EVERY.lists] for at in ("0", "1", "9")]
SCRAPS = st.one_of(
    st.text(max_size=12),
    st.from_regex(re.compile(r"[0-9./: u,-]{1,14}", re.ASCII), fullmatch=True),
    st.sampled_from(["x", "1", "2", "d1", "gent", "true", "weg", "20/03/2026", "1.234,5"]),
)
FORGED = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from(["p.-1.t", "p.007.t", "p.1e3.t", "p.*.t", "p.0", "p..t", "*", "", "."]),
    st.text(max_size=8),
)
NAMES = st.sampled_from([*"tacldgrwskfepqnxz", "dt", "m", "oordeel", "document"]) | st.text()
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SCRAPS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def fits(key: str, forged: set[str]) -> bool:
    """Tell whether a problem names a field, a list, a row or something that was posted."""
    plain = re.sub(r"(?<=\.)[0-9]+(?=\.|$)", "*", key)
    known = {*EVERY.by_key, *EVERY.lists, *(f"{name}.*" for name in EVERY.lists)}
    return plain in known or any(key in name or name in key for name in forged) or key == ""


def test_the_form_of_this_file_has_every_component() -> None:
    kinds = {each["type"] for each in ASKED} | {"group", "dynamiclist", "table", "text"}
    assert kinds | {"separator", "spacer"} == FIELD_TYPES | OTHER_TYPES


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(FORGED, SCRAPS | st.lists(SCRAPS, max_size=4), max_size=12))
def test_anything_posted_ends_in_values_or_named_problems(posted: dict[str, Any]) -> None:
    done = checked(posted, "fields")
    unknown = {key for key in posted if not known(key)}
    named = {one.field for one in done.problems}
    assert unknown <= named or len(unknown) > 20, "what belongs to no field is always named"
    seen = view(EVERY, posted, {}, done.problems, offers=OFFERS)
    assert all(fits(one.field, set(posted)) for one in seen.problems)
    for wanted in ({"add": "p"}, {"remove": "p.0"}, {"add": next(iter(posted), "p")}):
        made, touched = changed(EVERY, posted, **wanted)
        view(EVERY, made, {}, offers=OFFERS, touched=touched)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(NAMES, TREES, max_size=6), st.dictionaries(NAMES, TREES, max_size=4))
def test_any_json_ends_in_values_or_named_problems(
    posted: dict[str, Any], context: dict[str, Any]
) -> None:
    done = checked(posted, "json")
    if not done.problems:
        assert checked(done.clean, "json") == done
    validate(EVERY, posted, context, "json", offers=OFFERS)
    view(EVERY, posted, context, offers=OFFERS)


def known(key: str) -> bool:
    """Tell whether a posted name is one of the form, in whichever row."""
    plain = ".".join(
        "*" if re.fullmatch("0|[1-9][0-9]{0,2}", part) else part for part in key.split(".")
    )
    return "*" not in key and plain in {*EVERY.by_key, *EVERY.lists}


def checked(posted: Any, source: Source) -> Any:
    done = validate(EVERY, posted, {}, source, offers=OFFERS)
    texts = posted if isinstance(posted, dict) else {}
    assert all(fits(one.field, {str(key) for key in texts}) for one in done.problems)
    return done


def test_a_deep_or_huge_value_is_refused_where_it_stands() -> None:
    deep: Any = "x"
    for _ in range(5_000):
        deep = [deep]
    for raw in (deep, {"a": deep}, [deep], "x" * 1_000_000, [1] * 100_000):
        for key in ("t", "l", "g", "f", "s", "d"):
            done = checked({key: raw}, "json")
            assert (key, True) in [(one.field, bool(one.code)) for one in done.problems]
        assert any(
            one.field == "p" or one.field.startswith("p.")
            for one in checked({"p": raw}, "json").problems
        )
