"""While an analyst draws: what is wrong is told, what can be chosen is there, nothing is kept."""

from __future__ import annotations

import html
import json
import re

from tests.web.model_visits import diagram
from tests.web.site import JSON, PROCESS, Site
from tests.web.visiting import DIAGRAM

ANALYST = "pieter.claeys"
LINT = f"/processen/{PROCESS}/nakijken"


def test_a_drawing_is_looked_over_and_nothing_is_kept(shared_site: Site) -> None:
    before = shared_site.kept()
    browser = shared_site.visit(ANALYST)
    wrong = diagram(shared_site).replace(b'pr:form="onderzoek_aanvraag"', b'pr:form="bestaat_niet"')
    assert wrong != diagram(shared_site)
    answer = browser.send(LINT, wrong, DIAGRAM, headers=JSON)
    assert answer.json
    [found] = [one for one in answer.json["findings"] if one["severity"] == "error"]
    assert found["element"] == "onderzoek_aanvraag"
    sound = browser.send(LINT, diagram(shared_site), DIAGRAM, headers=JSON)
    assert sound.json == {"findings": []}
    assert shared_site.kept() == before


def test_an_expression_that_is_no_feel_names_the_part_that_it_stands_in(shared_site: Site) -> None:
    wrong = diagram(shared_site).replace(
        b'pr:candidateGroup="=bevoegd.groep"', b'pr:candidateGroup="=bevoegd."', 1
    )
    assert wrong != diagram(shared_site)
    answer = shared_site.visit(ANALYST).send(LINT, wrong, DIAGRAM, headers=JSON)
    assert answer.json
    assert [one["part"] for one in answer.json["findings"]] == ["candidateGroup"]


def test_the_editor_carries_every_list_that_a_property_can_name(shared_site: Site) -> None:
    page = shared_site.visit(ANALYST).get(f"/processen/{PROCESS}/bewerken").text
    written = re.search(r'data-choices="([^"]*)"', page)
    assert written
    lists = json.loads(html.unescape(written[1]))
    assert ["onderzoek_aanvraag", "Onderzoek aanvraag", "Van deze procedure"] in lists["forms"]
    assert ["aanvulling_ontvangen", "Aanvulling ontvangen", "Gedeeld"] in lists["forms"]
    groups = dict(one[:2] for one in lists["groups"])
    assert groups["kb-ko-oost"] == "Klantenbeheerder kinderopvang, Team Oost (Leuven)"
    assert "kb-ko" not in groups
    terms = dict(one[:2] for one in lists["terms"])
    assert terms["vergunning.ontvankelijkheid"] == "Termijn voor de ontvankelijkheid"
    assert dict(one[:2] for one in lists["statuses"])["in_onderzoek"] == "In onderzoek"
    assert dict(one[:2] for one in lists["processes"])["kennisgeving"]
    assert all(lists.values())
