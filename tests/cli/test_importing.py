"""procesregie import: what is reported, what is checked, what is written, and the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import cli
from engine.config import PREFIX

MODELS = Path(__file__).parents[1] / "bpmn" / "importing" / "models"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the command write in folders of its own."""
    for name in ("processes", "forms"):
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", str(tmp_path / name))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Return exit status, what was printed, what was complained."""
    status = cli.main(["import", *words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def model(name: str) -> str:
    return str(MODELS / f"{name}.bpmn")


def written(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*.*"))


def test_a_report_line_names_the_place_and_what_became_of_it(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    file = model("activiti_people")
    status, said, _ = run(capsys, file)
    assert status == 0
    assert (
        f'{file}:5 behandel rewritten: activiti:formKey="behandeling" -> pr:form="behandeling"'
        in said.splitlines()
    )
    assert said.splitlines()[-1] == "nothing was written; --write does"
    assert written(home) == []


def test_what_a_person_has_to_write_stands_there_in_a_sentence_and_makes_the_status_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, said, _ = run(capsys, model("camunda7_refused"))
    assert status == 1
    assert 'stuur refused: camunda:class="be.vlaanderen.SendLetterDelegate"' in said
    assert 'Kies een opdracht, bijvoorbeeld pr:job="send_letter".' in said


def test_the_result_is_checked_with_the_lines_of_the_new_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, said, _ = run(capsys, model("camunda7_refused"))
    checked = said.partition("check of the result:\n")[2]
    assert "camunda7_refused.bpmn:13 stuur [bpmn.vendor.code]" in checked


def test_files_are_written_when_that_is_asked_forms_beside_them(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    status, said, _ = run(capsys, model("camunda7_form"), "--write")
    assert status == 0
    assert written(home) == [
        "forms/camunda7_form/vul_in.json",
        "processes/camunda7_form/camunda7_form.bpmn",
    ]
    assert f"written: {home / 'forms/camunda7_form/vul_in.json'}" in said


def test_a_file_that_is_there_stays_unless_it_is_forced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    into = tmp_path / "aanvraag"
    words = (model("activiti_people"), "--into", str(into), "--write")
    assert run(capsys, *words)[0] == 0
    target = into / "activiti_people.bpmn"
    made = target.read_bytes()
    assert run(capsys, *words)[0] == 0  # the same again
    target.write_text("van iemand anders")
    status, _, complained = run(capsys, *words)
    assert status == 1
    assert "bestaat al" in complained
    assert target.read_text() == "van iemand anders"
    assert run(capsys, *words, "--force")[0] == 0
    assert target.read_bytes() == made


def test_a_folder_stands_for_what_it_holds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = tmp_path / "modellen"
    source.mkdir()
    for name in ("camunda8_people", "spiff_people"):
        (source / f"{name}.bpmn20.xml").write_bytes((MODELS / f"{name}.bpmn").read_bytes())
    (source / "notities.txt").write_text("niets")
    into = tmp_path / "samen"
    assert run(capsys, str(source), "--into", str(into), "--write")[0] == 0
    assert written(into) == ["camunda8_people.bpmn", "spiff_people.bpmn"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"geen diagram", "geen"),
        (bytes(range(256)), "UTF-8"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b"<a>" + b" " * 3_000_000 + b"</a>", "groot"),
    ],
)
def test_a_hostile_file_gives_a_place_a_sentence_and_status_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "vreemd.bpmn"
    file.write_bytes(content)
    status, said, complained = run(capsys, str(file), "--write")
    assert status == 1
    assert str(file) in said + complained
    assert sentence in said + complained


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, complained = run(capsys, "weg.bpmn")
    assert (status, "weg.bpmn" in complained) == (1, True)
