"""Coming in and going out: passwords, sessions, links that work once."""

from __future__ import annotations

import pytest
from flask import Response

from engine import http, people
from engine.model import Permission, RoleInTeam
from tests import house as houses
from tests.web.site import JSON, Site, Visitor, csrf_in, sign_in
from tests.web.visits import PASSWORD, VISITS

LOGIN = "sara.mertens"


def cookie_of(browser: Visitor) -> str:
    found = browser.client.get_cookie("procesregie")
    return found.value if found else ""


def is_in(browser: Visitor) -> bool:
    return browser.get("/taken").status_code == 200


def test_a_person_comes_in_and_leaves(site: Site) -> None:
    browser = site.visit()
    answer = sign_in(browser, LOGIN)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(browser)
    assert browser.post("/afmelden").status_code == 303
    assert not is_in(browser)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    said = sign_in(site.visit(), LOGIN).headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Path=/" in said
    assert "Domain" not in said


def test_behind_https_the_cookie_is_pinned_to_the_host(site: Site) -> None:
    object.__setattr__(site.house.runtime.settings, "secure_cookies", True)
    said = sign_in(site.visit(), LOGIN).headers["Set-Cookie"]
    assert said.startswith("__Host-procesregie=")
    assert "Secure" in said


def test_signing_in_gives_a_new_session_whatever_the_browser_brought(site: Site) -> None:
    browser = site.visit()
    browser.client.set_cookie("procesregie", "planted-by-somebody-else")
    sign_in(browser, LOGIN)
    first = cookie_of(browser)
    assert first != "planted-by-somebody-else"
    assert is_in(browser)
    again = site.visit()
    again.client.set_cookie("procesregie", first)
    sign_in(again, LOGIN)
    assert cookie_of(again) != first


def test_a_session_that_was_ended_does_not_come_back(site: Site) -> None:
    browser = site.visit()
    sign_in(browser, LOGIN)
    kept = cookie_of(browser)
    browser.post("/afmelden")
    thief = site.visit()
    thief.client.set_cookie("procesregie", kept)
    assert not is_in(thief)


def test_a_session_that_nobody_uses_ends(site: Site) -> None:
    browser = site.visit(LOGIN)
    idle = site.house.runtime.settings.session_idle_minutes
    site.house.clock.forward(minutes=idle - 1)
    assert is_in(browser)
    site.house.clock.forward(minutes=idle - 1)
    assert is_in(browser)
    site.house.clock.forward(minutes=idle + 1)
    assert not is_in(browser)


def test_a_draft_that_is_saved_while_typing_keeps_the_session_awake(site: Site) -> None:
    browser = site.visit(LOGIN)
    path = f"/taken/{site.known.taken_task}/concept"
    for version in range(4):
        site.house.clock.forward(minutes=40)
        answer = browser.post(
            path, {"_concept": str(version)}, headers={"X-Requested-With": "autosave"}
        )
        assert answer.json
        assert answer.json["version"] == version + 1
    assert is_in(browser)


def test_a_session_ends_after_a_day_of_work_however_busy(site: Site) -> None:
    browser = site.visit(LOGIN)
    for _ in range(14):
        site.house.clock.forward(minutes=45)
        is_in(browser)
    assert not is_in(browser)


def test_after_an_ended_session_a_look_leads_back_to_the_page(site: Site) -> None:
    browser = site.visit(LOGIN)
    site.house.clock.forward(hours=11)
    answer = browser.get("/taken?bak=team")
    assert answer.status_code == 303
    assert answer.location == "/aanmelden?naar=/taken?bak%3Dteam"
    page = browser.get(answer.location)
    assert 'value="/taken?bak=team"' in page.text
    assert sign_in(browser, LOGIN, after="/taken?bak=team").location == "/taken?bak=team"


