"""Records from a CSV: every line is told, and the same file may be read again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import errors, registers
from engine.model import SYSTEM, Actor, HistoryKind
from engine.registers import sheets
from engine.store import history as trail
from tests import recording
from tests.house import House
from tests.recording import SARA, about

HEAD = "naam;kbo;rechtsvorm;telefoon"
GOOD = ("Zonnebloem vzw;0428.759.497;;02 533 12 11", "Regenboog;0403.170.701;;")


def load(
    house: House, *lines: str, head: str = HEAD, by: str = SARA, **more: Any
) -> registers.Load:
    asked: dict[str, Any] = {"register": "organisator", "posted": about(), "dry_run": False, **more}
    data = asked.pop("data", "\r\n".join((head, *lines)).encode())
    return registers.load(house.runtime, by=house.actors[by], data=data, **asked)


def outcomes(loaded: registers.Load) -> list[str]:
    return [each.outcome for each in loaded.lines]


def count(house: House) -> int:
    by = house.actors[SARA]
    lines = {each.name: each.count for each in registers.overview(house.runtime, by=by)}
    return lines["organisator"]


def test_lines_become_records_with_since_when_and_why(house: House) -> None:
    loaded = load(house, *GOOD)
    assert loaded.written
    assert [(each.row, each.outcome, each.number) for each in loaded.lines] == [
        (2, "added", "ORG-000001"),
        (3, "added", "ORG-000002"),
    ]
    by = house.actors[SARA]
    shown = registers.view(house.runtime, register="organisator", number="ORG-000001", by=by)
    assert {each.name: each.text for each in shown.facts}["telefoon"] == "+32 2 533 12 11"
    assert shown.history[0].reason == "Omdat het zo is."


def test_empty_columns_that_a_spreadsheet_writes_behind_the_last_are_left_out(
    house: House,
) -> None:
    loaded = load(house, *(f"{each};;;" for each in GOOD), head=f"{HEAD};;;")
    assert outcomes(loaded) == ["added", "added"]
    with pytest.raises(errors.InvalidInput):
        load(house, "Madelief;;;;;x", head=f"{HEAD};;")


def test_a_dry_run_tells_the_same_and_keeps_nothing(house: House) -> None:
    loaded = load(house, *GOOD, dry_run=True)
    assert not loaded.written
    assert outcomes(loaded) == ["added", "added"]
    assert count(house) == 0
    with house.runtime.store.read() as tx:
        looked = trail.of_log(tx, kind=str(HistoryKind.LIST_READ))
    assert {"list": "register", "name": "organisator"} in [each.meta for each in looked]
    assert [each.number for each in load(house, *GOOD).lines] == ["ORG-000001", "ORG-000002"]


def test_the_same_file_again_writes_nothing(house: House) -> None:
    more = "Zonder nummer;;;"
    load(house, *GOOD, more, confirmed=True)
    assert outcomes(load(house, *GOOD, more)) == ["known", "known", "known"]
    assert count(house) == 3


def test_what_is_wrong_is_told_by_line_and_field_and_nothing_goes_in(house: House) -> None:
    bad = ("Fout;0428.759.498;;", ";;;", "Te;veel;;;velden", "Vorm;;keizerrijk;")
    loaded = load(house, *GOOD, *bad)
    assert not loaded.written
    told = [(each.row, [(p.field, p.code) for p in each.problems]) for each in loaded.lines[2:]]
    assert told == [
        (4, [("kbo", "bad_check_digits")]),
        (6, [("", "transfer.width")]),
        (7, [("rechtsvorm", "unknown_option")]),
    ], "an empty line is no line"
    assert count(house) == 0
    rest = load(house, *GOOD, *bad, all_or_nothing=False)
    assert rest.written
    assert (rest.count("added"), rest.count("refused")) == (2, 3)
    assert count(house) == 2


def test_a_double_is_shown_and_added_only_when_that_is_asked(house: House) -> None:
    load(house, GOOD[0])
    (line,) = load(house, "Zonnebloem;;;").lines
    assert (line.outcome, [each.number for each in line.doubles]) == ("double", ["ORG-000001"])
    assert count(house) == 1
    assert outcomes(load(house, "Zonnebloem;;;", confirmed=True)) == ["added"]


def test_a_double_within_the_file_is_seen(house: House) -> None:
    loaded = load(house, "Pimpeloentje;;;", "Pimpeloentje vzw;;;", "Pimpeloentje;;;")
    assert outcomes(loaded) == ["added", "double", "known"]


def test_a_line_changes_the_record_that_it_names_or_that_has_its_unique_value(house: House) -> None:
    load(house, *GOOD)
    by_key = load(house, "Zonnetje;0428.759.497;;")
    assert [(each.outcome, each.number) for each in by_key.lines] == [("changed", "ORG-000001")]
    named = load(house, "ORG-000002;Regenbogen", head="nummer;naam")
    assert outcomes(named) == ["changed"]
    by = house.actors[SARA]
    shown = registers.view(house.runtime, register="organisator", number="ORG-000001", by=by)
    said = {each.name: each.text for each in shown.facts}
    assert (said["naam"], said["telefoon"]) == ("Zonnetje", "+32 2 533 12 11"), "empty stays"
    (refused,) = load(house, "ORG-000009;Niemand", head="nummer;naam").lines
    assert [each.code for each in refused.problems] == ["record"]


def test_titles_labels_days_and_boxes_are_read_as_people_write_them(house: House) -> None:
    owner = recording.add(house, recording.organiser())
    head = "Organisator,straat,huisnummer,postcode,Gemeente,geldig_vanaf,brandattest_tot,reden"
    line = f"{owner},Kerkstraat,12,3300,Tienen,2026-01-01,2026-12-31,Uit Edison"
    loaded = load(house, line, head=head, register="locatie")
    assert [(each.outcome, each.problems) for each in loaded.lines] == [("added", ())]
    by, number = house.actors[SARA], loaded.lines[0].number
    shown = registers.view(house.runtime, register="locatie", number=number, by=by)
    assert {each.name: each.text for each in shown.facts}["brandattest_tot"] == "31/12/2026"
    assert (str(shown.history[0].valid_from), shown.history[0].reason) == (
        "2026-01-01",
        "Uit Edison",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_of_any_office_is_read(house: House, encoding: str, separator: str) -> None:
    text = f"naam{separator}kbo\r\nDe bloëm “één”{separator}\r\n"
    loaded = load(house, data=text.encode(encoding))
    assert [each.title for each in loaded.lines] == ["De bloëm “één”"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "transfer.no_table"),
        (b"naam;naam\nx;y\n", "transfer.column"),
        (b"naam;vreemd\nx;y\n", "transfer.column"),
        (b"naam\n\x81\x8d\xff\n", "transfer.encoding"),
        (b"naam\n\x00\n", "transfer.encoding"),
        (b'naam\n"x\n', "transfer.no_table"),
        (b"naam\n" + b"x\n" * (5_001), "transfer.too_long"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(house: House, data: bytes, code: str) -> None:
    with pytest.raises(errors.InvalidInput) as refused:
        load(house, data=data)
    assert code in {each.code for each in refused.value.problems}


def test_only_who_changes_registers_loads_and_only_what_they_may_read(house: House) -> None:
    with pytest.raises(errors.NotAllowed):
        load(house, *GOOD, by="ann.auditor")
    data = "\n".join((HEAD, *GOOD)).encode()
    loaded = registers.load(
        house.runtime, register="organisator", data=data, by=SYSTEM, posted=about(), dry_run=False
    )
    assert loaded.written, "who has a terminal may fill every field"


def test_what_goes_out_comes_in_again_without_a_change(house: House) -> None:
    load(house, *GOOD, "=1+2;;;", "'t Nestje;;;")
    made = registers.export(house.runtime, register="organisator", by=house.actors[SARA])
    assert made.startswith(b"\xef\xbb\xbfnummer;naam;kbo;")
    assert b"\r\nORG-000003;'=1+2;" in made
    assert outcomes(load(house, data=made)) == ["known"] * 4


def test_what_somebody_may_not_read_does_not_go_out(house: House) -> None:
    load(house, *GOOD)
    made = registers.export(house.runtime, register="organisator", by=house.actors["ann.auditor"])
    assert b"telefoon" not in made
    assert b"533" not in made
    with pytest.raises(errors.NotAllowed):
        registers.export(house.runtime, register="organisator", by=Actor("x", "Niemand"))


@given(st.text())
def test_a_cell_that_goes_out_is_no_formula_and_comes_back_as_it_was(text: str) -> None:
    cell = sheets.harmless(text.strip())
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert sheets.plain(cell) == text.strip()
