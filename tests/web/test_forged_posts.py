"""What no form of ours would send is refused at every door, with the field named; nothing stays."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import forms
from engine.forms import bounds, values
from engine.forms import posted as sorting
from engine.forms.identifiers import Identifier
from engine.forms.language import COMPONENTS
from tests import posting
from tests.forms.building import only
from tests.web.forging import EVERY, KNOWN, RIGHT, STRANGERS, Forged, forged, is_stranger
from tests.web.site import JSON, PROCESS, Site, Visitor

PAGE = {
    "_key": "een-sleutel-van-de-pagina",
    "_concept": "0",
    "_received": "07/04/2026",
    "_channel": "brief",
}
DOORS: dict[str, tuple[str, Callable[[Site], str]]] = {
    "start": ("an.admin", lambda _site: f"/procedures/nieuw/{PROCESS}"),
    "task": ("sara.mertens", lambda site: f"/taken/{site.known.taken_task}/afronden"),
    "post": ("an.admin", lambda _site: "/post"),
}
ANOTHER_BUTTON = {"_add", "_remove", "bijwerken"}
OFTEN = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
checking: Any = sys.modules["engine.forms.validate"]


@pytest.fixture(autouse=True)
def our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every form be the one with every component."""
    only(monkeypatch, EVERY)


class Door:
    """One address where a form is sent, and somebody who may."""

    def __init__(self, site: Site, name: str) -> None:
        login, address = DOORS[name]
        self.visitor: Visitor = site.visit(login)
        self.address = address(site)
        self.page, self.button = PAGE, {}
        if name == "post":
            waits = {"_number": site.known.waits, "_token": site.known.post_token}
            self.page, self.button = PAGE | posting.TYPED | waits, {"_book": "ja"}

    def send(self, fields: Any) -> tuple[int, set[str]]:
        """Send what is right with `fields` instead; return the status and what is named."""
        button = {} if ANOTHER_BUTTON & fields.keys() else self.button
        sent = {**RIGHT, **fields, **self.page, **button}
        answer = self.visitor.post(self.address, sent, headers=JSON)
        problems = answer.get_json()["problems"] if answer.status_code == 422 else []
        return answer.status_code, {each["field"] for each in problems}


@pytest.fixture(scope="module", params=sorted(DOORS))
def door(request: pytest.FixtureRequest, shared_site: Site) -> Iterator[Door]:
    """Yield each door; what stands behind it is the same afterwards."""
    before = shared_site.kept()
    yield Door(shared_site, request.param)
    assert shared_site.kept() == before


def refuses(door: Door, case: Forged) -> bool:
    status, named = door.send(case.fields)
    return status == 422 and case.named in named


def test_every_component_has_its_forgers() -> None:
    assert KNOWN.keys() == COMPONENTS


@pytest.mark.parametrize("component", sorted(KNOWN))
def test_what_is_certainly_wrong_is_refused_by_name(door: Door, component: str) -> None:
    assert [case for case in KNOWN[component] if not refuses(door, case)] == []


@settings(OFTEN, max_examples=15)
@given(names=st.sets(STRANGERS.filter(is_stranger), min_size=1, max_size=4), more=forged)
def test_names_of_nobody_are_named_whatever_else_is_sent(
    door: Door, names: set[str], more: Forged
) -> None:
    status, named = door.send({**dict.fromkeys(names, "x"), **more.fields})
    assert status == 422
    assert named >= {name.encode("utf-8", "replace").decode() for name in names}
    assert more.named in named or len(more.fields) == 0


def test_a_name_with_a_nul_refuses_the_page_before_any_field_is_read(door: Door) -> None:
    assert door.send({"\0": "x"}) == (422, {""})
    assert door.send({"t\0": "x", "nergens": "y"}) == (422, {""})


@settings(OFTEN, max_examples=15)
@given(cases=st.lists(forged, min_size=2, max_size=5, unique_by=lambda one: one.named))
def test_every_field_that_is_wrong_is_named(door: Door, cases: list[Forged]) -> None:
    status, named = door.send({key: value for one in cases for key, value in one.fields.items()})
    assert status == 422
    assert named & {one.named for one in cases}


