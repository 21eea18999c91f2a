"""Portfolios: what needs attention stands first, and records go from one colleague to another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine import errors, registers, takeover
from engine.model import SYSTEM, HistoryKind
from engine.store import history as trail
from tests import recording
from tests.house import House
from tests.recording import SARA, about

JONAS = "jonas.peeters"
TODAY = date(2026, 3, 23)


def place(house: House, owner: str, number: str, **more: str) -> str:
    posted = recording.location(owner, huisnummer=number, klantenbeheerder=SARA, **more)
    return recording.add(house, posted, "locatie", confirmed=True)


def places(house: House, *more: dict[str, str]) -> list[str]:
    """Return the numbers of locations that Sara looks after."""
    owner = recording.add(house, recording.organiser())
    return [place(house, owner, str(at), **each) for at, each in enumerate(more, start=1)]


def cared_for(house: House, login: str) -> list[str]:
    found = registers.portfolio(house.runtime, by=house.actors[SARA], login=login)
    return [each.row.number for each in found.lines]


def hand_over(house: House, *numbers: str, by: str = SARA, **more: Any) -> int:
    asked: dict[str, Any] = {"login": SARA, "to": JONAS, "posted": about(), **more}
    return registers.hand_over(house.runtime, by=house.actors[by], numbers=numbers, **asked)


def test_what_was_chosen_goes_to_a_colleague_with_its_history(house: House) -> None:
    first, second, third = places(house, {}, {}, {})
    assert hand_over(house, first, third) == 2
    assert (cared_for(house, SARA), cared_for(house, JONAS)) == ([second], [first, third])
    by = house.actors[SARA]
    shown = registers.view(house.runtime, register="locatie", number=first, by=by)
    (change,) = shown.history[0].changes
    assert (change.title, change.before, change.after) == (
        "Klantenbeheerder",
        "Sara Mertens",
        "Jonas Peeters",
    )
    assert shown.history[0].reason == "Omdat het zo is."


def test_it_is_told_to_giver_and_taker_and_stands_in_the_log(house: House) -> None:
    (number,) = places(house, {})
    hand_over(house, number)
    for login in (SARA, JONAS):
        found = registers.portfolio(house.runtime, by=house.actors[SARA], login=login)
        (told,) = found.handed_over
        assert (told.given_by, told.taken_by, told.count) == (SARA, JONAS, 1)
        assert (told.valid_from, told.who, told.reason) == (
            TODAY,
            "Sara Mertens",
            "Omdat het zo is.",
        )
    other = registers.portfolio(house.runtime, by=house.actors[SARA], login="an.admin")
    assert other.handed_over == ()
    with house.runtime.store.read() as tx:
        (line,) = trail.of_log(tx, kind=str(HistoryKind.PORTFOLIO_HANDED_OVER))
    assert line.meta["names"] == [number]


def test_from_a_later_day_on_the_colleague_has_it_on_that_day(house: House) -> None:
    (number,) = places(house, {})
    hand_over(house, number, posted=about("25/03/2026"))
    assert (cared_for(house, SARA), cared_for(house, JONAS)) == ([number], [])
    house.clock.forward(days=2)
    registers.turn(house.runtime)
    assert (cared_for(house, SARA), cared_for(house, JONAS)) == ([], [number])


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"numbers": ()}, "records", "portfolio.nothing"),
        ({"to": SARA}, "to", "portfolio.to_whom"),
        ({"to": "niemand"}, "to", "portfolio.to_whom"),
        ({"posted": {"about.valid_from": "23/03/2026"}}, "about.reason", "required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_moves(
    house: House, asked: dict[str, Any], field: str, code: str
) -> None:
    (number,) = places(house, {})
    numbers = asked.pop("numbers", (number,))
    with pytest.raises(errors.InvalidInput) as refused:
        hand_over(house, *numbers, **asked)
    assert (field, code) in {(each.field, each.code) for each in refused.value.problems}
    assert cared_for(house, SARA) == [number]


def test_everything_that_is_wrong_is_said_at_once(house: House) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        hand_over(house, to="niemand", posted={})
    assert [each.field for each in refused.value.problems] == [
        "records",
        "to",
        "about.valid_from",
        "about.reason",
    ]


def test_all_go_or_none_when_one_is_no_longer_theirs(house: House) -> None:
    first, second = places(house, {}, {})
    hand_over(house, first)
    with pytest.raises(errors.Conflict):
        hand_over(house, second, first)
    assert cared_for(house, SARA) == [second]


def test_only_who_changes_registers_hands_over(house: House) -> None:
    (number,) = places(house, {})
    with pytest.raises(errors.NotAllowed):
        hand_over(house, number, by="ann.auditor")


def test_what_expires_first_stands_first_then_what_runs_then_what_was_silent(
    house: House,
) -> None:
    later, sooner, quiet, running = places(
        house,
        {"brandattest_tot": "01/05/2026"},
        {"vergunning_tot": "20/03/2026"},
        {"vergunning_tot": "01/01/2030"},
        {},
    )
    text = (
        "referentie,procedure,stap,voorziening,bevoegd.groep,organisator.naam\n"
        f"OUD-1,vergunning_gezinsopvang,onderzoek_aanvraag,{running},kb-ko-oost,Zonnebloem\n"
    )
    takeover.take_over(house.runtime, text=text, by=SYSTEM, dry_run=False)
    assert cared_for(house, SARA) == [sooner, later, running, quiet]
    found = registers.portfolio(house.runtime, by=house.actors[SARA])
    assert [[lapse.title for lapse in each.lapses] for each in found.lines] == [
        ["Vergunning geldig tot en met"],
        ["Brandveiligheidsattest geldig tot en met"],
        [],
        [],
    ]
