"""procesregie migrate: what is printed, what is written, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import cli
from tests.house import House, environment
from tests.verbs import probing

FIRST = probing.row(probing.TASK.format("assess"))
SECOND = probing.row(probing.TASK.format("judge"))
WAYS = ("probe", "--from", "1", "--to", "2")


@pytest.fixture
def number(house: House, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a case of version 1 in a house that the command finds, where version 2 is too."""
    for name, value in environment(house.runtime.settings).items():
        monkeypatch.setenv(name, value)
    probing.deploy(house, FIRST)
    started = probing.start(house)
    probing.deploy(house, SECOND)
    return started


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    """Return exit status, the lines that were printed, what was complained."""
    status = cli.main(["migrate", *words])
    printed = capsys.readouterr()
    return status, printed.out.splitlines(), printed.err


def test_a_dry_run_tells_a_line_a_case_and_writes_nothing(
    house: House, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, *WAYS, "--map", "assess=judge") == (
        0,
        [
            "probe: version 1 -> 2",
            "  probe/assess -> judge (mapped)",
            f"{number} migrates",
            "1 cases: 1 migrates",
            "nothing was written; --apply does",
        ],
        "",
    )
    assert probing.only_task(house, number).element == "assess"


def test_a_refusal_is_told_in_a_sentence_and_gives_status_one(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, printed, _ = run(capsys, *WAYS)
    assert status == 1
    assert printed[1] == "  probe/assess -> - (gone)"
    assert printed[2] == f"{number} refused"
    assert printed[3].startswith("    assess [migration.gone] De procedure staat bij")
    assert printed[4] == "1 cases: 1 refused"


def test_it_is_applied_with_a_reason_and_undone(
    house: House, number: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "plan.json").write_text(json.dumps({"assess": None, "finish": "finish"}))
    plan = ["--map-file", str(tmp_path / "plan.json"), "--map", "assess=judge"]
    why = ["--apply", "--reason", "the new decree"]
    status, printed, _ = run(capsys, *WAYS, *plan, "--case", number, *why)
    assert (status, printed[-3]) == (0, f"{number} migrated")
    assert probing.only_task(house, number).element == "judge"
    migration = printed[-1].removeprefix("migration ")
    status, printed, _ = run(capsys, "--undo", migration)
    assert (status, printed[-3:-1]) == (0, [f"{number} migrates", "1 cases: 1 migrates"])
    status, _, _ = run(capsys, "--undo", migration, *why)
    assert status == 0
    assert probing.only_task(house, number).element == "assess"
    assert cli.main(["verify"]) == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([*WAYS, "--map", "assess=judge", "--apply"], "reason: required"),
        (
            [*WAYS, "--map", "assess=nowhere"],
            "mapping: migration.unknown target (element: nowhere)",
        ),
        ([*WAYS, "--map", "assess"], "mapping: migration.no mapping"),
        ([*WAYS, "--map-file", "is_er_niet.json"], "cannot read is_er_niet.json"),
        (["probe", "--from", "1", "--to", "7"], "version (process: probe, version: 7)"),
        (["--undo", "unknown"], "migration.unknown (migration: unknown)"),
    ],
)
def test_what_is_no_order_is_said_with_status_one(
    number: str, capsys: pytest.CaptureFixture[str], words: list[str], complaint: str
) -> None:
    status, printed, complained = run(capsys, *words)
    assert (status, printed) == (1, [])
    assert complaint in complained


@pytest.mark.parametrize("text", ["[]", "nothing", '{"assess": 1}', '"a"', "[" * 100_000])
def test_a_file_that_is_no_mapping_is_refused(
    number: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    (tmp_path / "plan.json").write_text(text)
    status, _, complained = run(capsys, *WAYS, "--map-file", str(tmp_path / "plan.json"))
    assert (status, complained) == (1, "mapping: migration.no mapping\n")


@pytest.mark.parametrize("words", [["probe"], [], ["--undo", "x", "probe"]])
def test_words_that_are_no_command_give_status_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["migrate", *words])
    assert stopped.value.code == 2
