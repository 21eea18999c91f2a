"""Decision tables are analysed when they are checked; only an error keeps them out of force."""

import pytest

from engine import deployments
from engine.errors import InvalidModel
from tests.house import House

TABLE = "gedeeld/gemeente.dmn"
DOCUMENTS = "vergunning/documentenlijst.dmn"
ADMISSIBILITY = "vergunning/ontvankelijkheid_groepsopvang.dmn"


def files(house: House) -> tuple[str, dict[str, bytes]]:
    return "vergunning", dict(deployments.read_folders(house.runtime))["vergunning"]


def test_our_own_tables_have_no_error_and_one_warning(house: House) -> None:
    _, own = files(house)
    found = deployments.check(house.runtime, own)
    tables = [one for one in found if one.file.endswith(".dmn")]
    assert [(one.file, one.rule, one.severity) for one in tables] == [
        (TABLE, "dmn.analysis.gap", "warning"),  # a code of no Flemish municipality
        (DOCUMENTS, "dmn.analysis.opaque", "info"),  # FEEL that cannot be drawn as intervals
        *[(ADMISSIBILITY, "dmn.analysis.opaque", "info")] * 4,
    ]


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
