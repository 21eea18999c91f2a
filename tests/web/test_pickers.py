"""File pickers on the pages: files come in with the form, one at a time, or not at all."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from engine.store import documents as document_rows
from engine.store.documents import DocumentRow
from tests import sectioned, sending
from tests.forms.building import field, form, only
from tests.vetting import samples
from tests.web.site import JSON, PROCESS, Site, Visitor
from tests.web.test_sections import PLACE, WHO, begun

START = f"/procedures/nieuw/{PROCESS}"
KEY = "een-sleutel-van-de-pagina"
PDF = samples.pdf()
ALWAYS = {"personen": "1", "aanvraag.ontvangstdatum": "20/03/2026"}
MADE = form(
    field("datetime", "aanvraag.ontvangstdatum", id="dag", subtype="date", dateLabel="Dag"),
    field("textfield", "naam"),
    field("filepicker", "plan", accept=".pdf"),
    field("filepicker", "foto", accept="image/*", multiple=True),
    field("filepicker", "blanco", properties={"soort": sending.CONFIDENTIAL}),
    field("filepicker", "vreemd", properties={"soort": "bestaat_niet"}),
    {
        "type": "dynamiclist",
        "id": "personen",
        "path": "personen",
        "label": "Personen",
        "components": [
            field("textfield", "rol"),
            field("filepicker", "attest", multiple=True),
        ],
        "properties": {"rij": "Persoon"},
    },
)


@pytest.fixture(autouse=True)
def our_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every form be the one of this file."""
    only(monkeypatch, MADE)


@pytest.fixture
def an(site: Site) -> Visitor:
    return site.visit("an.admin")


def post(visitor: Visitor, address: str, fields: dict[str, Any], **files: Any) -> Any:
    """Post a form with files: `plan=(b"…", "plan.pdf")`, or a list of those; `__` for a dot."""
    chosen = {
        f"_file.{key.replace('__', '.')}": [
            (io.BytesIO(data), name) for data, name in (one if isinstance(one, list) else [one])
        ]
        for key, one in files.items()
    }
    fields = {**ALWAYS, "_key": KEY, **fields, **chosen}
    return visitor.post(address, fields, content_type="multipart/form-data")


def chosen(page: str, key: str) -> list[str]:
    """Return the ids that a page would post for a file picker."""
    return re.findall(rf'<input type="hidden" name="{re.escape(key)}" value="([^"]+)"', page)


def papers(site: Site, number: str) -> list[DocumentRow]:
    with site.house.runtime.store.read() as tx:
        return list(document_rows.present_files(tx, site.house.case(number).id))


def started(site: Site, answer: Any) -> list[DocumentRow]:
    assert answer.status_code == 303, answer.text
    return papers(site, answer.headers["Location"].rpartition("/")[2].partition("?")[0])


def test_the_page_has_a_place_for_files(an: Visitor) -> None:
    page = an.get(START).text
    assert 'enctype="multipart/form-data"' in page
    assert f'data-files="{START}/bestanden"' in page
    assert (
        '<input id="veld-plan" type="file" name="_file.plan" data-most="50" accept=".pdf"' in page
    )
    assert "PDF. Hoogstens 50 MB per bestand." in page


def test_a_button_adds_a_file_and_keeps_what_was_typed(site: Site, an: Visitor) -> None:
    fields = {"naam": "An <b>", "personen": "2", "personen.1.rol": "Bo", "_attach": "plan"}
    page = post(an, START, fields, plan=(PDF, "plan.pdf")).text
    (document,) = chosen(page, "plan")
    assert f'id="gekozen-plan-{document}" tabindex="-1" autofocus' in page
    assert 'name="_file.plan"' not in page, "one is enough"
    assert f'href="/procedures/nieuw/bestanden/{document}"' in page
    assert 'value="An &lt;b&gt;"' in page
    assert "Persoon 2 van 2" in page
    rows = started(site, post(an, START, {"naam": "An", "plan": document}))
    assert [(row.id, row.name, row.sent_by) for row in rows] == [
        (document, "plan.pdf", site.house.actors["an.admin"].person_id)
    ]
    facts = an.get(f"/procedures/{site.house.case(rows[0].case_id).number}/gegevens").text
    assert "<dt>Plan</dt><dd>plan.pdf</dd>" in facts


def test_a_file_left_in_its_box_goes_with_whatever_button_is_pressed(
    site: Site, an: Visitor
) -> None:
    page = post(an, START, {"_add": "personen"}, plan=(PDF, "plan.pdf")).text
    (document,) = chosen(page, "plan")
    photos = [(samples.image("PNG"), "a.png"), (samples.image("JPEG"), "b.jpg")]
    rows = started(site, post(an, START, {"plan": document}, foto=photos))
    assert sorted(row.name for row in rows) == ["a.png", "b.jpg", "plan.pdf"]


