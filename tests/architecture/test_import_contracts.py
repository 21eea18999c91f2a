"""Imports go downwards only; and the contracts that say so do find a violation."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

VIOLATIONS = [
    ("feel/planted.py", "import engine.store", "Doors open onto verbs"),
    ("store/planted.py", "import engine.bpmn", "Doors open onto verbs"),
    ("web/planted.py", "import engine.store", "Doors never reach past the verbs"),
    ("store/planted.py", "import SpiffWorkflow", "Only the machine knows SpiffWorkflow"),
    ("web/planted.py", "import lxml", "XML is parsed in one place"),
    ("bpmn/planted.py", "import sqlalchemy", "Only the store knows SQLAlchemy"),
    ("bpmn/planted.py", "import flask", "Only the HTTP doors know Flask"),
    ("planted.py", "", "Doors open onto verbs"),
]


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package that stands in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def broken(answer: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the names of the contracts that import-linter calls broken."""
    return [line for line in answer.stdout.splitlines() if line.endswith("BROKEN")]


def test_every_import_goes_downwards() -> None:
    answer = contracts(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("place", "line", "contract"), VIOLATIONS)
def test_a_planted_violation_is_found(tmp_path: Path, place: str, line: str, contract: str) -> None:
    ignore = shutil.ignore_patterns("__pycache__", "static", "templates", "*.typ", "*.toml")
    shutil.copytree(ROOT / "engine", tmp_path / "engine", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "engine" / place).write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    answer = contracts(tmp_path)
    assert answer.returncode != 0
    assert any(found.startswith(contract) for found in broken(answer)), answer.stdout
