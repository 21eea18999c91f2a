"""What every answer carries and every request has to bring, whatever the page."""

from __future__ import annotations

from typing import cast

import pytest
from flask import Flask, Response, request_finished
from werkzeug.wsgi import FileWrapper

from engine import errors, http
from engine.model import Permission
from tests.web.site import JSON, Site
from tests.web.visits import VISITS, address, pay, routes

ICON = "/static/icon.svg"
DIAGRAM_PAGES = {
    "cases.diagram",
    "models.model",
    "models.edit",
    "operations.drawing",
    "tables.edit",
    "proposals.one",
}
STRICT = (
    "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
FILES = {"cases.document", "pieces.file", "uploads.download"}
CLOSED = "default-src 'none'; sandbox; frame-ancestors 'none'"


def test_every_page_carries_the_headers_that_close_it(shared_site: Site) -> None:
    for endpoint, method in routes(shared_site.app).items():
        if method != "GET" or endpoint == "signin.set_up_form":
            continue
        visit = VISITS[endpoint](shared_site)
        browser = shared_site.visit(visit.login)
        answer = pay(browser, address(shared_site.app, endpoint, visit), method, visit)
        headers = answer.headers
        wanted = CLOSED if endpoint in FILES else STRICT
        if endpoint in DIAGRAM_PAGES:
            wanted = STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
        assert headers["Content-Security-Policy"] == wanted, endpoint
        assert headers["X-Content-Type-Options"] == "nosniff", endpoint
        assert headers["Cache-Control"] == "no-store", endpoint
        assert headers["Referrer-Policy"] == "same-origin", endpoint
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", endpoint


def test_no_policy_lets_a_script_of_the_page_itself_run(shared_site: Site) -> None:
    browser = shared_site.visit("sara.mertens")
    for path in ("/taken", f"/procedures/{shared_site.known.done}/diagram", "/bestaat-niet"):
        policy = browser.get(path).headers["Content-Security-Policy"]
        assert "unsafe-eval" not in policy
        assert "script-src" not in policy, "scripts fall under default-src 'self'"


def test_refusals_carry_the_same_headers(shared_site: Site) -> None:
    answers = [
        shared_site.visit().get("/bestaat-niet"),
        shared_site.visit("pieter.claeys").get("/taken"),
        shared_site.visit("sara.mertens").client.put("/taken"),
    ]
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == STRICT
        assert answer.headers["Cache-Control"] == "no-store"


def test_files_may_be_kept_and_nothing_else_may(shared_site: Site) -> None:
    answer = shared_site.visit().get("/static/icon.svg")
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_a_file_whose_content_is_not_sent_is_closed_all_the_same(shared_site: Site) -> None:
    known = shared_site.app.test_client().get(ICON)
    answers: list[Response] = []

    def keep(_app: Flask, response: Response) -> None:
        answers.append(response)

    with request_finished.connected_to(keep, shared_site.app):
        shared_site.app.test_client().get(ICON, headers={"If-None-Match": known.headers["ETag"]})
        shared_site.app.test_client().head(ICON)
    known.close()
    assert [answer.status_code for answer in answers] == [304, 200]
    assert all(cast("FileWrapper", answer.response).file.closed for answer in answers)


def test_a_head_request_is_a_look_without_a_body(shared_site: Site) -> None:
    browser = shared_site.visit("sara.mertens")
    known = shared_site.known
    for path in ("/taken", f"/procedures/{known.done}", f"/procedures/{known.done}/diagram.bpmn"):
        answer = browser.client.head(path)
        assert answer.status_code == 200
        assert answer.data == b""
    assert shared_site.visit().client.head("/taken").status_code == 303


# Where a post comes from.


@pytest.mark.parametrize("token", [None, "", "niet-het-token", "\u00e9\u20ac", "x" * 10_000])
def test_a_post_without_the_token_of_the_page_changes_nothing(
    shared_site: Site, token: str | None
) -> None:
    before = shared_site.kept()
    fields = {} if token is None else {"csrf_token": token}
    path = f"/taken/{shared_site.known.free_task}/nemen"
    answer = shared_site.visit("sara.mertens").client.post(path, data=fields)
    assert answer.status_code == 403
    assert "stond te lang open" in answer.text
    assert shared_site.kept() == before


def test_what_was_typed_is_shown_when_the_token_is_too_old(shared_site: Site) -> None:
    path = f"/taken/{shared_site.known.taken_task}/afronden"
    typed = {"csrf_token": "oud", "ontvankelijkheid.ontbreekt": "Een lange uitleg."}
    answer = shared_site.visit("sara.mertens").client.post(path, data=typed)
    assert answer.status_code == 403
    assert "Een lange uitleg." in answer.text


def test_the_token_of_somebody_else_does_not_help(shared_site: Site) -> None:
    victim, thief = shared_site.visit("sara.mertens"), shared_site.visit("an.admin")
    path = f"/taken/{shared_site.known.free_task}/nemen"
    assert victim.client.post(path, data={"csrf_token": thief.csrf}).status_code == 403


def test_every_post_asks_for_the_token(shared_site: Site) -> None:
    visits = {
        endpoint: VISITS[endpoint](shared_site)
        for endpoint, method in routes(shared_site.app).items()
        if method == "POST" and not endpoint.startswith("signin.")
    }
    before = shared_site.kept()
    for endpoint, visit in visits.items():
        browser = shared_site.visit(visit.login)
        browser.csrf = "geraden"
        path = address(shared_site.app, endpoint, visit)
        answer = pay(browser, path, "POST", visit, headers=dict(JSON))
        assert answer.status_code == 403, endpoint
        assert answer.json
        assert answer.json["code"] == "csrf", endpoint
    assert shared_site.kept() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "iets"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/aanmelden", "/afmelden", "/taken/x/nemen"])
def test_a_post_from_another_site_is_refused(
    shared_site: Site, headers: dict[str, str], path: str
) -> None:
    answer = shared_site.visit("sara.mertens").post(path, headers={**headers, **JSON})
    assert answer.status_code == 403
    assert answer.json
    assert answer.json["code"] == "foreign_origin"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {}]
)
def test_a_post_from_our_own_page_is_taken(shared_site: Site, headers: dict[str, str]) -> None:
    path = f"/taken/{shared_site.known.taken_task}/vragen"
    assert shared_site.visit("sara.mertens").post(path, headers=headers).status_code == 200


