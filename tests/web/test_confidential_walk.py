"""Every page there is, seen by somebody outside a class: the value is in none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine import deployments, drafts, tasks
from engine.model import SYSTEM, Actor, RoleInTeam
from engine.store import documents as document_rows
from tests.verbs.test_confidential_fields import FIELD, SECRET, files_of_the_licence
from tests.web.site import REGISTERED, Site, start_values
from tests.web.visits import VISITS, address, pay, routes

OUTSIDE = (
    RoleInTeam("auditor"),
    RoleInTeam("beheerder"),
    RoleInTeam("analist"),
    RoleInTeam("admin-medewerker"),
    RoleInTeam("teamcoordinator-ko", "oost"),
    RoleInTeam("directeur-klantenmanagement"),
    RoleInTeam("administrateur-generaal"),
    RoleInTeam("kb-expert-starters"),
)
OF_NOBODY = frozenset({"signin", "people", "gallery"})
NOT_YET = frozenset({"decisions.decision"})  # the cases with the secret are not decided


@pytest.fixture
def secret_site(site: Site) -> Site:
    """Return a site whose cases hold a secret: one at the desk, one further on with a draft."""
    deployments.deploy(
        site.house.runtime,
        process_key="vergunning",
        files=files_of_the_licence(),
        by=SYSTEM,
        reason="proef",
        source="page",
    )
    done, waits = started(site, "first"), started(site, "second")
    site.house.do(done, "controleer_registratie", "an.admin", REGISTERED)
    site.house.do(
        done,
        "beoordeel_ontvankelijkheid",
        "sara.mertens",
        {"ontvankelijkheid.oordeel": "onvolledig"},
    )
    answers = {
        "vraag.wijze": "ebox",
        "vraag.verzenddatum": site.house.clock.now.date(),
        "vraag.kennisgevingsdatum": site.house.clock.now.date(),
    }
    site.house.do(done, "vraag_aanvulling", "sara.mertens", answers)
    site.house.work_off()
    (task,) = site.house.open_tasks(waits)
    reader = reader_of(site)
    tasks.claim(site.house.runtime, task_id=task.id, by=reader)
    drafts.save_task(site.house.runtime, task_id=task.id, by=reader, posted={FIELD: SECRET}, seen=0)
    case = site.house.case(done)
    with site.house.runtime.store.read() as tx:
        letter, *_ = document_rows.of_case(tx, case.id).rows
    site.known = replace(
        site.known,
        done=done,
        waits=done,
        free=waits,
        taken=waits,
        free_task=task.id,
        taken_task=task.id,
        closed_task=task.id,
        document=letter.id,
    )
    return site


def reader_of(site: Site) -> Actor:
    an = site.house.actors["an.admin"]
    return Actor(an.person_id, an.name, (*an.roles, RoleInTeam("jurist")))


def started(site: Site, key: str) -> str:
    values: dict[str, Any] = start_values()
    values["organisator"]["telefoon"] = SECRET
    number = site.house.start(values, key=f"a-secret-of-{key:->20}")
    site.house.work_off()
    return number


def test_on_no_page_stands_what_is_not_for_the_reader(secret_site: Site) -> None:
    site, read = secret_site, set[str]()
    outside = site.session_of(site.newcomer(*OUTSIDE))
    for endpoint, method in routes(site.app).items():
        if method != "GET" or endpoint.partition(".")[0] in OF_NOBODY or endpoint in NOT_YET:
            continue
        visit = VISITS[endpoint](site)
        answer = pay(outside, address(site.app, endpoint, visit), method, visit)
        assert SECRET.encode() not in answer.data, endpoint
        if answer.status_code == 200:
            read.add(endpoint)
    case_pages = {"cases.case", "cases.history", "cases.papers", "cases.data", "tasks.task"}
    assert case_pages | {"audit.case", "audit.overview", "operations.case"} <= read


def test_pages_of_both_cases_tell_it_to_a_reader_and_to_nobody_else(secret_site: Site) -> None:
    site = secret_site
    outside, inside = (
        site.session_of(site.newcomer(*roles))
        for roles in (OUTSIDE, (*OUTSIDE, RoleInTeam("jurist")))
    )
    told = []
    for number in (site.known.done, site.known.free):
        for path in (
            f"/procedures/{number}/gegevens",
            f"/procedures/{number}/verloop",
            f"/audit/procedures/{number}",
            f"/beheer/procedures/{number}",
        ):
            assert SECRET not in outside.get(path).text, path
            told.append(SECRET in inside.get(path).text)
    assert all(told)


def test_what_follows_from_an_answer_does_not_tell_it(secret_site: Site) -> None:
    site = secret_site
    an, task = site.visit("an.admin"), f"/taken/{site.known.taken_task}"
    assert SECRET not in an.get(task).text
    typed = {"organisator.email": "a@voorbeeld.be", "_concept": "1", "_key": "k" * 20}
    for path in ("vragen", "concept", "afronden"):
        answer = an.post(f"{task}/{path}", typed, follow_redirects=True)
        assert answer.status_code < 500, path
        assert SECRET not in answer.text, path
