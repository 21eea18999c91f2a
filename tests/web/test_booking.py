"""The post desk as a form: what no form of ours would send changes nothing; lists cost the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.terms import local_day
from tests import posting
from tests.web.site import Site

ANSWER = {"aanvulling.omschrijving": "Attest van de module."}


def sheet(site: Site, **more: Any) -> dict[str, Any]:
    """Return what the page posts for a supplement, with something else in it."""
    known = site.known
    waits = {"_number": known.waits, "_token": known.post_token, "_book": "ja"}
    return {**posting.TYPED, **waits, **ANSWER, **more}


@pytest.mark.parametrize(
    "forged",
    [
        {"other": "x"},
        {"aanvulling.omschrijving": ["x", "y"]},
        {"_token": "no-such-token"},
        {"_number": "XX-2026-99999"},
        {"_channel": "carrier-pigeon"},
        {"_danger": "perhaps"},
        {"_received": "31/02/2026"},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_a_forged_sheet_is_refused_and_changes_nothing(site: Site, forged: dict[str, Any]) -> None:
    an = site.visit("an.admin")
    before = site.kept()
    assert an.post("/post", sheet(site, **forged)).status_code == 422
    assert site.kept() == before


def test_what_was_ticked_and_is_waited_for_no_more_is_said_and_nothing_else_is_ticked(
    site: Site,
) -> None:
    an = site.visit("an.admin")
    drawn = an.post("/post/vragen", sheet(site, _token="no-such-token")).text
    assert "wacht hier niet meer op" in drawn
    assert f'id="verwacht-{site.known.post_token}"' in drawn
    assert " checked" not in drawn.split("Wat is het?")[1]
    assert "wacht hier niet meer op" not in an.post("/post/vragen", sheet(site)).text


def test_a_sheet_that_is_sent_twice_is_booked_once(site: Site) -> None:
    an = site.visit("an.admin")
    first = an.post("/post", sheet(site))
    before = site.kept()
    again = an.post("/post", sheet(site))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    assert site.kept() == before


def test_the_desk_and_the_list_ask_no_more_when_more_came_in(site: Site) -> None:
    an, store = site.visit("an.admin"), site.house.runtime.store

    def asked() -> list[int]:
        found = []
        for path in (f"/post?bij={site.known.waits}", "/post/niet-toegewezen"):
            with store.counting() as counts:
                assert an.get(path).status_code == 200
            found.append(counts.statements)
        return found

    posting.unplaced(site.house, data=b"Een stuk.")
    asked()  # what is read once in a process is read here
    few = asked()
    for _ in range(8):
        posting.unplaced(site.house)
        posting.book(site.house, site.known.done)
    assert asked() == few


def test_of_what_came_too_late_the_desk_asks_why_it_counts(site: Site) -> None:
    house, number = site.house, site.known.waits
    house.clock.forward(days=60)
    house.work_off()
    found = {"postcontrole.nagekeken": ["post"], "postcontrole.resultaat": "niets_ontvangen"}
    house.do(number, "kijk_post_na", "jonas.peeters", found)
    an, waits = site.visit("an.admin"), "late:aanvulling_ontvangen"
    today = local_day(house.clock.now)
    for received, asked in ((today, True), (today - timedelta(days=50), False)):
        answer = an.post(
            "/post/vragen",
            sheet(site, _token=waits, _received=f"{received:%d/%m/%Y}", _reason="Een staking"),
        )
        assert ("Een staking" in answer.text) is asked