def test_a_refused_file_is_named_and_everything_else_stays(site: Site, an: Visitor) -> None:
    before = site.kept()
    fields = {"naam": "An", "_attach": "plan"}
    answer = post(an, START, fields, plan=(b"MZ\x90\0", "attest.pdf"))
    assert answer.status_code == 422
    assert "<title>Fout: " in answer.text
    assert 'href="#veld-plan">Plan – ‘attest.pdf’ is een programma' in answer.text
    assert 'value="An"' in answer.text
    assert site.kept() == before


def test_sending_the_form_with_a_bad_file_starts_nothing_but_keeps_the_good_ones(
    site: Site, an: Visitor
) -> None:
    answer = post(
        an, START, {"naam": "An"}, plan=(b"", "leeg.pdf"), foto=(samples.image("PNG"), "a.png")
    )
    assert answer.status_code == 422
    assert "‘leeg.pdf’ is leeg" in answer.text
    (photo,) = chosen(answer.text, "foto")
    assert [row.id for row in started(site, post(an, START, {"foto": photo}))] == [photo]


@pytest.mark.parametrize(
    ("key", "file", "said"),
    [
        ("plan", (samples.image("PNG"), "plan.pdf"), "‘plan.pdf.png’ kan hier niet"),
        ("foto", (PDF, "foto.png"), "‘foto.png.pdf’ kan hier niet"),
        ("vreemd", (PDF, "a.pdf"), "Dit soort document bestaat niet in deze procedure"),
        ("naam", (PDF, "a.pdf"), "Dit veld hoort niet bij dit formulier"),
        ("onbekend", (PDF, "a.pdf"), "Dit veld hoort niet bij dit formulier"),
    ],
)
def test_the_server_holds_a_file_against_what_is_asked(
    site: Site, an: Visitor, key: str, file: tuple[bytes, str], said: str
) -> None:
    before = site.kept()
    answer = post(an, START, {}, **{key: file})
    assert answer.status_code == 422
    assert said in answer.text
    assert site.kept() == before


def test_a_button_without_a_file_says_so(an: Visitor) -> None:
    answer = post(an, START, {"_attach": "plan"})
    assert answer.status_code == 422
    assert "Plan – Kies een bestand." in answer.text


def test_files_in_rows_belong_to_their_row(site: Site, an: Visitor) -> None:
    fields = {"personen": "2", "personen.1.rol": "Bo", "_attach": "personen.1.attest"}
    page = post(an, START, fields, personen__1__attest=(PDF, "bo.pdf")).text
    (document,) = chosen(page, "personen.1.attest")
    fields = {"personen": "2", "personen.1.rol": "Bo", "personen.1.attest": document}
    page = post(an, START, {**fields, "_remove": "personen.0"}).text
    assert chosen(page, "personen.0.attest") == [document]
    (row,) = started(site, post(an, START, {"personen.0.attest": document}))
    assert row.name == "bo.pdf"


def test_what_is_left_out_can_be_chosen_again_and_goes_when_nobody_does(
    site: Site, an: Visitor
) -> None:
    page = post(an, START, {"_attach": "plan"}, plan=(PDF, "plan.pdf")).text
    (document,) = chosen(page, "plan")
    page = post(an, START, {"plan": document, "_omit": f"plan:{document}"}).text
    assert chosen(page, "plan") == []
    assert 'name="_file.plan"' in page
    page = post(an, START, {"_attach": f"plan:{document}"}).text
    assert chosen(page, "plan") == [document]
    assert started(site, post(an, START, {})) == []


def test_the_same_file_sent_again_is_one_document(site: Site, an: Visitor) -> None:
    first = post(an, f"{START}/bestanden", {}, foto=(samples.image("PNG"), "a.png"))
    again = post(an, f"{START}/bestanden", {}, foto=(samples.image("PNG"), "a.png"))
    assert first.get_json() == again.get_json()
    (document,) = first.get_json()["chosen"]["foto"]
    assert len(started(site, post(an, START, {"foto": document}))) == 1


def test_a_script_hears_why_a_file_is_refused(site: Site, an: Visitor) -> None:
    before = site.kept()
    answer = post(an, f"{START}/bestanden", {}, plan=(b"MZ\x90\0", "attest.pdf"))
    assert answer.status_code == 422
    (problem,) = answer.get_json()["problems"]
    assert problem["field"] == "plan"
    assert problem["text"].startswith("‘attest.pdf’ is een programma")
    assert post(an, f"{START}/bestanden", {}).status_code == 422
    assert site.kept() == before


def upload(site: Site, login: str, key: str, picker: str = "foto") -> str:
    """Let somebody add a picture to a start form and return by which id it can be chosen."""
    fields, picture = {"_key": key}, (samples.image("PNG"), f"{picker}.png")
    answer = post(site.visit(login), f"{START}/bestanden", fields, **{picker: picture})
    (document,) = answer.get_json()["chosen"][picker]
    return str(document)


