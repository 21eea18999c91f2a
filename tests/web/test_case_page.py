"""The page of a case: what there is to do, what it waits for, what may come at any time."""

from __future__ import annotations

import yaml

from tests import house as houses
from tests.web.site import Site

PLAN = houses.ROOT / "processes/vergunning/scenarios/groepsopvang_meteen_ingetrokken.yaml"


def test_what_may_come_at_any_time_is_not_what_the_case_waits_for(site: Site) -> None:
    start = houses.plain(yaml.safe_load(PLAN.read_text("utf-8"))["start"])
    number = site.house.start(start, key="a-group-of-children", process="vergunning_groepsopvang")
    site.house.work_off()
    page = site.visit("an.admin").get(f"/procedures/{number}").text
    assert "Te doen: " in page
    assert "Waar we op wachten" not in page
    assert "Intrekking ontvangen" in page.partition("Wat altijd kan binnenkomen")[2]
    assert "Document verlopen" not in page
