"""Every route, asked by every role and by nobody, answers what the register of roles says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Blueprint
from werkzeug.test import TestResponse

from engine import access, http, people, web
from engine.model import Permission, RoleInTeam
from tests import house as houses
from tests.web.site import JSON, Site, Visitor
from tests.web.visiting import Visit
from tests.web.visits import VISITS, address, pay, routes

OPEN, SIGN_IN, REFUSED = "open", "sign in first", "refused"
OPEN_TO_ALL: Mapping[str, str] = {
    "home.accessibility": "a text, the same for everybody",
    "home.help_page": "a text, the same for everybody",
    "home.health": "says ok; for whoever watches the server",
    "watching.health": "says ok; for whoever watches the server",
    "watching.metrics": "guarded by the address of who asks, or a token",
    "watching.ready": "says what is well; for whoever watches the server",
    "signin.form": "how one comes in",
    "signin.sign_in": "how one comes in",
    "signin.password": "guarded by the secret in the link",
    "signin.set_password": "guarded by the secret in the link",
    "signin.set_up_form": "guarded by the secret in the link",
    "signin.set_up": "guarded by the secret in the link",
}
OPEN_TO_MEMBERS: Mapping[str, str] = {
    "codelists.one": "what forms let choose is no secret for who works here",
    "codelists.overview": "what forms let choose is no secret for who works here",
    "codes.search": "names and codes that forms ask for; nothing of persons",
    "gallery.overview": "made-up examples of forms",
    "gallery.example": "a made-up example of a form",
    "home.start": "sends everybody to the page of their work",
    "lawbook.listing": "the law is no secret for who works here",
    "lawbook.term": "the law is no secret for who works here",
    "lawbook.unconfirmed": "everybody may see what waits to be confirmed, and for whom",
    "mandates.listing": "who may decide what is no secret for who works here",
    "mandates.one": "who may decide what is no secret for who works here",
    "signin.sign_out": "everybody may leave",
}
OF_A_CASE = {"number", "task_id"}
OUTSIDER, INSIDER = "lien.declercq", "sara.mertens"


def roles() -> Mapping[str, Any]:
    """Return the roles as they stand in the process repository."""
    text = (houses.ROOT / "processes" / "rollen.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["role"])


def expected(demanded: Permission, held: frozenset[str] | None) -> str:
    """Return what a route that demands this answers to somebody with these permissions.

    `held` is None for nobody.
    """
    if demanded is Permission.PUBLIC:
        return OPEN
    if held is None:
        return SIGN_IN
    return OPEN if demanded is Permission.SIGNED_IN or str(demanded) in held else REFUSED


def given(answer: TestResponse) -> str:
    """Return what the answer comes down to; to a script a refusal is told from a missing case."""
    if answer.status_code == 401:
        return SIGN_IN
    if answer.status_code == 403 and answer.json and answer.json["code"] == "permission":
        return REFUSED
    assert answer.status_code < 500, answer.text[:500]
    return OPEN


def visit_of(site: Site, endpoint: str) -> Visit:
    """Return a visit; the links that work once are not spent."""
    if endpoint.startswith("signin."):
        return Visit(None, {"token": "onbekend"} if "token" in _arguments(site, endpoint) else {})
    return VISITS[endpoint](site)


def _arguments(site: Site, endpoint: str) -> set[str]:
    rule = next(r for r in site.app.url_map.iter_rules() if r.endpoint == endpoint)
    return set(rule.arguments)


def askers(site: Site) -> Iterator[tuple[str, frozenset[str] | None, str | None]]:
    """Yield (who, permissions, person) for every role, for somebody without one, for nobody."""
    yield "nobody", None, None
    yield "no role", frozenset(), site.newcomer()
    for name, row in roles().items():
        team = row.get("teams", [None])[0]
        yield name, frozenset(row["permissions"]), site.newcomer(RoleInTeam(name, team))


def complaints(
    site: Site, only: set[str] | None = None, *, most_open: int | None = None
) -> list[str]:
    """Walk the routes as everybody and return every answer that is not what it has to be.

    Whoever is to be refused always asks; of those who are let in `most_open` do (None: all).
    """
    wrong = []
    everybody = list(askers(site))
    for endpoint, method in routes(site.app).items():
        if only is not None and endpoint not in only:
            continue
        demanded = http.permission_of(site.app, endpoint)
        assert demanded is not None
        wrong += _unlisted(endpoint, demanded)
        visit = visit_of(site, endpoint)
        path = address(site.app, endpoint, visit)
        opened = 0
        for who, held, person_id in everybody:
            wanted = expected(demanded, held)
            if wanted == OPEN and (opened := opened + 1) > (most_open or len(everybody)):
                continue
            browser = site.session_of(person_id) if person_id else Visitor(site.app)
            answer = given(pay(browser, path, method, visit, headers=dict(JSON)))
            if answer != wanted:
                wrong.append(f"{endpoint} to {who}: {answer}, should be: {wanted}")
    return wrong


def _unlisted(endpoint: str, demanded: Permission) -> list[str]:
    lists = {Permission.PUBLIC: OPEN_TO_ALL, Permission.SIGNED_IN: OPEN_TO_MEMBERS}
    listed = lists.get(demanded)
    return [] if listed is None or endpoint in listed else [f"{endpoint} is {demanded}: why?"]


def leaks(site: Site) -> list[str]:
    """Ask everything about cases of team oost as somebody of team west; return what is shown."""
    found = []
    outsider = site.visit(OUTSIDER)
    held = site.house.runtime.policy.permissions(site.house.actors[OUTSIDER])
    for endpoint, method in routes(site.app).items():
        if not OF_A_CASE & _arguments(site, endpoint):
            continue
        visit = VISITS[endpoint](site)
        path = address(site.app, endpoint, visit)
        answer = pay(outsider, path, method, visit, headers=dict(JSON))
        allowed = http.permission_of(site.app, endpoint) in held
        if answer.status_code != (404 if allowed else 403):
            found.append(f"{endpoint}: {answer.status_code}")
    return found


def test_every_route_answers_everybody_as_the_roles_say(shared_site: Site) -> None:
    refused = sum(kind == "access:denied" for kind, _ in shared_site.logged())
    assert complaints(shared_site, most_open=2) == []
    after = sum(kind == "access:denied" for kind, _ in shared_site.logged())
    assert after - refused > 100, "every refusal is written down"


@pytest.mark.long
def test_every_route_lets_everybody_in_as_the_roles_say(shared_site: Site) -> None:
    assert complaints(shared_site) == []


def test_the_roles_name_permissions_that_exist() -> None:
    for name, row in roles().items():
        assert set(row["permissions"]) <= {str(each) for each in Permission}, name
        assert row["permissions"]


def test_nobody_is_shown_the_way_to_the_sign_in_page(shared_site: Site) -> None:
    for endpoint, method in routes(shared_site.app).items():
        demanded = http.permission_of(shared_site.app, endpoint)
        if demanded is Permission.PUBLIC:
            continue
        visit = visit_of(shared_site, endpoint)
        path = address(shared_site.app, endpoint, visit)
        answer = pay(Visitor(shared_site.app), path, method, visit)
        way = answer.location if answer.status_code == 303 else answer.text
        assert answer.status_code in {303, 401}, endpoint
        assert "/aanmelden" in way, endpoint


def test_a_refused_person_reads_why(shared_site: Site) -> None:
    answer = shared_site.visit("pieter.claeys").get("/beheer/gebruikers")
    assert answer.status_code == 403
    assert "Je rol laat dit niet toe" in answer.text


def test_a_case_of_another_team_is_not_there_and_the_log_tells_who_asked(site: Site) -> None:
    before = site.logged()
    assert leaks(site) == []
    asked = [meta for kind, meta in site.logged()[len(before) :] if kind == "access:denied"]
    assert len([meta for meta in asked if "hidden" in meta]) > 10


def test_the_own_team_does_see_it(site: Site) -> None:
    for path in (f"/procedures/{site.known.free}", f"/taken/{site.known.free_task}"):
        assert site.visit(INSIDER).get(path).status_code == 200


def test_lists_name_no_case_of_another_team(shared_site: Site) -> None:
    lists = ("/taken?bak=team", "/dossiers", "/dossiers?q=zonnebloem", "/beslissingen")
    inside, outside = shared_site.visit(INSIDER), shared_site.visit(OUTSIDER)
    for path in lists:
        assert "Zonnebloem" not in outside.get(path).text, path
        assert "Zonnebloem" in inside.get(path).text, path


# What the walk has to find: it is tried on faults that are put in on purpose.


def test_a_route_without_permission_is_never_served(
    shared_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Room:
        pages = Blueprint("planted", __name__)

    Room.pages.add_url_rule("/geplant", "bare", lambda: "open")
    monkeypatch.setattr(web, "ROOMS", (*web.ROOMS, Room))
    with pytest.raises(RuntimeError, match=r"planted\.bare declares no permission"):
        web.create_app(shared_site.house.runtime)


def test_a_route_that_slipped_in_later_is_refused(site: Site) -> None:
    site.app.add_url_rule("/geplant", "planted", lambda: "open")
    answer = site.visit("bert.beheer").get("/geplant", headers=JSON)
    assert answer.status_code == 403
    assert answer.json
    assert answer.json["code"] == "route_without_permission"


def test_a_case_that_is_shown_to_everybody_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = site.app.view_functions["cases.case"]
    monkeypatch.setattr(view, "permission", Permission.PUBLIC)
    found = complaints(site, {"cases.case"})
    assert "cases.case is public: why?" in found
    assert any("cases.case to nobody" in each for each in found)


def test_a_door_that_no_longer_asks_is_found(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "demand", lambda *_args, **_more: None)
    found = complaints(site, {"tasks.inbox", "people.new"})
    assert {each.split()[0] for each in found} == {"tasks.inbox", "people.new"}


def test_a_verb_that_no_longer_looks_at_the_team_is_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "may_read", lambda *_args: True)
    monkeypatch.setattr(access, "may_work_on", lambda *_args: True)
    found = {each.split(":")[0] for each in leaks(site)}
    assert {"cases.case", "cases.diagram", "cases.document", "cases.data"} <= found
    assert {"tasks.task", "tasks.claim", "documents.add_form"} <= found
