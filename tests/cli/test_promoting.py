"""procesregie bundle: made, looked at and applied from a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import cli
from tests.house import House, environment


@pytest.fixture(autouse=True)
def _found(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PROCESREGIE_BUNDLE_KEY", str(tmp_path / "bundle.pem"))


def test_a_bundle_is_made_looked_at_and_changes_nothing_where_it_is_in_force_already(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "post.zip")
    wanted = ("--procedure", "post", "--reason", "Getest", "--approver", "Nele Aerts")
    assert cli.main(["bundle", "make", file, *wanted]) == 0
    assert cli.main(["bundle", "make", file, *wanted]) == 1
    assert "Dit bestand is er al" in capsys.readouterr().err
    assert cli.main(["bundle", "verify", file]) == 1
    assert "niet vertrouwen" in capsys.readouterr().err
    assert cli.main(["bundle", "key"]) == 0
    monkeypatch.setenv("PROCESREGIE_BUNDLE_KEYS", capsys.readouterr().out.strip())
    assert cli.main(["bundle", "verify", file]) == 0
    assert "approved by Nele Aerts: Getest" in capsys.readouterr().out
    assert cli.main(["bundle", "apply", file]) == 0
    assert capsys.readouterr().out == "procedure post: version 1 unchanged\n"
