"""The shape of the house: sizes, locked dependencies, and links that lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 500
LOCKS = tuple(f"requirements{which}.lock" for which in ("", "-build", "-dev", "-bench"))


def sources() -> list[Path]:
    """Return every source file that we wrote, whatever its language."""
    folders = ("engine", "tests", "assets", "tools")
    kinds = {".py", ".js", ".css", ".html"}
    found = [file for folder in folders for file in (ROOT / folder).rglob("*.*")]
    made = {"dist", ".assets"}
    return [file for file in found if file.suffix in kinds and not made & set(file.parts)]


def test_no_file_is_longer_than_a_room() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in sources()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_has_a_version_and_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    requirements = re.split(r"(?m)^(?=\S)", text)[1:]
    assert requirements
    for requirement in requirements:
        assert re.match(r"[\w.\[\],-]+==[\w.!+]+ ", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_place_to_fetch_from(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|@ file", text)


def test_what_we_depend_on_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-build.lock": project["build-system"]["requires"],
        "requirements-dev.lock": project["project"]["optional-dependencies"]["dev"],
        "requirements-bench.lock": project["project"]["optional-dependencies"]["bench"],
    }
    for lock, requirements in asked.items():
        locked = {
            normal(name)
            for name in re.findall(
                r"(?m)^([\w.-]+)(?:\[[^]]*\])?==", (ROOT / lock).read_text("utf-8")
            )
        }
        names = {normal(re.split(r"[\[<>=~! ]", one)[0]) for one in requirements}
        assert names <= locked, lock


def normal(name: str) -> str:
    """Return a package name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_links_between_documents_lead_somewhere() -> None:
    dead = [
        f"{file.relative_to(ROOT)}: {target}"
        for file in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", file.read_text(encoding="utf-8"))
        if "://" not in target and not (file.parent / target).exists()
    ]
    assert not dead


def test_every_make_target_that_people_call_is_described() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"(?m)^\.PHONY: (.*)$", text)
    described = set(re.findall(r"(?m)^([a-z-]+):.*## ", text))
    assert set(phony.split()) == described
