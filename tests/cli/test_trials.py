"""The commands that try things: what is printed where, and the exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine import cli
from tests.dmn.building import column, decision, literal, model, rule, table

AGE = table(
    column("input", "leeftijd", id="i", label="Leeftijd"),
    column("output", "", id="o", name="uit"),
    rule("jong", ["< 18"], ['"jong"']),
    rule("oud", [">= 18"], ['"oud"']),
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "proef.dmn"
    path.write_bytes(model(decision("d", AGE)))
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return exit status, what was printed, what was complained."""
    status = cli.main(arguments)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_feel_prints_the_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "feel", "1 + 1") == (0, '{"@number": "2"}\n', "")


def test_feel_reads_variables_from_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "c.json").write_text(json.dumps({"dag": {"@date": "2026-01-31"}}))
    asked = ["feel", 'dag + duration("P1M")', "--context", str(tmp_path / "c.json")]
    assert run(capsys, *asked)[:2] == (0, '{"@date": "2026-02-28"}\n')


def test_feel_tries_a_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "feel", "[18..20]", "--unary", "21")[:2] == (0, "false\n")


def test_feel_shows_the_place_of_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    status, printed, complaint = run(capsys, "feel", "if 1 the 2 else 3")
    assert (status, printed) == (1, "")
    assert complaint.startswith("error: line 1, column 6: unexpected token")
    assert "did you mean then?" in complaint
    assert complaint.endswith("  if 1 the 2 else 3\n       ^\n")


def test_feel_warns_and_still_prints(capsys: pytest.CaptureFixture[str]) -> None:
    status, printed, complaint = run(capsys, "feel", "1 / 0")
    assert (status, printed) == (0, "null\n")
    assert complaint.startswith("warning: line 1, column 3: division by zero")


def test_decide_prints_outputs_rules_and_trace(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    status, printed, complaint = run(capsys, "decide", file, "d", "--input", "leeftijd=7")
    assert (status, complaint) == (0, "")
    assert printed.splitlines() == [
        '"jong"',
        "matched: jong",
        "trace: d",
        '  input   leeftijd = {"@number": "7"}',
        "  matched jong",
        '  output  "jong"',
    ]


def test_decide_reads_inputs_from_a_file_and_what_is_typed_goes_first(
    capsys: pytest.CaptureFixture[str], file: str, tmp_path: Path
) -> None:
    (tmp_path / "in.json").write_text('{"leeftijd": 7}')
    asked = ["decide", file, "--input-file", str(tmp_path / "in.json")]
    assert run(capsys, *asked)[1].startswith('"jong"\n')
    assert run(capsys, *asked, "--input", "leeftijd=70")[1].startswith('"oud"\n')


def test_decide_shows_the_problems_of_the_trace(
    capsys: pytest.CaptureFixture[str], file: str
) -> None:
    status, printed, _ = run(capsys, "decide", file)
    assert status == 0
    assert "  problem unknown_name: Leeftijd" in printed


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["dd"], "did you mean d?"),
        (["d", "--input", "leeftijd"], "leeftijd: try.not an assignment"),
        (["d", "--input", "leeftijd=1 +"], "unexpected_end"),
        (["d", "--input-file", "is_er_niet.json"], "cannot read is_er_niet.json"),
    ],
)
def test_decide_refuses_with_status_one(
    capsys: pytest.CaptureFixture[str], file: str, arguments: list[str], complaint: str
) -> None:
    status, printed, complained = run(capsys, "decide", file, *arguments)
    assert (status, printed) == (1, "")
    assert complaint in complained


def test_a_refused_model_is_said_with_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "fout.dmn").write_bytes(model(decision("d", literal("1 +"))))
    status, _, complaint = run(capsys, "decide", str(tmp_path / "fout.dmn"))
    assert status == 1
    assert complaint.startswith("fout.dmn:1 d [dmn.feel_syntax]")


def test_the_module_exits_with_the_status_of_the_command() -> None:
    command = [sys.executable, "-m", "engine", "feel", "1 +"]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == 1
