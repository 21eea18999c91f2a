"""The command that lays a diagram out: over the file, beside it, or only looking."""

from pathlib import Path

import pytest

from engine import cli
from engine.layout import faults

SHIPPED = Path(__file__).parents[2] / "processes" / "gedeeld" / "late_post.bpmn"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a diagram with a task over another one."""
    path = tmp_path / "late_post.bpmn"
    path.write_bytes(SHIPPED.read_bytes().replace(b'x="600" y="100"', b'x="500" y="110"'))
    return path


def test_check_tells_the_faults_and_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    assert cli.main(["layout", str(file), "--check"]) == 1
    printed = capsys.readouterr().out
    assert "maak_verbetering [layout.overlap] Dit element staat over een ander" in printed
    assert file.read_bytes() == before


def test_a_sound_drawing_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["layout", str(SHIPPED), "--check"]) == 0
    assert capsys.readouterr().out == f"{SHIPPED}: ok\n"


def test_the_file_is_laid_out_in_place_or_beside(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    beside = tmp_path / "nieuw.bpmn"
    assert cli.main(["layout", str(file), "--out", str(beside)]) == 0
    assert file.read_bytes() == before
    assert cli.main(["layout", str(file)]) == 0
    assert file.read_bytes() == beside.read_bytes()
    assert faults(beside.read_bytes()) == []


def test_what_is_no_diagram_is_refused_and_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.bpmn"
    path.write_bytes(b"<!DOCTYPE a><a/>")
    assert cli.main(["layout", str(path)]) == 1
    assert "[xml.doctype]" in capsys.readouterr().err
    assert path.read_bytes() == b"<!DOCTYPE a><a/>"
