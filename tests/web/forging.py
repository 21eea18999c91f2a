"""A form with every component, a post that is right, and what forgers make of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from engine.forms import Form
from tests.forms.building import choices, field, form

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Forged:
    """What is posted besides or instead, and the field that the answer has to name."""

    fields: Fields
    named: str


def _date(key: str, subtype: str = "date", **more: Any) -> dict[str, Any]:
    return field("datetime", key, subtype=subtype, **more)


_ROW: list[dict[str, Any]] = [
    field("textfield", "naam", id="p_naam", validate={"required": True}),
    field("number", "uren", id="p_uren", validate={"max": 38}),
    field("radio", "rol", id="p_rol", values=choices("x", "y")),
    field("textfield", "weg", id="p_weg", conditional={"hide": '=rol != "y"'}),
    {
        "type": "dynamiclist",
        "id": "q",
        "path": "q",
        "components": [field("checkbox", "c", id="q_c")],
        "properties": {"maxRijen": 2},
    },
]
EVERY: Form = form(
    field("textfield", "t", validate={"maxLength": 5, "pattern": "^[a-z]+$"}),
    field("textfield", "kbo", properties={"controle": "kbo"}),
    field("textfield", "slot", defaultValue="vast", disabled=True),
    field("textfield", "lees", defaultValue="vast", readonly=True),
    field("textarea", "m", validate={"maxLength": 5_000}),
    field("number", "n", decimalDigits=1, increment="0.5", validate={"min": 0, "max": 9}),
    field("checkbox", "c"),
    field("checklist", "l", values=choices("x", "y")),
    field("taglist", "g", properties={"lijst": "gemeenten"}),
    field("radio", "r", values=choices("x", "y"), validate={"required": True}),
    field("radio", "w", properties={"oordeel": "ja"}),
    field("select", "s", valuesExpression='=if r = "x" then ["een"] else ["twee"]'),
    field("select", "z", properties={"lijst": "gemeenten"}),
    field("filepicker", "f"),
    _date("d", validate={"max": "2026-12-31"}),
    _date("u", "time"),
    _date("dt", "datetime"),
    {"type": "expression", "id": "e", "key": "e", "expression": "=n * 2"},
    {"type": "text", "id": "tekst", "text": "{{t}}"},
    {"type": "separator", "id": "lijn"},
    {"type": "spacer", "id": "ruimte"},
    {
        "type": "table",
        "id": "tabel",
        "dataSource": "=[{a: 1}]",
        "columns": [{"label": "A", "key": "a"}],
    },
    {
        "type": "group",
        "id": "groep",
        "path": "a",
        "components": [field("textfield", "b", id="a_b")],
        "conditional": {"hide": '=r != "y"'},
    },
    {
        "type": "dynamiclist",
        "id": "p",
        "path": "p",
        "components": _ROW,
        "properties": {"minRijen": 1, "maxRijen": 3},
    },
    {
        "type": "dynamiclist",
        "id": "v",
        "path": "v",
        "allowAddRemove": False,
        "components": [field("textfield", "b", id="v_b")],
    },
)
RIGHT: Fields = {
    "t": "abc",
    "kbo": "0403.170.701",
    "m": "een\r\ntwee",
    "n": "1,5",
    "c": "true",
    "l": ["x"],
    "g": "44021",
    "r": "x",
    "w.oordeel": "voldoet",
    "s": "een",
    "z": "44021",
    "d": "20/03/2026",
    "u": "14:30",
    "dt": "20/03/2026 14:30",
    "p": "2",
    "p.0.naam": "An",
    "p.0.uren": "38",
    "p.0.rol": "x",
    "p.1.naam": "Bo",
    "p.1.q": "1",
    "v": "1",
    "v.0.b": "x",
}


def _each(key: str, *values: Any) -> tuple[Forged, ...]:
    return tuple(Forged({key: value}, key) for value in values)


def _extra(*keys: str) -> tuple[Forged, ...]:
    return tuple(Forged({key: "x"}, key) for key in keys)


_LONG = "x" * 4_001
KNOWN: Mapping[str, tuple[Forged, ...]] = {
    "textfield": (
        *_each("t", "abcdef", "ABC", _LONG, "a\x07b", "a\u202eb", ["a", "b"], "1"),
        *_each("kbo", "0403.170.702", "kbo"),
        *_each("slot", "anders"),
        *_each("lees", "anders"),
        *_extra("t.0", "t.x", "t.0.naam", "T"),
    ),
    "textarea": (*_each("m", "x" * 5_001, "x" * 200_001, "\x01", ["a", "b"]), *_extra("m.m")),
    "number": _each(
        "n",
        *(
            "x",
            "-1",
            "10",
            "0,25",
            "0,7",
            "1e1",
            "NaN",
            "Infinity",
            "9" * 80,
            "0x1",
            "1,2,3",
            "1 2",
        ),
        ["1", "2"],
        "٣",
    ),
    "checkbox": _each("c", "ja", "1", "TRUE", ["true", "true"]),
    "checklist": _each("l", "q", ["x", "q"], ["x"] * 9, "X", ["x", "y", "x,y"]),
    "taglist": _each("g", "99999", ["44021", "gent?"], "44021,44021", ["44021", "0"]),
    "radio": (
        *_each("r", "q", "", ["x", "y"], "X"),
        *_each("w.oordeel", "goed", ["voldoet", "nvt"]),
        Forged({"w.motivering": "want"}, "w.motivering"),
        Forged({"w.oordeel": "voldoet_niet"}, "w.motivering"),
        Forged({"w.oordeel": "voldoet_niet", "w.motivering": "x" * 4_001}, "w.motivering"),
        *_extra("w", "w.anders", "w.oordeel.oordeel"),
    ),
    "select": (
        *_each("s", "twee", "EEN", ["een", "een"]),
        *_each("z", "99999", "Nergenshuizen", ["44021", "44021"], "44021\x01"),
    ),
    "filepicker": _each("f", "d9", "../../etc/passwd", ["d1", "d2"], "1", "{}"),
    "datetime": (
        *_each("d", "31/02/2026", "01/01/2027", "x", "1/1/1", "20/03/20266", ["1/1/2026"] * 2),
        *_each("u", "25:00", "14:60", "x", "14", ["14:30", "14:30"]),
        *_each("dt", "20/03/2026", "20/03/2026 25:00", "29/03/2026 02:30", "20/03/1700 10:00"),
    ),
    "expression": (*_each("e", "4", "3.0", ["3", "3"]), *_extra("e.e")),
    "text": _extra("tekst", "tekst.0"),
    "separator": _extra("lijn"),
    "spacer": _extra("ruimte"),
    "table": _extra("tabel", "tabel.0", "tabel.0.a", "tabel.0.0"),
    "group": (
        *_extra("groep", "a", "a.x", "a.0.b", "a.b.b"),
        Forged({"a.b": "hidden"}, "a.b"),
    ),
    "dynamiclist": (
        *_each("p", "4", "-1", "1e9", "999", "9" * 50, "x", "", ["2", "2"], "2.0", "²", "0"),
        *_extra("p.2.naam", "p.-1.naam", "p.007.naam", "p.1e3.naam", "p.999.naam", "p.9999.naam"),
        *_extra("p.*.naam", "p.naam", "p.0", "p..naam", "p.0.anders", "p.0.naam.naam"),
        *_extra("p.0.q.0.c", "p.1.q.1.c", "p.1.q.0.c.0.c", "p.9.q.0.c", "q.0.c", "p.p.0.naam"),
        *_each("p.1.q", "3", "-1", "x"),
        *_each("p.0.naam", "", _LONG, ["a", "b"]),
        *_each("p.1.uren", "39", "x"),
        *_each("p.0.rol", "q"),
        Forged({"p.0.weg": "x"}, "p.0.weg"),
        Forged({"p": "3"}, "p.2.naam"),
        *_each("v", "2", "0"),
        *_extra("v.1.b", "v.0.x"),
    ),
}
"""Of each component what is certainly wrong, with what the answer has to name."""

_KEYS = tuple(key.replace("*", "0") for key in (*EVERY.by_key, *EVERY.lists))
_ENDS = st.sampled_from(["", ".", ".x", ".0", ".-1", ".0.0.0.0.0.0.0.0", "[]", "[0]", " ", "\x01"])
STRANGERS = st.one_of(
    st.builds(lambda key, end: f"{key}{end}x", st.sampled_from(_KEYS), _ENDS),
    st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=20),
    st.from_regex(re.compile(r"[pqv](\.[0-9]{1,4}){0,3}\.[a-z]{1,4}", re.ASCII), fullmatch=True),
)
"""Names that may be posted; most belong to no field. One with a NUL refuses the whole page."""


def is_stranger(name: str) -> bool:
    """Tell whether a name belongs to no field, list or row of the form, nor to the page."""
    plain = re.sub(r"\.(0|[1-9][0-9]{0,2})(?=\.|$)", ".*", name)
    known = {*EVERY.by_key, *EVERY.lists}
    return plain not in known and not name.startswith("_") and name != "csrf_token"


forged = st.sampled_from([each for cases in KNOWN.values() for each in cases])
