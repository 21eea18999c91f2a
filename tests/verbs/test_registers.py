"""Records: added, changed, closed, found, made one; nothing is lost and nothing is edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine import errors, registers
from engine.forms.identifiers import IDENTIFIERS
from engine.model import Actor, HistoryKind, RoleInTeam
from engine.registers.writing import Suspect
from engine.store import history as trail
from engine.store import record_search
from engine.store import records as rows
from tests.house import House
from tests.recording import SARA, about, add, location, organiser

TODAY = date(2026, 3, 23)
AUDITOR = "ann.auditor"


def change(house: House, number: str, seen: int = 1, **posted: Any) -> registers.Written:
    by, register = house.actors[SARA], "organisator"
    given = {**organiser(), **posted}
    return registers.change(
        house.runtime, register=register, number=number, by=by, posted=given, seen=seen
    )


def view(house: House, number: str, by: str = SARA, **more: Any) -> registers.RecordView:
    actor = house.actors[by]
    return registers.view(house.runtime, register="organisator", number=number, by=actor, **more)


def said(shown: registers.RecordView) -> dict[str, str]:
    return {each.name: each.text for each in shown.facts}


def found(house: House, q: str, **more: Any) -> list[str]:
    by = house.actors[SARA]
    made = registers.search(house.runtime, register="organisator", by=by, q=q, **more)
    return [each.title for each in made.rows]


def test_a_record_is_added_shown_and_found_by_the_beginning_of_a_word(house: House) -> None:
    number = add(house, organiser())
    assert number == "ORG-000001"
    shown = view(house, number)
    assert shown.title == "Zonnebloem vzw (0428.759.497)"
    assert said(shown)["telefoon"] == "+32 2 533 12 11"
    for q in ("zonnebl", "vzw ZONNE", "0428759497", "0428.759", "ORG-000001", "org 000001"):
        assert found(house, q) == [shown.title], q
    assert found(house, "bloem") == []


def test_a_change_keeps_what_was_and_says_who_when_and_why(house: House) -> None:
    number = add(house, organiser())
    change(house, number, naam="Zonnetje vzw", **about("24/03/2026"))
    first, second = view(house, number).history[::-1]
    assert [(each.title, each.before, each.after) for each in second.changes] == [
        ("Naam", "Zonnebloem vzw", "Zonnetje vzw")
    ]
    assert (second.who, second.reason) == ("Sara Mertens", "Omdat het zo is.")
    assert first.holds
    assert said(view(house, number))["naam"] == "Zonnebloem vzw", "it begins tomorrow"
    assert said(view(house, number, day=date(2026, 3, 24)))["naam"] == "Zonnetje vzw"


def test_a_version_is_found_from_its_day_on_and_by_its_old_name_for_an_earlier_day(
    house: House,
) -> None:
    number = add(house, organiser())
    change(house, number, naam="Regenboog", **about("24/03/2026"))
    assert found(house, "regenboog") == []
    assert found(house, "regen", day=date(2026, 3, 24)) == ["Regenboog (0428.759.497)"]
    house.clock.forward(days=1)
    assert registers.turn(house.runtime) == 1
    assert registers.turn(house.runtime) == 0
    assert found(house, "regenboog") == ["Regenboog (0428.759.497)"]
    assert found(house, "zonnebloem") == []
    assert found(house, "zonnebloem", day=TODAY) == ["Zonnebloem vzw (0428.759.497)"]


def test_a_correction_for_some_days_leaves_the_days_around_it(house: House) -> None:
    number = add(house, {**organiser(), **about("01/01/2026")})
    period = about("01/02/2026", **{"about.valid_to": "28/02/2026"})
    change(house, number, naam="Tijdelijk", **period)
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    names = [said(view(house, number, day=day))["naam"] for day in days]
    assert names == ["Zonnebloem vzw", "Tijdelijk", "Tijdelijk", "Zonnebloem vzw"]
    assert said(view(house, number, day=date(2025, 12, 31))) == {}


def test_nothing_of_a_version_that_was_written_ever_changes(house: House) -> None:
    number = add(house, organiser())
    with house.runtime.store.read() as tx:
        row = rows.get(tx, number)
        assert row is not None
        before = rows.versions(tx, row.id)
    change(house, number, naam="Ander")
    other = add(house, organiser("Iets heel anders", "0403.170.701"))
    registers.merge(
        house.runtime,
        register="organisator",
        number=number,
        into=other,
        by=house.actors[SARA],
        posted=about(),
        seen=2,
    )
    with house.runtime.store.read() as tx:
        assert rows.versions(tx, row.id)[:1] == before


def test_every_change_has_a_line_that_names_the_fields_but_not_their_values(house: House) -> None:
    number = add(house, organiser())
    change(house, number, telefoon="016 20 30 40")
    with house.runtime.store.read() as tx:
        changed, *_ = trail.of_log(tx, kind=str(HistoryKind.RECORD_CHANGED))
        added, *_ = trail.of_log(tx, kind=str(HistoryKind.RECORD_ADDED))
    assert changed.meta["fields"] == ["telefoon"]
    assert changed.meta["name"] == added.meta["name"] == number
    assert "20 30" not in str(changed.meta) + str(changed.payload)


def test_somebody_who_saw_an_older_version_is_told(house: House) -> None:
    number = add(house, organiser())
    change(house, number, naam="Eerst")
    with pytest.raises(errors.Stale):
        change(house, number, naam="Daarna")
    with pytest.raises(errors.InvalidInput) as same:
        change(house, number, seen=2, naam="Eerst")
    assert same.value.problems[0].code == "register.unchanged"


def test_what_must_be_unique_is_refused_with_who_has_it(house: House) -> None:
    number = add(house, organiser())
    with pytest.raises(errors.InvalidInput) as refused:
        add(house, organiser("Heel iets anders"), confirmed=True)
    problem = refused.value.problems[0]
    assert (problem.field, problem.code) == ("kbo", "register.not_unique")
    assert problem.facts["number"] == number


def test_a_form_is_checked_as_every_form_is(house: House) -> None:
    posted = {**organiser(kbo="0428.759.498"), "telefoon": "12", "zomaar": "x", "about.reason": ""}
    with pytest.raises(errors.InvalidInput) as refused:
        add(house, posted)
    wrong = {each.field for each in refused.value.problems}
    assert {"kbo", "telefoon", "zomaar", "about.reason"} <= wrong


def test_a_likely_double_is_shown_before_it_is_added(house: House) -> None:
    first = add(house, organiser())
    with pytest.raises(Suspect) as suspect:
        add(house, organiser("Zonebloem", ""))
    assert [(each.number, each.reasons) for each in suspect.value.doubles] == [(first, ("@name",))]
    second = add(house, organiser("Zonebloem", ""), confirmed=True)
    assert [each.number for each in view(house, second).doubles] == [first]


def test_the_same_address_in_another_spelling_is_a_double(house: House) -> None:
    owner = add(house, organiser())
    first = add(house, location(owner), "locatie")
    with pytest.raises(Suspect) as suspect:
        add(house, location(owner, straat="Kerkstr."), "locatie")
    assert [(each.number, each.reasons) for each in suspect.value.doubles] == [
        (first, ("@address",))
    ]


def test_a_record_refers_to_another_by_number_or_by_what_it_is_offered_as(house: House) -> None:
    owner = add(house, organiser())
    by = house.actors[SARA]
    offered = registers.pick(house.runtime, register="organisator", by=by, q="zonne")
    assert [each.code for each in offered] == [owner]
    number = add(house, location(offered[0].label), "locatie")
    shown = registers.view(house.runtime, register="locatie", number=number, by=by)
    fact = next(each for each in shown.facts if each.name == "organisator")
    assert (fact.text, fact.number) == ("Zonnebloem vzw (0428.759.497)", owner)
    referring = view(house, owner).referring
    assert [(each.type.name, [row.number for row in each.rows]) for each in referring] == [
        ("locatie", [number])
    ]
    with pytest.raises(errors.InvalidInput):
        add(house, location("ORG-999999"), "locatie")


def whose(house: House) -> dict[str, Any]:
    return {"register": "organisator", "by": house.actors[SARA], "posted": about()}


def test_a_closed_record_stays_and_can_be_opened_again(house: House) -> None:
    by = house.actors[SARA]
    number = add(house, organiser())
    about_it = {**whose(house), "number": number}
    registers.close(house.runtime, seen=1, **about_it)
    assert view(house, number).state == "closed"
    assert found(house, "zonnebloem") != []
    assert registers.pick(house.runtime, register="organisator", by=by, q="zonne") == ()
    with pytest.raises(errors.Conflict):
        registers.close(house.runtime, seen=2, **about_it)
    registers.reopen(house.runtime, seen=2, **about_it)
    assert view(house, number).state == "open"


def test_merged_records_keep_their_numbers_lead_to_one_and_come_apart(house: House) -> None:
    keeps = add(house, organiser())
    goes = add(house, organiser("Zonebloem", ""), confirmed=True)
    place = add(house, location(goes), "locatie")
    about_it = whose(house)
    registers.merge(house.runtime, number=goes, into=keeps, seen=1, **about_it)
    shown = view(house, goes)
    assert (shown.row.number, shown.asked) == (keeps, goes)
    assert [each.number for each in shown.merged] == [goes]
    assert [row.number for each in shown.referring for row in each.rows] == [place]
    assert found(house, "zonebloem") == []
    with pytest.raises(errors.Conflict):
        change(house, goes, seen=2)
    with pytest.raises(errors.InvalidInput):
        registers.merge(house.runtime, number=keeps, into=goes, seen=1, **about_it)
    registers.part(house.runtime, number=goes, **about_it)
    assert view(house, goes).row.number == goes
    assert [each.kind for each in view(house, goes).history] == [
        "record:parted",
        "record:merged",
        "record:added",
    ]


def test_a_merged_record_gives_its_unique_number_free_and_takes_it_back_only_when_free(
    house: House,
) -> None:
    keeps = add(house, organiser("Iets heel anders", "0403.170.701"))
    goes = add(house, organiser())
    about_it = whose(house)
    registers.merge(house.runtime, number=goes, into=keeps, seen=1, **about_it)
    add(house, organiser("Helemaal nieuw"))
    with pytest.raises(errors.Conflict):
        registers.part(house.runtime, number=goes, **about_it)


def test_what_is_confidential_is_neither_shown_nor_found_nor_overwritten(house: House) -> None:
    number = add(house, organiser())
    shown = view(house, number, by=AUDITOR)
    assert shown.hidden == ("Contactpersoon", "E-mailadres", "Telefoonnummer")
    assert "telefoon" not in said(shown)
    assert "5331211" not in str(shown.history).replace(" ", "")
    assert found(house, "025331211") == []
    outsider = Actor(house.actors[SARA].person_id, "X", (RoleInTeam("kb-ko", "oost"),))
    assert outsider.groups, "an actor with a role that may read"
    with pytest.raises(errors.NotAllowed):
        registers.blank(house.runtime, register="organisator", by=house.actors[AUDITOR])


def test_words_that_many_records_have_are_found_together(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Rode Kikker", "Rode Egel", "Blauwe Kikker", "Blauwe Egel", "Groene Mier"):
        add(house, organiser(name, ""), confirmed=True)
    monkeypatch.setattr(record_search, "FEW", 1)
    assert found(house, "rode kikk") == ["Rode Kikker"]
    assert found(house, "kikker") == ["Blauwe Kikker", "Rode Kikker"]
    monkeypatch.setattr(record_search, "MANY", 1)
    assert found(house, "rode kikk") == ["Rode Kikker"]
    assert found(house, "rode kikker", day=TODAY) == ["Rode Kikker"]


def test_only_who_may_reads_and_writes(house: House) -> None:
    number = add(house, organiser())
    nobody = Actor("x", "Niemand")
    with pytest.raises(errors.NotAllowed):
        registers.view(house.runtime, register="organisator", number=number, by=nobody)
    with pytest.raises(errors.NotAllowed):
        registers.search(house.runtime, register="organisator", by=nobody)
    with pytest.raises(errors.NotFound):
        registers.search(house.runtime, register="niets", by=house.actors[SARA])
    with pytest.raises(errors.NotFound):
        registers.view(house.runtime, register="locatie", number=number, by=house.actors[SARA])


def test_made_up_records_are_for_demos_and_pass_the_checks_of_their_own_type(
    house: House,
) -> None:
    real = replace(house.runtime, settings=replace(house.runtime.settings, demo=False))
    with pytest.raises(errors.NotAllowed):
        registers.generate(real, count=1)
    runtime = replace(house.runtime, settings=replace(house.runtime.settings, demo=True))
    made = registers.generate(runtime, count=120)
    assert sum(made.values()) == 120
    assert set(made) == runtime.registers.keys()
    listing = registers.search(runtime, register="organisator", by=house.actors[SARA])
    assert len(listing.rows) == made["organisator"]
    changed = 0
    for row in listing.rows:
        shown = view(house, row.number)
        changed += len(shown.history) > 1
        for field in shown.type.fields:
            if field.check is not None and (text := said(shown)[field.name]):
                assert IDENTIFIERS[field.check].is_valid(IDENTIFIERS[field.check].compact(text))
    assert changed


def test_registers_hold_on_postgresql_too(postgresql_house: House) -> None:
    house = postgresql_house
    number = add(house, organiser())
    change(house, number, naam="Zonnetje vzw")
    assert found(house, "zonnetje") == ["Zonnetje vzw (0428.759.497)"]
    assert found(house, "zonnebloem", day=TODAY) == []
    assert [each.number for each in view(house, number).merged] == []
    with pytest.raises(errors.InvalidInput):
        add(house, organiser("Heel iets anders"), confirmed=True)
