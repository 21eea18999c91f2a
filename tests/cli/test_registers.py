"""procesregie registers load: every line told, nothing kept without --write, the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import cli
from engine.config import PREFIX

LINES = "naam;kbo\nZonnebloem;0428.759.497\nFout;0428.759.498\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path) -> Path:
    """Let the command work on a database of its own."""
    file = tmp_path / "procesregie.db"
    file.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{file}")
    return tmp_path


def load(
    capsys: pytest.CaptureFixture[str], home: Path, text: str, *more: str
) -> tuple[int, list[str]]:
    """Return the exit status and the lines that were printed."""
    file = home / "organisatoren.csv"
    file.write_text(text, "utf-8")
    status = cli.main(["registers", "load", "organisator", str(file), *more])
    return status, capsys.readouterr().out.splitlines()


def test_a_try_tells_every_line_and_keeps_nothing(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    for _ in range(2):
        status, (first, second, end) = load(capsys, home, LINES)
        assert (status, first) == (1, "line 2: added ORG-000001 Zonnebloem (0428.759.497)")
        assert second.startswith("line 3: refused")
        assert "kbo: " in second
        assert end == "1 added, 1 refused; nothing was written"


def test_what_can_go_in_is_written_once(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert load(capsys, home, LINES, "--write")[1][-1].endswith("nothing was written")
    assert load(capsys, home, LINES, "--write", "--rest")[1][-1] == "1 added, 1 refused"
    status, lines = load(capsys, home, LINES.rpartition("Fout")[0], "--write", "--since=2026-01-01")
    assert (status, lines[-1]) == (0, "1 known")
