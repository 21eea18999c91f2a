"""Forms in parts through the pages, without scripts: overview, parts, all answers, sending."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine import bpmn, store, tasks
from tests import sectioned
from tests.sectioned import CLERK, PROCESS, WORKER
from tests.web.site import Site, Visitor

START = f"/procedures/nieuw/{PROCESS}"
WHO = {"wie.naam": "De Zonnebloem"}
PLACE = {"plaats.naam": "Bij De Zonnebloem", "plaats.aantal": "8"}


class Walk:
    """Somebody who fills in a form in parts: it remembers what the last page sends along."""

    def __init__(self, browser: Visitor, address: str, keep: str) -> None:
        self.browser, self.address, self.keep = browser, address, keep
        self.along: dict[str, str] = {}

    def open(self, **query: str) -> str:
        parts = [self.address, *(f"{name}={value}" for name, value in query.items())]
        joined = parts[0] + ("&" if "?" in parts[0] else "?") + "&".join(parts[1:])
        return self.read(self.browser.get(joined)).text

    def read(self, answer: TestResponse) -> TestResponse:
        """Take over the hidden fields of a page."""
        found = re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)"', answer.text)
        self.along = dict(found) or self.along
        return answer

    def save(self, part: str, typed: Mapping[str, Any], **more: str) -> TestResponse:
        return self.browser.post(f"{self.keep}?deel={part}", {**self.along, **typed, **more})

    def fill(self, part: str, typed: Mapping[str, Any], **more: str) -> str:
        """Open a part, save it, and return where that leads."""
        self.open(deel=part)
        answer = self.save(part, typed, **more)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def send(self, where: str) -> TestResponse:
        self.open(nakijken="ja")
        return self.browser.post(where, self.along)


def begun(site: Site) -> Walk:
    """Begin an application, as the button of the start page does."""
    sectioned.deploy(site.house)
    browser = site.visit(CLERK)
    walk = Walk(browser, START, f"{START}/concept")
    blank = walk.open()
    assert "Beginnen" in blank
    assert "deel=" not in blank
    walk.address = browser.post(walk.keep, walk.along).location.replace("gedaan=", "was=")
    return walk


def taken(site: Site) -> Walk:
    """Start a case and take its task."""
    walk = begun(site)
    walk.fill("wie", WHO)
    walk.fill("plaats", PLACE)
    number = walk.send(START).location.split("/")[2].partition("?")[0]
    (task,) = site.house.open_tasks(number)
    tasks.claim(site.house.runtime, task_id=task.id, by=site.house.actors[WORKER])
    return Walk(site.visit(WORKER), f"/taken/{task.id}", f"/taken/{task.id}/concept")


@pytest.fixture(params=["start", "task"])
def walk(request: pytest.FixtureRequest, site: Site) -> Walk:
    """Return the same form twice: as a start form and as that of a task."""
    return begun(site) if request.param == "start" else taken(site)


def states(text: str) -> list[str]:
    return re.findall(r'class="badge badge-\w+">(?:<svg.*?</svg>)?([^<]+)<', text, re.DOTALL)


def lines(text: str) -> list[tuple[str, str]]:
    answer = r"<dt>(.*?)</dt><dd[^>]*><span>(.*?)</span>"
    return re.findall(answer + r"|name=\"_concept\" value=\"(\d+)\"", text)


def variables(site: Site, number: str) -> Any:
    with site.house.runtime.store.read() as tx:
        document = store.whereabouts.document(tx, site.house.case(number).id)
    assert document is not None
    return bpmn.visible(document)


def test_the_overview_tells_how_far_each_part_is(walk: Walk) -> None:
    waiting, hidden = "Nog niet begonnen", "Niet van toepassing"
    assert states(walk.open()) == [waiting, hidden, waiting]
    walk.fill("wie", {"wie.naam": ""})
    assert states(walk.open()) == ["Er ontbreekt iets", hidden, waiting]
    walk.fill("wie", {**WHO, "wie.team": "true"})
    assert states(walk.open()) == ["In orde", waiting, waiting]
    walk.open(deel="plaats")
    script = {"X-Requested-With": "autosave"}
    answer = walk.browser.post(
        f"{walk.keep}?deel=plaats", {**walk.along, "plaats.aantal": "x"}, headers=script
    )
    assert answer.json is not None
    assert states(walk.open()) == ["In orde", waiting, "Begonnen"]
    assert "Er is iets niet in orde" not in walk.open(deel="plaats")


def test_saving_leads_on_back_or_to_what_is_wrong(walk: Walk) -> None:
    assert "deel=plaats" in walk.fill("wie", WHO)
    assert "deel=team" in walk.fill("wie", {**WHO, "wie.team": "true"})
    assert "deel=" not in walk.fill("wie", WHO, _verder="overzicht")
    assert "deel=plaats" in walk.fill("plaats", {"plaats.aantal": "x"})
    page = walk.open(deel="plaats")
    assert "<title>Fout: Plaats" in page
    assert 'href="#veld-plaats.aantal"' in page
    assert 'value="x"' in page
    assert "nakijken=ja" in walk.fill("plaats", PLACE)


def test_a_part_begins_with_what_the_others_say(site: Site) -> None:
    walk = begun(site)
    walk.fill("wie", {"wie.naam": "Zon & Maan"})
    assert 'value="Bij Zon &amp; Maan"' in walk.open(deel="plaats")


def test_rows_and_questions_come_without_scripts_and_nothing_is_lost(walk: Walk) -> None:
    walk.fill("wie", {**WHO, "wie.team": "true"})
    assert 'name="personen.0.naam"' in walk.open(deel="team")
    one = {"personen": "1", "personen.0.naam": "Bo"}
    more = walk.read(walk.save("team", one, _add="personen"))
    assert more.status_code == 200
    assert 'name="personen.1.naam"' in more.text
    assert 'value="Bo"' in more.text
    walk.save("team", {"personen": "2", "personen.0.naam": "Bo", "personen.1.naam": "Cis"})
    assert 'value="Cis"' in walk.open(deel="team")
    walk.open(deel="plaats")
    asked = walk.read(walk.save("plaats", {"plaats.aantal": "12"}, bijwerken="ja"))
    assert 'name="plaats.uitleg"' in asked.text


def test_all_answers_stand_together_with_a_link_to_change_each_part(walk: Walk) -> None:
    walk.fill("wie", {**WHO, "wie.team": "true"})
    walk.fill("team", {"personen": "1", "personen.0.naam": "Bo"})
    page = walk.open(nakijken="ja")
    for said in ("De Zonnebloem", "Bo", "Persoon 1", "Niet ingevuld", "Ja"):
        assert said in page
    for part in ("wie", "team", "plaats"):
        assert f"deel={part}" in page


def test_sending_leads_each_problem_to_its_part_and_field(site: Site) -> None:
    walk = begun(site)
    walk.fill("wie", WHO)
    refused = walk.send(START)
    assert refused.status_code == 422
    assert "<title>Fout: " in refused.text
    (where,) = re.findall(r'href="([^"]+)#veld-plaats\.aantal"', refused.text)
    page = walk.browser.get(where.replace("&amp;", "&")).text
    assert "<title>Fout: Plaats" in page
    assert 'id="veld-plaats.aantal"' in page
    assert "Nog niet begonnen" in walk.open()


def test_what_is_sent_is_what_was_kept_and_hidden_parts_are_not_asked(site: Site) -> None:
    walk = begun(site)
    walk.fill("wie", {**WHO, "wie.team": "true"})
    walk.fill("team", {"personen": "1", "personen.0.naam": "Bo van de Hidden-Part"})
    walk.fill("wie", WHO)
    walk.fill("plaats", PLACE)
    assert "Hidden-Part" not in walk.open(nakijken="ja")
    sent = walk.send(START)
    assert sent.status_code == 303
    number = sent.location.split("/")[2].partition("?")[0]
    kept = variables(site, number)
    assert kept["wie"] == {"naam": "De Zonnebloem", "team": False}
    assert "personen" not in kept
    assert f"/procedures/{number}" in str(walk.browser.get(walk.address).location)


def test_a_part_that_nobody_opened_is_sent_as_it_would_open(site: Site) -> None:
    walk = begun(site)
    walk.fill("wie", WHO)
    walk.fill("plaats", {"plaats.naam": "", "plaats.aantal": "3"})
    assert walk.send(START).status_code == 303


def test_a_task_is_completed_from_its_draft(site: Site) -> None:
    walk = taken(site)
    walk.fill("plaats", {"plaats.aantal": "9", "plaats.uitleg": "Er is een tuin."})
    done = walk.send(f"{walk.address}/afronden")
    assert done.status_code == 303
    assert "procedure-afgelopen" in done.location


def test_what_changed_meanwhile_is_told_and_what_was_typed_stays(walk: Walk) -> None:
    walk.open(deel="wie")
    late = dict(walk.along)
    walk.save("wie", {"wie.naam": "first tab"})
    walk.along = late
    refused = walk.save("wie", {"wie.naam": "second tab"})
    assert refused.status_code == 409
    assert "second tab" in refused.text
    assert "deel=wie" in refused.text
    assert 'value="first tab"' in walk.open(deel="wie")


def test_a_stale_page_stays_stale_when_it_asks_for_another_row(walk: Walk) -> None:
    walk.fill("wie", {**WHO, "wie.team": "true"})
    walk.open(deel="team")
    late = dict(walk.along)
    walk.save("team", {"personen": "1", "personen.0.naam": "Bo"})
    walk.along = late
    walk.read(walk.save("team", {"personen": "1", "personen.0.naam": "Cis"}, _add="personen"))
    assert walk.save("team", {"personen": "0"}).status_code == 409


def test_answers_that_changed_after_they_were_looked_at_are_not_sent(site: Site) -> None:
    walk = begun(site)
    walk.fill("wie", WHO)
    walk.fill("plaats", PLACE)
    walk.open(nakijken="ja")
    looked_at = dict(walk.along)
    walk.fill("plaats", {"plaats.aantal": "7"})
    assert walk.browser.post(START, looked_at).status_code == 409
    assert walk.send(START).status_code == 303


def test_what_is_forged_is_refused_and_leaves_the_draft_as_it_was(walk: Walk) -> None:
    walk.fill("wie", WHO)
    before = lines(walk.open(nakijken="ja"))
    for part, typed, status, said in (
        ("nergens", {"wie.naam": "x"}, 404, "bestaat niet"),
        ("team", {"personen": "1", "personen.0.naam": "Bo"}, 422, "niet van toepassing"),
        ("wie", {"plaats.aantal": "3"}, 422, "ander deel"),
        ("wie", {"vreemd": "x"}, 422, "hoort niet bij dit formulier"),
        ("wie", {"/sections": "x"}, 422, "hoort niet bij dit formulier"),
    ):
        walk.open(deel="wie")
        answer = walk.save(part, typed)
        assert (answer.status_code, said in answer.text) == (status, True), (part, typed)
    assert lines(walk.open(nakijken="ja")) == before


def test_a_part_that_is_not_asked_has_no_page(walk: Walk) -> None:
    for part in ("team", "nergens", ""):
        answer = walk.browser.get(
            walk.address + ("&" if "?" in walk.address else "?") + f"deel={part}"
        )
        assert answer.status_code == 404
    assert walk.browser.post(f"{walk.keep}?deel=wie", {"wie.naam": "x"}).status_code == 422


def test_questions_are_drawn_live_for_one_part(walk: Walk) -> None:
    walk.fill("wie", WHO)
    walk.open(deel="plaats")
    asked = walk.keep.replace("/concept", "/vragen") + "?deel=plaats"
    page = walk.browser.post(asked, {**walk.along, "plaats.aantal": "12"}).text
    assert 'name="plaats.uitleg"' in page
    assert 'name="wie.naam"' not in page
    assert "deel=plaats" in page


def test_fields_that_are_sent_beside_the_draft_are_checked_as_the_whole_form(site: Site) -> None:
    walk = begun(site)
    walk.fill("wie", WHO)
    walk.fill("plaats", PLACE)
    walk.open(nakijken="ja")
    answer = walk.browser.post(START, {**walk.along, "wie.naam": "smuggled"})
    assert answer.status_code == 422
    assert walk.send(START).status_code == 303


def test_a_colleague_sees_the_whole_form_and_no_parts(site: Site) -> None:
    walk = taken(site)
    page = site.visit("jonas.peeters").get(f"{walk.address}?deel=wie").text
    assert 'name="wie.naam"' in page
    assert "Opslaan en verder" not in page