def test_after_an_ended_session_no_word_that_was_typed_is_lost(site: Site) -> None:
    task = f"/taken/{site.known.taken_task}"
    browser = site.visit(LOGIN)
    draft = {"ontvankelijkheid.oordeel": "onvolledig", "ontvankelijkheid.ontbreekt": "Het plan."}
    browser.post(f"{task}/concept", {"_concept": "0", **draft})
    before = site.kept()
    site.house.clock.forward(hours=11)
    typed = {**draft, "ontvankelijkheid.ontbreekt": "Het plan en het attest.", "_key": "k" * 20}
    answer = browser.post(f"{task}/afronden", typed, headers={"Referer": f"http://localhost{task}"})
    assert answer.status_code == 401
    assert "Het plan en het attest." in answer.text
    assert f"/aanmelden?naar={task}" in answer.text
    assert site.kept() == before
    sign_in(browser, LOGIN)
    assert "Het plan." in browser.get(task).text


def test_a_script_whose_session_ended_is_told_in_json(site: Site) -> None:
    answer = site.visit().get("/taken", headers=JSON)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json
    assert answer.json["code"] == "not_signed_in"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\nhttps://evil.example",
        "/\t/evil.example",
        "evil.example",
        "/\r\nSet-Cookie: a=b",
    ],
)
def test_signing_in_never_leads_to_another_site(site: Site, elsewhere: str) -> None:
    page = site.visit().get("/aanmelden", query_string={"naar": elsewhere})
    assert 'name="_after" value=""' in page.text
    answer = sign_in(site.visit(), LOGIN, after=elsewhere)
    assert answer.status_code == 303
    assert answer.location == "/"
    assert "a=b" not in answer.headers.get("Set-Cookie", "")


def test_who_is_in_already_goes_home(site: Site) -> None:
    assert site.visit(LOGIN).get("/aanmelden").location == "/"


def test_a_wrong_password_and_an_unknown_name_read_the_same(site: Site) -> None:
    wrong = sign_in(site.visit(), LOGIN, "zeker-niet-het-wachtwoord")
    unknown = sign_in(site.visit(), "sara.martens", "zeker-niet-het-wachtwoord")
    assert wrong.status_code == unknown.status_code == 422
    said = "De gebruikersnaam of het wachtwoord klopt niet"
    assert said in wrong.text
    assert said in unknown.text
    assert 'value="sara.mertens"' in wrong.text
    assert "zeker-niet" not in wrong.text


def test_who_keeps_guessing_has_to_wait(site: Site) -> None:
    for _ in range(people.ATTEMPTS_BEFORE_WAIT):
        assert sign_in(site.visit(), LOGIN, "raden").status_code == 422
    answer = sign_in(site.visit(), LOGIN)
    assert answer.status_code == 429
    assert "Te veel pogingen" in answer.text
    site.house.clock.forward(minutes=16)
    assert sign_in(site.visit(), LOGIN).status_code == 303


def test_guessing_at_many_names_from_one_place_has_to_wait_too(site: Site) -> None:
    for number in range(people.ATTEMPTS_BEFORE_WAIT):
        sign_in(site.visit(), f"naam{number}", "raden")
    assert sign_in(site.visit(), LOGIN).status_code == 429


def test_a_closed_account_ends_at_once_and_stays_out(site: Site) -> None:
    browser = site.visit(LOGIN)
    assert is_in(browser)
    person_id = site.house.actors[LOGIN].person_id
    admin = site.visit("bert.beheer")
    assert admin.post(f"/beheer/gebruikers/{person_id}/afsluiten").status_code == 303
    assert not is_in(browser)
    assert sign_in(site.visit(), LOGIN).status_code == 422


def test_a_role_that_was_taken_away_is_gone_at_once(site: Site) -> None:
    person_id = site.newcomer(RoleInTeam("kb-ko", "oost"))
    browser = site.session_of(person_id)
    assert is_in(browser)
    admin = site.house.actors["bert.beheer"]
    role = people.one(site.house.runtime, person_id=person_id, by=admin).roles[0]
    people.revoke(site.house.runtime, person_id=person_id, membership_id=role.id, by=admin)
    assert browser.get("/taken").status_code == 403