@pytest.mark.parametrize(
    "change",
    [
        *({"_add": key} for key in ("nergens", "p.9.q", "p.-1.q", "t", "v", "*", "p.0")),
        *({"_remove": key} for key in ("nergens.0", "p", "p.9", "p.-1", "v.0", "p.0.q.0", "p.00")),
        {"_add": "p", "_remove": "p.0"},
        {"_add": "p" * 5_000},
        {"_add": "p", "p": "999999"},
    ],
)
def test_rows_of_lists_that_are_not_there_come_and_go_nowhere(
    door: Door, change: dict[str, str]
) -> None:
    status, _ = door.send({**change, "bijwerken": "ja"})
    assert status == 200, "the page comes back as it was typed"
    assert door.send({**change, "t": "X"})[0] in (200, 422)


def test_more_fields_than_a_form_has_room_for_are_refused(door: Door) -> None:
    many = {f"veld{each}": "x" for each in range(1_500)}
    status, named = door.send(many)
    assert (status, named <= {*many}) == (422, True)
    status, named = door.send({f"veld{each}": "x" for each in range(6_000)})
    assert (status, "" in named) == (422, True)


def test_a_sign_that_no_text_has_refuses_the_whole_page(door: Door) -> None:
    for fields in ({"m": "a\x00b"}, {"m\x00": "x"}):
        assert door.send(fields) == (422, {""})


def test_what_is_right_has_no_problems(shared_site: Site) -> None:
    assert checked(shared_site, {}).problems == ()


def _nothing(*_given: Any, **_named: Any) -> None:
    return None


def _first(field: forms.Field, raw: Any, _source: Any) -> Any:
    return raw if raw != "" else None


def _kept(field: forms.Field, raw: Any, _source: Any) -> Any:
    return raw if isinstance(raw, list) else [raw]


HOLES: dict[str, tuple[Any, str, Any]] = {
    "strangers": (sorting.Posted, "add", _nothing),
    "foreign rows": (sorting, "_foreign_rows", _nothing),
    "hidden and locked": (checking, "_locked_problem", _nothing),
    "lengths": (checking, "_length_problem", _nothing),
    "bounds": (checking, "bounds_problem", _nothing),
    "rows": (checking, "_row_problems", lambda *_: []),
    "values": (checking, "_value_problem", _nothing),
    "texts": (checking, "_text_problem", _nothing),
    "lists": (values, "_many", _kept),
    "text": (values._READERS, "textfield", _first),
    "paragraphs": (values._READERS, "textarea", _first),
    "choice": (values._READERS, "radio", _first),
    "select": (values._READERS, "select", _first),
    "tick": (values._READERS, "checkbox", lambda *_: True),
    "date": (values._READERS, "date", _first),
    "time": (values._READERS, "time", _first),
    "moment": (values._READERS, "datetime", _first),
    "number": (values._READERS, "number", lambda *_: None),
    "check digits": (checking, "IDENTIFIERS", {"kbo": Identifier(str, bool, str)}),
    "years": (values, "_in_range", lambda day: day),
    "steps": (bounds, "_is_multiple", lambda *_: True),
    "signs": (values, "clean_text", lambda raw, **_: raw.strip()),
}
"""One check each, and what stands in its place when it is forgotten."""


@pytest.mark.parametrize("hole", HOLES)
def test_a_check_that_is_forgotten_is_found(
    shared_site: Site, monkeypatch: pytest.MonkeyPatch, hole: str
) -> None:
    where, name, instead = HOLES[hole]
    plant: Any = monkeypatch.setitem if isinstance(where, dict) else monkeypatch.setattr
    plant(where, name, instead)
    cases = [case for each in KNOWN.values() for case in each]
    assert any(
        case.named not in {one.field for one in checked(shared_site, case.fields).problems}
        for case in cases
    )


def checked(site: Site, fields: Any) -> forms.Validated:
    """Return what the form makes of what is right with `fields` instead."""
    offers = forms.Offers(site.house.runtime.lists)
    return forms.validate(EVERY, {**RIGHT, **fields}, {}, offers=offers)
