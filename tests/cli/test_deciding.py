"""procesregie deciders: who may take a decision, and the exit status."""

from __future__ import annotations

import pytest

from engine import cli
from tests.house import House, environment

DAY = ["--on", "2026-04-27"]
MARC = (
    "Marc De Smet (marc.desmet), administrateur-generaal: "
    "Aanstellingsbesluit van 8 januari 2024 (verzonnen)"
)


@pytest.fixture(autouse=True)
def _found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)


def test_who_may_decide_depends_on_the_amount(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["deciders", "subsidie.terugvordering", *DAY]
    assert cli.main([*asked, "--amount", "10000"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 may"
    assert cli.main(asked) == 0
    assert capsys.readouterr().out.splitlines() == [MARC, "1 may"]


def test_a_sort_in_no_list_goes_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["deciders", "iets.nieuws", *DAY]) == 0
    first, second, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("this sort is in no list")
    assert second == MARC


def test_before_anybody_had_a_mandate_nobody_may(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["deciders", "vergunning.weigering", "--on", "2020-01-01"]) == 1
    assert capsys.readouterr().out == "nobody may\n"


@pytest.mark.parametrize("amount", ["veel", "-1", "NaN"])
def test_an_amount_is_a_number(amount: str) -> None:
    with pytest.raises(SystemExit):
        cli.main(["deciders", "vergunning.weigering", f"--amount={amount}"])
