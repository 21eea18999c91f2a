"""Decision tables are analysed when they are checked; only an error keeps them out of force."""

import pytest

from engine import deployments
from engine.errors import InvalidModel
from tests.house import House

TABLE = "gedeeld/gemeente.dmn"
HANDED_OVER = "gedeeld/team_na_overdracht.dmn"
DOCUMENTS = "vergunning/documentenlijst.dmn"
ADMISSIBILITY = "vergunning/ontvankelijkheid_groepsopvang.dmn"


def files(house: House) -> tuple[str, dict[str, bytes]]:
    return "vergunning", dict(deployments.read_folders(house.runtime))["vergunning"]


def test_our_own_tables_have_no_error_and_two_warnings(house: House) -> None:
    _, own = files(house)
    found = deployments.check(house.runtime, own)
    tables = [one for one in found if one.file.endswith(".dmn")]
    analysed = [one for one in tables if one.rule.startswith("dmn.")]
    told = [(one.file, one.rule) for one in analysed if one.severity != "info"]
    assert told == [
        (TABLE, "dmn.analysis.gap"),  # a code of no Flemish municipality
        (HANDED_OVER, "dmn.analysis.gap"),  # a team that the form does not offer
    ]
    drawn = {one.rule for one in analysed if one.severity == "info"}
    assert drawn == {"dmn.analysis.opaque"}  # FEEL that cannot be drawn as intervals
    assert {DOCUMENTS, ADMISSIBILITY} <= {one.file for one in analysed}


def test_two_rules_for_the_same_value_are_refused_with_both_and_the_value(house: House) -> None:
    key, own = files(house)
    twice = own[TABLE].replace(b'"11002"', b'"11001"', 1)
    with pytest.raises(InvalidModel) as refused:
        deployments.deploy(
            house.runtime,
            process_key=key,
            files={**own, TABLE: twice},
            by=house.actors["pieter.claeys"],
            reason="proef",
            source="page",
        )
    (wrong,) = [one for one in refused.value.findings if one.severity == "error"]
    assert (wrong.file, wrong.rule) == (TABLE, "dmn.analysis.overlap")
    assert wrong.facts["numbers"] == [1, 2]
    assert wrong.facts["where"][0]["intervals"] == ['"11001"']