# Addresses that nobody was given.


@pytest.mark.parametrize(
    "path",
    [
        "/bestaat-niet",
        "/procedures/..",
        "/procedures/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/procedures/%00",
        "/procedures/%ED%A0%80",
        "/procedures/" + "x" * 5_000,
        "/taken/%00",
        "/taken/' OR 1=1 --",
        "/taken/../../etc/passwd",
        "/dossiers/%00",
        "/dossiers/%25",
        "/dossiers?q=%00",
        "/static/../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%5c..%5cetc",
    ],
)
def test_a_strange_address_is_not_found(shared_site: Site, path: str) -> None:
    browser = shared_site.visit("sara.mertens")
    page, script = browser.get(path), browser.get(path, headers=JSON)
    assert page.status_code == script.status_code == 404
    assert "Niet gevonden" in page.text
    assert "root:" not in page.text
    assert script.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    ["q=%25", "q=%27%22%3C", "q=" + "x" * 5_000, "q=%ED%A0%80", "blad=999999", "blad=-1", "blad=x"],
)
@pytest.mark.parametrize("path", ["/dossiers", "/taken", "/beslissingen"])
def test_a_strange_question_gets_a_list(shared_site: Site, path: str, query: str) -> None:
    assert shared_site.visit("sara.mertens").get(f"{path}?{query}").status_code == 200


def test_a_search_shows_what_was_asked_as_text(shared_site: Site) -> None:
    asked = "<script>alert(1)</script>"
    for path in ("/dossiers", "/taken", "/beslissingen"):
        page = shared_site.visit("sara.mertens").get(path, query_string={"q": asked}).text
        assert asked not in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_refused_in_words(shared_site: Site, method: str) -> None:
    answer = getattr(shared_site.visit("sara.mertens").client, method)("/taken")
    assert answer.status_code == 405
    assert "Dit kan niet op deze pagina" in answer.text


def test_the_way_to_a_case_of_the_auditor_stays_on_this_site(shared_site: Site) -> None:
    for number in ("//evil.example", "https://evil.example", "..%2f.."):
        answer = shared_site.visit("ann.auditor").get("/audit", query_string={"nummer": number})
        assert answer.location.startswith("/audit/procedures/")


# When something breaks.


@http.demands(Permission.PUBLIC)
def fault() -> Response:
    secret = "het-geheim-van-de-fout"
    raise RuntimeError(secret)


@http.demands(Permission.PUBLIC)
def away() -> Response:
    raise errors.Unavailable("database_unavailable", detail="password=hemel")


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
def test_a_fault_of_ours_shows_no_trace(
    site: Site, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
) -> None:
    site.app.view_functions["home.help_page"] = fault
    answer = site.visit().get("/hulp", headers=headers)
    assert answer.status_code == 500
    assert "Er liep iets mis bij ons" in answer.text
    assert "Traceback" not in answer.text
    assert "het-geheim" not in answer.text
    assert "RuntimeError" in caplog.text


def test_a_database_that_is_away_is_said_plainly(site: Site) -> None:
    site.app.view_functions["home.help_page"] = away
    answer = site.visit().get("/hulp")
    assert answer.status_code == 503
    assert "Probeer later opnieuw" in answer.text
    assert "hemel" not in answer.text


def test_every_error_has_a_status() -> None:
    assert http.status_of(errors.Hidden("case")) == 404
    assert http.status_of(errors.AlreadyClaimed()) == 409
    assert http.status_of(errors.EngineError()) == 500
    kinds = {kind for kind, _ in http.STATUS}
    for thing in vars(errors).values():
        if isinstance(thing, type) and issubclass(thing, errors.EngineError):
            assert thing is errors.EngineError or kinds & set(thing.__mro__), thing


@pytest.mark.parametrize("place", ["10000/1", "2026/1000000000", f"2026/{10**30}", f"{10**30}/1"])
def test_a_number_that_no_register_reaches_is_not_found(shared_site: Site, place: str) -> None:
    visitor = shared_site.visit("sara.mertens")
    assert visitor.get(f"/beslissingen/{place}").status_code == 404
    assert visitor.post(f"/beslissingen/{place}/ondertekend").status_code == 404
    assert visitor.get(f"/beslissingen?q={place}").status_code == 200
