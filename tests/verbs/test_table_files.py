"""Decision tables in pages: listed, shown, tried on a row, put into force."""

from __future__ import annotations

import pytest

from engine import deployments, errors
from engine.deployments import FileName, TableTrial
from engine.runtime import FileKind
from tests.house import House

BY = "pieter.claeys"
CRISIS = FileName(FileKind.TABLE, "crisistoets", "klachten")
TEAM = FileName(FileKind.TABLE, "bevoegd_team", "vergunning")


def tried(house: House, name: FileName, **typed: str) -> TableTrial:
    given = {path.replace("__", "."): value for path, value in typed.items()}
    return deployments.try_table(house.runtime, name=name, by=house.actors[BY], typed=given)


def content(house: House, name: FileName = CRISIS) -> bytes:
    return deployments.table_file(house.runtime, name=name, by=house.actors[BY]).content


def test_every_procedure_has_its_own_tables_before_the_shared_ones(house: House) -> None:
    found = deployments.catalogue_of_tables(house.runtime, by=house.actors[BY])
    lines = {version.process_key: tables for version, tables in found}
    own = [each.name for each in lines["klachten"] if not each.shared]
    assert own == ["behandelplicht", "crisistoets"]
    assert [each.shared for each in lines["klachten"]][:2] == [False, False]
    (crisis,) = (each for each in lines["klachten"] if each.name == "crisistoets")
    assert (crisis.title, crisis.rules) == ("Crisistoets", 5)
    assert crisis.used == ("Klacht over de eigen dienst",)


def test_a_trial_tells_the_rule_that_matches_and_its_outcome(house: House) -> None:
    trial = tried(house, CRISIS, crisis__letsel="weet_niet")
    assert [rule.number for rule in trial.tables[0].rules if rule.matched] == [1]
    assert trial.outputs == {"kijken": True, "reden": "Mogelijk letsel bij een kind"}


def test_what_a_computed_column_reads_can_be_typed_too(house: House) -> None:
    trial = tried(house, TEAM, domein="kinderopvang", locatie__nis_code='"24107"')
    assert [field.path for field in trial.fields] == ["domein", "locatie.nis_code"]
    assert [rule.number for rule in trial.tables[-1].rules if rule.matched] == [4]


def test_what_is_no_value_of_the_type_is_told_at_its_field(house: House) -> None:
    name = FileName(FileKind.TABLE, "trapvoorwaarden", "subsidie")
    trial = tried(house, name, aanvraag__trap="veel", onderzoek__openingsdagen="220,5")
    assert [(each.field, each.code) for each in trial.problems] == [
        ("aanvraag.trap", "try.not_of_type")
    ]
    assert trial.tables == ()
    assert tried(house, name, aanvraag__trap="1", onderzoek__openingsdagen="220,5").tables


def test_one_value_inside_another_is_refused(house: House) -> None:
    xml = content(house).replace(b"<text>crisis.toezicht</text>", b"<text>crisis</text>")
    trial = deployments.try_table(
        house.runtime,
        name=CRISIS,
        by=house.actors[BY],
        typed={"crisis.letsel": "ja", "crisis": "nee"},
        content=xml,
    )
    assert [each.code for each in trial.problems] == ["try.inside_another"]


def test_a_table_that_cannot_be_read_gives_its_findings(house: House) -> None:
    trial = deployments.try_table(
        house.runtime, name=CRISIS, by=house.actors[BY], typed={}, content=b"<a>"
    )
    assert {each.rule for each in trial.findings} == {"xml.malformed"}


def test_a_gap_names_the_rules_that_stand_beside_it(house: House) -> None:
    xml = content(house).replace(b'<text>"ja"</text>', b'<text>"ja", "nee"</text>')
    last = xml.rindex(b"<text>-</text>")
    xml = xml[:last] + b'<text>"weet_niet"</text>' + xml[last + len(b"<text>-</text>") :]
    found = deployments.look_over_table(
        house.runtime, name=CRISIS, content=xml, by=house.actors[BY]
    )
    (gap,) = (each for each in found if each.rule == "dmn.analysis.gap")
    assert gap.facts["numbers"] == [1, 2, 3, 4]


def test_a_changed_table_is_in_force_and_its_versions_are_those_that_changed_it(
    house: House,
) -> None:
    by = house.actors[BY]
    changed = content(house).replace(b"Mogelijk letsel", b"Misschien letsel")
    line = deployments.deploy_draft(
        house.runtime, name=CRISIS, by=by, reason="een proef", content=changed
    )
    file = deployments.table_file(house.runtime, name=CRISIS, by=by)
    other = FileName(FileKind.TABLE, "behandelplicht", "klachten")
    assert [each.version for each in file.versions] == [line.version, line.version - 1]
    assert len(deployments.table_file(house.runtime, name=other, by=by).versions) == 1
    old = deployments.table_file(house.runtime, name=CRISIS, by=by, version=line.version - 1)
    assert old.shown.version == line.version - 1
    assert old.tables[0].rules[0].outputs[1] == '"Mogelijk letsel bij een kind"'


def test_who_may_not_read_or_deploy_models_is_told_so(house: House) -> None:
    sara = house.actors["sara.mertens"]
    with pytest.raises(errors.NotAllowed):
        deployments.try_table(house.runtime, name=CRISIS, by=sara, typed={})
    with pytest.raises(errors.NotAllowed):
        deployments.look_over_table(house.runtime, name=CRISIS, content=b"", by=sara)
    with pytest.raises(errors.NotFound):
        tried(house, FileName(FileKind.TABLE, "nergens"))
