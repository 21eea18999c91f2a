"""What is posted to a start form: once, whole and from a page of ours, or nothing happens."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.web.site import FORM_TYPE, JSON, PROCESS, Site, flat, start_values
from tests.web.visits import KEY

PATH = f"/procedures/nieuw/{PROCESS}"
GOOD = {**flat(start_values()), "_key": KEY}
NAME = "organisator.naam"
CLERK = "an.admin"

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a field that is not in the form": ({"vreemd": "x"}, "Dit veld hoort niet bij dit formulier"),
    "a list where one text is wanted": ({NAME: ["a", "b"]}, "juiste soort waarde"),
    "an option that is not offered": ({"organisator.rechtsvorm": "keizer"}, "Kies een van de"),
    "a number that is none": ({"aanvraag.plaatsen": "veel"}, "getal"),
    "a number beyond sense": ({"aanvraag.plaatsen": "9" * 400}, "te veel cijfers"),
    "a day that is none": ({"aanvraag.ontvangstdatum": "31/02/2026"}, "Deze datum bestaat niet"),
    "a text that is too long": ({NAME: "x" * 5_000}, "lang"),
    "an invisible sign": ({NAME: "a\u202eb"}, "onzichtbaar teken"),
    "a control character": ({NAME: "a\x07b"}, "onzichtbaar teken"),
    "a NUL": ({NAME: "a\0b"}, "onzichtbaar teken"),
    "a required field that is empty": ({NAME: "  "}, "Vul dit veld in"),
    "no page": ({"_key": ""}, "niet volledig geladen"),
    "a page's token of another size": ({"_key": "x" * 1_000}, "niet volledig geladen"),
    "five thousand fields": (
        {f"f{n}": "x" for n in range(5_000)},
        "te veel velden",
    ),
}
RAW: dict[str, tuple[bytes, str]] = {
    "half a surrogate": (b"organisator.naam=%ED%A0%80", FORM_TYPE),
    "another encoding": (b"organisator.naam=caf%E9", FORM_TYPE),
    "an encoding that lies": (b"organisator.naam=x", FORM_TYPE + "; charset=utf-7"),
    "a broken multipart": (b"garbage", "multipart/form-data; boundary=x"),
    "a multipart without a boundary": (b"garbage", "multipart/form-data"),
    "JSON": (b'{"organisator": {"naam": "x"}}', "application/json"),
    "nothing": (b"", FORM_TYPE),
    "a file": (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.exe"\r\n\r\nMZ\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
}


MULTIPART = "multipart/form-data; boundary=x"
END = b"--x--\r\n"


def part(name: str, text: bytes) -> bytes:
    """Return one field as multipart has it."""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
    return head + text + b"\r\n"


def fields_in(answer: Any) -> list[str]:
    return [each["field"] for each in (answer.json or {}).get("problems", [])]


def test_a_procedure_starts_once_however_often_it_is_sent(site: Site) -> None:
    browser = site.visit(CLERK)
    first, second = browser.post(PATH, GOOD), browser.post(PATH, GOOD)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    number = first.location.split("/")[2].partition("?")[0]
    assert site.house.case(number).title == "Kinderopvang De Zonnebloem"
    other = browser.post(PATH, {**GOOD, "_key": KEY + "2"})
    assert other.location != first.location


@pytest.mark.parametrize("what", BAD)
def test_a_start_that_is_not_right_keeps_nothing_and_says_why(shared_site: Site, what: str) -> None:
    fields, said = BAD[what]
    before = shared_site.kept()
    answer = shared_site.visit(CLERK).post(PATH, {**GOOD, **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Traceback" not in answer.text
    assert "Lotte Claes" in answer.text, "what was typed is still there"
    assert shared_site.kept() == before


@pytest.mark.parametrize("what", BAD)
def test_a_script_is_told_the_same_as_a_problem(shared_site: Site, what: str) -> None:
    answer = shared_site.visit(CLERK).post(PATH, {**GOOD, **BAD[what][0]}, headers=JSON)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json
    assert answer.json["status"] == 422
    assert 1 <= len(answer.json["problems"]) <= 25
    assert all(each["text"].endswith((".", "?")) for each in answer.json["problems"])


@pytest.mark.parametrize("what", RAW)
@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
def test_a_body_that_cannot_be_read_keeps_nothing(
    shared_site: Site, what: str, headers: dict[str, str]
) -> None:
    body, kind = RAW[what]
    before = shared_site.kept()
    answer = shared_site.visit(CLERK).send(PATH, body, kind, headers=dict(headers))
    assert answer.status_code == 422
    assert shared_site.kept() == before


def test_a_name_with_a_sign_that_could_not_be_read_is_refused(shared_site: Site) -> None:
    before = shared_site.kept()
    answer = shared_site.visit(CLERK).post(PATH, {**GOOD, NAME: "Caf\ufffd"}, headers=JSON)
    assert answer.status_code == 422
    assert fields_in(answer) == [NAME]
    assert shared_site.kept() == before


def test_a_hidden_field_that_is_sent_anyway_is_refused(shared_site: Site) -> None:
    browser = shared_site.visit("sara.mertens")
    path = f"/taken/{shared_site.known.taken_task}/afronden"
    answers = {
        "ontvankelijkheid.in_orde": ["formulier"],
        "ontvankelijkheid.oordeel": "ontvankelijk",
        "ontvankelijkheid.ontbreekt": "Dit veld staat niet op de pagina.",
        "_key": KEY,
    }
    before = shared_site.kept()
    answer = browser.post(path, answers, headers=JSON)
    assert answer.status_code == 422
    assert "ontvankelijkheid.ontbreekt" in fields_in(answer)
    assert shared_site.kept() == before


@pytest.mark.parametrize("kind", [FORM_TYPE, MULTIPART])
@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
def test_a_body_of_five_megabytes_is_too_large(
    shared_site: Site, kind: str, headers: dict[str, str]
) -> None:
    before = shared_site.kept()
    long = b"x" * 5_000_000
    body = b"organisator.naam=" + long if kind == FORM_TYPE else part(NAME, long) + END
    answer = shared_site.visit(CLERK).send(PATH, body, kind, headers=dict(headers))
    assert answer.status_code == 413
    assert "te groot" in answer.text
    assert shared_site.kept() == before


def test_too_many_parts_are_too_large_too(shared_site: Site) -> None:
    body = b"".join(part(f"f{n}", b"x") for n in range(7_000)) + END
    answer = shared_site.visit(CLERK).send(PATH, body, MULTIPART)
    assert answer.status_code == 413


def test_a_dossier_that_is_not_there_starts_nothing(shared_site: Site) -> None:
    before = shared_site.kept()
    answer = shared_site.visit(CLERK).post(PATH, {**GOOD, "_dossier": "KO-1999-1"}, headers=JSON)
    assert answer.status_code == 404
    assert shared_site.kept() == before


def test_markup_in_a_name_is_shown_as_text(site: Site) -> None:
    browser = site.visit(CLERK)
    name = "<script>alert(1)</script>{{ 7*7 }}"
    answer = browser.post(PATH, {**GOOD, NAME: name})
    page = browser.get(answer.location).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert ">49<" not in page


def test_a_document_is_given_with_nothing_in_it_that_may_run(shared_site: Site) -> None:
    known = shared_site.known
    browser = shared_site.visit("sara.mertens")
    answer = browser.get(f"/procedures/{known.done}/documenten/{known.document}")
    assert answer.data.startswith(b"%PDF")
    assert answer.content_type == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    other = browser.get(f"/procedures/{known.free}/documenten/{known.document}")
    assert other.status_code == 404, "a document of another case is not there"


FIELDS = sorted(flat(start_values()))
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(string.digits + "-/.,+eE ", max_size=30),
    st.sampled_from(["", "true", "2026-03-20", "-0", "1e9999", "NaN", "=1+1", "{{7*7}}", "null"]),
)
POSTED = st.dictionaries(
    st.one_of(st.sampled_from(FIELDS), st.text(max_size=20)),
    st.one_of(TEXTS, st.lists(TEXTS, max_size=4)),
    max_size=12,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(posted=POSTED, on_top=st.booleans())
@example(posted={}, on_top=True)
def test_whatever_is_posted_starts_a_procedure_or_keeps_nothing(
    shared_site: Site, posted: dict[str, Any], on_top: bool
) -> None:
    fields = {**(flat(start_values()) if on_top else {}), **posted, "_key": f"{KEY}{posted!r}"[:80]}
    for text in ("csrf_token", "bijwerken", "_dossier"):
        fields.pop(text, None)
    before = shared_site.kept()
    answer = shared_site.visit(CLERK).post(PATH, _encodable(fields))
    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        assert shared_site.kept() == before
        assert re.search(r"niet in orde|controleer", answer.text)


def _encodable(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as a browser can send them: without lone surrogates."""

    def text(value: Any) -> Any:
        if isinstance(value, list):
            return [text(each) for each in value]
        return value.encode("utf-8", "replace").decode("utf-8")

    return {text(name): text(value) for name, value in fields.items()}