def choose(browser: Visitor, token: str, password: str = PASSWORD, again: str | None = None) -> int:
    fields = {"password": password, "again": password if again is None else again}
    return browser.post(f"/wachtwoord/{token}", fields).status_code


def test_a_password_link_works_once(site: Site) -> None:
    token = site.password_link(LOGIN)
    assert choose(site.visit(), token) == 303
    assert sign_in(site.visit(), LOGIN, PASSWORD).status_code == 303
    assert sign_in(site.visit(), LOGIN).status_code == 422
    before = site.kept()
    assert choose(site.visit(), token, "een-heel-ander-wachtwoord") == 404
    assert site.kept() == before


def test_a_password_link_that_was_not_used_in_time_is_worth_nothing(site: Site) -> None:
    token = site.password_link(LOGIN)
    site.house.clock.forward(hours=49)
    before = site.kept()
    answer = site.visit().post(f"/wachtwoord/{token}", {"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 404
    assert "niet meer geldig" in answer.text
    assert site.kept() == before


@pytest.mark.parametrize(
    ("password", "again"),
    [("kort", "kort"), ("a" * 20, "a" * 20), (PASSWORD, "iets-heel-anders-9"), ("x" * 201, None)],
)
def test_a_password_that_is_refused_does_not_spend_the_link(
    site: Site, password: str, again: str | None
) -> None:
    token = site.password_link(LOGIN)
    before = site.kept()
    assert choose(site.visit(), token, password, again) == 422
    assert site.kept() == before
    assert choose(site.visit(), token) == 303


def test_a_link_for_a_password_does_not_make_an_administrator(site: Site) -> None:
    token = site.password_link(LOGIN)
    fields = {"login": "nieuw", "name": "Nieuw", "password": PASSWORD, "again": PASSWORD}
    assert site.visit().post(f"/inrichten/{token}", fields).status_code == 404
    assert choose(site.visit(), token) == 303


def test_setting_up_works_once_and_only_in_an_empty_house(site: Site) -> None:
    visit = VISITS["signin.set_up"](site)
    other = people.set_up_link(site.house.runtime)
    path = f"/inrichten/{visit.arguments['token']}"
    assert site.visit().post(path, visit.fields).status_code == 303
    browser = site.visit()
    assert sign_in(browser, "eerste", PASSWORD).status_code == 303
    assert browser.get("/beheer/gebruikers").status_code == 200
    for token in (visit.arguments["token"], other):
        answer = site.visit().post(f"/inrichten/{token}", {**visit.fields, "login": "tweede"})
        assert answer.status_code == 404
    assert people.set_up_link(site.house.runtime) is None


def test_the_token_of_one_session_is_not_that_of_another(site: Site) -> None:
    one, other = site.visit(LOGIN), site.visit(LOGIN)
    assert csrf_in(one.get("/hulp").text) != csrf_in(other.get("/hulp").text) != ""


def test_nothing_that_opens_a_door_is_kept_or_logged(
    site: Site, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = site.visit()
    sign_in(browser, LOGIN, "een-fout-wachtwoord-3")
    sign_in(browser, LOGIN)
    link = site.password_link("nele.aerts")
    choose(site.visit(), link)
    site.app.view_functions["home.help_page"] = fault
    browser.get("/hulp", headers={"X-CSRF-Token": browser.csrf})
    secrets = (houses.PASSWORD, PASSWORD, "een-fout-wachtwoord-3", link, cookie_of(browser))
    logged = caplog.text + "".join(capsys.readouterr())
    assert "a planted fault" in logged
    assert not [each for each in secrets if each in logged]
    rows = str(site.rows())
    assert not [each for each in secrets if each in rows]


@http.demands(Permission.PUBLIC)
def fault() -> Response:
    raise RuntimeError("a planted fault")