def test_nobody_points_at_what_is_not_theirs(site: Site, an: Visitor) -> None:
    sara = site.house.actors["sara.mertens"]
    image = samples.image("PNG")
    forged = {
        "somebody else's": upload(site, "sara.mertens", KEY),
        "of another page": upload(site, "an.admin", f"{KEY}-andere"),
        "of another case": sending.add(site.house, site.known.done, image, "a.png", by=sara).id,
        "of nobody": "0190a000-0000-7000-8000-000000000000",
        "of another type": upload(site, "an.admin", KEY, "blanco"),
    }
    fields = {"_key": KEY}
    before = site.kept()
    for what, document in forged.items():
        picker = "plan" if what == "of another type" else "foto"
        answer = an.post(START, {**ALWAYS, **fields, picker: document}, headers=JSON)
        assert answer.status_code == 422, what
        (problem,) = answer.get_json()["problems"]
        assert (problem["field"], "Dit document kan hier niet" in problem["text"]) == (picker, True)
    assert site.kept() == before


def test_no_more_than_one_where_one_is_asked(site: Site, an: Visitor) -> None:
    answer = post(an, START, {}, plan=[(PDF, "a.pdf"), (PDF, "b.pdf")])
    assert answer.status_code == 422
    assert "Plan – Kies hoogstens één document." in answer.text
    first, second = chosen(answer.text, "plan")
    assert first != second, "neither is lost"
    page = post(an, START, {"plan": [first, second], "_omit": f"plan:{first}"}).text
    assert chosen(page, "plan") == [second]


def test_a_confidential_document_is_not_named_in_the_case(site: Site, an: Visitor) -> None:
    page = post(an, START, {"_attach": "blanco"}, blanco=(PDF, "uittreksel jan.pdf")).text
    assert "uittreksel jan.pdf" in page, "who sent it knows its name"
    (row,) = started(site, post(an, START, {"blanco": chosen(page, "blanco")[0]}))
    assert (row.type, row.access) == (sending.CONFIDENTIAL, "strafregister")
    found = site.rows("document", "upload", "content")
    assert not [name for name, rows in found.items() if "uittreksel jan" in repr(rows)]


# Forms in parts.


def test_a_part_takes_files_and_the_whole_is_sent_with_them(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    plan = sectioned.field("filepicker", "plaats.plan", "Plan", accept=".pdf")
    groups = (*sectioned.GROUPS[:-1], {**sectioned.GROUPS[-1]})
    groups[-1]["components"] = [*groups[-1]["components"], plan]
    monkeypatch.setattr(sectioned, "GROUPS", groups)
    walk = begun(site)
    walk.fill("wie", WHO)
    page = walk.open(deel="plaats")
    assert 'enctype="multipart/form-data"' in page
    assert f'data-files="/procedures/nieuw/{sectioned.PROCESS}/bestanden"' in page
    file = [(io.BytesIO(b"MZ\x90\0"), "plan.pdf")]
    answer = walk.save("plaats", {**PLACE, "_file.plaats.plan": file})
    assert answer.status_code == 422
    assert "Plan – ‘plan.pdf’ is een programma" in answer.text
    file = [(io.BytesIO(PDF), "plan.pdf")]
    answer = walk.read(
        walk.save("plaats", {**PLACE, "_file.plaats.plan": file}, _attach="plaats.plan")
    )
    (document,) = chosen(answer.text, "plaats.plan")
    walk.fill("plaats", {**PLACE, "plaats.plan": document})
    assert "plan.pdf" in walk.open(nakijken="ja")
    (row,) = started(site, walk.send(f"/procedures/nieuw/{sectioned.PROCESS}"))
    assert (row.id, row.name) == (document, "plan.pdf")


# Tasks.


def at_task(site: Site, *rest: str) -> str:
    return "/".join((f"/taken/{site.known.taken_task}", *rest))


def test_a_file_on_a_task_is_a_document_of_the_case_at_once_and_once(site: Site) -> None:
    sara = site.visit("sara.mertens")
    assert f'data-files="{at_task(site, "bestanden")}"' in sara.get(at_task(site)).text
    once, again = (
        post(sara, at_task(site, "bestanden"), {}, plan=(PDF, "plan.pdf")) for _ in range(2)
    )
    (document,) = once.get_json()["chosen"]["plan"]
    assert again.get_json() == once.get_json()
    (row,) = papers(site, site.known.taken)
    assert (row.id, row.name) == (document, "plan.pdf")
    page = sara.get(at_task(site)).text
    assert "Kies een document dat er al is (1)" in page
    assert f"/procedures/{site.known.taken}/documenten/{document}/bekijken" in page
    page = post(sara, at_task(site, "afronden"), {"_attach": f"plan:{document}"}).text
    assert chosen(page, "plan") == [document]
    post(sara, at_task(site, "afronden"), {"plan": document, "_omit": f"plan:{document}"})
    assert [row.id for row in papers(site, site.known.taken)] == [document], "it stays"
    answer = post(sara, at_task(site, "afronden"), {"plan": document})
    assert answer.status_code == 303


def test_only_who_has_taken_the_task_adds_files(site: Site) -> None:
    before = site.kept()
    for login, status in (("jonas.peeters", 409), ("an.admin", 404)):
        visitor = site.visit(login)
        for rest in ("bestanden", "afronden"):
            answer = post(visitor, at_task(site, rest), {}, plan=(PDF, "plan.pdf"))
            assert answer.status_code == status, (login, rest)
    assert site.kept() == before
