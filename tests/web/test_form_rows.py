"""Rows of a repeated part come and go with scripts and without, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest

from tests import posting
from tests.forms.building import choices, field, form, only
from tests.web.site import JSON, PROCESS, Site

OWNER = "sara.mertens"
START = f"/procedures/nieuw/{PROCESS}"
PERSONS = {
    "type": "dynamiclist",
    "id": "personen",
    "path": "personen",
    "label": "Personen",
    "components": [
        field("textfield", "naam", validate={"required": True}),
        field("number", "leeftijd"),
        field("select", "woonplaats", properties={"lijst": "gemeenten"}),
    ],
    "properties": {"rij": "Persoon", "maxRijen": 3},
}
MADE = form(
    PERSONS,
    field("taglist", "gemeenten", properties={"lijst": "gemeenten"}),
    field("radio", "veilig", properties={"oordeel": "ja"}),
    field(
        "number",
        "plaatsen",
        properties={"eenheid": "plaatsen", "bron": "=8", "bronNaam": "KBO", "vergelijk": "=7"},
    ),
    field("filepicker", "plan"),
    field("select", "soort", values=choices("a", "b"), searchable=True),
    {
        "type": "table",
        "id": "t",
        "dataSource": "=[{a: 1}]",
        "columns": [{"label": "A", "key": "a"}],
    },
)
TYPED = {
    "personen": "2",
    "personen.0.naam": "An <b>",
    "personen.0.leeftijd": "geen getal",
    "personen.1.naam": "Bo",
    "gemeenten": "Gent",
}


@pytest.fixture(autouse=True)
def our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every form be the one of this file."""
    only(monkeypatch, MADE)


def values(page: str, name: str) -> list[str]:
    """Return what stands in the boxes with this name, in order."""
    return re.findall(rf'<input[^>]* name="{re.escape(name)}"[^>]* value="([^"]*)"', page)


def focused(page: str) -> list[str]:
    """Return the names or values of what has the focus."""
    return re.findall(r'<(?:input|button)[^>]*?(?:name="([^"]*)")[^>]* autofocus', page)


def test_a_form_begins_with_a_row_in_a_fieldset_of_its_own(shared_site: Site) -> None:
    page = shared_site.visit("an.admin").get(START).text
    assert "<legend>Persoon 1 van 1</legend>" in page
    assert values(page, "personen") == ["1"]
    assert "Overgenomen uit KBO" in page
    assert re.search(r'-vroeger">\s*<p class="under">Vroeger</p>\s*<p[^>]*>7</p>', page)
    assert "gewijzigd" in page
    assert 'data-lookup="/codelijsten/gemeenten/zoek"' in page


@pytest.mark.parametrize("address", [START, f"{START}/vragen"])
def test_a_row_is_added_and_the_rest_stays_as_it_was_typed(shared_site: Site, address: str) -> None:
    fields = {**TYPED, "_add": "personen", "_key": "een-sleutel-van-de-pagina"}
    before = shared_site.kept()
    answer = shared_site.visit("an.admin").post(address, fields)
    assert answer.status_code == 200
    page = answer.text
    assert values(page, "personen") == ["3"]
    assert values(page, "personen.0.naam") == ["An &lt;b&gt;"]
    assert values(page, "personen.0.leeftijd") == ["geen getal"]
    assert values(page, "personen.1.naam") == ["Bo"]
    assert values(page, "personen.2.naam") == [""]
    assert focused(page) == ["personen.2.naam"]
    assert values(page, "gemeenten")[0] == "44021", "a town that was typed is a box to untick"
    assert "Persoon toevoegen" not in page, "three is the most"
    assert shared_site.kept() == before


def test_a_row_is_removed_and_the_next_takes_its_place(shared_site: Site) -> None:
    fields = {**TYPED, "_remove": "personen.0", "_key": "een-sleutel-van-de-pagina"}
    page = shared_site.visit("an.admin").post(START, fields).text
    assert values(page, "personen") == ["1"]
    assert values(page, "personen.0.naam") == ["Bo"]
    assert focused(page) == ["_add"]


def test_a_task_adds_a_row_on_its_own_page(site: Site) -> None:
    browser = site.visit(OWNER)
    address = f"/taken/{site.known.taken_task}/afronden"
    page = browser.post(address, {**TYPED, "_add": "personen"}).text
    assert "<legend>Persoon 3 van 3</legend>" in page
    assert "Afronden en volgende" in page


def test_what_came_in_by_post_may_have_rows(site: Site) -> None:
    waits = {"_number": site.known.waits, "_token": site.known.post_token}
    sheet = {**posting.TYPED, **waits, **TYPED, "_add": "personen"}
    page = site.visit("an.admin").post("/post", sheet).text
    assert "<legend>Persoon 3 van 3</legend>" in page


def test_enter_sends_the_form_and_removes_nothing(shared_site: Site) -> None:
    page = shared_site.visit("an.admin").get(START).text
    form_only = page[page.index('id="vragen"') :]
    first = re.search(r"<button[^>]*>", form_only)
    assert first is not None
    assert "name=" not in first[0]


@pytest.mark.parametrize(
    ("extra", "field_name"),
    [
        ({"personen.2.naam": "Cis"}, "personen.2.naam"),
        ({"personen.0.rol": "x"}, "personen.0.rol"),
        ({"personen": "4"}, "personen"),
        ({"personen.1.woonplaats": "Nergens"}, "personen.1.woonplaats"),
        ({"plan": "d9"}, "plan"),
        ({"personen.1.naam": ""}, "personen.1.naam"),
    ],
)
def test_forged_rows_are_refused_by_name_and_leave_nothing(
    shared_site: Site, extra: dict[str, str], field_name: str
) -> None:
    fields = {**TYPED, "personen.0.leeftijd": "40", **extra, "_key": "een-sleutel-van-de-pagina"}
    before = shared_site.kept()
    answer = shared_site.visit("an.admin").post(START, fields, headers=JSON)
    assert answer.status_code == 422
    assert field_name in [each["field"] for each in answer.get_json()["problems"]]
    assert shared_site.kept() == before


def test_a_problem_in_a_row_names_the_row(shared_site: Site) -> None:
    fields = {**TYPED, "personen.1.naam": "", "_key": "een-sleutel-van-de-pagina"}
    page = shared_site.visit("an.admin").post(START, fields).text
    assert "Persoon 2: Naam" in page
    assert 'href="#veld-personen.1.naam"' in page


def test_codes_are_looked_up_while_one_types(shared_site: Site) -> None:
    browser = shared_site.visit(OWNER)
    found = browser.get("/codelijsten/gemeenten/zoek?q=gent").get_json()
    assert {"code": "44021", "label": "Gent"} in found
    assert browser.get("/codelijsten/gemeenten/zoek?q=bestaatniet").get_json() == []
    assert browser.get("/codelijsten/landen/zoek?q=x").status_code == 404
    assert len(browser.get("/codelijsten/postcodes/zoek").get_json()) == 20
