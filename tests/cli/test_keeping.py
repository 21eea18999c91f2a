"""procesregie backup and restore, as a timer or a person in need runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine import cli
from engine.config import Settings
from tests.house import House, environment, settings

WORDS = "een lange wachtzin voor de proef\n"


def live_in(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(chosen).items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def passphrase(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    live_in(house.runtime.settings, monkeypatch)
    file = tmp_path / "passphrase"
    file.write_text(WORDS, "utf-8")
    return str(file)


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    return dict(json.loads(line))


def test_a_backup_is_made_checked_and_restored(
    passphrase: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opens = ("--passphrase-file", passphrase)
    place = str(tmp_path / "backups")
    assert cli.main(["backup", place, *opens, "--keep", "2", "--json"]) == 0
    made = said(capsys)
    assert (made["ok"], made["keys"], made["database"]) == (True, True, "sqlite")
    assert cli.main(["restore", made["backup"], *opens, "--check"]) == 0
    assert capsys.readouterr().out.endswith("ok: nothing was kept\n")
    assert cli.main(["restore", made["backup"], *opens]) == 1
    assert "[backup.in_the_way]" in capsys.readouterr().err
    live_in(settings(tmp_path / "elsewhere"), monkeypatch)
    assert cli.main(["restore", made["backup"], *opens, "--json", "--all"]) == 0
    done = said(capsys)
    assert (done["ok"], done["faults"], done["moment"]) == (True, [], made["moment"])
    assert cli.main(["verify"]) == 0


def test_what_fails_has_status_1_and_says_so_in_json_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    assert cli.main(["backup", str(taken), "--without-keys", "--json"]) == 1
    assert said(capsys)["ok"] is False
    assert cli.main(["backup", str(taken), "--without-keys"]) == 1
    assert "cannot read" in capsys.readouterr().err
    made = str(tmp_path / "one.tar")
    assert cli.main(["backup", made, "--without-keys"]) == 0
    assert "keys: NOT in it" in capsys.readouterr().out
    assert cli.main(["restore", str(tmp_path), "--check", "--json"]) == 1
    assert "backup.not_one" in said(capsys)["problem"]


def test_whoever_forgets_the_keys_is_asked(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["backup", str(tmp_path / "backups")])
    assert stopped.value.code == 2
    (tmp_path / "short").write_text("kort", "utf-8")
    short = ["--passphrase-file", str(tmp_path / "short")]
    assert cli.main(["backup", str(tmp_path / "backups"), *short]) == 1
